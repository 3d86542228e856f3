package field_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget"
	"postern/ui/widget/cells"
	"postern/ui/widget/field"
)

func key(name string) tea.KeyPressMsg {
	if mod, rest, ok := strings.Cut(name, "+"); ok && rest != "" {
		k := key(rest)
		k.Mod, k.Text = map[string]tea.KeyMod{"ctrl": tea.ModCtrl, "alt": tea.ModAlt, "shift": tea.ModShift}[mod], ""
		return k
	}
	codes := map[string]rune{
		"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "left": tea.KeyLeft, "right": tea.KeyRight, "up": tea.KeyUp,
		"home": tea.KeyHome, "end": tea.KeyEnd, "backspace": tea.KeyBackspace, "delete": tea.KeyDelete, "f5": tea.KeyF5,
	}
	if c, ok := codes[name]; ok {
		return tea.KeyPressMsg{Code: c}
	}
	return tea.KeyPressMsg{Code: []rune(name)[0], Text: name}
}

// cursor marks the cursor's cell in what is drawn with brackets.
func cursor(f *field.Field) string {
	th := theme.New(theme.Mono())
	env := widget.DefaultEnv()
	env.Theme = th
	f.Restyle(env)
	s := f.View(theme.None, true)
	s = strings.Replace(s, "\x1b[7m", "[", 1)
	s = strings.Replace(s, "\x1b[m", "]", 1)
	return ansi.Strip(s)
}

func TestKeys(t *testing.T) {
	for _, c := range []struct {
		name, value string
		keys        []string
		want        string // with the cursor's cell in brackets, in 8 cells
	}{
		{"cursor at the end", "ab", nil, "ab[ ]     "},
		{"typing", "ab", []string{"left", "x"}, "ax[b]     "},
		{"wide characters", "世界a", []string{"left", "left"}, "世[界]a   "},
		{"combining is one step", "ae\u0301", []string{"left", "left"}, "[a]e\u0301      "},
		{"back takes the whole character", "ae\u0301", []string{"backspace"}, "a[ ]      "},
		{"delete", "abc", []string{"home", "delete"}, "[b]c      "},
		{"long text scrolls", "abcdefghij", nil, "defghij[ ]"},
		{"and back", "abcdefghij", []string{"home"}, "[a]bcdefgh"},
		{"wide at the right edge", "abcdefg世", []string{"left"}, "cdefg[世] "},
		{"onto a wide one at the right edge", "abcdefg世x", []string{"home", "right", "right", "right", "right", "right", "right", "right"}, "bcdefg[世]"},
		{"word left", "one two", []string{"ctrl+left", "ctrl+left", "x"}, "x[o]ne two"},
		{"word back", "one two", []string{"ctrl+w"}, "one [ ]   "},
		{"word forward", "one two", []string{"home", "alt+d"}, "[ ]two    "},
		{"to the start", "abc", []string{"left", "ctrl+u"}, "[c]       "},
		{"to the end", "abc", []string{"home", "right", "ctrl+k"}, "a[ ]      "},
		{"undo a word", "", []string{"a", "b", " ", "c", "d", "ctrl+z"}, "ab [ ]    "},
		{"undo all", "", []string{"a", "b", " ", "c", "d", "ctrl+z", "ctrl+z"}, "[ ]       "},
		{"redo", "", []string{"a", "b", "ctrl+z", "ctrl+y"}, "ab[ ]     "},
		{"undo deletes at once", "abc", []string{"backspace", "backspace", "ctrl+z"}, "abc[ ]    "},
		{"control character", "a\x1bb", []string{"left", "left"}, "a[^[]b    "},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := field.New(widget.DefaultEnv(), field.Options{})
			f.Resize(8)
			f.Set(c.value)
			for _, k := range c.keys {
				_ = cursor(f) // every key follows a drawing
				f.Key(key(k))
			}
			if got := cursor(f); got != c.want {
				t.Errorf("drawn %q, want %q", got, c.want)
			}
		})
	}
}

func TestOutcomes(t *testing.T) {
	for _, c := range []struct {
		key  string
		want field.Outcome
	}{
		{"enter", field.Accepted},
		{"esc", field.Abandoned},
		{"tab", field.Next},
		{"shift+tab", field.Prev},
		{"up", field.Up},
		{"x", field.Changed},
		{"left", field.Moved},
		{"f5", field.Ignored},
	} {
		f := field.New(widget.DefaultEnv(), field.Options{})
		f.Set("v")
		if got := f.Key(key(c.key)); got != c.want {
			t.Errorf("%s: outcome %v, want %v", c.key, got, c.want)
		}
	}
}

func TestPaste(t *testing.T) {
	for _, c := range []struct {
		name     string
		newlines bool
		want     string
	}{
		{"newlines become blanks", false, "a b\tc"},
		{"newlines kept", true, "a\nb\tc\n"},
	} {
		f := field.New(widget.DefaultEnv(), field.Options{Newlines: c.newlines})
		for _, pasted := range []string{"a\r\nb\tc\n", "a\rb\tc\r"} { // as files and as terminals have them
			f.Set("")
			f.Paste(pasted)
			if f.Value() != c.want {
				t.Errorf("%s: %q, want %q", c.name, f.Value(), c.want)
			}
		}
	}
}

func TestMask(t *testing.T) {
	f := field.New(widget.DefaultEnv(), field.Options{Masked: true})
	f.Resize(8)
	f.Set("s3世")
	if got := cursor(f); got != "•••[ ]    " {
		t.Errorf("drawn %q", got)
	}
	f.Key(key("backspace"))
	f.Mask(false)
	if got := cursor(f); got != "s3[ ]     " {
		t.Errorf("drawn %q", got)
	}
}

func TestClick(t *testing.T) {
	f := field.New(widget.DefaultEnv(), field.Options{})
	f.Resize(6)
	f.Set("世界abcdef")
	_ = cursor(f)
	f.Click(1)
	f.Key(key("X"))
	if got := f.Value(); got != "世界abXcdef" {
		t.Errorf("value %q", got)
	}
}

func TestSpans(t *testing.T) {
	calls := 0
	f := field.New(widget.DefaultEnv(), field.Options{Spans: func(v string) []cells.Span {
		calls++
		return []cells.Span{{From: 0, To: len(v), Role: theme.Unresolved}}
	}})
	f.Resize(5)
	f.Set("ab")
	before := calls
	for range 3 {
		_ = f.View(theme.None, false)
	}
	if calls != before {
		t.Error("the hook is asked for every drawing")
	}
	th := widget.DefaultEnv().Theme
	if want := th.Paint(theme.None, theme.Unresolved, safe.Clean("ab")) + th.Space(theme.None, 3); f.View(theme.None, false) != want {
		t.Errorf("drawn %q, want %q", f.View(theme.None, false), want)
	}
}

// TestProperties types at random: the value is what was typed, all of it can
// be undone, and the field always has its width.
func TestProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		start := rapid.String().Draw(t, "start")
		f := field.New(widget.DefaultEnv(), field.Options{Placeholder: safe.Lit("nothing here")})
		f.Set(start)
		keys := rapid.SliceOfN(rapid.SampledFrom([]string{
			"x", "世", "\u0301", " ", "left", "right", "home", "end", "backspace", "delete", "ctrl+w", "ctrl+k", "ctrl+u", "alt+d", "alt+b", "ctrl+z", "ctrl+y",
		}), 0, 30).Draw(t, "keys")
		for _, k := range keys {
			f.Key(key(k))
			w := rapid.IntRange(1, 20).Draw(t, "width")
			f.Resize(w)
			if out := ansi.Strip(f.View(theme.Selected, rapid.Bool().Draw(t, "focus"))); ansi.StringWidth(out) != w {
				t.Fatalf("%d cells at width %d: %q", ansi.StringWidth(out), w, out)
			}
		}
		for range keys {
			f.Key(key("ctrl+z"))
		}
		if f.Value() != start {
			t.Fatalf("undone to %q, want %q", f.Value(), start)
		}
	})
}
