package request_test

import (
	"strings"
	"testing"

	"postern/engine/collection"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/pane/request"
)

func TestRowsAsText(t *testing.T) {
	p := open(t, sample())
	press(t, p, "B")
	for _, want := range []string{" 1 limit: 25", " 2 after: {{cursor}}", ` 3 // search: status eq "ACTIVE"`} {
		if s := screen(p); !strings.Contains(s, want) {
			t.Fatalf("no %q:\n%s", want, s)
		}
	}
	press(t, p, "down", "down", "end")
	p.Update(pane.Paste{Text: "\nsort: {{userId}}\n#fields: id"})
	if s := screen(p); !strings.Contains(s, "one key: value a line") {
		t.Errorf("the hint does not say how:\n%s", s)
	}
	press(t, p, "up")
	if s := screen(p); !strings.Contains(s, "userId = 00u1") {
		t.Errorf("the hint does not tell the names of the line:\n%s", s)
	}
	q := edited(t, press(t, p, "esc")).URL
	if q.Text() != "{{url}}/api/v1/users/:userId?limit=25&after={{cursor}}&sort={{userId}}" || len(q.Query) != 5 || !q.Query[4].Disabled {
		t.Errorf("the URL is %s of %+v", q.Text(), q.Query)
	}
	if q.Query[0].Description != "how many users to list" || !q.Query[2].Disabled || q.Vars[0].Value != "{{userId}}" {
		t.Errorf("what the text does not show is lost: %+v", q)
	}
	if p.Editing() || !strings.Contains(screen(p), "✓ sort") {
		t.Errorf("the rows are not back:\n%s", screen(p))
	}
}

func TestRowsAsTextUnchanged(t *testing.T) {
	for _, tab := range []request.Tab{request.Params, request.Headers} {
		p := open(t, sample())
		p.SetTab(tab)
		if in := press(t, p, "B", "x", "backspace", "esc"); in != nil {
			t.Errorf("tab %v: nothing was changed, and %#v was reported", tab, in)
		}
	}
}

// Headers are offered in the text as in the rows, and the mouse works there.
func TestHeadersAsText(t *testing.T) {
	p := open(t, sample())
	p.SetTab(request.Headers)
	press(t, p, "B")
	p.Update(pane.Click{X: 40, Y: 3}) // behind the second line
	press(t, p, append([]string{"enter"}, letters("content-t")...)...)
	press(t, p, "down", "enter")
	press(t, p, letters(": x+json")...)
	press(t, p, "backspace", "backspace", "backspace", "backspace", "backspace", "backspace")
	press(t, p, letters("json")...)
	press(t, p, "down", "enter")
	h := edited(t, press(t, p, "esc")).Headers
	if len(h) != 3 || h[2] != (collection.Param{Key: "Content-Type", Value: "application/json"}) || !h[1].Disabled {
		t.Errorf("the headers are %+v", h)
	}
}

// Another request, or the same one changed by something else, ends the editing
// of rows that are no more.
func TestRowsAsTextEnd(t *testing.T) {
	for name, change := range map[string]func(*request.View){
		"another request": func(v *request.View) { v.ItemID = "r2" },
		"another row":     func(v *request.View) { v.Request.URL.Query[0].Value = "7" },
	} {
		p := open(t, sample())
		press(t, p, "B", "x")
		v := sample()
		change(&v)
		if p.SetView(v); p.Editing() {
			t.Errorf("%s: still editing:\n%s", name, screen(p))
		}
	}
	p := open(t, sample())
	press(t, p, "B", "x")
	v := sample()
	v.Sending = true
	if p.SetView(v); !p.Editing() || !strings.Contains(screen(p), "xlimit: 25") {
		t.Errorf("a send ended the editing:\n%s", screen(p))
	}
}

func TestWhichRowsAreText(t *testing.T) {
	for _, c := range []struct {
		tab  request.Tab
		mode string
		want bool
	}{
		{request.Params, "", true},
		{request.Headers, "", true},
		{request.Body, "urlencoded", true},
		{request.Body, "formdata", false},
		{request.Body, "raw", false},
		{request.Auth, "", false},
		{request.Docs, "", false},
	} {
		v := sample()
		v.Request.Body.Mode = c.mode
		p := open(t, v)
		p.SetTab(c.tab)
		if got := p.Offer(keymap.State{}).Edit.Rows; got != c.want {
			t.Errorf("tab %v %s: %t", c.tab, c.mode, got)
		}
		if press(t, p, "B"); p.Editing() != c.want {
			t.Errorf("tab %v %s: editing is %t", c.tab, c.mode, p.Editing())
		}
	}
}
