package request_test

import (
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"postern/auth"
	"postern/engine/collection"
	"postern/ui/pane"
	"postern/ui/pane/request"
)

// In every place where names count they are offered, and what is taken is what
// the request gets.
func TestNamesAreOfferedEverywhere(t *testing.T) {
	bearer := func(v *request.View) {
		v.Request.Auth = &auth.Config{Type: "bearer", Attrs: []auth.Attr{{Key: "token", Value: "x"}}}
	}
	mode := func(m string) func(*request.View) { return func(v *request.View) { v.Request.Body.Mode = m } }
	for _, c := range []struct {
		name string
		make func(*request.View)
		tab  request.Tab
		keys []string
		got  func(collection.Request) string
		want string
	}{
		{"the URL", nil, request.Params, []string{"u"}, func(r collection.Request) string { return r.URL.Text() }, "{{url}}/api/v1/users/:userId?limit=25&after={{cursor}}{{userId}}"},
		{"a parameter", nil, request.Params, []string{"enter"}, func(r collection.Request) string { return r.URL.Query[0].Value }, "25{{userId}}"},
		{"a path variable", nil, request.Params, []string{"G", "enter", "ctrl+u", "x"}, func(r collection.Request) string { return r.URL.Vars[0].Value }, "x{{userId}}"},
		{"a new header", nil, request.Headers, []string{"n"}, func(r collection.Request) string { return r.Headers[2].Key }, "{{userId}}"},
		{"a raw body", nil, request.Body, []string{"enter"}, func(r collection.Request) string { return r.Body.Raw }, "{{userId}}{\n  \"a\": \"{{userId}}\",\n  \"n\": 12\n}"},
		{"a form", mode("urlencoded"), request.Body, []string{"enter"}, func(r collection.Request) string { return r.Body.URLEncoded[0].Value }, "password{{userId}}"},
		{"GraphQL variables", mode("graphql"), request.Body, []string{"down", "enter"}, func(r collection.Request) string { return r.Body.GraphQL.Variables }, "{{userId}}"},
		{"a file", mode("file"), request.Body, []string{"i"}, func(r collection.Request) string { return r.Body.File.Src }, "{{userId}}"},
		{"auth", bearer, request.Auth, []string{"down", "enter"}, func(r collection.Request) string { return r.Auth.Get("token") }, "x{{userId}}"},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := sample()
			if c.make != nil {
				c.make(&v)
			}
			p := open(t, v)
			p.SetTab(c.tab)
			press(t, p, append(c.keys, "{", "{", "u", "s")...)
			if s := screen(p); !strings.Contains(s, "▸userId ") {
				t.Fatalf("nothing is offered:\n%s", s)
			}
			press(t, p, "enter")
			if s := screen(p); strings.Contains(s, "▸userId") || !p.Editing() {
				t.Fatalf("taking a name ended the editing:\n%s", s)
			}
			if got := c.got(edited(t, p.Commit())); got != c.want {
				t.Errorf("the request has %q, want %q", got, c.want)
			}
		})
	}
}

func TestHeadersAreOffered(t *testing.T) {
	p := open(t, sample())
	p.SetTab(request.Headers)
	press(t, p, append([]string{"n"}, letters("content-t")...)...)
	if s := screen(p); !strings.Contains(s, " Content-Type") || strings.Contains(s, "▸") {
		t.Fatalf("the name is not offered, or chosen unasked:\n%s", s)
	}
	press(t, p, "down", "enter", "enter")
	press(t, p, letters("json")...)
	if s := screen(p); !strings.Contains(s, "application/json") {
		t.Fatalf("no content types:\n%s", s)
	}
	r := edited(t, press(t, p, "down", "enter", "enter"))
	if h := r.Headers[2]; h.Key != "Content-Type" || h.Value != "application/json" {
		t.Errorf("the header is %+v", h)
	}
}

func TestSecretsAreOfferedMasked(t *testing.T) {
	p := open(t, sample())
	press(t, p, "u", "{", "{", "a", "p", "i")
	if s := screen(p); !strings.Contains(s, "▸apikey") || !strings.Contains(s, "••••••••  environment") || strings.Contains(s, "s3cret") {
		t.Errorf("screen:\n%s", s)
	}
}

// On the smallest screen there is the name at least, and the text stays in
// sight whichever line it is in.
func TestOffersAtEverySize(t *testing.T) {
	for _, size := range [][2]int{{120, 20}, {38, 9}, {38, 5}, {20, 4}} {
		p := open(t, sample())
		p.Resize(size[0], size[1])
		press(t, p, "enter", "ctrl+u", "{", "{", "u", "r")
		s := screen(p)
		if !strings.Contains(s, "▸url") || !strings.Contains(s, "{{ur") {
			t.Errorf("%v:\n%s", size, s)
		}
		p.Resize(size[0], 3)
		if s := screen(p); !strings.Contains(s, "{{ur") {
			t.Errorf("%v, smaller:\n%s", size, s)
		}
	}
}

func TestOffersByMouse(t *testing.T) {
	p := open(t, sample())
	press(t, p, "u", "{", "{")
	for y, l := range strings.Split(screen(p), "\n") {
		if before, _, ok := strings.Cut(l, "│ userId "); ok {
			p.Update(pane.Click{X: ansi.StringWidth(before) + 2, Y: y})
			break
		}
	}
	p.Update(pane.Key{KeyPressMsg: tea.KeyPressMsg{Code: '!', Text: "!"}})
	if r := edited(t, press(t, p, "enter")); !strings.HasSuffix(r.URL.Text(), "{{cursor}}{{userId}}!") {
		t.Errorf("the URL is %s", r.URL.Text())
	}
}

// A send takes the address as it is; editing it again begins without the list.
func TestOffersEndWithTheEditing(t *testing.T) {
	p := open(t, sample())
	press(t, p, "u", "{", "{", "u", "s")
	_ = p.View()
	p.Commit()
	_ = p.View()
	press(t, p, "u")
	if s := screen(p); strings.Contains(s, "▸userId") {
		t.Errorf("the list is back:\n%s", s)
	}
}

// Turning to something else leaves nothing of the list.
func TestOffersEnd(t *testing.T) {
	for name, end := range map[string]func(*request.Pane){
		"commit":          func(p *request.Pane) { p.Commit() },
		"another request": func(p *request.Pane) { v := sample(); v.ItemID = "r2"; p.SetView(v) },
		"none":            func(p *request.Pane) { p.Clear(request.About{}) },
		"another tab":     func(p *request.Pane) { p.Update(pane.Click{X: 30, Y: 1}) },
	} {
		t.Run(name, func(t *testing.T) {
			p := open(t, sample())
			press(t, p, "u", "{", "{", "u")
			before := screen(p)
			if end(p); strings.Contains(screen(p), "▸url") || !strings.Contains(before, "▸url") {
				t.Errorf("before:\n%s\nafter:\n%s", before, screen(p))
			}
			if p.Update(pane.Wheel{Lines: 1}); slices.Contains(letters(screen(p)), "▸") {
				t.Errorf("the list is back:\n%s", screen(p))
			}
		})
	}
}
