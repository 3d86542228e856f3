package store_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"postern/engine/collection"
	"postern/store"
)

const v1 = `{"id":"c1","name":"Old","order":["r1"],"folders":[],"requests":[{"id":"r1","name":"Ping","url":"http://127.0.0.1/ping","method":"GET","headers":"","dataMode":"params","data":[],"collectionId":"c1"}]}`

func TestUneditedSaveWritesNothing(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"u.postman_collection.json": users, "dev.postman_environment.json": devEnv, "old.postman_collection.json": v1, "old copy.postman_collection.json": v1})
	long := time.Now().Add(-time.Hour).Truncate(time.Second)
	w := open(t, store.Options{Paths: []string{dir}, State: private(t)})
	for _, c := range w.Collections() {
		touch(t, c.File, long)
		if err := w.SaveCollection(t.Context(), c.Clone()); err != nil {
			t.Error(err)
		}
		untouched(t, c.File, long)
	}
	for _, e := range w.Environments() {
		touch(t, e.File, long)
		e.Vars[0].Current = ptr("private") // the file has no part in it
		if err := w.SaveEnvironment(t.Context(), e.Clone()); err != nil {
			t.Error(err)
		}
		untouched(t, e.File, long)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 4 {
		t.Errorf("left in the folder: %v, %v", entries, err)
	}
}

func TestSaveChangesOneLine(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"u.postman_collection.json": users})
	w := openPath(t, dir)
	c := w.Collections()[0]
	for _, name := range []string{"List all users", "List", "List Users"} { // the last one is as it was
		c.Items[0].Name = name
		if err := w.SaveCollection(t.Context(), c.Clone()); err != nil {
			t.Fatal(err)
		}
		if got, want := read(t, c.File), strings.Replace(users, `"List Users"`, `"`+name+`"`, 1); got != want {
			t.Errorf("got %s\nwant %s", got, want)
		}
	}
}

// TestSaveAgainAfterInserting: the numbers that tie items to their places in
// the file must hold over several saves.
func TestSaveAgainAfterInserting(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"u.postman_collection.json": users})
	w := openPath(t, dir)
	c := w.Collections()[0]
	for _, name := range []string{"First", "Second"} {
		it := &collection.Item{ID: "new-" + name, Name: name, Request: &collection.Request{Method: "GET", URL: collection.ParseURL("http://127.0.0.1/" + name)}}
		c.Items = append([]*collection.Item{it}, c.Items...)
		if err := w.SaveCollection(t.Context(), c.Clone()); err != nil {
			t.Fatal(err)
		}
	}
	text := read(t, c.File)
	if strings.Count(text, `"name": "First"`) != 1 || strings.Count(text, `"name": "Second"`) != 1 || !strings.Contains(text, `"x-unknown": 1.50`) {
		t.Errorf("saved %s", text)
	}
	var names []string
	for _, it := range openPath(t, dir).Collections()[0].Items {
		names = append(names, it.Name)
	}
	if got := strings.Join(names, ", "); got != "Second, First, List Users" {
		t.Errorf("reopened as %s", got)
	}
}

func TestOutsideEditIsNotOverwritten(t *testing.T) {
	t.Parallel()
	theirs := strings.Replace(users, "List Users", "edited elsewhere", 1)
	for _, tt := range []struct {
		name string
		harm func(t *testing.T, path string)
		gone bool
	}{
		{"changed", func(t *testing.T, path string) { put(t, path, theirs) }, false},
		{"same size and time", func(t *testing.T, path string) {
			info, err := os.Stat(path)
			if err != nil {
				t.Fatal(err)
			}
			put(t, path, strings.Replace(users, "List Users", "LIST USERS", 1))
			touch(t, path, info.ModTime())
		}, false},
		{"deleted", func(t *testing.T, path string) {
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
		}, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := folder(t, map[string]string{"u.postman_collection.json": users})
			w := openPath(t, dir)
			c := w.Collections()[0]
			tt.harm(t, c.File)
			before, _ := os.ReadFile(c.File) // it may be gone
			c.Items[0].Name = "mine"

			err := w.SaveCollection(t.Context(), c.Clone())
			var conflict *store.Conflict
			if !errors.As(err, &conflict) || conflict.Gone != tt.gone || store.Hint(err) == "" {
				t.Fatalf("err = %v", err)
			}
			if n := strings.Count(err.Error(), c.File); n != 1 {
				t.Errorf("the file is named %d times: %v", n, err)
			}
			if after, _ := os.ReadFile(c.File); !bytes.Equal(before, after) || !bytes.Equal(after, conflict.Theirs) {
				t.Errorf("the file became %s", after)
			}
			if entries, err := os.ReadDir(dir); err != nil || len(entries) > 1 {
				t.Errorf("left in the folder: %v, %v", entries, err)
			}
			if err := w.OverwriteCollection(t.Context(), c.Clone()); err != nil {
				t.Fatal(err)
			}
			if got := read(t, c.File); got != string(conflict.Ours) || !strings.Contains(got, `"mine"`) {
				t.Errorf("overwritten with %s", got)
			}
		})
	}
}

func TestSaveKeepsModeAndLink(t *testing.T) {
	t.Parallel()
	elsewhere := folder(t, map[string]string{"real.json": users})
	dir := t.TempDir()
	real, link := filepath.Join(elsewhere, "real.json"), filepath.Join(dir, "u.postman_collection.json")
	if err := errors.Join(os.Symlink(real, link), os.Chmod(real, 0o640)); err != nil {
		t.Fatal(err)
	}
	w := openPath(t, dir)
	c := w.Collections()[0]
	c.Name = "renamed"
	if err := w.SaveCollection(t.Context(), c.Clone()); err != nil {
		t.Fatal(err)
	}
	info, err := os.Lstat(link)
	if err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Errorf("the link became %v, %v", info.Mode(), err)
	}
	if info, err = os.Stat(real); err != nil || info.Mode().Perm() != 0o640 || !strings.Contains(read(t, real), "renamed") {
		t.Errorf("the file: %v, %v", info.Mode(), err)
	}
}

func TestReadOnlyFileIsRefused(t *testing.T) {
	t.Parallel()
	w := openPath(t, folder(t, map[string]string{"u.postman_collection.json": users}))
	c := w.Collections()[0]
	if err := os.Chmod(c.File, 0o444); err != nil {
		t.Fatal(err)
	}
	c.Name = "renamed"
	if err := w.SaveCollection(t.Context(), c.Clone()); !errors.Is(err, fs.ErrPermission) || store.Hint(err) == "" {
		t.Errorf("err = %v", err)
	}
	if got := read(t, c.File); got != users {
		t.Errorf("the file became %s", got)
	}
}

func TestVersion1IsConvertedAndKept(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"old.postman_collection.json": v1})
	w := openPath(t, dir)
	c := w.Collections()[0]
	for _, name := range []string{"Pong", "Ping pong"} {
		c.Items[0].Name = name
		if err := w.SaveCollection(t.Context(), c.Clone()); err != nil {
			t.Fatal(err)
		}
	}
	if got := read(t, c.File+".v1.bak"); got != v1 {
		t.Errorf("kept %s", got)
	}
	again := openPath(t, dir).Collections()
	if len(again) != 1 || again[0].Schema != "v2.1" || again[0].Items[0].Name != "Ping pong" {
		t.Errorf("reopened as %+v", again)
	}
}

func TestPrivateValues(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"dev.postman_environment.json": devEnv, "g.postman_globals.json": globals})
	s, ctx := private(t), t.Context()
	w := open(t, store.Options{Paths: []string{dir}, State: s})
	e := w.Environments()[0].Clone()
	e.Vars[0].Initial = "https://new.example.com"
	e.Vars[1].Current = ptr(secret)
	e.Vars = append(e.Vars, collection.EnvVar{Key: "url", Current: ptr("the second url")})
	if err := errors.Join(w.SaveEnvironment(ctx, e), w.RememberEnvironment(ctx, e.ID)); err != nil {
		t.Fatal(err)
	}
	text := read(t, e.File)
	if strings.Contains(text, secret) || strings.Contains(text, "second url") || !strings.Contains(text, "https://new.example.com") {
		t.Errorf("the file became %s", text)
	}
	for name, w := range map[string]*store.Workspace{"same": w, "opened anew": open(t, store.Options{Paths: []string{dir}, State: s})} {
		envs, last, err := w.LoadPrivate(ctx)
		if err != nil || len(envs) != 2 || last != e.ID {
			t.Fatalf("%s: %d environments, last %q, %v", name, len(envs), last, err)
		}
		vars := envs[0].Vars
		if len(vars) != 3 || vars[0].Current != nil || vars[1].Value() != secret || vars[2].Value() != "the second url" {
			t.Errorf("%s: %+v", name, vars)
		}
		if w.Environments()[0].Vars[1].Current != nil {
			t.Errorf("%s: the caller's environment was changed", name)
		}
	}
	// A value taken back and a variable deleted are forgotten.
	e.Vars[1].Current = nil
	e.Vars = e.Vars[:2]
	if err := w.SaveCurrent(ctx, e); err != nil {
		t.Fatal(err)
	}
	envs, _, err := open(t, store.Options{Paths: []string{dir}, State: s}).LoadPrivate(ctx)
	if err != nil || envs[0].Vars[1].Current != nil || envs[0].Vars[2].Current != nil {
		t.Errorf("still there: %+v, %v", envs[0].Vars, err)
	}
}

// What a script has made is there the next time, and the file does not get it.
func TestVariablesOfScriptsArePrivate(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"dev.postman_environment.json": devEnv})
	s, ctx := private(t), t.Context()
	w := open(t, store.Options{Paths: []string{dir}, State: s})
	e := w.Environments()[0].Clone()
	e.Vars = append(e.Vars, collection.EnvVar{Key: "orderId", Current: ptr("o17"), Private: true})
	if err := w.SaveEnvironment(ctx, e); err != nil || read(t, e.File) != devEnv {
		t.Errorf("err = %v, the file became %s", err, read(t, e.File))
	}
	for name, w := range map[string]*store.Workspace{"same": w, "opened anew": open(t, store.Options{Paths: []string{dir}, State: s})} {
		envs, _, err := w.LoadPrivate(ctx)
		if err != nil || len(envs[0].Vars) != 3 || envs[0].Vars[2].Value() != "o17" || !envs[0].Vars[2].Private {
			t.Errorf("%s: %+v, %v", name, envs[0].Vars, err)
		}
	}
	e.Vars[2].Initial = "public"
	e.Settle()
	if err := w.SaveEnvironment(ctx, e); err != nil || !strings.Contains(read(t, e.File), "orderId") {
		t.Errorf("err = %v, the file became %s", err, read(t, e.File))
	}
	e.Vars = e.Vars[:2]
	if err := w.SaveCurrent(ctx, e); err != nil {
		t.Fatal(err)
	}
	again := open(t, store.Options{Paths: []string{dir}, State: s})
	if envs, _, err := again.LoadPrivate(ctx); err != nil || envs[0].Vars[2].Current != nil {
		t.Errorf("still there: %+v, %v", envs[0].Vars, err)
	}
}

func TestConflictKeepsCurrentValues(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"dev.postman_environment.json": devEnv})
	s, ctx := private(t), t.Context()
	w := open(t, store.Options{Paths: []string{dir}, State: s})
	e := w.Environments()[0].Clone()
	put(t, e.File, strings.Replace(devEnv, "dev.example.com", "theirs.example.com", 1))
	e.Vars[0].Initial, e.Vars[1].Current = "mine", ptr(secret)
	var conflict *store.Conflict
	if err := w.SaveEnvironment(ctx, e); !errors.As(err, &conflict) {
		t.Errorf("err = %v", err)
	}
	envs, _, err := open(t, store.Options{Paths: []string{dir}, State: s}).LoadPrivate(ctx)
	if err != nil || envs[0].Vars[0].Initial != "https://theirs.example.com" || envs[0].Vars[1].Value() != secret {
		t.Errorf("%+v, %v", envs[0].Vars, err)
	}
	if err := w.OverwriteEnvironment(ctx, e); err != nil || !strings.Contains(read(t, e.File), `"mine"`) {
		t.Errorf("overwritten: %v", err)
	}
}

func TestNamelessEnvironmentStaysSo(t *testing.T) {
	t.Parallel()
	text := `{"values": [{"key": "a", "value": "1"}]}`
	w := openPath(t, folder(t, map[string]string{"Staging.postman_environment.json": text}))
	e := w.Environments()[0].Clone()
	e.Vars[0].Initial = "2"
	if err := w.SaveEnvironment(t.Context(), e); err != nil || e.Name != "Staging" {
		t.Fatal(e.Name, err)
	}
	if got, want := read(t, e.File), strings.Replace(text, `"1"`, `"2"`, 1); got != want {
		t.Errorf("saved %s", got)
	}
}

func TestNewDocuments(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "not", "yet")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	w, ctx := open(t, store.Options{Paths: []string{dir}, State: private(t)}), t.Context()
	names := []string{"dev", "dev", "DEV", "../../etc/passwd", "CON", "nul.txt", "a\x00b\x1b[31m", ".bashrc", "", "...", "Größe 測試", strings.Repeat("x", 4096), strings.Repeat("測", 999), "a/b\\c:d*e?f"}
	for _, name := range names {
		e, err := w.NewEnvironment(name)
		if err != nil {
			t.Fatalf("%q: %v", name, err)
		}
		c, err := w.NewCollection(name)
		if err != nil {
			t.Fatalf("%q: %v", name, err)
		}
		if err := errors.Join(w.SaveEnvironment(ctx, e.Clone()), w.SaveCollection(ctx, c.Clone())); err != nil {
			t.Fatalf("%q: %v", name, err)
		}
		for _, path := range []string{e.File, c.File} {
			if base := filepath.Base(path); filepath.Dir(path) != dir || len(base) > 200 || strings.HasPrefix(base, ".") || strings.ContainsAny(base, "\x00\x1b/\\:*?[ ") {
				t.Errorf("%q became %q", name, path)
			}
		}
	}
	again := openPath(t, dir)
	if len(again.Environments()) != len(names) || len(again.Collections()) != len(names) {
		t.Errorf("reopened: %s", contents(t, again))
	}
	if len(again.Problems()) > 0 {
		t.Errorf("problems: %v", again.Problems())
	}
}

func TestNewDocumentDoesNotTakeAName(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	w := openPath(t, dir)
	e, err := w.NewEnvironment("dev")
	if err != nil {
		t.Fatal(err)
	}
	put(t, e.File, "somebody else's")
	var conflict *store.Conflict
	if err := w.SaveEnvironment(t.Context(), e.Clone()); !errors.As(err, &conflict) || read(t, e.File) != "somebody else's" {
		t.Errorf("err = %v, file %s", err, read(t, e.File))
	}
}

// TestSavesSideBySide is for the race detector: saves work on copies while
// the owner goes on editing.
func TestSavesSideBySide(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"u.postman_collection.json": users, "dev.postman_environment.json": devEnv})
	w, ctx := open(t, store.Options{Paths: []string{dir}, State: private(t)}), t.Context()
	c, e := w.Collections()[0], w.Environments()[0]
	var wg sync.WaitGroup
	for range 10 {
		c.Name += "!"
		e.Name += "!"
		cc, ec := c.Clone(), e.Clone()
		wg.Go(func() {
			_, _, err := w.LoadPrivate(ctx)
			// The others' saves are ours, too, and no conflict.
			if err := errors.Join(err, w.SaveCollection(ctx, cc), w.SaveEnvironment(ctx, ec)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if got := openPath(t, dir); len(got.Problems()) > 0 || !strings.HasPrefix(got.Collections()[0].Name, "Users!") {
		t.Errorf("reopened: %s", contents(t, got))
	}
}

func touch(t *testing.T, path string, when time.Time) {
	t.Helper()
	if err := os.Chtimes(path, when, when); err != nil {
		t.Fatal(err)
	}
}

func untouched(t *testing.T, path string, since time.Time) {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil || !info.ModTime().Equal(since) {
		t.Errorf("%s was written: %v, %v", filepath.Base(path), info, err)
	}
}
