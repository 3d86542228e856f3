package request_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"postern/auth"
	"postern/engine/collection"
	"postern/engine/vars"
	"postern/ui/authform"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/pane/request"
	"postern/ui/widget"
)

func sample() request.View {
	u := collection.ParseURL("{{url}}/api/v1/users/:userId?limit=25&after={{cursor}}")
	u.Vars[0].Value, u.Vars[0].NoValue = "{{userId}}", false
	u.Query[0].Description = "how many users to list"
	u.Query = append(u.Query, collection.Param{Key: "search", Value: "status eq \"ACTIVE\"", Disabled: true})
	return request.View{
		ItemID: "r1", Path: []string{"Users (Okta API)", "List Users", "List Users"},
		Request: collection.Request{
			Method: "GET", URL: u,
			Headers: []collection.Param{{Key: "Accept", Value: "application/json"}, {Key: "X-Trace", Value: "{{$guid}}", Disabled: true}},
			Body: collection.Body{
				Declared: true, Mode: "raw", Language: "json", Raw: "{\n  \"a\": \"{{userId}}\",\n  \"n\": 12\n}",
				URLEncoded: []collection.Param{{Key: "grant_type", Value: "password"}},
			},
		},
		Settings: collection.Settings{Description: "# List Users\nEnumerates users in your organization.\n\n* one\n* two"},
		Auth: authform.View{
			Owner: authform.Owner{Collection: "c1", Item: "r1"}, Kind: "request",
			Parent: auth.Config{Type: "apikey", Attrs: []auth.Attr{
				{Key: "value", Value: "SSWS abcdef"}, {Key: "key", Value: "Authorization"}, {Key: "in", Value: "header"},
			}},
			Source: authform.Owner{Collection: "c1"}, From: "collection", Name: "Users (Okta API)",
		},
	}
}

func scopes() vars.Set {
	return vars.NewSet(vars.Layer{Scope: vars.Environment, Name: "dev", Vars: []vars.Var{
		{Name: "url", Value: "https://dev.example"}, {Name: "userId", Value: "00u1"}, {Name: "apikey", Value: "s3cret", Secret: true},
	}})
}

func open(t testing.TB, v request.View) *request.Pane {
	t.Helper()
	p := request.New(widget.DefaultEnv())
	p.Focus(true)
	p.Resize(78, 14)
	p.SetScopes(scopes())
	p.SetView(v)
	return p
}

func screen(p *request.Pane) string { return ansi.Strip(p.View()) }

// press sends keys the way the workbench does: as actions of the pane while
// nothing is edited, else as key presses.
func press(t fataler, p *request.Pane, keys ...string) pane.Intent {
	t.Helper()
	var last pane.Intent
	for _, k := range keys {
		ev := key(k)
		if p.Editing() {
			last = p.Update(pane.Key{KeyPressMsg: ev})
			continue
		}
		id, ok := widget.DefaultEnv().Keys.Find(ev, keymap.Request, keymap.Global)
		if !ok {
			t.Fatalf("key %q means nothing", k)
		}
		last = p.Update(pane.Act{ID: id})
	}
	return last
}

func key(s string) tea.KeyPressMsg {
	codes := map[string]rune{
		"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "up": tea.KeyUp, "down": tea.KeyDown,
		"left": tea.KeyLeft, "right": tea.KeyRight, "backspace": tea.KeyBackspace, "home": tea.KeyHome, "end": tea.KeyEnd,
	}
	if c, ok := codes[s]; ok {
		return tea.KeyPressMsg{Code: c}
	}
	switch s {
	case "space":
		return tea.KeyPressMsg{Code: ' ', Text: " "}
	case "shift+tab":
		return tea.KeyPressMsg{Code: tea.KeyTab, Mod: tea.ModShift}
	case "ctrl+u":
		return tea.KeyPressMsg{Code: 'u', Mod: tea.ModCtrl}
	}
	return tea.KeyPressMsg{Code: []rune(s)[0], Text: s}
}

// fataler is what helpers need of a test or a property.
type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

func letters(s string) []string { return strings.Split(s, "") }

func edited(t testing.TB, i pane.Intent) collection.Request {
	t.Helper()
	e, ok := i.(request.Edited)
	if !ok {
		t.Fatalf("intent = %#v, want Edited", i)
	}
	return e.Request
}

func TestScreens(t *testing.T) {
	for _, c := range []struct {
		name string
		tab  request.Tab
		keys []string
		want string
	}{
		{"params", request.Params, nil, `
 GET ▾ {{url}}/api/v1/users/:userId?limit=25&after={{cursor}}     ctrl+r Send
 Params 3 │ Auth inherit │ Headers 1 │ Body JSON │ Scripts │ Docs │ Preview
 Query
 ✓ limit   25                                       how many users to list
 ✓ after   {{cursor}}
 – search  status eq "ACTIVE"
   add a parameter…
 Path variables
 : userId  {{userId}}




 how many users to list`},
		{"the names of a row", request.Params, []string{"down"}, `
 GET ▾ {{url}}/api/v1/users/:userId?limit=25&after={{cursor}}     ctrl+r Send
 Params 3 │ Auth inherit │ Headers 1 │ Body JSON │ Scripts │ Docs │ Preview
 Query
 ✓ limit   25                                       how many users to list
 ✓ after   {{cursor}}
 – search  status eq "ACTIVE"
   add a parameter…
 Path variables
 : userId  {{userId}}




 cursor is not set`},
		{"auth", request.Auth, nil, `
 GET ▾ {{url}}/api/v1/users/:userId?limit=25&after={{cursor}}     ctrl+r Send
 Params 3 │ Auth inherit │ Headers 1 │ Body JSON │ Scripts │ Docs │ Preview
 Type    Inherit from parent ▾
 API Key · inherited from collection ‹Users (Okta API)›
 [ Edit it there ]  o
 [ Override it here ]  c
 Key     Authorization
 Value   ••••••••
 Add to  header




 Another type keeps what was set for this one.`},
		{"body", request.Body, nil, `
 GET ▾ {{url}}/api/v1/users/:userId?limit=25&after={{cursor}}     ctrl+r Send
 Params 3 │ Auth inherit │ Headers 1 │ Body JSON │ Scripts │ Docs │ Preview
 JSON ▾   b changes
  1 {
  2   "a": "{{userId}}",
  3   "n": 12
  4 }






 enter edits · f4 in $EDITOR`},
		{"docs", request.Docs, nil, `
 GET ▾ {{url}}/api/v1/users/:userId?limit=25&after={{cursor}}     ctrl+r Send
 Params 3 │ Auth inherit │ Headers 1 │ Body JSON │ Scripts │ Docs │ Preview
 List Users
 Enumerates users in your organization.

 • one
 • two






 enter edits · f4 in $EDITOR`},
		{"method", request.Headers, []string{"m"}, `
 GET │ POST │ PUT │ PATCH │ DELETE │ HEAD │ OPTIONS │ other…
 Params 3 │ Auth inherit │ Headers 1 │ Body JSON │ Scripts │ Docs │ Preview
 ✓ Accept   application/json
 – X-Trace  {{$guid}}
   add a header…








`},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := open(t, sample())
			p.SetTab(c.tab)
			press(t, p, c.keys...)
			if got := "\n" + trimmed(screen(p)); got != c.want {
				t.Errorf("screen is%s\nwant%s", got, c.want)
			}
		})
	}
}

func trimmed(s string) string {
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

func TestNarrow(t *testing.T) {
	p := open(t, sample())
	p.Resize(28, 7)
	want := `
 GET {{url}}/api/v1/users/:…
 Params 3│Auth inherit│Head…
 Query                     ▐
 ✓ limit   25              ▐
 ✓ after   {{cursor}}      ▐
 – search  status eq "ACTI…
   add a parameter…`
	if got := "\n" + trimmed(screen(p)); got != want {
		t.Errorf("screen is%s\nwant%s", got, want)
	}
}

func TestNothingChosen(t *testing.T) {
	p := request.New(widget.DefaultEnv())
	p.Resize(40, 6)
	want := `
 No request is chosen.

 ctrl+p  finds one by its name
 1       goes to the collections
 ?       shows what there is
`
	if got := "\n" + trimmed(screen(p)); got != want {
		t.Errorf("screen is%s\nwant%s", got, want)
	}
	if i := p.Update(pane.Act{ID: keymap.EditURL}); i != nil || p.Editing() {
		t.Errorf("an empty pane edits: %#v", i)
	}
}

func TestTitle(t *testing.T) {
	v := sample()
	v.Dirty = true
	if got, want := open(t, v).Title().String(), "Request ─ List Users › List Users •"; got != want {
		t.Errorf("title = %q, want %q", got, want)
	}
}
