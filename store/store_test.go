package store_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"postern/store"
	"postern/store/state"
	"postern/store/vault"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const users = `{
	"info": {
		"_postman_id": "c-users",
		"name": "Users",
		"schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
	},
	"item": [
		{
			"name": "List Users",
			"request": {"method": "GET", "header": [], "url": "{{url}}/api/v1/users"},
			"x-unknown": 1.50
		}
	]
}
`

const devEnv = `{
	"id": "e-dev",
	"name": "dev",
	"values": [
		{"key": "url", "value": "https://dev.example.com", "enabled": true},
		{"key": "apikey", "value": "", "type": "secret", "enabled": true}
	],
	"_postman_variable_scope": "environment"
}
`

const globals = `{"id":"g","name":"Globals","values":[{"key":"x","value":"1"}],"_postman_variable_scope":"globals"}`

// folder makes a folder of files.
func folder(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		put(t, path, text)
	}
	return dir
}

func put(t testing.TB, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func read(t testing.TB, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func open(t testing.TB, o store.Options) *store.Workspace {
	t.Helper()
	w, err := store.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func openPath(t testing.TB, paths ...string) *store.Workspace {
	t.Helper()
	return open(t, store.Options{Paths: paths})
}

// contents lists a workspace: documents by name, problems by file.
func contents(t testing.TB, w *store.Workspace) string {
	t.Helper()
	var out []string
	for _, c := range w.Collections() {
		out = append(out, "collection "+c.Name)
	}
	for _, e := range w.Environments() {
		out = append(out, "environment "+e.Name)
	}
	if g := w.Globals(); g != nil {
		out = append(out, "globals "+g.Name)
	}
	for _, p := range w.Problems() {
		out = append(out, "problem "+filepath.Base(p.File))
	}
	return strings.Join(out, ", ")
}

func named(text, from, to string) string { return strings.Replace(text, `"`+from+`"`, `"`+to+`"`, 1) }

func TestOpenFolder(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{
		"b.postman_collection.json":             users,
		"dev.postman_environment.json":          devEnv,
		"my.postman_globals.json":               globals,
		"a-by-content.json":                     named(named(users, "Users", "By content"), "c-users", "c-2"),
		"plain.json":                            `{"info":{"name":"Plain"},"item":[{"name":"r","request":"http://127.0.0.1"}]}`,
		"package.json":                          `{"name":"x","values":[]}`,
		"openapi.json":                          `{"openapi":"3.0.0","info":{"title":"x"},"paths":{},"x":"\"item\""}`,
		"data.json":                             `[{"key":"a","value":"\"values\""}]`,
		"broken.json":                           `{"item": `,
		"notes.txt":                             users,
		"sub/deeper/in.postman_collection.json": named(named(users, "Users", "In"), "c-users", "c-3"),
		"one/two/three/four/deep.postman_collection.json": users,
		".hidden/x.postman_collection.json":               users,
		"node_modules/x.postman_collection.json":          users,
	})
	w := openPath(t, dir)
	want := "collection By content, collection Users, collection Plain, collection In, environment dev, globals Globals"
	if got := contents(t, w); got != want {
		t.Errorf("opened %s\nwant %s", got, want)
	}
	if w.Root() != dir || w.Name() != filepath.Base(dir) || w.Empty() {
		t.Errorf("root %q, name %q, empty %v", w.Root(), w.Name(), w.Empty())
	}
}

func TestBrokenFilesAreReported(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{
		"good.postman_collection.json":      users,
		"cut.postman_collection.json":       "{\n  \"info\": {\"name\": \"x\"},\n  \"item\": [}",
		"other.postman_environment.json":    `{"name": "x"}`,
		"marked.json":                       `{"_postman_variable_scope": "environment", "values": [,]}`,
		"second.postman_globals.json":       globals,
		"first.postman_globals.json":        globals,
		"link.postman_collection.json.json": users,
	})
	if err := os.Symlink(filepath.Join(dir, "nowhere"), filepath.Join(dir, "gone.postman_environment.json")); err != nil {
		t.Fatal(err)
	}
	w := openPath(t, dir)
	want := "collection Users, collection Users, globals Globals, problem cut.postman_collection.json, problem gone.postman_environment.json, " +
		"problem marked.json, problem other.postman_environment.json, problem second.postman_globals.json"
	if got := contents(t, w); got != want {
		t.Errorf("opened %s\nwant %s", got, want)
	}
	cut := w.Problems()[0]
	if cut.Line != 3 || cut.Col < 1 || cut.Hint == "" || !strings.Contains(cut.String(), "line 3, column ") {
		t.Errorf("problem: %+v", cut)
	}
	for _, p := range w.Problems() {
		if p.Hint == "" || p.What == "" {
			t.Errorf("a problem without words: %+v", p)
		}
	}
}

func TestOpenOneCollection(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{
		"users.postman_collection.json": users, "other.postman_collection.json": users, "third.json": users,
		"dev.postman_environment.json": devEnv, "g.postman_globals.json": globals, "old-env.json": named(named(devEnv, "dev", "old"), "e-dev", "e-old"),
		"sub/far.postman_environment.json": devEnv,
		// Even with an environment's mark: what is large beside is a report.
		"report.json": `{"_postman_variable_scope":"environment","id":"e-r","name":"report","values":[{"key":"x","value":"` + strings.Repeat("x", 1<<20) + `"}]}`,
	})
	w := openPath(t, filepath.Join(dir, "users.postman_collection.json"))
	if got, want := contents(t, w), "collection Users, environment dev, environment old, globals Globals"; got != want {
		t.Errorf("opened %s\nwant %s", got, want)
	}
	if w.Name() != "Users" || w.Root() != dir {
		t.Errorf("name %q, root %q", w.Name(), w.Root())
	}
}

func TestOpenSeveralPaths(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"users.postman_collection.json": users, "envs/dev.postman_environment.json": devEnv, "unrelated.postman_environment.json": globals})
	file := filepath.Join(dir, "users.postman_collection.json")
	w := open(t, store.Options{Paths: []string{file, file}, Env: filepath.Join(dir, "envs", "dev.postman_environment.json")})
	if got, want := contents(t, w), "collection Users, environment dev"; got != want {
		t.Errorf("opened %s\nwant %s", got, want)
	}
}

func TestOpenWhatIsNotThere(t *testing.T) {
	t.Parallel()
	_, err := store.Open(t.Context(), store.Options{Paths: []string{filepath.Join(t.TempDir(), "nowhere")}})
	if !errors.Is(err, fs.ErrNotExist) || store.Hint(err) == "" {
		t.Errorf("err = %v, hint %q", err, store.Hint(err))
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := store.Open(ctx, store.Options{Paths: []string{folder(t, map[string]string{"a.json": users})}}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestOpenFileOfAnotherKind(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"openapi.json": `{"openapi":"3.1.0","info":{"title":"x"}}`, "list.json": `[1]`, "text": `GET /`})
	for _, name := range []string{"openapi.json", "list.json", "text"} {
		w := openPath(t, filepath.Join(dir, name))
		if got := contents(t, w); got != "problem "+name || w.Problems()[0].Hint == "" {
			t.Errorf("%s: opened %s", name, got)
		}
	}
}

func TestUsualPlaces(t *testing.T) {
	home, here := t.TempDir(), folder(t, map[string]string{"sub/users.postman_collection.json": users})
	t.Setenv("XDG_DATA_HOME", home)
	t.Chdir(here)
	if w := open(t, store.Options{}); !w.Empty() || w.Name() != "personal" || w.Root() != filepath.Join(home, "postern") {
		t.Errorf("nothing anywhere: %s, root %q", contents(t, w), w.Root())
	}
	if err := os.Mkdir(filepath.Join(home, "postern"), 0o755); err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(home, "postern", "p.postman_collection.json"), users)
	if got := contents(t, open(t, store.Options{})); got != "collection Users" {
		t.Errorf("personal: %s", got)
	}
	put(t, filepath.Join(here, "dev.postman_environment.json"), devEnv)
	if w := open(t, store.Options{}); contents(t, w) != "environment dev" || w.Name() != filepath.Base(here) {
		t.Errorf("here: %s, name %q", contents(t, w), w.Name())
	}
}

func TestLinkedFolder(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"users.postman_collection.json": users})
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(dir, link); err != nil {
		t.Fatal(err)
	}
	if got := contents(t, openPath(t, link)); got != "collection Users" {
		t.Errorf("opened %s", got)
	}
}

func TestFindEnvironment(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"dev.postman_environment.json": devEnv, "prod.postman_environment.json": named(named(devEnv, "dev", "Prod"), "e-dev", "e-prod")})
	w := openPath(t, dir)
	for query, want := range map[string]string{"dev": "dev", "prod": "Prod", "e-prod": "Prod", filepath.Join(dir, "dev.postman_environment.json"): "dev"} {
		if e, err := w.Environment(query); err != nil || e.Name != want {
			t.Errorf("%s: %v, %v", query, e, err)
		}
	}
	if _, err := w.Environment("staging"); err == nil || !strings.Contains(store.Hint(err), "dev, Prod") {
		t.Errorf("staging: %v, hint %q", err, store.Hint(err))
	}
}

// TestCopiedFiles: copying an environment's file copies its id; the two must
// not share tokens or current values all the same.
func TestCopiedFiles(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"a.postman_environment.json": devEnv, "b.postman_environment.json": named(devEnv, "dev", "copy")})
	s := private(t)
	w := open(t, store.Options{Paths: []string{dir}, State: s})
	a, b := w.Environments()[0], w.Environments()[1]
	if a.ID == b.ID {
		t.Fatalf("both have id %s", a.ID)
	}
	b.Name, b.Vars[1].Current = "changed", ptr(secret)
	if err := w.SaveEnvironment(t.Context(), b.Clone()); err != nil {
		t.Fatal(err)
	}
	if text := read(t, b.File); !strings.Contains(text, `"id": "e-dev"`) || !strings.Contains(text, `"changed"`) {
		t.Errorf("the file became %s", text)
	}
	// Alone it has its own id back, and its values.
	w = open(t, store.Options{Paths: []string{b.File, b.File}, State: s})
	envs, _, err := w.LoadPrivate(t.Context())
	if err != nil || len(envs) != 1 || envs[0].Vars[1].Value() != secret {
		t.Errorf("alone: %v, %v", envs, err)
	}
	w = open(t, store.Options{Paths: []string{a.File, a.File}, State: s})
	if envs, _, err = w.LoadPrivate(t.Context()); err != nil || envs[0].Vars[1].Current != nil {
		t.Errorf("the other: %v, %v", envs, err)
	}
}

func TestOpenTouchesNoState(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "state")
	s := state.NewWith(dir, vault.Options{Keyring: noRing{}})
	w := open(t, store.Options{Paths: []string{folder(t, map[string]string{"dev.postman_environment.json": devEnv})}, State: s})
	if _, _, err := w.LoadPrivate(t.Context()); err != nil { // reads only, and there is nothing
		t.Error(err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the state was made: %v", err)
	}
}

// noRing is a machine without a keyring: the key file serves.
type noRing struct{}

func (noRing) Get(string, string) (string, error) { return "", errors.New("no keyring here") }
func (noRing) Set(string, string, string) error   { return errors.New("no keyring here") }

const secret = "canary-90ab-never-in-a-file"

func private(t testing.TB) *state.State {
	t.Helper()
	s := state.NewWith(filepath.Join(t.TempDir(), "state"), vault.Options{Keyring: noRing{}})
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// TestCorpus opens real collections and saves them unedited: no byte may
// change, and so nothing may be written.
func TestCorpus(t *testing.T) {
	t.Parallel()
	dir := shared(t, "collections")
	w := openPath(t, dir)
	cs := w.Collections()
	if len(cs) < 50 {
		t.Errorf("only %d collections", len(cs))
	}
	for _, c := range cs {
		if err := w.SaveCollection(t.Context(), c.Clone()); err != nil {
			t.Errorf("%s: %v", filepath.Base(c.File), err)
		}
	}
	for _, e := range w.Environments() {
		if err := w.SaveEnvironment(t.Context(), e.Clone()); err != nil {
			t.Errorf("%s: %v", filepath.Base(e.File), err)
		}
	}
	for _, p := range w.Problems() {
		t.Logf("problem: %s: %s", filepath.Base(p.File), p)
	}
}

// shared returns a folder of third-party data beside the repository.
func shared(t *testing.T, name string) string {
	t.Helper()
	dir, err := filepath.Abs(".")
	for err == nil && filepath.Dir(dir) != dir {
		if _, serr := os.Stat(filepath.Join(dir, "go.mod")); serr == nil {
			break
		}
		dir = filepath.Dir(dir)
	}
	dir = filepath.Join(dir, "..", "shared", name)
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("skipped: needs ../shared/%s", name)
	}
	return dir
}

// BenchmarkOpen opens 10,000 requests in 20 collections, as a big team has.
func BenchmarkOpen(b *testing.B) {
	files := map[string]string{"dev.postman_environment.json": devEnv}
	for f := range 20 {
		var items []string
		for i := range 500 {
			items = append(items, fmt.Sprintf(`{"name":"Request %d","event":[{"listen":"test","script":{"exec":["pm.test('ok', function () {","});"]}}],`+
				`"request":{"method":"POST","header":[{"key":"Accept","value":"application/json"}],"body":{"mode":"raw","raw":"{\n  \"id\": %d\n}"},`+
				`"url":{"raw":"{{url}}/api/v1/things/%d?limit=25","host":["{{url}}"],"path":["api","v1","things","%d"],"query":[{"key":"limit","value":"25"}]}},"response":[]}`, i, i, i, i))
		}
		files[fmt.Sprintf("team-%02d.postman_collection.json", f)] = fmt.Sprintf(
			`{"info":{"_postman_id":"c-%d","name":"Team %d","schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},"item":[%s]}`, f, f, strings.Join(items, ","))
	}
	dir := folder(b, files)
	b.ReportAllocs()
	for b.Loop() {
		if w := openPath(b, dir); len(w.Collections()) != 20 {
			b.Fatal(contents(b, w))
		}
	}
}

func ptr(s string) *string { return &s }
