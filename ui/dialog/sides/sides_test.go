package sides_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"postern/ui/dialog/sides"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/widget"
)

func open() *sides.Sides {
	s := sides.New(widget.DefaultEnv(), sides.Content{
		Left: safe.Lit("dev"), Right: safe.Lit("prod"),
		Rows: []sides.Row{
			{Name: safe.Lit("url"), Left: safe.Lit("http://a"), Right: safe.Lit("http://b"), InLeft: true, InRight: true},
			{Name: safe.Lit("limit"), Left: safe.Lit("5"), Right: safe.Lit("5"), InLeft: true, InRight: true, Same: true},
			{Name: safe.Lit("userId"), InLeft: true},
			{Name: safe.Lit("region"), Right: safe.Lit("eu"), InRight: true},
		},
	})
	s.Resize(60, 20)
	return s
}

func view(s *sides.Sides) []string { return strings.Split(ansi.Strip(s.View()), "\n") }

func TestWhatDiffers(t *testing.T) {
	s := open()
	want := []string{
		"╭─ dev and prod ─────────────────────────── 3 of 4 differ ─╮",
		"│           dev                    prod                    │",
		"│ ≠ url     http://a               http://b                │",
		"│ ← userId  (empty)                                        │",
		"│ → region                         eu                      │",
	}
	if d := cmp.Diff(want, view(s)[:5]); d != "" {
		t.Error(d)
	}
	s.Update(pane.Act{ID: keymap.Toggle})
	if v := strings.Join(view(s), "\n"); !strings.Contains(v, "= limit   5 ") || !strings.Contains(v, "only what differs") {
		t.Errorf("what is the same does not come:\n%s", v)
	}
}

func TestFilterAndClose(t *testing.T) {
	s := open()
	for _, r := range "/eu" {
		s.Update(pane.Key{KeyPressMsg: tea.KeyPressMsg{Code: r, Text: string(r)}})
	}
	if v := strings.Join(view(s), "\n"); !strings.Contains(v, "region") || strings.Contains(v, "userId") {
		t.Errorf("the filter does nothing:\n%s", v)
	}
	for _, want := range []bool{false, true} {
		if in, closed := s.Update(pane.Key{KeyPressMsg: tea.KeyPressMsg{Code: tea.KeyEscape}}); in != nil || closed != want {
			t.Errorf("esc: %#v, %v", in, closed)
		}
	}
}

func TestNothingDiffers(t *testing.T) {
	s := sides.New(widget.DefaultEnv(), sides.Content{Left: safe.Lit("a"), Right: safe.Lit("b"), Rows: []sides.Row{{Name: safe.Lit("x"), InLeft: true, InRight: true, Same: true}}})
	s.Resize(60, 10)
	if v := strings.Join(view(s), "\n"); !strings.Contains(v, "Nothing differs.") {
		t.Error(v)
	}
}
