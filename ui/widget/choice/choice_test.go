package choice_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget"
	"postern/ui/widget/choice"
	"postern/ui/widget/tabs"
)

func methods(at int) *choice.Choice {
	var options []tabs.Tab
	for _, m := range []string{"GET", "POST", "PUT", "other"} {
		options = append(options, tabs.Tab{Label: safe.Clean(m)})
	}
	return choice.New(widget.DefaultEnv(), options, at)
}

func TestKey(t *testing.T) {
	named := map[string]rune{
		"enter": tea.KeyEnter, "esc": tea.KeyEscape, "left": tea.KeyLeft, "right": tea.KeyRight, "up": tea.KeyUp,
		"down": tea.KeyDown, "home": tea.KeyHome, "end": tea.KeyEnd, "tab": tea.KeyTab,
	}
	for _, tt := range []struct {
		keys        string
		at          int
		taken, done bool
	}{
		{"right", 1, false, false},
		{"tab down", 2, false, false},
		{"right left", 0, false, false},
		{"end", 3, false, false},
		{"end home", 0, false, false},
		{"o", 3, false, false},
		{"P", 1, false, false},
		{"p p", 2, false, false},
		{"p p p", 1, false, false},
		{"x", 0, false, false},
		{"p enter", 1, true, true},
		{"p esc", 1, false, true},
	} {
		c := methods(0)
		var taken, done bool
		for k := range strings.FieldsSeq(tt.keys) {
			ev := tea.KeyPressMsg{Code: named[k]}
			if ev.Code == 0 {
				ev = tea.KeyPressMsg{Code: rune(k[0]), Text: k}
			}
			taken, done = c.Key(ev)
		}
		if c.At() != tt.at || taken != tt.taken || done != tt.done {
			t.Errorf("%s: at %d, taken %v, done %v", tt.keys, c.At(), taken, done)
		}
	}
}

func TestBlankGoesOn(t *testing.T) {
	c := methods(3)
	c.Key(tea.KeyPressMsg{Code: ' ', Text: " "})
	if c.At() != 0 {
		t.Errorf("a blank at the end leads to %d", c.At())
	}
}

func TestClick(t *testing.T) {
	c := methods(0)
	drawn := ansi.Strip(c.View(40, theme.None))
	if ansi.StringWidth(drawn) != 40 {
		t.Errorf("it is drawn as %q", drawn)
	}
	put := ansi.StringWidth(drawn[:strings.Index(drawn, "PUT")])
	if !c.Click(put) || c.At() != 2 {
		t.Errorf("a click on PUT chooses %d", c.At())
	}
	if c.Click(39) || c.At() != 2 {
		t.Errorf("a click beside all chooses %d", c.At())
	}
}
