package keymap

import (
	"slices"
	"testing"

	tea "charm.land/bubbletea/v2"
)

// legacy are keys that terminals without an extended keyboard protocol send as
// another key or not at all; none may be the only way.
func legacy() []string {
	return []string{"ctrl+h", "ctrl+i", "ctrl+m", "ctrl+j", "ctrl+enter", "shift+enter", "ctrl+shift+z", "ctrl+pgup", "ctrl+pgdown"}
}

func TestEveryActionCanBeReached(t *testing.T) {
	for _, a := range Actions() {
		if a.Title == "" || a.Category == "" {
			t.Errorf("%s has no title or category", a.ID)
		}
		if !slices.ContainsFunc(a.Keys, func(k string) bool { return !slices.Contains(legacy(), k) }) {
			t.Errorf("%s (%v) cannot be reached on a plain terminal", a.ID, a.Keys)
		}
		if slices.Contains(legacy(), a.Keys[0]) {
			t.Errorf("%s shows %s, which not every terminal can send", a.ID, a.Keys[0])
		}
	}
}

// In one place, one key means one thing.
func TestNoKeyMeansTwoThings(t *testing.T) {
	seen := map[Scope]map[string]ID{}
	for _, a := range Actions() {
		for _, k := range a.Keys {
			if seen[a.Scope] == nil {
				seen[a.Scope] = map[string]ID{}
			}
			if other, ok := seen[a.Scope][k]; ok {
				t.Errorf("%s is both %s and %s in %s", k, other, a.ID, a.Scope)
			}
			seen[a.Scope][k] = a.ID
		}
	}
	for k, id := range seen[Anywhere] {
		for s, keys := range seen {
			if other, ok := keys[k]; ok && s != Anywhere {
				t.Errorf("%s is %s anywhere and %s in %s", k, id, other, s)
			}
		}
	}
}

func TestNoActionTwice(t *testing.T) {
	seen := map[ID]bool{}
	for _, a := range Actions() {
		if seen[a.ID] {
			t.Errorf("%s stands in the table twice", a.ID)
		}
		seen[a.ID] = true
	}
}

func TestFind(t *testing.T) {
	m := New(Actions(), map[ID][]string{Send: {"f5"}})
	press := func(code rune, text string, mod tea.KeyMod) tea.KeyPressMsg {
		return tea.KeyPressMsg{Code: code, Text: text, Mod: mod}
	}
	for _, tt := range []struct {
		name   string
		key    tea.KeyPressMsg
		scopes []Scope
		want   ID
	}{
		{"a global key", press('q', "q", 0), []Scope{Tree, Global}, Quit},
		{"the pane's own key wins", press('n', "n", 0), []Scope{Environment, Global}, AddVar},
		{"and means something else elsewhere", press('n', "n", 0), []Scope{Response, Global}, Next},
		{"upper case", press('n', "N", tea.ModShift), []Scope{Response, Global}, Prev},
		{"nothing in a text field", press('q', "q", 0), []Scope{Anywhere}, ""},
		{"an override", press(tea.KeyF5, "", 0), []Scope{Anywhere}, Send},
		{"replaces the default", press('r', "", tea.ModCtrl), []Scope{Anywhere}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got, _ := m.Find(tt.key, tt.scopes...); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// A reason is a sentence a person can act on, and it goes away.
func TestReasons(t *testing.T) {
	all := State{
		Request: true, Sending: true, Response: true, Environment: true, Environments: true, Dirty: true,
		Variable: true, Row: true, Collections: true, Tokens: true, Searching: true, Undo: true, Redo: true, Notes: true,
		Workspace: true, InCollection: true, Cut: true, OAuth: true, Back: true, Forward: true, Auth: AuthState{Inherited: true, Secret: true, Issuer: true, Legacy: true, Shareable: true},
	}
	for _, a := range Actions() {
		if why := a.Off(all); why != "" {
			t.Errorf("%s is off with everything there: %s", a.ID, why)
		}
	}
}
