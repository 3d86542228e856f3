package dialog

import (
	"strings"

	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/text"
)

// What a frame takes: a border and, at the sides, a blank.
const (
	frameWidth  = 4
	frameHeight = 2
)

// Hint is a key and what it does, for the lower border.
type Hint struct {
	Key, Title safe.Text
	id         keymap.ID
}

// HintOf returns the hint of an action, in words that fit the dialog; a zero
// Hint if the action has no key.
func HintOf(env pane.Env, id keymap.ID, title safe.Text) Hint {
	return Hint{Key: safe.Clean(env.Keys.Key(id)), Title: title, id: id}
}

// Frame is what stands around a dialog's lines.
type Frame struct {
	// Width and Height are those of the whole box, in cells.
	Width, Height int
	Title         safe.Text
	// Note stands at the right end of the upper border.
	Note safe.Text
	// Hints stand in the lower border, as many as there is room for, so the
	// most important one comes first; see [Shell.More].
	Hints []Hint
}

// Inner returns the size of what the frame leaves.
func (f Frame) Inner() (width, height int) {
	return max(f.Width-frameWidth, 0), max(f.Height-frameHeight, 0)
}

// FrameFor returns a frame for content of some size, no larger than the area of
// the dialog.
func (s *Shell) FrameFor(width, height int) Frame {
	return Frame{Width: min(width+frameWidth, s.Width), Height: min(height+frameHeight, s.Height)}
}

// InnerWidth returns the cells a line of up to width cells gets.
func (s *Shell) InnerWidth(width int) int { return max(min(width, s.Width-frameWidth), 0) }

// box draws a frame around lines.
func box(env pane.Env, f Frame, lines []string) string {
	if f.Width < frameWidth+1 || f.Height < frameHeight {
		return tooSmall(env, f)
	}
	th := env.Theme
	w, h := f.Inner()
	side := th.Paint(theme.None, theme.BorderFocus, safe.Lit("│"))
	left, right := side+" ", " "+side
	blank := th.Space(theme.None, w)
	var b strings.Builder
	b.WriteString(f.top().Render(th, theme.None, f.Width))
	for i := range h {
		l := blank
		if i < len(lines) {
			l = lines[i]
		}
		b.WriteString("\n" + left + l + right)
	}
	b.WriteString("\n" + f.bottom().Render(th, theme.None, f.Width))
	return b.String()
}

// Rendered returns the lines in exactly width cells each.
func Rendered(env pane.Env, lines []text.Line, width int) []string {
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = l.Render(env.Theme, theme.None, width)
	}
	return out
}

// tooSmall is a box without room for a border.
func tooSmall(env pane.Env, f Frame) string {
	lines := make([]string, max(f.Height, 0))
	for i := range lines {
		lines[i] = text.Of(theme.Strong, f.Title).Render(env.Theme, theme.None, f.Width)
	}
	return strings.Join(lines, "\n")
}

func (f Frame) top() text.Line {
	room := f.Width - 2
	title := f.Title.Cut(room - 3)
	line := text.Of(theme.BorderFocus, safe.Lit("╭"))
	if !title.Empty() {
		line = line.Plus(theme.BorderFocus, safe.Lit("─ ")).Plus(theme.TitleFocus, title).Plus(theme.BorderFocus, safe.Lit(" "))
	}
	left := f.Width - 1 - line.Width()
	if w := f.Note.Width() + 3; !f.Note.Empty() && w < left {
		return line.Plus(theme.BorderFocus, rule(left-w)).
			Plus(theme.Faint, safe.Lit(" ").Plus(f.Note, safe.Lit(" "))).
			Plus(theme.BorderFocus, safe.Lit("─╮"))
	}
	return line.Plus(theme.BorderFocus, rule(left).Plus(safe.Lit("╮")))
}

// border returns the hints that the lower border has room for, and the others.
// The way out keeps its room behind the first, for a person must find it.
func (f Frame) border() (in, out []Hint) {
	room, hints := f.Width-4, f.Hints
	var exit []Hint
	if n := len(hints) - 1; n > 0 && hints[n].id == keymap.Close && !hints[n].Key.Empty() {
		if w := hints[n].width() + 1; hints[0].width()+w <= room {
			hints, exit, room = hints[:n], hints[n:], room-w
		}
	}
	for _, h := range hints {
		if h.Key.Empty() {
			continue
		}
		w := h.width()
		if len(in) > 0 {
			w++
		}
		if len(out) > 0 || w > room {
			out = append(out, h)
			continue
		}
		in, room = append(in, h), room-w
	}
	return append(in, exit...), out
}

func (f Frame) bottom() text.Line {
	line := text.Of(theme.BorderFocus, safe.Lit("╰─"))
	in, _ := f.border()
	for i, h := range in {
		sep := safe.Lit(" ")
		if i > 0 {
			sep = safe.Lit("─ ")
		}
		line = h.add(line.Plus(theme.BorderFocus, sep))
	}
	return line.Plus(theme.BorderFocus, rule(f.Width-1-line.Width()).Plus(safe.Lit("╯")))
}

// minMore is the height in cells from which on there is room for [Shell.More].
const minMore = 16

// More returns lines of the hints that the lower border of f has no room for. A
// dialog that can do much ends its content with them. On a small screen there
// are none.
func (s *Shell) More(f Frame) []text.Line {
	s.more = nil
	if s.Height < minMore {
		return nil
	}
	_, rest := f.border()
	w, _ := f.Inner()
	var lines []text.Line
	for _, h := range rest {
		n := len(lines) - 1
		if n < 0 || lines[n].Width()+h.width() > w {
			lines, s.more, n = append(lines, nil), append(s.more, nil), n+1
		} else {
			lines[n] = lines[n].Plus(theme.Faint, safe.Lit("  "))
		}
		lines[n], s.more[n] = h.add(lines[n]), append(s.more[n], h)
	}
	return lines
}

// Box draws a frame around lines that are as wide as [Frame.Inner] says; missing
// ones are blank, surplus ones are left out. Its hints can be clicked, see
// [Shell.Action]. The lines end with those of [Shell.More], if they were asked
// for.
func (s *Shell) Box(f Frame, lines []string) string {
	in, _ := f.border()
	s.hints, s.more = append(s.more, in), nil
	s.bottom = f.Height - 1
	return box(s.Env, f, lines)
}

// hinted returns the action of the hint at a place in the box, or "".
func (s *Shell) hinted(x, y int) keymap.ID {
	row := y - s.bottom + len(s.hints) - 1
	if row < 0 || row >= len(s.hints) {
		return ""
	}
	at := 2
	if y == s.bottom {
		at++
	}
	for _, h := range s.hints[row] {
		if x >= at && x < at+h.width()-2 {
			return h.id
		}
		at += h.width() + 1
	}
	return ""
}

// width is that of a hint with a blank at both ends.
func (h Hint) width() int { return h.Key.Width() + h.Title.Width() + 3 }

// add puts a hint at the end of a line, with a blank behind it.
func (h Hint) add(line text.Line) text.Line {
	return line.Plus(theme.KeyName, h.Key).Plus(theme.Faint, safe.Lit(" ").Plus(h.Title, safe.Lit(" ")))
}

func rule(n int) safe.Text { return safe.Clean(strings.Repeat("─", max(n, 0))) }
