package heading_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"postern/engine/collection"
	"postern/ui/heading"
	"postern/ui/names"
	"postern/ui/pane"
	"postern/ui/widget"
)

// line is a line of that width above a request.
func line(width int, method, url string) (*heading.Heading, *collection.Request, *bool) {
	r, sending := &collection.Request{Method: method}, new(bool)
	r.URL = r.URL.WithText(url)
	h := heading.New(widget.DefaultEnv(), heading.Subject{Request: r, Names: &names.Names{}, Sending: sending})
	h.Resize(width)
	h.Load()
	return h, r, sending
}

// press sends keys, each a name or a text, and reports whether one of them
// changed the request.
func press(h *heading.Heading, keys ...string) (changed bool) {
	named := map[string]rune{"enter": tea.KeyEnter, "esc": tea.KeyEscape, "end": tea.KeyEnd}
	for _, k := range keys {
		if code, ok := named[k]; ok {
			changed = h.Key(pane.Key{KeyPressMsg: tea.KeyPressMsg{Code: code}}) || changed
			continue
		}
		for _, r := range k {
			changed = h.Key(pane.Key{KeyPressMsg: tea.KeyPressMsg{Code: r, Text: string(r)}}) || changed
		}
	}
	return changed
}

func shown(h *heading.Heading) string { return ansi.Strip(h.View(true)) }

func TestView(t *testing.T) {
	for _, tt := range []struct {
		width int
		want  string
	}{
		{40, " GET ▾ https://h.test/a     ctrl+r Send "},
		{36, " GET ▾ https://h.test/a             "},
		{30, " GET ▾ https://h.test/a       "},
		{20, " GET https://h.test…"},
		{3, " G…"},
		{0, ""},
	} {
		h, _, _ := line(tt.width, "GET", "https://h.test/a")
		if got := shown(h); got != tt.want {
			t.Errorf("%d cells: %q, want %q", tt.width, got, tt.want)
		}
	}
	h, _, sending := line(50, "GET", "https://h.test/a")
	*sending = true
	if got := shown(h); !strings.HasSuffix(got, "  sending · esc stops ") {
		t.Errorf("while it is sent it is %q", got)
	}
}

func TestMethod(t *testing.T) {
	for _, tt := range []struct {
		name    string
		keys    []string
		want    string
		changed bool
	}{
		{"another", []string{"d", "enter"}, "DELETE", true},
		{"the same", []string{"enter"}, "GET", false},
		{"none", []string{"d", "esc"}, "GET", false},
		{"one of one's own", []string{"end", "enter", " query ", "enter"}, "GET QUERY", true},
		{"one that is given up", []string{"end", "enter", "x", "esc"}, "GET", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h, r, _ := line(60, "GET", "https://h.test/a")
			h.PickMethod()
			if !h.Editing() || !h.Picking() {
				t.Error("nothing is picked")
			}
			if changed := press(h, tt.keys...); changed != tt.changed || r.Method != tt.want || h.Editing() {
				t.Errorf("%q, changed %v, still editing %v", r.Method, changed, h.Editing())
			}
		})
	}
}

// A method that is none of the list is typed, with what it is now.
func TestOtherMethod(t *testing.T) {
	h, r, _ := line(60, "PROPFIND", "https://h.test/a")
	h.PickMethod()
	press(h, "enter")
	if !h.TypingMethod() {
		t.Fatal("the method is not typed")
	}
	h.Paste("s")
	if !h.Commit() || r.Method != "PROPFINDS" {
		t.Errorf("it is %q", r.Method)
	}
}

func TestURL(t *testing.T) {
	for _, tt := range []struct {
		name, typed string
		keys        []string
		want        string
		changed     bool
	}{
		{name: "changed", typed: "b", keys: []string{"enter"}, want: "https://h.test/ab", changed: true},
		{name: "as it was", keys: []string{"enter"}, want: "https://h.test/a"},
		{name: "given up", typed: "b", keys: []string{"esc"}, want: "https://h.test/a"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h, r, _ := line(60, "GET", "https://h.test/a")
			h.EditURL()
			press(h, "end")
			h.Paste(" " + tt.typed + "\n")
			if url, ok := h.Typed(); !ok || url != "https://h.test/a"+tt.typed {
				t.Errorf("%q is typed, %v", url, ok)
			}
			if changed := press(h, tt.keys...); changed != tt.changed || r.URL.Text() != tt.want || h.Editing() {
				t.Errorf("%q, changed %v, still editing %v", r.URL.Text(), changed, h.Editing())
			}
		})
	}
}

// A command in the place of the address leaves that as it is and is handed on
// once.
func TestCommand(t *testing.T) {
	h, r, _ := line(60, "GET", "")
	h.EditURL()
	h.Paste("curl https://h.test/b")
	if h.Commit() || r.URL.Text() != "" {
		t.Errorf("the address is %q", r.URL.Text())
	}
	if first, again := h.Command(), h.Command(); first != "curl https://h.test/b" || again != "" {
		t.Errorf("%q is handed on, then %q", first, again)
	}
}

func TestIsCommand(t *testing.T) {
	for text, want := range map[string]bool{
		"curl https://h.test": true, "  $ curl -X POST": true, "curl.exe x": true,
		"curl": false, "curling.test/a": false, "https://h.test/curl ": false, "": false,
	} {
		if heading.IsCommand(text) != want {
			t.Errorf("%q is a command: %v", text, !want)
		}
	}
}

func TestAt(t *testing.T) {
	h, _, _ := line(60, "GET", "https://h.test/a")
	drawn := shown(h)
	column := func(part string) int { return ansi.StringWidth(drawn[:strings.Index(drawn, part)]) }
	for part, want := range map[string]heading.Place{"GET": heading.Method, "▾": heading.Method, "https": heading.URL, "Send": heading.Send} {
		if got := h.At(column(part)); got != want {
			t.Errorf("%q is place %d, want %d", part, got, want)
		}
	}
	h.Resize(30) // too narrow for the way to send it
	if got := h.At(29); got != heading.URL {
		t.Errorf("the end of a narrow line is place %d", got)
	}
}

// A click takes the method that it meets.
func TestClick(t *testing.T) {
	h, r, _ := line(60, "GET", "https://h.test/a")
	h.PickMethod()
	drawn := shown(h)
	if !h.Click(ansi.StringWidth(drawn[:strings.Index(drawn, "PATCH")])) || r.Method != "PATCH" || h.Editing() {
		t.Errorf("the method is %s", r.Method)
	}
	drawn = shown(h)
	h.EditURL()
	h.Click(ansi.StringWidth(drawn[:strings.Index(drawn, "h.test")]))
	h.Paste("x.")
	if url, _ := h.Typed(); url != "https://x.h.test/a" {
		t.Errorf("after a click into the address it is %q", url)
	}
}
