package authform_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"postern/auth"
	"postern/engine/collection"
	"postern/ui/authform"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/widget"
)

func owner() authform.Owner { return authform.Owner{Collection: "c", Item: "r"} }

func open(own *auth.Config) *authform.Form {
	f := authform.New(widget.DefaultEnv(), nil)
	f.Set(authform.View{Owner: owner(), Kind: "request", Own: own})
	return f
}

func oauth2(attrs ...any) *auth.Config {
	c := auth.Config{Type: "oauth2"}
	for i := 0; i < len(attrs); i += 2 {
		c = c.Set(attrs[i].(string), attrs[i+1])
	}
	return &c
}

// screen is the whole form.
func screen(f *authform.Form) string {
	lines := strings.Split(ansi.Strip(f.Draw(90, 60, true)), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n")
}

// choose moves the cursor to the row of a label, unfolding on its way.
func choose(t *testing.T, f *authform.Form, label string) {
	t.Helper()
	if strings.Contains(screen(f), "▸ Advanced Options") {
		f.Update(pane.Act{ID: keymap.Bottom})
		f.Update(pane.Act{ID: keymap.Open})
	}
	f.Update(pane.Act{ID: keymap.Top})
	for range 80 {
		if what, _ := f.Copied(); what == label {
			return
		}
		f.Update(pane.Act{ID: keymap.Down})
	}
	t.Fatalf("no row %q:\n%s", label, screen(f))
}

// typed edits the row under the cursor.
func typed(f *authform.Form, text string) {
	f.Update(pane.Act{ID: keymap.EditValue})
	f.Update(pane.Key{KeyPressMsg: tea.KeyPressMsg{Code: 'u', Mod: tea.ModCtrl}})
	f.Update(pane.Paste{Text: text})
	f.Update(pane.Key{KeyPressMsg: tea.KeyPressMsg{Code: tea.KeyEnter}})
}

// Every scheme has a form with every field that means something to it, and
// none of them writes anything by being looked at.
func TestEverySchemeHasAForm(t *testing.T) {
	for _, s := range auth.Schemes() {
		t.Run(s.Type(), func(t *testing.T) {
			c := auth.Config{Type: s.Type()}
			for _, d := range s.Fields() {
				if d.Secret {
					c = c.Set(d.Key, "top-secret-value")
				}
			}
			f := open(&c)
			got := screen(f)
			for _, d := range s.Fields() {
				if d.When != nil && !d.When(c) || strings.HasPrefix(d.Section, "Advanced") || d.Key == "useTokenType" {
					continue
				}
				if !strings.Contains(got, d.Label) {
					t.Errorf("%s is not in the form:\n%s", d.Label, got)
				}
			}
			for range 60 {
				if strings.Contains(screen(f), "top-secret-value") {
					t.Fatalf("a secret is in sight:\n%s", screen(f))
				}
				f.Update(pane.Act{ID: keymap.Down})
			}
			if f.Commit() || !reflect.DeepEqual(*f.View().Own, c.Clone()) {
				t.Errorf("looked at, it is %+v", f.View().Own)
			}
		})
	}
}

func TestValuesKeepTheirTypes(t *testing.T) {
	for _, c := range []struct {
		name, label, text string
		own               *auth.Config
		key               string
		want              any
	}{
		{"a text", "Client ID", "x", oauth2(), "clientId", "x"},
		{"a number stays one", "Client ID", "7", oauth2("clientId", json.Number("5")), "clientId", json.Number("7")},
		{"unless it is none any more", "Client ID", "7x", oauth2("clientId", json.Number("5")), "clientId", "7x"},
		{"a truth stays one", "Client ID", "true", oauth2("clientId", false), "clientId", true},
		{"an empty prefix is a value", "Header Prefix", "", oauth2(), "headerPrefix", ""},
		{"a default is not written", "Header Prefix", "Bearer", oauth2(), "headerPrefix", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := open(c.own)
			choose(t, f, c.label)
			typed(f, c.text)
			if got, _ := f.View().Own.Value(c.key); got != c.want {
				t.Errorf("%s is %#v, want %#v", c.key, got, c.want)
			}
		})
	}
}

func TestSwitches(t *testing.T) {
	f := open(oauth2("autoRefresh", "false"))
	choose(t, f, "Auto-refresh Token")
	f.Update(pane.Act{ID: keymap.Toggle})
	if got, _ := f.View().Own.Value("autoRefresh"); got != "true" {
		t.Errorf("a truth that was a text is %#v", got)
	}
	f = open(oauth2())
	choose(t, f, "Auto-refresh Token")
	f.Update(pane.Act{ID: keymap.Toggle})
	if got, _ := f.View().Own.Value("autoRefresh"); got != false {
		t.Errorf("a new truth is %#v", got)
	}
	f.Update(pane.Act{ID: keymap.Remove})
	if _, set := f.View().Own.Value("autoRefresh"); set {
		t.Error("a value that was removed is there")
	}
}

// The type is changed, not removed with all there is to it.
func TestTheTypeIsNotRemoved(t *testing.T) {
	f := open(oauth2("clientId", "x"))
	if out := f.Update(pane.Act{ID: keymap.Remove}); out.Changed || f.Clearable() || f.View().Own.Get("clientId") != "x" {
		t.Errorf("it is %+v", f.View().Own)
	}
	if s := screen(f); !strings.Contains(s, "OAuth 2.0 ▾") {
		t.Errorf("the form is\n%s", s)
	}
}

func TestSecretsInTheFileAreToldOf(t *testing.T) {
	f := open(oauth2("clientSecret", "hush"))
	choose(t, f, "Client Secret")
	if _, help := f.About(); !strings.HasPrefix(help, "In the file as it is") {
		t.Errorf("help = %q", help)
	}
	f = open(oauth2("clientSecret", "{{secret}}"))
	choose(t, f, "Client Secret")
	if texts, help := f.About(); help != "" || texts[0] != "{{secret}}" {
		t.Errorf("help = %q of %q", help, texts)
	}
}

func TestFieldsFollowTheGrant(t *testing.T) {
	for grant, c := range map[string]struct{ with, without []string }{
		auth.ClientCredentials:     {[]string{"Access Token URL", "Client Secret"}, []string{"Callback URL", "Username", "Code Verifier"}},
		auth.AuthorizationCodePKCE: {[]string{"Callback URL", "Code Verifier", "SHA-256"}, []string{"Username", "Use PKCE"}},
		auth.Implicit:              {[]string{"Auth URL", "Callback URL"}, []string{"Access Token URL", "Client Secret", "Client Authentication"}},
		auth.PasswordCredentials:   {[]string{"Username", "Password"}, []string{"Callback URL"}},
		auth.TokenExchange:         {[]string{"Subject Token Type"}, []string{"Callback URL"}},
	} {
		s := screen(open(oauth2("grant_type", grant)))
		for _, w := range c.with {
			if !strings.Contains(s, w) {
				t.Errorf("%s: %s is missing:\n%s", grant, w, s)
			}
		}
		for _, w := range c.without {
			if strings.Contains(s, w) {
				t.Errorf("%s: %s means nothing here:\n%s", grant, w, s)
			}
		}
	}
}

// Old files have other names for some attributes.
func TestOldNamesCount(t *testing.T) {
	s := screen(open(oauth2("grantType", "client_credentials", "clientAuth", "body")))
	if !strings.Contains(s, "Client Credentials ▾") || !strings.Contains(s, "Send client credentials in body ▾") {
		t.Errorf("the form is\n%s", s)
	}
}

// The choice between the tokens is there when there is one.
// Whatever the grant and the way a client says who it is, each field that means
// anything to it can be found in the form.
func TestEveryGrantShowsItsFields(t *testing.T) {
	fields := (auth.OAuth2{}).Fields()
	for _, grant := range options(fields, "grant_type") {
		for _, how := range options(fields, "client_authentication") {
			c := oauth2("grant_type", grant, "client_authentication", how)
			f := open(c)
			f.SetToken(authform.Token{Known: true, Text: safe.Lit("● T"), HasID: true})
			s := screen(f)
			for _, d := range fields {
				if d.When != nil && !d.When(*c) || strings.HasPrefix(d.Section, "Advanced") {
					continue
				}
				if !strings.Contains(s, d.Label) {
					t.Errorf("%s, %s: %s is missing:\n%s", grant, how, d.Label, s)
				}
			}
		}
	}
}

// options are those of a field.
func options(fields []auth.Field, key string) []string {
	i := slices.IndexFunc(fields, func(f auth.Field) bool { return f.Key == key })
	return fields[i].Options
}

func TestTheIDTokenIsAChoiceOnceThereIsOne(t *testing.T) {
	f := open(oauth2("accessTokenUrl", "https://idp.test/token"))
	f.SetToken(authform.Token{Known: true, Text: safe.Lit("● T")})
	if s := screen(f); strings.Contains(s, "Use Token Type") {
		t.Errorf("without an ID token:\n%s", s)
	}
	f.SetToken(authform.Token{Known: true, Text: safe.Lit("● T"), HasID: true})
	if s := screen(f); !strings.Contains(s, "Use Token Type") {
		t.Errorf("with an ID token:\n%s", s)
	}
}

// Rows keep what the file says of them beyond what is shown, and its order.
func TestParametersKeepTheirSpelling(t *testing.T) {
	text := `[{"send_as":"request_body","x":1.50,"key":"a","value":"1"},{"key":"b","value":"2","enabled":true}]`
	var v any
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	own := oauth2()
	own.Attrs = append(own.Attrs, auth.Attr{Key: "tokenRequestParams", Value: v, Source: text})
	source := func(f *authform.Form) string { return f.View().Own.Attrs[0].Source }

	f := open(own)
	choose(t, f, "a")
	typed(f, "9")
	if got := source(f); got != strings.Replace(text, `"1"`, `"9"`, 1) {
		t.Errorf("changed, it is %s", got)
	}
	f.Update(pane.Act{ID: keymap.Toggle})
	if got := source(f); got != `[{"send_as":"request_body","x":1.50,"key":"a","value":"9","enabled":false},{"key":"b","value":"2","enabled":true}]` {
		t.Errorf("switched off, it is %s", got)
	}
	f.Update(pane.Act{ID: keymap.Remove})
	if got := source(f); got != `[{"key":"b","value":"2","enabled":true}]` {
		t.Errorf("with the first removed, it is %s", got)
	}
	if ps := f.View().Own.Params("tokenRequestParams", auth.InBody); len(ps) != 1 || ps[0].Key != "b" {
		t.Errorf("its parameters are %+v", ps)
	}
}

func TestMoveAudienceAndResource(t *testing.T) {
	for _, c := range []struct {
		name string
		own  *auth.Config
		key  string
		want []auth.Param
	}{
		{
			"into the token request", oauth2("audience", "https://a", "resource", map[string]any{"2": "r2", "1": "r1", "3": ""}), "tokenRequestParams",
			[]auth.Param{{Key: "audience", Value: "https://a", In: auth.InBody}, {Key: "resource", Value: "r1", In: auth.InBody}, {Key: "resource", Value: "r2", In: auth.InBody}},
		},
		{
			"behind those there are",
			oauth2("audience", "a", "tokenRequestParams", []any{map[string]any{"key": "k", "value": "v", "send_as": "request_header"}}), "tokenRequestParams",
			[]auth.Param{{Key: "k", Value: "v", In: auth.InHeader}, {Key: "audience", Value: "a", In: auth.InBody}},
		},
		{"into the auth request", oauth2("audience", "a", "grant_type", "implicit"), "authRequestParams", []auth.Param{{Key: "audience", Value: "a", In: auth.InURL}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := open(c.own)
			choose(t, f, "Audience")
			if s := screen(f); strings.Contains(s, "{") {
				t.Errorf("the form is\n%s", s)
			}
			if out := f.Update(pane.Act{ID: keymap.MoveAudience}); !out.Changed {
				t.Fatalf("it did nothing: %+v", out)
			}
			own := f.View().Own
			if got := own.Params(c.key, ""); !reflect.DeepEqual(got, c.want) {
				t.Errorf("the parameters are %+v, want %+v", got, c.want)
			}
			if own.Get("audience")+own.Get("resource") != "" || f.Offer().Legacy {
				t.Error("the old attributes are still there")
			}
			if f.Update(pane.Act{ID: keymap.MoveAudience}).Changed {
				t.Error("it moves what is moved already")
			}
		})
	}
}

func TestButtonsAskForWhatOthersDo(t *testing.T) {
	own := oauth2("accessTokenUrl", "https://idp.test/token", "issuer", "https://idp.test")
	for _, c := range []struct {
		label string
		want  pane.Intent
	}{
		{"Get New Access Token", authform.GetAsked{Owner: owner(), Holder: owner()}},
		{"Use another token…", authform.UseAsked{Owner: owner(), Holder: owner()}},
		{"Fill from issuer", authform.FillAsked{Owner: owner()}},
		{"Share token", authform.ShareAsked{Owner: owner()}},
	} {
		f := open(own)
		f.SetToken(authform.Token{Known: true, Text: safe.Lit("● T")})
		choose(t, f, c.label)
		if out := f.Update(pane.Act{ID: keymap.Open}); out.Intent != c.want || out.Changed {
			t.Errorf("%s asks for %#v", c.label, out.Intent)
		}
	}
	f := open(own)
	choose(t, f, "Share token")
	if out := f.Update(pane.Act{ID: keymap.Open}); out.Intent != nil {
		t.Errorf("without a token it asks for %#v", out.Intent)
	}
	c := own.Set("accessToken", "shared-token")
	f = open(&c)
	if s := screen(f); strings.Contains(s, "shared-token") || !strings.Contains(s, "Stop sharing") {
		t.Errorf("shared, it is\n%s", s)
	}
	if out := f.Update(pane.Act{ID: keymap.ShareToken}); !out.Changed || f.View().Own.Get("accessToken") != "" {
		t.Errorf("it is still shared: %+v", f.View().Own)
	}
}

func TestOf(t *testing.T) {
	req := &collection.Item{ID: "r", Name: "R", Request: &collection.Request{Auth: &auth.Config{}}}
	inner := &collection.Item{ID: "g", Name: "G", Folder: true, Items: []*collection.Item{req}}
	outer := &collection.Item{ID: "f", Name: "F", Folder: true, Items: []*collection.Item{inner}}
	c := &collection.Collection{ID: "c", Name: "C", Items: []*collection.Item{outer}, Auth: &auth.Config{Type: "basic"}}
	chain := c.Chain("r")
	v := authform.Of(c, chain)
	if !v.Inherits() || v.From != "collection" || v.Name != "C" || v.Holder() != (authform.Owner{Collection: "c"}) {
		t.Errorf("from the collection it is %+v", v)
	}
	outer.Auth = &auth.Config{Type: "bearer"}
	if v = authform.Of(c, chain); v.Name != "F" || v.Config().Type != "bearer" || v.Holder().Item != "f" {
		t.Errorf("from a folder it is %+v", v)
	}
	req.Request.Auth = &auth.Config{Type: "noauth"}
	if v = authform.Of(c, chain); v.Inherits() || v.Kind != "request" || v.Holder() != v.Owner {
		t.Errorf("of its own it is %+v", v)
	}
	if v = authform.Of(c, chain[:1]); v.Kind != "folder" || v.Own == nil || v.Name != "C" {
		t.Errorf("the folder's is %+v", v)
	}
	if v = authform.Of(c, nil); v.Kind != "collection" || v.Own.Type != "basic" || v.From != "" {
		t.Errorf("the collection's is %+v", v)
	}
	v.Own.Type = "changed"
	if c.Auth.Type != "basic" {
		t.Error("the view shares the collection's auth")
	}
}

// What is copied within a text of several lines is handed on, and changes nothing.
func TestPartsOfALongTextAreCopied(t *testing.T) {
	f := open(&auth.Config{Type: "jwt", Attrs: []auth.Attr{{Key: "payload", Value: "{\n}"}}})
	f.Select("payload")
	f.Update(pane.Act{ID: keymap.EditValue})
	f.Update(pane.Key{KeyPressMsg: tea.KeyPressMsg{Code: 'a', Mod: tea.ModCtrl}})
	out := f.Update(pane.Key{KeyPressMsg: tea.KeyPressMsg{Code: 'c', Mod: tea.ModAlt}})
	if out.Intent != (pane.CopyAsked{What: "the selection", Text: "{\n}"}) || out.Changed {
		t.Errorf("%+v", out)
	}
}
