package run

import (
	"strings"
	"time"

	"postern/engine/collection"
	"postern/engine/runner"
	"postern/engine/vars"
	"postern/ui/safe"
	"postern/ui/theme"
)

// minAddress is how many columns an address needs to stand behind its row.
const minAddress = 20

// addresses are where each request went first: what goes elsewhere later, with
// the next row of a file or to the next page, would look the same.
type addresses map[*collection.Item]string

// vary reports whether a request goes elsewhere in other iterations, or went
// elsewhere before.
func (a addresses) vary(e runner.Done) bool {
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

// wrong reports whether a request is one to look at: it failed, or was refused
// where no test says that this is well.
func wrong(e runner.Done) bool {
	x := e.Exchange
	tested := x.After != nil && len(x.After.Tests) > 0
	return e.Err != nil || x.Broken() || x.Response != nil && x.Response.Status >= 400 && !tested
}

// address is where a request went, if its row needs to say: behind it where it
// is good and there is room, else below.
func (r *lines) address(e runner.Done) (behind, below string) {
	x := e.Exchange
	if x == nil || x.Sent.URL == "" || r.running.shown.verbose { // which tells all of them
		return "", ""
	}
	varies, bad := r.addresses.vary(e), wrong(e)
	if !varies && !bad {
		return "", ""
	}
	url := x.Public().URL(x.Sent.URL)
	switch room := r.Width - r.width - r.fixed() - columnGap; {
	case !bad && r.Width == 0:
		return url, ""
	case !bad && room >= minAddress:
		return within(target(url), room), ""
	}
	below = "    " + r.signs.sent + " " + x.Sent.Method + " "
	return "", below + within(url, r.Width-safe.Clean(below).Width())
}

// target is what differs in the addresses of one request, most of the time.
func target(url string) string {
	_, rest, _ := strings.Cut(url, "://")
	if i := strings.IndexByte(rest, '/'); i >= 0 {
		return rest[i:]
	}
	return url
}

// within is an address shortened in its middle to some columns: what it tells
// that others do not is mostly at its end. Without a terminal it is whole.
func within(url string, width int) string {
	t := safe.Clean(url)
	if width <= 0 || t.Width() <= width {
		return url
	}
	head := width / 3
	return t.Slice(0, head).String() + "…" + t.Slice(t.Width()-(width-head-1), t.Width()).String()
}

// sent prints what became of a request.
func (r *lines) sent(e runner.Done) {
	behind, below := r.address(e)
	line := r.heading(named(e.Ref, e.As), e.Ref) + r.columns(e) + r.out.Paint(theme.Faint, behind)
	if r.running.shown.cli.timestamps {
		line = r.out.Paint(theme.Faint, time.Now().Format(time.TimeOnly)+" ") + line
	}
	r.out.Write(strings.TrimRight(line, " ") + "\n")
	if below != "" {
		r.print(theme.Faint, below)
	}
}
