package blanks_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"postern/ui/dialog/blanks"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/widget"
)

func open(values map[string]string, names ...string) *blanks.Blanks {
	b := blanks.New(widget.DefaultEnv(), blanks.Options{
		Name: "n", Title: safe.Lit("Fill in"), Blanks: names, Values: values,
		Makes: func(v map[string]string) safe.Text {
			return safe.Clean("→ " + strings.Join(slices.Sorted(maps.Values(v)), "+"))
		},
	})
	b.Resize(60, 20)
	return b
}

func typed(b *blanks.Blanks, text string) {
	for _, r := range text {
		b.Update(pane.Key{KeyPressMsg: tea.KeyPressMsg{Code: r, Text: string(r)}})
	}
}

func press(b *blanks.Blanks, code rune) (pane.Intent, bool) {
	return b.Update(pane.Key{KeyPressMsg: tea.KeyPressMsg{Code: code}})
}

func TestWhatIsFilledIn(t *testing.T) {
	b := open(map[string]string{"limit": "20"}, "limit", "after", "q")
	typed(b, "0")
	press(b, tea.KeyTab)
	press(b, tea.KeyDown)
	typed(b, "ada")
	view := ansi.Strip(b.View())
	for _, want := range []string{"Fill in", "limit  200", "after  left out", "q      ada", "→ 200+ada"} {
		if !strings.Contains(view, want) {
			t.Errorf("%q is not to be seen:\n%s", want, view)
		}
	}
	in, closed := press(b, tea.KeyEnter)
	got, ok := in.(blanks.Filled)
	if !ok || !closed || got.Name != "n" || !maps.Equal(got.Values, map[string]string{"limit": "200", "q": "ada"}) {
		t.Errorf("filled in is %v", in)
	}
	if in, closed := press(b, tea.KeyEscape); in != nil || !closed {
		t.Errorf("esc is %v", in)
	}
}

func TestManyBlanksScroll(t *testing.T) {
	b := open(nil, strings.Split("a b c d e f g h i j k l", " ")...)
	b.Resize(40, 8)
	press(b, tea.KeyUp) // around to the last
	typed(b, "end")
	if view := ansi.Strip(b.View()); !strings.Contains(view, "l  end") || strings.Contains(view, "a  left") || !strings.Contains(view, "→ end") {
		t.Errorf("the last is not in sight:\n%s", view)
	}
	b.Update(pane.Click{X: 6, Y: 1})
	typed(b, "x")
	if view := ansi.Strip(b.View()); !strings.Contains(view, "i  x") {
		t.Errorf("a click does not reach a field:\n%s", view)
	}
}
