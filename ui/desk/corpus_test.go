package desk_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"postern/engine/collection"
	"postern/store/postman"
	"postern/ui/desk"
)

// shared returns real files that are not part of the repository.
func shared(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("../../../shared/collections/*.json")
	if err != nil || len(files) == 0 {
		t.Skip("skipped: needs ../shared/collections")
	}
	return files
}

// outline is what a collection's tree says, without what reading makes up.
func outline(c *collection.Collection) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", c.Name)
	c.Walk(func(chain []*collection.Item, it *collection.Item) bool {
		fmt.Fprintf(&b, "%d %v %q", len(chain), it.Folder, it.Name)
		if it.Request != nil {
			fmt.Fprintf(&b, " %s %s %d %d", it.Request.Method, it.Request.URL.Text(), len(it.Request.Headers), len(it.Examples))
		}
		fmt.Fprintf(&b, " %d\n", len(it.Events))
		return true
	})
	return b.String()
}

// editor makes edits that nobody thought of.
type editor struct {
	*rand.Rand
	d *desk.Desk
	c *collection.Collection
}

// chain picks any item; nil if there is none.
func (e editor) chain() []*collection.Item {
	var all [][]*collection.Item
	e.c.Walk(func(chain []*collection.Item, _ *collection.Item) bool {
		all = append(all, append([]*collection.Item(nil), chain...))
		return true
	})
	if len(all) == 0 {
		return nil
	}
	return all[e.IntN(len(all))]
}

func (e editor) edit(i int) {
	chain := e.chain()
	if len(chain) == 0 {
		return
	}
	it := chain[len(chain)-1]
	name := fmt.Sprintf("edited %d", i)
	switch e.IntN(8) {
	case 0:
		e.d.Rename(e.c, it, name)
	case 1:
		e.d.Remove(e.c, it)
	case 2:
		e.d.Add(e.c, desk.Beside(e.c, chain), &collection.Item{Name: name, Folder: true})
	case 3:
		e.d.Add(e.c, desk.Beside(e.c, chain), &collection.Item{Name: name, Request: &collection.Request{Method: "PUT", URL: collection.ParseURL("http://h/" + name)}})
	case 4:
		if desk.Requests(it) < 50 {
			e.d.Duplicate(e.c, chain)
		}
	case 5:
		if to, ok := desk.Step(e.c, chain, 1-2*e.IntN(2), func(string) bool { return e.IntN(2) == 0 }); ok {
			e.d.Move(e.c, it, to)
		}
	case 6:
		e.d.TakeUp(e.c, it.ID)
		e.d.Chain = e.chain()
		if _, err := e.d.PutDown(); err != nil {
			e.d.TakeUp(e.c, it.ID)
		}
	case 7:
		if it.Request != nil {
			q := it.Request.Clone()
			q.Headers = append(q.Headers, collection.Param{Key: name, Value: "v"})
			e.d.Edit(it.ID, q)
		}
	}
}

// Whatever is done to a real file in the tree: what is written reads as what is
// on screen, and undone it is byte for byte the file again.
func TestAnyEditsOfRealFiles(t *testing.T) {
	n := 0
	for i, path := range shared(t) {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		c, err := postman.ReadCollection(data, path)
		if err != nil || c.Schema == "v1" || len(data) > 1<<20 && testing.Short() {
			continue // broken ones and environments have tests of their own
		}
		n++
		d := desk.New(nil)
		d.Collections, d.Collection = []*collection.Collection{c}, c
		e := editor{rand.New(rand.NewPCG(uint64(i), 7)), &d, c}
		for k := range 30 {
			e.edit(k)
			if k%10 == 9 {
				written(t, path, data, c)
			}
		}
		for d.CanUndo() {
			d.Undo()
		}
		if out, err := postman.WriteCollection(data, c.Clone()); err != nil || !bytes.Equal(out, data) {
			t.Errorf("%s: undone, the file is another (%v)", filepath.Base(path), err)
		}
		for d.CanRedo() {
			d.Redo()
		}
		written(t, path, data, c)
	}
	t.Logf("%d collections", n)
}

func written(t *testing.T, path string, data []byte, c *collection.Collection) {
	t.Helper()
	out, err := postman.WriteCollection(data, c.Clone())
	if err != nil {
		t.Fatalf("%s: %v", filepath.Base(path), err)
	}
	back, err := postman.ReadCollection(out, path)
	if err != nil {
		t.Fatalf("%s: what was written cannot be read: %v", filepath.Base(path), err)
	}
	want, got := strings.Split(outline(c), "\n"), strings.Split(outline(back), "\n")
	for i := range want {
		if i >= len(got) || got[i] != want[i] {
			t.Fatalf("%s: line %d of the tree is %q, want %q", filepath.Base(path), i, got[min(i, len(got)-1)], want[i])
		}
	}
	if len(got) != len(want) {
		t.Fatalf("%s: %d items, want %d", filepath.Base(path), len(got), len(want))
	}
}
