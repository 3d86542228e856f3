// Package login is the dialog that stands while an authorization waits for the
// person: where to log in, how long there is time, and a field for the address
// the browser was sent to when it cannot reach this machine; or the code to
// type into a browser elsewhere, and the address as a QR code for a phone.
//
// Pasting goes to the field at any time, and is shown as dots; typing does so
// after the field was entered, so that a key can copy the address.
package login

import (
	"time"

	"postern/auth"
	"postern/ui/dialog"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/field"
)

// The intents. ID is what [New] was given.
type (
	// Pasted is the address the browser was redirected to.
	Pasted struct{ ID, Text string }
	// CopyURL asks to copy the address of the login page.
	CopyURL struct{ ID string }
	// CopyCode asks to copy the code to type there.
	CopyCode struct{ ID string }
	// OtherWayAsked asks for the other way of the prompt.
	OtherWayAsked struct{ ID string }
	// Cancelled ends the wait.
	Cancelled struct{ ID string }
)

// Login is the dialog. Make one with [New].
type Login struct {
	dialog.Shell
	id     string
	prompt auth.Prompt
	now    time.Time
	field  *field.Field
	typing bool
	// qr shows the address as a QR code, which is made once for a theme.
	qr   bool
	code []string
	// fieldY is the line of the field in the box.
	fieldY int
}

// New returns the dialog for a prompt, at a time.
func New(env pane.Env, id string, p auth.Prompt, now time.Time) *Login {
	l := &Login{
		id: id, prompt: p, now: now, qr: p.Way == auth.ByDevice,
		field: field.New(env, field.Options{Placeholder: safe.Lit("paste the address here")}),
	}
	l.Env = env
	return l
}

// Name is the dialog's id.
func (l *Login) Name() string { return l.id }

// Cancelled ends the wait.
func (l *Login) Cancelled() pane.Intent { return Cancelled{l.id} }

// SetNow moves the countdown.
func (l *Login) SetNow(now time.Time) {
	if !now.Equal(l.now) {
		l.now = now
		l.Changed()
	}
}

// Restyle makes the dialog draw anew, with env.
func (l *Login) Restyle(env pane.Env) {
	l.Shell.Restyle(env)
	l.field.Restyle(env)
	l.code = nil
}

// Update handles one event.
func (l *Login) Update(ev pane.Event) (pane.Intent, bool) {
	l.Changed()
	switch ev := ev.(type) {
	case pane.Paste:
		if l.byDevice() {
			return nil, false
		}
		l.typing = true
		l.field.Mask(true) // it holds a code, or even a token
		l.field.Paste(ev.Text)
		return nil, false
	case pane.Click:
		left := l.typing
		if l.typing = ev.Y == l.fieldY && !l.byDevice(); l.typing {
			l.field.Click(ev.X - 2 - mark().Width())
			return nil, false
		}
		if left && l.Action(ev) == keymap.NextPane {
			return nil, false
		}
	case pane.Key:
		if l.typing {
			o := l.field.Key(ev.KeyPressMsg)
			if l.field.Value() == "" {
				l.field.Mask(false)
			}
			return l.typed(o)
		}
	}
	switch id := l.Action(ev); id {
	case keymap.NextPane, keymap.PrevPane, keymap.EditValue, keymap.Up, keymap.Down:
		l.typing = !l.byDevice()
	case keymap.Copy:
		return CopyURL{l.id}, false
	case keymap.CopyAll:
		if l.byDevice() {
			return CopyCode{l.id}, false
		}
	case keymap.OtherWay:
		if l.prompt.Other != "" {
			return OtherWayAsked{l.id}, true
		}
	case keymap.ShowQR:
		l.qr = !l.qr
	case keymap.Accept, keymap.Open:
		return l.submit()
	default:
		if id == keymap.Close || id == keymap.Cancel {
			return l.Cancelled(), true
		}
	}
	return nil, false
}

func (l *Login) typed(o field.Outcome) (pane.Intent, bool) {
	switch o {
	case field.Accepted:
		return l.submit()
	case field.Abandoned:
		return l.Cancelled(), true
	case field.Next, field.Prev, field.Up, field.Down:
		l.typing = false
	}
	return nil, false
}

// submit gives the pasted address. If it is refused, the person is asked again
// with the problem in the prompt.
func (l *Login) submit() (pane.Intent, bool) {
	if l.field.Value() == "" {
		return nil, false
	}
	return Pasted{ID: l.id, Text: l.field.Value()}, true
}

func (l *Login) byDevice() bool { return l.prompt.Way == auth.ByDevice }

// View returns the box.
func (l *Login) View() string { return l.Cached(l.draw) }

func (l *Login) frame(lines int) dialog.Frame {
	f := l.FrameFor(maxWidth, lines)
	f.Title = safe.Lit("Log in")
	if left := l.prompt.Until.Sub(l.now); !l.prompt.Until.IsZero() {
		f.Note = dialog.Left(left)
		if left > 0 {
			f.Note = f.Note.Plus(safe.Lit(" left"))
		}
	}
	hint := func(id keymap.ID, words string) {
		f.Hints = append(f.Hints, dialog.HintOf(l.Env, id, safe.Clean(words)))
	}
	if l.typing {
		hint(keymap.Accept, "take the address")
		hint(keymap.Close, "cancel")
		hint(keymap.NextPane, "leave the field")
		return f
	}
	hint(keymap.Close, "cancel")
	switch l.prompt.Other {
	case auth.ByDevice:
		hint(keymap.OtherWay, "device code")
	case auth.ByBrowser:
		hint(keymap.OtherWay, "browser here")
	}
	hint(keymap.Copy, "copy the address")
	if l.byDevice() {
		hint(keymap.CopyAll, "copy the code")
	} else {
		hint(keymap.NextPane, "type")
	}
	hint(keymap.ShowQR, "QR code")
	return f
}

// fieldRole is the look of the field's mark.
func (l *Login) fieldRole() theme.Role {
	if l.typing {
		return theme.Accent
	}
	return theme.Faint
}
