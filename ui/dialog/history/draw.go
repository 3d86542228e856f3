package history

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"postern/engine/payload"
	"postern/ui/dialog"
	"postern/ui/keymap"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/text"
	"postern/ui/words"
)

// Sizes in cells.
const (
	maxWidth      = 140
	questionWidth = 60
	timeWidth     = 8
	statusWidth   = 6
	methodWidth   = 7
	nameWidth     = 30
	envWidth      = 14
	tookWidth     = 8
	sizeWidth     = 8
	testsWidth    = 7
	// Below these widths the address, the environment, the size, the tests and
	// the duration are left out. Tests have a column where there are any.
	urlFrom   = 100
	envFrom   = 76
	sizeFrom  = 64
	testsFrom = 54
	tookFrom  = 46
)

// froms are the widths from which on there are tests and environments.
func (h *History) froms() (tests, env int) {
	if h.tested {
		return testsFrom, envFrom + testsWidth
	}
	return math.MaxInt, envFrom
}

// View returns the box.
func (h *History) View() string { return h.Cached(h.draw) }

func (h *History) draw() string {
	if h.asking.on {
		return h.drawQuestion()
	}
	f := h.FrameFor(maxWidth, h.Height)
	f.Title, f.Note = safe.Lit("History"), h.note()
	f.Hints = h.hints()
	more := h.More(f)
	w, height := f.Inner()
	height = max(height-len(more), 0)
	lines := h.sheet.Draw(h.Env, w, height, h.none(), h.row)
	return h.Box(f, append(lines, dialog.Rendered(h.Env, more, w)...))
}

func (h *History) hints() []dialog.Hint {
	hint := func(id keymap.ID, words string) dialog.Hint { return dialog.HintOf(h.Env, id, safe.Clean(words)) }
	var out []dialog.Hint
	if len(h.rows) > 0 {
		compare := "mark to compare"
		if h.marked.ID != 0 {
			compare = "compare"
		}
		out = append(out, hint(keymap.Accept, "open"), hint(keymap.Resend, "send again"), hint(keymap.Compare, compare))
	}
	if h.content.Item != "" || h.query.Item != "" {
		words := "this request"
		if h.query.Item != "" {
			words = "all requests"
		}
		out = append(out, hint(keymap.OnlyRequest, words))
	}
	out = append(out, hint(keymap.Search, "search"), hint(keymap.NextStatus, "status"))
	if h.content.Environment != "" {
		out = append(out, hint(keymap.OnlyEnv, "environment"))
	}
	if len(h.rows) > 0 {
		out = append(out, hint(keymap.DeleteSend, "delete"))
	}
	return append(out, hint(keymap.Runs, "runs"), hint(keymap.ClearHistory, "clear"), hint(keymap.Close, "close"))
}

// note says what is shown, if it is not all, and why the rest is missing.
func (h *History) note() safe.Text {
	var parts []string
	if h.query.Item != "" {
		parts = append(parts, "this request")
	}
	if h.query.Environment != "" {
		parts = append(parts, h.content.EnvironmentName)
	}
	switch {
	case h.query.Class == Failed:
		parts = append(parts, "no response")
	case h.query.Class > 0:
		parts = append(parts, strconv.Itoa(h.query.Class)+"xx")
	}
	if h.waiting {
		parts = append(parts, "reading…")
	}
	if h.failed != nil && len(h.rows) > 0 { // else it stands in their place
		parts = append(parts, "not all: "+h.failed.Error())
	}
	return safe.Clean(strings.Join(parts, " · "))
}

// none is what is shown in place of rows.
func (h *History) none() safe.Text {
	switch {
	case h.failed != nil:
		return safe.Clean(h.failed.Error())
	case h.waiting:
		return safe.Lit("reading…")
	case h.query == (Query{}):
		return safe.Clean("Nothing yet. Every send is kept here, without its secrets; " + h.Env.Keys.Key(keymap.Send) + " sends.")
	}
	return safe.Lit("nothing that was sent matches")
}

// row draws a send: whether it is marked or of a run, when, status, method,
// names, environment, tests, how long, how much, and where to.
func (h *History) row(i, width int) text.Line {
	r := h.rows[i]
	mark := safe.Lit("  ")
	switch {
	case r.ID == h.marked.ID:
		mark = safe.Lit("◆ ")
	case r.Run:
		mark = safe.Lit("» ")
	}
	line := text.Of(theme.Accent, mark)
	line = line.Plus(theme.Faint, dialog.Column(when(r.Started, h.now), timeWidth)).Plus(theme.Plain, safe.Lit("  "))
	line = line.Plus(role(r), dialog.Column(status(r), statusWidth)).Plus(theme.Plain, safe.Lit(" "))
	line = line.Plus(theme.Method(r.Method), dialog.Column(safe.Clean(r.Method), methodWidth)).Plus(theme.Plain, safe.Lit(" "))
	testsFrom, envFrom := h.froms()
	fixed := 0
	for _, c := range []struct{ from, width int }{{tookFrom, tookWidth}, {sizeFrom, sizeWidth}, {testsFrom, testsWidth}, {envFrom, envWidth}} {
		if width >= c.from {
			fixed += c.width + 2
		}
	}
	name := max(width-line.Width()-fixed, 1)
	if width >= urlFrom {
		name = min(name, nameWidth)
	}
	line = h.sheet.Cell(line, theme.Plain, safe.Clean(nameOf(r)), name)
	if width >= envFrom {
		line = h.sheet.Cell(line.Plus(theme.Plain, safe.Lit("  ")), theme.Faint, safe.Clean(r.Environment), envWidth)
	}
	if width >= testsFrom {
		words, look := tests(r)
		line = line.Plus(theme.Plain, safe.Lit("  ")).Plus(look, dialog.Column(words, testsWidth))
	}
	if width >= tookFrom {
		line = line.Plus(theme.Plain, safe.Lit("  ")).Plus(theme.Plain, right(words.Took(r.Took), tookWidth))
	}
	if width >= sizeFrom {
		line = line.Plus(theme.Plain, safe.Lit("  ")).Plus(theme.Faint, right(payload.FormatSize(r.Size), sizeWidth))
	}
	if rest := width - line.Width() - 2; width >= urlFrom && rest > 0 {
		where, look := address(r.URL, rest), theme.Faint
		if r.Status == 0 && r.Problem != "" {
			where, look = safe.Clean(r.Problem), theme.Error
		}
		line = h.sheet.Cell(line.Plus(theme.Plain, safe.Lit("  ")), look, where, rest)
	}
	return line
}

// address is where a send went to; if that is too wide it begins at its path,
// by which sends of one server differ.
func address(url string, width int) safe.Text {
	t := safe.Clean(url)
	if t.Width() <= width {
		return t
	}
	_, rest, _ := strings.Cut(url, "://")
	if i := strings.IndexByte(rest, '/'); i >= 0 {
		return safe.Lit("…").Plus(safe.Clean(rest[i:]))
	}
	return t
}

func nameOf(r Row) string {
	if r.Name == "" {
		return r.URL
	}
	return r.Name
}

func right(s string, width int) safe.Text {
	return safe.Clean(fmt.Sprintf("%*s", width, s)).Cut(width)
}

// when is the time of day, or the day if that was another one.
func when(t, now time.Time) safe.Text {
	t = t.In(now.Location())
	switch {
	case t.Year() != now.Year():
		return safe.Clean(t.Format("06-01-02"))
	case t.YearDay() != now.YearDay():
		return safe.Clean(t.Format("Jan 2"))
	}
	return safe.Clean(t.Format("15:04:05"))
}

// tests says how many of the tests have passed.
func tests(r Row) (safe.Text, theme.Role) {
	switch {
	case r.Tests == 0:
		return safe.Text{}, theme.Plain
	case r.Passed < r.Tests:
		return safe.Clean(fmt.Sprintf("✗ %d/%d", r.Passed, r.Tests)), theme.Error
	}
	return safe.Clean(fmt.Sprintf("✓ %d", r.Tests)), theme.OK
}

func status(r Row) safe.Text {
	if r.Status == 0 {
		return safe.Lit("failed")
	}
	return safe.Clean(strconv.Itoa(r.Status))
}

func role(r Row) theme.Role {
	switch r.Status / 100 {
	case 1, 3:
		return theme.Info
	case 2:
		return theme.OK
	case 4:
		return theme.Warn
	}
	return theme.Error
}

func (h *History) drawQuestion() string {
	w := h.InnerWidth(questionWidth)
	title, what, why, do := safe.Lit("Clear the history"), safe.Lit("Forget everything that was ever sent from here, of all workspaces, and the ids that were seen?"),
		safe.Lit("It cannot be had back. Collections, environments and tokens stay."), safe.Lit("clear")
	if r := h.asking.row; r.ID != 0 {
		title, do = safe.Lit("Delete from the history"), safe.Lit("delete")
		what = safe.Clean("Forget "+r.Method+" "+nameOf(r)+", ").Plus(status(r), safe.Lit(", of "), when(r.Started, h.now), safe.Lit("?"))
		why = safe.Lit("It cannot be had back, nor can its response.")
	}
	lines := append(dialog.Paragraph(theme.Plain, what, w), nil)
	lines = append(lines, dialog.Paragraph(theme.Warn, why, w)...)
	f := h.FrameFor(w, len(lines))
	f.Title = title
	f.Hints = []dialog.Hint{dialog.HintOf(h.Env, keymap.Accept, do), dialog.HintOf(h.Env, keymap.Close, safe.Lit("keep"))}
	return h.Box(f, dialog.Rendered(h.Env, lines, w))
}
