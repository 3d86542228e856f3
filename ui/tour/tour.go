// Package tour tells a newcomer, in one line, which key to press next. It waits
// for facts, not for keys, so any way of doing a thing counts.
//
// To add a stop, add a row to the list in stops.
package tour

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

// Fact is something the tour waits for.
type Fact int

// The facts.
const (
	Opened      Fact = iota // a request was opened
	Sent                    // a response arrived
	Refreshed               // a token was refreshed before a send
	Environment             // the environment pane has the keys
	Edited                  // a variable was changed
)

// stop is one line of the tour: what to do, with the keys of the actions in
// place of %s, and the facts that show it was done.
type stop struct {
	say  string
	keys []keymap.ID
	done []Fact
}

func stops() []stop {
	return []stop{
		{"%s unfolds, %s moves: to Users › List users, %s opens it", []keymap.ID{keymap.Right, keymap.Down, keymap.Open}, []Fact{Opened}},
		{"%s sends it", []keymap.ID{keymap.Send}, []Fact{Sent, Refreshed}},
		{"a token was got first and counts down below: %s for the environment", []keymap.ID{keymap.OpenEnv}, []Fact{Environment, Edited}},
		{"%s to limit, %s edits it, type 3, %s keeps it", []keymap.ID{keymap.Down, keymap.Open, keymap.Open}, []Fact{Edited}},
		{"%s sends again, with the new value", []keymap.ID{keymap.Send}, []Fact{Sent, Refreshed}},
		{"when the countdown is over, %s: the token is refreshed first", []keymap.ID{keymap.Send}, []Fact{Refreshed}},
		{"that is all: %s shows every key, %s ends the tour, %s quits", []keymap.ID{keymap.Help, keymap.Cancel, keymap.Quit}, nil},
	}
}

// Tour is where a person is in it. The zero Tour is not running.
type Tour struct {
	running bool
	at      int
}

// Start begins at the first stop.
func (t *Tour) Start() { *t = Tour{running: true} }

// On reports whether the tour is running.
func (t *Tour) On() bool { return t.running }

// Note moves on if it is what the present stop waits for.
func (t *Tour) Note(f Fact) {
	if t.running && t.at < len(stops()) && slices.Contains(stops()[t.at].done, f) {
		t.at++
	}
}

// Over ends the tour if it has come to its last line, and reports whether it
// did.
func (t *Tour) Over() bool {
	if !t.running || t.at < len(stops())-1 {
		return false
	}
	t.running = false
	return true
}

// NoteSend notes what a send showed.
func (t *Tour) NoteSend(x *engine.Exchange) {
	if x.Response == nil {
		return
	}
	f := Sent
	if slices.ContainsFunc(x.Tokens, func(c auth.TokenCall) bool { return c.Kind == "refresh_token" && c.Err == nil }) {
		f = Refreshed
	}
	t.Note(f)
	if f == Refreshed { // it also stands for what comes right after
		t.Note(f)
	}
}

// Line is the present stop.
func (t *Tour) Line(keys *keymap.Map) text.Line {
	all := stops()
	s := all[min(t.at, len(all)-1)]
	l := text.Of(theme.Strong, safe.Clean(fmt.Sprintf(" Tour %d/%d  ", min(t.at+1, len(all)), len(all))))
	rest := s.say
	for _, id := range s.keys {
		var before string
		before, rest, _ = strings.Cut(rest, "%s")
		l = l.Plus(theme.Plain, safe.Clean(before)).Plus(theme.KeyName, safe.Clean(keys.Shown(id)))
	}
	return l.Plus(theme.Plain, safe.Clean(rest))
}
