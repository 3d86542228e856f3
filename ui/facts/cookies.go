package facts

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"postern/auth"
	"postern/engine"
	"postern/engine/redact"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/pager"
	"postern/ui/widget/text"
)

// crossing is one request with its answer, as far as cookies go.
type crossing struct {
	sent engine.Sent
	// set are the lines that set cookies.
	set []string
}

// crossings are the hops and the last request, in order.
func crossings(x *engine.Exchange) []crossing {
	if x == nil {
		return nil
	}
	var out []crossing
	for _, h := range x.Hops {
		out = append(out, crossing{h.Sent, setCookies(h.Header)})
	}
	last := crossing{sent: x.Sent}
	if x.Response != nil {
		last.set = setCookies(x.Response.Header)
	}
	return append(out, last)
}

func setCookies(h http.Header) []string {
	var out []string
	for name, values := range h {
		if strings.EqualFold(name, "Set-Cookie") {
			out = append(out, values...)
		}
	}
	return out
}

// CookiesSet is how many cookies the answers set.
func CookiesSet(x *engine.Exchange) int {
	n := 0
	for _, c := range crossings(x) {
		n += len(c.set)
	}
	return n
}

// Cookies are the cookies that went out and those that came, by request.
// Their values are never shown: a session's is as good as a password.
func Cookies(x *engine.Exchange) pager.Lines {
	if x == nil {
		return none("nothing was sent yet")
	}
	red := x.Redactor()
	var out pager.Lines
	add := func(what string, rows []text.Line) {
		if len(rows) == 0 {
			return
		}
		if len(out) > 0 {
			out = append(out, nil)
		}
		out = append(out, text.Of(theme.Strong, safe.Clean(what)))
		out = append(out, rows...)
	}
	for _, c := range crossings(x) {
		address := red.URL(c.sent.URL)
		add("sent to "+address, sentCookies(c.sent.Header, red))
		var rows []text.Line
		for _, line := range c.set {
			rows = append(rows, setCookieRow(line, red, x.Started))
		}
		add("set by "+address, rows)
	}
	if len(out) == 0 {
		return none("no cookies were sent or set")
	}
	return out
}

func sentCookies(headers []auth.Header, red redact.Redactor) []text.Line {
	var out []text.Line
	for _, h := range headers {
		if !strings.EqualFold(h.Name, "Cookie") {
			continue
		}
		for pair := range strings.SplitSeq(h.Value, ";") {
			if strings.TrimSpace(pair) != "" {
				out = append(out, cookieRow(pair, red))
			}
		}
	}
	return out
}

// cookieRow is a cookie's name with its value masked. What has no name is all
// value, by the rules of browsers.
func cookieRow(pair string, red redact.Redactor) text.Line {
	name, _, named := strings.Cut(strings.TrimSpace(pair), "=")
	if !named {
		name = ""
	}
	return text.Of(theme.JSONKey, safe.Clean("  "+red.Text(name))).
		Plus(theme.Faint, safe.Lit("=")).Plus(theme.Secret, safe.Clean(auth.Mask))
}

// setCookieRow is a line that sets a cookie: its name, its attributes as the
// server wrote them, and what a browser would make of it at a moment.
func setCookieRow(line string, red redact.Redactor, at time.Time) text.Line {
	pair, rest, _ := strings.Cut(line, ";")
	row := cookieRow(pair, red)
	var attributes []string
	for a := range strings.SplitSeq(rest, ";") {
		attributes = append(attributes, red.Text(strings.TrimSpace(a)))
	}
	attributes = slices.DeleteFunc(attributes, func(a string) bool { return a == "" })
	if len(attributes) > 0 {
		row = row.Plus(theme.Faint, safe.Clean("  "+strings.Join(attributes, " · ")))
	}
	// The value is left out: what history keeps has dots in its place, which
	// no cookie may have.
	name, _, named := strings.Cut(pair, "=")
	c, err := http.ParseSetCookie(name + "=;" + rest)
	switch {
	case err != nil, !named:
		return row.Plus(theme.Warn, safe.Lit("  ! ignored: not a cookie"))
	case c.MaxAge < 0, c.MaxAge == 0 && !c.Expires.IsZero() && !c.Expires.After(at):
		return row.Plus(theme.Warn, safe.Lit("  ✗ deleted"))
	case c.MaxAge == 0 && c.Expires.IsZero():
		return row.Plus(theme.Faint, safe.Lit("  for this session"))
	}
	return row
}
