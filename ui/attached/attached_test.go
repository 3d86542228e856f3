package attached_test

import (
	"slices"
	"testing"

	"postern/engine/collection"
	"postern/ui/attached"
)

func form() collection.Body {
	return collection.Body{Mode: "formdata", Form: []collection.FormPart{{Type: "text"}, {Type: "file", Src: []string{""}}, {Type: "file", Src: []string{"a", "b"}}}}
}

func TestRow(t *testing.T) {
	file := collection.Body{Mode: "file", File: collection.FileRef{Src: "x"}}
	for _, c := range []struct {
		name     string
		body     collection.Body
		row      int
		src      []string
		many, ok bool
	}{
		{"text", form(), 0, nil, false, false},
		{"no file yet", form(), 1, nil, true, true},
		{"two", form(), 2, []string{"a", "b"}, true, true},
		{"behind the end", form(), 3, nil, false, false},
		{"a new row", form(), -1, nil, false, false},
		{"a file", file, 0, []string{"x"}, false, true},
		{"its content", file, 1, nil, false, false},
		{"another mode", collection.Body{Mode: "raw"}, 0, nil, false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if src, many, ok := attached.Row(c.body, c.row); !slices.Equal(src, c.src) || many != c.many || ok != c.ok {
				t.Errorf("%q, %t, %t", src, many, ok)
			}
			b := c.body.Clone()
			if attached.Put(&b, c.row, "n") != c.ok {
				t.Error("what can be put is not what is there")
			}
			if src, _, _ := attached.Row(b, c.row); c.ok && !slices.Equal(src, []string{"n"}) {
				t.Errorf("put became %q", src)
			}
		})
	}
}

// The same body is asked for once, until it has to be looked at anew.
func TestWant(t *testing.T) {
	var f attached.Files
	b := form()
	w, ok := f.Want("r", b).(attached.Wanted)
	if !ok || w.ItemID != "r" || f.Want("r", b) != nil {
		t.Fatal("not asked for once")
	}
	f.Again()
	again, ok := f.Want("r", b).(attached.Wanted)
	if !ok || f.Take(w.Seen(nil)) || !f.Take(again.Seen(nil)) {
		t.Error("an old answer is taken, or the new one is not")
	}
	if f.Want("r", collection.Body{Mode: "raw"}) != nil {
		t.Error("a text names files")
	}
}
