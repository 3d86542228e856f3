package cli_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postern/ui/keymap"
	"postern/ui/theme"
)

const readme = "../../README.md"

// What the README says of keys is what the program does.
func TestReadmeKeys(t *testing.T) {
	written(t, "keys", keyTable(keymap.Actions()))
	written(t, "presets", presetTable())
}

// written compares what stands between two marks in the README with what should,
// or puts it there.
func written(t *testing.T, mark, want string) {
	t.Helper()
	data, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	begin, end := "<!-- "+mark+": written by `go test ./ui/cli -run TestReadme -update` -->\n", "<!-- /"+mark+" -->"
	before, rest, ok := strings.Cut(string(data), begin)
	if !ok {
		t.Fatalf("the README has lost the mark before its %s", mark)
	}
	table, after, ok := strings.Cut(rest, end)
	if !ok {
		t.Fatalf("the README has lost the mark after its %s", mark)
	}
	if *update {
		if err := os.WriteFile(readme, []byte(before+begin+want+end+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want, table); diff != "" {
		t.Errorf("the README's %s are stale; run this test with -update:\n%s", mark, diff)
	}
}

// quoted writes keys as Markdown.
func quoted(keys []string) string {
	out := make([]string, len(keys))
	for i, k := range keys {
		out[i] = "`" + strings.ReplaceAll(k, "|", `\|`) + "`"
	}
	return strings.Join(out, " ")
}

// presetTable writes what is different with each preset.
func presetTable() string {
	var b strings.Builder
	b.WriteString("| preset | do | keys |\n|---|---|---|\n")
	for _, p := range keymap.Presets() {
		fmt.Fprintf(&b, "| **%s** | %s | |\n", p.Name, p.Title)
		for _, a := range p.Apply(keymap.Actions()) {
			if _, other := p.Keys[a.ID]; other {
				fmt.Fprintf(&b, "| | %s | %s |\n", a.Title, quoted(a.Keys))
			}
		}
	}
	return b.String()
}

// Every theme and every colour of an own one is named in the README.
func TestReadmeThemes(t *testing.T) {
	data, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	names := theme.Names()
	for _, p := range theme.Palettes() {
		names = append(names, p.Name)
	}
	for _, n := range names {
		if !strings.Contains(string(data), "`"+n+"`") {
			t.Errorf("the README does not tell of `%s`", n)
		}
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
		where := ""
		switch a.Scope {
		case keymap.Global, keymap.Anywhere:
		default:
			where = a.Scope.String()
		}
		rows[a.Category] = append(rows[a.Category], fmt.Sprintf("| %s | %s | %s | `%s` |\n", quoted(a.Keys), a.Title, where, a.ID))
	}
	var b strings.Builder
	b.WriteString("| keys | do | only in | name |\n|---|---|---|---|\n")
	for _, c := range order {
		fmt.Fprintf(&b, "| **%s** | | | |\n%s", c, strings.Join(rows[c], ""))
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
