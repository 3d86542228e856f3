package response_test

import (
	"context"
	"strings"
	"testing"

	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/pane/response"
	"postern/ui/shown"
	"postern/ui/widget"
	"postern/ui/widget/text"
)

// filtered is the pane with the cursor at the end of a long list, of which a
// filter then leaves a part.
func filtered(t *testing.T, path string) *response.Pane {
	t.Helper()
	p := folding(t, `{"users":[`+strings.Repeat(`{"id":"00u1"},`, 60)+`{"id":"00u2"}]}`)
	do(p, keymap.Bottom)
	d := shown.Filtered(context.Background(), p.Exchange(), path)
	if d.Err != nil {
		t.Fatal(d.Err)
	}
	p.SetDocument("x", d.Doc, d.Lexer, response.Layout{Form: d.Form, Filter: d.Filter})
	return p
}

func TestAFilterIsToBeSeenAndLeft(t *testing.T) {
	p := filtered(t, "users.#.id")
	if got := p.Title().String(); !strings.Contains(got, "only users.#.id") {
		t.Errorf("title %q", got)
	}
	sees(t, p, `1 [`, `2   "00u1"`) // from its beginning
	search(t, p, "00u2")
	if in := do(p, keymap.Cancel); in != nil || p.Searching() {
		t.Errorf("leaving the search: %v", in)
	}
	if in, ok := do(p, keymap.Cancel).(response.DocumentAsked); !ok || in.Raw || in.ExchangeID != "x" {
		t.Errorf("leaving the filter: %v", in)
	}
}

func TestPathsUnderAFilter(t *testing.T) {
	for _, c := range []struct {
		name string
		do   []keymap.ID
		want string
	}{
		{"the part itself", nil, "users.#.id"},
		{"an element of it", []keymap.ID{keymap.Down, keymap.Down}, "users.#.id|1"},
	} {
		p := filtered(t, "users.#.id")
		do(p, c.do...)
		if in, ok := do(p, keymap.CopyPath).(response.CopyAsked); !ok || in.Text != c.want {
			t.Errorf("%s: %v, want %s", c.name, in, c.want)
		}
		if again := shown.Filtered(context.Background(), p.Exchange(), c.want); again.Err != nil {
			t.Errorf("%s: the filter does not take %s: %v", c.name, c.want, again.Err)
		}
		if in, ok := do(p, keymap.CopyScriptPath).(pane.Failed); !ok || !strings.Contains(in.Err.Error(), "esc") {
			t.Errorf("%s: a path for a script: %v", c.name, in)
		}
	}
}

func TestAnEmptyBodySaysSo(t *testing.T) {
	p := open(t, answered("x", "i", ""), "raw")
	sees(t, p, "the response has no body")
	p.SetProgress(text.Line{})
	if s := screen(p); strings.Contains(s, "no body") { // it may still come
		t.Errorf("while it comes:\n%s", s)
	}
}

func TestWhatIsNoJSONSaysWhere(t *testing.T) {
	for _, c := range []struct{ name, kind, body, want string }{
		{"a wrong word", "application/json", `{"a": tru}`, `not JSON: unexpected "}" at byte 9`},
		{"nothing", "application/json", "", ""},
		{"a line each", "application/x-ndjson", "{\"a\":1}\n{\"a\":2}\n", ""},
		{"JSON", "application/json", `{"a":1}`, ""},
		{"a text", "text/plain", "{{hello", ""},
	} {
		x := answered("x", "i", c.body)
		x.Response.Header.Set("Content-Type", c.kind)
		d := shown.Pretty(context.Background(), x)
		p := response.New(widget.DefaultEnv())
		p.SetExchange(x)
		p.SetDocument("x", d.Doc, d.Lexer, response.Layout{Form: d.Form, Note: d.Note})
		if got := p.Title().String(); d.Note != c.want || !strings.Contains(got, c.want) {
			t.Errorf("%s: note %q in %q, want %q", c.name, d.Note, got, c.want)
		}
	}
}
