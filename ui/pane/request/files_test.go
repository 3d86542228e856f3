package request_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"postern/engine/collection"
	"postern/ui/folders"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/pane/request"
)

// uploads is a form with a text, a file to choose and two that were.
func uploads() request.View {
	v := sample()
	v.Request.Body = collection.Body{Mode: "formdata", Form: []collection.FormPart{
		{Param: collection.Param{Key: "t"}, Type: "text"},
		{Param: collection.Param{Key: "new"}, Type: "file"},
		{Param: collection.Param{Key: "two"}, Type: "file", Src: []string{"a", "b"}},
		{Param: collection.Param{Key: "one"}, Type: "file", Src: []string{"a"}},
	}}
	return v
}

// first is an intent without what is wanted to be known of files.
func first(in pane.Intent) pane.Intent {
	if b, ok := in.(pane.Batch); ok {
		return b[0]
	}
	return in
}

// To open a row of files that cannot be typed is to pick them, and the action
// always is.
func TestPickAFile(t *testing.T) {
	place := folders.Place{Dir: "/work", Body: true}
	for _, c := range []struct {
		name string
		keys []string
		want pane.Intent // nil is that the row is edited
	}{
		{"none yet", []string{"down", "enter"}, folders.PickAsked{Of: "r1\n1", Place: place, Src: []string{}, Many: true}},
		{"two", []string{"down", "down", "enter"}, folders.PickAsked{Of: "r1\n2", Place: place, Src: []string{"a", "b"}, Many: true}},
		{"one", []string{"down", "down", "down", "enter"}, nil},
		{"one, by its key", []string{"down", "down", "down", "p"}, folders.PickAsked{Of: "r1\n3", Place: place, Src: []string{"a"}, Many: true}},
		{"none yet, to be typed", []string{"down", "i"}, nil},
		{"a text", []string{"enter"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := open(t, uploads())
			p.TakesFrom("/work")
			p.SetTab(request.Body)
			got := first(press(t, p, c.keys...))
			if c.want == nil {
				if !p.Editing() {
					t.Errorf("it is not typed: %#v", got)
				}
				return
			}
			ask, ok := got.(folders.PickAsked)
			if ok && len(ask.Src) == 0 {
				ask.Src = []string{}
			}
			if !ok || !reflect.DeepEqual(ask, c.want) {
				t.Fatalf("%#v", got)
			}
			if !p.Offer(keymap.State{}).Edit.File {
				t.Error("the action is off")
			}
			if other := p.Update(pane.Arrived{What: folders.Picked{Of: "r2" + ask.Of[2:], Src: []string{"z"}}}); other != nil {
				t.Errorf("what was picked for another request came in: %#v", other)
			}
			r := edited(t, first(p.Update(pane.Arrived{What: folders.Picked{Of: ask.Of, Src: []string{"x", "y"}}})))
			if i := strings.Index("  123", ask.Of[3:]) - 1; !reflect.DeepEqual(r.Body.Form[i].Src, []string{"x", "y"}) {
				t.Errorf("the row has %q", r.Body.Form[i].Src)
			}
		})
	}
}

func TestAPathIsCompleted(t *testing.T) {
	p := open(t, uploads())
	p.TakesFrom("/work")
	p.SetTab(request.Body)
	press(t, p, "down", "i", "p")
	p.Update(pane.Arrived{What: folders.Listed{Place: folders.Place{Dir: "/work", Body: true}, Listing: folders.Listing{
		Dir: "/work", Entries: []folders.Entry{{Name: "pics", Folder: true}, {Name: "p\x1b[2J.png", Size: 7}, {Name: "pipe", Off: "no regular file"}},
	}}})
	s := screen(p)
	for _, want := range []string{"▸pics/", "7 B", "no regular file"} {
		if !strings.Contains(s, want) {
			t.Errorf("%q is not in\n%s", want, s)
		}
	}
	if strings.Contains(p.View(), "\x1b[2J") {
		t.Error("a name is drawn as it is")
	}
	press(t, p, "enter")
	if s := screen(p); !strings.Contains(s, " pics/ ") || !p.Editing() {
		t.Errorf("not taken:\n%s", s)
	}
	if r := edited(t, first(press(t, p, "down"))); r.Body.Form[1].Src[0] != "pics/" {
		t.Errorf("the row has %q", r.Body.Form[1].Src)
	}
}

// A double click on files means what enter means.
func TestADoubleClickOnAFile(t *testing.T) {
	for _, c := range []struct {
		on   string
		pick bool
	}{{"no file yet", true}, {"a, b", true}, {" a ", false}, {"new", false}} {
		p := open(t, uploads())
		p.SetTab(request.Body)
		for y, line := range strings.Split(screen(p), "\n") {
			before, _, found := strings.Cut(line, c.on)
			if !found || y < 3 {
				continue
			}
			at := pane.Click{X: ansi.StringWidth(before) + 1, Y: y}
			p.Update(at)
			at.Double = true
			_, picks := first(p.Update(at)).(folders.PickAsked)
			if picks != c.pick || p.Editing() == c.pick {
				t.Errorf("%q: it is picked: %v, typed: %v", c.on, picks, p.Editing())
			}
			c.on = ""
			break
		}
		if c.on != "" {
			t.Errorf("%q is not in\n%s", c.on, screen(p))
		}
	}
}
