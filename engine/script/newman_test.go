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
func differences() map[string]string {
	return map[string]string{
		"schema A8":       "two errors of one value come in the other order",
		"schema A21":      "what is wrong with a schema is said in other words",
		"schema A23":      "a failed then has no second error for its if",
		"schema A14":      "which schemas of a oneOf fit is not told",
		"schema A2":       "the members of params come in another order",
		"schema A17":      "as above",
		"markup B36":      "a row that is too short is an error, where an older csv-parse returns nothing",
		"libraries aespw": "a decryption that fails gives no bytes, where CryptoJS gives fewer than none",
		"sdk S60":         "as response 13",
		"sdk J15":         "a number that ends with a point is said to be bad in other words",
		"sdk R15":         "as above",
		"response 37":     "chai-postman looks for the reason ACCEPTABLE in notAcceptable",
		"response 41":     "a response has fewer members",
		"response 13":     "jsonBody with an object compares it all, where chai-postman looks at nothing",
	}
}

// What scripts print in Postman's own sandbox they print here: see
// testdata/newman/record.js for how it was recorded.
func TestAsInNewman(t *testing.T) {
	h := host(t, script.Limits{Time: 30 * time.Second})
	known, compared := differences(), 0
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
	t.Logf("%d lines compared, %d known differences", compared, len(differences()))
}
