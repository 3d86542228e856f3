package settings_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postern/store/settings"
)

// written writes a file into a folder and returns the folder.
func written(t *testing.T, name, text string) string {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o640); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestKeymapTable(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       []settings.Entry
		problems   []string
	}{
		{
			"texts and lists", "{\n  \"send\": [\"f5\", \"ctrl+r\"],\n  \"quit\": \"x\", \"help\": []\n}",
			[]settings.Entry{
				{Name: "send", Texts: []string{"f5", "ctrl+r"}, Line: 2, Column: 11},
				{Name: "quit", Texts: []string{"x"}, Line: 3, Column: 11},
				{Name: "help", Line: 3, Column: 24},
			},
			nil,
		},
		{
			"a wrong line is named, the others count", "{\n\"send\": 5,\n\"quit\": [\"x\", null],\n\"help\": \"?\"}",
			[]settings.Entry{{Name: "help", Texts: []string{"?"}, Line: 4, Column: 9}},
			[]string{`:2:9: "send" must be a text or a list of texts`, ":3:15: this must be a text"},
		},
		{"no JSON", "{\n\"send\": \"x\"\n\"y\"}", nil, []string{":3:1: "}},
		{"no object", "[]", nil, []string{":1:1: the file must be an object"}},
		{"not UTF-8", "{\"a\": \"\xff\"}", nil, []string{": is no settings file"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			table := settings.Keymap(written(t, settings.KeymapName, tt.text))
			if d := cmp.Diff(tt.want, table.Entries); d != "" {
				t.Error(d)
			}
			for i, p := range table.Problems {
				if i >= len(tt.problems) || !strings.Contains(p.Error(), settings.KeymapName+tt.problems[i]) || p.Hint == "" {
					t.Errorf("problem %d: %s (%s)", i, p.Error(), p.Hint)
				}
			}
			if len(table.Problems) != len(tt.problems) {
				t.Errorf("%d problems, want %d", len(table.Problems), len(tt.problems))
			}
		})
	}
}

func TestNoFilesAreNoProblem(t *testing.T) {
	for _, dir := range []string{"", t.TempDir()} {
		if k := settings.Keymap(dir); len(k.Entries)+len(k.Problems) > 0 {
			t.Errorf("%q: %v", dir, k)
		}
		if th := settings.Themes(dir); th != nil {
			t.Errorf("%q: %v", dir, th)
		}
		if name := settings.Theme(dir); name != "" {
			t.Errorf("%q: %q", dir, name)
		}
	}
}

func TestThemes(t *testing.T) {
	dir := written(t, "themes/sea.json", `{"text": "#fff"}`)
	for name, text := range map[string]string{"notes.txt": "{}", ".hidden.json": "{}", "broken.json": "{"} {
		if err := os.WriteFile(filepath.Join(dir, "themes", name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got := settings.Themes(dir)
	if len(got) != 2 || len(got[0].Problems) != 1 || len(got[1].Entries) != 1 || filepath.Base(got[1].File) != "sea.json" {
		t.Errorf("%+v", got)
	}
}

// Choosing a theme changes its line and no other.
func TestSetTheme(t *testing.T) {
	for _, tt := range []struct{ name, before, after string }{
		{"no file", "", "{\n  \"theme\": \"light\"\n}\n"},
		{"another theme", "{\n\t\"timeout\":  5,\n\t\"theme\": \"dark\"\n}", "{\n\t\"timeout\":  5,\n\t\"theme\": \"light\"\n}"},
		{"none yet", "{\n\t\"timeout\":  5\n}\n", "{\n\t\"timeout\":  5,\n\t\"theme\":  \"light\"\n}\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "new")
			if tt.before != "" {
				dir = written(t, settings.FileName, tt.before)
			}
			if err := settings.SetTheme(dir, "light"); err != nil {
				t.Fatal(err)
			}
			got, err := os.ReadFile(filepath.Join(dir, settings.FileName))
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(tt.after, string(got)); d != "" {
				t.Error(d)
			}
			if name := settings.Theme(dir); name != "light" {
				t.Errorf("the theme is %q", name)
			}
		})
	}
}

// A file that somebody has to mend first is not written over.
func TestSetThemeLeavesWrongFiles(t *testing.T) {
	for _, text := range []string{"{\n  \"timeout\": }", "[]", "\xff"} {
		dir := written(t, settings.FileName, text)
		if err := settings.SetTheme(dir, "light"); err == nil {
			t.Errorf("%q: no error", text)
		}
		if got, err := os.ReadFile(filepath.Join(dir, settings.FileName)); err != nil || string(got) != text {
			t.Errorf("%q became %q, %v", text, got, err)
		}
	}
	if settings.SetTheme("", "light") == nil {
		t.Error("no folder, and no error")
	}
}

// A link stays one: the file may live among the dot-files of its owner.
func TestSetThemeFollowsLinks(t *testing.T) {
	real := written(t, "real.json", `{"theme":"dark"}`)
	dir := t.TempDir()
	link := filepath.Join(dir, settings.FileName)
	if err := os.Symlink(filepath.Join(real, "real.json"), link); err != nil {
		t.Skip("skipped: needs symbolic links: " + err.Error())
	}
	if err := settings.SetTheme(dir, "light"); err != nil {
		t.Fatal(err)
	}
	info, err := os.Lstat(link)
	if err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link became a file: %v", err)
	}
	if settings.Theme(real) != "" || settings.Theme(dir) != "light" {
		t.Error("the theme was not written where the link leads")
	}
}
