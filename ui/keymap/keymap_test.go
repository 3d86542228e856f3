package keymap

import (
	"slices"
	"testing"

	tea "charm.land/bubbletea/v2"
)

// With every preset each action is reached on a plain terminal, and the key that
// is shown is one that it sends.
func TestEveryActionCanBeReached(t *testing.T) {
	for _, p := range Presets() {
		for _, a := range p.Apply(Actions()) {
			if a.Title == "" || a.Category == "" {
				t.Errorf("%s has no title or category", a.ID)
			}
			if !slices.ContainsFunc(a.Keys, plain) {
				t.Errorf("%s: %s (%v) cannot be reached on a plain terminal", p.Name, a.ID, a.Keys)
				continue
			}
			if !plain(a.Keys[0]) {
				t.Errorf("%s: %s shows %s, which not every terminal can send", p.Name, a.ID, a.Keys[0])
			}
			for _, k := range a.Keys {
				if spelled, ok := spell(k); (!ok || spelled != k) && plain(k) {
					t.Errorf("%s: %s has %q, which is spelled %q", p.Name, a.ID, k, spelled)
				}
			}
		}
	}
}

// In one place, one key means one thing; and what counts in text fields does
// not take the keys that edit, but for the one that a text of several lines keeps.
func TestNoKeyMeansTwoThings(t *testing.T) {
	for _, p := range Presets() {
		for _, c := range settle(p.Apply(Actions()), func(ID) bool { return false }) {
			t.Errorf("%s: %s is both %s and %s", p.Name, c.Key, c.Has, c.Lost)
		}
		own := Read(Actions(), []Line{{Name: "preset", Keys: []string{p.Name}}})
		for _, a := range own.Map.Actions() {
			for _, k := range a.Keys {
				if _, edits := own.Edit.keys[k]; edits && a.Scope == Anywhere && k != lineFeed {
					t.Errorf("%s: %s is %s in text fields, where it edits", p.Name, k, a.ID)
				}
			}
		}
		if own.Preset != p.Name || len(own.Wrong) > 0 {
			t.Errorf("%s is read as %s, with %v", p.Name, own.Preset, own.Wrong)
		}
	}
}

// Presets name actions that there are, each once.
func TestPresetsNameActions(t *testing.T) {
	for _, p := range Presets() {
		for id, keys := range p.Keys {
			if _, ok := New(Actions(), nil).Action(id); !ok || len(keys) == 0 {
				t.Errorf("%s: no action %s, or no keys", p.Name, id)
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
		Variable: true, Row: true, Collections: true, Tokens: true, Searching: true, Table: true, Undo: true, Redo: true, Notes: true,
		Workspace: true, InCollection: true, Cut: true, OAuth: true, Back: true, Forward: true, Auth: AuthState{Inherited: true, Secret: true, Issuer: true, Legacy: true, Shareable: true}, Edit: EditState{Rows: true, JSON: true, Text: true, File: true},
	}
	for _, a := range Actions() {
		if why := a.Off(all); why != "" {
			t.Errorf("%s is off with everything there: %s", a.ID, why)
		}
	}
}
