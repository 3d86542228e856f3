package request_test

import (
	"reflect"
	"strings"
	"testing"

	"postern/auth"
	"postern/engine/collection"
	"postern/ui/authform"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/pane/request"
	"postern/ui/safe"
)

func TestOwnAuthIsEdited(t *testing.T) {
	v := sample()
	own := auth.Config{Type: "bearer", Attrs: []auth.Attr{{Key: "token", Value: "abc"}}}
	v.Request.Auth = &own
	p := open(t, v)
	p.SetTab(request.Auth)
	if s := screen(p); strings.Contains(s, "abc") || !strings.Contains(s, "Type   Bearer Token ▾") {
		t.Errorf("screen:\n%s", s)
	}
	if r := edited(t, press(t, p, "down", "enter", "d", "enter")); r.Auth.Get("token") != "abcd" {
		t.Errorf("token = %q, want abcd", r.Auth.Get("token"))
	}
	if own.Get("token") != "abc" {
		t.Error("the edit reached the caller's own config")
	}
	press(t, p, "v")
	if s := screen(p); !strings.Contains(s, "abcd") {
		t.Errorf("the secret is not revealed:\n%s", s)
	}
}

func TestInheritedAuthIsNotEdited(t *testing.T) {
	p := open(t, sample())
	p.SetTab(request.Auth)
	for range 6 {
		if press(t, p, "down", "i"); p.Editing() || p.Commit() != nil {
			t.Errorf("an inherited attribute is being edited:\n%s", screen(p))
		}
	}
	if in, want := press(t, p, "o"), (authform.SourceAsked{Owner: authform.Owner{Collection: "c1"}}); in != want {
		t.Errorf("asked for %#v", in)
	}
	p.SetTab(request.Params) // an action of the auth goes to its tab
	r := edited(t, press(t, p, "c"))
	if p.Tab() != request.Auth || r.Auth == nil || r.Auth.Get("key") != "Authorization" {
		t.Errorf("overridden, it is %+v", r.Auth)
	}
}

// about is a folder with an auth of its own.
func about() request.About {
	return request.About{
		Title: safe.Lit("Users"), Facts: []safe.Text{safe.Lit("folder of Okta · 3 requests")}, Settings: collection.Settings{Description: "All *users*."},
		Auth: authform.View{
			Owner: authform.Owner{Collection: "c1", Item: "f1"}, Kind: "folder",
			Own: &auth.Config{Type: "basic", Attrs: []auth.Attr{{Key: "username", Value: "{{user}}"}}},
		},
	}
}

func TestAuthOfAFolder(t *testing.T) {
	p := open(t, sample())
	p.Clear(about())
	if got := p.Title().String(); got != "Folder ─ Users" {
		t.Errorf("title = %q", got)
	}
	if s := screen(p); !strings.Contains(s, " Overview │ Auth basic │ Scripts") || !strings.Contains(s, "All users.") {
		t.Errorf("screen:\n%s", s)
	}
	press(t, p, "]")
	if s := screen(p); !strings.Contains(s, " Type      Basic Auth ▾") || !strings.Contains(s, "{{user}}") {
		t.Errorf("screen:\n%s", s)
	}
	press(t, p, "down")
	if s := screen(p); !strings.Contains(s, "user is not set") {
		t.Errorf("the name is not told of:\n%s", s)
	}
	in := press(t, p, "enter", "x")
	if in != nil || !p.Editing() {
		t.Fatalf("typing gave %#v", in)
	}
	in = p.Commit()
	e, ok := in.(authform.Edited)
	if !ok || e.Owner != about().Auth.Owner || e.Auth.Get("username") != "{{user}}x" {
		t.Errorf("edited is %#v", in)
	}
	if in := press(t, p, "y"); !reflect.DeepEqual(in, request.CopyAsked{What: "Username", Text: "{{user}}x"}) {
		t.Errorf("copied %#v", in)
	}
	if s := p.Offer(keymap.State{}); !s.Row {
		t.Error("a value that is set cannot be removed")
	}
	e, _ = press(t, p, "d").(authform.Edited)
	if _, set := e.Auth.Value("username"); set {
		t.Error("a removed value is still there")
	}
	if p.Update(pane.Click{X: 2, Y: 0}); strings.Contains(screen(p), "Username") {
		t.Errorf("a click on a tab did nothing:\n%s", screen(p))
	}
}

func TestTokenOfAFolder(t *testing.T) {
	p := open(t, sample())
	a := about()
	a.Auth.Own = &auth.Config{Type: "oauth2", Attrs: []auth.Attr{{Key: "accessTokenUrl", Value: "https://idp.test/token"}}}
	p.Clear(a)
	press(t, p, "]")
	if s := screen(p); !strings.Contains(s, "○ no token yet") {
		t.Errorf("screen:\n%s", s)
	}
	p.SetToken(authform.Token{Known: true, Text: safe.Lit("● okta-admin · 54m · auto")})
	if s := screen(p); !strings.Contains(s, "● okta-admin · 54m · auto") {
		t.Errorf("screen:\n%s", s)
	}
	if in, want := press(t, p, "A"), (authform.UseAsked{Owner: a.Auth.Owner, Holder: a.Auth.Owner}); in != want {
		t.Errorf("asked for %#v", in)
	}
	if s := p.Offer(keymap.State{}).Auth; !s.Shareable || s.Inherited || s.Issuer || s.Legacy {
		t.Errorf("offered is %+v", s)
	}
}
