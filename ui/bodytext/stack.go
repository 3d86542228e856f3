package bodytext

import (
	"strings"

	"postern/ui/keymap"
	"postern/ui/names"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/complete"
	"postern/ui/widget/editor"
	"postern/ui/widget/text"
)

// Part is one text of a [Stack].
type Part struct {
	*Text
	// Title stands above the text, if there is one.
	Title safe.Text
	// Get returns the owner's text, and Put changes it.
	Get func() string
	Put func(string)
	// Share is of the height.
	Share int
	// File is what the text is called outside of the program.
	File string
	// About stands behind the title; it may be nil.
	About func() text.Line

	// above is the line of the stack that the text begins in, as it was drawn
	// last.
	above int
}

// Stack is one text, or several below one another of which one is chosen; where
// there is no room for all, that one is shown.
type Stack struct {
	// What the texts are, when one is copied.
	What  string
	Parts []*Part
	// Names are what {{names}} in the texts stand for; nil are texts in which
	// they stand for nothing.
	Names *names.Names

	env pane.Env
	at  int
	key string
}

// NewStack returns a stack that has no parts yet.
func NewStack(env pane.Env, what string, n *names.Names) *Stack {
	return &Stack{env: env, What: what, Names: n}
}

// Load takes over what the owner's texts are now; key tells the owner from
// others.
func (s *Stack) Load(key string) {
	another := s.key != key
	s.key = key
	for _, p := range s.Parts {
		p.Load(p.Get(), another)
	}
}

// Chosen is the part that the keys are for.
func (s *Stack) Chosen() *Part { return s.Parts[s.at] }

// Update handles one event, and reports whether a text of the owner's is
// another now, and what else is wished for.
func (s *Stack) Update(e pane.Event) (changed bool, in pane.Intent) {
	p := s.Chosen()
	switch e := e.(type) {
	case pane.Act:
		if e.ID == keymap.Pretty {
			return p.Pretty() && take(p), nil
		}
		s.act(e.ID)
	case pane.Key:
		switch p.Key(e.KeyPressMsg) {
		case editor.Left:
			return s.Commit(), nil
		case editor.Copied, editor.Cut:
			return false, pane.CopyAsked{What: "the selection", Text: p.Taken()}
		case editor.Formatted:
			p.Pretty()
		}
	case pane.Paste:
		if p.Editing() {
			p.Paste(e.Text)
		}
	case pane.Click:
		return s.click(e), nil
	case pane.Wheel:
		p.Scroll(e.Lines)
	case pane.Written:
		return s.written(e), nil
	}
	return false, nil
}

func (s *Stack) act(id keymap.ID) {
	switch id {
	case keymap.Open, keymap.EditValue:
		s.Chosen().Edit(true)
		return
	case keymap.Up, keymap.Down:
		if len(s.Parts) > 1 {
			s.at = 0
			if id == keymap.Down {
				s.at = len(s.Parts) - 1
			}
			return
		}
	}
	s.Chosen().Act(id)
}

// click chooses the part at a line and puts the cursor there; a double click
// begins to edit.
func (s *Stack) click(e pane.Click) bool {
	for i, p := range s.Parts {
		if _, h := p.Size(); h == 0 || e.Y >= p.above+h {
			continue
		}
		changed := false
		if i != s.at {
			changed = s.Commit()
			s.at = i
		}
		if e.Y >= p.above {
			if e.Double {
				p.Edit(true)
			}
			p.Click(e.X, e.Y-p.above)
		}
		return changed
	}
	return false
}

// Commit takes over what was typed, ends the editing and reports whether a text
// is another now.
func (s *Stack) Commit() bool {
	changed := false
	for _, p := range s.Parts {
		if p.Editing() {
			p.Edit(false)
			changed = take(p) || changed
		}
	}
	return changed
}

// Keep carries over to the owner what is typed so far, and the typing goes on.
func (s *Stack) Keep() bool {
	changed := false
	for _, p := range s.Parts {
		changed = p.Editing() && take(p) || changed
	}
	return changed
}

// take carries a part over to the owner.
func take(p *Part) bool {
	now, changed := p.Take()
	if changed {
		p.Put(now)
	}
	return changed
}

// Outside is the chosen text, for the person's own editor.
func (s *Stack) Outside() pane.OutsideAsked {
	p := s.Chosen()
	return pane.OutsideAsked{Of: s.key + "\n" + p.File, Name: p.File, Text: p.Text.Text()}
}

// written takes what the chosen text became outside. Editors end the last line,
// whether it was ended or not.
func (s *Stack) written(e pane.Written) bool {
	asked := s.Outside()
	if e.Of != asked.Of {
		return false
	}
	if !strings.HasSuffix(asked.Text, "\n") {
		e.Text = strings.TrimSuffix(strings.TrimSuffix(e.Text, "\n"), "\r")
	}
	p := s.Chosen()
	p.Replace(e.Text)
	return take(p)
}

// Copied is the chosen text, with what it is.
func (s *Stack) Copied() (what, text string) { return s.What, s.Chosen().Text.Text() }

// Editing reports whether the chosen text has the keys.
func (s *Stack) Editing() bool { return s.Chosen().Editing() }

// Typing is the text that is typed, with where it stands in the stack, and
// what may stand in it.
func (s *Stack) Typing() (complete.Typing, complete.Source) {
	in := s.Chosen().Typing().Down(s.Chosen().above)
	if s.Names == nil {
		return in, func(string, int) (complete.Offer, bool) { return complete.Offer{}, false }
	}
	return in, s.Names.Offer
}

// roomy is the height of a part from which on it is shown beside others.
const roomy = 3

// View returns the texts in exactly that size: all of them where there is room,
// else the chosen one.
func (s *Stack) View(width, height int, focus bool) string {
	shares, all := 0, height >= roomy*len(s.Parts)
	for _, p := range s.Parts {
		shares += p.Share
	}
	var out []string
	for i, p := range s.Parts {
		h := height - len(out)
		switch {
		case !all && i != s.at:
			h = 0
		case all && i < len(s.Parts)-1:
			h = height * p.Share / shares
		}
		if h > 0 && !p.Title.Empty() && (all || h > 1) {
			out = append(out, s.titleOf(i, focus).Render(s.env.Theme, theme.None, width))
			h--
		}
		p.above = len(out)
		p.Resize(width, h)
		if h > 0 {
			out = append(out, strings.Split(p.View(), "\n")...)
		}
	}
	return strings.Join(out, "\n")
}

// titleOf marks the part that enter would edit.
func (s *Stack) titleOf(i int, focus bool) text.Line {
	p, role := s.Parts[i], theme.Faint
	mark := safe.Lit("  ")
	if i == s.at && focus {
		role, mark = theme.Accent, safe.Lit("▸ ")
	}
	l := text.Of(role, safe.Lit(" ").Plus(mark, p.Title))
	if p.About != nil {
		l = append(l, p.About()...)
	}
	if c := p.Complaint(); len(c) > 0 {
		l = append(l.Plus(theme.Plain, safe.Lit("  ")), c...)
	}
	return l
}

// Hint tells the values of the names in the line of the cursor, or what to do.
func (s *Stack) Hint() text.Line {
	if s.Names != nil {
		if l := s.Names.Values(s.Chosen().Line()); len(l) > 0 {
			return l
		}
	}
	if !s.Editing() {
		return edits(s.env)
	}
	l := text.Of(theme.Faint, safe.Lit("esc ends the editing and keeps the text"))
	if s.Chosen().JSON() {
		l = l.Plus(theme.Faint, safe.Lit(" · alt+p puts it in order"))
	}
	return l
}

// edits tells how to edit a text.
func edits(env pane.Env) text.Line {
	return text.Of(theme.KeyName, safe.Clean(env.Keys.Key(keymap.Open))).Plus(theme.Faint, safe.Lit(" edits · ")).
		Plus(theme.KeyName, safe.Clean(env.Keys.Key(keymap.EditOutside))).Plus(theme.Faint, safe.Lit(" in $EDITOR"))
}

// Restyle makes the texts draw anew, with env.
func (s *Stack) Restyle(env pane.Env) {
	s.env = env
	for _, p := range s.Parts {
		p.Restyle(env)
	}
}

// Refresh colours anew, because the names' values changed.
func (s *Stack) Refresh() {
	for _, p := range s.Parts {
		p.Refresh()
	}
}
