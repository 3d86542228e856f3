package run

import (
	"strconv"
	"strings"
	"time"

	"postern/ui/dialog"
	"postern/ui/folders"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/ran"
	"postern/ui/widget/complete"
	"postern/ui/widget/form"
)

// Choice is what a run is to do.
type Choice = ran.Choice

// Request is one that can be left out.
type Request struct{ ID, Method, Name string }

// Options say what can be run.
type Options struct {
	// Name is that of the folder or collection, Environment that of the chosen
	// one.
	Name, Environment string
	Requests          []Request
	Choice            Choice
	// Place is where the path of a data file is meant from.
	Place folders.Place
}

// The intents of [Setup].
type (
	// Chosen starts the run; the dialog has closed.
	Chosen struct{ Choice Choice }
	// DataAsked asks what is in a data file; [DataSeen] is the answer, brought
	// by [pane.Arrived].
	DataAsked struct{ Path string }
	// RunsAsked asks for the runs of before; the dialog has closed.
	RunsAsked struct{}
)

// DataSeen is what is in a data file, or why it cannot be used.
type DataSeen struct {
	Path string
	// Rows is how many there are, Names those of the first.
	Rows  int
	Names []string
	Err   string
}

// PickData names the question for a data file.
const PickData = "run data"

// The rows of the form; those of the requests are their ids behind a slash.
const (
	rowGo         = "go"
	rowIterations = "iterations"
	rowDelay      = "delay"
	rowData       = "data"
	rowPick       = "pick"
	rowSeen       = "seen"
	rowParallel   = "parallel"
	rowWrites     = "writes"
	rowBail       = "bail"
	rowKeep       = "keep"
	rowAll        = "all"
)

// Setup is the dialog of what a run is to do. Enter on its first row starts; so
// does the key that sends, anywhere. Make one with [NewSetup].
type Setup struct {
	dialog.Shell
	opt    Options
	choice Choice
	form   *form.Form
	// seen is what is in the data file; going says that it starts once that is
	// known, as it is now.
	seen  DataSeen
	going bool
	// paths are what can be typed for the data file, in box.
	paths folders.Paths
	box   *complete.Box
	// wrong is why what was typed last cannot be taken.
	wrong string
}

// NewSetup returns the dialog; in is to be wished for, or nil.
func NewSetup(env pane.Env, o Options) (s *Setup, in pane.Intent) {
	s = &Setup{opt: o, choice: o.Choice, form: form.New(env, nil), box: complete.New(env), paths: folders.Paths{Place: o.Place}}
	s.Env = env
	s.choice.Iterations = max(s.choice.Iterations, 1)
	off := map[string]bool{}
	for _, r := range o.Requests {
		if o.Choice.Off[r.ID] {
			off[r.ID] = true
		}
	}
	s.choice.Off = off
	s.form.Focus(true)
	s.form.Reset(s.sections())
	if s.choice.Data != "" {
		return s, DataAsked{s.choice.Data}
	}
	return s, nil
}

// Name returns the name to take it off the stack by.
func (s *Setup) Name() string { return "run setup" }

// Restyle makes the dialog draw anew, with env.
func (s *Setup) Restyle(env pane.Env) {
	s.Shell.Restyle(env)
	s.form.Restyle(env)
	s.box.Restyle(env)
}

// Cancelled starts nothing any more.
func (s *Setup) Cancelled() pane.Intent {
	s.going = false
	return nil
}

// Update handles one event.
func (s *Setup) Update(ev pane.Event) (pane.Intent, bool) {
	s.Changed()
	if s.offered(ev) {
		return s.follow(), false
	}
	in, closed := s.update(ev)
	if closed {
		s.going = false
	}
	if next := s.follow(); next != nil && !closed {
		in = pane.Batch{in, next}
	}
	return in, closed
}

func (s *Setup) update(ev pane.Event) (pane.Intent, bool) {
	switch e := ev.(type) {
	case pane.Arrived:
		return s.arrived(e.What)
	case pane.Key:
		if id, ok := s.Env.Keys.Find(e.KeyPressMsg, keymap.Anywhere); ok && id == keymap.Send {
			s.wrong = "" // what was wrong before was not taken
			if in, _ := s.take(s.form.Commit()); in != nil || s.wrong != "" {
				return in, false
			}
			return s.start()
		}
		if s.form.Editing() {
			return s.take(s.form.Key(e.KeyPressMsg))
		}
	case pane.Paste:
		s.form.Paste(e.Text)
		return nil, false
	case pane.Wheel:
		s.form.Wheel(e.Lines)
		return nil, false
	case pane.Click:
		if s.Action(ev) == "" {
			return s.take(s.form.Click(e.X-2, e.Y-1, e.Double))
		}
	}
	return s.act(s.Action(ev))
}

func (s *Setup) act(id keymap.ID) (pane.Intent, bool) {
	switch {
	case dialog.Closes(id):
		return nil, true
	case id == keymap.History:
		return RunsAsked{}, true
	case id == keymap.Send:
		return s.start()
	case id == keymap.Accept:
		id = keymap.Open
	}
	facts, _ := s.form.Act(id)
	return s.take(facts)
}

// arrived takes in an answer; the one that a start waits for closes the dialog.
func (s *Setup) arrived(what pane.Intent) (pane.Intent, bool) {
	switch a := what.(type) {
	case folders.Picked:
		if a.Of == PickData && len(a.Src) > 0 {
			return s.data(a.Src[0]), false
		}
	case DataSeen:
		if a.Path != s.choice.Data {
			return nil, false
		}
		going := s.going
		if s.seen, s.going = a, false; a.Rows > 0 && s.choice.EachRow {
			s.choice.Iterations = a.Rows
		}
		s.form.Set(s.sections())
		switch {
		case going && a.Err == "":
			return Chosen{s.choice}, true
		case going:
			return pane.Noted{Text: "nothing was sent: the data file cannot be used", Warn: true}, false
		}
	}
	return nil, false
}

// data chooses a data file.
func (s *Setup) data(path string) pane.Intent {
	if path == "" && s.choice.Iterations == s.seen.Rows {
		s.choice.Iterations = 1
	}
	s.choice.Data, s.seen, s.going = strings.TrimSpace(path), DataSeen{}, false
	s.choice.EachRow = s.choice.Data != ""
	s.form.Set(s.sections())
	if s.choice.Data == "" {
		return nil
	}
	return DataAsked{s.choice.Data}
}

// take takes in what was done in the form.
func (s *Setup) take(facts []form.Fact) (pane.Intent, bool) {
	for _, f := range facts {
		switch f := f.(type) {
		case form.Pressed:
			if f.Row == rowGo {
				return s.start()
			}
			ask := folders.PickAsked{Of: PickData, Place: s.opt.Place}
			if s.choice.Data != "" {
				ask.Src = []string{s.choice.Data}
			}
			return ask, false
		case form.Copied:
			return pane.CopyAsked{What: "the text", Text: f.Text}, false
		case form.Changed:
			in := s.changed(f.Row, f.Value)
			s.form.Set(s.sections())
			return in, false
		case form.Cleared:
			in := s.changed(f.Row, "")
			s.form.Set(s.sections())
			return in, false
		}
	}
	return nil, false
}

// changed takes a new value of a row.
func (s *Setup) changed(row, value string) pane.Intent {
	s.wrong = ""
	value = strings.TrimSpace(value)
	n, err := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(value, "ms")))
	switch row {
	case rowIterations:
		if err != nil || n < 1 {
			s.wrong = "iterations are a number from 1 on"
			return nil
		}
		s.choice.Iterations, s.choice.EachRow = n, false
	case rowDelay:
		if value == "" {
			n, err = 0, nil
		}
		if err != nil || n < 0 {
			s.wrong = "the delay is a number of milliseconds"
			return nil
		}
		s.choice.Delay = time.Duration(n) * time.Millisecond
	case rowParallel:
		if value == "" {
			n, err = 1, nil
		}
		if err != nil || n < 1 {
			s.wrong = "how many are under way at once is a number from 1 on"
			return nil
		}
		s.choice.Parallel = n
	case rowWrites:
		s.choice.Writes = value == "true"
	case rowData:
		return s.data(value)
	case rowBail:
		s.choice.Bail = value == "true"
	case rowKeep:
		s.choice.Forget = value != "true"
	case rowAll:
		for _, r := range s.opt.Requests {
			s.choice.Off[r.ID] = value != "true"
		}
	default:
		s.choice.Off[strings.TrimPrefix(row, "/")] = value != "true"
	}
	return nil
}

// on is how many requests will be sent.
func (s *Setup) on() int {
	n := 0
	for _, r := range s.opt.Requests {
		if !s.choice.Off[r.ID] {
			n++
		}
	}
	return n
}

// off is why it cannot start, "" if it can.
func (s *Setup) off() string {
	if s.on() == 0 {
		return "every request is off"
	}
	return ""
}

func (s *Setup) start() (pane.Intent, bool) {
	if why := s.off(); why != "" {
		return pane.Noted{Text: "nothing to run: " + why, Warn: true}, false
	}
	if s.choice.Data == "" {
		return Chosen{s.choice}, true
	}
	s.seen, s.going = DataSeen{}, true // it may be another one by now
	s.form.Set(s.sections())
	return DataAsked{s.choice.Data}, false
}
