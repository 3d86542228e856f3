package request_test

import (
	"strings"
	"testing"

	"postern/engine/collection"
	"postern/engine/vars"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/pane/request"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/text"
)

func TestURLAndRowsFollowEachOther(t *testing.T) {
	p := open(t, sample())
	press(t, p, "u", "end")
	r := edited(t, press(t, p, append(letters("&x=1"), "enter")...))
	if got, want := r.URL.Text(), "{{url}}/api/v1/users/:userId?limit=25&after={{cursor}}&x=1"; got != want {
		t.Errorf("URL = %q, want %q", got, want)
	}
	if !strings.Contains(screen(p), "✓ x       1") {
		t.Errorf("no row for the new parameter:\n%s", screen(p))
	}
	if r.URL.Query[0].Description == "" || r.URL.Vars[0].Value != "{{userId}}" {
		t.Errorf("the edit lost what the text does not show: %+v", r.URL)
	}

	r = edited(t, press(t, p, "enter", "backspace", "backspace", "5", "enter"))
	if got := r.URL.Query[0].Value; got != "5" {
		t.Errorf("limit = %q, want 5", got)
	}
	if !strings.Contains(screen(p), "?limit=5&after") {
		t.Errorf("the URL does not show the new value:\n%s", screen(p))
	}
}

func TestURLAbandoned(t *testing.T) {
	p := open(t, sample())
	if i := press(t, p, "u", "x", "y", "esc"); i != nil {
		t.Errorf("esc reported %#v", i)
	}
	if p.Editing() || strings.Contains(screen(p), "xy") {
		t.Errorf("esc kept the text:\n%s", screen(p))
	}
	if i := press(t, p, "u", "enter"); i != nil {
		t.Errorf("an unchanged URL was reported: %#v", i)
	}
}

func TestURLHintTellsValues(t *testing.T) {
	p := open(t, sample())
	press(t, p, "u")
	if s := screen(p); !strings.Contains(s, "url = https://dev.example · environment   cursor is not set") {
		t.Errorf("no values:\n%s", s)
	}
	press(t, p, letters("{{apikey}}")...)
	if s := screen(p); strings.Contains(s, "s3cret") {
		t.Errorf("the hint tells a secret:\n%s", s)
	}
}

func TestRowsAreEdited(t *testing.T) {
	for _, c := range []struct {
		name string
		tab  request.Tab
		keys []string
		want func(collection.Request) bool
	}{
		{"switched off", request.Params, []string{"space"}, func(r collection.Request) bool {
			return r.URL.Query[0].Disabled && r.URL.Text() == "{{url}}/api/v1/users/:userId?after={{cursor}}"
		}},
		{"removed", request.Params, []string{"down", "d"}, func(r collection.Request) bool {
			return len(r.URL.Query) == 2 && r.URL.Query[1].Key == "search"
		}},
		{"key and value by tab", request.Params, append([]string{"n", "a", "tab"}, "b", "enter"), func(r collection.Request) bool {
			return r.URL.Query[3].Key == "a" && r.URL.Query[3].Value == "b"
		}},
		{"a new header by enter", request.Headers, []string{"n", "A", "enter", "b", "enter"}, func(r collection.Request) bool {
			return r.Headers[2].Key == "A" && r.Headers[2].Value == "b"
		}},
		{"path variable", request.Params, []string{"G", "enter", "ctrl+u", "9", "enter"}, func(r collection.Request) bool {
			return r.URL.Vars[0].Value == "9" && r.URL.Vars[0].Key == "userId"
		}},
		{"key by shift tab", request.Headers, []string{"enter", "shift+tab", "ctrl+u", "B", "enter"}, func(r collection.Request) bool {
			return r.Headers[0].Key == "B" && r.Headers[0].Value == "application/json"
		}},
		{"description", request.Params, []string{"enter", "tab", "!", "enter"}, func(r collection.Request) bool {
			return r.URL.Query[0].Description == "how many users to list!"
		}},
		{"up takes the text", request.Headers, []string{"down", "enter", "x", "up"}, func(r collection.Request) bool {
			return r.Headers[1].Value == "{{$guid}}x"
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := open(t, sample())
			p.SetTab(c.tab)
			if r := edited(t, press(t, p, c.keys...)); !c.want(r) {
				t.Errorf("the request is %+v", r)
			}
		})
	}
}

func TestRowsThatStay(t *testing.T) {
	for _, c := range []struct {
		name string
		keys []string
	}{
		{"a path variable is not removed", []string{"G", "d"}},
		{"nor switched off", []string{"G", "space"}},
		{"an empty new row is none", []string{"n", "enter"}},
		{"esc drops the text", []string{"enter", "x", "esc"}},
		{"tab over an unchanged cell", []string{"enter", "tab", "esc"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := open(t, sample())
			for _, k := range c.keys {
				if i := press(t, p, k); i != nil {
					t.Errorf("%s reported %#v", k, i)
				}
			}
			if p.Editing() {
				t.Error("still editing")
			}
		})
	}
}

func TestMethod(t *testing.T) {
	p := open(t, sample())
	if r := edited(t, press(t, p, "m", "d", "enter")); r.Method != "DELETE" {
		t.Errorf("method = %q, want DELETE", r.Method)
	}
	if i := press(t, p, "m", "p", "esc"); i != nil {
		t.Errorf("esc reported %#v", i)
	}
	press(t, p, "m", "o", "o", "enter") // OPTIONS, other…
	if r := edited(t, press(t, p, append(append([]string{"ctrl+u"}, letters("purge")...), "enter")...)); r.Method != "PURGE" {
		t.Errorf("method = %q, want PURGE", r.Method)
	}
}

func TestBody(t *testing.T) {
	p := open(t, sample())
	if r := edited(t, press(t, p, "b", "u", "enter")); r.Body.Mode != "urlencoded" || r.Body.Raw == "" {
		t.Errorf("body = %+v, want urlencoded with the raw text kept", r.Body)
	}
	if p.Tab() != request.Body || !strings.Contains(screen(p), "grant_type  password") {
		t.Errorf("no table:\n%s", screen(p))
	}
	if r := edited(t, press(t, p, "b", "j", "enter")); r.Body.Mode != "raw" || r.Body.Language != "json" {
		t.Errorf("body = %+v, want raw JSON", r.Body)
	}
	if i := press(t, p, "enter", "x", "y"); i != nil {
		t.Errorf("typing reported %#v", i)
	}
	if r := edited(t, press(t, p, "esc")); !strings.HasPrefix(r.Body.Raw, "xy{") {
		t.Errorf("raw = %q", r.Body.Raw)
	}
	if i := press(t, p, "enter", "esc"); i != nil {
		t.Errorf("nothing was typed, but %#v", i)
	}
}

func TestGraphQLParts(t *testing.T) {
	v := sample()
	v.Request.Body = collection.Body{Mode: "graphql", GraphQL: collection.GraphQL{Query: "query q { a }", Operation: "q", Variables: "{}"}}
	p := open(t, v)
	p.SetTab(request.Body)
	if s := screen(p); !strings.Contains(s, "▸ Query · operation q") || !strings.Contains(s, "Variables") {
		t.Errorf("parts are missing:\n%s", s)
	}
	if r := edited(t, press(t, p, "down", "enter", " ", "esc")); r.Body.GraphQL.Variables != " {}" {
		t.Errorf("variables = %q", r.Body.GraphQL.Variables)
	}
}

func TestCommitHandsOverWhatIsTyped(t *testing.T) {
	for _, c := range []struct {
		name string
		keys []string
		want func(collection.Request) bool
	}{
		{"url", []string{"u", "z"}, func(r collection.Request) bool { return strings.HasSuffix(r.URL.Text(), "z") }},
		{"cell", []string{"enter", "0"}, func(r collection.Request) bool { return r.URL.Query[0].Value == "250" }},
		{"new row", []string{"n", "k"}, func(r collection.Request) bool { return r.URL.Query[3].Key == "k" }},
		{"body", []string{"]", "]", "]", "enter", "q"}, func(r collection.Request) bool { return strings.HasPrefix(r.Body.Raw, "q{") }},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := open(t, sample())
			press(t, p, c.keys...)
			if r := edited(t, p.Commit()); !c.want(r) {
				t.Errorf("request = %+v", r)
			}
			if p.Editing() || p.Commit() != nil {
				t.Error("there is still something to commit")
			}
		})
	}
}

func TestSetViewKeepsTheEdit(t *testing.T) {
	p := open(t, sample())
	press(t, p, "down", "enter", "x")
	v := sample()
	v.Sending = true
	p.SetView(v)
	if !p.Editing() || !strings.Contains(screen(p), "{{cursor}}x") || !strings.Contains(screen(p), "sending") {
		t.Errorf("the edit was disturbed:\n%s", screen(p))
	}
	v.Request.URL.Query[1].Value = "other"
	p.SetView(v)
	if p.Editing() {
		t.Error("the cell changed underneath and is still edited")
	}
	v.ItemID = "r2"
	p.SetTab(request.Headers)
	p.SetView(v)
	if p.Tab() != request.Headers || p.ItemID() != "r2" {
		t.Errorf("tab %v of %q", p.Tab(), p.ItemID())
	}
}

func TestPreviewIsAskedFor(t *testing.T) {
	p := open(t, sample())
	want := request.PreviewWanted{ItemID: "r1"}
	if i := press(t, p, "["); i != want {
		t.Errorf("intent = %#v, want %#v", i, want)
	}
	p.SetPreview("other", 9, []text.Line{text.Of(theme.Plain, safe.Lit("wrong"))})
	if !p.PreviewStale() {
		t.Error("lines for another request were taken")
	}
	p.SetPreview("r1", 2, []text.Line{text.Of(theme.Plain, safe.Lit("GET /new"))})
	p.SetPreview("r1", 1, []text.Line{text.Of(theme.Plain, safe.Lit("GET /old"))})
	if s := screen(p); p.PreviewStale() || !strings.Contains(s, "GET /new") || strings.Contains(s, "GET /old") {
		t.Errorf("preview:\n%s", s)
	}
	batch, ok := press(t, p, "m", "d", "enter").(pane.Batch)
	if !ok || len(batch) != 2 || batch[1] != want {
		t.Errorf("a change in sight of the preview gave %#v", batch)
	}
	p.SetPreview("r1", 3, nil)
	p.SetScopes(vars.NewSet())
	if !p.PreviewStale() {
		t.Error("other values and still the old preview")
	}
	p.SetPreview("r1", 4, nil)
	v := sample()
	p.SetView(v)
	if !p.PreviewStale() {
		t.Error("another request and still the old preview")
	}
}

// click clicks on what is on the screen.
func click(p *request.Pane, c pane.Click) pane.Intent {
	_ = p.View()
	return p.Update(c)
}

func TestMouse(t *testing.T) {
	p := open(t, sample())
	if i := click(p, pane.Click{X: 70, Y: 0}); i != (request.SendAsked{ItemID: "r1"}) {
		t.Errorf("a click on Send gave %#v", i)
	}
	click(p, pane.Click{X: 30, Y: 1})
	if p.Tab() != request.Headers {
		t.Errorf("tab = %v, want Headers", p.Tab())
	}
	if r := edited(t, click(p, pane.Click{X: 1, Y: 2})); !r.Headers[0].Disabled {
		t.Error("a click on the mark did not switch the row")
	}
	click(p, pane.Click{X: 14, Y: 2, Double: true})
	if r := edited(t, press(t, p, "x", "enter")); r.Headers[0].Value != "application/jsonx" {
		t.Errorf("header = %q", r.Headers[0].Value)
	}
	click(p, pane.Click{X: 7, Y: 0})
	p.Update(pane.Paste{Text: "a\nb"})
	if r := edited(t, press(t, p, "enter")); !strings.HasPrefix(r.URL.Text(), "a b{{url}}") {
		t.Errorf("URL = %q", r.URL.Text())
	}
	click(p, pane.Click{X: 2, Y: 0})
	if r := edited(t, click(p, pane.Click{X: 9, Y: 0})); r.Method != "POST" {
		t.Errorf("method = %q, want POST", r.Method)
	}
}

func TestCopy(t *testing.T) {
	for _, c := range []struct {
		name string
		tab  request.Tab
		key  string
		want pane.Intent
	}{
		{"row", request.Params, "y", request.CopyAsked{What: "limit", Text: "25"}},
		{"url", request.Params, "Y", request.CopyAsked{What: "the URL", Text: "{{url}}/api/v1/users/:userId?limit=25&after={{cursor}}"}},
		{"body", request.Body, "y", request.CopyAsked{What: "the body", Text: sample().Request.Body.Raw}},
		{"nothing", request.Preview, "y", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := open(t, sample())
			p.SetTab(c.tab)
			if got := press(t, p, c.key); got != c.want {
				t.Errorf("intent = %#v, want %#v", got, c.want)
			}
		})
	}
}

func TestUnknownBodyModeIsKept(t *testing.T) {
	v := sample()
	v.Request.Body.Mode = "protobuf"
	p := open(t, v)
	p.SetTab(request.Body)
	if s := screen(p); !strings.Contains(s, `"protobuf" is not known`) {
		t.Errorf("screen:\n%s", s)
	}
	press(t, p, "b", "esc")
	if r := edited(t, press(t, p, "m", "p", "enter")); r.Body.Mode != "protobuf" {
		t.Errorf("mode = %q", r.Body.Mode)
	}
}

func BenchmarkKeyToView(b *testing.B) {
	v := sample()
	for range 10_000 {
		v.Request.URL.Query = append(v.Request.URL.Query, collection.Param{Key: "key", Value: "{{url}}/value", Description: "about"})
	}
	p := open(b, v)
	p.Resize(120, 40)
	for b.Loop() {
		p.Update(pane.Act{ID: keymap.Down})
		_ = p.View()
	}
}

func BenchmarkEdit(b *testing.B) {
	v := sample()
	for range 10_000 {
		v.Request.URL.Query = append(v.Request.URL.Query, collection.Param{Key: "key", Value: "{{url}}/value", Description: "about"})
	}
	p := open(b, v)
	p.Resize(120, 40)
	for b.Loop() {
		e := p.Update(pane.Act{ID: keymap.Toggle}).(request.Edited)
		v.Request = e.Request
		p.SetView(v)
		_ = p.View()
	}
}
