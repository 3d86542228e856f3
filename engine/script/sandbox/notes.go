package sandbox

import (
	"encoding/json"
	"sync"
	"time"
	"unicode/utf8"

	"postern/engine/redact"
	"postern/engine/script"
	"postern/engine/script/frame"
)

// notes are what a task told so far: tests, lines, errors. They are handed over
// in pieces, so that what was told survives a script that is ended.
type notes struct {
	mu   sync.Mutex
	held script.Outcome
	// early are the bytes of the changes that are held.
	early int
	// bytes and entries count what was told in all, holding what is held.
	bytes, entries, holding int
	cut                     bool
	// full is called when much is held; nil while there is nobody to tell.
	full func()
}

// What a task may tell. A line or message above the first is cut; above the
// others the rest is dropped.
const (
	maxLine    = 32 << 10
	maxTold    = 16 << 20
	maxEntries = 20_000
)

// mostHeld is what may wait to be handed over, in bytes: as JSON it is up to six
// times as long, and a message holds no more than that.
const mostHeld = 512 << 10

// room says whether another entry of so many bytes may be told.
func (n *notes) room(bytes int) bool {
	n.bytes += bytes
	n.entries++
	if n.bytes > maxTold || n.entries > maxEntries {
		n.cut = true
		return false
	}
	n.holding += bytes
	return true
}

// relieve hands over what is held, if that is much.
func (n *notes) relieve() {
	n.mu.Lock()
	full := n.full
	if n.holding <= mostHeld {
		full = nil
	}
	n.mu.Unlock()
	if full != nil {
		full()
	}
}

func (n *notes) test(t script.Test) {
	defer n.relieve()
	n.mu.Lock()
	defer n.mu.Unlock()
	t.Name, t.Error, t.Message = clip(t.Name), clip(t.Error), clip(t.Message)
	bytes := len(t.Name) + len(t.Error) + len(t.Message)
	for i, d := range t.Differences {
		t.Differences[i] = clip(d)
		bytes += len(t.Differences[i])
	}
	if n.room(bytes) {
		n.held.Tests = append(n.held.Tests, t)
	}
}

func (n *notes) line(l script.Line) {
	defer n.relieve()
	n.mu.Lock()
	defer n.mu.Unlock()
	l.Text = clip(l.Text)
	told := len(l.Text)
	for i, a := range l.Args {
		if told > 2*maxLine { // the text is cut by then
			l.Args = l.Args[:i]
			break
		}
		l.Args[i] = clip(a)
		told += len(l.Args[i])
	}
	if n.room(told) {
		n.held.Console = append(n.held.Console, l)
	}
}

// maxEarly is the longest value of a variable that is told of before the end,
// and mostEarly the most of them in one piece, in bytes.
const (
	maxEarly  = 4 << 10
	mostEarly = 256 << 10
)

// change tells of a variable with the next piece, or before it: what is printed
// from now on may be a secret that is known by it.
func (n *notes) change(c script.Change) {
	const around = 64 // what a change is of itself
	size := len(c.Var.Key) + len(c.Var.Value) + around
	if size > maxEarly {
		return
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.early+size <= mostEarly {
		n.early += size
		n.held.Changes = append(n.held.Changes, c)
	}
}

func (n *notes) err(e script.Error) {
	defer n.relieve()
	n.mu.Lock()
	defer n.mu.Unlock()
	e.Name, e.Message = clip(e.Name), clip(e.Message)
	if n.room(len(e.Name) + len(e.Message)) {
		n.held.Errors = append(n.held.Errors, e)
	}
}

// take returns what was not handed over yet.
func (n *notes) take() script.Outcome {
	n.mu.Lock()
	defer n.mu.Unlock()
	out := n.held
	out.Cut = n.cut
	n.held, n.early, n.holding = script.Outcome{}, 0, 0
	return out
}

// every is how often pieces are handed over while a task runs.
const every = 40 * time.Millisecond

// flushNow hands over in pieces until stop is called.
func (n *notes) flushNow(p *process) (stop func()) {
	var mu sync.Mutex // so that pieces keep their order
	stopped := false
	flush := func() {
		mu.Lock()
		defer mu.Unlock()
		if stopped {
			return
		}
		if o := n.take(); len(o.Tests)+len(o.Console)+len(o.Errors)+len(o.Changes) > 0 {
			if data, err := json.Marshal(o); err == nil {
				_ = p.write(frame.Message{Kind: frame.Part, Data: data}) // a parent that is gone ends us
			}
		}
	}
	n.mu.Lock()
	n.full = flush
	n.mu.Unlock()
	var t *time.Timer
	mu.Lock() // it may be due before it has its name
	defer mu.Unlock()
	t = time.AfterFunc(every, func() {
		flush()
		mu.Lock()
		defer mu.Unlock()
		if !stopped {
			t.Reset(every)
		}
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
	return s[:n] + redact.Cut
}
