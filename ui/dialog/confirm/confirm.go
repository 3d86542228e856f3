// Package confirm is the dialog that asks a question with a few answers.
//
// The first choice has the cursor, so it should be the one that loses nothing.
// Esc gives the answer named as Cancel.
package confirm

import (
	"fmt"
	"strings"

	"postern/ui/dialog"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/text"
)

// Choice is one answer.
type Choice struct {
	ID    string
	Title safe.Text
	// Letter chooses the answer at once; "" means none.
	Letter string
	// Role is the look; [theme.Error] warns of an answer that loses something.
	Role theme.Role
}

// Options say what is asked.
type Options struct {
	// Name comes back in [Answered], and so does Of: what it is about.
	Name, Of string
	Title    safe.Text
	// Lines are the question; each is wrapped.
	Lines   []safe.Text
	Choices []Choice
	// Cancel is the ID that is answered when the dialog is closed without a
	// choice; it need not be one of the choices.
	Cancel string
	// Wide gives the question more room, for one that is a report.
	Wide bool
}

// Answered is the intent of an answer.
type Answered struct{ Name, Of, Choice string }

// maxWidth is the widest a question gets, wideWidth one that is a report.
const (
	maxWidth  = 60
	wideWidth = 76
)

// Confirm is the dialog. Make one with [New].
type Confirm struct {
	dialog.Shell
	opt Options
	// cursor is the current choice.
	cursor int
	// top is the first visible line when the question is longer than the box.
	top int
}

// New returns a question.
func New(env pane.Env, o Options) *Confirm {
	c := &Confirm{opt: o}
	c.Env = env
	return c
}

// Name is the question's name.
func (c *Confirm) Name() string { return c.opt.Name }

// Cancelled answers with the choice to cancel.
func (c *Confirm) Cancelled() pane.Intent { return Answered{c.opt.Name, c.opt.Of, c.opt.Cancel} }

// Update handles one event.
func (c *Confirm) Update(ev pane.Event) (pane.Intent, bool) {
	c.Changed()
	switch ev := ev.(type) {
	case pane.Key:
		for i, ch := range c.opt.Choices {
			if ch.Letter != "" && strings.EqualFold(ch.Letter, ev.Text) {
				return c.answer(i)
			}
		}
	case pane.Click:
		if i := c.buttonAt(ev); i >= 0 {
			return c.answer(i)
		}
	case pane.Wheel:
		c.scroll(ev.Lines)
		return nil, false
	}
	switch id := c.Action(ev); id {
	case keymap.Left, keymap.Up, keymap.PrevPane:
		c.move(-1)
	case keymap.Right, keymap.Down, keymap.NextPane:
		c.move(1)
	case keymap.PageUp:
		c.scroll(-c.page())
	case keymap.PageDown:
		c.scroll(c.page())
	case keymap.Accept, keymap.Open, keymap.Toggle:
		return c.answer(c.cursor)
	default:
		if dialog.Closes(id) {
			return c.Cancelled(), true
		}
	}
	return nil, false
}

func (c *Confirm) move(by int) {
	if n := len(c.opt.Choices); n > 0 {
		c.cursor = (c.cursor + by + n) % n
	}
}

func (c *Confirm) answer(i int) (pane.Intent, bool) {
	if i >= len(c.opt.Choices) {
		return c.Cancelled(), true
	}
	return Answered{c.opt.Name, c.opt.Of, c.opt.Choices[i].ID}, true
}

// button is where a choice is drawn, in cells of the inner area.
type button struct{ x, y, width int }

// plan is how the box is filled.
type plan struct {
	frame    dialog.Frame
	question []text.Line
	// room is the number of lines for the question.
	room    int
	buttons []button
}

func (c *Confirm) plan() plan {
	width := maxWidth
	if c.opt.Wide {
		width = wideWidth
	}
	w := c.InnerWidth(width)
	p := plan{}
	for _, l := range c.opt.Lines {
		p.question = append(p.question, dialog.Paragraph(theme.Plain, l, w)...)
	}
	height := c.place(&p, w)
	p.frame = c.FrameFor(w, len(p.question)+1+height)
	p.frame.Title = c.opt.Title
	p.frame.Hints = []dialog.Hint{dialog.HintOf(c.Env, keymap.Accept, safe.Lit("choose")), dialog.HintOf(c.Env, keymap.Close, safe.Lit("back"))}
	_, h := p.frame.Inner()
	p.room = max(h-height, min(1, h-1))
	for i := range p.buttons {
		p.buttons[i].y += p.room
	}
	if over := p.buttonsOver(c.cursor, h); over > 0 {
		for i := range p.buttons {
			p.buttons[i].y -= over
		}
	}
	return p
}

// buttonsOver returns by how many lines the current button is below the box.
func (p plan) buttonsOver(cursor, h int) int {
	if cursor >= len(p.buttons) {
		return 0
	}
	return p.buttons[cursor].y - h + 1
}

// place puts the buttons side by side, or below each other if they are too
// wide, and returns how many lines they take.
func (c *Confirm) place(p *plan, w int) int {
	x := 0
	for _, ch := range c.opt.Choices {
		b := button{x: x, width: face(ch).Width()}
		x += b.width + 2
		p.buttons = append(p.buttons, b)
	}
	if x-2 <= w {
		return 1
	}
	for i := range p.buttons {
		p.buttons[i].x, p.buttons[i].y = 0, i
		p.buttons[i].width = min(p.buttons[i].width, w)
	}
	return len(p.buttons)
}

// face is what stands on a button.
func face(ch Choice) safe.Text {
	t := safe.Lit(" ")
	if ch.Letter != "" {
		t = t.Plus(safe.Clean(ch.Letter), safe.Lit(" "))
	}
	return t.Plus(ch.Title, safe.Lit(" "))
}

// View returns the box.
func (c *Confirm) View() string { return c.Cached(c.draw) }

func (c *Confirm) draw() string {
	p := c.plan()
	w, h := p.frame.Inner()
	top := min(c.top, max(len(p.question)-p.room, 0))
	lines := make([]string, h)
	for y := range lines {
		var l text.Line
		if y < p.room && top+y < len(p.question) {
			l = p.question[top+y]
		}
		if more := len(p.question) - top - p.room + 1; more > 1 && y == p.room-1 && y > 0 {
			l = text.Of(theme.Faint, safe.Clean(fmt.Sprintf("↓ %d more lines, %s", more, c.Env.Keys.Shown(keymap.PageDown))))
		}
		lines[y] = l.Render(c.Env.Theme, theme.None, w)
	}
	for y := max(p.room, 0); y < h; y++ {
		lines[y] = c.buttons(p, y, w)
	}
	return c.Box(p.frame, lines)
}

// buttons draws the buttons of a line.
func (c *Confirm) buttons(p plan, y, w int) string {
	th := c.Env.Theme
	var b strings.Builder
	at := 0
	for i, bt := range p.buttons {
		if bt.y != y {
			continue
		}
		base := theme.None
		if i == c.cursor {
			base = theme.Selected
		}
		b.WriteString(th.Space(theme.None, bt.x-at))
		b.WriteString(c.face(c.opt.Choices[i]).Render(th, base, bt.width))
		at = bt.x + bt.width
	}
	b.WriteString(th.Space(theme.None, w-at))
	return b.String()
}

func (c *Confirm) face(ch Choice) text.Line {
	l := text.Of(theme.Plain, safe.Lit(" "))
	if ch.Letter != "" {
		l = l.Plus(theme.KeyName, safe.Clean(ch.Letter)).Plus(theme.Plain, safe.Lit(" "))
	}
	return l.Plus(ch.Role, ch.Title).Plus(theme.Plain, safe.Lit(" "))
}

// page is by how many lines a page goes on: the last one stays in sight.
func (c *Confirm) page() int { return max(c.plan().room-2, 1) }

func (c *Confirm) scroll(by int) {
	p := c.plan()
	c.top = max(0, min(c.top+by, len(p.question)-p.room))
}

// buttonAt returns the choice whose button is at a place in the box, or -1.
func (c *Confirm) buttonAt(ev pane.Click) int {
	for i, b := range c.plan().buttons {
		if x := ev.X - 2 - b.x; ev.Y-1 == b.y && x >= 0 && x < b.width {
			return i
		}
	}
	return -1
}
