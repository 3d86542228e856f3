package editor_test

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"postern/ui/keymap"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget"
	"postern/ui/widget/cells"
	"postern/ui/widget/editor"
)

func key(name string) tea.KeyPressMsg {
	if mod, rest, ok := strings.Cut(name, "+"); ok && rest != "" {
		k := key(rest)
		k.Mod, k.Text = k.Mod|map[string]tea.KeyMod{"ctrl": tea.ModCtrl, "alt": tea.ModAlt, "shift": tea.ModShift}[mod], ""
		return k
	}
	codes := map[string]rune{
		"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "left": tea.KeyLeft, "right": tea.KeyRight,
		"up": tea.KeyUp, "down": tea.KeyDown, "pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown,
		"home": tea.KeyHome, "end": tea.KeyEnd, "backspace": tea.KeyBackspace, "delete": tea.KeyDelete,
	}
	if c, ok := codes[name]; ok {
		return tea.KeyPressMsg{Code: c}
	}
	return tea.KeyPressMsg{Code: []rune(name)[0], Text: name}
}

func open(text string) *editor.Editor {
	e := editor.New(widget.DefaultEnv(), editor.Options{})
	e.Resize(20, 4)
	e.Set(text)
	e.Edit(true)
	return e
}

// marked returns the text with the cursor as a bar.
func marked(e *editor.Editor) string {
	line, off := e.Cursor()
	lines := strings.Split(e.Text(), "\n")
	lines[line] = lines[line][:off] + "|" + lines[line][off:]
	return strings.Join(lines, "\n")
}

func TestKeys(t *testing.T) {
	for _, c := range []struct {
		name, text string
		keys       []string
		want       string
	}{
		{"typing", "", []string{"a", "b"}, "ab|"},
		{"down keeps the column", "abcd\nx\nabcd", []string{"right", "right", "right", "down", "down"}, "abcd\nx\nabc|d"},
		{"down at the end", "ab", []string{"down"}, "ab|"},
		{"up at the start", "ab", []string{"right", "up"}, "|ab"},
		{"across lines", "a\nb", []string{"right", "right"}, "a\n|b"},
		{"back across lines", "a\nb", []string{"down", "left"}, "a|\nb"},
		{"join by backspace", "a\nb", []string{"down", "backspace"}, "a|b"},
		{"join by delete", "a\nb", []string{"end", "delete"}, "a|b"},
		{"delete to the end joins", "a\nb", []string{"ctrl+k", "ctrl+k"}, "|b"},
		{"new line keeps the indentation", "  ab", []string{"end", "enter", "x"}, "  ab\n  x|"},
		{"new line behind a brace", "{", []string{"end", "enter", "x"}, "{\n  x|"},
		{"new line between braces", "{}", []string{"right", "enter", "x"}, "{\n  x|\n}"},
		{"closing brace steps back", "{", []string{"end", "enter", "}"}, "{\n}|"},
		{"backspace in the indentation", "    x", []string{"home", "home", "home", "backspace"}, "  |x"},
		{"home toggles", "  x", []string{"end", "home", "home"}, "|  x"},
		{"tab indents", "x", []string{"tab"}, "  |x"},
		{"shift tab", "    x", []string{"end", "shift+tab"}, "  x|"},
		{"word moves", "one two", []string{"ctrl+right", "ctrl+right", "alt+b"}, "one |two"},
		{"text ends", "a\nb\nc", []string{"ctrl+end", "x", "ctrl+home"}, "|a\nb\ncx"},
		{"page down", "1\n2\n3\n4\n5", []string{"pgdown"}, "1\n2\n3\n|4\n5"},
		{"undo groups words", "", []string{"a", "b", " ", "c", "ctrl+z"}, "ab |"},
		{"undo of a new line", "ab", []string{"right", "enter", "ctrl+z"}, "a|b"},
		{"redo", "", []string{"a", "enter", "b", "ctrl+z", "ctrl+z", "ctrl+y"}, "a\n|"},
		{"typing after undo forgets", "", []string{"a", "enter", "ctrl+z", "b", "ctrl+y"}, "ab|"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := open(c.text)
			for _, k := range c.keys {
				e.Key(key(k))
			}
			if got := marked(e); got != c.want {
				t.Errorf("text is %q, want %q", got, c.want)
			}
		})
	}
}

func TestOutcomes(t *testing.T) {
	e := open("a")
	for _, c := range []struct {
		key  string
		want editor.Outcome
	}{{"x", editor.Changed}, {"left", editor.Moved}, {"esc", editor.Left}, {"alt+q", editor.Ignored}} {
		if got := e.Key(key(c.key)); got != c.want {
			t.Errorf("%s: %v, want %v", c.key, got, c.want)
		}
	}
	if e.Text() != "xa" {
		t.Errorf("esc lost the text: %q", e.Text())
	}
}

func TestLineEndingsStay(t *testing.T) {
	for _, text := range []string{"", "\n", "a\r\nb\r\n", "a\nb", "a\r\nb\nc", "\r", "a\rb"} {
		if got := open(text).Text(); got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
	e := open("a\r\nb")
	e.Paste("x\ny\r\n")
	if got, want := e.Text(), "x\r\ny\r\na\r\nb"; got != want {
		t.Errorf("pasted: %q, want %q", got, want)
	}
}

func screen(e *editor.Editor) string { return ansi.Strip(e.View()) }

func TestDrawing(t *testing.T) {
	e := editor.New(widget.DefaultEnv(), editor.Options{Numbers: true, Placeholder: safe.Lit("empty")})
	e.Resize(24, 3)
	e.Set("one\n\ttwo 世界 and a long end\nthree\nfour")
	want := "  1 one                 \n" + "  2     two 世界 and a l\n" + "  3 three               "
	if got := screen(e); got != want {
		t.Errorf("drawn\n%s\nwant\n%s", got, want)
	}
	e.Edit(true)
	e.Key(key("down"))
	e.Key(key("end"))
	if s := screen(e); !strings.Contains(s, "long end ") {
		t.Errorf("the end of the line is not in sight:\n%s", s)
	}
	e.Click(23, 0)
	if line, off := e.Cursor(); line != 0 || off != 3 {
		t.Errorf("click went to %d:%d", line, off)
	}
	e.Edit(false)
	e.Set("")
	if s := screen(e); !strings.HasPrefix(s, "  1 empty") {
		t.Errorf("no placeholder:\n%s", s)
	}
}

func TestOnlyVisibleLinesAreColoured(t *testing.T) {
	asked := 0
	e := editor.New(widget.DefaultEnv(), editor.Options{Highlight: func(line string) []cells.Span {
		asked++
		return []cells.Span{{From: 0, To: len(line), Role: theme.JSONKey}}
	}})
	e.Resize(30, 10)
	e.Set(strings.Repeat("line\n", 10_000))
	_, _ = e.View(), e.View()
	if asked != 10 {
		t.Errorf("%d lines were coloured for 10 on screen", asked)
	}
	e.Act(keymap.Bottom)
	_ = e.View()
	if asked != 20 {
		t.Errorf("%d lines after going to the bottom", asked)
	}
}

func TestReloadStays(t *testing.T) {
	e := open("a\nbc\nd")
	e.Key(key("down"))
	e.Key(key("end"))
	e.Reload("a\nx")
	if got := marked(e); got != "a\nx|" {
		t.Errorf("text is %q", got)
	}
}

// TestProperties edits at random: what is drawn has the size it should, and
// undoing everything gives back the text.
func TestProperties(t *testing.T) {
	keys := []string{
		"x", "世", "{", "}", " ", "\u0301", "enter", "tab", "shift+tab", "backspace", "delete", "left", "right", "up", "down", "home", "end",
		"ctrl+w", "alt+d", "ctrl+u", "ctrl+k", "pgup", "pgdown", "ctrl+home", "ctrl+end", "ctrl+z", "ctrl+y", "ctrl+left", "ctrl+right",
		"shift+left", "shift+right", "shift+up", "shift+down", "shift+end", "ctrl+a", "ctrl+x", "alt+c",
	}
	rapid.Check(t, func(t *rapid.T) {
		start := rapid.SampledFrom([]string{"", "{\n  \"a\": 1\n}", "\t世界\n\x1b[31m\n", "\r\n\r\n", "a\xff\n\n\n\n\nb"}).Draw(t, "start")
		e := open(start)
		pressed := rapid.SliceOfN(rapid.SampledFrom(keys), 0, 40).Draw(t, "keys")
		for _, k := range pressed {
			e.Key(key(k))
			w, h := rapid.IntRange(1, 60).Draw(t, "width"), rapid.IntRange(1, 8).Draw(t, "height")
			e.Resize(w, h)
			if rapid.Bool().Draw(t, "mouse") {
				e.Click(w/2, h/2)
				e.Scroll(rapid.IntRange(-3, 3).Draw(t, "wheel"))
			}
			lines := strings.Split(screen(e), "\n")
			if len(lines) != h {
				t.Fatalf("%d lines at height %d", len(lines), h)
			}
			for _, l := range lines {
				if got := ansi.StringWidth(l); got != w {
					t.Fatalf("%d cells at width %d: %q", got, w, l)
				}
			}
		}
		for range pressed {
			e.Key(key("ctrl+z"))
		}
		if e.Text() != start {
			t.Fatalf("undone to %q, want %q", e.Text(), start)
		}
	})
}

func BenchmarkKeyToView(b *testing.B) {
	var text strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&text, "    \"key%d\": \"a value that is some fifty bytes long or so\",\n", i)
	}
	e := open(text.String())
	e.Resize(120, 40)
	e.Key(key("{")) // whose other half is looked for in all of it
	e.Key(key("left"))
	for b.Loop() {
		e.Key(key("x"))
		e.Key(key("enter"))
		_ = e.View()
	}
}
