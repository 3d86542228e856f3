package compare_test

import (
	"strconv"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"postern/engine/diff"
	"postern/ui/dialog/compare"
	"postern/ui/pane"
	"postern/ui/widget"
)

// numbered are lines l1 to ln, with those of change in place of some.
func numbered(n int, change map[int]string) []string {
	var out []string
	for i := range n {
		l := "l" + strconv.Itoa(i+1)
		if c, ok := change[i+1]; ok {
			l = c
		}
		out = append(out, l)
	}
	return out
}

func open(width, height int) *compare.Compare {
	d := compare.New(widget.DefaultEnv(), compare.Content{Old: "12:00:03 200", New: "12:01:00 404", Sections: []diff.Section{
		{Title: "Request", Lines: diff.Lines([]string{"GET /"}, []string{"GET /"})},
		{Title: "Status", Lines: diff.Lines([]string{"200 OK"}, []string{"404 Not Found"})},
		{Title: "Headers"},
		{Title: "Body", Lines: diff.Lines(numbered(30, nil), numbered(30, map[int]string{8: "new", 20: "x\x1b[2Jy"})), Notes: []string{"a note"}},
	}})
	d.Resize(width, height)
	return d
}

func press(d *compare.Compare, code rune) (pane.Intent, bool) {
	k := tea.KeyPressMsg{Code: code}
	if code > ' ' && code < tea.KeyExtended {
		k.Text = string(code)
	}
	return d.Update(pane.Key{KeyPressMsg: k})
}

func lines(d *compare.Compare) []string { return strings.Split(ansi.Strip(d.View()), "\n") }

func TestOnlyWhatDiffers(t *testing.T) {
	want := []string{
		"╭─ 12:00:03 200 → 12:01:00 404 ──────────────────────── −3 +3 ─╮",
		"│ Status                                                       │",
		"│      1        - 200 OK                                       │",
		"│             1 + 404 Not Found                                │",
		"│                                                              │",
		"│ Body                                                         │",
		"│ a note                                                       │",
		"│   ⋯ 4 lines that are the same                                │",
		"│      5      5   l5                                           │",
		"│      6      6   l6                                           │",
		"│      7      7   l7                                           │",
		"│      8        - l8                                           │",
		"│             8 + new                                          │",
		"│      9      9   l9                                           │",
		"│     10     10   l10                                          │",
		"│     11     11   l11                                          │",
		"│   ⋯ 5 lines that are the same                                │",
		"│     17     17   l17                                          │",
		"│     18     18   l18                                          │",
		"│     19     19   l19                                          │",
		"│     20        - l20                                          │",
		"│            20 + x^[[2Jy                                      │",
		"│     21     21   l21                                          │",
		"│     22     22   l22                                          │",
		"│     23     23   l23                                          │",
		"│   ⋯ 7 lines that are the same                                │",
		"╰─ space all lines ─ ] next ─ [ previous ─ esc close ──────────╯",
	}
	if d := cmp.Diff(want, lines(open(64, 40))); d != "" {
		t.Error(d)
	}
}

func TestAllLines(t *testing.T) {
	d := open(64, 80)
	press(d, ' ')
	v := strings.Join(lines(d), "\n")
	for _, want := range []string{"Request", "GET /", "     1      1   l1 ", "l30", "only what differs"} {
		if !strings.Contains(v, want) {
			t.Errorf("no %q in\n%s", want, v)
		}
	}
	if strings.Contains(v, "⋯") || strings.Contains(v, "Headers") {
		t.Errorf("view:\n%s", v)
	}
}

// The keys of tabs go from change to change.
func TestJump(t *testing.T) {
	d := open(64, 8)
	top := func() string { return strings.TrimSpace(strings.Trim(lines(d)[2], "│▐ ")) }
	var seen []string
	for _, k := range []rune{']', ']', ']', '[', '['} {
		press(d, k)
		seen = append(seen, top())
	}
	want := []string{"8        - l8", "20        - l20", "20        - l20", "8        - l8", "1        - 200 OK"}
	if diff := cmp.Diff(want, seen); diff != "" {
		t.Error(diff)
	}
}

func TestNothingDiffers(t *testing.T) {
	d := compare.New(widget.DefaultEnv(), compare.Content{Old: "a", New: "b", Sections: []diff.Section{{Title: "Body", Lines: diff.Lines([]string{"x"}, []string{"x"})}}})
	d.Resize(60, 10)
	if v := strings.Join(lines(d), "\n"); !strings.Contains(v, "Nothing differs.") || strings.Contains(v, "Body") {
		t.Errorf("view:\n%s", v)
	}
	if in, closed := press(d, tea.KeyEscape); in != (compare.Closed{}) || !closed {
		t.Errorf("%#v, %v", in, closed)
	}
}
