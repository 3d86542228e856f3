package confirm_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"postern/ui/dialog/confirm"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget"
)

func unsaved(w, h int) *confirm.Confirm {
	c := confirm.New(widget.DefaultEnv(), confirm.Options{
		Name: "unsaved", Title: safe.Lit("Unsaved changes"), Cancel: "stay",
		Lines: []safe.Text{safe.Lit("3 requests were changed.")},
		Choices: []confirm.Choice{
			{ID: "save", Title: safe.Lit("save"), Letter: "s"},
			{ID: "discard", Title: safe.Lit("discard"), Letter: "d", Role: theme.Error},
			{ID: "stay", Title: safe.Lit("stay"), Letter: "t"},
		},
	})
	c.Resize(w, h)
	return c
}

func key(code rune, text string) pane.Event {
	return pane.Key{KeyPressMsg: tea.KeyPressMsg{Code: code, Text: text}}
}

func TestAnswers(t *testing.T) {
	for _, tc := range []struct {
		name string
		keys []pane.Event
		want string
	}{
		{"enter takes the first", []pane.Event{key(tea.KeyEnter, "")}, "save"},
		{"letter", []pane.Event{key('d', "d")}, "discard"},
		{"capital letter", []pane.Event{key('d', "D")}, "discard"},
		{"right", []pane.Event{key(tea.KeyRight, ""), key(tea.KeyEnter, "")}, "discard"},
		{"left goes round", []pane.Event{key(tea.KeyLeft, ""), key(tea.KeyEnter, "")}, "stay"},
		{"tab", []pane.Event{key(tea.KeyTab, ""), key(tea.KeyTab, ""), key(tea.KeyEnter, "")}, "stay"},
		{"esc cancels", []pane.Event{key(tea.KeyEscape, "")}, "stay"},
		{"click", []pane.Event{pane.Click{X: 14, Y: 3}}, "discard"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := unsaved(60, 20)
			for i, ev := range tc.keys {
				in, closed := c.Update(ev)
				if last := i == len(tc.keys)-1; closed != last {
					t.Fatalf("event %d: closed %v", i, closed)
				} else if last && in != (confirm.Answered{Name: "unsaved", Choice: tc.want}) {
					t.Errorf("answer %#v, want %s", in, tc.want)
				}
			}
		})
	}
}

func TestOtherKeysAnswerNothing(t *testing.T) {
	c := unsaved(60, 20)
	for _, ev := range []pane.Event{key('x', "x"), pane.Paste{Text: "d"}, pane.Click{X: 1, Y: 1}} {
		if in, closed := c.Update(ev); in != nil || closed {
			t.Errorf("%#v answers %#v", ev, in)
		}
	}
}

func TestChoicesStackWhenTheBoxIsNarrow(t *testing.T) {
	want := []string{
		"╭─ Unsaved changes ╮",
		"│ 3 requests were  │",
		"│ changed.         │",
		"│                  │",
		"│  s save          │",
		"│  d discard       │",
		"│  t stay          │",
		"╰─ enter choose ───╯",
	}
	got := strings.Split(ansi.Strip(unsaved(20, 20).View()), "\n")
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestTheCurrentChoiceIsVisibleInALowBox(t *testing.T) {
	c := unsaved(20, 5)
	for range 2 {
		c.Update(key(tea.KeyDown, ""))
	}
	if v := ansi.Strip(c.View()); !strings.Contains(v, "t stay") {
		t.Errorf("not in\n%s", v)
	}
}

// A question that is longer than its box says so, to the last line.
func TestALongQuestionSaysHowMuchIsBelow(t *testing.T) {
	o := confirm.Options{Name: "long", Choices: []confirm.Choice{{ID: "yes", Title: safe.Lit("yes")}}}
	for i := range 30 {
		o.Lines = append(o.Lines, safe.Clean("line "+string(rune('a'+i%26))))
	}
	c := confirm.New(widget.DefaultEnv(), o)
	c.Resize(60, 12)
	if v := ansi.Strip(c.View()); !strings.Contains(v, "↓ 22 more lines") || strings.Contains(v, "line i") {
		t.Errorf("it is\n%s", v)
	}
	for range 40 {
		c.Update(pane.Wheel{Lines: 1})
	}
	if v := ansi.Strip(c.View()); strings.Contains(v, "more lines") || !strings.Contains(v, "line d") {
		t.Errorf("at its end it is\n%s", v)
	}
}
