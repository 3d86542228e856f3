package store_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"postern/store"
	"postern/store/postman"
)

// A document gets a file of its own in the folder, whatever it is called and
// whatever is there.
func TestFolderPut(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "b")
	f := store.NewFolder(dir)
	outside := filepath.Join(t.TempDir(), "outside")
	for _, tt := range []struct {
		name string
		kind postman.Kind
		want string
	}{
		{"Users", postman.Collection, "Users.postman_collection.json"},
		{"Users", postman.Collection, "Users-2.postman_collection.json"},
		{"Users", postman.Environment, "Users.postman_environment.json"},
		{"globals", postman.Globals, "globals.postman_globals.json"},
		{"../../etc/passwd", postman.Collection, "etc-passwd.postman_collection.json"},
		{`C:\Windows\x`, postman.Collection, "C-Windows-x.postman_collection.json"},
		{"NUL", postman.Collection, "_NUL.postman_collection.json"},
		{"con.txt", postman.Collection, "_con.txt.postman_collection.json"},
		{"..", postman.Collection, "untitled.postman_collection.json"},
		{".hidden", postman.Collection, "hidden.postman_collection.json"},
		{"a\x00b\x1b[31m\n", postman.Collection, "a-b-31m.postman_collection.json"},
		{"linked", postman.Collection, "linked-2.postman_collection.json"},
	} {
		if tt.name == "linked" {
			if err := os.Symlink(outside, filepath.Join(dir, "linked.postman_collection.json")); err != nil {
				t.Skipf("skipped: needs links: %v", err)
			}
		}
		path, err := f.Put(tt.kind, tt.name, []byte(tt.name))
		if err != nil || path != filepath.Join(dir, tt.want) {
			t.Errorf("%q went to %s, %v; want %s", tt.name, path, err, tt.want)
			continue
		}
		if data, err := os.ReadFile(path); err != nil || string(data) != tt.name {
			t.Errorf("%s has %q, %v", path, data, err)
		}
		if info, err := os.Stat(path); err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s is readable by others: %v, %v", path, info.Mode(), err)
		}
	}
	if _, err := os.Lstat(outside); err == nil {
		t.Error("wrote through a link")
	}
	again := store.NewFolder(dir)
	if path, err := again.Put(postman.Collection, "Users", nil); err != nil || filepath.Base(path) != "Users-3.postman_collection.json" {
		t.Errorf("another import went to %s, %v", path, err)
	}
	if _, err := store.NewFolder(filepath.Join(dir, "globals.postman_globals.json")).Put(postman.Collection, "x", nil); err == nil {
		t.Error("a file was taken for a folder")
	}
}

// The workbench says of a file that holds several documents how to bring them
// in.
func TestOpenContainerSaysHow(t *testing.T) {
	for name, text := range map[string]string{
		"dump.json":  `{"version":1,"collections":[{"name":"a","order":[],"requests":[]},{"name":"b","order":[],"requests":[]}]}`,
		"export.zip": "PK\x03\x04…",
	} {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		w := openPath(t, path)
		if p := w.Problems(); len(p) != 1 || !strings.Contains(p[0].Hint, "postern import") {
			t.Errorf("%s: the problems are %v", name, p)
		}
	}
}
