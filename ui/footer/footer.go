// Package footer draws the parts of the last line: the chosen environment, the
// token, and the keys that do something now. What is shown when is the
// workbench's to say.
package footer

import (
	"fmt"
	"strings"
	"time"

	"postern/auth"
	"postern/engine/collection"
	"postern/ui/keymap"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/text"
)

// environment names the chosen environment; nil is none.
func environment(e *collection.Environment) text.Line {
	name := safe.Lit("no environment")
	if e != nil {
		name = safe.Clean(e.Name)
	}
	return text.Of(theme.Strong, safe.Lit(" ").Plus(name, safe.Lit(" ▾")))
}

// Token tells a token's name and the time it has left at a moment.
// wrong is why it looks as if it were for another target, "" if it does not.
func Token(t auth.Token, wrong string, now time.Time) text.Line {
	if wrong != "" {
		return text.Of(theme.Error, safe.Lit("   ▲ ").Plus(safe.Clean(t.Name))).
			Plus(theme.Error, safe.Lit(" · ").Plus(safe.Clean(wrong)))
	}
	role := theme.Badge
	left, ok := t.Left(now)
	if !t.Usable(now) {
		role = theme.BadgeWarn
	}
	l := text.Of(role, safe.Lit("   ● ").Plus(safe.Clean(t.Name)))
	switch {
	case !ok && !t.NeedsLogin:
		return l.Plus(theme.Faint, safe.Lit(" · no end known"))
	case !auth.AutoRefresh(t.Config) && left == 0:
		return l.Plus(theme.Warn, safe.Lit(" · expired · sent as it is: auto-refresh is off"))
	case t.NeedsLogin || left == 0 && !t.Renews():
		return l.Plus(theme.Warn, safe.Lit(" · expired · the next send asks you to log in"))
	case left == 0:
		return l.Plus(theme.Warn, safe.Lit(" · expired · renewed at the next send"))
	case !t.Renews():
		return l.Plus(theme.Faint, safe.Clean(" · "+short(left)))
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

// typing are the keys that count in a text field.
func typing(keys *keymap.Map) Bar {
	return Bar{}.Plus("", text.Of(theme.KeyName, safe.Lit("enter")).Plus(theme.Faint, safe.Lit(" done  "))).
		Plus("", text.Of(theme.KeyName, safe.Lit("esc")).Plus(theme.Faint, safe.Lit(" back  "))).
		Plus(keymap.Send, text.Of(theme.KeyName, safe.Clean(keys.Key(keymap.Send))).Plus(theme.Faint, safe.Lit(" send")))
}

// Keys are those of the actions that can be done now in a scope, as many as
// have room in width cells. The one of the help is always there.
func Keys(keys *keymap.Map, st keymap.State, scope keymap.Scope, width int) Bar {
	var bar Bar
	help, _ := keys.Action(keymap.Help)
	last := keyHint(help)
	width -= last.Width()
	for _, a := range keys.Actions() {
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
		bar = bar.Plus(a.ID, hint)
	}
	return bar.Plus(help.ID, last)
}

func keyHint(a keymap.Action) text.Line {
	return text.Of(theme.KeyName, safe.Clean(a.Keys[0])).Plus(theme.Faint, safe.Clean(" "+a.Footer+"  "))
}

// TokenOf is [Token] in one look, with whom the token speaks for.
func TokenOf(t auth.Token, wrong, who string, now time.Time) (safe.Text, theme.Role) {
	s := safe.Clean(strings.TrimSpace(Token(t, wrong, now).String()))
	if who != "" {
		s = s.Plus(safe.Lit(" · "), safe.Clean(who))
	}
	if wrong != "" || !t.Usable(now) {
		return s, theme.Warn
	}
	return s, theme.OK
}
