// Package lines is the cli reporter: on stdout the names of collection and
// folders, below them a line for each request in the columns method, name,
// status, time and size, a remark with it where there is one, its address where
// the line alone would not do, what its scripts printed and tested below it, and
// what failed and the totals at the end. Warnings, token calls and hints go to
// stderr.
//
// What it prints of a send is masked. It decides nothing about the run, and what
// it prints of one part of it has a package of its own: rows, notes, grid, totals.
package lines

import (
	"fmt"
	"strconv"
	"strings"
	"sync"

	"postern/engine"
	"postern/engine/redact"
	"postern/engine/runner"
	"postern/engine/runner/matrix"
	"postern/ui/cli/console"
	"postern/ui/cli/exit"
	"postern/ui/cli/login"
	"postern/ui/cli/pick"
	"postern/ui/cli/run/failures"
	"postern/ui/cli/run/grid"
	"postern/ui/cli/run/notes"
	"postern/ui/cli/run/report"
	"postern/ui/cli/run/rows"
	"postern/ui/cli/run/totals"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/words"
)

// Options are what of a run is printed, and how.
type Options struct {
	// Silent prints nothing, Verbose what went over the wire too. Plain takes
	// signs of ASCII only.
	Silent, Verbose, Plain bool
	// Timestamps begin each row with the time of day.
	Timestamps bool
	// What is left out: the name of the collection, the totals, the list of
	// failures, all tests, those that passed, what scripts print.
	NoBanner, NoSummary, NoFailures, NoAssertions, NoSuccess, NoConsole bool
}

// To is where the lines go.
type To struct {
	// Out and Err are stdout and stderr.
	Out, Err *console.Stream
	// Explain puts an error into words.
	Explain func(error) *exit.Failure
}

// Run is what is told of, beside its events.
type Run struct {
	*pick.Opened
	// Grid is what the requests come to as several identities; nil in a run
	// without.
	Grid *matrix.Grid
	// Tokens are the names of the tokens that identities stand for.
	Tokens map[string]string
}

// Lines is a [runner.Reporter]. Make one with [New].
type Lines struct {
	Options
	To
	Run
	signs signs
	rows  *rows.Rows
	// hinted are the hints given so far: one mistake in an environment would
	// otherwise tell the same with every request.
	hinted map[string]bool
	warned notes.Warned
	// failures are listed at the end, where it is told how long answers took.
	failures failures.List
	answers  totals.Answers
	// from is where the run went on, nil at the beginning.
	from *runner.Place
	// early is what was printed of the request under way; see [Lines.told].
	early early
	// warnings are those of a request so far.
	warnings  notes.Warnings
	addresses notes.Addresses
	// mask hides the secrets of a send, and those that scripts of others hold.
	mask func(*engine.Exchange) redact.Redactor
	// drawing is the grid of a run as several identities, drawn as it grows.
	drawing *grid.Drawing
}

// signs are the marks before tests, what scripts print, what is sent and what
// comes back, and between figures.
type signs struct{ ok, bad, skipped, console, sent, got, dot string }

// New returns a reporter that prints a run.
func New(to To, o Options, run Run) *Lines {
	l := &Lines{Options: o, To: to, Run: run, signs: signs{"✓", "✗", "–", "│", "→", "←", "·"}}
	literals := sync.OnceValue(report.Run{Collection: run.Collection}.Literals) // nobody may ask
	l.mask = func(x *engine.Exchange) redact.Redactor { return x.Public().And(literals()) }
	if o.Plain {
		l.signs = signs{"+", "x", "-", "|", ">", "<", "-"}
	}
	return l
}

// Report implements [runner.Reporter].
func (r *Lines) Report(e runner.Event) {
	if r.Silent {
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
			r.Err.Hang(theme.Warn, "! ", more)
		}
		r.whole(e)
		if !r.NoFailures {
			r.list()
		}
		if !r.NoSummary {
			r.gap()
			r.totals("", e.Summary, r.answers)
			if r.from != nil {
				r.gap()
				r.totals("in all: ", r.from.Whole(e.Summary), totals.Answers{})
			}
		}
	}
}

func (r *Lines) begin(e runner.Began) {
	r.hinted, r.addresses = make(map[string]bool), make(notes.Addresses, len(e.Requests))
	r.rows = &rows.Rows{Out: r.Out, Bad: r.signs.bad, Skipped: r.signs.skipped, Stamped: r.Timestamps}
	r.rows.Fit(e.Requests, e.As)
	title := !r.NoBanner && r.Grid == nil
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
func (r *Lines) title(e runner.Began) {
	of := ""
	if r.Env != nil && r.Env.Name != "" {
		of = " " + r.signs.dot + " " + r.Env.Name
	}
	of += " " + r.signs.dot + " " + words.Plural(len(e.Requests), "request")
	if e.Iterations > 1 {
		of += fmt.Sprintf(", %d times", e.Iterations)
	}
	r.Out.Write(r.Out.Paint(theme.Strong, r.Collection.Name) + r.Out.Paint(theme.Faint, of) + "\n")
}

func (r *Lines) done(e runner.Done) {
	if x := e.Exchange; x != nil {
		login.TellCalls(r.Err, x.Tokens)
		r.warnings.Add(e.As, x.Warnings)
		if x.Response != nil && e.Err == nil {
			r.answers.Add(rows.Took(x))
		}
	}
	if r.Grid == nil || e.As == r.Grid.As[0] {
		r.warn(e)
	}
	if !r.early.row && !r.grown(e) {
		r.sent(e)
	}
	r.hint(e)
	if e.Err != nil {
		r.failed(e, "no answer", rows.Remark(e.Err))
	}
	if x := e.Exchange; x != nil {
		mask := redact.Redactor{}
		if r.Verbose || x.Before != nil || x.After != nil {
			mask = r.mask(x)
		}
		if r.Verbose {
			r.verbose(x, mask)
		}
		r.scripts(e, x.Before, mask, r.early.before)
		r.scripts(e, x.After, mask, r.early.after)
		if r.Verbose {
			r.visual(x, mask)
		}
	}
	if r.early.row && !r.early.address { // only what failed since makes it one to look at
		r.below(r.address(e))
	}
}

// sent prints what became of a request.
func (r *Lines) sent(e runner.Done) {
	behind, below := r.address(e)
	r.rows.Print(e, behind)
	r.below(behind, below)
}

// below prints an address that does not stand behind its row.
func (r *Lines) below(behind, below string) {
	if below != "" {
		r.print(theme.Faint, below)
	}
	r.early.address = behind+below != ""
}

// minAddress is how many columns an address needs to stand behind its row.
const minAddress = 20

// address is where a request went, if its row needs to say: behind it where it
// is good and there is room, else below.
func (r *Lines) address(e runner.Done) (behind, below string) {
	if r.Verbose { // which tells all of them
		return "", ""
	}
	url, wrong := r.addresses.Of(e, r.mask)
	switch {
	case url == "":
		return "", ""
	case !wrong && r.Out.Width() == 0:
		return url, ""
	case !wrong && r.rows.Room(e) >= minAddress:
		return notes.Within(notes.Target(url), r.rows.Room(e)), ""
	}
	below = "    " + r.signs.sent + " " + e.Exchange.Sent.Method + " "
	return "", below + notes.Within(url, r.Out.Width()-safe.Clean(below).Width())
}

// failed adds a failure of a request to the list at the end.
func (r *Lines) failed(e runner.Done, what, why string) {
	iteration := 0
	if e.Iterations > 1 {
		iteration = e.Iteration + 1
	}
	r.failures.Add(failures.Failure{Where: rows.SentAs(e.Ref.Path(), e.As), What: what, Why: why}, iteration)
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
func (r *Lines) print(role theme.Role, text string) { r.Out.Line(role, text) }

// gap writes an empty line.
func (r *Lines) gap() { r.Out.Write("\n") }

// list tells once more what failed: the lines are far up by now.
func (r *Lines) list() {
	all := append(r.missed(), r.failures.All()...)
	if len(all) == 0 {
		return
	}
	r.gap()
	r.print(theme.Plain, "failed:")
	for i, f := range all {
		lead := fmt.Sprintf("%*d  ", 2+len(strconv.Itoa(len(all))), i+1)
		r.Out.Hang(theme.Error, lead, f.Where+": "+f.What)
		if f.Why != "" {
			r.Out.Hang(theme.Faint, strings.Repeat(" ", len(lead)), f.Why)
		}
	}
	if n := r.failures.Unlisted(); n > 0 {
		r.print(theme.Error, fmt.Sprintf("  and %d more", n))
	}
}

// hint says once what to try against a failure.
func (r *Lines) hint(e runner.Done) {
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
	r.Err.Hang(theme.Accent, "  try  ", hint)
}

// totals are the last lines.
func (r *Lines) totals(name string, s runner.Summary, a totals.Answers) {
	of := totals.Of{Summary: s, Name: name, Answers: a, Dot: r.signs.dot}
	if r.Grid != nil {
		of.As = len(r.Grid.As)
		of.Missed, of.Expected = r.Grid.Expected()
		of.Tests, of.FailedTests = s.Tests-of.Expected, s.FailedTests-of.Missed
	}
	for _, l := range of.Lines() {
		r.Out.Hang(l.Role, "", l.Text)
	}
}
