package authform_test

import (
	"os"
	"path/filepath"
	"testing"

	"postern/auth"
	"postern/engine/collection"
	"postern/store/postman"
	"postern/ui/authform"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/widget"
)

// corpus finds third-party collections that live beside the repository.
func corpus(t *testing.T) []string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		dir = filepath.Dir(dir)
	}
	paths, err := filepath.Glob(filepath.Join(dir, "..", "shared", "collections", "*.json"))
	if err != nil || len(paths) == 0 {
		t.Skip("skipped: needs ../shared/collections")
	}
	return paths
}

// Every auth that people have can be looked at from top to bottom, and is the
// same afterwards.
func TestLookingChangesNothing(t *testing.T) {
	n := 0
	for _, path := range corpus(t) {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		c, err := postman.ReadCollection(data, filepath.Base(path))
		if err != nil {
			continue
		}
		f := authform.New(widget.DefaultEnv(), nil)
		look := func(chain []*collection.Item) {
			v := authform.Of(c, chain)
			f.Set(v)
			f.Update(pane.Act{ID: keymap.Bottom})
			if v.Config().Type == (auth.OAuth2{}).Type() {
				f.Update(pane.Act{ID: keymap.Open}) // the last heading is folded
			}
			for range 3 {
				_ = f.Draw(40, 12, true)
				f.Update(pane.Act{ID: keymap.PageUp})
			}
			if f.Commit() {
				t.Errorf("%s: looking changed the auth of %v", filepath.Base(path), chain)
			}
			if v.Own != nil {
				n++
			}
		}
		look(nil)
		c.Walk(func(chain []*collection.Item, it *collection.Item) bool {
			if it.Auth != nil || it.Request != nil && it.Request.Auth != nil {
				look(c.Chain(it.ID))
			}
			return true
		})
	}
	if n < 100 {
		t.Errorf("only %d auth blocks", n)
	}
}
