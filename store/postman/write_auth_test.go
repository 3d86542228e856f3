package postman_test

import (
	"bytes"
	"testing"

	"postern/auth"
	"postern/engine/collection"
	"postern/store/postman"
)

// auths calls f with every auth block of a collection.
func auths(c *collection.Collection, f func(*auth.Config)) int {
	n := 0
	put := func(a *auth.Config) {
		if a != nil {
			f(a)
			n++
		}
	}
	put(c.Auth)
	c.Walk(func(_ []*collection.Item, it *collection.Item) bool {
		put(it.Auth)
		if it.Request != nil {
			put(it.Request.Auth)
		}
		return true
	})
	return n
}

// Whoever tries another type and goes back has changed nothing, whether or not
// the file was saved in between.
func TestAnotherTypeAndBackChangesNothing(t *testing.T) {
	n := 0
	for name, data := range corpus(t) {
		f, err := postman.Read(data, name)
		if err != nil || f.Collection == nil || f.Collection.Schema == "v1" {
			continue
		}
		c := f.Collection
		var types []string
		n += auths(c, func(a *auth.Config) {
			types = append(types, a.Type)
			*a = a.As("asap")
		})
		there, err := postman.WriteCollection(data, c)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		back := read(t, string(there))
		for _, c := range []*collection.Collection{c, back} {
			i := 0
			auths(c, func(a *auth.Config) {
				*a = a.As(types[i])
				i++
			})
		}
		if got, err := postman.WriteCollection(data, c); err != nil || !bytes.Equal(got, data) {
			t.Errorf("%s: back again it is another file: %v", name, err)
		}
		if got, err := postman.WriteCollection(there, back); err != nil || !bytes.Equal(got, data) {
			t.Errorf("%s: saved in between, it is another file (%v): %s", name, err, firstDifference(string(got), string(data)))
		}
	}
	if n < 100 {
		t.Errorf("only %d auth blocks", n)
	}
}
