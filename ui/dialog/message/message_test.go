package message_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"postern/ui/dialog/message"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget"
)

func refused(w, h int) *message.Message {
	m := message.New(widget.DefaultEnv(), message.Content{
		Title: safe.Lit("Not sent"), What: safe.Lit("the token was refused: invalid_grant"), Role: theme.Error,
		Where: safe.Lit("authorize"), Hint: safe.Lit("log in again"), Detail: safe.Lines("first\nlast"),
	})
	m.Resize(w, h)
	return m
}

func TestParts(t *testing.T) {
	want := []string{
		"╭─ Not sent ───────────────────────────╮",
		"│ the token was refused: invalid_grant │",
		"│ authorize                            │",
		"│                                      │",
		"│ Try: log in again                    │",
		"│                                      │",
		"│ first                                │",
		"│ last                                 │",
		"╰─ esc close ─ y copy ─────────────────╯",
	}
	if d := cmp.Diff(want, strings.Split(ansi.Strip(refused(40, 20).View()), "\n")); d != "" {
		t.Error(d)
	}
}

func TestLongMessagesScroll(t *testing.T) {
	m := refused(40, 5)
	if strings.Contains(m.View(), "last") {
		t.Fatal("the end is visible at once")
	}
	m.Update(pane.Act{ID: keymap.Bottom})
	if !strings.Contains(m.View(), "last") {
		t.Error("the end cannot be reached")
	}
}

func TestEnterClosesAndYCopies(t *testing.T) {
	m := refused(40, 20)
	in, closed := m.Update(pane.Key{KeyPressMsg: tea.KeyPressMsg{Code: 'y', Text: "y"}})
	if in != (pane.CopyAsked{What: "the message", Text: "the token was refused: invalid_grant\nauthorize\nlog in again\nfirst\nlast"}) || closed {
		t.Errorf("%#v, closed %v", in, closed)
	}
	if _, closed := m.Update(pane.Key{KeyPressMsg: tea.KeyPressMsg{Code: tea.KeyEnter}}); !closed {
		t.Error("enter does not close")
	}
}
