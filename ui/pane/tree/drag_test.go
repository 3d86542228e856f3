package tree_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/pane/tree"
)

// carried drags a row onto a cell and returns what came of it, after a look.
func carried(p *tree.Pane, from, x, y int, look ...func()) pane.Intent {
	p.Update(pane.Click{X: 10, Y: from})
	p.Update(pane.Drag{X: x, Y: y})
	for _, f := range look {
		f()
	}
	return p.Update(pane.Release{X: x, Y: y})
}

// 0 ▾ Users (Okta API)
// 1   ▾ List Users
// 2   │ GET  List Users
// 3   │ GET  Find by login
// 4   ▾ Create User
// 5   │ POST Create without credentials
// 6   │ ▾ Lifecycle
// 7   │ │ DEL  Deactivate
// 8   PTCH Touch
// 9 ▾ Groups
// 10  PUT  Add member
func TestWhereARowLands(t *testing.T) {
	for _, tt := range []struct {
		name       string
		from, x, y int
		want       string // item > collection / folder < before
	}{
		{"into a folder", 8, 6, 1, "r5 > c1/f1<"},
		{"into a collection", 2, 6, 0, "r1 > c1/<"},
		{"another collection", 2, 6, 9, "r1 > c2/<"},
		{"below everything", 2, 6, 15, "r1 > c2/<"},
		{"upwards, before a request", 8, 9, 3, "r5 > c1/f1<r2"},
		{"upwards, before a folder, at its guides", 8, 1, 4, "r5 > c1/<f2"},
		{"downwards, behind a request", 2, 9, 3, "r1 > c1/f1<"},
		{"downwards, behind a request in the middle", 2, 9, 5, "r1 > c1/f2<f3"},
		{"downwards, to the top of an open folder, at its guides", 2, 1, 4, "r1 > c1/f2<r3"},
		{"downwards, behind the last of a folder", 2, 9, 7, "r1 > c1/f3<"},
		{"further left, a level further out", 2, 5, 7, "r1 > c1/f2<"},
		{"as far left as it goes", 2, 0, 7, "r1 > c1/<r5"},
		{"a folder", 4, 6, 1, "f2 > c1/f1<"},
		{"onto itself", 2, 9, 2, "r1 > c1/f1<r2"},
		{"outside, right", 2, 60, 3, ""},
		{"outside, below", 2, 6, 20, ""},
		{"outside, above", 2, 6, -1, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := newPane(40, 20, users(), groups())
			do(p, keymap.UnfoldAll)
			got := ""
			in := carried(p, tt.from, tt.x, tt.y)
			if d, ok := in.(tree.Dropped); ok {
				got = d.Item.ID + " > " + d.To.ID + "/" + d.Folder + "<" + d.Before
			}
			if got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
			if s := strings.Join(screen(p), "\n"); strings.Contains(s, "moving") || strings.Contains(s, "▸─") {
				t.Errorf("marks stay:\n%s", s)
			}
		})
	}
}

// The marker says in words and lines where it would land; there are as many
// lines as before.
func TestTheMarker(t *testing.T) {
	p := newPane(40, 12, users(), groups())
	do(p, keymap.UnfoldAll)
	carried(p, 8, 9, 3, func() {
		s := screen(p)
		if !strings.HasPrefix(s[3], "  │ ▸──────") || !strings.HasSuffix(s[9], "PTCH Touch                      moving") || !strings.Contains(s[4], "Find by login") {
			t.Errorf("between rows:\n%s", strings.Join(s, "\n"))
		}
		fits(t, p.View(), 40, 12)
	})
	carried(p, 8, 6, 1, func() {
		if s := screen(p); !strings.HasSuffix(s[1], "◂ into") {
			t.Errorf("into:\n%s", strings.Join(s, "\n"))
		}
	})
	p.Resize(40, 8)
	p.Update(pane.Wheel{Lines: -99})
	carried(p, 2, 9, 7, func() {
		if s := screen(p); !strings.Contains(s[7], "▸──") {
			t.Errorf("at the lower end:\n%s", strings.Join(s, "\n"))
		}
	})
	if !strings.Contains(p.Title().String(), "Collections") {
		t.Errorf("title %q", p.Title())
	}
}

func TestWhatIsNotDragged(t *testing.T) {
	p := newPane(40, 20, users(), groups())
	p.SetProblems([]tree.Problem{{File: "a.json", Text: "broken"}})
	do(p, keymap.UnfoldAll)
	for _, row := range []int{9, 11} { // a collection, a problem
		if n, ok := carried(p, row, 6, 1).(pane.Noted); !ok || !n.Warn {
			t.Errorf("row %d is dragged without a word", row)
		}
	}
	if in := carried(p, 2, 6, 11); in != nil {
		t.Errorf("onto a problem: %#v", in)
	}
	// The tree is another one before the button goes up.
	p.Update(pane.Click{X: 10, Y: 8})
	p.Update(pane.Drag{X: 10, Y: 3})
	p.SetCollections(nil)
	if in := p.Update(pane.Release{X: 10, Y: 3}); in != nil {
		t.Errorf("what is gone is dropped: %#v", in)
	}
}

// At both ends the rows go on under the mouse, and the scroll bar is pulled.
func TestDragsScroll(t *testing.T) {
	p := newPane(40, 4, users(), groups())
	do(p, keymap.UnfoldAll, keymap.Top)
	p.Update(pane.Click{X: 10, Y: 2})
	for range 20 {
		p.Update(pane.Drag{X: 10, Y: 3})
	}
	if s := screen(p); !slices.ContainsFunc(s, func(l string) bool { return strings.Contains(l, "Groups") }) {
		t.Errorf("down:\n%s", strings.Join(s, "\n"))
	}
	for range 20 {
		p.Update(pane.Drag{X: 10, Y: 0})
	}
	if s := screen(p); !slices.ContainsFunc(s, func(l string) bool { return strings.Contains(l, "Users (Okta API)") }) {
		t.Errorf("up:\n%s", strings.Join(s, "\n"))
	}
	p.Update(pane.Release{Off: true})
	p.Update(pane.Click{X: 39, Y: 3})
	if s := ansi.Strip(p.View()); !strings.Contains(s, "Add member") {
		t.Errorf("a click on the end of the scroll bar:\n%s", s)
	}
	p.Update(pane.Drag{X: 80, Y: -3})
	if s := ansi.Strip(p.View()); !strings.Contains(s, "Users (Okta API)") {
		t.Errorf("pulled to the top:\n%s", s)
	}
	if in := p.Update(pane.Release{X: 80, Y: -3}); in != nil {
		t.Errorf("the scroll bar drops %#v", in)
	}
}
