package tree_test

import (
	"strconv"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"postern/engine/collection"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/pane/tree"
	"postern/ui/widget"
)

func request(id, method, name string, path ...string) *collection.Item {
	return &collection.Item{
		ID: id, Name: name,
		Request: &collection.Request{Method: method, URL: collection.URL{Path: path}},
	}
}

func folder(id, name string, items ...*collection.Item) *collection.Item {
	return &collection.Item{ID: id, Name: name, Folder: true, Items: items}
}

func users() *collection.Collection {
	return &collection.Collection{ID: "c1", Name: "Users (Okta API)", Items: []*collection.Item{
		folder("f1", "List Users",
			request("r1", "GET", "List Users", "api", "v1", "users"),
			request("r2", "GET", "Find by login", "api", "v1", "users"),
		),
		folder("f2", "Create User",
			request("r3", "POST", "Create without credentials", "api", "v1", "users"),
			folder("f3", "Lifecycle", request("r4", "DELETE", "Deactivate", "api", "v1", "users", ":id", "off")),
		),
		request("r5", "PATCH", "Touch", "ping"),
	}}
}

func groups() *collection.Collection {
	return &collection.Collection{ID: "c2", Name: "Groups", Items: []*collection.Item{
		request("g1", "PUT", "Add member", "api", "v1", "groups"),
	}}
}

func newPane(w, h int, cs ...*collection.Collection) *tree.Pane {
	p := tree.New(widget.DefaultEnv())
	p.Resize(w, h)
	p.Focus(true)
	if len(cs) > 0 {
		p.SetCollections(cs)
	}
	return p
}

// screen is the view without looks and without blanks at the ends.
func screen(p *tree.Pane) []string {
	var out []string
	for _, l := range strings.Split(ansi.Strip(p.View()), "\n") {
		out = append(out, strings.TrimRight(l, " "))
	}
	for len(out) > 0 && out[len(out)-1] == "" {
		out = out[:len(out)-1]
	}
	return out
}

func see(t *testing.T, p *tree.Pane, want ...string) {
	t.Helper()
	if d := cmp.Diff(want, screen(p)); d != "" {
		t.Fatalf("screen (-want +got):\n%s", d)
	}
}

func do(p *tree.Pane, ids ...keymap.ID) pane.Intent {
	var last pane.Intent
	for _, id := range ids {
		last = p.Update(pane.Act{ID: id})
	}
	return last
}

func typing(p *tree.Pane, s string) {
	for _, r := range s {
		p.Update(pane.Key{KeyPressMsg: tea.KeyPressMsg{Code: r, Text: string(r)}})
	}
}

func press(p *tree.Pane, code rune) pane.Intent {
	return p.Update(pane.Key{KeyPressMsg: tea.KeyPressMsg{Code: code}})
}

// selected is the path of names to the cursor.
func selected(p *tree.Pane) string {
	c, chain := p.Selected()
	if c == nil {
		return "-"
	}
	return path(c, chain)
}

func path(c *collection.Collection, chain []*collection.Item) string {
	names := []string{c.ID}
	for _, it := range chain {
		names = append(names, it.ID)
	}
	return strings.Join(names, " ")
}

func TestOneCollectionStartsUnfolded(t *testing.T) {
	p := newPane(40, 8, users())
	see(
		t, p,
		"▾ Users (Okta API)                     5",
		"  ▸ List Users                         2",
		"  ▸ Create User                        2",
		"  PTCH Touch",
	)
}

func TestSeveralCollectionsStartFolded(t *testing.T) {
	p := newPane(30, 8, users(), groups())
	see(t, p, "▸ Users (Okta API)", "▸ Groups")
}

func TestFoldingShowsGuidesAndShortMethods(t *testing.T) {
	p := newPane(30, 12, users())
	do(p, keymap.UnfoldAll)
	see(
		t, p,
		"▾ Users (Okta API)",
		"  ▾ List Users",
		"  │ GET  List Users",
		"  │ GET  Find by login",
		"  ▾ Create User",
		"  │ POST Create without crede…",
		"  │ ▾ Lifecycle",
		"  │ │ DEL  Deactivate",
		"  PTCH Touch",
	)
	do(p, keymap.FoldAll)
	see(t, p, "▸ Users (Okta API)")
}

func TestMovingReportsEachNewRow(t *testing.T) {
	p := newPane(30, 12, users())
	in := do(p, keymap.Down)
	m, ok := in.(tree.Moved)
	if !ok || path(m.Collection, m.Chain) != "c1 f1" {
		t.Fatalf("down: %#v", in)
	}
	if in = do(p, keymap.Top, keymap.Up); in != nil {
		t.Errorf("up at the top moved: %#v", in)
	}
	do(p, keymap.Down, keymap.Right, keymap.Right)
	if got := selected(p); got != "c1 f1 r1" {
		t.Errorf("after unfolding and going in: %s", got)
	}
	do(p, keymap.Left)
	if got := selected(p); got != "c1 f1" {
		t.Errorf("left goes to the folder, got %s", got)
	}
	do(p, keymap.Left, keymap.Left)
	if got := selected(p); got != "c1" {
		t.Errorf("left folds, then goes up, got %s", got)
	}
}

func TestEnterOpensRequestsAndFoldsFolders(t *testing.T) {
	p := newPane(30, 12, users())
	if in := do(p, keymap.Down, keymap.Open); in != nil {
		t.Fatalf("enter on a folder: %#v", in)
	}
	in := do(p, keymap.Down, keymap.Open)
	o, ok := in.(tree.Opened)
	if !ok || path(o.Collection, o.Chain) != "c1 f1 r1" {
		t.Fatalf("enter on a request: %#v", in)
	}
	if in := do(p, keymap.Toggle); in != nil {
		t.Errorf("space on a request: %#v", in)
	}
}

func TestFilterShowsMatchesWithTheirFolders(t *testing.T) {
	p := newPane(40, 10, users(), groups())
	do(p, keymap.Search)
	if !p.Editing() {
		t.Fatal("not editing after /")
	}
	typing(p, "deact")
	see(
		t, p,
		"/ deact                                1",
		"▾ Users (Okta API)                     5",
		"  ▾ Create User                        2",
		"  │ ▾ Lifecycle                        1",
		"  │ │ DEL  Deactivate",
	)
	if got := selected(p); got != "c1 f2 f3 r4" {
		t.Errorf("the cursor is on %s, not on the match", got)
	}
	press(p, tea.KeyEnter)
	if p.Editing() {
		t.Fatal("still editing after enter")
	}
	do(p, keymap.Cancel)
	see(
		t, p,
		"▾ Users (Okta API)                     5",
		"  ▸ List Users                         2",
		"  ▾ Create User                        2",
		"  │ POST Create without credentials",
		"  │ ▾ Lifecycle                        1",
		"  │ │ DEL  Deactivate",
		"  PTCH Touch",
		"▸ Groups                               1",
	)
}

func TestFilterLooksAtMethodAndPath(t *testing.T) {
	for _, tc := range []struct{ name, typed, want string }{
		{"method", "patch", "c1 r5"},
		{"path", "ping", "c1 r5"},
		{"two words", "put groups", "c2 g1"},
		{"case", "FIND", "c1 f1 r2"},
		{"folder", "lifecycle", "c1 f2 f3"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := newPane(60, 10, users(), groups())
			do(p, keymap.Search)
			typing(p, tc.typed)
			if got := selected(p); got != tc.want {
				t.Errorf("%q selects %s, want %s", tc.typed, got, tc.want)
			}
		})
	}
}

func TestFilterShowsThePathThatMatched(t *testing.T) {
	p := newPane(40, 10, users())
	do(p, keymap.Search)
	typing(p, "ping")
	if got := screen(p)[2]; got != "  PTCH Touch  /ping" {
		t.Errorf("row %q", got)
	}
}

func TestFolderFoundByNameCanBeUnfolded(t *testing.T) {
	p := newPane(30, 10, users())
	do(p, keymap.Search)
	typing(p, "lifec")
	press(p, tea.KeyEnter)
	do(p, keymap.Right)
	see(t, p, "/ lifec                      1", "▾ Users (Okta API)", "  ▾ Create User", "  │ ▾ Lifecycle", "  │ │ DEL  Deactivate")
}

func TestNothingMatchesAndBack(t *testing.T) {
	p := newPane(30, 6, users())
	do(p, keymap.Down)
	do(p, keymap.Search)
	typing(p, "zzz")
	see(t, p, "/ zzz                        0", "nothing matches")
	if got := selected(p); got != "-" {
		t.Errorf("selected %s", got)
	}
	if in, ok := press(p, tea.KeyEscape).(tree.Moved); !ok || path(in.Collection, in.Chain) != "c1 f1" {
		t.Errorf("esc goes back to the row before, got %#v", in)
	}
}

func TestReloadKeepsFoldingSelectionAndFilter(t *testing.T) {
	p := newPane(40, 10, users())
	p.Select("c1", "r4")
	changed := users()
	changed.Items = append([]*collection.Item{request("new", "GET", "Brand new")}, changed.Items...)
	p.SetCollections([]*collection.Collection{changed, groups()})
	if got := selected(p); got != "c1 f2 f3 r4" {
		t.Errorf("selection after a reload: %s", got)
	}
	if d := cmp.Diff([]string{"c1", "c1/f2", "c1/f3"}, p.Expanded()); d != "" {
		t.Error(d)
	}
	do(p, keymap.Search)
	typing(p, "deact")
	p.SetCollections([]*collection.Collection{users()})
	if got := screen(p); len(got) != 5 || got[4] != "  │ │ DEL  Deactivate" {
		t.Errorf("filter after a reload: %q", got)
	}
}

func TestRemovedSelectionFallsToANeighbour(t *testing.T) {
	p := newPane(40, 10, users(), groups())
	p.Select("c2", "g1")
	p.SetCollections([]*collection.Collection{users()})
	if c, _ := p.Selected(); c == nil || c.ID != "c1" {
		t.Errorf("selected %s", selected(p))
	}
	p.SetCollections(nil)
	if got := selected(p); got != "-" {
		t.Errorf("selected %s in an empty pane", got)
	}
}

func TestExpandedMayComeBeforeTheCollections(t *testing.T) {
	p := tree.New(widget.DefaultEnv())
	p.Resize(30, 10)
	p.SetExpanded([]string{"c2"})
	p.SetCollections([]*collection.Collection{users(), groups()})
	see(t, p, "▸ Users (Okta API)", "▾ Groups", "  PUT  Add member")
}

func TestUnsavedEditsAreMarked(t *testing.T) {
	p := newPane(30, 10, users())
	p.SetDirty(map[string]bool{"r4": true, "r5": true})
	see(
		t, p,
		"▾ Users (Okta API)",
		"  ▸ List Users",
		"  ▸ Create User              ●",
		"  PTCH Touch                 ●",
	)
	p.SetDirty(nil)
	if s := strings.Join(screen(p), ""); strings.Contains(s, "●") {
		t.Error("marks stay")
	}
}

func TestProblemsStandAtTheEndAndOpen(t *testing.T) {
	p := newPane(40, 6, groups())
	pr := tree.Problem{File: "users.json:12:3", Text: "unexpected \x1b[31mend"}
	p.SetProblems([]tree.Problem{pr})
	in := do(p, keymap.Bottom, keymap.Open)
	if got := screen(p)[2]; got != "! users.json:12:3 unexpected ^[[31mend" {
		t.Errorf("row %q", got)
	}
	if d := cmp.Diff(tree.ProblemOpened{Problem: pr}, in); d != "" {
		t.Error(d)
	}
}

func TestTwoFilesWithTheSameCollection(t *testing.T) {
	a, b := groups(), groups()
	p := newPane(30, 6, a, b)
	do(p, keymap.Down, keymap.Open, keymap.Down)
	if c, chain := p.Selected(); c != b || len(chain) != 1 {
		t.Errorf("selected %s of the wrong file", selected(p))
	}
}

func TestMouse(t *testing.T) {
	p := newPane(30, 10, users())
	p.Update(pane.Click{X: 3, Y: 1})
	see(t, p, "▾ Users (Okta API)", "  ▸ List Users", "  ▸ Create User", "  PTCH Touch") // it may be dragged yet
	p.Update(pane.Release{X: 3, Y: 1})
	see(t, p, "▾ Users (Okta API)", "  ▾ List Users", "  │ GET  List Users", "  │ GET  Find by login", "  ▸ Create User", "  PTCH Touch")
	if _, ok := p.Update(pane.Click{X: 3, Y: 3}).(tree.Moved); !ok {
		t.Error("a click on a request does not move")
	}
	if _, ok := p.Update(pane.Click{X: 3, Y: 3, Double: true}).(tree.Opened); !ok {
		t.Error("a second click does not open")
	}
	if in := p.Update(pane.Click{X: 3, Y: 9}); in != nil {
		t.Errorf("a click below the rows: %#v", in)
	}
}

func TestWheelScrollsWithoutMoving(t *testing.T) {
	c := &collection.Collection{ID: "c", Name: "C"}
	for i := range 50 {
		c.Items = append(c.Items, request(strconv.Itoa(i), "GET", "row "+strconv.Itoa(i)))
	}
	p := newPane(20, 5, c)
	if in := p.Update(pane.Wheel{Lines: 10}); in != nil {
		t.Errorf("the wheel moved: %#v", in)
	}
	if got := screen(p)[0]; !strings.HasPrefix(got, "  GET  row 9") {
		t.Errorf("first row %q", got)
	}
}

func TestEmptyPaneSaysWhatToDo(t *testing.T) {
	p := newPane(40, 12)
	s := strings.Join(screen(p), "\n")
	if !strings.Contains(s, "No collection is open.") || !strings.Contains(s, "postern FOLDER") {
		t.Error(s)
	}
	if in := do(p, keymap.Open, keymap.Down, keymap.Toggle, keymap.FoldAll, keymap.Left, keymap.Right); in != nil {
		t.Errorf("actions on nothing: %#v", in)
	}
}
