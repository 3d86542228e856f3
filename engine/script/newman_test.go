package script_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"postern/engine/collection"
	"postern/engine/script"
)

// differences are the lines that are not as newman's, and why.
func differences(t *testing.T) map[string]string {
	t.Helper()
	b, err := os.ReadFile("testdata/newman/differences.tsv")
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]string{}
	for l := range strings.Lines(string(b)) {
		if label, why, ok := strings.Cut(strings.TrimSpace(l), "\t"); ok && why != "" && !strings.HasPrefix(l, "#") {
			known[label] = why
		}
	}
	return known
}

// What scripts print in Postman's own sandbox they print here: see
// testdata/newman/record.js for how it was recorded.
func TestAsInNewman(t *testing.T) {
	h := host(t, script.Limits{Time: 30 * time.Second})
	known, compared := differences(t), 0
	all := len(known)
	wants, _ := filepath.Glob("testdata/newman/*.want")
	for _, want := range wants {
		name := strings.TrimSuffix(filepath.Base(want), ".want")
		source, err := os.ReadFile(strings.TrimSuffix(want, ".want") + ".js")
		if err != nil {
			t.Fatal(err)
		}
		recorded, err := os.ReadFile(want)
		if err != nil {
			t.Fatal(err)
		}
		k := task(string(source))
		k.Response.Time = 12 * time.Millisecond
		k.Request.Body = collection.Body{Mode: "raw", Raw: `{"a":1}`}
		out, err := h.Run(context.Background(), k, script.Services{})
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range out.Errors {
			t.Errorf("%s: %+v", name, e)
		}
		ours := map[string]string{}
		for _, l := range out.Console {
			label, text, _ := strings.Cut(l.Text, " ")
			ours[label] = text
		}
		for l := range strings.Lines(string(recorded)) {
			var line string
			if err := json.Unmarshal([]byte(l), &line); err != nil {
				t.Fatalf("%s: %v in %q", want, err, l)
			}
			label, text, _ := strings.Cut(line, " ")
			compared++
			_, may := known[name+" "+label]
			delete(known, name+" "+label)
			if same := ours[label] == text; same == may {
				t.Errorf("%s %s (a known difference: %v)\nnewman: %s\n  ours: %s", name, label, may, text, ours[label])
			}
		}
	}
	for label := range known {
		t.Errorf("there is no line %s", label)
	}
	t.Logf("%d lines compared, %d known differences", compared, all)
}
