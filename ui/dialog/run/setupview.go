package run

import (
	"strings"

	"postern/ui/dialog"
	"postern/ui/folders"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/widget/complete"
	"postern/ui/widget/form"
)

// left and top are where the form stands in the box.
const (
	left = 2
	top  = 1
)

// typing is the path of the data file, while it is typed.
func (s *Setup) typing() (t complete.Typing, on bool) {
	t = s.form.Typing()
	row, _ := s.form.Selected()
	return t, t.In != nil && row.ID == rowData
}

// offered gives an event to what is offered for the data file, and reports
// whether it was for that.
func (s *Setup) offered(ev pane.Event) bool {
	switch ev := ev.(type) {
	case pane.Key:
		return s.box.Key(ev.KeyPressMsg)
	case pane.Click:
		return s.box.Click(ev.X-left, ev.Y-top)
	case pane.Wheel:
		return s.box.Wheel(ev.Lines)
	case pane.Arrived:
		l, ok := ev.What.(folders.Listed)
		if ok && s.paths.Take(l) {
			s.box.Again(s.paths.Offer)
		}
		return ok
	}
	return false
}

// follow is called after every event; it wishes for the folder that is being
// typed.
func (s *Setup) follow() pane.Intent {
	t, on := s.typing()
	if !on {
		s.box.Follow(nil, nil)
		s.paths.Forget()
		return nil
	}
	s.box.Follow(t.In, s.paths.Offer)
	return s.paths.Want()
}

// View returns the box.
func (s *Setup) View() string { return s.Cached(s.draw) }

// setupWidth is the widest the dialog gets.
const setupWidth = 84

func (s *Setup) draw() string {
	f := s.FrameFor(setupWidth, min(s.Height, len(s.opt.Requests)+14))
	f.Title, f.Note = safe.Lit("Run ").Plus(safe.Clean(s.opt.Name)), safe.Clean(s.opt.Environment)
	hint := func(id keymap.ID, words string) dialog.Hint { return dialog.HintOf(s.Env, id, safe.Clean(words)) }
	enter := "edit"
	switch row, _ := s.form.Selected(); {
	case row.ID == rowGo:
		enter = "run"
	case row.Kind == form.Button:
		enter = "pick"
	case row.Kind == form.Switch:
		enter = "switch"
	}
	f.Hints = []dialog.Hint{hint(keymap.Accept, enter), hint(keymap.Send, "run"), hint(keymap.History, "runs of before"), hint(keymap.Close, "close")}
	w, h := f.Inner()
	s.form.Resize(w, h)
	lines := s.form.View()
	if t, on := s.typing(); on {
		lines = s.box.Lay(lines, t, w, h)
	}
	return s.Box(f, strings.Split(lines, "\n"))
}
