package filepick_test

import (
	"errors"
	"io/fs"
	"reflect"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"postern/ui/dialog/filepick"
	"postern/ui/folders"
	"postern/ui/pane"
	"postern/ui/widget"
)

const top = "/work/api"

// desk is a dialog with folders that are not on any disk.
type desk struct {
	*testing.T
	p   *filepick.Picker
	ask folders.PickAsked
	// got is what was picked, closed whether the dialog has.
	got    pane.Intent
	closed bool
}

// disk is what there is.
func disk(dir string) folders.Listing {
	l := folders.Listing{Dir: dir}
	switch dir {
	case top:
		l.Entries = []folders.Entry{{Name: "sub", Folder: true}, {Name: ".env"}, {Name: "a.txt", Size: 3}, {Name: "b\x1b[2J.png"}, {Name: "link", Off: "a link to the outside"}}
	case top + "/sub":
		l.Entries = []folders.Entry{{Name: "in.txt"}}
	case "/work":
		l.Outside, l.Entries = true, []folders.Entry{{Name: "api", Folder: true}, {Name: "zoo", Folder: true}, {Name: "away", Off: "outside"}}
	default:
		l.Err = &fs.PathError{Op: "open", Path: dir, Err: errors.New("permission denied")}
	}
	return l
}

func open(t *testing.T, many bool, src ...string) *desk {
	d := &desk{T: t, ask: folders.PickAsked{Of: "row", Place: folders.Place{Dir: top, Body: true}, Src: src, Many: many}}
	var in pane.Intent
	d.p, in = filepick.New(widget.DefaultEnv(), d.ask)
	d.p.Resize(80, 24)
	d.answer(in)
	return d
}

// answer reads what was asked for. Which folder that is only the answer tells,
// so all are tried: the dialog takes the one it waits for.
func (d *desk) answer(in pane.Intent) {
	for ; in != nil; in = d.next() {
		if _, ok := in.(pane.Work); !ok {
			d.got = in
			return
		}
	}
}

func (d *desk) next() pane.Intent {
	for _, typed := range []string{".", "sub", "gone", "/work", "/", top, top + "/sub", "/work/zoo"} {
		whole := typed
		if !strings.HasPrefix(typed, "/") {
			whole = strings.TrimSuffix(top+"/"+typed, "/.")
		}
		before := d.screen()
		in, _ := d.p.Update(pane.Arrived{What: folders.Listed{Place: d.ask.Place, Typed: typed, Listing: disk(whole)}})
		if in != nil {
			return in
		}
		if d.screen() != before {
			return nil
		}
	}
	return nil
}

func (d *desk) screen() string { return ansi.Strip(d.p.View()) }

func (d *desk) press(names ...string) {
	codes := map[string]rune{"enter": tea.KeyEnter, "tab": tea.KeyTab, "left": tea.KeyLeft, "right": tea.KeyRight, "down": tea.KeyDown, "backspace": tea.KeyBackspace}
	for _, n := range names {
		k := tea.KeyPressMsg{Code: []rune(n)[0], Text: n}
		if c, ok := codes[n]; ok {
			k = tea.KeyPressMsg{Code: c}
		}
		var in pane.Intent
		in, d.closed = d.p.Update(pane.Key{KeyPressMsg: k})
		d.answer(in)
	}
}

func TestPick(t *testing.T) {
	for _, c := range []struct {
		name string
		many bool
		src  []string
		keys []string
		want []string // nil is that it stays open
	}{
		{"a file", false, nil, []string{"down", "enter"}, []string{"a.txt"}},
		{"by typing", false, nil, []string{"a", "enter"}, []string{"a.txt"}},
		{"in a folder", false, nil, []string{"enter", "enter"}, []string{"sub/in.txt"}},
		{"by right", false, nil, []string{"right", "enter"}, []string{"sub/in.txt"}},
		{"and out of it", false, nil, []string{"enter", "left", "down", "enter"}, []string{"a.txt"}},
		{"backspace deletes first", false, nil, []string{"a", "backspace", "down", "enter"}, []string{"a.txt"}},
		{"as its bytes are", false, nil, []string{"p", "n", "g", "enter"}, []string{"b\x1b[2J.png"}},
		{"hidden after a dot", false, nil, []string{".", "e", "enter"}, []string{".env"}},
		{"a link to the outside", false, nil, []string{"l", "i", "n", "enter"}, nil},
		{"outside", false, nil, []string{"left", "a", "w", "enter"}, nil},
		{"outside and back", false, nil, []string{"left", "enter", "down", "enter"}, []string{"a.txt"}},
		{"what cannot be read leaves what is shown", false, nil, []string{"left", "z", "enter", "backspace", "enter", "down", "enter"}, []string{"a.txt"}},
		{"one where there could be more", true, nil, []string{"down", "enter"}, []string{"a.txt"}},
		{"two", true, nil, []string{"down", "tab", "tab", "enter"}, []string{"a.txt", "b\x1b[2J.png"}},
		{"of two folders", true, nil, []string{"down", "tab", "s", "u", "enter", "tab", "enter"}, []string{"a.txt", "sub/in.txt"}},
		{"no longer", true, nil, []string{"down", "tab", "a", "tab", "backspace", "down", "down", "enter"}, []string{"b\x1b[2J.png"}},
		{"folders have no mark", true, nil, []string{"tab", "enter"}, []string{"a.txt"}},
		{"with those that are there", true, []string{"./a.txt", "gone.txt"}, []string{"p", "tab", "enter"}, []string{"./a.txt", "gone.txt", "b\x1b[2J.png"}},
		{"without one of them", true, []string{"./a.txt", "gone.txt"}, []string{"tab", "enter"}, []string{"gone.txt"}},
		{"beside the one that is there", false, []string{"sub/in.txt"}, []string{"enter"}, []string{"sub/in.txt"}},
		{"whose folder has gone", false, []string{"gone/x"}, []string{"down", "enter"}, []string{"a.txt"}},
		{"nothing matches", false, nil, []string{"q", "q", "enter"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := open(t, c.many, c.src...)
			d.press(c.keys...)
			var want pane.Intent
			if c.want != nil {
				want = folders.Picked{Of: "row", Src: c.want}
			}
			if !reflect.DeepEqual(d.got, want) || d.closed != (c.want != nil) {
				t.Errorf("picked %v, closed %t; want %v\n%s", d.got, d.closed, want, d.screen())
			}
		})
	}
}

func TestTold(t *testing.T) {
	for _, c := range []struct {
		name string
		keys []string
		want []string
	}{
		{"sizes and reasons", nil, []string{"/work/api", "a.txt", "3 B", "a link to the outside", "4 of 4"}},
		{"outside", []string{"left"}, []string{"bodies take files from /work/api only"}},
		{"what cannot be read", []string{"left", "z", "enter"}, []string{"cannot read the folder: permission denied: /work/zoo", "zoo/"}},
		{"nothing matches", []string{"q", "q"}, []string{"nothing matches", "0 of 4"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := open(t, false)
			d.press(c.keys...)
			for _, w := range c.want {
				if !strings.Contains(d.screen(), w) {
					t.Errorf("%q is not told in\n%s", w, d.screen())
				}
			}
		})
	}
	if d := open(t, false); strings.Contains(d.p.View(), "\x1b[2J") || slices.Contains(strings.Fields(d.screen()), ".env") {
		t.Error("a name is drawn as it is, or a hidden one is shown")
	}
}

func TestMouse(t *testing.T) {
	d := open(t, false)
	d.p.Update(pane.Click{X: 4, Y: 4})
	in, closed := d.p.Update(pane.Click{X: 4, Y: 4, Double: true})
	if !closed || !reflect.DeepEqual(in, folders.Picked{Of: "row", Src: []string{"a.txt"}}) {
		t.Errorf("a double click picks %v", in)
	}
}
