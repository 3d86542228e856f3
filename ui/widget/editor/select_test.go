package editor_test

import (
	"strings"
	"testing"

	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget"
	"postern/ui/widget/editor"
)

func TestSelection(t *testing.T) {
	for _, c := range []struct {
		name, text string
		keys       []string
		want       string
	}{
		{"typing replaces it", "abc", []string{"shift+right", "shift+right", "x"}, "x|c"},
		{"backwards", "abc", []string{"end", "shift+left", "x"}, "abx|"},
		{"delete takes it", "abc", []string{"shift+right", "shift+right", "delete"}, "|c"},
		{"backspace too", "a\nb\nc", []string{"right", "shift+down", "backspace"}, "a|\nc"},
		{"all of it", "a\nb", []string{"ctrl+a", "x"}, "x|"},
		{"by words", "one two", []string{"shift+ctrl+right", "x"}, "x| two"},
		{"to the end of the line", "one\ntwo", []string{"right", "shift+end", "x"}, "ox|\ntwo"},
		{"a new line replaces it", "  ab", []string{"right", "right", "shift+end", "enter"}, "  \n  |"},
		{"left goes to its start", "abcd", []string{"right", "shift+right", "shift+right", "left", "x"}, "ax|bcd"},
		{"right to its end", "abcd", []string{"end", "shift+left", "shift+left", "right", "x"}, "abcdx|"},
		{"moving on ends it", "abc", []string{"shift+right", "end", "x"}, "abcx|"},
		{"back to where it began is none", "abc", []string{"shift+right", "shift+left", "x"}, "x|abc"},
		{"tab indents its lines", "a\n\nb\nc", []string{"shift+down", "shift+down", "shift+right", "tab"}, "  a\n\n  b|\nc"},
		{"shift tab takes it back", "  a\n b\n  c", []string{"shift+down", "shift+end", "shift+tab"}, "a\nb|\n  c"},
		{"a line of which nothing is selected stays", "a\nb", []string{"shift+down", "tab"}, "  a|\nb"},
		{"cut", "abc", []string{"shift+right", "ctrl+x"}, "|bc"},
		{"copy leaves it", "abc", []string{"shift+right", "alt+c", "x"}, "x|bc"},
		{"undo", "a\nb", []string{"ctrl+a", "x", "ctrl+z"}, "a\nb|"},
		{"undo of indenting", "a\nb", []string{"ctrl+a", "tab", "ctrl+z"}, "a\nb|"},
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

func TestTaken(t *testing.T) {
	e := open("one\r\ntwo\r\nthree")
	for _, c := range []struct {
		keys []string
		want editor.Outcome
		text string
	}{
		{[]string{"alt+c"}, editor.Ignored, ""},
		{[]string{"right", "shift+down", "shift+down", "alt+c"}, editor.Copied, "ne\r\ntwo\r\nt"},
		{[]string{"ctrl+x"}, editor.Cut, "ne\r\ntwo\r\nt"},
		{[]string{"ctrl+x"}, editor.Ignored, ""},
		{[]string{"alt+p"}, editor.Formatted, ""},
	} {
		var got editor.Outcome
		for _, k := range c.keys {
			got = e.Key(key(k))
		}
		if got != c.want || e.Taken() != c.text {
			t.Errorf("%v: %v with %q, want %v with %q", c.keys, got, e.Taken(), c.want, c.text)
		}
	}
	if e.Text() != "ohree" {
		t.Errorf("the text is %q", e.Text())
	}
}

func TestSelectionIsSeen(t *testing.T) {
	e := open("ab\ncd")
	e.Key(key("right"))
	e.Key(key("shift+down"))
	th := widget.DefaultEnv().Theme
	for _, want := range []string{th.Paint(theme.None, theme.Selection, safe.Lit("b")), th.Paint(theme.None, theme.Selection, safe.Lit("c")) + th.Paint(theme.None, theme.Cursor, safe.Lit("d"))} {
		if !strings.Contains(e.View(), want) {
			t.Errorf("%q is not in %q", want, e.View())
		}
	}
	if e.Edit(false); strings.Contains(e.View(), th.Paint(theme.None, theme.Selection, safe.Lit("b"))) {
		t.Error("the selection is seen while nothing is edited")
	}
}

func TestBrackets(t *testing.T) {
	for _, c := range []struct {
		name, text string
		keys       []string
		want       string // the brackets that are marked, as «»
	}{
		{"at the opening one", `{"a": [1]}`, nil, `«{»"a": [1]«}»`},
		{"behind the closing one", `{"a": [1]}`, []string{"end"}, `«{»"a": [1]«}»`},
		{"nested", "[[1],\n[2]]", []string{"down", "end", "left"}, "«[»[1],\n[2]«]»"},
		{"across lines", "{\n1\n}", nil, "«{»\n1\n«}»"},
		{"within quotes it is none", `{"}": 1}`, nil, `«{»"}": 1«}»`},
		{"an escaped quote ends none", `{"\"}": 1}`, nil, `«{»"\"}": 1«}»`},
		{"without its other half", "{[1]", nil, "{[1]"},
		{"no bracket", "a{}", nil, "a{}"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := open(c.text)
			for _, k := range c.keys {
				e.Key(key(k))
			}
			th := widget.DefaultEnv().Theme
			got := strings.Split(e.View(), "\n")[:strings.Count(c.text, "\n")+1]
			for i, l := range strings.Split(c.want, "\n") {
				marks := 0
				for _, b := range []string{"{", "[", "]", "}"} {
					want := strings.Count(l, "«"+b+"»")
					// The one under the cursor looks like the cursor.
					have := strings.Count(got[i], th.Paint(theme.None, theme.Match, safe.Clean(b))) + strings.Count(got[i], th.Paint(theme.None, theme.Cursor, safe.Clean(b)))
					if want > have || have > want && want > 0 {
						t.Errorf("line %d has %d of %s marked, want %d: %q", i, have, b, want, got[i])
					}
					marks += strings.Count(got[i], th.Paint(theme.None, theme.Match, safe.Clean(b)))
				}
				if marks > 0 && !strings.Contains(l, "«") {
					t.Errorf("line %d has a mark: %q", i, got[i])
				}
			}
		})
	}
}

func TestReplaceIsAStep(t *testing.T) {
	e := open("{\"a\":\n1}")
	e.Key(key("down"))
	rev := e.Rev()
	e.Replace("{\n  \"a\": 1\n}")
	if got := marked(e); got != "{\n|  \"a\": 1\n}" || e.Rev() == rev {
		t.Errorf("text is %q at revision %d of %d", got, e.Rev(), rev)
	}
	if e.Key(key("ctrl+z")); marked(e) != "{\"a\":\n|1}" {
		t.Errorf("undone to %q", marked(e))
	}
}
