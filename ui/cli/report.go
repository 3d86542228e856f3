package cli

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"postern/engine"
	"postern/engine/collection"
	"postern/engine/payload"
	"postern/engine/runner"
	"postern/ui/cli/console"
	"postern/ui/cli/pick"
	"postern/ui/safe"
	"postern/ui/theme"
)

// report prints a run: a line for each request on stdout in the columns
// method, path, status, time and size, a remark behind it where there is one,
// and the totals at the end. Warnings, token calls and hints go to stderr.
type report struct {
	*app
	*pick.Opened
	// width is that of the column of paths.
	width int
	// hinted are the hints given so far: one mistake in an environment would
	// otherwise tell the same with every request.
	hinted map[string]bool
}

// The columns of a run beside the paths.
const (
	statusWidth = 3
	timeWidth   = 8
	sizeWidth   = 10
	columnGap   = 2
	// fixedWidth is what all of them take.
	fixedWidth = methodWidth + 1 + statusWidth + timeWidth + sizeWidth + 3*columnGap
	// minPath is where a narrow terminal stops to cut paths.
	minPath = 16
)

// Report implements [runner.Reporter].
func (r *report) Report(e runner.Event) {
	switch e := e.(type) {
	case runner.Began:
		r.begin(e.Requests)
	case runner.Done:
		r.done(e)
	case runner.Ended:
		r.totals(e.Summary)
	}
}

func (r *report) begin(refs []collection.Ref) {
	r.hinted = make(map[string]bool)
	for _, ref := range refs {
		r.width = max(r.width, min(maxName, safe.Clean(ref.Path()).Width()))
	}
	if r.Width > 0 {
		r.width = min(r.width, max(minPath, r.Width-fixedWidth))
	}
}

func (r *report) done(e runner.Done) {
	if x := e.Exchange; x != nil {
		r.calls(x.Tokens)
		for _, w := range x.Warnings {
			r.err.Line(theme.Warn, "! "+e.Ref.Path()+": "+w)
		}
	}
	method := e.Ref.Item.Request.Method
	path := safe.Clean(e.Ref.Path()).Cut(r.width)
	line := r.out.Paint(theme.Method(method), fmt.Sprintf("%-*s", methodWidth, method)) + " " +
		path.String() + strings.Repeat(" ", max(0, r.width-path.Width())+columnGap) +
		r.columns(e)
	r.out.Write(strings.TrimRight(line, " ") + "\n")
	r.hint(e.Err)
}

// columns are what is known only afterwards: status, time, size, remark.
func (r *report) columns(e runner.Done) string {
	code, size, remark, role := "✗", "", "", theme.Error
	var failed *engine.Error
	switch {
	case errors.As(e.Err, &failed):
		remark = failed.Summary
	case e.Err != nil:
		remark = e.Err.Error()
	}
	if x := e.Exchange; x != nil && x.Response != nil {
		size = payload.FormatSize(x.Response.Body.Size())
		if e.Err == nil {
			code, role = strconv.Itoa(x.Response.Status), theme.Status(x.Response.Status)
			if x.Response.Status >= 400 {
				remark = x.Response.Reason
			}
		}
	}
	figures := fmt.Sprintf("%*s%*s", columnGap+timeWidth, console.Brief(e.Elapsed), columnGap+sizeWidth, size)
	return r.out.Paint(role, fmt.Sprintf("%-*s", statusWidth, code)) + r.out.Paint(theme.Faint, figures) +
		strings.Repeat(" ", columnGap) + r.out.Paint(role, remark)
}

// hint says once what to try against a failure.
func (r *report) hint(err error) {
	if err == nil {
		return
	}
	f := r.explain(r.Unset(err))
	if f.Hint == "" || r.hinted[f.Hint] {
		return
	}
	r.hinted[f.Hint] = true
	r.err.Line(theme.Accent, "  try  "+f.Hint)
}

// totals are the last line.
func (r *report) totals(s runner.Summary) {
	line := fmt.Sprintf("%d answered", s.Requests-s.Failed)
	if s.HTTPErrors > 0 {
		line += fmt.Sprintf(", %d of them with 400 or above", s.HTTPErrors)
	}
	role := theme.OK
	if s.Failed > 0 {
		role = theme.Error
		line += fmt.Sprintf("; %d failed", s.Failed)
	}
	if s.Bailed {
		line += ", where the run stopped"
	}
	noun := " requests: "
	if s.Requests == 1 {
		noun = " request: "
	}
	r.out.Write("\n" + r.out.Paint(role, strconv.Itoa(s.Requests)+noun+line) +
		r.out.Paint(theme.Faint, " · "+console.Brief(s.Elapsed)+" · "+payload.FormatSize(s.Bytes)) + "\n")
}
