package jump_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"postern/ui/dialog/jump"
	"postern/ui/keymap"
	"postern/ui/layout"
	"postern/ui/pane"
	"postern/ui/theme"
	"postern/ui/widget"
)

const screen = "" +
	"╭─1 Tree─────╮╭─2 Req──────────────╮\n" +
	"│▾ \x1b[1mUsers\x1b[m     ││ GET /x   ctrl+r    │\n" +
	"│  │ GET 世界││ Params │ Auth │ B  │\n" +
	"│            ││                    │\n" +
	"╰────────────╯╰────────────────────╯\n" +
	" tour                               \n" +
	" status                             "

func open(t *testing.T) *jump.Jump {
	t.Helper()
	var out layout.Output
	out.Panes[layout.Tree] = layout.Rect{X: 0, Y: 0, W: 14, H: 5}
	out.Panes[layout.Request] = layout.Rect{X: 14, Y: 0, W: 22, H: 5}
	j := jump.New(widget.DefaultEnv(), screen, out, layout.Request)
	j.Resize(36, 5)
	return j
}

func key(r rune) pane.Key {
	return pane.Key{KeyPressMsg: tea.KeyPressMsg{Code: r, Text: string(r)}}
}

func TestLetters(t *testing.T) {
	want := []string{
		"╭─1 Tree─────╮╭─2 Req──────────────╮",
		"│a Users     ││ GET /x   ctrl+r    │",
		"│s │ GET 世界││ darams │ futh │ g  │",
		"│            ││                    │",
		"╰────────────╯╰────────────────────╯",
	}
	if d := cmp.Diff(want, strings.Split(ansi.Strip(open(t).View()), "\n")); d != "" {
		t.Error(d)
	}
}

// A bar whose tabs stand close has a letter for each, too.
func TestLettersOfATightBar(t *testing.T) {
	var out layout.Output
	out.Panes[layout.Response] = layout.Rect{W: 22, H: 3}
	j := jump.New(widget.DefaultEnv(), "╭────────────────────╮\n│ Body│Tests 3/5│Log │\n╰────────────────────╯\n\n", out, layout.Request)
	j.Resize(22, 3)
	if row := strings.Split(ansi.Strip(j.View()), "\n")[1]; row != "│ aody│sests 3/5│dog │" {
		t.Errorf("the bar is %q", row)
	}
	if in, _ := j.Update(key('s')); in != (jump.Chosen{X: 7, Y: 1}) {
		t.Errorf("the second letter goes to %#v", in)
	}
}

func TestChosen(t *testing.T) {
	for r, want := range map[rune]jump.Chosen{
		'a': {X: 3, Y: 1}, 's': {X: 5, Y: 2}, 'd': {X: 16, Y: 2}, 'f': {X: 25, Y: 2}, 'g': {X: 32, Y: 2},
	} {
		if in, closed := open(t).Update(key(r)); in != want || !closed {
			t.Errorf("%c: %#v, %v", r, in, closed)
		}
	}
	j := open(t)
	if in, closed := j.Update(key('z')); in != nil || closed {
		t.Errorf("a letter that nothing has goes to %#v", in)
	}
	if in, closed := j.Update(pane.Key{KeyPressMsg: tea.KeyPressMsg{Code: tea.KeyEscape}}); in != nil || !closed {
		t.Errorf("esc: %#v, %v", in, closed)
	}
	if in, closed := open(t).Update(pane.Act{ID: keymap.Cancel}); in != nil || !closed {
		t.Errorf("cancel: %#v, %v", in, closed)
	}
}

// More rows than letters get two each; the first one leaves those that go on
// with it.
func TestTwoLetters(t *testing.T) {
	lines := []string{"╭───────╮"}
	for range 40 {
		lines = append(lines, "│ 世界x │")
	}
	lines = append(lines, "╰───────╯", "         ", "         ")
	var out layout.Output
	out.Panes[layout.Tree] = layout.Rect{W: 9, H: 42}
	j := jump.New(widget.DefaultEnv(), strings.Join(lines, "\n"), out, layout.Request)
	j.Resize(9, 42)
	for i, l := range strings.Split(ansi.Strip(j.View()), "\n") {
		if ansi.StringWidth(l) != 9 || !strings.ContainsAny(l[len(l)-3:], "│╮╯") {
			t.Errorf("line %d is %d wide: %q", i, ansi.StringWidth(l), l)
		}
	}
	if in, _ := j.Update(key('s')); in != nil {
		t.Errorf("one letter goes to %#v", in)
	}
	if v := strings.Split(ansi.Strip(j.View()), "\n"); strings.HasPrefix(v[1], "│a") || !strings.HasPrefix(v[27], "│a") {
		t.Errorf("the others do not go:\n%s", strings.Join(v, "\n"))
	}
	if in, closed := j.Update(key('d')); in != (jump.Chosen{X: 2, Y: 29}) || !closed {
		t.Errorf("%#v, %v", in, closed)
	}
}

// Another size or other looks break nothing.
func TestAnotherSize(t *testing.T) {
	j := open(t)
	j.Restyle(widget.Env{Theme: theme.New(theme.Mono()), Keys: widget.DefaultEnv().Keys, Edit: widget.DefaultEnv().Edit})
	j.Resize(30, 4)
	if v := ansi.Strip(j.View()); !strings.Contains(v, "Jump") || strings.Contains(v, "Users") {
		t.Errorf("view:\n%s", v)
	}
}
