package desk_test

import (
	"strings"
	"testing"

	"postern/engine/collection"
	"postern/ui/desk"
)

func TestDrop(t *testing.T) {
	item := func(id string, sub ...*collection.Item) *collection.Item {
		return &collection.Item{ID: id, Name: id, Folder: len(sub) > 0, Items: sub}
	}
	var shape func(items []*collection.Item) string
	shape = func(items []*collection.Item) string {
		var out []string
		for _, it := range items {
			s := it.ID
			if it.Folder {
				s += "(" + shape(it.Items) + ")"
			}
			out = append(out, s)
		}
		return strings.Join(out, " ")
	}
	for _, tt := range []struct{ name, item, folder, before, want string }{
		{"into a folder", "d", "f", "", "a f(b c d) e"},
		{"before an item of it", "d", "f", "c", "a f(b d c) e"},
		{"out of it", "b", "", "", "a f(c) d e b"},
		{"downwards among its own", "a", "", "e", "f(b c) d a e"},
		{"where it is: before the next", "a", "", "f", ""},
		{"where it is: before itself", "d", "", "d", ""},
		{"where it is: at the end", "e", "", "", ""},
		{"into itself", "f", "f", "", "a folder cannot move into itself"},
		{"into what is gone", "a", "x", "", "the item is not there any more"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := &collection.Collection{ID: "c", Items: []*collection.Item{item("a"), item("f", item("b"), item("c")), item("d"), item("e")}}
			d := desk.New(nil)
			d.Collections = []*collection.Collection{c}
			was := shape(c.Items)
			chain := c.Chain(tt.item)
			err := desk.Drop(&d, c, chain[len(chain)-1], c, tt.folder, tt.before)
			switch {
			case err != nil:
				if err.Error() != tt.want || shape(c.Items) != was {
					t.Errorf("%v, %s", err, shape(c.Items))
				}
			case tt.want == "":
				if d.CanUndo() || shape(c.Items) != was {
					t.Errorf("an edit without an effect: %s", shape(c.Items))
				}
			default:
				if got := shape(c.Items); got != tt.want {
					t.Errorf("%s, want %s", got, tt.want)
				}
				if d.Undo(); shape(c.Items) != was {
					t.Errorf("undone: %s", shape(c.Items))
				}
			}
			other := &collection.Collection{ID: "o"}
			if err := desk.Drop(&d, c, c.Items[0], other, "", ""); err == nil {
				t.Error("it moves to another collection")
			}
		})
	}
}
