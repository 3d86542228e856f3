package lines

import (
	"fmt"
	"slices"
	"strings"

	"postern/auth"
	"postern/engine/runner"
	"postern/engine/runner/matrix"
	"postern/engine/script"
	"postern/ui/cli/console"
	"postern/ui/cli/run/failures"
	"postern/ui/cli/run/grid"
	"postern/ui/cli/run/rows"
	"postern/ui/theme"
)

// look is how a grid looks on stdout.
func (r *Lines) look() grid.Look {
	return grid.Look{Width: r.Out.Width(), Plain: r.Plain, Paint: r.Out.Paint}
}

// heads begins the grid of an iteration, in a run as several identities. With
// --verbose there is a line for each send instead, and the grid at the end.
func (r *Lines) heads() {
	if r.Grid == nil || r.Verbose {
		return
	}
	r.drawing = grid.New(r.Grid, r.look(), false)
	r.Out.Write(r.drawing.Head())
}

// grown draws a row once all identities have been answered, and reports whether
// there is a grid at all.
func (r *Lines) grown(e runner.Done) bool {
	if r.drawing == nil {
		return false
	}
	if e.As == r.Grid.As[0] {
		r.Out.Write(r.drawing.Row(e.Position))
	}
	return true
}

// whole draws the grid of the whole run, unless it has just been drawn.
func (r *Lines) whole(e runner.Ended) {
	if r.Grid == nil {
		return
	}
	d := r.drawing
	if d == nil || e.Summary.Iterations > 1 {
		r.gap()
		if e.Summary.Iterations > 1 {
			r.print(theme.Faint, fmt.Sprintf("all %d iterations", e.Summary.Iterations))
		}
		d = grid.New(r.Grid, r.look(), true)
		r.Out.Write(d.Whole())
	}
	if note := d.Note(); note != "" {
		r.gap()
		r.print(theme.Faint, note)
	}
}

// warn tells the warnings of a request that were not told before, and once,
// however many identities share one.
func (r *Lines) warn(e runner.Done) {
	for _, w := range r.warnings {
		name := e.Ref.Path()
		if r.Grid != nil && len(w.As) < len(r.Grid.As) {
			slices.Reverse(w.As) // they were sent the last first
			name = rows.SentAs(e.Ref.Path(), strings.Join(w.As, ", "))
		}
		if r.warned.First(w.Text, e.Ref.Item) {
			r.Err.Hang(theme.Warn, "! ", name+": "+w.Text)
		}
	}
	r.warnings = r.warnings[:0]
}

// expected reports whether a test is that of an expectation, which the grid
// counts.
func expected(e runner.Done, t script.Test) bool {
	return e.As != "" && strings.HasPrefix(t.Name, matrix.TestName(e.As, ""))
}

// missed are the answers that were not as expected, for the list at the end: one
// for each cell and status, however many iterations there were.
func (r *Lines) missed() []failures.Failure {
	if r.Grid == nil {
		return nil
	}
	var out []failures.Failure
	for _, row := range r.Grid.Rows {
		for i, c := range row.Cells {
			for _, t := range c.Tally {
				if !t.Missed || t.Kind != matrix.Answered {
					continue
				}
				f := failures.Failure{Where: rows.SentAs(row.Ref.Path(), r.Grid.As[i]), What: fmt.Sprintf("expected %s, got %d", c.Expected.Words(), t.Status)}
				if t.Count > 1 {
					f.What += fmt.Sprintf(", %d times", t.Count)
				}
				out = append(out, f)
			}
		}
	}
	return out
}

// login says how an identity comes by its token, which is not asked for in the
// middle of a run: another person might log in.
func (r *Lines) login(e runner.Done) string {
	if auth.KindOf(e.Err) != auth.KindNeedsLogin {
		return ""
	}
	if token := r.Tokens[e.As]; token != "" {
		return "postern token login " + console.Quote(token) + ", and run this again"
	}
	return ""
}
