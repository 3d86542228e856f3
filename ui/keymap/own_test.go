package keymap

import (
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/google/go-cmp/cmp"
)

func TestSpell(t *testing.T) {
	for written, want := range map[string]string{
		"Ctrl+R": "ctrl+r", "shift+g": "G", "G": "G", "+": "+", "ctrl++": "ctrl++", "Escape": "esc", "return": "enter", " ": "space",
		"alt+ctrl+x": "ctrl+alt+x", "alt+G": "alt+shift+g", "shift+tab": "shift+tab", "F5": "f5", "é": "é", "PageUp": "pgup", "?": "?",
		"": "", "ctrl+": "", "strg+r": "", "ctrl+ctrl+a": "", "f99": "", "gg": "", "\x1b": "", "ctrl": "",
	} {
		got, ok := spell(written)
		if got != want || ok != (want != "") {
			t.Errorf("%q is %q, %v; want %q", written, got, ok, want)
		}
	}
}

func TestPlain(t *testing.T) {
	for key, want := range map[string]bool{
		"a": true, "ctrl+r": true, "alt+x": true, "f5": true, "shift+tab": true, "ctrl+_": true, "alt+enter": true,
		"ctrl+h": false, "ctrl+i": false, "ctrl+m": false, "ctrl+j": false, "ctrl+enter": false, "shift+enter": false,
		"ctrl+shift+z": false, "alt+[": false, "super+a": false, "ctrl+[": false, "ctrl+1": false,
	} {
		if plain(key) != want {
			t.Errorf("%s: %v", key, !want)
		}
	}
}

// A wrong line is named and skipped; the others count.
func TestOwnKeymap(t *testing.T) {
	for _, tt := range []struct {
		name  string
		lines []Line
		// wrong is what is said of which line.
		wrong map[int]string
		keys  map[ID][]string
	}{
		{
			"keys of one's own",
			[]Line{{"send", []string{"F5", "ctrl+r"}}, {"quit", nil}},
			nil,
			map[ID][]string{Send: {"f5", "ctrl+r"}, Quit: {}},
		},
		{
			"they are taken from others",
			[]Line{{"pane.zoom", []string{"q"}}},
			nil,
			map[ID][]string{Zoom: {"q"}, Quit: {}, QuitNow: {"ctrl+q"}},
		},
		{
			"a pane's own key leaves the one of everywhere",
			[]Line{{"search.next", []string{"q"}}},
			nil,
			map[ID][]string{Next: {"q"}, Quit: {"q"}},
		},
		{
			"a name that is not there",
			[]Line{{"sned", []string{"f5"}}, {"quit", []string{"x"}}},
			map[int]string{0: `"sned"`},
			map[ID][]string{Quit: {"x"}, Send: {"ctrl+r", "ctrl+enter", "alt+enter", "ctrl+j"}},
		},
		{
			"a key that is none, beside one",
			[]Line{{"quit", []string{"strg+x", "f9"}}},
			map[int]string{0: `"strg+x" is no key`},
			map[ID][]string{Quit: {"f9"}},
		},
		{
			"a key that is none, alone",
			[]Line{{"quit", []string{"strg+x"}}},
			map[int]string{0: "is no key"},
			map[ID][]string{Quit: {"q"}},
		},
		{
			"one key twice",
			[]Line{{"quit", []string{"f9"}}, {"save", []string{"f9", "f8"}}},
			map[int]string{1: `is given to "quit" already`},
			map[ID][]string{Quit: {"f9"}, Save: {"f8"}},
		},
		{
			"the way out is not lost",
			[]Line{{"quit", []string{"esc"}}, {"help", []string{}}},
			map[int]string{0: `"cancel" would have no key left`, 1: `"help" would`},
			map[ID][]string{Quit: {"q"}, Cancel: {"esc"}, Help: {"?", "f1"}},
		},
		{
			"nor bit by bit",
			[]Line{{"quit", []string{":"}}, {"save", []string{"ctrl+k"}}},
			map[int]string{1: `"palette" would have no key left`},
			map[ID][]string{Quit: {":"}, Palette: {"ctrl+k"}, Save: {"ctrl+s"}},
		},
		{
			"a key that not all terminals send",
			[]Line{{"quit", []string{"ctrl+i"}}},
			map[int]string{0: "not every terminal sends ctrl+i"},
			map[ID][]string{Quit: {"ctrl+i"}},
		},
		{
			"a preset, with a line of one's own",
			[]Line{{"send", []string{"f6"}}, {"preset", []string{"vim"}}},
			nil,
			map[ID][]string{Send: {"f6"}, PageDown: {"ctrl+f", "ctrl+d", "pgdown"}},
		},
		{
			"no such preset",
			[]Line{{"preset", []string{"nano"}}},
			map[int]string{0: `no preset "nano"`},
			map[ID][]string{PageDown: {"pgdown", "ctrl+d"}},
		},
		{
			"a line twice",
			[]Line{{"quit", []string{"f9"}}, {"quit", []string{"f8"}}},
			map[int]string{1: "twice"},
			map[ID][]string{Quit: {"f9"}},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			own := Read(Actions(), tt.lines)
			for id, want := range tt.keys {
				a, _ := own.Map.Action(id)
				if d := cmp.Diff(want, a.Keys); d != "" {
					t.Errorf("%s: %s", id, d)
				}
			}
			for _, w := range own.Wrong {
				if want := tt.wrong[w.Line]; want == "" || !strings.Contains(w.What, want) || w.Hint == "" {
					t.Errorf("line %d: %s (%s)", w.Line, w.What, w.Hint)
				}
			}
			if len(own.Wrong) != len(tt.wrong) {
				t.Errorf("%d lines are wrong, want %d: %v", len(own.Wrong), len(tt.wrong), own.Wrong)
			}
		})
	}
}

func TestNearestName(t *testing.T) {
	own := Read(Actions(), []Line{{"Tree.delet", []string{"x"}}})
	if len(own.Wrong) != 1 || !strings.Contains(own.Wrong[0].Hint, `"tree.delete"`) {
		t.Errorf("%v", own.Wrong)
	}
}

// What was taken from an action is told, for the help.
func TestConflictsAreTold(t *testing.T) {
	own := Read(Actions(), []Line{{"send", []string{"z", "ctrl+r"}}})
	want := []Conflict{{Key: "z", Has: Send, Lost: Zoom}}
	if d := cmp.Diff(want, own.Map.Conflicts()); d != "" {
		t.Error(d)
	}
	if slices.Contains(Actions()[0].Keys, "z") {
		t.Error("the table has changed")
	}
	if id, ok := own.Map.Find(pressOf("z"), Tree, Global, Anywhere); !ok || id != Send {
		t.Errorf("z does %s", id)
	}
}

func pressOf(text string) tea.KeyPressMsg {
	return tea.KeyPressMsg{Code: []rune(text)[0], Text: text}
}
