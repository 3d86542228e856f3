package form_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"postern/ui/keymap"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget"
	"postern/ui/widget/form"
)

func sections() []form.Section {
	places := []form.Option{{Value: "body", Label: safe.Lit("body")}, {Value: "header", Label: safe.Lit("header")}}
	return []form.Section{
		{ID: "top", Rows: []form.Row{
			{ID: "type", Kind: form.Choice, Label: safe.Lit("Type"), Value: "b", Options: []form.Option{
				{Value: "a", Label: safe.Lit("Alpha")}, {Value: "b", Label: safe.Lit("Beta")}, {Value: "c", Label: safe.Lit("Gamma")},
			}},
			{ID: "info", Kind: form.Info, Label: safe.Lit("Inherited from collection Users of the example company"), Role: theme.Warn},
			{ID: "get", Kind: form.Button, Label: safe.Lit("Get"), Key: safe.Lit("T")},
			{ID: "off", Kind: form.Button, Label: safe.Lit("Share"), Off: safe.Lit("no token")},
		}},
		{ID: "main", Title: safe.Lit("Main"), Rows: []form.Row{
			{ID: "name", Label: safe.Lit("Name"), Value: "n", Help: safe.Lit("what it is called")},
			{ID: "prefix", Label: safe.Lit("Prefix"), Unset: true, Fallback: "Bearer"},
			{ID: "secret", Label: safe.Lit("Secret"), Value: "hush", Secret: true},
			{ID: "on", Kind: form.Switch, Label: safe.Lit("Auto-refresh"), Unset: true, Fallback: "true"},
			{ID: "long", Kind: form.Long, Label: safe.Lit("Claims"), Value: "{\n}"},
			{ID: "key", Kind: form.Long, Label: safe.Lit("Key"), Value: "-----BEGIN", Secret: true},
		}},
		{ID: "more", Title: safe.Lit("Advanced"), Folded: true, Rows: []form.Row{
			{ID: "params", Kind: form.Params, Label: safe.Lit("Token Request"), Options: places, Params: []form.Param{
				{On: true, In: "header", Key: "a", Value: "1"}, {In: "body", Key: "a", Value: "2"},
			}},
			{ID: "locked", Label: safe.Lit("Locked"), Value: "x", Locked: true},
		}},
	}
}

func open() *form.Form {
	f := form.New(widget.DefaultEnv(), nil)
	f.Focus(true)
	f.Resize(40, 14)
	f.Reset(sections())
	return f
}

// do sends actions, keys and selections: names of actions begin with a colon,
// those of rows with a hash.
func do(f *form.Form, steps ...string) []form.Fact {
	var facts []form.Fact
	codes := map[string]rune{
		"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "up": tea.KeyUp, "down": tea.KeyDown,
		"backspace": tea.KeyBackspace, "home": tea.KeyHome, "end": tea.KeyEnd,
	}
	for _, s := range steps {
		if id, ok := strings.CutPrefix(s, ":"); ok {
			got, _ := f.Act(keymap.ID(id))
			facts = append(facts, got...)
			continue
		}
		if id, ok := strings.CutPrefix(s, "#"); ok {
			f.Select(id)
			continue
		}
		k := tea.KeyPressMsg{Code: []rune(s)[0], Text: s}
		if c, ok := codes[s]; ok {
			k = tea.KeyPressMsg{Code: c}
		}
		if s == "shift+tab" {
			k = tea.KeyPressMsg{Code: tea.KeyTab, Mod: tea.ModShift}
		}
		facts = append(facts, f.Key(k)...)
	}
	return facts
}

func screen(f *form.Form) string {
	lines := strings.Split(ansi.Strip(f.View()), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return "\n" + strings.Join(lines, "\n")
}

const (
	enter  = ":" + string(keymap.Open)
	space  = ":" + string(keymap.Toggle)
	up     = ":" + string(keymap.Up)
	down   = ":" + string(keymap.Down)
	bottom = ":" + string(keymap.Bottom)
	add    = ":" + string(keymap.Add)
	remove = ":" + string(keymap.Remove)
)

func TestFacts(t *testing.T) {
	type facts = []form.Fact
	type params = []form.Param
	first := form.Param{On: true, In: "header", Key: "a", Value: "1"}
	second := form.Param{In: "body", Key: "a", Value: "2"}
	for _, c := range []struct {
		name  string
		steps []string
		want  facts
	}{
		{"text", []string{"#name", enter, "x", "enter"}, facts{form.Changed{Row: "name", Value: "nx"}}},
		{"text dropped", []string{"#name", enter, "x", "esc"}, nil},
		{"text as it was", []string{"#name", enter, "enter"}, nil},
		{"tab takes and goes on", []string{"#name", enter, "x", "tab", "y", "enter"}, facts{
			form.Changed{Row: "name", Value: "nx"}, form.Changed{Row: "prefix", Value: "Bearery"},
		}},
		{"a default is where an edit begins", []string{"#prefix", enter, "enter"}, nil},
		{"empty is a value", []string{"#prefix", enter, "backspace", "backspace", "backspace", "backspace", "backspace", "backspace", "enter"}, facts{
			form.Changed{Row: "prefix", Value: ""},
		}},
		{"cleared", []string{"#name", remove}, facts{form.Cleared{Row: "name"}}},
		{"nothing to clear", []string{"#prefix", remove}, nil},
		{"switch", []string{"#on", space, space}, facts{form.Changed{Row: "on", Value: "false"}, form.Changed{Row: "on", Value: "true"}}},
		{"choice", []string{"#type", enter, "down", "enter"}, facts{form.Changed{Row: "type", Value: "c"}}},
		{"choice by letter", []string{"#type", space, "a", "enter"}, facts{form.Changed{Row: "type", Value: "a"}}},
		{"choice by a word", []string{"#type", enter, "g", "a", "enter"}, facts{form.Changed{Row: "type", Value: "c"}}},
		{"choice by a word within", []string{"#type", enter, "l", "p", "h", "enter"}, facts{form.Changed{Row: "type", Value: "a"}}},
		{"choice by letters in turn", []string{"#type", enter, "g", "a", "up", "g", "enter"}, facts{form.Changed{Row: "type", Value: "c"}}},
		{"choice by blanks", []string{"#type", enter, " ", " ", "enter"}, facts{form.Changed{Row: "type", Value: "a"}}},
		{"choice kept", []string{"#type", enter, "down", "esc"}, nil},
		{"choice of what it is", []string{"#type", enter, "enter"}, nil},
		{"button", []string{"#get", enter}, facts{form.Pressed{Row: "get"}}},
		{"a button is nothing to edit", []string{"#get", ":" + string(keymap.EditValue)}, nil},
		{"button that is off", []string{"#off", enter, space}, nil},
		{"long", []string{"#long", enter, "x", "enter", "esc"}, facts{form.Changed{Row: "long", Value: "x\n{\n}"}}},
		{"long as it was", []string{"#long", enter, "esc"}, nil},
		{"secret of several lines", []string{"#key", enter, "x", "enter"}, facts{form.Changed{Row: "key", Value: "-----BEGINx"}}},
		{"locked", []string{"#locked", enter, "x", "enter", space, remove}, nil},
		{"parameter switched off", []string{"#params", space}, facts{form.ParamsChanged{Row: "params", Params: params{{In: "header", Key: "a", Value: "1"}, second}}}},
		{"parameter removed", []string{"#params", remove}, facts{form.ParamsChanged{Row: "params", Params: params{second}}}},
		{"value of a parameter", []string{"#params", enter, "x", "enter"}, facts{
			form.ParamsChanged{Row: "params", Params: params{{On: true, In: "header", Key: "a", Value: "1x"}, second}},
		}},
		{"name of a parameter", []string{"#params", enter, "shift+tab", "x", "enter"}, facts{
			form.ParamsChanged{Row: "params", Params: params{{On: true, In: "header", Key: "ax", Value: "1"}, second}},
		}},
		{"place of a parameter", []string{"#params", down, enter, "tab", "h", "enter"}, facts{
			form.ParamsChanged{Row: "params", Params: params{first, {In: "header", Key: "a", Value: "2"}}},
		}},
		{"new parameter", []string{"#params", add, "k", "tab", "v", "tab", "down", "enter"}, facts{
			form.ParamsChanged{Row: "params", Params: params{first, second, {On: true, In: "body", Key: "k"}}},
			form.ParamsChanged{Row: "params", Params: params{first, second, {On: true, In: "body", Key: "k", Value: "v"}}},
			form.ParamsChanged{Row: "params", Params: params{first, second, {On: true, In: "header", Key: "k", Value: "v"}}},
		}},
		{"no new parameter", []string{"#params", down, down, enter, "enter"}, nil},
		{"nothing to add to", []string{"#name", add}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := open()
			if got := do(f, c.steps...); !reflect.DeepEqual(got, c.want) {
				t.Errorf("facts are %+v, want %+v", got, c.want)
			}
			if f.Editing() {
				t.Errorf("it still edits:%s", screen(f))
			}
		})
	}
}

func TestScreens(t *testing.T) {
	for _, c := range []struct {
		name          string
		width, height int
		steps         []string
		want          string
	}{
		{"as it opens", 40, 14, nil, `
 Type          Beta ▾
 Inherited from collection Users of the
 example company
 [ Get ]  T
 [ Share ]  no token
▾ Main
 Name          n
 Prefix        Bearer
 Secret        ••••••••
 Auto-refresh  ✓ on
 Claims        { +1 lines
 Key           ••••••••
▸ Advanced
`},
		{"choosing", 40, 8, []string{"#type", enter, "down"}, `
 Type          Beta ▾                  ▐
                 Alpha                 ▐
                 Beta                  ▐
               ▸ Gamma                 ▐
 Inherited from collection Users of the
 example company
 [ Get ]  T
 [ Share ]  no token`},
		{"parameters", 40, 6, []string{"#params", add, "k", "tab", "v"}, `
 Key           ••••••••
▾ Advanced
 Token Request · 2 of 3
   ✓ a         1               header ▾
   – a         2               body ▾  ▐
   ✓ k         v               body ▾`},
		{"a choice in the last line", 40, 5, []string{"#params", down, down, up, enter, "tab"}, `
 Token Request · 1 of 2
   ✓ a         1               header ▾
   – a         2               body ▾
               ▸ body                  ▐
                 header`},
		{"a heading in the last line", 40, 5, []string{bottom, enter}, `
▾ Advanced
 Token Request · 1 of 2
   ✓ a         1               header ▾
   – a         2               body ▾  ▐
     add a parameter…`},
		{"long", 40, 4, []string{"#long", enter}, `
 Claims
  1 {
  2 }
`},
		{"tiny", 9, 3, []string{"#name"}, `
 [ Share…
▾ Main
 Name  n`},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := open()
			f.Resize(c.width, c.height)
			do(f, c.steps...)
			if got := screen(f); got != c.want {
				t.Errorf("screen is%s\nwant%s", got, c.want)
			}
		})
	}
}

func TestSecrets(t *testing.T) {
	f := open()
	f.Select("secret")
	sees := func(want bool, when string) {
		t.Helper()
		if got := strings.Contains(screen(f), "hush"); got != want {
			t.Errorf("%s: the secret is seen: %v", when, got)
		}
	}
	sees(false, "at first")
	do(f, enter)
	sees(false, "while it is edited")
	f.Reveal()
	sees(true, "revealed while edited")
	do(f, "enter")
	sees(true, "revealed")
	do(f, down)
	sees(false, "when left")
	do(f, up)
	sees(false, "when come back to")
}

func TestEditsStayWhileTheRowsAreReplaced(t *testing.T) {
	f := open()
	do(f, "#name", enter, "x")
	s := sections()
	s[1].Rows = append([]form.Row{{ID: "new", Label: safe.Lit("New")}}, s[1].Rows...)
	f.Set(s)
	if got := do(f, "y", "enter"); !reflect.DeepEqual(got, []form.Fact{form.Changed{Row: "name", Value: "nxy"}}) {
		t.Errorf("facts are %+v", got)
	}
	do(f, enter)
	s = sections()
	s[1].Rows[0].Value = "other"
	f.Set(s)
	if f.Editing() {
		t.Error("an edit goes on although its value is another")
	}
	do(f, "#type", enter)
	f.Set(s[1:])
	if f.Editing() {
		t.Error("a choice goes on although its row is gone")
	}
	if r, ok := f.Selected(); ok && r.ID == "type" {
		t.Error("the cursor stands on a row that is gone")
	}
}

func TestTheCursorStaysWithItsRow(t *testing.T) {
	f := open()
	f.Select("secret")
	s := sections()
	s[1].Rows = s[1].Rows[1:]
	f.Set(s)
	if r, _ := f.Selected(); r.ID != "secret" {
		t.Errorf("the cursor is on %q", r.ID)
	}
	if do(f, "#name"); f.Help().String() != "" {
		t.Errorf("help = %q of a row that is not there", f.Help())
	}
	f.Set(sections())
	if do(f, "#name"); f.Help().String() != "what it is called" {
		t.Errorf("help = %q", f.Help())
	}
}

func TestClicks(t *testing.T) {
	for _, c := range []struct {
		name string
		x, y int
		more []string
		want []form.Fact
	}{
		{"button", 4, 3, nil, []form.Fact{form.Pressed{Row: "get"}}},
		{"button that is off", 4, 4, nil, nil},
		{"switch", 16, 9, nil, []form.Fact{form.Changed{Row: "on", Value: "false"}}},
		{"label of a switch", 3, 9, nil, nil},
		{"choice", 16, 0, []string{"a", "enter"}, []form.Fact{form.Changed{Row: "type", Value: "a"}}},
		{"heading", 3, 5, []string{down, enter}, nil},
		{"text is only selected", 16, 6, []string{"x", remove}, []form.Fact{form.Cleared{Row: "name"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := open()
			_ = screen(f)
			got := append(f.Click(c.x, c.y, false), do(f, c.more...)...)
			if fmt.Sprint(got) != fmt.Sprint(c.want) {
				t.Errorf("facts are %+v, want %+v", got, c.want)
			}
		})
	}
	f := open()
	f.Resize(40, 20)
	f.Select("params")
	_ = screen(f)
	var got []form.Fact
	got = append(got, f.Click(3, 14, false)...)  // the mark
	got = append(got, f.Click(35, 14, false)...) // the place
	got = append(got, f.Click(18, 15, false)...) // its first option
	got = append(got, f.Click(16, 14, true)...)  // the value
	got = append(got, do(f, "x", "enter")...)
	p := func(on bool, in, v string) form.Fact {
		return form.ParamsChanged{Row: "params", Params: []form.Param{{On: on, In: in, Key: "a", Value: v}, {In: "body", Key: "a", Value: "2"}}}
	}
	if want := []form.Fact{p(false, "header", "1"), p(false, "body", "1"), p(false, "body", "1x")}; !reflect.DeepEqual(got, want) {
		t.Errorf("facts are %+v, want %+v", got, want)
	}
}

// What is cut from a text of several lines is not lost.
func TestCopiesOfLongTexts(t *testing.T) {
	f := open()
	do(f, "#long", enter)
	f.Key(tea.KeyPressMsg{Code: 'a', Mod: tea.ModCtrl})
	cut := f.Key(tea.KeyPressMsg{Code: 'x', Mod: tea.ModCtrl})
	left := do(f, "esc")
	if got, want := append(cut, left...), []form.Fact{form.Copied{Text: "{\n}"}, form.Changed{Row: "long"}}; !reflect.DeepEqual(got, want) {
		t.Errorf("%#v", got)
	}
}
