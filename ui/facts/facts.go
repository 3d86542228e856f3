// Package facts tells of an exchange in rows: its headers, its cookies, the
// exact request, what happened when, what was found in it, what went wrong, and
// all of it as it was said. Secrets are masked in every one. A new view is a
// function from an exchange to rows.
package facts

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"postern/auth"
	"postern/engine"
	"postern/engine/redact"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/pager"
	"postern/ui/widget/text"
	"postern/ui/words"
)

// none is what stands where there are no rows.
func none(why string) pager.Lines { return pager.Lines{text.Of(theme.Faint, safe.Clean(why))} }

// Headers lists the response's headers, sorted by name as they have no
// order of their own here.
func Headers(x *engine.Exchange) pager.Lines {
	if x == nil || x.Response == nil {
		return none("no response")
	}
	r, red := x.Response, x.Redactor()
	out := pager.Lines{text.Of(theme.Faint, safe.Clean(r.Proto+" ")).
		Plus(theme.Status(r.Status), safe.Clean(fmt.Sprintf("%d %s", r.Status, red.Text(r.Reason))))}
	return append(out, headerRows(r.Header, red)...)
}

func headerRows(h http.Header, red redact.Redactor) []text.Line {
	var out []text.Line
	names := make([]string, 0, len(h))
	for n := range h {
		names = append(names, n)
	}
	slices.Sort(names)
	for _, n := range names {
		for _, v := range h[n] {
			out = append(out, headerRow(n, red.Header(n, v), false))
		}
	}
	return out
}

func headerRow(name, value string, system bool) text.Line {
	r := theme.JSONKey
	if system {
		r = theme.Faint
	}
	return text.Of(r, safe.Clean(name)).Plus(theme.Faint, safe.Lit(": ")).Plus(theme.Plain, safe.Clean(value))
}

// Sent is the exact request that went out, secrets masked.
func Sent(x *engine.Exchange) pager.Lines {
	if x == nil || x.Sent.Method == "" {
		return none("nothing went out")
	}
	red := x.Redactor()
	s := x.Sent
	out := pager.Lines{text.Of(theme.Method(s.Method), safe.Clean(s.Method)).
		Plus(theme.Plain, safe.Clean(" "+red.URL(s.URL))).
		Plus(theme.Faint, safe.Clean(" "+s.Proto))}
	if s.Remote != "" {
		out = append(out, text.Of(theme.Faint, safe.Clean("to "+s.Remote)))
	}
	for _, h := range s.Header {
		out = append(out, headerRow(h.Name, red.Header(h.Name, h.Value), h.System))
	}
	if len(s.Body) > 0 {
		masked := red.Text
		if s.BodyCut {
			masked = red.Beginning
		}
		out = append(out, nil)
		out = append(out, bodyLines(masked(string(s.Body)))...)
	}
	if s.BodyCut {
		out = append(out, text.Of(theme.Faint, safe.Clean(fmt.Sprintf("… the rest of %d bytes", s.BodySize))))
	}
	return out
}

func bodyLines(s string) []text.Line {
	if !utf8.ValidString(s) {
		return []text.Line{text.Of(theme.Faint, safe.Clean(fmt.Sprintf("%d bytes of binary data", len(s))))}
	}
	var out []text.Line
	for _, t := range safe.Lines(s) {
		out = append(out, text.Of(theme.Plain, t))
	}
	return out
}

// Timeline tells what happened when: token calls, hops, the request.
func Timeline(x *engine.Exchange) pager.Lines {
	if x == nil {
		return none("nothing was sent yet")
	}
	red := x.Redactor()
	var out pager.Lines
	out = append(out, text.Of(theme.Faint, safe.Clean("started "+x.Started.Format("15:04:05.000"))))
	for _, c := range x.Tokens {
		out = append(out, tokenRow(c))
	}
	for _, h := range x.Hops {
		out = append(out, hopRow(h.Sent.Method, red.URL(h.Sent.URL), h.Status, h.Reason, h.Timing.Total))
		if l := h.Header.Get("Location"); l != "" {
			out = append(out, text.Of(theme.Faint, safe.Clean("   → "+red.URL(l))))
		}
		out = append(out, peerTrouble(h.Sent.TLS.Masked(red.Text), x.Started)...)
	}
	if x.Response != nil {
		out = append(out, hopRow(x.Sent.Method, red.URL(x.Sent.URL), x.Response.Status, x.Response.Reason, trip(x.Timing)))
	}
	out = append(out, timingRows(x)...)
	out = append(out, peerRows(x.Sent.TLS.Masked(red.Text), x.Started)...)
	for _, w := range x.Warnings {
		out = append(out, text.Of(theme.Warn, safe.Clean("! "+red.Text(w))))
	}
	switch {
	case Cancelled(x.Err):
		out = append(out, text.Of(theme.Warn, safe.Lit("✗ cancelled")))
	case x.Err != nil:
		out = append(out, text.Of(theme.Error, safe.Clean("✗ "+red.Text(x.Err.Error()))))
	}
	return out
}

func tokenRow(c auth.TokenCall) text.Line {
	l := text.Of(theme.Secret, safe.Lit("token  ")).Plus(theme.Plain, safe.Clean(c.Kind+"  "+c.Method+" "+c.URL+"  "))
	if c.Err != nil {
		return l.Plus(theme.Error, safe.Clean(c.Err.Error()))
	}
	return l.Plus(theme.Status(c.Status), safe.Clean(fmt.Sprint(c.Status))).Plus(theme.Faint, safe.Clean("  "+words.Took(c.Duration)))
}

func hopRow(method, url string, status int, reason string, took time.Duration) text.Line {
	return text.Of(theme.Method(method), safe.Clean(fmt.Sprintf("%-6s ", method))).
		Plus(theme.Plain, safe.Clean(url+"  ")).
		Plus(theme.Status(status), safe.Clean(fmt.Sprintf("%d %s", status, reason))).
		Plus(theme.Faint, safe.Clean("  "+words.Took(took)))
}

// trip is the time of one round trip, without what went before it.
func trip(t engine.Timing) time.Duration {
	return t.DNS + t.Connect + t.TLS + t.FirstByte + t.Transfer
}

// timingRows draws the parts of a send as bars on one scale.
func timingRows(x *engine.Exchange) []text.Line {
	t, hops := x.Timing, time.Duration(0)
	for _, h := range x.Hops {
		hops += h.Timing.Total
	}
	parts := []struct {
		name string
		took time.Duration
	}{
		{"token", t.Auth},
		{"redirects", hops},
		{"DNS", t.DNS},
		{"connect", t.Connect},
		{"TLS", t.TLS},
		{"first byte", t.FirstByte},
		{"transfer", t.Transfer},
	}
	const scale = 30
	out := []text.Line{nil}
	at := time.Duration(0)
	for _, p := range parts {
		if p.took == 0 {
			continue
		}
		total := max(t.Total, at+p.took)
		from, to := int(scale*at/total), int(scale*(at+p.took)/total)
		bar := strings.Repeat(" ", from) + strings.Repeat("━", max(to-from, 1))
		out = append(out, text.Of(theme.Faint, safe.Clean(fmt.Sprintf("  %-11s%9s  ", p.name, words.Took(p.took)))).
			Plus(theme.Accent, safe.Clean(bar)))
		at += p.took
	}
	if t.Reused {
		out = append(out, text.Of(theme.Faint, safe.Lit("  connection reused")))
	}
	return append(out, text.Of(theme.Strong, safe.Clean(fmt.Sprintf("  %-11s%9s", "total", words.Took(t.Total)))))
}

// Cancelled reports whether a send was stopped by the person: what lies behind
// that is the program's own business.
func Cancelled(e *engine.Error) bool { return e != nil && e.Stage == engine.StageCancelled }
