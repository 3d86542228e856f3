package ui

import (
	"fmt"
	"slices"
	"strings"

	"postern/auth"
	"postern/engine"
	"postern/ui/keymap"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/text"
)

// fact is something the tour waits for.
type fact int

const (
	factChosen    fact = iota // a request is on screen
	factOpened                // a request was opened with enter
	factSent                  // a response arrived
	factRefreshed             // a token was refreshed before a send
	factEnv                   // the environment pane has the keys
	factEdited                // a variable was changed
)

// stop is one line of the tour: what to do, with the keys of the actions in
// place of %s, and the facts that show it was done.
type stop struct {
	say  string
	keys []keymap.ID
	done []fact
}

func stops() []stop {
	return []stop{
		{"%s unfolds, %s moves: to Users › List users, %s opens it", []keymap.ID{keymap.Right, keymap.Down, keymap.Open}, []fact{factOpened}},
		{"%s sends it", []keymap.ID{keymap.Send}, []fact{factSent, factRefreshed}},
		{"it got a token first, which counts down below: %s for the environment", []keymap.ID{keymap.OpenEnv}, []fact{factEnv, factEdited}},
		{"%s to limit, %s edits it, type 3, %s keeps it", []keymap.ID{keymap.Down, keymap.Open, keymap.Open}, []fact{factEdited}},
		{"%s sends again, with the new value", []keymap.ID{keymap.Send}, []fact{factSent, factRefreshed}},
		{"when the countdown is over, %s: the token is refreshed first", []keymap.ID{keymap.Send}, []fact{factRefreshed}},
		{"that is all: %s shows every key, %s ends the tour, %s quits", []keymap.ID{keymap.Help, keymap.Cancel, keymap.Quit}, nil},
	}
}

// tour tells, in one line, which key to press next.
type tour struct {
	running bool
	at      int
}

func (t *tour) start() { *t = tour{running: true} }

func (t *tour) on() bool { return t.running }

// fact moves on if it is what the present stop waits for.
func (t *tour) fact(f fact) {
	if t.running && t.at < len(stops()) && slices.Contains(stops()[t.at].done, f) {
		t.at++
	}
}

// over ends the tour if it has come to its last line, and reports whether it
// did.
func (t *tour) over() bool {
	if !t.running || t.at < len(stops())-1 {
		return false
	}
	t.running = false
	return true
}

// sent notes what a send showed.
func (t *tour) sent(x *engine.Exchange) {
	if x.Response == nil {
		return
	}
	f := factSent
	if slices.ContainsFunc(x.Tokens, func(c auth.TokenCall) bool { return c.Kind == "refresh_token" && c.Err == nil }) {
		f = factRefreshed
	}
	t.fact(f)
	if f == factRefreshed { // it also stands for what comes right after
		t.fact(f)
	}
}

func (t *tour) line(m *Model) text.Line {
	all := stops()
	s := all[min(t.at, len(all)-1)]
	l := text.Of(theme.Strong, safe.Clean(fmt.Sprintf(" Tour %d/%d  ", min(t.at+1, len(all)), len(all))))
	rest := s.say
	for _, id := range s.keys {
		var before string
		before, rest, _ = strings.Cut(rest, "%s")
		l = l.Plus(theme.Plain, safe.Clean(before)).Plus(theme.KeyName, safe.Clean(m.env.Keys.Shown(id)))
	}
	return l.Plus(theme.Plain, safe.Clean(rest))
}
