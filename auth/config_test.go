package auth_test

import (
	"reflect"
	"testing"

	"postern/auth"
)

func TestTypesKeepTheirAttributes(t *testing.T) {
	c := auth.Config{Type: "bearer", Realm: "env", Attrs: []auth.Attr{{Key: "token", Value: "t"}}}
	basic := c.As("basic").Set("username", "u")
	if basic.Get("token") != "" || basic.Realm != "env" || basic.Type != "basic" {
		t.Errorf("as basic it is %+v", basic)
	}
	if back := basic.As("bearer"); back.Get("token") != "t" || back.As("basic").Get("username") != "u" {
		t.Errorf("back again it is %+v", back)
	}
	if same := basic.As("basic"); !reflect.DeepEqual(same, basic) {
		t.Errorf("as what it is it is %+v", same)
	}
	n := basic.Clone()
	n.Others[0].Attrs[0].Value = "other"
	if basic.As("bearer").Get("token") != "t" {
		t.Error("a copy shares its other attributes")
	}
	if len(basic.Map(func(s string) string { return s }).Others) > 0 {
		t.Error("what is resolved has attributes of other types")
	}
	if got := basic.Unset("username"); got.Get("username") != "" || basic.Get("username") != "u" {
		t.Errorf("unset, it is %+v of %+v", got, basic)
	}
}

// What is told of where a token comes from holds nothing that gets one.
func TestServerHoldsNoSecret(t *testing.T) {
	for _, tt := range []struct{ key, address, want string }{
		{"accessTokenUrl", "https://idp.test:8443/oauth2/v1/token", "https://idp.test:8443/oauth2/v1/token"},
		{"accessTokenUrl", "https://id:hush@idp.test/token?key=hush&x=1#hush", "https://idp.test/token"},
		{"authUrl", "https://idp.test/authorize?client_secret=hush", "https://idp.test/authorize"},
		{"issuer", "https://idp.test", "https://idp.test"},
		{"accessTokenUrl", "{{url}}/token?key=hush", "{{url}}/token"},
		{"accessTokenUrl", "https://id:hush@idp.test:x/?key=hush", "https://idp.test:x/"},
		{"clientId", "c", ""},
	} {
		if got := auth.Server((auth.Config{Type: "oauth2"}).Set(tt.key, tt.address)); got != tt.want {
			t.Errorf("%s %s: %q, want %q", tt.key, tt.address, got, tt.want)
		}
	}
}
