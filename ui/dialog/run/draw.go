package run

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"postern/ui/dialog"
	"postern/ui/keymap"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/text"
	"postern/ui/words"
)

// Sizes in cells.
const (
	maxWidth       = 110
	iterationWidth = 5
	methodWidth    = 8
	statusWidth    = 5
	tookWidth      = 9
	testsWidth     = 9
	// maxDetails is how many lines tell of the row under the cursor.
	maxDetails = 6
)

// View returns the box.
func (r *Run) View() string { return r.Cached(r.draw) }

func (r *Run) draw() string {
	f := r.FrameFor(maxWidth, r.Height)
	f.Title, f.Note = safe.Lit("Run ").Plus(r.name), r.note()
	f.Hints = r.hints()
	w, height := f.Inner()
	details := r.detail(w, max(height/3, 1))
	r.details = max(r.details, len(details))
	for len(details) < r.details {
		details = append(details, nil)
	}
	none := safe.Lit("nothing was sent yet")
	if r.state.ended {
		none = safe.Lit("nothing was sent")
	}
	foot := append(append(details, r.notes(w)...), r.bar(w), r.figures())
	lines := r.sheet.Draw(r.Env, w, max(height-len(foot), 0), none, r.row)
	return r.Box(f, append(lines, dialog.Rendered(r.Env, foot, w)...))
}

func (r *Run) hints() []dialog.Hint {
	hint := func(id keymap.ID, words string) dialog.Hint { return dialog.HintOf(r.Env, id, safe.Clean(words)) }
	out := []dialog.Hint{hint(keymap.Accept, "open")}
	if len(r.failed) > 0 {
		words := "failures"
		if r.only {
			words = "all"
		}
		out = append(out, hint(keymap.OnlyFailed, words))
	}
	if !r.state.ended {
		return append([]dialog.Hint{hint(keymap.Close, "stop")}, out...)
	}
	if r.state.left {
		out = append(out, hint(keymap.RunOn, "go on"))
	}
	out = append(out, hint(keymap.RunAgain, "again"))
	if len(r.failed) > 0 {
		out = append(out, hint(keymap.RunFailed, "failed again"))
	}
	out = append(out, hint(keymap.SaveReport, "report"))
	if len(r.failed) > 1 {
		out = append(out, hint(keymap.NextFailed, "next failure"))
	}
	return append(out, hint(keymap.Close, "close"))
}

// note says how far it is.
func (r *Run) note() safe.Text {
	s := r.state
	out := fmt.Sprintf("%d of %d", s.totals.Rows, s.totals.whole())
	if s.iterations > 1 && s.rows > 0 {
		out = fmt.Sprintf("iteration %d of %d · ", s.iteration+1, s.iterations) + out
	}
	if n := s.totals.Rows - s.rows; n > 0 {
		out += fmt.Sprintf(", %d not listed", n)
	}
	if r.only {
		out = "only failures · " + out
	}
	return safe.Clean(out)
}

// notes say what there is to say of the run as a whole.
func (r *Run) notes(width int) (out []text.Line) {
	for _, n := range r.state.notes {
		out = append(out, dialog.Paragraph(theme.Faint, safe.Clean(n), width)...)
	}
	return out[:min(len(out), maxDetails)]
}

// bar is how far it is; the end of one that was stopped shows.
func (r *Run) bar(width int) text.Line {
	s, role := r.state, theme.Accent
	done := width
	if all := s.totals.whole(); all > 0 {
		done = width * s.totals.Rows / all
	} else if !s.ended {
		done = 0
	}
	switch {
	case s.totals.Failed > 0:
		role = theme.Error
	case s.why != "":
		role = theme.Warn
	case s.ended:
		role = theme.OK
	}
	return text.Of(role, safe.Clean(strings.Repeat("━", done))).Plus(theme.Faint, safe.Clean(strings.Repeat("─", width-done)))
}

// figures are the last line: how it stands or ended, the tests, the time, and
// what is under way.
func (r *Run) figures() text.Line {
	s := r.state
	t := s.totals
	dot := safe.Lit(" · ")
	var l text.Line
	switch {
	case s.why != "":
		l = text.Of(theme.Warn, safe.Clean(s.why))
	case t.Failed > 0:
		l = text.Of(theme.Error, safe.Clean(fmt.Sprintf("✗ %d of %d failed", t.Failed, t.Rows)))
	case s.ended:
		l = text.Of(theme.OK, safe.Clean(fmt.Sprintf("✓ all %d answered", t.answered())))
	default:
		l = text.Of(theme.Plain, safe.Clean(fmt.Sprintf("%d answered", t.answered())))
	}
	if t.Skipped > 0 {
		l = l.Plus(theme.Faint, dot).Plus(theme.Faint, safe.Clean(fmt.Sprintf("%d skipped", t.Skipped)))
	}
	if t.Tests > 0 {
		l = l.Plus(theme.Faint, safe.Lit(" · tests "))
		l = append(l, marks(t.Passed, t.Tests)...)
	}
	l = l.Plus(theme.Faint, dot).Plus(theme.Faint, safe.Clean(r.pace()))
	switch {
	case s.said != "":
		l = l.Plus(theme.Faint, dot).Plus(theme.Accent, safe.Clean(s.at+": ")).Plus(theme.Plain, safe.Clean(s.said))
	case s.at != "":
		l = l.Plus(theme.Faint, dot).Plus(theme.Accent, safe.Clean("sending "+s.at))
	}
	return l
}

// pace is how long it has taken, and how many requests come in a second.
func (r *Run) pace() string {
	took := r.state.elapsed
	out := words.Took(took)
	if !r.state.ended {
		took = max(r.now.Sub(r.state.began), 0)
		out = fmt.Sprintf("%.1f s", took.Seconds()) // it counts
	}
	if n := r.state.totals.Rows; n > 1 && took > 100*time.Millisecond {
		out += fmt.Sprintf(" · %.1f/s", float64(n)/took.Seconds())
	}
	return out
}

// marks are how many tests have passed, and how many have not.
func marks(passed, all int) text.Line {
	var l text.Line
	if passed > 0 || all == 0 {
		l = text.Of(theme.OK, safe.Clean("✓"+strconv.Itoa(passed)))
	}
	if passed < all {
		if len(l) > 0 {
			l = l.Plus(theme.Plain, safe.Lit(" "))
		}
		l = l.Plus(theme.Error, safe.Clean("✗"+strconv.Itoa(all-passed)))
	}
	return l
}

// detail tells what failed of the row under the cursor, in at most so many
// lines.
func (r *Run) detail(width, most int) []text.Line {
	row, ok := r.current()
	if !ok {
		return nil
	}
	failures := row.Failures
	if row.Problem != "" {
		failures = append([]string{row.Problem}, failures...)
	}
	var out []text.Line
	for _, f := range failures {
		mark := safe.Lit("✗ ")
		for said := range strings.SplitSeq(f, "\n") {
			for _, l := range safe.Clean(said).Wrap(max(width-2, 1)) {
				out = append(out, text.Of(theme.Error, mark).Plus(theme.Plain, l))
				mark = safe.Lit("  ")
			}
		}
	}
	if most = min(most, maxDetails); len(out) > most {
		out = append(out[:most-1], text.Of(theme.Faint, safe.Lit("  … ").Plus(safe.Clean(r.Env.Keys.Shown(keymap.Accept)), safe.Lit(" opens it"))))
	}
	return out
}

func (r *Run) row(i, width int) text.Line {
	row := r.shown(i)
	status, role := safe.Clean(strconv.Itoa(row.Status)), theme.Status(row.Status)
	switch {
	case row.Skipped:
		status, role = safe.Lit("–"), theme.Faint
	case row.Status == 0:
		status, role = safe.Lit("✗"), theme.Error
	}
	var l text.Line
	if r.state.iterations > 1 {
		l = r.sheet.Cell(l, theme.Faint, safe.Clean("#"+strconv.Itoa(row.Iteration+1)), iterationWidth)
	}
	l = r.sheet.Cell(l, theme.Method(row.Method), safe.Clean(row.Method), methodWidth)
	l = r.sheet.Cell(l, role, status, statusWidth)
	l = r.sheet.Cell(l, theme.Faint, safe.Clean(words.Took(row.Took)), tookWidth)
	end := l.Width() + testsWidth
	if row.Tests > 0 {
		l = append(l, marks(row.Passed, row.Tests)...)
	}
	l = l.Plus(theme.Plain, safe.Clean(strings.Repeat(" ", max(end-l.Width(), 1))))
	left := max(width-l.Width(), 0)
	name, why := safe.Clean(row.Name), row.Problem
	if why == "" && len(row.Failures) > 0 {
		why = strings.ReplaceAll(row.Failures[0], "\n", " ")
	}
	if row.Skipped {
		why = "skipped by its script"
	}
	if why == "" {
		return r.sheet.Cell(l, theme.Plain, name, left)
	}
	look := theme.Error
	if row.Skipped {
		look = theme.Faint
	}
	l = r.sheet.Cell(l, theme.Plain, name, min(name.Width()+2, left))
	return r.sheet.Cell(l, look, safe.Clean(why), max(width-l.Width(), 0))
}
