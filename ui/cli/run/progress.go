package run

import (
	"fmt"
	"io"
	"strings"

	"postern/engine/runner"
)

// progress is a bar that grows, at a terminal; elsewhere it prints nothing.
type progress struct {
	w           io.Writer
	done, total int
	failed      int
}

// barWidth is that of the bar, in columns.
const barWidth = 30

func newProgress(r *running, _ *outline, _ string) (reporter, error) {
	p := &progress{w: io.Discard}
	if r.OutTTY && !r.shown.silent {
		p.w = r.Out
	}
	return p, nil
}

// Report implements [runner.Reporter].
func (p *progress) Report(e runner.Event) {
	switch e := e.(type) {
	case runner.Began:
		p.total = len(e.Requests) * e.Iterations * max(1, len(e.As))
		if e.From != nil {
			p.done = e.From.Iteration*len(e.Requests) + e.From.Position
		}
	case runner.Done:
		p.done++
		if e.Err != nil || e.Exchange != nil && e.Exchange.Broken() {
			p.failed++
		}
		p.draw()
	}
}

// draw writes the bar over the one before it. Nothing in it is from outside.
func (p *progress) draw() {
	full := barWidth
	if p.total > 0 {
		full = min(barWidth, barWidth*p.done/p.total)
	}
	_, _ = fmt.Fprintf(p.w, "\r[%s%s] %d/%d, %d failed", // who has gone away misses nothing
		strings.Repeat("#", full), strings.Repeat(" ", barWidth-full), p.done, p.total, p.failed)
}

func (p *progress) finish() error {
	_, err := fmt.Fprintln(p.w)
	return err
}
