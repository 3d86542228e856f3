package help_test

import (
	"regexp"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"postern/ui/dialog/help"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/safe"
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
	for _, want := range []string{"add a variable", "open or import files", "edit the initial value"} {
		if !strings.Contains(own, want) {
			t.Errorf("%q does not come first:\n%s", want, own)
		}
	}
	if strings.Contains(own, "next hit") || !strings.Contains(others, "next hit") || strings.Contains(others, "search with / first") {
		t.Errorf("what another pane has stands there, without reasons:\n%s", v)
	}
	for l := range strings.SplitSeq(own, "\n") {
		if strings.Contains(l, "open or import files") && strings.Contains(l, "│ I ") {
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
	const folder = "choose a request first, or run all that is in here"
	if !strings.Contains(view(open(keymap.State{InCollection: true, Folder: true})), folder) || strings.Contains(view(open(keymap.State{InCollection: true, Request: true})), folder) {
		t.Error("a folder is not told to be run, or a request is")
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

// Each pane has a page of its own, which a filter leaves out.
func TestAboutThePane(t *testing.T) {
	for _, pane := range []keymap.Scope{keymap.Tree, keymap.Request, keymap.Response, keymap.Environment} {
		h := open(keymap.State{Pane: pane})
		first := strings.Split(view(h), "\n")[1]
		if title := pane.String(); !strings.Contains(strings.ToLower(first), title) {
			t.Errorf("%s begins with %q", title, first)
		}
		typed(h, "/zoom")
		if v := view(h); strings.Contains(v, first) {
			t.Errorf("filtered, %s still has its page:\n%s", pane, v)
		}
	}
}

// The keys are those that count, and what is wrong with one's own comes first.
func TestOwnKeys(t *testing.T) {
	env := widget.DefaultEnv()
	env.Keys = keymap.Read(keymap.Actions(), []keymap.Line{{Name: "send", Keys: []string{"z"}}, {Name: "pane.zoom", Keys: []string{"f9"}}, {Name: "quit", Keys: []string{"t"}}}).Map
	h := help.New(env, keymap.State{}, safe.Lit("keymap.json:3:5: there is no action “sned” but perhaps there is another one that you meant to write there"))
	h.Resize(60, 400)
	v := view(h)
	for _, want := range []string{"│ Your own files", "keymap.json:3:5: there is no action “sned”", "you meant to write", "t is “quit” by your keymap, no longer “manage tokens”"} {
		if !strings.Contains(v, want) {
			t.Errorf("%q is missing:\n%s", want, v)
		}
	}
	if !regexp.MustCompile(`(?m)^│ z +send +`).MatchString(v) {
		t.Errorf("the key of send is another one:\n%s", v)
	}
}
