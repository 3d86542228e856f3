package run

import (
	"fmt"
	"strconv"
	"strings"

	"postern/ui/dialog"
	"postern/ui/folders"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/complete"
	"postern/ui/widget/form"
	"postern/ui/words"
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
	f := s.FrameFor(setupWidth, min(s.Height, len(s.opt.Requests)+16))
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

// sections are the rows of the form.
func (s *Setup) sections() []form.Section {
	c, n := s.choice, s.on()
	label := "Run " + words.Plural(n, "request")
	if c.Iterations > 1 {
		label += fmt.Sprintf(", %d times", c.Iterations)
	}
	rows := []form.Row{
		{ID: rowGo, Kind: form.Button, Label: safe.Clean(label), Key: safe.Clean(s.Env.Keys.Key(keymap.Send)), Off: safe.Clean(s.off())},
		{ID: rowIterations, Label: safe.Lit("Iterations"), Value: strconv.Itoa(c.Iterations)},
		{ID: rowDelay, Label: safe.Lit("Delay"), Value: fmt.Sprintf("%d ms", c.Delay.Milliseconds())},
		{ID: rowData, Label: safe.Lit("Data file"), Value: c.Data, Unset: c.Data == "", Fallback: ""},
		{ID: rowPick, Kind: form.Button, Label: safe.Lit("Pick a data file")},
	}
	if words, role := s.told(); words != "" {
		rows = append(rows, form.Row{ID: rowSeen, Kind: form.Info, Label: safe.Clean(words), Role: role})
	}
	rows = append(rows, form.Row{ID: rowParallel, Label: safe.Lit("At once"), Value: strconv.Itoa(max(c.Parallel, 1))})
	if c.Parallel > 1 {
		rows = append(rows, form.Row{ID: rowWrites, Kind: form.Switch, Label: safe.Lit("Writes too"), Value: strconv.FormatBool(c.Writes)})
	}
	rows = append(
		rows,
		form.Row{ID: rowBail, Kind: form.Switch, Label: safe.Lit("Stop at a failure"), Value: strconv.FormatBool(c.Bail)},
		form.Row{ID: rowKeep, Kind: form.Switch, Label: safe.Lit("Keep variables"), Value: strconv.FormatBool(!c.Forget)},
	)
	all := form.Section{ID: "requests", Title: safe.Lit("Requests"), Note: safe.Clean(fmt.Sprintf("%d of %d", n, len(s.opt.Requests)))}
	if len(s.opt.Requests) > 1 {
		all.Rows = append(all.Rows, form.Row{ID: rowAll, Kind: form.Switch, Label: safe.Lit("all of them"), Value: strconv.FormatBool(n == len(s.opt.Requests))})
	}
	for _, r := range s.opt.Requests {
		all.Rows = append(all.Rows, form.Row{
			ID: "/" + r.ID, Kind: form.Switch, Label: safe.Clean(r.Method + " " + r.Name), Value: strconv.FormatBool(!c.Off[r.ID]),
		})
	}
	return []form.Section{{ID: "run", Rows: rows}, all}
}

// told is what there is to say: what was typed wrong, or what the data file has.
func (s *Setup) told() (string, theme.Role) {
	d := s.seen
	switch {
	case s.wrong != "":
		return s.wrong, theme.Error
	case d.Err != "":
		return d.Err, theme.Error
	case d.Path == "" && s.choice.Data != "":
		return "reading the data file…", theme.Faint
	case d.Path == "":
		return "", theme.Plain
	}
	return "the data file has " + words.Plural(d.Rows, "row") + ": " + strings.Join(d.Names, ", "), theme.Faint
}
