package cli_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	docs "postern/store/conformance/page"
	"postern/ui/keymap"
	"postern/ui/theme"
)

// The pages that the README is, and leads to.
const (
	readme       = "../../README.md"
	keysPage     = "../../docs/keys.md"
	settingsPage = "../../docs/settings.md"
	commandsPage = "../../docs/command-line.md"
)

// What is written of keys is what the program does.
func TestReadmeKeys(t *testing.T) {
	written(t, readme, "first keys", firstKeys(keymap.Actions()))
	written(t, keysPage, "keys", keyTable(keymap.Actions()))
	written(t, keysPage, "presets", presetTable())
}

func page(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// A page is there, and has the heading, that another one leads to.
func TestReadmeLinks(t *testing.T) {
	pages, err := filepath.Glob("../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	link, heading := regexp.MustCompile(`\]\(([^)\s:]+)\)`), regexp.MustCompile(`(?m)^#+ (.*)$`)
	odd := regexp.MustCompile(`[^\p{L}\p{N} _-]`)
	for _, from := range append(pages, readme) {
		for _, m := range link.FindAllStringSubmatch(page(t, from), -1) {
			path, anchor, _ := strings.Cut(m[1], "#")
			to := from
			if path != "" {
				to = filepath.Join(filepath.Dir(from), path)
			}
			if anchor == "" {
				if _, err := os.Stat(to); err != nil {
					t.Errorf("%s leads nowhere: %v", from, err)
				}
				continue
			}
			var known []string
			for _, h := range heading.FindAllStringSubmatch(page(t, to), -1) {
				known = append(known, strings.ReplaceAll(odd.ReplaceAllString(strings.ToLower(h[1]), ""), " ", "-"))
			}
			if !slices.Contains(known, anchor) {
				t.Errorf("%s leads to %s, which has no heading #%s", from, to, anchor)
			}
		}
	}
}

// written compares what stands between two marks of a page with what should, or
// puts it there.
func written(t *testing.T, path, mark, want string) {
	t.Helper()
	docs.Written(t, *update, path, mark, "go test ./ui/cli -run TestReadme", want)
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

// Every theme and every colour of an own one is named.
func TestReadmeThemes(t *testing.T) {
	text := page(t, settingsPage)
	names := theme.Names()
	for _, p := range theme.Palettes() {
		names = append(names, p.Name)
	}
	for _, n := range names {
		if !strings.Contains(text, "`"+n+"`") {
			t.Errorf("%s does not tell of `%s`", settingsPage, n)
		}
	}
}

// firstKeys writes the keys to begin with.
func firstKeys(actions []keymap.Action) string {
	var b strings.Builder
	b.WriteString("| do | keys | do | keys |\n|---|---|---|---|\n")
	first := []keymap.ID{
		keymap.Send, keymap.Cancel, keymap.FindRequest, keymap.Palette, keymap.Open, keymap.Search, keymap.NextPane, keymap.Zoom,
		keymap.EditValue, keymap.Undo, keymap.Save, keymap.SwitchEnv, keymap.OpenEnv, keymap.Tokens, keymap.LookUp, keymap.History,
		keymap.RunAll, keymap.Import, keymap.Help, keymap.Quit,
	}
	for i, id := range first {
		at := slices.IndexFunc(actions, func(a keymap.Action) bool { return a.ID == id })
		fmt.Fprintf(&b, "| %s | %s ", actions[at].Title, quoted(actions[at].Keys))
		if i%2 == 1 {
			b.WriteString("|\n")
		}
	}
	return b.String()
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

// What is written of exit codes is what the program says.
func TestReadmeExitCodes(t *testing.T) {
	text := page(t, commandsPage)
	cmd := command(t, "--help")
	help, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	for code := range 6 {
		row := fmt.Sprintf("\n| %d | ", code)
		_, rest, ok := strings.Cut(text, row)
		if !ok {
			t.Errorf("%s does not tell exit code %d", commandsPage, code)
			continue
		}
		meaning, _, _ := strings.Cut(rest, " |")
		if line := fmt.Sprintf("%d  %s", code, meaning); !strings.Contains(string(help), line) {
			t.Errorf("--help does not say %q", line)
		}
	}
}
