package prompt_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"postern/ui/dialog/prompt"
	"postern/ui/folders"
	"postern/ui/pane"
	"postern/ui/safe"
)

// typePath types a path and answers what is wanted.
func typePath(t *testing.T, p *prompt.Prompt, path, folder string) {
	t.Helper()
	asked := false
	for _, r := range path {
		in, _ := press(p, r, string(r))
		_, work := in.(pane.Work)
		asked = asked || work
	}
	if !asked {
		t.Fatal("no folder is asked for")
	}
	p.Update(pane.Arrived{What: folders.Listed{Typed: folder, Listing: folders.Listing{
		Dir: "/" + folder, Entries: []folders.Entry{{Name: "deep", Folder: true}, {Name: "data.json", Size: 2048}},
	}}})
}

func TestPaths(t *testing.T) {
	key := func(code rune) func(*prompt.Prompt) { return func(p *prompt.Prompt) { press(p, code, "") } }
	for _, c := range []struct {
		name  string
		paths folders.Paths
		then  []func(*prompt.Prompt)
		want  string
	}{
		{"enter takes the best", folders.Paths{}, []func(*prompt.Prompt){key(tea.KeyEnter), key(tea.KeyEnter)}, "x/deep/"},
		{"or another", folders.Paths{}, []func(*prompt.Prompt){key(tea.KeyDown), key(tea.KeyTab), key(tea.KeyEnter)}, "x/data.json"},
		{"a new file keeps its name", folders.Paths{New: true}, []func(*prompt.Prompt){key(tea.KeyEnter)}, "x/d"},
		{"unless tab completes it", folders.Paths{New: true}, []func(*prompt.Prompt){key(tea.KeyTab), key(tea.KeyEnter)}, "x/deep/"},
		{"esc closes the list first", folders.Paths{}, []func(*prompt.Prompt){key(tea.KeyEscape), key(tea.KeyEnter)}, "x/d"},
		{"by mouse", folders.Paths{}, []func(*prompt.Prompt){func(p *prompt.Prompt) { p.View(); p.Update(pane.Click{X: 8, Y: 3}) }, key(tea.KeyEnter)}, "x/data.json"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := open(prompt.Options{Hint: safe.Lit("a hint"), Paths: &c.paths})
			typePath(t, p, "x/d", "x/")
			if v := ansi.Strip(p.View()); !strings.Contains(v, "deep/") || !strings.Contains(v, "data.json  2.0 KiB") {
				t.Fatalf("nothing is offered:\n%s", v)
			}
			for _, do := range c.then[:len(c.then)-1] {
				do(p)
			}
			got := pane.Intent(nil)
			if in, closed := press(p, tea.KeyEnter, ""); closed {
				got = in
			}
			if got != (prompt.Entered{Name: "name", Text: c.want}) {
				t.Errorf("%#v, want %q", got, c.want)
			}
		})
	}
}

// Once it was open its room stays, so that the box does not jump.
func TestRoomStays(t *testing.T) {
	p := open(prompt.Options{Paths: &folders.Paths{}})
	before := strings.Count(p.View(), "\n")
	typePath(t, p, "d", "")
	during := strings.Count(p.View(), "\n")
	press(p, tea.KeyEscape, "")
	if after := strings.Count(p.View(), "\n"); before >= during || during != after {
		t.Errorf("%d, %d and %d lines", before, during, after)
	}
}
