package sandbox

import (
	"encoding/json"
	"sync"
	"time"
	"unicode/utf8"

	"postern/engine/script"
	"postern/engine/script/frame"
)

// notes are what a task told so far: tests, lines, errors. They are handed over
// in pieces, so that what was told survives a script that is ended.
type notes struct {
	mu   sync.Mutex
	held script.Outcome
	// bytes and entries count what was told in all.
	bytes, entries int
	cut            bool
}

// What a task may tell. A line or message above the first is cut; above the
// others the rest is dropped.
const (
	maxLine    = 32 << 10
	maxTold    = 16 << 20
	maxEntries = 20_000
)

// room says whether another entry of so many bytes may be told.
func (n *notes) room(bytes int) bool {
	n.bytes += bytes
	n.entries++
	if n.bytes > maxTold || n.entries > maxEntries {
		n.cut = true
		return false
	}
	return true
}

func (n *notes) test(t script.Test) {
	n.mu.Lock()
	defer n.mu.Unlock()
	t.Name, t.Message = clip(t.Name), clip(t.Message)
	if n.room(len(t.Name) + len(t.Message)) {
		n.held.Tests = append(n.held.Tests, t)
	}
}

func (n *notes) line(l script.Line) {
	n.mu.Lock()
	defer n.mu.Unlock()
	l.Text = clip(l.Text)
	for i, a := range l.Args {
		l.Args[i] = clip(a)
	}
	if n.room(2 * len(l.Text)) {
		n.held.Console = append(n.held.Console, l)
	}
}

// maxEarly is the longest value of a variable that is told of before the end.
const maxEarly = 4 << 10

// change tells of a variable with the next piece: what is printed from now on may
// be a secret that is known by it.
func (n *notes) change(c script.Change) {
	if len(c.Var.Key)+len(c.Var.Value) > maxEarly {
		return
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if len(n.held.Changes) < maxEarly {
		n.held.Changes = append(n.held.Changes, c)
	}
}

func (n *notes) err(e script.Error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	e.Message = clip(e.Message)
	if n.room(len(e.Message)) {
		n.held.Errors = append(n.held.Errors, e)
	}
}

// take returns what was not handed over yet.
func (n *notes) take() script.Outcome {
	n.mu.Lock()
	defer n.mu.Unlock()
	out := n.held
	out.Cut = n.cut
	n.held = script.Outcome{}
	return out
}

// every is how often pieces are handed over while a task runs.
const every = 40 * time.Millisecond

// flushNow hands over in pieces until stop is called.
func (n *notes) flushNow(p *process) (stop func()) {
	var mu sync.Mutex
	stopped := false
	var t *time.Timer
	t = time.AfterFunc(every, func() {
		mu.Lock()
		defer mu.Unlock()
		if stopped {
			return
		}
		if o := n.take(); len(o.Tests)+len(o.Console)+len(o.Errors) > 0 {
			if data, err := json.Marshal(o); err == nil {
				_ = p.write(frame.Message{Kind: frame.Part, Data: data}) // the end will show it
			}
		}
		t.Reset(every)
	})
	return func() {
		mu.Lock()
		defer mu.Unlock()
		stopped = true
		t.Stop()
	}
}

// clip cuts a text that is too long for one line.
func clip(s string) string {
	if len(s) <= maxLine {
		return s
	}
	n := maxLine
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + "… (cut)"
}
