package sift

import (
	"fmt"
	"strings"

	"postern/ui/keymap"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget"
	"postern/ui/widget/text"
)

// Height is how many lines [Sift.View] has: the line, and a word below it.
func (s *Sift) Height() int {
	if !s.Typing() {
		return 0
	}
	return 2
}

// View is the line in which the path is typed, and below it what is wrong with
// it or how it could go on.
func (s *Sift) View(env widget.Env, width int) []string {
	return []string{s.bar.View(width, s.note()), s.below(env).Render(env.Theme, theme.None, width)}
}

// note says what the path has brought.
func (s *Sift) note() safe.Text {
	n := members(s.found.Doc)
	switch {
	case s.stop != nil:
		return safe.Lit("filtering…")
	case s.found.lost():
		return safe.Lit("no match")
	case n < 0:
		return safe.Text{}
	case n == 1:
		return safe.Lit("1 member")
	}
	return safe.Clean(fmt.Sprintf("%d members", n))
}

// below is the word below the line.
func (s *Sift) below(env widget.Env) text.Line {
	l := text.Of(theme.Plain, safe.Lit("  "))
	switch {
	case s.found.Doc.Err != nil && (!s.found.lost() || len(s.found.keys) == 0):
		return l.Plus(theme.Error, safe.Clean(s.found.Doc.Err.Error()))
	case len(s.found.keys) > 0:
		return l.Plus(theme.KeyName, safe.Lit("tab ")).Plus(theme.Strong, safe.Clean(s.found.keys[0])).
			Plus(theme.Faint, safe.Clean("  "+strings.Join(s.found.keys[1:], "  ")))
	}
	for _, h := range []struct {
		id   keymap.ID
		what string
	}{{keymap.Accept, "keeps it"}, {keymap.Close, "puts back what was there"}, {keymap.Up, "an earlier one"}} {
		l = l.Plus(theme.KeyName, safe.Clean(env.Keys.Shown(h.id))).Plus(theme.Faint, safe.Clean(" "+h.what+"   "))
	}
	return l
}
