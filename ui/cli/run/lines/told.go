package lines

import (
	"strings"

	"postern/engine/redact"
	"postern/engine/runner"
	"postern/engine/script"
	"postern/ui/theme"
)

// said is how much of what the scripts of one event told was printed.
type said struct{ lines, tests int }

// early is what was printed of a request that is still under way.
type early struct {
	// began says that there is a row, row that it is whole, address that where it
	// went is told.
	began, row, address bool
	before, after       said
}

// told prints what the scripts of the request under way tell, for a person who
// watches. A file gets it with the request: all that is a secret is known then.
func (r *Lines) told(e runner.Told) {
	x := e.Exchange
	if !r.Out.TTY() {
		return
	}
	mask := r.mask(x)
	switch {
	case x.After != nil && x.Response != nil && !r.early.row:
		r.sent(runner.Done{Cursor: e.Cursor, Ref: e.Ref, Exchange: x})
		r.early.began, r.early.row = true, true
	case !r.early.began:
		r.rows.Begin(e.Ref, "its scripts run")
		r.early.began = true
	}
	for _, part := range []struct {
		out  *script.Outcome
		said *said
	}{{x.Before, &r.early.before}, {x.After, &r.early.after}} {
		if part.out == nil {
			continue
		}
		for _, l := range part.out.Console[part.said.lines:] {
			r.line(l, mask)
		}
		for _, t := range part.out.Tests[part.said.tests:] {
			r.test(t, mask)
		}
		*part.said = said{len(part.out.Console), len(part.out.Tests)}
	}
}

// scripts prints what the scripts of one event did, but for what was printed
// early.
func (r *Lines) scripts(e runner.Done, out *script.Outcome, mask redact.Redactor, early said) {
	if out == nil {
		return
	}
	for _, l := range out.Console[min(early.lines, len(out.Console)):] {
		r.line(l, mask)
	}
	for i, t := range out.Tests {
		if !t.Passed && !t.Skipped && !expected(e, t) {
			r.failed(e, mask.Text(t.Name), t.Why(mask.Text))
		}
		if i >= early.tests {
			r.test(t, mask)
		}
	}
	for _, s := range out.Errors {
		why := mask.Text(s.Name+": "+s.Message) + s.Place.String()
		r.failed(e, "a script broke off", why)
		if r.drawing != nil {
			continue
		}
		r.Out.Hang(theme.Error, "    "+r.signs.bad+" ", "a script broke off: "+why)
	}
}

// line prints a line of the console.
func (r *Lines) line(l script.Line, mask redact.Redactor) {
	if r.NoConsole || r.drawing != nil { // no line stands between the rows of a grid
		return
	}
	for _, text := range strings.Split(mask.Text(l.Text), "\n") {
		r.Out.Hang(level(l.Level), "    "+r.signs.console+" ", text)
	}
}

// test prints what a test came to.
func (r *Lines) test(t script.Test, mask redact.Redactor) {
	if r.drawing != nil || r.NoAssertions || r.NoSuccess && (t.Passed || t.Skipped) {
		return
	}
	name := mask.Text(t.Name)
	switch {
	case t.Skipped:
		r.Out.Hang(theme.Faint, "    "+r.signs.skipped+" ", name+" (skipped)")
	case t.Passed:
		r.Out.Hang(theme.OK, "    "+r.signs.ok+" ", name)
	default:
		r.Out.Hang(theme.Error, "    "+r.signs.bad+" ", name)
		r.Out.Hang(theme.Error, "      ", t.Why(mask.Text))
	}
}
