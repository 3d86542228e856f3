package preview

import (
	"postern/engine"
	"postern/engine/vars"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/text"
)

// columnGap stands between two columns.
const columnGap = 2

// names tells of every name a request uses where it comes from, or that it is
// not set, and its value, secrets masked.
func names(p *engine.Prepared) []text.Line {
	uses := vars.Explain(p.Uses)
	name, from := 0, 0
	for _, u := range uses {
		name, from = max(name, safe.Clean(u.Name).Width()), max(from, safe.Clean(u.From()).Width())
	}
	mask := p.Redactor()
	var out []text.Line
	for _, u := range uses {
		role := theme.Variable
		if !u.Resolved {
			role = theme.Unresolved
		}
		line := text.Of(role, safe.Clean("{{"+u.Name+"}}"))
		line = padded(line, name+len("{{}}")+columnGap).Plus(theme.Faint, safe.Clean(u.From()))
		if u.Value != "" {
			line = padded(line, name+len("{{}}")+from+2*columnGap).Plus(theme.Plain, safe.Clean(mask.Use(u)))
		}
		out = append(out, line)
	}
	return out
}

// padded fills a line up with blanks.
func padded(l text.Line, width int) text.Line {
	for range width - l.Width() {
		l = l.Plus(theme.Plain, safe.Lit(" "))
	}
	return l
}
