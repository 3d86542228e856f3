// Package preview draws a request as it would go out, without sending it: the
// HTTP text with secrets masked, what could not be resolved marked, on top what
// is wrong, and below where the value of every name comes from. The engine
// prepares it.
package preview

import (
	"errors"
	"strings"

	"postern/engine"
	"postern/engine/vars"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/text"
)

// Lines shows a prepared request, secrets masked and unresolved names
// marked.
func Lines(p *engine.Prepared, err error) []text.Line {
	var failed *engine.Error
	var out []text.Line
	if errors.As(err, &failed) {
		out = append(out, text.Of(theme.Error, safe.Clean("✗ "+failed.Summary)))
		if failed.Hint != "" {
			out = append(out, text.Of(theme.Accent, safe.Clean("  "+failed.Hint)))
		}
	}
	if p == nil {
		return out
	}
	for _, w := range p.Warnings {
		out = append(out, text.Of(theme.Warn, safe.Clean("! "+w)))
	}
	if len(out) > 0 {
		out = append(out, nil)
	}
	if p.Request.URL == "" { // it did not come to a request
		return append(out, names(p)...)
	}
	for i, l := range engine.Lines(p, p.Redactor()) {
		out = append(out, line(i, l))
	}
	if list := names(p); len(list) > 0 {
		out = append(append(out, nil), list...)
	}
	return out
}

// line colours one line of HTTP text: names before a colon, and what
// could not be resolved.
func line(i int, s string) text.Line {
	if i == 0 {
		method, rest, _ := strings.Cut(s, " ")
		return append(text.Of(theme.Method(method), safe.Clean(method+" ")), marked(rest)...)
	}
	if name, value, ok := strings.Cut(s, ": "); ok && !strings.ContainsAny(name, " {\"") {
		return append(text.Of(theme.JSONKey, safe.Clean(name)).Plus(theme.Faint, safe.Lit(": ")), marked(value)...)
	}
	return marked(s)
}

// marked marks the names that were left in a text.
func marked(s string) text.Line {
	var out text.Line
	at := 0
	for _, r := range vars.Scan(s) {
		out = out.Plus(theme.Plain, safe.Clean(s[at:r.Start])).Plus(theme.Unresolved, safe.Clean(s[r.Start:r.End]))
		at = r.End
	}
	return out.Plus(theme.Plain, safe.Clean(s[at:]))
}
