// Package jump puts letters on every row and tab on screen: typing one goes
// there. The letters stand on a faint picture of the screen as it was when it
// was asked for; esc takes it away.
//
// It knows the screen as text and the areas in it, so that panes need to do
// nothing for it: what is chosen is clicked on.
package jump

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"github.com/charmbracelet/x/ansi"

	"postern/ui/dialog"
	"postern/ui/keymap"
	"postern/ui/layout"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
)

// Chosen wishes for a click on a cell of the screen.
type Chosen struct{ X, Y int }

// target is a place to go to.
type target struct {
	// x and y are where the letters stand, click is the cell to click on.
	x, y, click int
	label       string
}

// Jump is the dialog. Make one with [New].
type Jump struct {
	dialog.Shell
	lines   []string
	width   int
	targets []target
	typed   string
}

// New returns the dialog over a screen that is laid out like that. The first row
// of the pane in the slot bare gets no letter: a click there does something.
func New(env pane.Env, screen string, out layout.Output, bare layout.Slot) *Jump {
	j := &Jump{lines: strings.Split(ansi.Strip(screen), "\n")}
	j.Env, j.width = env, ansi.StringWidth(j.lines[0])
	for slot, r := range out.Panes {
		in := r.Inner()
		for y := in.Y; y < min(in.Y+in.H, len(j.lines)-seen); y++ {
			if r.Empty() || layout.Slot(slot) == bare && y == in.Y {
				continue
			}
			j.row(in, y)
		}
	}
	slices.SortStableFunc(j.targets, func(a, b target) int { return cmp.Or(a.y-b.y, a.x-b.x) })
	j.label()
	return j
}

// seen is the number of lines at the end that stay in sight.
const seen = 2

// row adds what is to be gone to in a row: it, or each tab of a bar.
func (j *Jump) row(in layout.Rect, y int) {
	text := ansi.Cut(j.lines[y], in.X, in.X+in.W)
	if strings.TrimSpace(text) == "" {
		return
	}
	parts := strings.Split(text, separator)
	if len(parts) == 1 || strings.TrimSpace(parts[0]) == "" || letter(parts[0]) < 0 {
		j.add(in.X, y, in.X+max(letter(text), 0))
		return
	}
	x := in.X
	for _, p := range parts {
		if at := letter(p); at >= 0 {
			j.add(x+at, y, x+at)
		}
		x += ansi.StringWidth(p) + ansi.StringWidth(separator)
	}
}

// separator stands between the tabs of a bar, with blanks around it where there
// is room.
const separator = "│"

func (j *Jump) add(x, y, click int) {
	j.targets = append(j.targets, target{x: x, y: y, click: click})
}

// letter is the column of the first letter or digit, or -1.
func letter(s string) int {
	i := strings.IndexFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
	if i < 0 {
		return -1
	}
	return ansi.StringWidth(s[:i])
}

// letters are those that stand on rows, the ones under the fingers first.
const letters = "asdfghjklqwertyuiopzxcvbnm"

// label gives each target a letter, or two if they are many; what is beyond
// that gets none.
func (j *Jump) label() {
	n := len(letters)
	if len(j.targets) > n*n {
		j.targets = j.targets[:n*n]
	}
	for i := range j.targets {
		if len(j.targets) <= n {
			j.targets[i].label = letters[i : i+1]
			continue
		}
		j.targets[i].label = letters[i/n:i/n+1] + letters[i%n:i%n+1]
	}
}

// Update handles one event.
func (j *Jump) Update(ev pane.Event) (pane.Intent, bool) {
	j.Changed()
	switch ev := ev.(type) {
	case pane.Click:
		return j.Cancelled(), true
	case pane.Key:
		if t := strings.ToLower(ev.Text); len(t) == 1 && strings.Contains(letters, t) {
			return j.take(t)
		}
	}
	if id := j.Action(ev); dialog.Closes(id) || id == keymap.Jump {
		return j.Cancelled(), true
	}
	return nil, false
}

// take adds a letter; one that no target goes on with begins anew.
func (j *Jump) take(letter string) (pane.Intent, bool) {
	j.typed += letter
	begins := false
	for _, t := range j.targets {
		if t.label == j.typed {
			return Chosen{X: t.click, Y: t.y}, true
		}
		begins = begins || strings.HasPrefix(t.label, j.typed)
	}
	if !begins {
		j.typed = ""
	}
	return nil, false
}

// View returns the screen with the letters on it, or what to do once it has
// another size.
func (j *Jump) View() string { return j.Cached(j.draw) }

func (j *Jump) draw() string {
	if j.Width != j.width || j.Height != len(j.lines)-seen {
		f := j.FrameFor(smallWidth, 1)
		f.Title = safe.Lit("Jump")
		f.Hints = []dialog.Hint{dialog.HintOf(j.Env, keymap.Close, safe.Lit("close"))}
		return j.Box(f, nil)
	}
	th := j.Env.Theme
	out := make([]string, j.Height)
	for y := range out {
		x := 0
		var b strings.Builder
		for _, t := range j.targets {
			rest, ok := strings.CutPrefix(t.label, j.typed)
			if t.y != y || !ok || t.x < x {
				continue
			}
			b.WriteString(th.Paint(theme.None, theme.Faint, j.piece(y, x, t.x)))
			b.WriteString(th.Paint(theme.None, theme.MatchCurrent, safe.Clean(rest)))
			x = t.x + len(rest)
		}
		b.WriteString(th.Paint(theme.None, theme.Faint, j.piece(y, x, j.width)))
		out[y] = b.String()
	}
	return strings.Join(out, "\n")
}

// piece is a line's part between two columns, exactly as wide: letters may cover
// half of a wide character.
func (j *Jump) piece(y, from, to int) safe.Text {
	s := ansi.Cut(j.lines[y], from, to)
	if ansi.StringWidth(s) > to-from {
		s = " " + ansi.Cut(j.lines[y], from+1, to)
	}
	return dialog.Column(safe.Clean(s), to-from)
}

// smallWidth is that of the box in place of the screen.
const smallWidth = 24
