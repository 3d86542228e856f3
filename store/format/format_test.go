package format_test

import (
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"postern/auth"
	"postern/engine/collection"
	"postern/store/format"
	"postern/store/postman"
)

// update writes the outlines anew: read them in the diff.
var update = flag.Bool("update", false, "write testdata/*/*.golden")

// sample is a file, or a folder, that a format reads.
type sample struct {
	format format.Format
	path   string
	folder bool
}

// samples are those of every format; each must have one.
func samples(t *testing.T) []sample {
	t.Helper()
	var out []sample
	for _, f := range format.All() {
		list, err := os.ReadDir(filepath.Join("testdata", f.Name))
		if err != nil || len(list) == 0 {
			t.Errorf("%s has no samples: %v", f.Name, err)
		}
		for _, e := range list {
			if !strings.HasSuffix(e.Name(), ".golden") {
				out = append(out, sample{f, filepath.Join("testdata", f.Name, e.Name()), e.IsDir()})
			}
		}
	}
	return out
}

func (s sample) data(t *testing.T) []byte {
	t.Helper()
	data, err := os.ReadFile(s.path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// read reads a sample the way an import does.
func (s sample) read(t *testing.T) format.Imported {
	t.Helper()
	name := format.Stem(s.path)
	var in format.Imported
	var err error
	if s.folder {
		in, err = s.format.ReadFolder(name, os.DirFS(s.path))
	} else {
		in, err = s.format.Read(name, s.data(t))
	}
	if err != nil {
		t.Fatal(err)
	}
	return in
}

func each(t *testing.T, f func(t *testing.T, s sample)) {
	for _, s := range samples(t) {
		t.Run(s.format.Name+"/"+filepath.Base(s.path), func(t *testing.T) { f(t, s) })
	}
}

// A file is taken for what it is, and for nothing else; Postman's own are taken
// for none.
func TestFind(t *testing.T) {
	each(t, func(t *testing.T, s sample) {
		var got format.Format
		var ok bool
		if s.folder {
			got, ok = format.FindFolder(os.DirFS(s.path))
		} else {
			got, ok = format.Find(s.path, s.data(t))
			for _, f := range format.All() {
				if f.Name != s.format.Name && f.Detect(s.path, s.data(t)) {
					t.Errorf("%s takes it too", f.Name)
				}
			}
		}
		if !ok || got.Name != s.format.Name {
			t.Errorf("is taken for %q", got.Name)
		}
	})
	for _, text := range []string{
		`{"info": {"name": "openapi", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}, "item": [{"openapi": "3.0"}]}`,
		`{"name": "Dev", "values": []}`, `[{"key": "a", "value": "b"}]`, `{"collections": [], "log": 1}`, "", "{", "hello: world",
	} {
		if f, ok := format.Find("a.json", []byte(text)); ok {
			t.Errorf("%s is taken for %s", text, f.Name)
		}
	}
	if f, ok := format.FindFolder(os.DirFS("testdata")); ok {
		t.Errorf("a folder of anything is taken for %s", f.Name)
	}
}

// What is read is shown in an outline, with what was lost.
func TestRead(t *testing.T) {
	each(t, func(t *testing.T, s sample) {
		got, golden := outline(s.read(t)), s.path+".golden"
		if *update {
			if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Error(diff)
		}
	})
}

// What is imported is a file of ours that says the same.
func TestRoundTrip(t *testing.T) {
	same := []cmp.Option{
		cmpopts.EquateEmpty(),
		cmpopts.IgnoreFields(collection.Collection{}, "File", "Notes", "BehaviorSource"),
		cmpopts.IgnoreFields(collection.Item{}, "Origin", "BehaviorSource"),
		cmpopts.IgnoreFields(collection.Param{}, "Origin"),
		cmpopts.IgnoreFields(collection.FormPart{}, "SrcSource"),
		cmpopts.IgnoreFields(collection.GraphQL{}, "Source"),
		cmpopts.IgnoreFields(collection.FileRef{}, "Source"),
		cmpopts.IgnoreFields(collection.Variable{}, "Origin"),
		cmpopts.IgnoreFields(collection.EnvVar{}, "Origin"),
		// Of an example in a file the model has less than of a new one.
		cmpopts.IgnoreFields(collection.Example{}, "Origin", "Original", "Preview"),
		cmpopts.IgnoreFields(collection.Environment{}, "File", "Notes"),
		cmpopts.IgnoreFields(auth.Attr{}, "Source"),
	}
	each(t, func(t *testing.T, s sample) {
		in := s.read(t)
		for _, c := range in.Collections {
			back, err := postman.ReadCollection(postman.NewCollection(c), "")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c, back, same...); diff != "" {
				t.Errorf("%s: %s", c.Name, diff)
			}
			if len(back.Notes) > 0 {
				t.Errorf("%s: the file is not understood: %v", c.Name, back.Notes)
			}
		}
		for _, e := range in.Environments {
			back, err := postman.ReadEnvironment(postman.NewEnvironment(e), "")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(e, back, same...); diff != "" {
				t.Errorf("%s: %s", e.Name, diff)
			}
		}
	})
}

// A file that ends anywhere is an error or less of it, never a crash.
func TestTruncated(t *testing.T) {
	each(t, func(t *testing.T, s sample) {
		if s.folder {
			return
		}
		data := s.data(t)
		for i := range data {
			s.format.Detect(s.path, data[:i])
			in, err := s.format.Read("x", data[:i])
			for _, c := range in.Collections {
				if err != nil {
					t.Fatalf("at %d: both a collection and %v", i, err)
				}
				postman.NewCollection(c)
			}
		}
	})
}

// Folders hold links, and things that are no files; none is followed.
func TestFolderLinks(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	secret := "meta {\n  name: Secret\n}\nget {\n  url: https://h\n}\n"
	for name, text := range map[string]string{
		filepath.Join(dir, "bruno.json"): `{"name": "Links"}`, filepath.Join(outside, "secret.bru"): secret, filepath.Join(dir, "own.bru"): secret,
	} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, to := range map[string]string{"file.bru": filepath.Join(outside, "secret.bru"), "folder": outside, "loop": "."} {
		if err := os.Symlink(to, filepath.Join(dir, name)); err != nil {
			t.Skip("skipped: needs links")
		}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	for _, fsys := range []fs.FS{root.FS(), os.DirFS(dir)} {
		f, ok := format.FindFolder(fsys)
		if !ok {
			t.Fatal("is not found")
		}
		in, err := f.ReadFolder("x", fsys)
		if err != nil {
			t.Fatal(err)
		}
		if n := len(in.Collections[0].Requests()); n != 1 || len(in.Notes) != 3 {
			t.Errorf("%d requests, notes %v", n, in.Notes)
		}
	}
}
