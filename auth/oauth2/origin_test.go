package oauth2_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"postern/auth"
	"postern/auth/oauth2"
	"postern/auth/oauth2/metadata"
)

// A refresh token goes back to the server that gave it, whatever the issuer
// names by now; what the config itself names is the person's word.
func TestARefreshTokenGoesBackWhereItCameFrom(t *testing.T) {
	const issuer, evil = "https://idp.test", "https://evil.test"
	now := metadata.Metadata{Issuer: issuer, Token: "https://idp.test/t", Revocation: issuer + "/revoke"}
	w := &wire{body: `{"access_token":"at","refresh_token":"rt","expires_in":60}`}
	cl := oauth2.New(oauth2.Options{Transport: w, Metadata: func(context.Context, string, bool) (metadata.Metadata, error) { return now, nil }})
	c := machine("issuer", issuer).Unset("accessTokenUrl")
	token, err := cl.Obtain(t.Context(), c, nil)
	if err != nil {
		t.Fatal(err)
	}
	token.Config = c
	refresh := func(t *testing.T, tk auth.Token) error {
		t.Helper()
		_, err := cl.Refresh(t.Context(), tk)
		return err
	}
	for _, tt := range []struct {
		name   string
		told   metadata.Metadata
		config auth.Config
		do     func(*testing.T, auth.Token) error
		where  string // of the refusal
		to     string // host
	}{
		{"refresh, as it was", now, c, refresh, "", "idp.test"},
		{"refresh at another path", metadata.Metadata{Issuer: issuer, Token: "https://IDP.test:443/other"}, c, refresh, "", "IDP.test:443"},
		{"refresh elsewhere", metadata.Metadata{Issuer: issuer, Token: evil + "/t"}, c, refresh, "accessTokenUrl", ""},
		{"refresh on another port", metadata.Metadata{Issuer: issuer, Token: issuer + ":8443/t"}, c, refresh, "accessTokenUrl", ""},
		{"refresh where the config says", now, c.Set("refreshTokenUrl", "https://other.test/r"), refresh, "", "other.test"},
		{"revoke, as it was", now, c, func(t *testing.T, tk auth.Token) error { return cl.Revoke(t.Context(), tk) }, "", "idp.test"},
		{"revoke elsewhere", metadata.Metadata{Issuer: issuer, Token: issuer + "/t", Revocation: evil + "/r"}, c, func(t *testing.T, tk auth.Token) error { return cl.Revoke(t.Context(), tk) }, "revocationUrl", ""},
		{"revoke where the config says", now, c.Set("revocationUrl", "https://other.test/r"), func(t *testing.T, tk auth.Token) error { return cl.Revoke(t.Context(), tk) }, "", "other.test"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			now, w.requests = tt.told, nil
			tk := token
			tk.Config = tt.config
			err := tt.do(t, tk)
			if tt.where == "" {
				if err != nil || len(w.requests) == 0 || w.requests[0].URL.Host != tt.to {
					t.Errorf("%d requests, %v", len(w.requests), err)
				}
				return
			}
			if e := asError(t, err); e.Where != tt.where || e.Kind != auth.KindConfig || !strings.Contains(e.Hint, "log in again") {
				t.Errorf("%+v", e)
			}
			for _, r := range w.requests {
				t.Errorf("it went to %s", (&url.URL{Scheme: r.URL.Scheme, Host: r.URL.Host}).String())
			}
		})
	}
}
