package scripts

import (
	"fmt"
	"strings"

	"postern/store/trust"
	"postern/ui/safe"
	"postern/ui/words"
)

// Of a script that has changed, so many lines are shown, each as far as this.
const (
	shownLines = 8
	shownWidth = 200
)

// told names the scripts that the person is asked about, and what has changed in
// those that they trusted.
func (u *Untrusted) told() []safe.Text {
	what := "you have not trusted yet"
	switch len(u.Changed) {
	case 0:
	case len(u.Scripts):
		what = "changed since you trusted it"
		if len(u.Scripts) > 1 {
			what = "changed since you trusted them"
		}
	default:
		what = "are new, or changed since you trusted them"
	}
	out := []safe.Text{safe.Clean(fmt.Sprintf("What is to be sent has %s that %s:", words.Plural(len(u.Scripts), "script"), what))}
	for _, s := range u.Scripts {
		line := "  of " + s.Owner + " · " + words.Plural(strings.Count(s.Source, "\n")+1, "line")
		c, changed := u.Changed[s]
		switch {
		case len(u.Changed) == 0 || len(u.Changed) == len(u.Scripts): // it is said above
		case changed:
			line += " · changed"
		default:
			line += " · new"
		}
		out = append(out, safe.Clean(line))
		if changed {
			out = append(out, differing(c)...)
		}
	}
	return out
}

// differing shows what has changed in a script.
func differing(c trust.Change) []safe.Text {
	var out []safe.Text
	for _, l := range c.Added[:min(len(c.Added), shownLines)] {
		text := safe.Clean(l.Text)
		if text.Width() > shownWidth {
			text = text.Slice(0, shownWidth).Plus(safe.Lit("…"))
		}
		out = append(out, safe.Clean(fmt.Sprintf("    + line %d: ", l.New)).Plus(text))
	}
	if more := len(c.Added) - shownLines; more > 0 {
		out = append(out, safe.Clean(fmt.Sprintf("    + %s more", words.Plural(more, "line"))))
	}
	if c.Removed > 0 {
		out = append(out, safe.Clean(fmt.Sprintf("    - %s that stood there before", words.Plural(c.Removed, "line"))))
	}
	if len(out) == 0 {
		out = append(out, safe.Lit("    only in how its lines end"))
	}
	return out
}
