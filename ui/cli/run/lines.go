package run

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"postern/engine"
	"postern/engine/collection"
	"postern/engine/payload"
	"postern/engine/redact"
	"postern/engine/runner"
	"postern/ui/cli/console"
	"postern/ui/cli/login"
	"postern/ui/cli/run/grid"
	"postern/ui/cli/run/notes"
	"postern/ui/cli/run/report"
	"postern/ui/safe"
	"postern/ui/theme"
)

// lines is the cli reporter: a line for each request on stdout in the columns
// method, path, status, time and size, a remark behind it where there is one,
// its address where the line alone would not do, what its scripts printed and
// tested below it, and the totals at the end. Warnings, token calls and hints
// go to stderr.
type lines struct {
	*running
	*outline
	out, err *console.Stream
	signs    signs
	// width is that of the column of paths.
	width int
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

// The columns of a run beside the paths.
const (
	statusWidth = 3
	timeWidth   = 8
	sizeWidth   = 10
	columnGap   = 2
	// fixedWidth is what all of them take.
	fixedWidth = console.MethodWidth + 1 + statusWidth + timeWidth + sizeWidth + 3*columnGap
	// minPath is where a narrow terminal stops to cut paths.
	minPath = 16
	// minAddress is how many columns an address needs to stand behind its row.
	minAddress = 20
)

// Report implements [runner.Reporter].
func (r *lines) Report(e runner.Event) {
	if r.running.shown.silent || r.running.shown.cli.silent {
		return
	}
	switch e := e.(type) {
	case runner.Began:
		r.begin(e)
		if r.from = e.From; r.from != nil {
			r.print(theme.Faint, e.Resumed())
		}
	case runner.Iteration:
		if e.Iterations > 1 {
			r.gap()
			r.print(theme.Faint, fmt.Sprintf("iteration %d of %d", e.Iteration+1, e.Iterations))
		}
		r.heads()
	case runner.Told:
		r.told(e)
	case runner.Done:
		r.done(e)
		r.early = early{}
	case runner.Ended:
		for _, more := range r.warned.More() {
			r.err.Line(theme.Warn, "! "+more)
		}
		r.whole(e)
		if !r.running.shown.cli.noFailures {
			r.failures()
		}
		if !r.running.shown.cli.noSummary {
			r.gap()
			r.totals("", e.Summary)
			if r.from != nil {
				r.totals("in all: ", r.from.Whole(e.Summary))
			}
		}
	}
}

func (r *lines) begin(e runner.Began) {
	r.hinted = make(map[string]bool)
	for _, ref := range e.Requests {
		for _, as := range append([]string{""}, e.As...) {
			r.width = max(r.width, min(console.MaxName, safe.Clean(named(ref, as)).Width()))
		}
	}
	if r.Width > 0 {
		r.width = min(r.width, max(minPath, r.Width-r.fixed()))
	}
}

// fixed is what all columns but the paths take.
func (r *lines) fixed() int {
	if r.running.shown.cli.timestamps {
		return fixedWidth + len(time.TimeOnly) + 1
	}
	return fixedWidth
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
		r.fail(failed{where(e), "no answer", remark(e.Err)})
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
	line := r.heading(named(e.Ref, e.As), e.Ref) + r.columns(e) + r.out.Paint(theme.Faint, behind)
	if r.running.shown.cli.timestamps {
		line = r.out.Paint(theme.Faint, time.Now().Format(time.TimeOnly)+" ") + line
	}
	r.out.Write(strings.TrimRight(line, " ") + "\n")
	if below != "" {
		r.print(theme.Faint, below)
	}
}

// address is where a request went, if its row needs to say: behind it where it
// is good and there is room, else below.
func (r *lines) address(e runner.Done) (behind, below string) {
	if r.running.shown.verbose { // which tells all of them
		return "", ""
	}
	url, wrong := r.addresses.Of(e, r.mask)
	switch room := r.Width - r.width - r.fixed() - columnGap; {
	case url == "":
		return "", ""
	case !wrong && r.Width == 0:
		return url, ""
	case !wrong && room >= minAddress:
		return notes.Within(notes.Target(url), room), ""
	}
	below = "    " + r.signs.sent + " " + e.Exchange.Sent.Method + " "
	return "", below + notes.Within(url, r.Width-safe.Clean(below).Width())
}

// where names a request in the list of failures.
func where(e runner.Done) string {
	name := named(e.Ref, e.As)
	if e.Iterations > 1 {
		return fmt.Sprintf("%s (iteration %d)", name, e.Iteration+1)
	}
	return name
}

// named is a request by its path, and whom it is sent as.
func named(ref collection.Ref, as string) string {
	if as == "" {
		return ref.Path()
	}
	return ref.Path() + " as " + as
}

// remark is an error in a few words.
func remark(err error) string {
	var failed *engine.Error
	if errors.As(err, &failed) {
		return failed.Summary
	}
	return err.Error()
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
		r.print(theme.Error, fmt.Sprintf("  %d  %s: %s", i+1, f.where, f.what))
		if f.why != "" {
			r.print(theme.Faint, "     "+f.why)
		}
	}
	if r.unlisted > 0 {
		r.print(theme.Error, fmt.Sprintf("  and %d more", r.unlisted))
	}
}

// heading are the columns that are known before: method and name.
func (r *lines) heading(name string, ref collection.Ref) string {
	method := ref.Item.Request.Method
	path := safe.Clean(name).Cut(r.width)
	return r.out.Paint(theme.Method(method), fmt.Sprintf("%-*s", console.MethodWidth, method)) + " " +
		path.String() + strings.Repeat(" ", max(0, r.width-path.Width())+columnGap)
}

// columns are what is known only afterwards: status, time, size, remark.
func (r *lines) columns(e runner.Done) string {
	code, size, note, role, took := r.signs.bad, "", "", theme.Error, e.Elapsed
	if e.Err != nil {
		note = remark(e.Err)
	}
	if x := e.Exchange; x != nil && x.Skipped() {
		code, note, role = r.signs.skipped, "skipped by its script", theme.Faint
	}
	if x := e.Exchange; x != nil && x.Response != nil {
		size = payload.FormatSize(x.Response.Body.Size())
		if e.Err == nil {
			code, role = strconv.Itoa(x.Response.Status), theme.Status(x.Response.Status)
			if x.Response.Status >= 400 {
				note = x.Response.Reason
			}
			took = x.Timing.Total - x.Timing.Auth // what scripts and logins take is not the server's
		}
	}
	figures := fmt.Sprintf("%*s%*s", columnGap+timeWidth, console.Brief(took), columnGap+sizeWidth, size)
	return r.out.Paint(role, fmt.Sprintf("%-*s", statusWidth, code)) + r.out.Paint(theme.Faint, figures) +
		strings.Repeat(" ", columnGap) + r.out.Paint(role, note)
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
	r.err.Line(theme.Accent, "  try  "+hint)
}

// totals are the last line.
func (r *lines) totals(of string, s runner.Summary) {
	line := fmt.Sprintf("%d answered", s.Requests-s.Failed)
	if s.Skipped > 0 {
		line += fmt.Sprintf(", %d skipped", s.Skipped)
	}
	if s.HTTPErrors > 0 {
		line += fmt.Sprintf(", %d of them with 400 or above", s.HTTPErrors)
	}
	role := theme.OK
	if s.Failed > 0 {
		role = theme.Error
		line += fmt.Sprintf("; %d failed", s.Failed)
	}
	if r.grid != nil {
		missed, of := r.grid.Expected()
		s.Tests, s.FailedTests = s.Tests-of, s.FailedTests-missed
		line += expectations(missed, of)
		if missed > 0 {
			role = theme.Error
		}
	}
	if n := s.Tests + s.SkippedTests; n > 0 {
		noun := "tests"
		if n == 1 {
			noun = "test"
		}
		line += fmt.Sprintf("; %d %s: %d passed", n, noun, s.Tests-s.FailedTests)
		if s.FailedTests > 0 {
			line += fmt.Sprintf(", %d failed", s.FailedTests)
		}
		if s.SkippedTests > 0 {
			line += fmt.Sprintf(", %d skipped", s.SkippedTests)
		}
	}
	if s.ScriptErrors > 0 {
		line += fmt.Sprintf("; %d broken scripts", s.ScriptErrors)
		if s.ScriptErrors == 1 {
			line = strings.TrimSuffix(line, "s")
		}
	}
	if s.Broken() {
		role = theme.Error
	}
	if s.Bailed {
		line += ", where the run stopped"
	}
	noun := " requests: "
	if s.Requests == 1 {
		noun = " request: "
	}
	if r.grid != nil && len(r.grid.As) > 1 {
		noun = fmt.Sprintf(" requests as %d identities: ", len(r.grid.As))
	}
	r.out.Write(r.out.Paint(role, of+strconv.Itoa(s.Requests)+noun+line) +
		r.out.Paint(theme.Faint, " "+r.signs.dot+" "+console.Brief(s.Elapsed)+" "+r.signs.dot+" "+payload.FormatSize(s.Bytes)) + "\n")
}
