package look_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"postern/engine/vars"
	"postern/ui/dialog/look"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/widget"
)

func layers() vars.Set {
	return vars.NewSet(
		vars.Layer{Scope: vars.Environment, Name: "dev-1234", Vars: []vars.Var{
			{Name: "url", Value: "https://dev-1234.okta.com"},
			{Name: "apikey", Value: "SSWS-very-secret", Secret: true},
			{Name: "userId"},
		}},
		vars.Layer{Scope: vars.Collection, Name: "Users", Vars: []vars.Var{{Name: "url", Value: "https://example.com"}}},
	)
}

func open(w, h int) *look.Look {
	l := look.New(widget.DefaultEnv(), layers())
	l.Resize(w, h)
	return l
}

func typed(l *look.Look, s string) {
	for _, r := range s {
		l.Update(pane.Key{KeyPressMsg: tea.KeyPressMsg{Code: r, Text: string(r)}})
	}
}

func TestTable(t *testing.T) {
	want := []string{
		"╭─ Variables ──────────────────────────────────────────────────────── 4 ─╮",
		"│ url     https://dev-1234.okta.com                environment  dev-1234 │",
		"│ ↳ url   https://example.com                      collection   Users    │",
		"│ apikey  ••••••••                                 environment  dev-1234 │",
		"│ userId  (empty)                                  environment  dev-1234 │",
		"│                                                                        │",
		"│                                                                        │",
		"│  counts: the environment “dev-1234” goes before the collection “Users” │",
		"╰─ esc close ─ / filter ─ y copy the value ──────────────────────────────╯",
	}
	got := strings.Split(ansi.Strip(open(74, 20).View()), "\n")
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestSecretsAreNeitherShownNorFound(t *testing.T) {
	l := open(80, 20)
	if strings.Contains(l.View(), "SSWS") {
		t.Error("the secret is shown")
	}
	typed(l, "/ssws")
	if v := ansi.Strip(l.View()); !strings.Contains(v, "no variable matches") {
		t.Errorf("a filter finds the secret:\n%s", v)
	}
}

func TestFilterAndCopy(t *testing.T) {
	l := open(80, 20)
	typed(l, "/exampl")
	l.Update(pane.Key{KeyPressMsg: tea.KeyPressMsg{Code: tea.KeyEnter}})
	in, closed := l.Update(pane.Act{ID: keymap.Copy})
	want := pane.CopyAsked{What: "url", Text: "https://example.com"}
	if in != want || closed {
		t.Errorf("%#v, closed %v", in, closed)
	}
}

// Opened on names, it shows these, why each counts or not, and the others when
// asked again.
func TestOpenedOnNames(t *testing.T) {
	l := look.New(widget.DefaultEnv(), layers(), "url", "nobody", "$guid")
	l.Resize(90, 20)
	v := ansi.Strip(l.View())
	for _, want := range []string{"url ", "↳ url", "(no such variable)", "$guid", "E all variables", "goes before the collection “Users”"} {
		if !strings.Contains(v, want) {
			t.Errorf("%q is missing:\n%s", want, v)
		}
	}
	if strings.Contains(v, "apikey") {
		t.Errorf("what was not asked for is there:\n%s", v)
	}
	for _, want := range []string{"does not count: the environment “dev-1234” goes before", "has no value: no scope has this name", "counts: made anew"} {
		l.Update(pane.Act{ID: keymap.Down})
		if v := ansi.Strip(l.View()); !strings.Contains(v, want) {
			t.Errorf("%q is missing:\n%s", want, v)
		}
	}
	if _, closed := l.Update(pane.Act{ID: keymap.QuickLook}); closed || !strings.Contains(ansi.Strip(l.View()), "apikey") {
		t.Error("the others do not come")
	}
	if _, closed := l.Update(pane.Act{ID: keymap.QuickLook}); !closed {
		t.Error("it does not close")
	}
}

func TestOnlyOneHasIt(t *testing.T) {
	l := look.New(widget.DefaultEnv(), layers(), "userId")
	l.Resize(90, 20)
	if v := ansi.Strip(l.View()); !strings.Contains(v, "counts: only the environment “dev-1234” has it") {
		t.Error(v)
	}
}
