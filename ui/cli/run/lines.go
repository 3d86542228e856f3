package run

import (
	"fmt"
	"strconv"
	"strings"
	"sync"

	"postern/engine"
	"postern/engine/redact"
	"postern/engine/runner"
	"postern/ui/cli/console"
	"postern/ui/cli/login"
	"postern/ui/cli/run/grid"
	"postern/ui/cli/run/notes"
	"postern/ui/cli/run/report"
	"postern/ui/cli/run/rows"
	"postern/ui/cli/run/totals"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/words"
)

// lines is the cli reporter: on stdout the names of collection and folders, below
// them a line for each request in the columns method, name, status, time and
// size, a remark with it where there is one, its address where the line alone
// would not do, what its scripts printed and tested below it, and what failed and
// the totals at the end. Warnings, token calls and hints go to stderr.
type lines struct {
	*running
	*outline
	out, err *console.Stream
	signs    signs
	rows     *rows.Rows
	// hinted are the hints given so far: one mistake in an environment would
	// otherwise tell the same with every request.
	hinted map[string]bool
	warned notes.Warned
	// failed are the tests and scripts that failed, for the end; unlisted is how
	// many more there were.
	failed   []failed
	unlisted int
	// from is where the run went on, nil at the beginning.
	from *runner.Place
	// early is what was printed of the request under way; see [lines.told].
	early early
	// warnings are those of a request so far.
	warnings  notes.Warnings
	addresses notes.Addresses
	// mask hides the secrets of a send, and those that scripts of others hold.
	mask func(*engine.Exchange) redact.Redactor
	// drawing is the grid of a run as several identities, drawn as it grows.
	drawing *grid.Drawing
}

// failed is a test or a script that failed.
type failed struct{ where, what, why string }

// signs are the marks before tests, what scripts print, what is sent and what
// comes back, and between figures.
type signs struct{ ok, bad, skipped, console, sent, got, dot string }

// newLines returns the cli reporter.
func newLines(r *running, o *outline, _ string) (reporter, error) {
	l := &lines{running: r, addresses: notes.Addresses{}, outline: o, out: r.Shown, err: r.Told, signs: signs{"✓", "✗", "–", "│", "→", "←", "·"}}
	literals := sync.OnceValue(report.Run{Collection: o.Collection}.Literals) // nobody may ask
	l.mask = func(x *engine.Exchange) redact.Redactor { return x.Public().And(literals()) }
	if r.shown.plain {
		l.signs = signs{"+", "x", "-", "|", ">", "<", "-"}
	}
	return l, nil
}

func (r *lines) finish() error { return nil }

// Report implements [runner.Reporter].
func (r *lines) Report(e runner.Event) {
	if r.running.shown.silent || r.running.shown.cli.silent {
		return
	}
	switch e := e.(type) {
	case runner.Began:
		r.begin(e)
	case runner.Iteration:
		if e.Iterations > 1 {
			r.gap()
			r.print(theme.Faint, fmt.Sprintf("iteration %d of %d", e.Iteration+1, e.Iterations))
		}
		r.rows.Again()
		r.heads()
	case runner.Told:
		r.told(e)
	case runner.Done:
		r.done(e)
		r.early = early{}
	case runner.Ended:
		for _, more := range r.warned.More() {
			r.err.Hang(theme.Warn, "! ", more, r.ErrWidth)
		}
		r.whole(e)
		if !r.running.shown.cli.noFailures {
			r.failures()
		}
		if !r.running.shown.cli.noSummary {
			r.gap()
			r.totals("", e.Summary, r.rows.Answers)
			if r.from != nil {
				r.gap()
				r.totals("in all: ", r.from.Whole(e.Summary), totals.Answers{})
			}
		}
	}
}

func (r *lines) begin(e runner.Began) {
	r.hinted = make(map[string]bool)
	r.rows = &rows.Rows{Out: r.out, Width: r.Width, Bad: r.signs.bad, Skipped: r.signs.skipped, Stamped: r.running.shown.cli.timestamps}
	r.rows.Fit(e.Requests, e.As)
	title := !r.running.shown.cli.noBanner && r.grid == nil
	if title {
		r.title(e)
	}
	if r.from = e.From; r.from != nil {
		r.print(theme.Faint, e.Resumed())
	}
	if title && e.Iterations == 1 && len(e.Requests) > 0 {
		r.gap()
	}
}

// title says what is run.
func (r *lines) title(e runner.Began) {
	of := ""
	if r.Env != nil && r.Env.Name != "" {
		of = " " + r.signs.dot + " " + r.Env.Name
	}
	of += " " + r.signs.dot + " " + words.Plural(len(e.Requests), "request")
	if e.Iterations > 1 {
		of += fmt.Sprintf(", %d times", e.Iterations)
	}
	r.out.Write(r.out.Paint(theme.Strong, r.Collection.Name) + r.out.Paint(theme.Faint, of) + "\n")
}

func (r *lines) done(e runner.Done) {
	if x := e.Exchange; x != nil {
		login.TellCalls(r.err, x.Tokens)
		r.warnings.Add(e.As, x.Warnings)
	}
	if r.grid == nil || e.As == r.grid.As[0] {
		r.warn(e)
	}
	if !r.grown(e) {
		r.sent(e)
	}
	r.hint(e)
	if e.Err != nil {
		r.fail(failed{where(e), "no answer", rows.Remark(e.Err)})
	}
	if x := e.Exchange; x != nil {
		mask := redact.Redactor{}
		if r.running.shown.verbose || x.Before != nil || x.After != nil {
			mask = r.mask(x)
		}
		if r.running.shown.verbose {
			r.verbose(x, mask)
		}
		r.scripts(e, x.Before, mask, r.early.before)
		r.scripts(e, x.After, mask, r.early.after)
		if r.running.shown.verbose {
			r.visual(x, mask)
		}
	}
}

// sent prints what became of a request.
func (r *lines) sent(e runner.Done) {
	behind, below := r.address(e)
	r.rows.Print(e, behind)
	if below != "" {
		r.print(theme.Faint, below)
	}
}

// minAddress is how many columns an address needs to stand behind its row.
const minAddress = 20

// address is where a request went, if its row needs to say: behind it where it
// is good and there is room, else below.
func (r *lines) address(e runner.Done) (behind, below string) {
	if r.running.shown.verbose { // which tells all of them
		return "", ""
	}
	url, wrong := r.addresses.Of(e, r.mask)
	switch {
	case url == "":
		return "", ""
	case !wrong && r.Width == 0:
		return url, ""
	case !wrong && r.rows.Room() >= minAddress:
		return notes.Within(notes.Target(url), r.rows.Room()), ""
	}
	below = "    " + r.signs.sent + " " + e.Exchange.Sent.Method + " "
	return "", below + notes.Within(url, r.Width-safe.Clean(below).Width())
}

// where names a request in the list of failures.
func where(e runner.Done) string {
	name := rows.SentAs(e.Ref.Path(), e.As)
	if e.Iterations > 1 {
		return fmt.Sprintf("%s (iteration %d)", name, e.Iteration+1)
	}
	return name
}

// level is the look of a line of the console.
func level(l string) theme.Role {
	switch l {
	case "error":
		return theme.Error
	case "warn":
		return theme.Warn
	}
	return theme.Faint
}

// print writes one line on stdout.
func (r *lines) print(role theme.Role, text string) { r.out.Line(role, text) }

// gap writes an empty line.
func (r *lines) gap() { r.out.Write("\n") }

// mostFailed is how many failures are listed: a run may be without an end.
const mostFailed = 1000

func (r *lines) fail(f failed) {
	if len(r.failed) == mostFailed {
		r.unlisted++
		return
	}
	r.failed = append(r.failed, f)
}

// failures lists what failed once more: the lines are far up by now.
func (r *lines) failures() {
	all := append(r.missed(), r.failed...)
	if len(all) == 0 {
		return
	}
	r.gap()
	r.print(theme.Plain, "failed:")
	for i, f := range all {
		lead := fmt.Sprintf("%*d  ", 2+len(strconv.Itoa(len(all))), i+1)
		r.out.Hang(theme.Error, lead, f.where+": "+f.what, r.Width)
		if f.why != "" {
			r.out.Hang(theme.Faint, strings.Repeat(" ", len(lead)), f.why, r.Width)
		}
	}
	if r.unlisted > 0 {
		r.print(theme.Error, fmt.Sprintf("  and %d more", r.unlisted))
	}
}

// hint says once what to try against a failure.
func (r *lines) hint(e runner.Done) {
	if e.Err == nil {
		return
	}
	hint := r.login(e)
	if hint == "" {
		hint = r.Explain(r.Unset(e.Err)).Hint
	}
	if hint == "" || r.hinted[hint] {
		return
	}
	r.hinted[hint] = true
	r.err.Hang(theme.Accent, "  try  ", hint, r.ErrWidth)
}

// totals are the last lines.
func (r *lines) totals(name string, s runner.Summary, a totals.Answers) {
	of := totals.Of{Summary: s, Name: name, Answers: a, Dot: r.signs.dot}
	if r.grid != nil {
		of.As = len(r.grid.As)
		of.Missed, of.Expected = r.grid.Expected()
		of.Tests, of.FailedTests = s.Tests-of.Expected, s.FailedTests-of.Missed
	}
	for _, l := range of.Lines() {
		r.out.Hang(l.Role, "", l.Text, r.Width)
	}
}
