package script_test

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"postern/engine/collection"
	"postern/engine/script"
)

// found is a script of a published collection.
type found struct{ file, listen, source string }

// scriptsIn finds every script of a Postman file of any version.
func scriptsIn(file string, v any, out []found) []found {
	switch v := v.(type) {
	case map[string]any:
		events, _ := v["event"].([]any)
		for _, e := range events {
			if e, ok := e.(map[string]any); ok {
				listen, _ := e["listen"].(string)
				out = append(out, found{file, listen, sourceOf(e["script"])})
			}
		}
		for field, listen := range map[string]string{"tests": "test", "preRequestScript": "prerequest"} {
			if s, ok := v[field].(string); ok {
				out = append(out, found{file, listen, s})
			}
		}
		for k, c := range v {
			if k != "event" {
				out = scriptsIn(file, c, out)
			}
		}
	case []any:
		for _, c := range v {
			out = scriptsIn(file, c, out)
		}
	}
	return out
}

func sourceOf(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case map[string]any:
		return sourceOf(v["exec"])
	case []any:
		var lines []string
		for _, l := range v {
			if s, ok := l.(string); ok {
				lines = append(lines, s)
			}
		}
		return strings.Join(lines, "\n")
	}
	return ""
}

func corpus(t *testing.T) []found {
	t.Helper()
	dir := filepath.Join("..", "..", "..", "shared", "collections")
	files, _ := filepath.Glob(filepath.Join(dir, "*.json"))
	if len(files) == 0 {
		t.Skip("needs ../shared")
	}
	var all []found
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		var v any
		if json.Unmarshal([]byte(strings.TrimPrefix(string(b), "\ufeff")), &v) == nil {
			all = scriptsIn(filepath.Base(f), v, all)
		}
	}
	f, err := os.Open(filepath.Join(dir, "postman-runtime-cases.ndjson"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var v any
		if json.Unmarshal(lines.Bytes(), &v) == nil {
			all = scriptsIn("postman-runtime-cases.ndjson", v, all)
		}
	}
	all = slices.DeleteFunc(all, func(f found) bool { return strings.TrimSpace(f.source) == "" })
	seen := map[string]bool{}
	return slices.DeleteFunc(all, func(f found) bool {
		k := f.listen + f.source
		defer func() { seen[k] = true }()
		return seen[k]
	})
}

// missing are the errors that say that something of Postman's is not there, and
// not that a made-up answer is not the one that the script hoped for.
func missing(message string) bool {
	// What an answer has not is no list either.
	if regexp.MustCompile(`[ .](filter|map|forEach|find|reduce|some|slice|split|substring|match|replace|indexOf|skipRequest) is not a function`).MatchString(message) {
		return false
	}
	return regexp.MustCompile(`postern|Cannot find module|is not a function|Invalid Chai property|is not a constructor|Object has no member|no module|not supported`).MatchString(message)
}

// Every script that people have published runs, as far as what it calls is
// concerned: none fails because something of Postman's is not there.
func TestEveryScriptOfTheCorpus(t *testing.T) {
	all := corpus(t)
	h := host(t, script.Limits{})
	run := func(ctx context.Context, _ string, _ []script.Var) (*script.Response, error) {
		return answer(ctx, collection.Request{})
	}
	failed, tests, absent := 0, 0, 0
	for _, f := range all {
		k := task(soon + f.source)
		k.Event = script.Event(f.listen)
		if k.Event == script.BeforeRequest {
			k.Response = nil
		}
		k.Scripts[0].Owner = f.file
		out, err := h.Run(context.Background(), k, script.Services{Send: answer, Run: run})
		if err != nil {
			t.Errorf("%s: %v\n%s", f.file, err, f.source)
			continue
		}
		tests += len(out.Tests)
		if len(out.Errors) > 0 {
			failed++
		}
		for _, e := range out.Errors {
			if missing(e.Name + ": " + e.Message) {
				absent++
				t.Errorf("%s: %s: %s at line %d\n%s", f.file, e.Name, e.Message, e.Place.Line, line(f.source, e.Place.Line))
			}
		}
		for _, x := range out.Tests {
			if missing(x.Error + ": " + x.Message) {
				absent++
				t.Errorf("%s: test %q: %s: %s at line %d\n%s", f.file, x.Name, x.Error, x.Message, x.Place.Line, line(f.source, x.Place.Line))
			}
		}
	}
	t.Logf("%d scripts, %d tests, %d scripts ended with an error for the made-up data, %d for something missing", len(all), tests, failed-absent, absent)
}

// soon makes timers of half a minute ones that need not be waited for, and those
// that come back come once.
const soon = "{ const later = setTimeout; setTimeout = setInterval = (f) => later(f, 1) } "

func line(source string, n int) string {
	lines := strings.Split(source, "\n")
	if n < 1 || n > len(lines) {
		return ""
	}
	return lines[n-1]
}

// answer is an answer to what scripts send themselves.
func answer(_ context.Context, r collection.Request) (*script.Response, error) {
	return &script.Response{Code: 200, Reason: "OK", Header: []script.Header{{Key: "Content-Type", Value: "application/json"}}, Body: []byte(`{"access_token":"t","url":"` + r.URL.Protocol + `","currentState":"COMPLETED"}`)}, nil
}
