// Package tabs is a bar of names of which one is chosen: the tabs of a pane,
// and the small choices made in place.
package tabs

import (
	"strconv"
	"strings"

	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget"
)

// Tab is one entry of the bar.
type Tab struct {
	Label safe.Text
	// Note is shown behind the label in a lesser tone, like a count.
	Note safe.Text
	// Role is the label's look while it is not chosen; Plain means a tab's.
	Role theme.Role
}

func (t Tab) width() int {
	w := t.Label.Width()
	if !t.Note.Empty() {
		w += 1 + t.Note.Width()
	}
	return w
}

// Bar is the widget. Make one with [New].
type Bar struct {
	env    widget.Env
	tabs   []Tab
	active int
	width  int
	// chosen is the look of the chosen tab's label.
	chosen theme.Role
}

// New returns a bar without tabs.
func New(env widget.Env) *Bar { return &Bar{env: env, chosen: theme.TabActive} }

// NewChoice returns a bar whose chosen entry is drawn like a cursor, for
// choices made in place.
func NewChoice(env widget.Env) *Bar { return &Bar{env: env, chosen: theme.Cursor} }

// Restyle makes the bar draw with env.
func (b *Bar) Restyle(env widget.Env) { b.env = env }

// Set replaces the tabs; the chosen one stays at its place.
func (b *Bar) Set(tabs []Tab) {
	b.tabs = tabs
	b.Choose(b.active)
}

// Resize gives the bar its width in cells.
func (b *Bar) Resize(width int) { b.width = max(width, 0) }

// Active returns the index of the chosen tab.
func (b *Bar) Active() int { return b.active }

// Choose makes tab i the chosen one, if there is one.
func (b *Bar) Choose(i int) { b.active = max(min(i, len(b.tabs)-1), 0) }

// Step chooses another tab, by places to the right, around the ends.
func (b *Bar) Step(by int) {
	if n := len(b.tabs); n > 0 {
		b.active = ((b.active+by)%n + n) % n
	}
}

// between is what stands between two tabs: with blanks around it if there is room
// for all the tabs then.
func (b *Bar) between() safe.Text {
	room := b.width - 1 // a leading blank
	for _, t := range b.tabs {
		room -= t.width() + 3
	}
	if room+3 < 0 {
		return safe.Lit("│")
	}
	return safe.Lit(" │ ")
}

// first returns the tab the bar starts with: 0 if everything up to the chosen
// one fits, else as few as possible are left out.
func (b *Bar) first() int {
	if len(b.tabs) == 0 {
		return 0
	}
	room := b.width - 1 - b.tabs[b.active].width() // a leading blank
	gap := b.between().Width()
	i := b.active
	for i > 0 {
		need := b.tabs[i-1].width() + gap
		mark := 0
		if i-1 > 0 {
			mark = 2 // "‹ "
		}
		if need+mark > room {
			break
		}
		room -= need
		i--
	}
	return i
}

// Hit returns the tab in column x, or -1.
func (b *Bar) Hit(x int) int {
	first, gap := b.first(), b.between().Width()
	at := 1
	if first > 0 {
		if x < 3 {
			return first - 1
		}
		at += 2
	}
	for i := first; i < len(b.tabs) && at < b.width; i++ {
		w := b.tabs[i].width()
		if x >= at-1 && x <= at+w && x < b.width {
			return i
		}
		at += w + gap
	}
	return -1
}

// View returns the bar in exactly its width.
func (b *Bar) View(base theme.Base) string {
	if b.width <= 0 {
		return ""
	}
	var s strings.Builder
	left := b.width
	put := func(r theme.Role, t safe.Text) {
		t = t.Cut(left)
		left -= t.Width()
		s.WriteString(b.env.Theme.Paint(base, r, t))
	}
	put(theme.Plain, safe.Lit(" "))
	first, between := b.first(), b.between()
	if first > 0 {
		put(theme.Faint, safe.Lit("‹ "))
	}
	for i := first; i < len(b.tabs); i++ {
		if i > first {
			put(theme.Border, between)
		}
		t := b.tabs[i]
		role, note := theme.Tab, theme.Faint
		if t.Role != theme.Plain {
			role = t.Role
		}
		if i == b.active {
			role, note = b.chosen, theme.Accent
		}
		put(role, t.Label)
		if !t.Note.Empty() {
			put(note, safe.Lit(" ").Plus(t.Note))
		}
	}
	return s.String() + b.env.Theme.Space(base, left)
}

// Count is a number as the note of a tab: nothing for none.
func Count(n int) safe.Text {
	if n == 0 {
		return safe.Text{}
	}
	return safe.Clean(strconv.Itoa(n))
}
