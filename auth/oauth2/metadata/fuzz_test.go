package metadata_test

import (
	"net/url"
	"strings"
	"testing"

	"postern/auth/oauth2/metadata"
)

// Whatever a document says, what is taken from it is the issuer that was asked
// and https addresses.
func FuzzFetch(f *testing.F) {
	f.Add(`{"issuer":"https://idp.test","token_endpoint":"https://idp.test/t"}`)
	f.Add(`{"issuer":"https://idp.test","token_endpoint":"http://127.0.0.1/","token_endpoint_auth_methods_supported":[1]}`)
	f.Add(`{"issuer":"https://idp.test","authorization_endpoint":"https:evil.test","userinfo_endpoint":"//x"}`)
	f.Add(`{"issuer":"https://idp.test","revocation_endpoint":"https://u:p@h/","device_authorization_endpoint":"https://:1/"}`)
	f.Fuzz(func(t *testing.T, body string) {
		m, err := metadata.Fetch(t.Context(), one("https://idp.test"+oidc, body), "https://idp.test", false)
		if err != nil {
			if e := asError(t, err); strings.ContainsAny(e.Error()+e.Hint, "\x00\x07\x1b\n\u202e") {
				t.Errorf("control characters in %q", e.Error()+e.Hint)
			}
			return
		}
		if m.Issuer != "https://idp.test" {
			t.Errorf("issuer %q", m.Issuer)
		}
		for _, e := range []string{m.Authorization, m.Token, m.Device, m.Revocation, m.Introspection, m.UserInfo} {
			if u, err := url.Parse(e); e != "" && (err != nil || u.Scheme != "https" || u.Hostname() == "" || u.User != nil) {
				t.Errorf("endpoint %q", e)
			}
		}
	})
}
