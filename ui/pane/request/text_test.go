package request_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"postern/engine/collection"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/pane/request"
)

func withBody(b collection.Body) request.View {
	v := sample()
	b.Declared = true
	v.Request.Body = b
	return v
}

// altP gives the key that puts a text in order while it is edited.
func altP(p *request.Pane) pane.Intent {
	return p.Update(pane.Key{KeyPressMsg: tea.KeyPressMsg{Code: 'p', Mod: tea.ModAlt}})
}

func TestJSONIsChecked(t *testing.T) {
	for _, c := range []struct {
		name string
		body collection.Body
		want string // "" means no complaint
	}{
		{"right", collection.Body{Mode: "raw", Language: "json", Raw: `{"a": {{userId}}}`}, ""},
		{"wrong", collection.Body{Mode: "raw", Language: "json", Raw: "{\n  \"a\": 1,\n}"}, "JSON ▾   ✗ line 3, column 1: there is a comma too many before }"},
		{"text", collection.Body{Mode: "raw", Language: "text", Raw: "{"}, ""},
		{"looks like it", collection.Body{Mode: "raw", Raw: `{"a": [}`}, "✗ line 1, column 8: } does not close the [ of line 1"},
		{"GraphQL variables", collection.Body{Mode: "graphql", GraphQL: collection.GraphQL{Query: "{", Variables: "{"}}, "Variables  ✗ line 1, column 1: the { is never closed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := open(t, withBody(c.body))
			p.SetTab(request.Body)
			s := screen(p)
			if c.want == "" && strings.Contains(s, "✗") || !strings.Contains(s, c.want) {
				t.Errorf("want %q on\n%s", c.want, s)
			}
		})
	}
	p := open(t, withBody(collection.Body{Mode: "raw", Language: "json", Raw: "{}"}))
	p.SetTab(request.Body)
	press(t, p, "enter", "[")
	if s := screen(p); !strings.Contains(s, "✗ line 1, column 1: the [ is never closed") {
		t.Errorf("typing does not check:\n%s", s)
	}
	press(t, p, "backspace")
	if s := screen(p); strings.Contains(s, "✗") {
		t.Errorf("mended, and the complaint stays:\n%s", s)
	}
}

func TestPretty(t *testing.T) {
	body := collection.Body{Mode: "raw", Language: "json", Raw: `{"n":12345678901234567890,"u":{{userId}}}`}
	const want = "{\n  \"n\": 12345678901234567890,\n  \"u\": {{userId}}\n}"
	p := open(t, withBody(body))
	p.SetTab(request.Body)
	if r := edited(t, press(t, p, "P")); r.Body.Raw != want {
		t.Errorf("the body is %q", r.Body.Raw)
	}
	if in := press(t, p, "P"); in != nil {
		t.Errorf("a second time it reported %#v", in)
	}
	p = open(t, withBody(body))
	p.SetTab(request.Body)
	press(t, p, "enter")
	if in := altP(p); in != nil || !p.Editing() {
		t.Fatalf("while editing it reported %#v, editing %t", in, p.Editing())
	}
	p.Update(pane.Key{KeyPressMsg: tea.KeyPressMsg{Code: 'z', Mod: tea.ModCtrl}})
	if in := press(t, p, "esc"); in != nil {
		t.Errorf("undone, and %#v was reported", in)
	}
	press(t, p, "enter")
	altP(p)
	if r := edited(t, press(t, p, "esc")); r.Body.Raw != want {
		t.Errorf("the body is %q", r.Body.Raw)
	}
}

// On the smallest screen the line that is typed is the one that is seen.
func TestABodyInOneLine(t *testing.T) {
	p := open(t, withBody(collection.Body{Mode: "raw", Language: "text", Raw: "abc"}))
	p.SetTab(request.Body)
	p.Resize(38, 3)
	if s := screen(p); !strings.Contains(s, "text ▾") {
		t.Errorf("screen:\n%s", s)
	}
	press(t, p, "enter", "{", "{", "u", "r")
	if s := screen(p); !strings.Contains(s, "{{urabc") || !strings.Contains(s, "▸url") {
		t.Errorf("screen:\n%s", s)
	}
	press(t, p, "enter")
	p.Update(pane.Click{X: 5, Y: 2})
	if r := edited(t, press(t, p, "!", "esc")); r.Body.Raw != "{!{url}}abc" {
		t.Errorf("the body is %q", r.Body.Raw)
	}
}

// What cannot be put in order is shown where it is wrong.
func TestPrettyGoesToTheProblem(t *testing.T) {
	p := open(t, withBody(collection.Body{Mode: "raw", Language: "json", Raw: "{\n" + strings.Repeat("\n", 50) + "\"é\" 1}"}))
	p.SetTab(request.Body)
	press(t, p, "enter")
	altP(p)
	press(t, p, ":")
	if s := screen(p); !strings.Contains(s, `52 "é" :1}`) || strings.Contains(s, "✗") {
		t.Errorf("screen:\n%s", s)
	}
}

func TestWhatIsJSON(t *testing.T) {
	for _, c := range []struct {
		tab  request.Tab
		body collection.Body
		want bool
	}{
		{request.Body, collection.Body{Mode: "raw", Language: "json"}, true},
		{request.Body, collection.Body{Mode: "raw", Language: "xml"}, false},
		{request.Body, collection.Body{Mode: "urlencoded"}, false},
		{request.Body, collection.Body{Mode: "graphql"}, false}, // the query is chosen
		{request.Params, collection.Body{Mode: "raw", Language: "json"}, false},
	} {
		p := open(t, withBody(c.body))
		p.SetTab(c.tab)
		if got := p.Offer(keymap.State{}).Edit.JSON; got != c.want {
			t.Errorf("%+v: %t", c, got)
		}
	}
}

func TestASelectionIsCopied(t *testing.T) {
	all, cut := tea.KeyPressMsg{Code: 'a', Mod: tea.ModCtrl}, tea.KeyPressMsg{Code: 'x', Mod: tea.ModCtrl}
	p := open(t, withBody(collection.Body{Mode: "raw", Language: "text", Raw: "one\ntwo"}))
	p.SetTab(request.Body)
	press(t, p, "enter")
	p.Update(pane.Key{KeyPressMsg: all})
	if in, ok := p.Update(pane.Key{KeyPressMsg: cut}).(request.CopyAsked); !ok || in.Text != "one\ntwo" {
		t.Errorf("cutting reported %#v", in)
	}
	if r := edited(t, press(t, p, "esc")); r.Body.Raw != "" {
		t.Errorf("the body is %q", r.Body.Raw)
	}
	p.SetTab(request.Params)
	press(t, p, "B")
	p.Update(pane.Key{KeyPressMsg: all})
	if in, ok := p.Update(pane.Key{KeyPressMsg: cut}).(request.CopyAsked); !ok || !strings.HasPrefix(in.Text, "limit: 25\n") {
		t.Errorf("cutting rows reported %#v", in)
	}
}

// A key in a body of ten thousand lines, to what is on screen: typed, checked,
// coloured and drawn.
func BenchmarkKeyInALargeBody(b *testing.B) {
	raw := "{\n" + strings.Repeat("    \"key\": \"a value that is some fifty bytes long, {{userId}}\",\n", 10_000) + "    \"end\": 1\n}"
	p := open(b, withBody(collection.Body{Mode: "raw", Language: "json", Raw: raw}))
	p.Resize(120, 40)
	p.SetTab(request.Body)
	p.Update(pane.Act{ID: keymap.EditValue})
	keys := []tea.KeyPressMsg{key(" "), key("backspace"), {Code: tea.KeyDown, Mod: tea.ModShift}, key("up")}
	for i := 0; b.Loop(); i++ {
		p.Update(pane.Key{KeyPressMsg: keys[i%len(keys)]})
		_ = p.Offer(keymap.State{}) // as every frame asks
		_ = p.View()
	}
}
