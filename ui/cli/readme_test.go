package cli_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postern/ui/keymap"
)

const (
	readme    = "../../README.md"
	keysBegin = "<!-- keys: written by `go test ./ui/cli -run TestReadme -update` -->\n"
	keysEnd   = "<!-- /keys -->"
)

// The README's key table is the program's.
func TestReadmeKeys(t *testing.T) {
	data, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(data), keysBegin)
	if !ok {
		t.Fatal("the README has lost the mark before its key table")
	}
	table, after, ok := strings.Cut(rest, keysEnd)
	if !ok {
		t.Fatal("the README has lost the mark after its key table")
	}
	want := keyTable(keymap.Actions())
	if *update {
		if err := os.WriteFile(readme, []byte(before+keysBegin+want+keysEnd+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want, table); diff != "" {
		t.Errorf("the README's key table is stale; run this test with -update:\n%s", diff)
	}
}

// keyTable writes the actions as one Markdown table, by category.
func keyTable(actions []keymap.Action) string {
	var order []string
	rows := map[string][]string{}
	for _, a := range actions {
		if rows[a.Category] == nil {
			order = append(order, a.Category)
		}
		var keys []string
		for _, k := range a.Keys {
			keys = append(keys, "`"+strings.ReplaceAll(k, "|", `\|`)+"`")
		}
		where := ""
		switch a.Scope {
		case keymap.Global, keymap.Anywhere:
		default:
			where = a.Scope.String()
		}
		rows[a.Category] = append(rows[a.Category], fmt.Sprintf("| %s | %s | %s |\n", strings.Join(keys, " "), a.Title, where))
	}
	var b strings.Builder
	b.WriteString("| keys | do | only in |\n|---|---|---|\n")
	for _, c := range order {
		fmt.Fprintf(&b, "| **%s** | | |\n%s", c, strings.Join(rows[c], ""))
	}
	return b.String()
}

// What the README says of exit codes is what the program says.
func TestReadmeExitCodes(t *testing.T) {
	data, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	cmd := command(t, "--help")
	help, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	for code := range 6 {
		row := fmt.Sprintf("\n| %d | ", code)
		_, rest, ok := strings.Cut(string(data), row)
		if !ok {
			t.Errorf("the README does not tell exit code %d", code)
			continue
		}
		meaning, _, _ := strings.Cut(rest, " |")
		if line := fmt.Sprintf("%d  %s", code, meaning); !strings.Contains(string(help), line) {
			t.Errorf("--help does not say %q", line)
		}
	}
}
