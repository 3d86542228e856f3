package help_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"postern/ui/dialog/help"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/widget"
)

func open(s keymap.State) *help.Help {
	h := help.New(widget.DefaultEnv(), s)
	h.Resize(90, 400)
	return h
}

func view(h *help.Help) string { return ansi.Strip(h.View()) }

func typed(h *help.Help, s string) {
	for _, r := range s {
		h.Update(pane.Key{KeyPressMsg: tea.KeyPressMsg{Code: r, Text: string(r)}})
	}
}

func TestEveryActionIsThereWithItsKey(t *testing.T) {
	v := view(open(keymap.State{}))
	for _, a := range keymap.Actions() {
		found := false
		for l := range strings.SplitSeq(v, "\n") {
			found = found || strings.Contains(l, a.Title) && (len(a.Keys) == 0 || strings.Contains(l, a.Keys[0]))
		}
		if !found {
			t.Errorf("%s (%q, %v) is missing", a.ID, a.Title, a.Keys)
		}
		if !strings.Contains(v, "│ "+a.Category+" ") {
			t.Errorf("no heading %q", a.Category)
		}
	}
}

// The keys that count where the person is come first, and say only what they do
// there.
func TestThePaneComesFirst(t *testing.T) {
	v := view(open(keymap.State{Pane: keymap.Environment, Environment: true}))
	own, others, _ := strings.Cut(v, "│ In the ")
	for _, want := range []string{"add a variable", "open Postman files", "edit the initial value"} {
		if !strings.Contains(own, want) {
			t.Errorf("%q does not come first:\n%s", want, own)
		}
	}
	if strings.Contains(own, "next hit") || !strings.Contains(others, "next hit") || strings.Contains(others, "search with / first") {
		t.Errorf("what another pane has stands there, without reasons:\n%s", v)
	}
	for l := range strings.SplitSeq(own, "\n") {
		if strings.Contains(l, "open Postman files") && strings.Contains(l, "│ I ") {
			t.Errorf("I edits the initial value here: %s", l)
		}
	}
	if !strings.Contains(others, "In dialogs") || !strings.Contains(others, "refresh the token now") {
		t.Errorf("the dialogs' keys are missing:\n%s", others)
	}
}

func TestReasonsFollowTheState(t *testing.T) {
	const reason = "choose a request first"
	if !strings.Contains(view(open(keymap.State{})), reason) {
		t.Error("no reason without a request")
	}
	if strings.Contains(view(open(keymap.State{Request: true})), reason) {
		t.Error("a reason with a request")
	}
}

func TestFilter(t *testing.T) {
	h := open(keymap.State{})
	typed(h, "/zoom")
	v := view(h)
	if !strings.Contains(v, "zoom the pane") || strings.Contains(v, "next pane") {
		t.Errorf("view:\n%s", v)
	}
	esc := pane.Key{KeyPressMsg: tea.KeyPressMsg{Code: tea.KeyEscape}}
	if _, closed := h.Update(esc); closed {
		t.Fatal("esc closes the help while it is filtered")
	}
	if !strings.Contains(view(h), "next pane") {
		t.Error("esc does not drop the filter")
	}
	if _, closed := h.Update(esc); !closed {
		t.Error("esc does not close the help")
	}
}

func TestScrolling(t *testing.T) {
	h := open(keymap.State{})
	h.Resize(90, 12)
	before := view(h)
	h.Update(pane.Act{ID: keymap.Bottom})
	if view(h) == before {
		t.Error("nothing moves")
	}
	h.Update(pane.Act{ID: keymap.Top})
	if view(h) != before {
		t.Error("the top is not the start")
	}
}
