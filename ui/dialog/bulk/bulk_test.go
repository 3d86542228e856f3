package bulk_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"postern/ui/dialog/bulk"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/widget"
)

func open() *bulk.Bulk {
	b := bulk.New(widget.DefaultEnv(), bulk.Options{
		Name: "values", Title: safe.Lit("Values"), Hint: safe.Lit("a line each"), Text: "a: 1\n",
		Check: func(s string) safe.Text {
			if strings.Contains(s, "x") {
				return safe.Lit("line 1: no x here")
			}
			return safe.Text{}
		},
	})
	b.Resize(60, 12)
	return b
}

func press(b *bulk.Bulk, code rune, mod tea.KeyMod) (pane.Intent, bool) {
	k := tea.KeyPressMsg{Code: code, Mod: mod}
	if mod == 0 && code < tea.KeyExtended && code > ' ' {
		k.Text = string(code)
	}
	return b.Update(pane.Key{KeyPressMsg: k})
}

func TestTaken(t *testing.T) {
	b := open()
	press(b, 'x', 0)
	if in, closed := press(b, 's', tea.ModCtrl); in != nil || closed {
		t.Errorf("what is wrong is taken: %#v", in)
	}
	if v := ansi.Strip(b.View()); !strings.Contains(v, "✗ line 1: no x here") {
		t.Errorf("it does not say what is wrong:\n%s", v)
	}
	press(b, tea.KeyBackspace, 0)
	press(b, 'b', 0)
	in, closed := press(b, 's', tea.ModCtrl)
	if want := (bulk.Taken{Name: "values", Text: "ba: 1\n"}); in != want || !closed {
		t.Errorf("%#v, %v", in, closed)
	}
}

// One key does not throw away what was typed.
func TestLeaving(t *testing.T) {
	if in, closed := press(open(), tea.KeyEscape, 0); in != nil || !closed {
		t.Error("a text that was not changed is held on to")
	}
	b := open()
	b.Update(pane.Paste{Text: "b: 2\n"})
	if _, closed := press(b, tea.KeyEscape, 0); closed || !strings.Contains(ansi.Strip(b.View()), "again leaves without") {
		t.Error("what was typed is lost")
	}
	press(b, 'c', 0)
	if _, closed := press(b, tea.KeyEscape, 0); closed {
		t.Error("typing on does not begin anew")
	}
	if in, closed := press(b, tea.KeyEscape, 0); in != nil || !closed {
		t.Error("the second esc does not leave")
	}
}

func TestUnchangedIsNotTaken(t *testing.T) {
	if in, closed := press(open(), 's', tea.ModCtrl); in != nil || !closed {
		t.Errorf("%#v, %v", in, closed)
	}
}

func TestCut(t *testing.T) {
	b := open()
	press(b, 'a', tea.ModCtrl)
	if in, closed := press(b, 'x', tea.ModCtrl); in != (pane.CopyAsked{What: "the selection", Text: "a: 1\n"}) || closed {
		t.Errorf("%#v, %v", in, closed)
	}
	if in, _ := press(b, 's', tea.ModCtrl); in != (bulk.Taken{Name: "values"}) {
		t.Errorf("%#v", in)
	}
}
