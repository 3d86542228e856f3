// Package theme says how things look: roles in, terminal styles out. It is the
// only place with colours. A theme is a row in [Palettes].
package theme

import (
	"strings"

	"charm.land/lipgloss/v2"

	"postern/ui/safe"
)

// Theme paints roles. It is immutable; make one with [New].
type Theme struct {
	// Name is shown in the palette.
	Name  string
	plain bool
	// seq holds the escape sequences before and after a text, by base and role.
	seq [bases][roles]sequence
}

type sequence struct{ open, close string }

// New builds a theme from its palette. Sequences are computed once, so that
// painting a cell costs two string copies and no style arithmetic.
func New(p Palette) *Theme {
	t := &Theme{Name: p.Name, plain: p.Plain}
	for b := range bases {
		for r := range roles {
			t.seq[b][r] = split(p.base(b, p.style(r)))
		}
	}
	return t
}

// Coloured says that the theme has colours.
func (t *Theme) Coloured() bool { return !t.plain }

// Paint returns text in the look of role on base.
func (t *Theme) Paint(b Base, r Role, text safe.Text) string {
	s := text.String()
	if s == "" {
		return ""
	}
	q := t.seq[b][r]
	return q.open + s + q.close
}

// Space returns n blanks on base.
func (t *Theme) Space(b Base, n int) string {
	if n <= 0 {
		return ""
	}
	if b == None {
		return strings.Repeat(" ", n)
	}
	q := t.seq[b][Plain]
	return q.open + strings.Repeat(" ", n) + q.close
}

// split finds the sequences lipgloss puts around a text.
func split(s lipgloss.Style) sequence {
	const probe = "x"
	out := s.Render(probe)
	i := strings.Index(out, probe)
	return sequence{open: out[:i], close: out[i+len(probe):]}
}
