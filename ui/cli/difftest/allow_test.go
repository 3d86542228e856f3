package difftest

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// allowed is a line of the allow list: what may differ, and why. The three
// patterns may hold stars.
type allowed struct {
	text                       string
	input, request, difference *regexp.Regexp
	reason                     string
	// allOver marks what differs in every request on purpose.
	allOver bool
	// used counts the differences it allowed.
	used int
}

// readAllow reads a list: four columns with tabs between them. Empty lines and
// those that begin with # say nothing.
func readAllow(t *testing.T, file string) []*allowed {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out []*allowed
	for i, line := range strings.Split(string(data), "\n") {
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		col := strings.Split(line, "\t")
		if len(col) != 4 || strings.TrimSpace(col[3]) == "" {
			t.Fatalf("%s:%d: want four columns, the last one the reason", file, i+1)
		}
		everywhere := strings.HasPrefix(line, "*\t*\theader postman-token") || strings.HasPrefix(line, "*\t*\theader user-agent")
		out = append(out, &allowed{text: line, allOver: everywhere, input: glob(col[0]), request: glob(col[1]), difference: glob(col[2]), reason: col[3]})
	}
	return out
}

func glob(pattern string) *regexp.Regexp {
	quoted := strings.ReplaceAll(regexp.QuoteMeta(pattern), `\*`, `.*`)
	return regexp.MustCompile(`(?s)^` + quoted + `$`)
}

// allow finds the line that allows a difference.
func allow(list []*allowed, input, request, difference string) (*allowed, bool) {
	for _, a := range list {
		if a.input.MatchString(input) && a.request.MatchString(request) && a.difference.MatchString(difference) {
			a.used++
			return a, true
		}
	}
	return nil, false
}

// unused are the lines that allowed nothing.
func unused(list []*allowed) []string {
	var out []string
	for _, a := range list {
		if a.used == 0 {
			out = append(out, a.text)
		}
	}
	return out
}
