// Package notes knows what the rows of a run have to say beside their columns:
// where a request went, and what it was warned of, each no more often than a
// person needs it.
//
// It prints nothing, and masks what it returns.
package notes

import (
	"strings"

	"postern/engine"
	"postern/engine/collection"
	"postern/engine/redact"
	"postern/engine/runner"
	"postern/engine/vars"
	"postern/ui/safe"
)

// Addresses are where each request went first: what goes elsewhere later, with
// the next row of a file or to the next page, would look the same.
type Addresses map[*collection.Item]string

// Of is where a request went, "" where its row need not say, and whether that is
// because it is one to look at; mask hides its secrets.
func (a Addresses) Of(e runner.Done, mask func(*engine.Exchange) redact.Redactor) (url string, wrong bool) {
	x := e.Exchange
	if x == nil || x.Sent.URL == "" {
		return "", false
	}
	varies, wrong := a.vary(e), isWrong(e)
	if !varies && !wrong {
		return "", false
	}
	return mask(x).URL(x.Sent.URL), wrong
}

// vary reports whether a request goes elsewhere in other iterations, or went
// elsewhere before.
func (a Addresses) vary(e runner.Done) bool {
	x, it := e.Exchange, e.Ref.Item
	first, again := a[it]
	if !again {
		a[it] = x.Sent.URL
	}
	if again && first != x.Sent.URL {
		return true
	}
	for _, u := range x.Uses {
		if u.Scope == vars.Data && e.Iterations > 1 && strings.Contains(it.Request.URL.Text(), "{{"+u.Name) {
			return true
		}
	}
	return false
}

// isWrong reports whether a request failed, or was refused where no test says
// that this is well.
func isWrong(e runner.Done) bool {
	x := e.Exchange
	tested := x.After != nil && len(x.After.Tests) > 0
	return e.Err != nil || x.Broken() || x.Response != nil && x.Response.Status >= 400 && !tested
}

// Target is what differs in the addresses of one request, most of the time.
func Target(url string) string {
	_, rest, _ := strings.Cut(url, "://")
	if i := strings.IndexByte(rest, '/'); i >= 0 {
		return rest[i:]
	}
	return url
}

// Within is an address shortened in its middle to some columns: what it tells
// that others do not is mostly at its end. Without a width it is whole.
func Within(url string, width int) string {
	t := safe.Clean(url)
	if width <= 0 || t.Width() <= width {
		return url
	}
	head := width / 3
	return t.Slice(0, head).String() + "…" + t.Slice(t.Width()-(width-head-1), t.Width()).String()
}
