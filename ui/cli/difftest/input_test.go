package difftest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"postern/engine/runner"

	"postern/engine/collection"
	"postern/store/postman"
)

// input is a collection to send.
type input struct {
	name string
	text string
	// file is the text both sides read; dir is where bodies take files from.
	file, dir string
	coll      *collection.Collection
	env       *collection.Environment
	// rows are the data of a run, in JSON.
	rows string
	// parallel is how many requests postern may have under way at once.
	parallel int
	// alone hears the end of such a run; nil is nobody.
	alone func(runner.Ended)
}

// own are the collections of this package.
func own(t *testing.T) []input {
	t.Helper()
	paths, err := filepath.Glob("testdata/*.postman_collection.json")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no collections in testdata: %v", err)
	}
	var out []input
	for _, p := range paths {
		data, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, newInput(t, filepath.Base(p), data)) // names without a value are part of it
	}
	return out
}

// corpus are collections of others, which lie beside the repository, and the
// cases of Postman's own runtime.
func corpus(t *testing.T) []input {
	t.Helper()
	dir, err := filepath.Abs("../../../../shared/collections")
	if err != nil {
		t.Fatal(err)
	}
	paths, _ := filepath.Glob(filepath.Join(dir, "*.json"))
	if len(paths) == 0 {
		t.Skip("skipped: needs ../shared/collections")
	}
	var out []input
	for _, p := range paths {
		data, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		if f, err := postman.Read(data, p); err == nil && f.Collection != nil {
			out = append(out, newInput(t, filepath.Base(p), data).filled(nil))
		}
	}
	return append(out, cases(t, filepath.Join(dir, "postman-runtime-cases.ndjson"))...)
}

// runtimeCase is a collection with the options of its run; of those only the
// variables are ours.
type runtimeCase struct {
	Collection json.RawMessage
	Options    struct{ Environment, Globals scope }
}

type scope struct {
	Values []struct {
		Key   string
		Value any
	}
}

// cases reads collections with their environments, one a line.
func cases(t *testing.T, file string) []input {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out []input
	for i, line := range bytes.Split(bytes.TrimSpace(data), []byte("\n")) {
		var c runtimeCase
		if err := json.Unmarshal(line, &c); err != nil {
			t.Fatalf("case %d: %v", i, err)
		}
		var vars []collection.EnvVar
		for _, v := range append(c.Options.Environment.Values, c.Options.Globals.Values...) {
			if s, ok := v.Value.(string); ok && !slices.ContainsFunc(vars, func(e collection.EnvVar) bool { return e.Key == v.Key }) {
				vars = append(vars, collection.EnvVar{Key: v.Key, Initial: s})
			}
		}
		out = append(out, newInput(t, fmt.Sprintf("case-%03d", i), c.Collection).filled(vars))
	}
	return out
}

// newInput writes the text down for newman, with the values that change from
// send to send taken out.
func newInput(t *testing.T, name string, data []byte) input {
	t.Helper()
	text := dynamic.ReplaceAllStringFunc(string(data), func(s string) string { return "dynamic-" + s[3:len(s)-2] })
	in := input{name: name, text: text, dir: t.TempDir(), env: &collection.Environment{ID: name, Name: name}}
	in.file = filepath.Join(in.dir, "collection.json")
	if err := os.WriteFile(in.file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	for f, content := range map[string]string{"a.txt": "one\n", "b.json": "{}", "ü.txt": "u", "test/fixtures/upload-file.json": "{}"} {
		if err := os.MkdirAll(filepath.Join(in.dir, filepath.Dir(f)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(in.dir, f), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c, err := postman.ReadCollection([]byte(text), name)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	in.coll = c
	return in
}

// filled is the input with an environment of the known values, and of a value
// for every other name that has none.
func (in input) filled(known []collection.EnvVar) input {
	in.env.Vars = append(known, values(in.text, in.coll, known)...)
	return in
}

var (
	dynamic = regexp.MustCompile(`\{\{\$(guid|timestamp|isoTimestamp|random\w+)\}\}`)
	names   = regexp.MustCompile(`\{\{([^{}"\\]+)\}\}`)
)

// values makes a value for every name that has none: an address where one
// begins with it, a port, a host or a word by where it stands. A collection
// variable without a key, known by its id, has none for newman.
func values(text string, c *collection.Collection, known []collection.EnvVar) []collection.EnvVar {
	var urls []string
	for _, r := range c.Requests() {
		if r.Item.Request != nil {
			urls = append(urls, r.Item.Request.URL.String())
		}
	}
	for _, v := range c.Vars {
		if strings.Contains(v.Value, "://") {
			urls = append(urls, v.Value)
		}
	}
	all := "\n" + strings.Join(urls, "\n") + "\n"
	var out []collection.EnvVar
	done := map[string]bool{}
	for _, v := range known {
		done[v.Key] = true
	}
	for _, v := range c.Vars {
		keyed := regexp.MustCompile(`"key"\s*:\s*"` + regexp.QuoteMeta(v.Key) + `"`).MatchString(text)
		done[v.Key] = done[v.Key] || keyed && v.Value != "" && !v.Disabled
	}
	for _, m := range names.FindAllStringSubmatch(text, -1) {
		name := m[1]
		if done[name] || strings.HasPrefix(name, "$") {
			continue
		}
		done[name] = true
		out = append(out, collection.EnvVar{Key: name, Initial: valueFor(name, all)})
	}
	return out
}

func valueFor(name, urls string) string {
	word := strings.ToLower(regexp.MustCompile(`[^A-Za-z0-9]+`).ReplaceAllString(name, ""))
	tpl := "{{" + name + "}}"
	switch {
	case strings.Contains(urls, tpl+"://"):
		return "http"
	case strings.Contains(urls, "\n"+tpl):
		return "http://" + word + ".test"
	case regexp.MustCompile(`[\w}]:` + regexp.QuoteMeta(tpl) + `[/?#\n]`).MatchString(urls):
		return "8080"
	case strings.Contains(urls, "://"+tpl):
		return word + ".test"
	}
	return "v-" + word
}

// postmanEnvironment is the environment as newman takes it.
func postmanEnvironment(e *collection.Environment) any {
	type value struct {
		Key     string `json:"key"`
		Value   string `json:"value"`
		Enabled bool   `json:"enabled"`
	}
	list := []value{}
	for _, v := range e.Vars {
		list = append(list, value{v.Key, v.Value(), !v.Disabled})
	}
	return map[string]any{"id": e.ID, "name": e.Name, "values": list}
}
