package ui

import (
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"postern/auth"
	"postern/engine/collection"
	"postern/ui/keymap"
	"postern/ui/layout"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/text"
)

// tokenBar is the token of the chosen request, for the status line.
type tokenBar struct {
	token auth.Token
	known bool
}

// bottom is the status line.
type bottom struct{ *Model }

// status is the last line: environment, token, then a note or the keys.
func (m bottom) status() text.Line {
	l := text.Of(theme.Strong, safe.Lit(" ").Plus(envName(m.desk.Env), safe.Lit(" ▾")))
	l = append(l, m.token.spans(m.now())...)
	if m.desk.Unsaved() {
		l = l.Plus(theme.Warn, safe.Lit("   ● unsaved"))
	}
	l = l.Plus(theme.Plain, safe.Lit("   "))
	switch {
	case m.toast.Line() != nil:
		return append(l, m.toast.Line()...)
	case m.sends.Flying[m.desk.ItemID()] != nil:
		return append(l, m.sends.Flying[m.desk.ItemID()].Progress(m.now())...)
	}
	return m.keyHints(l)
}

func (t tokenBar) spans(now time.Time) text.Line {
	if !t.known {
		return nil
	}
	role := theme.Badge
	left, ok := t.token.Left(now)
	if !t.token.Usable(now) {
		role = theme.BadgeWarn
	}
	l := text.Of(role, safe.Lit("   ● ").Plus(safe.Clean(t.token.Name)))
	switch {
	case !ok:
		return l.Plus(theme.Faint, safe.Lit(" · no end known"))
	case left == 0:
		return l.Plus(theme.Warn, safe.Lit(" · expired · renewed at the next send"))
	}
	return l.Plus(theme.Faint, safe.Clean(" · "+short(left)+" · auto"))
}

// short prints a time left in at most two units: 54m, 1h05m, 9s.
func short(d time.Duration) string {
	d = d.Round(time.Second)
	switch {
	case d >= 24*time.Hour:
		return fmt.Sprintf("%dd%02dh", d/(24*time.Hour), d%(24*time.Hour)/time.Hour)
	case d >= time.Hour:
		return fmt.Sprintf("%dh%02dm", d/time.Hour, d%time.Hour/time.Minute)
	case d >= time.Minute:
		return fmt.Sprintf("%dm%02ds", d/time.Minute, d%time.Minute/time.Second)
	}
	return fmt.Sprintf("%ds", d/time.Second)
}

// keyHints adds the keys that do something now.
func (m bottom) keyHints(l text.Line) text.Line {
	st, scope := m.state(), scopeOf(m.screen.focus)
	if m.pane(m.screen.focus).Editing() {
		return l.Plus(theme.KeyName, safe.Lit("enter")).Plus(theme.Faint, safe.Lit(" done  ")).
			Plus(theme.KeyName, safe.Lit("esc")).Plus(theme.Faint, safe.Lit(" back  ")).
			Plus(theme.KeyName, safe.Clean(m.env.Keys.Key(keymap.Send))).Plus(theme.Faint, safe.Lit(" send"))
	}
	help, _ := m.env.Keys.Action(keymap.Help)
	last := keyHint(help)
	width := m.screen.in.Width - l.Width() - last.Width()
	for _, a := range m.env.Keys.Actions() {
		if a.Footer == "" || len(a.Keys) == 0 || a.ID == help.ID || a.Off(st) != "" {
			continue
		}
		if a.Scope != scope && a.Scope != keymap.Global && a.Scope != keymap.Anywhere {
			continue
		}
		hint := keyHint(a)
		if width -= hint.Width(); width < 0 {
			break
		}
		l = append(l, hint...)
	}
	return append(l, last...)
}

func keyHint(a keymap.Action) text.Line {
	return text.Of(theme.KeyName, safe.Clean(a.Keys[0])).Plus(theme.Faint, safe.Clean(" "+a.Footer+"  "))
}

// envName names the chosen environment.
func envName(e *collection.Environment) safe.Text {
	if e == nil {
		return safe.Lit("no environment")
	}
	return safe.Clean(e.Name)
}

// state is what the reasons of the actions look at.
func (m *Model) state() keymap.State {
	_, variable := m.envs.Variable()
	return keymap.State{
		Request: m.desk.Item() != nil, Folder: m.desk.Folder(),
		Sending:     m.sends.Flying[m.desk.ItemID()] != nil,
		Response:    m.sends.Last[m.desk.ItemID()] != nil,
		Environment: m.desk.Env != nil, Environments: len(m.desk.Environments) > 0,
		Dirty: m.desk.Unsaved(), Collections: len(m.desk.Collections) > 0,
		Variable: variable, Row: m.request.RowSelected(), Notes: m.desk.Notes() > 0,
		Searching: m.response.Searching(), Undo: m.desk.CanUndo(), Redo: m.desk.CanRedo(),
		Workspace: m.desk.Workspace != nil, InCollection: m.desk.Collection != nil, Cut: m.desk.Cut() != "",
	}
}

// tickMsg moves clocks on screen: twenty times a second while something is in
// flight, else once a second while a countdown is shown, else not at all.
type tickMsg struct{}

func (tickMsg) apply(m *Model) tea.Cmd {
	m.ticking = false
	m.dialogs.SetNow(m.now())
	if f := m.sends.Flying[m.desk.ItemID()]; f != nil {
		m.response.SetProgress(f.Progress(m.now()))
	}
	return m.tick()
}

// tick starts the clock if something on screen needs it and it stands still.
func (m *Model) tick() tea.Cmd {
	if m.ticking {
		return nil
	}
	_, ends := m.token.token.Left(m.now())
	every := time.Duration(0)
	switch {
	case len(m.sends.Flying) > 0:
		every = 50 * time.Millisecond
	case m.token.known && ends && m.token.token.Expiry.After(m.now()) || !m.dialogs.Empty():
		every = time.Second
	default:
		return nil
	}
	m.ticking = true
	return tea.Tick(every, func(time.Time) tea.Msg { return tickMsg{} })
}

// focusOrder is the ring of tab.
func focusOrder() []layout.Slot {
	return []layout.Slot{layout.Tree, layout.Request, layout.Response, layout.Environment}
}
