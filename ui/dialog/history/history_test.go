package history_test

import (
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"postern/ui/dialog/history"
	"postern/ui/pane"
	"postern/ui/widget"
)

func noon() time.Time { return time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC) }

func some() []history.Row {
	return []history.Row{
		{ID: 9, Started: noon().Add(-time.Minute), Took: 42 * time.Millisecond, Collection: "c", Item: "list", Name: "Users › List", Environment: "dev", Method: "GET", URL: "https://dev.test/users", Status: 200, Size: 4096},
		{ID: 7, Started: noon().Add(-25 * time.Hour), Took: 1500 * time.Millisecond, Collection: "c", Item: "create", Name: "Users › Create", Environment: "dev", Method: "POST", URL: "https://dev.test/users", Status: 400, Size: 12},
		{ID: 3, Started: noon().AddDate(-1, 0, 0), Took: 10 * time.Second, Collection: "d", Item: "x", Name: "Ping", Method: "GET", URL: "https://gone.test", Problem: "cannot connect to gone.test"},
	}
}

func content() history.Content {
	return history.Content{Collection: "c", Item: "list", Environment: "e1", EnvironmentName: "dev"}
}

func open() *history.History {
	h := history.New(widget.DefaultEnv(), content(), noon())
	h.Resize(120, 8)
	h.SetRows(h.Query(), some(), false, nil)
	return h
}

func press(h *history.History, code rune) (pane.Intent, bool) {
	k := tea.KeyPressMsg{Code: code}
	if code > ' ' && code < tea.KeyExtended {
		k.Text = string(code)
	}
	return h.Update(pane.Key{KeyPressMsg: k})
}

func view(h *history.History) string { return ansi.Strip(h.View()) }

func TestList(t *testing.T) {
	want := []string{
		"╭─ History ────────────────────────────────────────────────────────────────────────────────────────────────────────────╮",
		"│   11:59:00  200    GET     Users › List                    dev                42 ms   4.0 KiB  …/users               │",
		"│   Mar 1     400    POST    Users › Create                  dev               1.50 s      12 B  …/users               │",
		"│   25-03-02  failed GET     Ping                                              10.0 s       0 B  cannot connect to go… │",
		"│                                                                                                                      │",
		"│                                                                                                                      │",
		"│                                                                                                                      │",
		"╰─ enter open ─ r send again ─ c mark to compare ─ tab this request ─ / search ─ s status ─ e environment ─ esc close ─╯",
	}
	if d := cmp.Diff(want, strings.Split(view(open()), "\n")); d != "" {
		t.Error(d)
	}
}

func TestIntents(t *testing.T) {
	list := func(q history.Query) pane.Intent { return history.ListAsked{Query: q} }
	for _, tc := range []struct {
		name   string
		keys   []rune
		want   pane.Intent
		closed bool
	}{
		{"open", []rune{tea.KeyEnter}, history.OpenAsked{ID: 9}, true},
		{"open the second", []rune{'j', tea.KeyEnter}, history.OpenAsked{ID: 7}, true},
		{"send again", []rune{'j', 'r'}, history.ResendAsked{Collection: "c", Item: "create"}, true},
		{"mark", []rune{'c'}, nil, false},
		{"compare, the older first", []rune{'c', 'j', 'c'}, history.CompareAsked{Old: 7, New: 9}, false},
		{"unmark", []rune{'c', 'c', 'j', 'c'}, nil, false},
		{"compare again", []rune{'c', 'j', 'c', 'j', 'c'}, nil, false},
		{"delete asks first", []rune{'j', 'd'}, nil, false},
		{"delete", []rune{'j', 'd', tea.KeyEnter}, history.DeleteAsked{ID: 7}, false},
		{"delete and keep", []rune{'j', 'd', tea.KeyEscape}, nil, false},
		{"deleted it is off the list", []rune{'j', 'd', tea.KeyEnter, tea.KeyEnter}, history.OpenAsked{ID: 3}, true},
		{"kept it is not", []rune{'j', 'd', tea.KeyEscape, tea.KeyEnter}, history.OpenAsked{ID: 7}, true},
		{"the mark goes with its row", []rune{'c', 'd', tea.KeyEnter, 'c', 'j', 'c'}, history.CompareAsked{Old: 3, New: 7}, false},
		{"clear asks first", []rune{'D'}, nil, false},
		{"clear", []rune{'D', tea.KeyEnter}, history.ClearAsked{}, false},
		{"clear and keep", []rune{'D', tea.KeyEscape}, nil, false},
		{"this request", []rune{tea.KeyTab}, list(history.Query{Collection: "c", Item: "list"}), false},
		{"all again", []rune{tea.KeyTab, tea.KeyTab}, list(history.Query{}), false},
		{"this environment", []rune{'e'}, list(history.Query{Environment: "e1"}), false},
		{"by status", []rune{'s', 's', 's'}, list(history.Query{Class: 4}), false},
		{"without a response", []rune{'s', 's', 's', 's', 's'}, list(history.Query{Class: history.Failed}), false},
		{"search", []rune{'/', 'o', 'k'}, list(history.Query{Text: "ok"}), false},
		{"stop searching", []rune{'/', 'o', tea.KeyEscape}, list(history.Query{}), false},
		{"close", []rune{tea.KeyEscape}, history.Closed{}, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			h := open()
			var in pane.Intent
			var closed bool
			for i, k := range tc.keys {
				if in, closed = press(h, k); closed && i < len(tc.keys)-1 {
					t.Fatal("closed")
				}
			}
			if in != tc.want || closed != tc.closed {
				t.Errorf("%#v, closed %v", in, closed)
			}
		})
	}
}

// What the border says can be clicked.
func TestClicks(t *testing.T) {
	h := open()
	lines := strings.Split(view(h), "\n")
	click := func(words string) pane.Intent {
		border := []rune(lines[len(lines)-1])
		in, _ := h.Update(pane.Click{X: len([]rune(string(border)[:strings.Index(string(border), words)])), Y: len(lines) - 1})
		return in
	}
	if in := click("s status"); in != (history.ListAsked{Query: history.Query{Class: 2}}) {
		t.Errorf("%#v", in)
	}
	click("/ search")
	if in, _ := press(h, 'x'); in != (history.ListAsked{Query: history.Query{Class: 2, Text: "x"}}) {
		t.Errorf("%#v", in)
	}
}

// What is shown is said, and another question's answer is not shown.
func TestNarrowing(t *testing.T) {
	h := open()
	before := h.Query()
	press(h, tea.KeyTab)
	press(h, 's')
	if v := view(h); !strings.Contains(v, "this request · 2xx · reading…") || !strings.Contains(v, "Ping") {
		t.Errorf("view:\n%s", v)
	}
	h.SetRows(before, some()[:1], false, nil)
	if v := view(h); !strings.Contains(v, "Ping") {
		t.Errorf("a stale answer is shown:\n%s", v)
	}
	h.SetRows(h.Query(), nil, false, nil)
	if v := view(h); strings.Contains(v, "Ping") || strings.Contains(v, "reading") || !strings.Contains(v, "nothing that was sent matches") {
		t.Errorf("view:\n%s", v)
	}
}

func TestItBeginsWithTheRequest(t *testing.T) {
	c := content()
	c.Only = true
	if q := history.New(widget.DefaultEnv(), c, noon()).Query(); q != (history.Query{Collection: "c", Item: "list"}) {
		t.Errorf("%+v", q)
	}
	c.Item = ""
	h := history.New(widget.DefaultEnv(), c, noon())
	if in, _ := press(h, tea.KeyTab); in != nil || h.Query() != (history.Query{}) {
		t.Errorf("without a request: %#v, %+v", in, h.Query())
	}
}

// Moving towards the end brings the next page, once.
func TestPages(t *testing.T) {
	h := history.New(widget.DefaultEnv(), content(), noon())
	h.Resize(80, 12)
	page := func(from int) []history.Row {
		var rows []history.Row
		for i := range 100 {
			rows = append(rows, history.Row{ID: int64(from - i), Started: noon(), Name: "n" + strconv.Itoa(from-i), Status: 200})
		}
		return rows
	}
	h.SetRows(h.Query(), page(300), true, nil)
	var asked []pane.Intent
	for range 150 {
		if in, _ := press(h, 'j'); in != nil {
			asked = append(asked, in)
			if len(asked) == 1 {
				h.SetRows(h.Query(), page(200), true, nil)
			}
		}
	}
	press(h, 'j')
	want := []pane.Intent{history.ListAsked{Query: history.Query{Before: 201}}}
	if d := cmp.Diff(want, asked[:1]); d != "" || len(asked) != 1 {
		t.Errorf("%v %s", asked, d)
	}
	press(h, 'G')
	if in, _ := press(h, tea.KeyEnter); in != (history.OpenAsked{ID: 101}) {
		t.Errorf("the last row is %#v", in)
	}
}

// A page that cannot be read is told of: the list does not just end.
func TestPageThatFails(t *testing.T) {
	h := open()
	h.SetRows(h.Query(), some(), true, nil)
	press(h, 'G')
	h.SetRows(h.Query(), nil, false, errors.New("read the history: no room"))
	if v := view(h); !strings.Contains(v, "not all: read the history: no room") || !strings.Contains(v, "Users › List") {
		t.Errorf("view:\n%s", v)
	}
}

func TestNothing(t *testing.T) {
	h := history.New(widget.DefaultEnv(), history.Content{}, noon())
	h.Resize(80, 12)
	if v := view(h); !strings.Contains(v, "reading…") {
		t.Errorf("view:\n%s", v)
	}
	h.SetRows(h.Query(), nil, false, nil)
	if v := view(h); !strings.Contains(v, "Nothing yet") {
		t.Errorf("view:\n%s", v)
	}
	for _, k := range []rune{tea.KeyEnter, 'r', 'c', 'd', 'e', tea.KeyTab} {
		if in, closed := press(h, k); in != nil || closed {
			t.Errorf("%q gives %#v", k, in)
		}
	}
	h.SetRows(h.Query(), nil, false, errors.New("read the history: no room\x1b[2J"))
	if v := view(h); !strings.Contains(v, "no room") || strings.Contains(h.View(), "\x1b[2J") {
		t.Errorf("view:\n%s", v)
	}
}

func TestClearingSaysWhatItTakes(t *testing.T) {
	h := open()
	press(h, 'D')
	if v := view(h); !strings.Contains(v, "cannot be had back") || !strings.Contains(v, "the ids that were seen") {
		t.Errorf("view:\n%s", v)
	}
	press(h, tea.KeyEnter)
	if v := view(h); strings.Contains(v, "Users") {
		t.Errorf("view:\n%s", v)
	}
}
