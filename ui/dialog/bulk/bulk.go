// Package bulk is the dialog in which a list is edited as text, a line each. The
// owner checks the text while it is typed; what cannot be taken says why and
// where, and nothing typed is lost by one key.
package bulk

import (
	"strings"

	"postern/ui/dialog"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/editor"
	"postern/ui/widget/text"
)

// Options say what is edited.
type Options struct {
	// Name comes back in [Taken], and so does Of: what it is about.
	Name, Of string
	Title    safe.Text
	// Hint stands below the text.
	Hint safe.Text
	Text string
	// Check returns why a text cannot be taken, empty if it can. It must not do
	// I/O.
	Check func(string) safe.Text
}

// Taken is the intent of a text that was changed.
type Taken struct{ Name, Of, Text string }

// maxWidth is the widest the dialog gets.
const maxWidth = 110

// Bulk is the dialog. Make one with [New].
type Bulk struct {
	dialog.Shell
	opt    Options
	editor *editor.Editor
	wrong  safe.Text
	// leaving is set once esc was pressed on a changed text.
	leaving bool
}

// New returns the dialog with the cursor at the start of the text.
func New(env pane.Env, o Options) *Bulk {
	b := &Bulk{opt: o, editor: editor.New(env, editor.Options{Numbers: true})}
	b.Env = env
	b.editor.Set(o.Text)
	b.editor.Edit(true)
	return b
}

// Name is the dialog's name.
func (b *Bulk) Name() string { return b.opt.Name }

// Restyle makes the dialog draw anew, with env.
func (b *Bulk) Restyle(env pane.Env) {
	b.Shell.Restyle(env)
	b.editor.Restyle(env)
}

// Update handles one event.
func (b *Bulk) Update(ev pane.Event) (pane.Intent, bool) {
	b.Changed()
	switch ev := ev.(type) {
	case pane.Key:
		return b.key(ev)
	case pane.Paste:
		b.editor.Paste(ev.Text)
		b.changed()
	case pane.Click:
		switch id := b.Action(ev); {
		case id == keymap.Save:
			return b.take()
		case dialog.Closes(id):
			return b.leave()
		}
		b.editor.Click(ev.X-2, ev.Y-1)
	case pane.Wheel:
		b.editor.Scroll(ev.Lines)
	}
	return nil, false
}

func (b *Bulk) key(ev pane.Key) (pane.Intent, bool) {
	if id, ok := b.Env.Keys.Find(ev.KeyPressMsg, keymap.Anywhere); ok && !b.Env.Edit.Claims(ev.KeyPressMsg) {
		if id == keymap.Save {
			return b.take()
		}
		return nil, false
	}
	switch b.editor.Key(ev.KeyPressMsg) {
	case editor.Changed:
		b.changed()
	case editor.Copied, editor.Cut:
		b.changed()
		return pane.CopyAsked{What: "the selection", Text: b.editor.Taken()}, false
	case editor.Left:
		return b.leave()
	}
	return nil, false
}

// leave closes the dialog; over a changed text it has to be asked for twice.
func (b *Bulk) leave() (pane.Intent, bool) {
	if b.leaving || b.editor.Text() == b.opt.Text {
		return b.Cancelled(), true
	}
	b.leaving = true
	return nil, false
}

func (b *Bulk) changed() {
	b.leaving = false
	b.wrong = b.opt.Check(b.editor.Text())
}

func (b *Bulk) take() (pane.Intent, bool) {
	if b.editor.Text() == b.opt.Text {
		return b.Cancelled(), true
	}
	if b.changed(); !b.wrong.Empty() {
		return nil, false
	}
	return Taken{Name: b.opt.Name, Of: b.opt.Of, Text: b.editor.Text()}, true
}

// View returns the box.
func (b *Bulk) View() string { return b.Cached(b.draw) }

func (b *Bulk) draw() string {
	f := b.FrameFor(maxWidth, b.Height)
	f.Title = b.opt.Title
	f.Hints = []dialog.Hint{
		dialog.HintOf(b.Env, keymap.Save, safe.Lit("take it")),
		dialog.HintOf(b.Env, keymap.Close, safe.Lit("leave")),
	}
	w, h := f.Inner()
	if h < 2 {
		return b.Box(f, nil)
	}
	b.editor.Resize(w, h-1)
	note := text.Of(theme.Faint, b.opt.Hint)
	switch {
	case !b.wrong.Empty():
		note = text.Of(theme.Error, safe.Lit("✗ ").Plus(b.wrong))
	case b.leaving:
		note = text.Of(theme.Warn, safe.Lit("! ").Plus(safe.Clean(b.Env.Keys.Shown(keymap.Close)+" again leaves without what you have typed")))
	}
	return b.Box(f, append(strings.Split(b.editor.View(), "\n"), note.Render(b.Env.Theme, theme.None, w)))
}
