package request_test

import (
	"strings"
	"testing"

	"postern/auth"
	"postern/engine/collection"
	"postern/engine/vars"
	"postern/ui/pane/request"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget"
)

// A name that stands for nothing leaves a hole in the address, which is hard to
// see in an answer.
func TestTheAddressTellsWhatItLacks(t *testing.T) {
	v := sample()
	v.Request.URL = collection.ParseURL("{{url}}/api/v1/users/{{userId}}/{{$guid}}?to={{nowhere}}")
	v.Request.URL.Query = nil
	p := open(t, v)
	p.SetScopes(vars.NewSet(vars.Layer{Scope: vars.Environment, Vars: []vars.Var{
		{Name: "url", Value: "https://dev.example"}, {Name: "userId"},
	}}))
	th := widget.DefaultEnv().Theme
	for name, role := range map[string]theme.Role{"{{url}}": theme.Variable, "{{userId}}": theme.Warn} {
		if !strings.Contains(p.View(), th.Paint(theme.None, role, safe.Clean(name))) {
			t.Errorf("%s has not the look of %v:\n%q", name, role, strings.Split(p.View(), "\n")[0])
		}
	}
	if s := screen(p); !strings.Contains(s, "\n userId = (empty) · environment") || strings.Contains(s, "url = ") {
		t.Errorf("screen:\n%s", s)
	}
}

// Early versions of Postman write no language; a body of JSON is coloured all
// the same.
func TestABodyWithoutALanguageIsColouredByItsLooks(t *testing.T) {
	for _, tc := range []struct {
		name, raw, contentType string
		want                   theme.Role
	}{
		{"looks like JSON", `{"limit": 1}`, "", theme.JSONKey},
		{"is said to be JSON", `{{body}} "limit": 1`, "application/json", theme.JSONKey},
		{"is text", `"limit": 1`, "", theme.Plain},
	} {
		t.Run(tc.name, func(t *testing.T) {
			v := sample()
			v.Request.Body = collection.Body{Declared: true, Mode: "raw", Raw: tc.raw}
			v.Request.Headers = []collection.Param{{Key: "content-type", Value: tc.contentType}}
			p := open(t, v)
			p.SetTab(request.Body)
			th := widget.DefaultEnv().Theme
			if got := strings.Contains(p.View(), th.Paint(theme.None, theme.JSONKey, safe.Lit(`"limit"`))); got != (tc.want == theme.JSONKey) {
				t.Errorf("coloured as a key: %t\n%q", got, p.View())
			}
		})
	}
}

// While a value is typed, the last line tells what its names stand for, and they
// have their look.
func TestNamesAreToldWhileTheyAreTyped(t *testing.T) {
	th := widget.DefaultEnv().Theme
	gql := sample()
	gql.Request.Body.Mode = "graphql"
	own := sample()
	own.Request.Auth = &auth.Config{Type: "basic", Attrs: []auth.Attr{{Key: "username", Value: ""}}}
	for name, c := range map[string]struct {
		view request.View
		tab  request.Tab
		keys []string
	}{
		"a parameter":       {sample(), request.Params, []string{"enter", "ctrl+u"}},
		"a header":          {sample(), request.Headers, []string{"enter", "ctrl+u"}},
		"headers as text":   {sample(), request.Headers, []string{"B"}},
		"the address":       {sample(), request.Params, []string{"u", "ctrl+u"}},
		"a body":            {sample(), request.Body, []string{"enter"}},
		"GraphQL variables": {gql, request.Body, []string{"down", "enter"}},
		"auth":              {own, request.Auth, []string{"down", "enter"}},
	} {
		t.Run(name, func(t *testing.T) {
			p := open(t, c.view)
			p.SetTab(c.tab)
			press(t, p, c.keys...)
			press(t, p, letters("{{nowhere}}")...)
			if s := screen(p); !strings.Contains(s, "nowhere is not set") {
				t.Errorf("it is not told:\n%s", s)
			}
			marked := false
			for _, b := range []theme.Base{theme.None, theme.Marked, theme.Selected} {
				for _, n := range []string{"{{nowhere}}", "{nowhere}"} { // of the latter, the braces are a pair
					marked = marked || strings.Contains(p.View(), th.Paint(b, theme.Unresolved, safe.Clean(n)))
				}
			}
			if !marked {
				t.Errorf("it has no look of its own: %q", p.View())
			}
		})
	}
}
