// Package blanks is the dialog that asks for several short texts at once: the
// values that an address lacks.
//
// All of them may stay empty. What comes of the texts stands below them while
// they are typed.
package blanks

import (
	"postern/ui/dialog"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/field"
)

// Options say what is asked for.
type Options struct {
	// Name comes back in [Filled].
	Name  string
	Title safe.Text
	// Blanks are the texts, by their names; Values are what they are at first.
	Blanks []string
	Values map[string]string
	// Makes says what comes of the texts. It is called while typing and must
	// not do I/O.
	Makes func(values map[string]string) safe.Text
}

// Filled is the intent of the texts; one that is empty is not among them.
type Filled struct {
	Name   string
	Values map[string]string
}

// The widths, in cells.
const (
	maxWidth = 76
	maxLabel = 24
)

// Blanks is the dialog. Make one with [New].
type Blanks struct {
	dialog.Shell
	opt    Options
	fields []*field.Field
	// at is the field that has the keys, top the first on show, room how many
	// were.
	at, top, room int
	label         int
}

// New returns the dialog, with the cursor in the first field.
func New(env pane.Env, o Options) *Blanks {
	b := &Blanks{opt: o}
	b.Env = env
	for _, name := range o.Blanks {
		f := field.New(env, field.Options{Placeholder: safe.Lit("left out")})
		f.Set(o.Values[name])
		b.fields = append(b.fields, f)
		b.label = min(max(b.label, safe.Clean(name).Width()), maxLabel)
	}
	return b
}

// Name is the dialog's name.
func (b *Blanks) Name() string { return b.opt.Name }

// Restyle makes the dialog draw anew, with env.
func (b *Blanks) Restyle(env pane.Env) {
	b.Shell.Restyle(env)
	for _, f := range b.fields {
		f.Restyle(env)
	}
}

// values are the texts that are not empty.
func (b *Blanks) values() map[string]string {
	out := map[string]string{}
	for i, f := range b.fields {
		if f.Value() != "" {
			out[b.opt.Blanks[i]] = f.Value()
		}
	}
	return out
}

// Update handles one event.
func (b *Blanks) Update(ev pane.Event) (pane.Intent, bool) {
	b.Changed()
	switch ev := ev.(type) {
	case pane.Key:
		if b.at < len(b.fields) {
			return b.typed(b.fields[b.at].Key(ev.KeyPressMsg))
		}
	case pane.Paste:
		if b.at < len(b.fields) {
			b.fields[b.at].Paste(ev.Text)
		}
		return nil, false
	case pane.Wheel:
		b.move(ev.Lines)
		return nil, false
	case pane.Click:
		if y := ev.Y - 1; y >= 0 && y < b.room && b.top+y < len(b.fields) {
			b.at = b.top + y
			b.fields[b.at].Click(ev.X - 2 - b.label - 2)
			return nil, false
		}
	}
	switch id := b.Action(ev); {
	case id == keymap.Accept || id == keymap.Open:
		return b.filled()
	case dialog.Closes(id):
		return b.Cancelled(), true
	}
	return nil, false
}

func (b *Blanks) typed(o field.Outcome) (pane.Intent, bool) {
	switch o {
	case field.Accepted:
		return b.filled()
	case field.Abandoned:
		return b.Cancelled(), true
	case field.Next, field.Down:
		b.move(1)
	case field.Prev, field.Up:
		b.move(-1)
	}
	return nil, false
}

func (b *Blanks) filled() (pane.Intent, bool) { return Filled{b.opt.Name, b.values()}, true }

// move goes to another field, around the ends.
func (b *Blanks) move(by int) {
	if n := len(b.fields); n > 0 {
		b.at = ((b.at+by)%n + n) % n
	}
}

// View returns the box.
func (b *Blanks) View() string { return b.Cached(b.draw) }

// minRoom is how many fields are shown at least before there is room for what
// comes of them.
const minRoom = 3

func (b *Blanks) draw() string {
	w := b.InnerWidth(maxWidth)
	below := dialog.Rendered(b.Env, dialog.Paragraph(theme.Accent, b.opt.Makes(b.values()), w), w)
	f := b.FrameFor(w, len(b.fields)+1+len(below))
	f.Title = b.opt.Title
	f.Hints = []dialog.Hint{
		dialog.HintOf(b.Env, keymap.Accept, safe.Lit("follow")), dialog.HintOf(b.Env, keymap.NextPane, safe.Lit("next")),
		dialog.HintOf(b.Env, keymap.Close, safe.Lit("back")),
	}
	_, h := f.Inner()
	below = below[:max(0, min(len(below), h-min(len(b.fields), minRoom)-1))]
	b.room = min(len(b.fields), h)
	if len(below) > 0 {
		b.room = min(b.room, h-1-len(below))
	}
	b.top = max(min(b.top, b.at), b.at-b.room+1, 0)
	var lines []string
	for i := b.top; i < min(b.top+b.room, len(b.fields)); i++ {
		lines = append(lines, b.row(i, w))
	}
	if len(below) > 0 {
		lines = append(append(lines, b.Env.Theme.Space(theme.None, w)), below...)
	}
	return b.Box(f, lines)
}

// row is a field with its name.
func (b *Blanks) row(i, w int) string {
	th := b.Env.Theme
	label := dialog.Column(safe.Clean(b.opt.Blanks[i]), min(b.label, w))
	role := theme.Faint
	base := theme.None
	if i == b.at {
		role, base = theme.Strong, theme.Marked
	}
	gap := min(2, max(w-label.Width(), 0))
	b.fields[i].Resize(w - label.Width() - gap)
	return th.Paint(theme.None, role, label) + th.Space(theme.None, gap) + b.fields[i].View(base, i == b.at)
}
