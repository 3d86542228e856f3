package request_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"postern/auth"
	"postern/engine/collection"
	"postern/engine/vars"
	"postern/ui/authform"
	"postern/ui/pane"
	"postern/ui/pane/request"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget"
	"postern/ui/widget/text"
)

// hostile draws texts that a terminal might act upon or mis-measure.
func hostile() *rapid.Generator[string] {
	piece := rapid.OneOf(
		rapid.SampledFrom([]string{
			"\x1b[31m", "\x1b]0;x\a", "\u202e", "\u200b", "\u0301", "e\u0301", "世界", "🇩🇪", "👩\u200d👩\u200d👧", "\ufe0f", "☁️",
			"\t", "\n", "\r\n", "\xff", "\x00", "\u3000", "ก็", "각", "{{url}}", "{{nope}}", "{{", "/:id", "?a=b&c", "#", "\"",
		}),
		rapid.String(),
		rapid.StringMatching(`[a-z/ {}:"]{0,12}`),
	)
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(piece, 0, 6).Draw(t, "pieces"), "")
	})
}

func randomParams(t *rapid.T, name string) []collection.Param {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) collection.Param {
		return collection.Param{
			Key: hostile().Draw(t, "key"), Value: hostile().Draw(t, "value"),
			Description: hostile().Draw(t, "about"), Disabled: rapid.Bool().Draw(t, "off"),
		}
	}), 0, 5).Draw(t, name)
}

func randomView(t *rapid.T) request.View {
	s := func(name string) string { return hostile().Draw(t, name) }
	u := collection.ParseURL(s("url"))
	u.Query = append(u.Query, randomParams(t, "query")...)
	form := []collection.FormPart{{Param: collection.Param{Key: s("part")}, Type: "file", Src: []string{s("src"), "b"}}}
	return request.View{
		ItemID: "r", Path: []string{s("col"), s("name")},
		Request: collection.Request{
			Method: s("method"), URL: u, Headers: randomParams(t, "headers"),
			Body: collection.Body{
				Mode:     rapid.SampledFrom([]string{"", "raw", "urlencoded", "formdata", "graphql", "file", "odd"}).Draw(t, "mode"),
				Language: rapid.SampledFrom([]string{"json", "xml", "", "odd"}).Draw(t, "language"),
				Raw:      s("raw"), URLEncoded: randomParams(t, "encoded"), Form: form,
				GraphQL: collection.GraphQL{Query: s("query"), Operation: s("op"), Variables: s("vars")},
				File:    collection.FileRef{Src: s("file"), Content: s("content")},
			},
		},
		Auth: authform.View{Kind: "request", Name: s("owner"), From: rapid.SampledFrom([]string{"", "folder"}).Draw(t, "from"), Parent: auth.Config{Type: rapid.SampledFrom([]string{"", "oauth2", "bearer", "odd"}).Draw(t, "auth"), Attrs: []auth.Attr{{Key: s("attr"), Value: s("av")}}}},
		Settings: collection.Settings{
			Description: s("docs"),
			Events:      []collection.Event{{Listen: "test", Script: s("script"), Disabled: true}, {Listen: "test"}, {Listen: "prerequest", Script: s("before")}},
			Vars:        []collection.Variable{{Key: s("var"), Value: s("its value")}, {Key: "s", Value: s("secret"), Type: "secret", Description: s("about var")}},
		},
		Sending: rapid.Bool().Draw(t, "sending"),
	}
}

func TestFitsEverySize(t *testing.T) {
	themes := []*theme.Theme{theme.New(theme.Dark()), theme.New(theme.Mono())}
	rapid.Check(t, func(t *rapid.T) {
		env := widget.DefaultEnv()
		env.Theme = themes[rapid.IntRange(0, 1).Draw(t, "theme")]
		p := request.New(env)
		p.Focus(rapid.Bool().Draw(t, "focus"))
		v := randomView(t)
		p.SetScopes(vars.NewSet(vars.Layer{Vars: []vars.Var{{Name: "url", Value: hostile().Draw(t, "value")}}}))
		p.SetView(v)
		p.SetPreview("r", 1, []text.Line{text.Of(theme.Plain, safe.Clean(hostile().Draw(t, "line")))})
		if node := rapid.IntRange(0, 2).Draw(t, "node"); node > 0 {
			a := request.About{Title: safe.Clean("x" + v.Path[0]), Facts: []safe.Text{safe.Clean(v.Path[1])}, Auth: v.Auth, Settings: v.Settings}
			if node == 1 {
				a.Auth.Owner.Item = "f"
			}
			p.Clear(a)
		}
		p.SetTab(request.Tab(rapid.IntRange(0, 7).Draw(t, "tab")))
		keys := rapid.SliceOfN(rapid.SampledFrom([]string{
			"enter", "esc", "tab", "shift+tab", "{", "{", "B", "up", "down", "left", "right", "u", "m", "b", "n", "d", "space", "/", "]", "[", "i", "x", "世", "backspace", "home", "end", "g", "G",
		}), 0, 12).Draw(t, "keys")
		for _, k := range keys {
			size(t, p)
			if p.Editing() || knows(k) {
				press(t, p, k)
			}
			if rapid.Bool().Draw(t, "mouse") {
				p.Update(pane.Click{X: rapid.IntRange(0, 90).Draw(t, "x"), Y: rapid.IntRange(0, 20).Draw(t, "y"), Double: rapid.Bool().Draw(t, "double")})
				p.Update(pane.Paste{Text: hostile().Draw(t, "paste")})
				p.Update(pane.Wheel{Lines: rapid.IntRange(-5, 5).Draw(t, "wheel")})
			}
		}
		size(t, p)
	})
}

func knows(k string) bool { return k != "x" && k != "{" && k != "世" && k != "backspace" }

func size(t *rapid.T, p *request.Pane) {
	w, h := rapid.IntRange(1, 200).Draw(t, "width"), rapid.IntRange(1, 40).Draw(t, "height")
	if rapid.Bool().Draw(t, "tiny") {
		w, h = w%30+1, h%8+1
	}
	p.Resize(w, h)
	lines := strings.Split(ansi.Strip(p.View()), "\n")
	if len(lines) != h {
		t.Fatalf("%d lines at height %d", len(lines), h)
	}
	for i, l := range lines {
		if got := ansi.StringWidth(l); got != w {
			t.Fatalf("line %d is %d cells wide at width %d: %q", i, got, w, l)
		}
	}
}
