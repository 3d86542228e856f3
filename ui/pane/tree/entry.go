package tree

import (
	"strconv"
	"strings"

	"postern/engine/collection"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/match"
	"postern/ui/widget/treelist"
)

// entry is what a node of the tree stands for: a collection, a folder, a
// request or a problem.
type entry struct {
	// c is nil for problems, item is nil for collections and problems.
	c    *collection.Collection
	item *collection.Item
	// problem counts from 1; 0 is none.
	problem int
	name    safe.Text
	// requests is how many there are below.
	requests int
}

func (e entry) request() *collection.Request {
	if e.item == nil || e.item.Folder {
		return nil
	}
	return e.item.Request
}

// dirtyID is the ID under which unsaved edits of the row are known.
func (e entry) dirtyID() string {
	switch {
	case e.item != nil:
		return e.item.ID
	case e.c != nil:
		return e.c.ID
	}
	return ""
}

// folded is the text a filter looks at: name, method and path.
func (e entry) folded() string {
	s := e.name.String()
	if r := e.request(); r != nil {
		s += "\n" + r.Method + "\n" + urlPath(r.URL).String()
	}
	return match.Fold(s)
}

// urlPath is what stands behind the host.
func urlPath(u collection.URL) safe.Text {
	if len(u.Path) == 0 {
		return safe.Text{}
	}
	return safe.Clean("/" + strings.Join(u.Path, "/"))
}

// forest is everything the pane shows, in reading order.
type forest struct {
	nodes   []treelist.Node
	entries []entry
	taken   map[string]bool
}

func plant(cs []*collection.Collection, ps []Problem) forest {
	f := forest{taken: map[string]bool{}}
	for _, c := range cs {
		key := f.key(c.ID)
		at := f.add(treelist.Node{ID: key, Branch: true}, entry{c: c, name: nameOf(c.Name, "unnamed collection")})
		f.entries[at].requests = f.items(c, c.Items, key, 1)
	}
	for i, p := range ps {
		t := safe.Clean(p.File).Plus(safe.Lit(" "), safe.Clean(p.Text))
		f.add(treelist.Node{ID: f.key("problem " + p.File)}, entry{problem: i + 1, name: t})
	}
	return f
}

func (f *forest) items(c *collection.Collection, items []*collection.Item, above string, depth int) int {
	requests := 0
	for _, it := range items {
		n := treelist.Node{ID: f.key(above + "/" + it.ID), Depth: depth, Branch: it.Folder}
		if !it.Folder {
			f.add(n, entry{c: c, item: it, name: nameOf(it.Name, "unnamed request")})
			requests++
			continue
		}
		at := f.add(n, entry{c: c, item: it, name: nameOf(it.Name, "unnamed folder")})
		// The key of an item leaves its folders out, so that moving it keeps it.
		f.entries[at].requests = f.items(c, it.Items, above, depth+1)
		requests += f.entries[at].requests
	}
	return requests
}

func (f *forest) add(n treelist.Node, e entry) int {
	f.nodes = append(f.nodes, n)
	f.entries = append(f.entries, e)
	return len(f.entries) - 1
}

// key makes an ID unique: two files may hold the same collection.
func (f *forest) key(id string) string {
	key := id
	for n := 2; f.taken[key]; n++ {
		key = id + "#" + strconv.Itoa(n)
	}
	f.taken[key] = true
	return key
}

// chain returns the items from the outermost folder to entry i.
func (f *forest) chain(i int, t *treelist.Tree) []*collection.Item {
	depth := f.nodes[i].Depth
	chain := make([]*collection.Item, depth)
	for at, ok := i, true; ok && depth > 0; at, ok = t.Parent(at) {
		depth--
		chain[depth] = f.entries[at].item
	}
	return chain
}

// marks tells which rows have unsaved edits, and which one was cut.
type marks struct {
	// cut is the ID of the item that waits for another place.
	cut string
	// dirty holds IDs of items and collections.
	dirty map[string]bool
	// apart holds IDs of collections whose files hold something else.
	apart map[string]string
	// below tells, by entry, whether there are dirty ones under it.
	below []bool
}

// spread finds the folders that hide unsaved edits when they are folded.
func (m *marks) spread(f forest, t *treelist.Tree) {
	m.below = nil
	if len(m.dirty) == 0 {
		return
	}
	m.below = make([]bool, len(f.entries))
	for i := len(m.below) - 1; i >= 0; i-- {
		if up, ok := t.Parent(i); ok && (m.below[i] || m.dirty[f.entries[i].dirtyID()]) {
			m.below[up] = true
		}
	}
}

func nameOf(name, none string) safe.Text {
	if strings.TrimSpace(name) == "" {
		return safe.Clean("(" + none + ")")
	}
	return safe.Clean(name)
}

// methodWidth is the width of the column of methods.
const methodWidth = 4

// shortMethod is a method in at most [methodWidth] cells.
func shortMethod(m string) safe.Text {
	switch m {
	case "DELETE":
		return safe.Lit("DEL")
	case "OPTIONS":
		return safe.Lit("OPT")
	case "PATCH":
		return safe.Lit("PTCH")
	}
	return safe.Clean(m).Slice(0, methodWidth)
}

// methodRole is the look of a method.
func methodRole(m string) theme.Role { return theme.Method(strings.ToUpper(m)) }
