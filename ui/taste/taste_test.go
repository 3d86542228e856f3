package taste_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"postern/store/settings"
	"postern/ui/dialog/picker"
	"postern/ui/keymap"
	"postern/ui/taste"
)

// load reads a folder with these files.
func load(t *testing.T, files map[string]string) (*taste.Taste, string) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return taste.Load(dir), dir
}

func TestThemeFollowsTheTerminal(t *testing.T) {
	for _, tt := range []struct {
		name, chosen string
		light, mono  bool
		want         string
	}{
		{"nothing known", "", false, false, "dark"},
		{"a light terminal", "", true, false, "light"},
		{"no colours", "", true, true, "no colour"},
		{"auto", "auto", true, false, "light"},
		{"a choice", "dark", true, false, "dark"},
		{"a choice that needs colours", "high contrast", false, true, "no colour"},
		{"one's own", "Sea", true, false, "Sea"},
		{"one that is not there", "mauve", true, false, "light"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			files := map[string]string{"themes/sea.json": `{"name": "Sea", "base": "light", "accent": "#005f87"}`}
			if tt.chosen != "" {
				files["settings.json"] = `{"theme": "` + tt.chosen + `"}`
			}
			c, _ := load(t, files)
			c.Background(!tt.light)
			c.Colours(!tt.mono)
			if got := c.Theme(); got.Name != tt.want || got != c.Theme() {
				t.Errorf("the theme is %s, want %s", got.Name, tt.want)
			}
		})
	}
}

// A theme is shown while it is looked at, and kept once it is chosen.
func TestChoosing(t *testing.T) {
	c, dir := load(t, nil)
	for _, tt := range []struct {
		in   any
		ok   bool
		want string
	}{
		{picker.Moved{Picker: "theme", ID: "light"}, true, "light"},
		{picker.Moved{Picker: "request", ID: "dark"}, false, "light"},
		{picker.Left{Picker: "theme"}, true, "dark"},
		{picker.Moved{Picker: "theme", ID: "high contrast"}, true, "high contrast"},
		{picker.Picked{Picker: "theme", ID: "high contrast"}, true, "high contrast"},
		{picker.Moved{Picker: "theme", ID: "light"}, true, "light"},
		{picker.Left{Picker: "theme"}, true, "high contrast"},
	} {
		keep, ok := c.Handle(tt.in)
		if got := c.Theme().Name; ok != tt.ok || got != tt.want {
			t.Errorf("%#v: %s, %v", tt.in, got, ok)
		}
		if keep != nil {
			if err := keep(); err != nil {
				t.Error(err)
			}
		}
	}
	if got := settings.Theme(dir); got != "high contrast" {
		t.Errorf("%q is kept", got)
	}
	if again := taste.Load(dir).Theme().Name; again != "high contrast" {
		t.Errorf("%s comes back", again)
	}
}

// Each wrong line of each file is named with its place; the rest counts.
func TestProblems(t *testing.T) {
	c, dir := load(t, map[string]string{
		"keymap.json":     "{\n  \"preset\": \"vim\",\n  \"sned\": \"f5\",\n  \"quit\": [\"x\"]\n}",
		"themes/sea.json": "{\n  \"accent\": \"blueish\",\n  \"red\": [\"1\", \"2\"],\n  \"text\": \"#ffffff\"\n}",
		"themes/bad.json": "{",
		"themes/two.json": `{"name": "dark", "red": "1"}`,
		"settings.json":   `{"theme": "mauve"}`,
	})
	var all []string
	for _, p := range c.Problems() {
		all = append(all, strings.TrimPrefix(p.String(), dir+string(filepath.Separator)))
	}
	for _, want := range []string{
		`keymap.json:3:11: there is no action "sned"; did you mean "send"?`,
		"themes/sea.json:2:13: \"blueish\" is no colour",
		`themes/sea.json:3:10: "red" must be one text`,
		"themes/bad.json:1:2: ",
		`themes/two.json: there is a theme "dark" already`,
		`settings.json: there is no theme "mauve"; there are auto, dark,`,
	} {
		if !strings.Contains(strings.Join(all, "\n"), filepath.FromSlash(want)) {
			t.Errorf("%q is not said in:\n%s", want, strings.Join(all, "\n"))
		}
	}
	if len(all) != 6 {
		t.Errorf("%d problems:\n%s", len(all), strings.Join(all, "\n"))
	}
	if w := c.Warning(); !strings.HasPrefix(w, `keymap.json:3:11: there is no action "sned": skipped`) {
		t.Errorf("the warning is %q", w)
	}
	keys := c.Env().Keys
	if keys.Key(keymap.Quit) != "x" || keys.Key(keymap.Send) != "f5" {
		t.Errorf("the right lines do not count: %s, %s", keys.Key(keymap.Quit), keys.Key(keymap.Send))
	}
}

func TestNobodyHasChosen(t *testing.T) {
	c := taste.Default()
	if w := c.Warning(); w != "" || len(c.Problems()) > 0 {
		t.Errorf("%q", w)
	}
	if keep, ok := c.Handle(picker.Picked{Picker: "theme", ID: "light"}); !ok || keep() == nil {
		t.Error("it is kept nowhere, and nothing is said")
	}
	if c.Theme().Name != "light" {
		t.Error("it does not count for this run")
	}
}
