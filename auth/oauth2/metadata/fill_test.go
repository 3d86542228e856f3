package metadata_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"postern/auth"
	"postern/auth/oauth2/metadata"
)

// config makes an oauth2 config of names and values.
func config(pairs ...string) auth.Config {
	c := auth.Config{Type: "oauth2"}
	for i := 0; i < len(pairs); i += 2 {
		c = c.Set(pairs[i], pairs[i+1])
	}
	return c
}

func TestChanges(t *testing.T) {
	const pkce = "the server supports PKCE, which protects the code on its way back"
	const only = "the server takes no other way"
	manager := known(t, "identity-manager", "https://im.test/app")
	tests := []struct {
		name   string
		config auth.Config
		want   []metadata.Change
	}{
		{"an empty form", config(), []metadata.Change{
			{Key: "grant_type", Label: "Grant type", Old: "authorization_code", New: "authorization_code_with_pkce", Why: pkce},
			{Key: "authUrl", Label: "Auth URL", New: "https://im.test/app/connect/authorize"},
			{Key: "accessTokenUrl", Label: "Access Token URL", New: "https://im.test/app/connect/token"},
			{Key: "deviceUrl", Label: "Device Authorization URL", New: "https://im.test/app/connect/deviceauthorization"},
			{Key: "client_authentication", Label: "Client Authentication", Old: "header", New: "body", Why: only},
			{Key: "revocationUrl", Label: "Revocation URL", New: "https://im.test/app/connect/revocation"},
			{Key: "introspectionUrl", Label: "Introspection URL", New: "https://im.test/app/connect/introspect"},
			{Key: "userInfoUrl", Label: "UserInfo URL", New: "https://im.test/app/connect/userinfo"},
		}},
		{"a machine, partly right", config("grant_type", "client_credentials", "accessTokenUrl", "https://old.test/token",
			"client_authentication", "body", "revocationUrl", "https://im.test/app/connect/revocation"), []metadata.Change{
			{Key: "accessTokenUrl", Label: "Access Token URL", Old: "https://old.test/token", New: "https://im.test/app/connect/token"},
			{Key: "introspectionUrl", Label: "Introspection URL", New: "https://im.test/app/connect/introspect"},
			{Key: "userInfoUrl", Label: "UserInfo URL", New: "https://im.test/app/connect/userinfo"},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, metadata.Changes(tt.config, manager)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestChangesSuggestAuthentication(t *testing.T) {
	tests := []struct {
		name, fixture, issuer, want string
	}{
		{"one way", "okta-custom", "https://dev-1234.okta.test/oauth2/default", "private_key_jwt"},
		{"several", "okta-org", "https://dev-1234.okta.test", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := ""
			for _, ch := range metadata.Changes(config("grant_type", "client_credentials", "client_authentication", "body"), known(t, tt.fixture, tt.issuer)) {
				if ch.Suggested() {
					got = ch.New
				}
			}
			if got != tt.want {
				t.Errorf("suggests %q, want %q", got, tt.want)
			}
		})
	}
}

func TestFill(t *testing.T) {
	manager := known(t, "identity-manager", "https://im.test/app")
	okta := known(t, "okta-custom", "https://dev-1234.okta.test/oauth2/default")
	tests := []struct {
		name     string
		config   auth.Config
		metadata metadata.Metadata
		want     map[string]string
	}{
		{"what is empty", config("grant_type", "authorization_code", "authUrl", ""), manager, map[string]string{
			"grant_type": "authorization_code", "authUrl": "https://im.test/app/connect/authorize", "accessTokenUrl": "https://im.test/app/connect/token",
			"client_authentication": "body", "deviceUrl": "https://im.test/app/connect/deviceauthorization",
		}},
		{"not what is there", config("accessTokenUrl", "https://mine.test/t", "client_authentication", "header"), manager, map[string]string{
			"accessTokenUrl": "https://mine.test/t", "client_authentication": "header", "grant_type": "",
		}},
		{"not what an old file has", config("clientAuth", "header"), manager, map[string]string{"client_authentication": ""}},
		{"no way that needs a key", config("grant_type", "client_credentials"), okta, map[string]string{
			"accessTokenUrl": "https://dev-1234.okta.test/oauth2/default/v1/token", "client_authentication": "", "authUrl": "",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := tt.config.Clone()
			got := metadata.Fill(tt.config, tt.metadata)
			for key, want := range tt.want {
				if got.Get(key) != want {
					t.Errorf("%s is %q, want %q", key, got.Get(key), want)
				}
			}
			if diff := cmp.Diff(before, tt.config); diff != "" {
				t.Errorf("the config given changed: %s", diff)
			}
		})
	}
}
