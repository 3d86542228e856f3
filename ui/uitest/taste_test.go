package uitest_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"postern/ui/keymap"
	"postern/ui/theme"
	"postern/ui/uitest"
)

// configured is a folder of settings with these files.
func configured(t *testing.T, files map[string]string) string {
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
	return dir
}

// Somebody brings the habits of vim and keys of their own; one line is wrong.
func TestOwnKeymap(t *testing.T) {
	config := configured(t, map[string]string{"keymap.json": "{\n  \"preset\": \"vim\",\n  \"pane.zoom\": [\"Z\"],\n  \"sned\": \"f9\"\n}\n"})
	uitest.Run(t, uitest.Options{Config: config}, func(s *uitest.Session) {
		s.Sees(`keymap.json:4:11: there is no action "sned": skipped`)
		s.Open("Users", "List users")
		s.Sees("f5 send")
		s.Press("f5")
		s.Sees("200 OK")
		s.Press("Z")
		s.SeesNot("1 Collections")
		s.Do(keymap.Help)
		s.Sees("Your own files", `"sned"`)
		s.Type("/zoom")
		s.Sees("Z  zoom the pane")
	})
}

// What is under way names the key that ends it as the person has it.
func TestOwnKeyToCancel(t *testing.T) {
	config := configured(t, map[string]string{"keymap.json": `{"cancel": ["ctrl+g"]}`})
	uitest.Run(t, uitest.Options{Config: config}, func(s *uitest.Session) {
		s.Open("Odd answers", "Slow answer")
		s.Press("ctrl+r")
		s.Sees("ctrl+g cancel")
		s.SeesNot("esc cancel")
		s.Press("ctrl+g")
		s.Sees("cancelled")
	})
}

// A theme is looked at while it is chosen, and is there again next time.
func TestChooseATheme(t *testing.T) {
	config := configured(t, map[string]string{
		"settings.json":   "{\n  \"timeout\": 30000\n}\n",
		"themes/sea.json": `{"name": "Sea", "base": "light", "accent": "#005f87", "red": "reddish"}`,
	})
	var sea string
	uitest.Run(t, uitest.Options{Config: config}, func(s *uitest.Session) {
		s.Sees(`sea.json:1:62: "reddish" is no colour: skipped`)
		dark := s.Styled()
		s.Do(keymap.Theme)
		s.Sees("Theme", "auto", "high contrast light", "Sea", "your own")
		s.Type("sea")
		frame, _, _ := strings.Cut(s.Styled(), "\n")
		if was, _, _ := strings.Cut(dark, "\n"); frame == was || ansi.Strip(frame) != ansi.Strip(was) {
			t.Error("the theme under the cursor is not shown")
		}
		s.Press("esc")
		if again := s.Styled(); ansi.Strip(again) == ansi.Strip(dark) && again != dark {
			t.Error("leaving the picker leaves the theme")
		}
		s.Do(keymap.Theme)
		s.Type("sea")
		s.Press("enter")
		sea, _, _ = strings.Cut(s.Styled(), "\n")
	})
	data, err := os.ReadFile(filepath.Join(config, "settings.json"))
	if err != nil || string(data) != "{\n  \"timeout\": 30000,\n  \"theme\": \"Sea\"\n}\n" {
		t.Errorf("%v: %s", err, data)
	}
	uitest.Run(t, uitest.Options{Config: config}, func(s *uitest.Session) {
		if frame, _, _ := strings.Cut(s.Styled(), "\n"); frame != sea {
			t.Errorf("another theme comes back:\n%q\n%q", frame, sea)
		}
	})
}

// Without colours none can be chosen, and every choice says why.
func TestThemesWithoutColours(t *testing.T) {
	uitest.Run(t, uitest.Options{NoColor: true}, func(s *uitest.Session) {
		s.Do(keymap.Theme)
		s.Sees("NO_COLOR is set", "bold, underlined and reversed text only")
		before := s.Styled()
		s.Press("down", "enter")
		s.Sees("Theme")
		if after := s.Styled(); strings.Count(after, ";2;") != strings.Count(before, ";2;") {
			t.Error("there are colours")
		}
	})
}

// A theme changes how things look and never what is said: what is told with
// colours is told without them.
func TestThemesSayTheSame(t *testing.T) {
	var first []string
	seen := map[string]string{}
	for _, p := range theme.Palettes() {
		config := configured(t, map[string]string{"settings.json": `{"theme": "` + p.Name + `"}`})
		uitest.Run(t, uitest.Options{Config: config}, func(s *uitest.Session) {
			var frames []string
			shot := func() { frames = append(frames, s.Screen()) }
			shot()
			s.Open("Users", "List users")
			s.Do(keymap.Send)
			shot()
			s.Do(keymap.Tokens)
			shot()
			s.Press("esc")
			s.Do(keymap.OpenEnv, keymap.Toggle, keymap.QuickLook)
			shot()
			if other, ok := seen[s.Styled()]; ok {
				t.Errorf("%s looks like %s", p.Name, other)
			}
			seen[s.Styled()] = p.Name
			if first == nil {
				first = frames
			}
			if d := cmp.Diff(first, frames); d != "" {
				t.Errorf("%s says something else: %s", p.Name, d)
			}
		})
	}
}

// Every preset can do a day's work with keys that every terminal sends.
func TestPresetsWork(t *testing.T) {
	for _, p := range keymap.Presets() {
		t.Run(p.Name, func(t *testing.T) {
			config := configured(t, map[string]string{"keymap.json": `{"preset": "` + p.Name + `"}`})
			uitest.Run(t, uitest.Options{Config: config}, func(s *uitest.Session) {
				s.Open("Users", "List users")
				s.Do(keymap.Send)
				s.Sees("200 OK")
				s.Do(keymap.Pane3, keymap.Search)
				s.Type("Stark")
				s.Press("enter")
				s.Do(keymap.OpenEnv)
				s.Select("limit")
				s.Press("enter", "ctrl+u")
				s.Type("7")
				s.Press("enter")
				s.Sees("•limit")
				s.Do(keymap.Undo)
				s.SeesNot("•limit")
				s.Do(keymap.Redo)
				s.Sees("•limit")
				s.Do(keymap.Palette)
				s.Type("write the current")
				s.Press("enter")
				s.Sees("Write as the initial value")
				s.Press("a")
				s.Do(keymap.Save)
				s.Sees("saved 1 file")
				s.Do(keymap.Help)
				s.Sees("Help")
				s.Do(keymap.Close)
				s.SeesNot("─ Help")
			})
		})
	}
}

// A letter goes to any row or tab on screen, and none of them sends anything.
func TestJump(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		s.Open("Users", "List users")
		s.Do(keymap.Send)
		s.Sees("200 OK")
		s.Do(keymap.Jump)
		tab := regexp.MustCompile(`│ ([a-z])([a-z])s 26 │`).FindStringSubmatch(s.Screen())
		if tab == nil {
			s.Fatalf("the tab of the IDs has no letters:\n%s", s.Screen())
		}
		s.Press(tab[1], tab[2])
		s.SeesNot(`"lastLogin"`)
		s.Sees("Tony Stark", "200 OK")
		s.Do(keymap.Jump)
		row := regexp.MustCompile(`(?m)^│([a-z])([a-z])imit {3,}25`).FindStringSubmatch(strings.ReplaceAll(s.Screen(), "││", "│\n│"))
		if row == nil {
			s.Fatalf("the row of limit has no letters:\n%s", s.Screen())
		}
		s.Press(row[1], row[2])
		s.Do(keymap.Copy)
		if len(s.Copied) != 1 || s.Copied[0] != "25" {
			s.Errorf("copied %q: the row of limit is not chosen", s.Copied)
		}
		s.Do(keymap.Jump, keymap.Close)
		s.Sees("200 OK")
	})
}
