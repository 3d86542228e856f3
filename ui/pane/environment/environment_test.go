package environment_test

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"postern/engine/collection"
	"postern/engine/vars"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/pane/environment"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget"
)

func ptr(s string) *string { return &s }

func sample() *collection.Environment {
	return &collection.Environment{ID: "e1", Name: "dev-1234", Vars: []collection.EnvVar{
		{Key: "url", Initial: "https://dev.example"},
		{Key: "apikey", Initial: "changeme", Current: ptr("s3cret"), Secret: true, Type: "secret"},
		{Key: "userId"},
		{Key: "old", Initial: "x", Disabled: true},
	}}
}

func open(e *collection.Environment) *environment.Pane {
	p := environment.New(widget.DefaultEnv())
	p.Focus(true)
	p.Resize(28, 6)
	p.SetEnvironment(e)
	return p
}

func screen(p *environment.Pane) string {
	lines := strings.Split(ansi.Strip(p.View()), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return "\n" + strings.Join(lines, "\n")
}

// press sends keys the way the workbench does: as actions while nothing is
// edited, else as key presses.
func press(p *environment.Pane, keys ...string) pane.Intent {
	var last pane.Intent
	for _, k := range keys {
		ev := tea.KeyPressMsg{Code: []rune(k)[0], Text: k}
		switch k {
		case "enter":
			ev = tea.KeyPressMsg{Code: tea.KeyEnter}
		case "esc":
			ev = tea.KeyPressMsg{Code: tea.KeyEscape}
		case "down":
			ev = tea.KeyPressMsg{Code: tea.KeyDown}
		case "tab":
			ev = tea.KeyPressMsg{Code: tea.KeyTab}
		case "space":
			ev = tea.KeyPressMsg{Code: ' ', Text: " "}
		case "ctrl+u":
			ev = tea.KeyPressMsg{Code: 'u', Mod: tea.ModCtrl}
		}
		if p.Editing() {
			last = p.Update(pane.Key{KeyPressMsg: ev})
		} else if id, ok := widget.DefaultEnv().Keys.Find(ev, keymap.Environment, keymap.Global); ok {
			last = p.Update(pane.Act{ID: id})
		}
	}
	return last
}

func TestScreens(t *testing.T) {
	for _, c := range []struct {
		name          string
		width, height int
		keys          []string
		want          string
	}{
		{"narrow", 28, 6, nil, `
 url     https://dev.example
•apikey  ••••••••
 userId  (unset)
–old     x
 add…
`},
		{"wide", 70, 7, nil, `
 Variable  Current                             Initial
 url       https://dev.example                 https://dev.example
•apikey    ••••••••                            ••••••••
 userId    (unset)
–old       x                                   x
 add…
`},
		{"tiny", 9, 2, nil, `
 url   h…
•api…  •…`},
		{"secret shown", 28, 6, []string{"down", "v"}, `
 url     https://dev.example
•apikey  s3cret
 userId  (unset)
–old     x
 add…
`},
		{"secret hidden when left", 28, 6, []string{"down", "v", "down"}, `
 url     https://dev.example
•apikey  ••••••••
 userId  (unset)
–old     x
 add…
`},
		{"initial value without a column", 40, 6, []string{"I"}, `
 url     Initial: https://dev.example
•apikey  ••••••••
 userId  (unset)
–old     x
 add…
`},
		{"renaming", 28, 6, []string{"r"}, `
 name: dev-1234
 url     https://dev.example
•apikey  ••••••••
 userId  (unset)
–old     x
 add…`},
		{"filter", 28, 6, []string{"/", "u", "r"}, `
 url     https://dev.example




/ur                  1 of 4`},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := open(sample())
			p.Resize(c.width, c.height)
			press(p, c.keys...)
			if got := screen(p); got != c.want {
				t.Errorf("screen is%s\nwant%s", got, c.want)
			}
		})
	}
}

func TestNoEnvironment(t *testing.T) {
	p := open(nil)
	for width, want := range map[int]string{
		50: "\n no environment — ctrl+e chooses one\n",
		29: "\n no environment\n ctrl+e chooses one",
	} {
		p.Resize(width, 2)
		if got := screen(p); got != want {
			t.Errorf("screen is %q, want %q", got, want)
		}
	}
	if i := press(p, "n", "enter", "r", "v", "s"); i != nil || p.Editing() {
		t.Errorf("something happened: %#v", i)
	}
	if got := open(sample()).Title().String(); got != "Environment ─ dev-1234" {
		t.Errorf("title = %q", got)
	}
}

func TestEdits(t *testing.T) {
	for _, c := range []struct {
		name  string
		keys  []string
		about string
		want  func(e *collection.Environment) bool
	}{
		{"current", []string{"enter", "x", "enter"}, "url", func(e *collection.Environment) bool {
			v := e.Vars[0]
			return v.Value() == "https://dev.examplex" && v.Initial == "https://dev.example"
		}},
		{"initial", []string{"I", "x", "enter"}, "url", func(e *collection.Environment) bool {
			return e.Vars[0].Initial == "https://dev.examplex" && e.Vars[0].Current == nil
		}},
		{"back to the initial value", []string{"down", "enter", "ctrl+u", "c", "h", "a", "n", "g", "e", "m", "e", "enter"}, "apikey", func(e *collection.Environment) bool {
			return e.Vars[1].Current == nil && e.Vars[1].Value() == "changeme"
		}},
		{"off", []string{"space"}, "url", func(e *collection.Environment) bool { return e.Vars[0].Disabled }},
		{"secret", []string{"s"}, "url", func(e *collection.Environment) bool { return e.Vars[0].Secret && e.Vars[0].Type == "secret" }},
		{"no secret", []string{"down", "s"}, "apikey", func(e *collection.Environment) bool { return !e.Vars[1].Secret && e.Vars[1].Type == "default" }},
		{"removed", []string{"d"}, "url", func(e *collection.Environment) bool { return len(e.Vars) == 3 && e.Vars[0].Key == "apikey" }},
		{"added", []string{"n", "a", "enter", "b", "enter"}, "a", func(e *collection.Environment) bool {
			return len(e.Vars) == 5 && e.Vars[4].Key == "a" && e.Vars[4].Value() == "b" && e.Vars[4].Initial == ""
		}},
		{"added without blanks around it", []string{"n", "space", "a", "space", "enter", "b", "enter"}, "a", func(e *collection.Environment) bool {
			return len(e.Vars) == 5 && e.Vars[4].Key == "a" && e.Vars[4].Value() == "b"
		}},
		{"added without a name", []string{"n", "space", "enter"}, "", func(e *collection.Environment) bool { return len(e.Vars) == 4 }},
	} {
		t.Run(c.name, func(t *testing.T) {
			given := sample()
			got, ok := press(open(given), c.keys...).(environment.Edited)
			if !ok || got.ID != "e1" || got.Var != c.about || !c.want(got.Environment) {
				t.Errorf("intent = %+v", got)
			}
			if given.Vars[0] != sample().Vars[0] || len(given.Vars) != 4 {
				t.Error("the pane changed the environment it was given")
			}
		})
	}
}

func TestSecretsAreTypedAsDots(t *testing.T) {
	p := open(sample())
	press(p, "down", "enter", "z")
	if s := screen(p); strings.Contains(s, "s3cret") || !strings.Contains(s, "•••••••") {
		t.Errorf("screen:%s", s)
	}
}

func TestFilterFindsNoSecrets(t *testing.T) {
	p := open(sample())
	press(p, "/", "s", "3")
	if s := screen(p); strings.Contains(s, "apikey") {
		t.Errorf("the filter tells what a secret holds:%s", s)
	}
}

func TestRename(t *testing.T) {
	p := open(sample())
	if got := press(p, "r", "x", "enter"); got != (environment.RenameAsked{ID: "e1", Name: "dev-1234x"}) {
		t.Errorf("intent = %#v", got)
	}
	for _, keys := range [][]string{{"r", "enter"}, {"r", "x", "esc"}, {"r", "ctrl+u", "enter"}} {
		if got := press(p, keys...); got != nil || p.Editing() {
			t.Errorf("%v reported %#v", keys, got)
		}
	}
}

func TestCopy(t *testing.T) {
	if got := press(open(sample()), "down", "y"); got != (environment.CopyAsked{What: "apikey", Text: "s3cret"}) {
		t.Errorf("intent = %#v", got)
	}
}

func TestSetEnvironmentKeepsTheEdit(t *testing.T) {
	p := open(sample())
	press(p, "down", "down", "enter", "7")
	e := sample()
	e.Vars[0].Initial = "other"
	p.SetEnvironment(e)
	if !p.Editing() {
		t.Fatal("a change elsewhere ended the edit")
	}
	got, _ := p.Commit().(environment.Edited)
	if got.Var != "userId" || got.Environment.Vars[2].Value() != "7" || got.Environment.Vars[0].Initial != "other" {
		t.Errorf("commit = %+v", got)
	}
	press(p, "enter", "8")
	e = sample()
	e.Vars[2].Current = ptr("from elsewhere")
	p.SetEnvironment(e)
	if p.Editing() {
		t.Error("the value changed underneath and is still edited")
	}
}

func TestFitsEverySize(t *testing.T) {
	themes := []*theme.Theme{theme.New(theme.Dark()), theme.New(theme.Mono())}
	hostile := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"\x1b[31m", "世界", "e\u0301", "\u202e", "🇩🇪", "\t\n", "\xff", "#️1️"}))
	rapid.Check(t, func(t *rapid.T) {
		env := widget.DefaultEnv()
		env.Theme = themes[rapid.IntRange(0, 1).Draw(t, "theme")]
		p := environment.New(env)
		p.Focus(rapid.Bool().Draw(t, "focus"))
		e := &collection.Environment{ID: "e", Name: hostile.Draw(t, "name")}
		for range rapid.IntRange(0, 6).Draw(t, "vars") {
			v := collection.EnvVar{Key: hostile.Draw(t, "key"), Initial: hostile.Draw(t, "initial"), Secret: rapid.Bool().Draw(t, "secret"), Disabled: rapid.Bool().Draw(t, "off")}
			if rapid.Bool().Draw(t, "own") {
				v.Current = ptr(hostile.Draw(t, "current"))
			}
			e.Vars = append(e.Vars, v)
		}
		p.SetEnvironment(e)
		p.SetScopes(vars.NewSet(e.Layer()))
		for _, k := range rapid.SliceOfN(rapid.SampledFrom([]string{"enter", "esc", "tab", "down", "k", "I", "n", "d", "s", "v", "r", "/", "space", "世", "{", "{", "{", "ctrl+u"}), 0, 10).Draw(t, "keys") {
			press(p, k)
			w, h := rapid.IntRange(1, 200).Draw(t, "width"), rapid.IntRange(1, 20).Draw(t, "height")
			p.Resize(w, h)
			p.Update(pane.Click{X: w / 2, Y: h / 2, Double: rapid.Bool().Draw(t, "double")})
			lines := strings.Split(ansi.Strip(p.View()), "\n")
			if len(lines) != h {
				t.Fatalf("%d lines at height %d", len(lines), h)
			}
			for _, l := range lines {
				if got := ansi.StringWidth(l); got != w {
					t.Fatalf("%d cells at width %d: %q", got, w, l)
				}
			}
		}
	})
}

// A value may use other variables; a name may not.
func TestNamesAreOffered(t *testing.T) {
	e := sample()
	p := open(e)
	p.SetScopes(vars.NewSet(e.Layer()))
	press(p, "down", "down", "enter", "{", "{")
	if s := screen(p); !strings.Contains(s, "│ apikey  ••••••••  ") || strings.Contains(s, "s3cret") {
		t.Fatalf("screen:%s", s)
	}
	press(p, "u", "enter")
	in, ok := press(p, "enter").(environment.Edited)
	if !ok || in.Environment.Vars[2].Value() != "{{url}}" {
		t.Fatalf("edited %+v", in)
	}
	p.SetEnvironment(in.Environment)
	for x, l := range strings.Split(p.View(), "\n") {
		if th := widget.DefaultEnv().Theme; x == 2 && !strings.Contains(l, th.Paint(theme.Selected, theme.Variable, safe.Clean("{{url}}"))) {
			t.Errorf("the name has no look of its own: %q", l)
		}
	}
	press(p, "n", "{", "{", "u")
	if s := screen(p); strings.Contains(s, "▸") {
		t.Errorf("names are offered in a name:%s", s)
	}
}

func BenchmarkKeyToView(b *testing.B) {
	e := &collection.Environment{ID: "e", Name: "many"}
	for i := range 10_000 {
		e.Vars = append(e.Vars, collection.EnvVar{Key: fmt.Sprint("name", i), Initial: "value"})
	}
	p := open(e)
	p.Resize(60, 30)
	for b.Loop() {
		p.Update(pane.Act{ID: keymap.Down})
		_ = p.View()
	}
}
