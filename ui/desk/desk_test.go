package desk_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postern/auth"
	"postern/engine/collection"
	"postern/ui/desk"
)

func request(id string) *collection.Item {
	return &collection.Item{ID: id, Name: id, Request: &collection.Request{Method: "GET"}}
}

func folder(id string, items ...*collection.Item) *collection.Item {
	return &collection.Item{ID: id, Name: id, Folder: true, Items: items}
}

// sample is a desk with A, [B, [C], D], [], E.
func sample() (*desk.Desk, *collection.Collection) {
	d := desk.New(nil)
	c := &collection.Collection{ID: "col", Name: "Col", Items: []*collection.Item{
		request("A"), folder("f", request("B"), folder("g", request("C")), request("D")), folder("e"), request("E"),
	}}
	d.Collections, d.Collection = []*collection.Collection{c}, c
	return &d, c
}

// drawn writes a tree as in [sample].
func drawn(items []*collection.Item) string {
	var out []string
	for _, it := range items {
		if it.Folder {
			out = append(out, "["+drawn(it.Items)+"]")
			continue
		}
		out = append(out, it.Name)
	}
	return strings.Join(out, " ")
}

func TestStep(t *testing.T) {
	for _, tt := range []struct {
		name, item string
		by         int
		unfolded   string
		want       string
	}{
		{"down past a folded folder", "A", 1, "", "[B [C] D] A [] E"},
		{"down into an unfolded one", "A", 1, "f", "[A B [C] D] [] E"},
		{"down in a folder", "B", 1, "f", "A [[C] B D] [] E"},
		{"down out of a folder", "D", 1, "f", "A [B [C]] D [] E"},
		{"down out of the inner folder", "C", 1, "fg", "A [B [] C D] [] E"},
		{"up into an empty folder", "E", -1, "e", "A [B [C] D] [E]"},
		{"up to the end of an unfolded one", "e", -1, "f", "A [B [C] D []] E"},
		{"up out of a folder", "B", -1, "f", "A B [[C] D] [] E"},
		{"a folder goes as a whole", "f", 1, "", "A [] [B [C] D] E"},
		{"up at the start", "A", -1, "f", ""},
		{"down at the end", "E", 1, "f", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d, c := sample()
			chain := c.Chain(tt.item)
			to, ok := desk.Step(c, chain, tt.by, func(id string) bool { return strings.Contains(tt.unfolded, id) })
			if ok != (tt.want != "") {
				t.Fatalf("%v, %v", to, ok)
			}
			if !ok {
				return
			}
			if !d.Move(c, chain[len(chain)-1], to) || drawn(c.Items) != tt.want {
				t.Errorf("got %s, want %s", drawn(c.Items), tt.want)
			}
			d.Undo()
			if got := drawn(c.Items); got != "A [B [C] D] [] E" {
				t.Errorf("undone, it is %s", got)
			}
		})
	}
}

func TestPutDown(t *testing.T) {
	for _, tt := range []struct{ name, item, beside, want, err string }{
		{"behind a request", "A", "E", "[B [C] D] [] E A", ""},
		{"further down in the same list", "1", "2", "2 1 3", ""},
		{"behind a request before it", "E", "A", "A E [B [C] D] []", ""},
		{"into a folder", "A", "e", "[B [C] D] [A] E", ""},
		{"to the end of its own folder", "B", "f", "A [[C] D B] [] E", ""},
		{"to the collection", "C", "", "A [B [] D] [] E C", ""},
		{"on itself", "A", "A", "A [B [C] D] [] E", ""},
		{"a folder into itself", "f", "C", "", "a folder cannot move into itself"},
		{"a folder on itself", "f", "f", "", "a folder cannot move into itself"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d, c := sample()
			if tt.item == "1" {
				c.Items = []*collection.Item{request("1"), request("2"), request("3")}
			}
			d.TakeUp(c, tt.item)
			d.Chain = c.Chain(tt.beside)
			id, err := d.PutDown()
			if tt.err != "" {
				if err == nil || err.Error() != tt.err || d.Cut() == "" {
					t.Errorf("%v, still cut is %q", err, d.Cut())
				}
				return
			}
			if err != nil || id != tt.item || drawn(c.Items) != tt.want || d.Cut() != "" {
				t.Errorf("got %s, want %s (%v)", drawn(c.Items), tt.want, err)
			}
		})
	}
}

func TestPutDownElsewhere(t *testing.T) {
	d, c := sample()
	other := &collection.Collection{ID: "other"}
	d.Collections = append(d.Collections, other)
	d.TakeUp(c, "A")
	d.Collection = other
	if _, err := d.PutDown(); err == nil || !strings.Contains(err.Error(), "within its collection") {
		t.Error(err)
	}
	d.Collection = c
	d.Remove(c, c.Items[0])
	if _, err := d.PutDown(); err == nil || d.Cut() != "" {
		t.Errorf("what is gone was put down: %v", err)
	}
	d.TakeUp(c, "E")
	if d.TakeUp(c, "E"); d.Cut() != "" {
		t.Error("cut twice, it still waits")
	}
}

// What was edited while a save was under way is still unsaved, and undoing goes
// back to what the file has.
func TestMarksFollowTheFile(t *testing.T) {
	d, c := sample()
	unsaved := func(what string, want ...string) {
		t.Helper()
		got := d.EditedItems()
		wanted := map[string]bool{}
		for _, id := range want {
			wanted[id] = true
		}
		if diff := cmp.Diff(wanted, got); diff != "" || d.Unsaved() != (len(want) > 0) {
			t.Errorf("%s: %s", what, diff)
		}
	}
	d.Rename(c, c.Items[0], "A2")
	unsaved("renamed", "A")
	at := d.Version()
	d.Rename(c, c.Items[3], "E2")
	d.Rename(c, c.Items[0], "A3")
	d.Saved("col", at)
	unsaved("saved, but for what came later", "A", "E")
	d.Undo()
	unsaved("the last edit undone", "E")
	d.Undo()
	unsaved("both undone")
	d.Undo()
	unsaved("undone beyond the save", "A")
	d.Redo()
	unsaved("done again")
	d.Remove(c, c.Items[0])
	unsaved("removed", "col")
	d.Saved("other", d.Version())
	unsaved("another document saved", "col")
	if es := d.EditedCollections(); len(es) != 1 || d.Edited() != 1 {
		t.Errorf("%d collections are edited", len(es))
	}
	d.Saved("col", d.Version())
	unsaved("saved")
	d.Undo()
	unsaved("brought back", "col")
	if d.Edit("A", collection.Request{Method: "PUT"}); d.CanRedo() {
		t.Error("an edit leaves something to redo")
	}
}

// What was made can be taken back until it has a file; what came before it can
// be taken back all the same.
func TestNewDocumentsAndTheirWayBack(t *testing.T) {
	d, c := sample()
	d.Rename(c, nil, "Renamed")
	col, env := &collection.Collection{ID: "new"}, &collection.Environment{ID: "env"}
	d.AddCollection(col)
	d.AddEnvironment(env)
	if len(d.Collections) != 2 || d.Env != env || d.Edited() != 3 {
		t.Fatalf("%d collections, %v, %d edited", len(d.Collections), d.Env, d.Edited())
	}
	during := d.Version()
	d.Undo()
	d.Undo()
	if len(d.Collections) != 1 || d.Env != nil || len(d.Environments) != 0 || d.Edited() != 1 {
		t.Fatalf("undone: %d collections, %v, %d edited", len(d.Collections), d.Env, d.Edited())
	}
	if d.Saved("new", during); d.Edited() != 1 {
		t.Error("what was taken back while it was written counts as edited")
	}
	d.Redo()
	d.Redo()
	d.Rename(col, nil, "New")
	d.Saved("new", d.Version())
	d.Saved("env", d.Version())
	d.Undo()
	if col.Name != "" || !d.IsEdited("new", "new") {
		t.Error("the renaming was not undone")
	}
	if d.Undo(); c.Name != "Col" || len(d.Collections) != 2 || d.CanUndo() {
		t.Errorf("%s, %d collections", c.Name, len(d.Collections))
	}
}

func TestTheHistoryEnds(t *testing.T) {
	d, c := sample()
	for i := range 700 {
		d.Rename(c, nil, strings.Repeat("x", i+1))
	}
	n := 0
	for d.CanUndo() {
		d.Undo()
		n++
	}
	if n != 500 || len(c.Name) != 200 || !d.Unsaved() {
		t.Errorf("%d steps back, name of %d", n, len(c.Name))
	}
}

func TestEnvironmentEditsCanBeUndone(t *testing.T) {
	d, _ := sample()
	d.Environments = []*collection.Environment{{ID: "env", Vars: []collection.EnvVar{{Key: "k", Initial: "1"}}}}
	d.Choose("env")
	e := d.Env.Clone()
	current := "private"
	e.Vars[0].Current = &current
	d.EditEnvironment(e)
	if d.Unsaved() || len(d.Unkept()) != 1 {
		t.Error("a current value is no matter of the file, but is to be kept")
	}
	e = d.Env.Clone()
	e.Vars[0].Initial = "2"
	d.EditEnvironment(e)
	d.NextToKeep()
	d.Kept()
	if c, ok := d.Undo(); !ok || c.Environment != "env" || d.Env.Vars[0].Initial != "1" || d.Unsaved() {
		t.Errorf("undone: %+v, %+v", c, d.Env)
	}
	if len(d.Unkept()) != 1 {
		t.Error("what an undo changed is not kept")
	}
	if d.Undo(); d.Env.Vars[0].Current != nil {
		t.Error("the current value is still there")
	}
}

// The auth of a folder or a collection is an edit like any other.
func TestSetAuth(t *testing.T) {
	d, c := sample()
	f := c.Chain("f")[0]
	if !d.SetAuth(c, f, &auth.Config{Type: "basic"}) || !d.SetAuth(c, nil, &auth.Config{Type: "bearer"}) {
		t.Fatal("refused")
	}
	if !d.IsEdited("col", "f") || !d.IsEdited("col", "col") || f.Auth.Type != "basic" || c.Auth.Type != "bearer" {
		t.Errorf("edited are %v", d.EditedItems())
	}
	if ch, _ := d.Undo(); ch.Title != "edit of the auth of Col" || ch.Item != "" || c.Auth != nil {
		t.Errorf("undone was %+v", ch)
	}
	if ch, _ := d.Undo(); ch.Item != "f" || f.Auth != nil || d.Unsaved() {
		t.Errorf("undone was %+v", ch)
	}
}
