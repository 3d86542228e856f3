package script

import (
	"context"
	"errors"
	"os"
	"sync/atomic"
)

// Word is the first argument of a program that is started as a sandbox. The
// program hands over to script/sandbox when it finds it, before anything else.
const Word = "__sandbox"

// Options of a host.
type Options struct {
	// Limits of every task; what is zero is as in [Defaults].
	Limits Limits
	// Children is how many tasks may run side by side; 0 means one.
	Children int
	// Command starts a child; none means this program with [Word].
	Command []string
}

// Host runs tasks in children that it starts when there is a task, and keeps.
// It may be used by several goroutines at once.
type Host struct {
	opt Options
	// slots holds a place for every child there may be: nil where none runs.
	slots  chan *child
	closed atomic.Bool
}

// ErrClosed is the error of a task for a host that was closed.
var ErrClosed = errors.New("scripts: the host is closed")

// NewHost returns a host. It starts nothing before the first task.
func NewHost(o Options) *Host {
	o.Limits = o.Limits.or(Defaults())
	o.Children = max(1, o.Children)
	h := &Host{opt: o, slots: make(chan *child, o.Children)}
	for range o.Children {
		h.slots <- nil
	}
	return h
}

// Run runs the scripts of a task and waits for all that they started. The
// error is a [*Failure], ctx's or [ErrClosed].
func (h *Host) Run(ctx context.Context, t Task, s Services) (Outcome, error) {
	if len(t.Scripts) == 0 {
		return Outcome{}, ctx.Err()
	}
	var c *child
	select {
	case c = <-h.slots:
	case <-ctx.Done():
		return Outcome{}, ctx.Err()
	}
	defer func() { h.slots <- c }()
	if h.closed.Load() {
		return Outcome{}, ErrClosed
	}
	if c == nil {
		var err error
		if c, err = start(h.command()); err != nil {
			return Outcome{}, &Failure{Why: NotStarted, Err: err}
		}
	}
	out, err := c.run(ctx, t, s, h.opt.Limits)
	if c.spent {
		c = nil
	}
	return out, err
}

// Warm starts a child if none runs yet, so that the first task need not wait
// for it.
func (h *Host) Warm() {
	select {
	case c := <-h.slots:
		if c == nil && !h.closed.Load() {
			c, _ = start(h.command()) // the first task will say why
		}
		h.slots <- c
	default:
	}
}

// Close ends the children, after the tasks under way.
func (h *Host) Close() error {
	if h.closed.Swap(true) {
		return nil
	}
	for range h.opt.Children {
		if c := <-h.slots; c != nil {
			c.end()
		}
	}
	for range h.opt.Children { // who still waits is told
		h.slots <- nil
	}
	return nil
}

func (h *Host) command() []string {
	if len(h.opt.Command) > 0 {
		return h.opt.Command
	}
	self, err := os.Executable()
	if err != nil {
		self = os.Args[0]
	}
	return []string{self, Word}
}
