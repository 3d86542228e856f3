package complete_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget"
	"postern/ui/widget/complete"
	"postern/ui/widget/field"
)

// source offers the names behind the last "<", and words at the start.
func source(names ...string) complete.Source {
	return func(line string, at int) (complete.Offer, bool) {
		from := strings.LastIndex(line[:at], "<") + 1
		o := complete.Offer{From: from, To: at, Word: line[from:at], Free: from == 0}
		for _, n := range names {
			o.Options = append(o.Options, complete.Option{Name: n, Put: n + ">", Value: safe.Clean("is " + n), Note: safe.Lit("test")})
		}
		return o, o.From > 0 || o.Word != ""
	}
}

// desk is a field with a box, used as an owner does.
type desk struct {
	f      *field.Field
	box    *complete.Box
	source complete.Source
}

func newDesk(src complete.Source) *desk {
	f := field.New(widget.DefaultEnv(), field.Options{})
	f.Resize(20)
	d := &desk{f: f, box: complete.New(widget.DefaultEnv()), source: src}
	d.box.Follow(f, src)
	return d
}

// press gives keys to the box and then to the field; it reports what the field
// made of the last one, or -1 if the box took it.
func (d *desk) press(keys ...string) field.Outcome {
	out := field.Outcome(-1)
	for _, k := range keys {
		if out = -1; !d.box.Key(key(k)) {
			out = d.f.Key(key(k))
			d.box.Follow(d.f, d.source)
		}
	}
	return out
}

func key(name string) tea.KeyPressMsg {
	codes := map[string]rune{
		"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "left": tea.KeyLeft, "up": tea.KeyUp, "down": tea.KeyDown,
		"backspace": tea.KeyBackspace, "pgdown": tea.KeyPgDown, "pgup": tea.KeyPgUp,
	}
	if c, ok := codes[name]; ok {
		return tea.KeyPressMsg{Code: c}
	}
	return tea.KeyPressMsg{Code: []rune(name)[0], Text: name}
}

func TestKeys(t *testing.T) {
	names := []string{"url", "userId", "limit", "curl"}
	for _, c := range []struct {
		name string
		keys []string
		want string
		open bool
		last field.Outcome
	}{
		{"enter takes the best", []string{"<", "u", "s", "enter"}, "<userId>", false, -1},
		{"tab too", []string{"<", "l", "i", "tab"}, "<limit>", false, -1},
		{"enter is not stolen while nothing is chosen", []string{"<", "enter"}, "<", false, field.Accepted},
		{"tab takes the first then", []string{"<", "tab"}, "<url>", false, -1},
		{"down chooses", []string{"<", "down", "down", "enter"}, "<userId>", false, -1},
		{"up goes back", []string{"<", "down", "down", "up", "enter"}, "<url>", false, -1},
		{"up beyond the first chooses nothing", []string{"<", "down", "up", "enter"}, "<", false, field.Accepted},
		{"up alone is the field's", []string{"<", "up"}, "<", false, field.Up},
		{"esc closes the list, not the field", []string{"<", "u", "esc"}, "<u", false, -1},
		{"and then the field", []string{"<", "u", "esc", "esc"}, "<u", false, field.Abandoned},
		{"esc holds for the word", []string{"<", "u", "esc", "s", "enter"}, "<us", false, field.Accepted},
		{"but not for the next", []string{"<", "u", "esc", "<", "u"}, "<u<u", true, field.Changed},
		{"names that begin with it come first", []string{"<", "u", "r", "enter"}, "<url>", false, -1},
		{"letters apart will do", []string{"<", "u", "i", "d", "enter"}, "<userId>", false, -1},
		{"nothing fits", []string{"<", "z"}, "<z", false, field.Changed},
		{"deleting widens it", []string{"<", "u", "z", "backspace"}, "<u", true, field.Changed},
		{"moving closes it", []string{"<", "u", "left"}, "<u", false, field.Moved},
		{"where any text is good nothing is chosen", []string{"l", "i", "enter"}, "li", false, field.Accepted},
		{"nor by tab", []string{"l", "i", "tab"}, "li", false, field.Next},
		{"only when it is asked", []string{"l", "i", "down", "enter"}, "limit>", false, -1},
		{"nor is anything far-fetched offered", []string{"u", "i", "d"}, "uid", false, field.Changed},
		{"nor what is there already", []string{"u", "r", "l"}, "url", false, field.Changed},
		{"a page", []string{"<", "pgdown", "enter"}, "<curl>", false, -1},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDesk(source(names...))
			if got := d.press(c.keys...); got != c.last {
				t.Errorf("the last key's outcome is %v, want %v", got, c.last)
			}
			if d.f.Value() != c.want || d.box.Open() != c.open {
				t.Errorf("%q, open %t; want %q, %t", d.f.Value(), d.box.Open(), c.want, c.open)
			}
		})
	}
}

// What is put in can be taken back at once.
func TestUndo(t *testing.T) {
	d := newDesk(source("userId"))
	d.press("<", "u", "enter")
	d.f.Key(tea.KeyPressMsg{Code: 'z', Mod: tea.ModCtrl})
	if d.f.Value() != "<u" {
		t.Errorf("undone to %q", d.f.Value())
	}
}

// What comes later is offered as if it had been there when it was typed.
func TestAgain(t *testing.T) {
	var names []string
	d := newDesk(func(line string, at int) (complete.Offer, bool) { return source(names...)(line, at) })
	d.press("<", "u")
	if d.box.Open() {
		t.Fatal("the list is open without an option")
	}
	names = []string{"url"}
	if d.box.Again(d.source); !d.box.Open() {
		t.Fatal("what came is not offered")
	}
	d.press("esc")
	if d.box.Again(d.source); d.box.Open() {
		t.Error("what was left comes back")
	}
	d.press("enter")
	d.box.Follow(nil, nil)
	if d.box.Again(d.source); d.box.Open() {
		t.Error("it opens for no field")
	}
}

// Behind what goes on, what follows is offered at once.
func TestGoesOn(t *testing.T) {
	src := func(line string, at int) (complete.Offer, bool) {
		from := strings.LastIndex(line[:at], "/") + 1
		return complete.Offer{From: from, To: at, Word: line[from:at], Free: true, Tab: true, Options: []complete.Option{{Name: "dir/", Goes: true}, {Name: "file"}}}, true
	}
	d := newDesk(src)
	d.press("d", "tab")
	d.box.Follow(d.f, src)
	if d.f.Value() != "dir/" || !d.box.Open() {
		t.Errorf("%q, open %t", d.f.Value(), d.box.Open())
	}
	d.press("f", "tab")
	d.box.Follow(d.f, src)
	if d.f.Value() != "dir/file" || d.box.Open() {
		t.Errorf("%q, open %t", d.f.Value(), d.box.Open())
	}
}

// Another field, or none, has nothing of the list.
func TestAnotherInput(t *testing.T) {
	d := newDesk(source("userId"))
	d.press("<", "u")
	d.box.Follow(field.New(widget.DefaultEnv(), field.Options{}), d.source)
	if d.box.Open() || d.box.Key(key("enter")) {
		t.Error("the list is open for another field")
	}
	d.press("<")
	d.box.Follow(nil, nil)
	if d.box.Open() {
		t.Error("the list is open for no field")
	}
}

func background(w, h int) string {
	return strings.TrimSuffix(strings.Repeat(strings.Repeat(".", w)+"\n", h), "\n")
}

func TestLay(t *testing.T) {
	for _, c := range []struct {
		name       string
		x, y, w, h int
		keys       []string
		want       string
	}{
		{"below", 4, 0, 24, 4, []string{"<", "u"}, `
........................
.│▸url     is url   │...
.│ userId  is userId│...
.│ curl    is curl  │...`},
		{"above where below is too little", 4, 3, 24, 4, []string{"<", "u"}, `
.│▸url     is url   │...
.│ userId  is userId│...
.│ curl    is curl  │...
........................`},
		{"within the edges", 20, 0, 24, 3, []string{"<", "c"}, `
........................
..│▸curl  is curl  test│
........................`},
		{"without the notes", 14, 0, 18, 2, []string{"<", "c"}, `
..................
..│▸curl  is curl│`},
		{"narrow", 4, 0, 9, 3, []string{"<", "u"}, `
.........
│▸url   ▐
│ userId│`},
		{"cut names", 4, 0, 7, 2, []string{"<", "u", "s"}, `
.......
│▸use…│`},
		{"scrolled", 2, 0, 24, 3, []string{"<", "down", "down", "down"}, `
........................
│ userId  is userId▐....
│▸limit   is limit │....`},
		{"no room", 4, 0, 24, 1, []string{"<", "u"}, `
........................`},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDesk(source("url", "userId", "limit", "curl"))
			d.press(c.keys...)
			got := "\n" + ansi.Strip(d.box.Lay(background(c.w, c.h), complete.Typing{In: d.f, X: c.x, Y: c.y}, c.w, c.h))
			if got != c.want {
				t.Errorf("drawn %s\nwant %s", got, c.want)
			}
			if c.h == 1 && d.box.Key(key("enter")) {
				t.Error("a list that cannot be seen took a key")
			}
		})
	}
}

func TestMouse(t *testing.T) {
	d := newDesk(source("url", "userId", "limit", "curl"))
	d.press("<", "u")
	d.box.Lay(background(24, 4), complete.Typing{In: d.f, X: 4}, 24, 4)
	if d.box.Click(0, 1) || d.box.Click(3, 0) || d.box.Click(3, 4) {
		t.Error("a click beside the list counts")
	}
	if !d.box.Wheel(1) || !d.box.Click(3, 2) || d.f.Value() != "<userId>" || d.box.Open() {
		t.Errorf("%q, open %t", d.f.Value(), d.box.Open())
	}
	if d.box.Wheel(1) || d.box.Click(3, 2) {
		t.Error("a closed list takes the mouse")
	}
}

// The list leaves every size as it is and never covers the line that is typed.
func TestProperties(t *testing.T) {
	piece := rapid.SampledFrom([]string{"a", "世界", "e\u0301", "👩\u200d👩\u200d👧", "\x1b[31m", "\t", "\u202e", "<", " ", "\xff", "🇩🇪"})
	txt := rapid.Custom(func(t *rapid.T) string { return strings.Join(rapid.SliceOfN(piece, 0, 12).Draw(t, "pieces"), "") })
	rapid.Check(t, func(t *rapid.T) {
		d := newDesk(source(rapid.SliceOfN(txt, 0, 12).Draw(t, "names")...))
		w, h := rapid.IntRange(1, 60).Draw(t, "width"), rapid.IntRange(1, 14).Draw(t, "height")
		y, x := rapid.IntRange(0, h-1).Draw(t, "y"), rapid.IntRange(0, w).Draw(t, "x")
		lines := make([]string, h)
		th := widget.DefaultEnv().Theme
		for i := range lines {
			c := safe.Clean(txt.Draw(t, "line")).Cut(w)
			lines[i] = th.Paint(theme.None, theme.Variable, c) + th.Space(theme.None, w-c.Width())
		}
		for _, k := range rapid.SliceOfN(rapid.SampledFrom([]string{"<", "a", "世", "down", "up", "pgdown", "esc", "enter", "tab", "backspace"}), 0, 8).Draw(t, "keys") {
			d.press(k)
			out := strings.Split(d.box.Lay(strings.Join(lines, "\n"), complete.Typing{In: d.f, X: x, Y: y}, w, h), "\n")
			if len(out) != h || out[y] != lines[y] {
				t.Fatalf("%d lines, line %d is %q, was %q", len(out), y, out[y], lines[y])
			}
			for _, l := range out {
				if ansi.StringWidth(l) != w {
					t.Fatalf("%d cells, not %d: %q", ansi.StringWidth(l), w, l)
				}
			}
		}
	})
}
