package dialog_test

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/google/go-cmp/cmp"

	"postern/ui/dialog"
	"postern/ui/dialog/confirm"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/widget"
)

func question(name string) dialog.Dialog {
	return confirm.New(widget.DefaultEnv(), confirm.Options{
		Name: name, Title: safe.Lit("?"), Cancel: "no",
		Choices: []confirm.Choice{{ID: "yes", Title: safe.Lit("yes"), Letter: "y"}},
	})
}

func enter() pane.Event { return pane.Key{KeyPressMsg: tea.KeyPressMsg{Code: tea.KeyEnter}} }

func TestOnlyTheTopDialogGetsKeys(t *testing.T) {
	var s dialog.Stack
	s.Resize(80, 24)
	s.Push(question("a"))
	s.Push(question("b"))
	if in := s.Update(enter(), noon()); in != (confirm.Answered{Name: "b", Choice: "yes"}) {
		t.Fatalf("first enter: %#v", in)
	}
	if s.Len() != 1 {
		t.Fatalf("%d dialogs are open", s.Len())
	}
	if in := s.Update(enter(), noon()); in != (confirm.Answered{Name: "a", Choice: "yes"}) {
		t.Fatalf("second enter: %#v", in)
	}
	if !s.Empty() || s.View() != "" || s.Update(enter(), noon()) != nil || s.Cancel() != nil {
		t.Error("an empty stack is not empty")
	}
}

func TestSuddenDialogsSwallowStrayKeys(t *testing.T) {
	for _, tc := range []struct {
		name string
		// at are the times of Enter after the dialog opened, in milliseconds;
		// answered is which of them counts, -1 for none.
		at       []int
		answered int
	}{
		{"at once", []int{0}, -1},
		{"after a pause", []int{425}, 0},
		{"a moment too soon", []int{424}, -1},
		{"typing goes on", []int{300, 600, 900}, -1},
		{"typing stops", []int{300, 600, 1025}, 2},
		{"not for ever", []int{300, 600, 900, 1200, 1500}, 4},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var s dialog.Stack
			s.Resize(80, 24)
			s.PushSudden(question("q"), noon())
			got := -1
			for i, ms := range tc.at {
				if s.Update(enter(), noon().Add(time.Duration(ms)*time.Millisecond)) != nil {
					got = i
					break
				}
			}
			if got != tc.answered {
				t.Errorf("enter number %d counted, want %d", got, tc.answered)
			}
		})
	}
}

func TestRemoveTakesANamedDialogFromAnywhere(t *testing.T) {
	var s dialog.Stack
	s.Push(question("a"))
	s.Push(question("b"))
	if !s.Remove("a") || s.Remove("a") || s.Len() != 1 {
		t.Errorf("%d dialogs after removing", s.Len())
	}
	if in := s.Cancel(); in != (confirm.Answered{Name: "b", Choice: "no"}) {
		t.Errorf("cancel gives %#v", in)
	}
}

func TestLeft(t *testing.T) {
	for _, tc := range []struct {
		left time.Duration
		want string
	}{
		{-time.Second, "expired"},
		{0, "expired"},
		{9 * time.Second, "9s"},
		{252 * time.Second, "4m 12s"},
		{54*time.Minute + 20*time.Second, "54m"},
		{65 * time.Minute, "1h 05m"},
		{76 * time.Hour, "3d 4h"},
	} {
		if got := dialog.Left(tc.left).String(); got != tc.want {
			t.Errorf("%s is %q, want %q", tc.left, got, tc.want)
		}
	}
}

func TestBoxKeepsItsTitleWhenItIsNarrow(t *testing.T) {
	env := widget.DefaultEnv()
	f := dialog.Frame{
		Width: 20, Height: 3, Title: safe.Lit("A title that is too long"), Note: safe.Lit("12 of 13"),
		Hints: []dialog.Hint{{Key: safe.Lit("enter"), Title: safe.Lit("choose")}, {Key: safe.Lit("esc"), Title: safe.Lit("close")}},
	}
	want := []string{
		"╭─ A title that i… ╮",
		"│ text             │",
		"╰─ enter choose ───╯",
	}
	got := strings.Split(plain((&dialog.Shell{Env: env}).Box(f, []string{"text            "})), "\n")
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

// The way out of a dialog is told however little room there is for the rest.
func TestTheWayOutKeepsItsRoom(t *testing.T) {
	env := widget.DefaultEnv()
	hint := func(id keymap.ID, words string) dialog.Hint { return dialog.HintOf(env, id, safe.Clean(words)) }
	f := dialog.Frame{Height: 2, Hints: []dialog.Hint{hint(keymap.Accept, "open"), hint(keymap.Search, "filter"), hint(keymap.Close, "close")}}
	for width, want := range map[int]string{
		40: "╰─ enter open ─ / filter ─ esc close ──╯",
		30: "╰─ enter open ─ esc close ───╯",
		20: "╰─ enter open ─────╯",
	} {
		f.Width = width
		got := strings.Split(plain((&dialog.Shell{Env: env}).Box(f, nil)), "\n")
		if last := got[len(got)-1]; last != want {
			t.Errorf("at %d:\n%s\n%s", width, last, want)
		}
	}
}
