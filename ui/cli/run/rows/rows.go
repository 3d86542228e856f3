// Package rows prints the requests of a run, each as a row of columns below the
// name of its folder: method, name, status, time and size, and a remark where
// there is one.
//
// It knows nothing of what stands between the rows.
package rows

import (
	"cmp"
	"errors"
	"math"
	"strconv"
	"strings"
	"time"

	"postern/engine"
	"postern/engine/collection"
	"postern/engine/payload"
	"postern/engine/runner"
	"postern/ui/cli/console"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/words"
)

// Rows are the rows of a run. Call [Rows.Fit] first.
type Rows struct {
	Out *console.Stream
	// Bad and Skipped stand for the status where there is none.
	Bad, Skipped string
	// Stamped rows begin with the time of day.
	Stamped bool
	// names is the width of the column of names, with what is in front of them.
	names int
	// in is the path of the folder of the last row; begun says that there was one.
	in    string
	begun bool
}

// The columns beside the names.
const (
	statusWidth = 3
	timeWidth   = 8
	sizeWidth   = 10
	columnGap   = 2
	stampWidth  = len(time.TimeOnly) + 1
	// least is where a narrow terminal stops to cut names.
	least = 16
	// folded is how far the requests of a folder stand in.
	folded = 2
	// leastWithSizes is how wide a terminal must be to tell sizes, too.
	leastWithSizes = 60
	// leastReason is how many columns the words of a status need to be told.
	leastReason = 8
)

// Fit makes the columns fit for requests that are sent as themselves, or also as
// several identities.
func (r *Rows) Fit(refs []collection.Ref, as []string) {
	for _, ref := range refs {
		for _, as := range append([]string{""}, as...) {
			r.names = max(r.names, inset(ref)+min(console.MaxName, safe.Clean(SentAs(ref.Item.Name, as)).Width()))
		}
	}
	r.names = min(r.names, max(least, r.wide()-r.others()))
}

// SentAs is a name, and whom its request is sent as.
func SentAs(name, as string) string {
	if as == "" {
		return name
	}
	return name + " as " + as
}

// Remark is an error in a few words.
func Remark(err error) string {
	var failed *engine.Error
	if errors.As(err, &failed) {
		return failed.Summary
	}
	return err.Error()
}

// Took is how long an answer took: what scripts and logins take is not the
// server's.
func Took(x *engine.Exchange) time.Duration { return x.Timing.Total - x.Timing.Auth }

// Room is how many columns there are behind the row of a request and what it
// says of itself.
func (r *Rows) Room(e runner.Done) int {
	_, _, reason := r.columns(e)
	room := r.room()
	if behind, _ := r.remark(e, reason); behind != "" {
		room -= safe.Clean(behind).Width() + columnGap
	}
	return room
}

func (r *Rows) room() int { return r.wide() - r.names - r.others() - columnGap }

// remark is what is said of a request behind its row, or below: an error is told
// whole.
func (r *Rows) remark(e runner.Done, reason string) (behind, below string) {
	text := safe.Clean(reason)
	switch room := r.room(); {
	case text.Width() <= room:
		return reason, ""
	case e.Err != nil:
		return "", reason
	case room >= leastReason:
		return text.Cut(room).String(), ""
	}
	return "", ""
}

// Again says that the requests are sent once more.
func (r *Rows) Again() { r.begun = false }

// Begin prints the row of a request under way, of which something is told before
// it is done.
func (r *Rows) Begin(ref collection.Ref, note string) {
	r.enter(ref)
	r.Out.Write(r.heading(ref, "") + r.Out.Paint(theme.Faint, note) + "\n")
}

// Print prints what became of a request; more stands behind its row.
func (r *Rows) Print(e runner.Done, more string) {
	r.enter(e.Ref)
	role, line, reason := r.columns(e)
	behind, below := r.remark(e, reason)
	line = r.heading(e.Ref, e.As) + line
	if behind != "" {
		line += strings.Repeat(" ", columnGap) + r.Out.Paint(role, behind)
	}
	if more != "" {
		line += strings.Repeat(" ", columnGap) + r.Out.Paint(theme.Faint, more)
	}
	r.Out.Write(strings.TrimRight(line, " ") + "\n")
	if below != "" {
		r.Out.Hang(role, "    "+r.Bad+" ", below)
	}
}

// enter tells the folder of a request, unless the row above is in the same.
func (r *Rows) enter(ref collection.Ref) {
	names := ref.Names()
	path := strings.Join(names[:len(names)-1], "/")
	if r.begun && path == r.in {
		return
	}
	if r.begun {
		r.Out.Write("\n")
	}
	r.in, r.begun = path, true
	if path != "" {
		r.Out.Line(theme.Strong, safe.Clean(path).Cut(r.wide()).String())
	}
}

// inset is how far a request stands in: those of folders do.
func inset(ref collection.Ref) int {
	if len(ref.Chain) > 1 {
		return folded
	}
	return 0
}

// wide is how many columns there are.
func (r *Rows) wide() int {
	return cmp.Or(r.Out.Width(), math.MaxInt)
}

// sized reports whether there is room to tell sizes.
func (r *Rows) sized() bool { return r.wide() >= leastWithSizes }

// others is what all columns but the names take.
func (r *Rows) others() int {
	n := console.MethodWidth + 1 + statusWidth + timeWidth + 2*columnGap
	if r.sized() {
		n += columnGap + sizeWidth
	}
	if r.Stamped {
		n += stampWidth
	}
	return n
}

// heading are the columns that are known before: the time of day, method and
// name.
func (r *Rows) heading(ref collection.Ref, as string) string {
	method, in := ref.Item.Request.Method, inset(ref)
	name := safe.Clean(SentAs(ref.Item.Name, as)).Cut(r.names - in)
	stamp := ""
	if r.Stamped {
		stamp = r.Out.Paint(theme.Faint, time.Now().Format(time.TimeOnly)+" ")
	}
	return stamp + strings.Repeat(" ", in) + r.Out.Paint(theme.Method(method), console.Left(method, console.MethodWidth)) + " " +
		name.String() + strings.Repeat(" ", max(0, r.names-in-name.Width())+columnGap)
}

// columns are what is known only afterwards: status, time and size, with their
// look, and a remark.
func (r *Rows) columns(e runner.Done) (role theme.Role, figures, note string) {
	code, size, took := r.Bad, "", e.Elapsed
	role = theme.Error
	if e.Err != nil {
		note = Remark(e.Err)
	}
	if x := e.Exchange; x != nil && x.Skipped() {
		code, note, role = r.Skipped, "skipped by its script", theme.Faint
	}
	if x := e.Exchange; x != nil && x.Response != nil {
		size = payload.FormatSize(x.Response.Body.Size())
		if e.Err == nil {
			code, role = strconv.Itoa(x.Response.Status), theme.Status(x.Response.Status)
			if x.Response.Status >= 400 {
				note = x.Public().Text(x.Response.Reason)
			}
			took = Took(x)
		}
	}
	figures = console.Right(words.Took(took), columnGap+timeWidth)
	if r.sized() {
		figures += console.Right(size, columnGap+sizeWidth)
	}
	return role, r.Out.Paint(role, console.Left(code, statusWidth)) + r.Out.Paint(theme.Faint, figures), note
}
