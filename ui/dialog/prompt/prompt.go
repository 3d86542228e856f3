// Package prompt is the dialog that asks for one line of text: a name, a path,
// a passphrase. While a path is typed it offers what is in the folder.
package prompt

import (
	"strings"

	"postern/ui/dialog"
	"postern/ui/folders"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/complete"
	"postern/ui/widget/field"
)

// Options say what is asked for.
type Options struct {
	// Name comes back in [Entered], and so does Of: what it is about.
	Name, Of    string
	Title       safe.Text
	Placeholder safe.Text
	// Hint stands below the field and is wrapped.
	Hint    safe.Text
	Initial string
	// Masked shows dots.
	Masked bool
	// Paths is what is offered where a path is asked for; nil is nothing.
	Paths *folders.Paths
	// Document says that a whole document may be pasted: a text of several lines,
	// or one that is too long to be typed, is taken as it is.
	Document bool
	// Check returns why a text cannot be taken, empty if it can; nil takes
	// every text. It is called while typing and must not do I/O.
	Check func(string) safe.Text
}

// Entered is the intent of a text.
type Entered struct{ Name, Of, Text string }

const (
	// maxWidth is the widest a prompt gets.
	maxWidth = 64
	// maxTyped is the longest text, in bytes, that a field is given if it can be
	// a document.
	maxTyped = 4 << 10
)

// Prompt is the dialog. Make one with [New].
type Prompt struct {
	dialog.Shell
	opt   Options
	field *field.Field
	// box is the list of what can be typed; tall says that it was open, from
	// when on its room stays.
	box  *complete.Box
	tall bool
	// refused is why the text cannot be taken; shown once it was tried.
	refused safe.Text
}

// New returns a prompt with the cursor behind the initial text.
func New(env pane.Env, o Options) *Prompt {
	p := &Prompt{opt: o, box: complete.New(env), field: field.New(env, field.Options{Masked: o.Masked, Placeholder: o.Placeholder})}
	p.Env = env
	p.field.Set(o.Initial)
	p.follow()
	return p
}

// Name is the prompt's name.
func (p *Prompt) Name() string { return p.opt.Name }

// Restyle makes the dialog draw anew, with env.
func (p *Prompt) Restyle(env pane.Env) {
	p.Shell.Restyle(env)
	p.field.Restyle(env)
	p.box.Restyle(env)
}

// Update handles one event.
func (p *Prompt) Update(ev pane.Event) (pane.Intent, bool) {
	p.Changed()
	if !p.offered(ev) {
		if in, closed := p.update(ev); closed {
			return in, true
		}
	}
	return p.follow(), false
}

func (p *Prompt) update(ev pane.Event) (pane.Intent, bool) {
	switch ev := ev.(type) {
	case pane.Key:
		return p.typed(p.field.Key(ev.KeyPressMsg))
	case pane.Paste:
		if p.opt.Document && (strings.ContainsAny(strings.TrimRight(ev.Text, "\r\n"), "\r\n") || len(ev.Text) > maxTyped) {
			return Entered{p.opt.Name, p.opt.Of, ev.Text}, true
		}
		return p.typed(p.field.Paste(ev.Text))
	case pane.Click:
		if ev.Y == 1 {
			p.field.Click(ev.X - 2)
			return nil, false
		}
	}
	switch id := p.Action(ev); {
	case id == keymap.Accept || id == keymap.Open:
		return p.enter()
	case dialog.Closes(id):
		return p.Cancelled(), true
	}
	return nil, false
}

func (p *Prompt) typed(o field.Outcome) (pane.Intent, bool) {
	switch o {
	case field.Accepted:
		return p.enter()
	case field.Abandoned:
		return p.Cancelled(), true
	case field.Changed:
		p.refused = safe.Text{}
	}
	return nil, false
}

func (p *Prompt) enter() (pane.Intent, bool) {
	if p.opt.Check != nil {
		if p.refused = p.opt.Check(p.field.Value()); !p.refused.Empty() {
			return nil, false
		}
	}
	return Entered{p.opt.Name, p.opt.Of, p.field.Value()}, true
}

// View returns the box.
func (p *Prompt) View() string { return p.Cached(p.draw) }

func (p *Prompt) draw() string {
	w := p.InnerWidth(maxWidth)
	p.field.Resize(w)
	lines := []string{p.field.View(theme.Marked, true)}
	role, below := theme.Faint, p.opt.Hint
	if !p.refused.Empty() {
		role, below = theme.Error, p.refused
	}
	if !below.Empty() {
		if p.Height >= roomy {
			lines = append(lines, p.Env.Theme.Space(theme.None, w))
		}
		lines = append(lines, dialog.Rendered(p.Env, dialog.Paragraph(role, below, w), w)...)
	}
	return p.boxed(p.withOffers(lines, w))
}

// boxed draws the frame around the lines.
func (p *Prompt) boxed(lines []string) string {
	f := p.FrameFor(p.InnerWidth(maxWidth), len(lines))
	f.Title = p.opt.Title
	f.Hints = []dialog.Hint{
		dialog.HintOf(p.Env, keymap.Accept, safe.Lit("take")),
		dialog.HintOf(p.Env, keymap.Close, safe.Lit("back")),
	}
	return p.Box(f, lines)
}

// roomy is the height from which the hint stands apart from the field.
const roomy = 8
