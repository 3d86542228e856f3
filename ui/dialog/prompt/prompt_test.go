package prompt_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"postern/ui/dialog/prompt"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/widget"
)

func open(o prompt.Options) *prompt.Prompt {
	o.Name = "name"
	p := prompt.New(widget.DefaultEnv(), o)
	p.Resize(60, 20)
	return p
}

func press(p *prompt.Prompt, code rune, text string) (pane.Intent, bool) {
	return p.Update(pane.Key{KeyPressMsg: tea.KeyPressMsg{Code: code, Text: text}})
}

func TestEnteringText(t *testing.T) {
	p := open(prompt.Options{Initial: "dev"})
	press(p, '2', "2")
	p.Update(pane.Paste{Text: "-b"})
	in, closed := press(p, tea.KeyEnter, "")
	if in != (prompt.Entered{Name: "name", Text: "dev2-b"}) || !closed {
		t.Errorf("%#v, closed %v", in, closed)
	}
}

func TestLettersThatAreActionsAreText(t *testing.T) {
	p := open(prompt.Options{})
	for _, r := range "q?/:y" {
		if _, closed := press(p, r, string(r)); closed {
			t.Fatalf("%q closes the prompt", r)
		}
	}
	if in, _ := press(p, tea.KeyEnter, ""); in != (prompt.Entered{Name: "name", Text: "q?/:y"}) {
		t.Errorf("%#v", in)
	}
}

func TestMaskedTextIsNotShown(t *testing.T) {
	p := open(prompt.Options{Masked: true, Initial: "hunter2"})
	if v := p.View(); strings.Contains(v, "hunter2") {
		t.Error("the text is shown")
	}
	if in, _ := press(p, tea.KeyEnter, ""); in != (prompt.Entered{Name: "name", Text: "hunter2"}) {
		t.Errorf("%#v", in)
	}
}

func TestARefusedTextStaysWithTheReason(t *testing.T) {
	p := open(prompt.Options{Hint: safe.Lit("any name"), Check: func(s string) safe.Text {
		if s == "" {
			return safe.Lit("a name is needed")
		}
		return safe.Text{}
	}})
	if in, closed := press(p, tea.KeyEnter, ""); in != nil || closed {
		t.Fatalf("%#v, closed %v", in, closed)
	}
	if v := ansi.Strip(p.View()); !strings.Contains(v, "a name is needed") {
		t.Errorf("no reason in\n%s", v)
	}
	press(p, 'a', "a")
	if v := ansi.Strip(p.View()); !strings.Contains(v, "any name") || strings.Contains(v, "needed") {
		t.Errorf("the reason stays in\n%s", v)
	}
}

// A whole document that is pasted is taken as it is; a line is typed text.
func TestAPastedDocument(t *testing.T) {
	p := open(prompt.Options{Document: true})
	if in, closed := p.Update(pane.Paste{Text: "/tmp/a.json\n"}); in != nil || closed {
		t.Errorf("a line is %#v, closed %v", in, closed)
	}
	const text = "openapi: 3.0.0\npaths: {}\n"
	if in, closed := p.Update(pane.Paste{Text: text}); in != (prompt.Entered{Name: "name", Text: text}) || !closed {
		t.Errorf("%#v, closed %v", in, closed)
	}
	if in, _ := open(prompt.Options{}).Update(pane.Paste{Text: text}); in != nil {
		t.Errorf("another prompt takes it: %#v", in)
	}
}
