package tenant_test

import (
	"reflect"
	"testing"

	"postern/auth/tenant"
)

const (
	exchangeGrant = "urn:ietf:params:oauth:grant-type:token-exchange"
	tokenType     = "urn:ietf:params:oauth:token-type:"
)

func (r *rig) exchange(subject string, pairs ...string) reply {
	r.Helper()
	return r.token(append([]string{"grant_type", exchangeGrant, "subject_token", subject}, pairs...)...)
}

// inspect is what introspection tells about a token.
func (r *rig) inspect(token string) map[string]any {
	r.Helper()
	return r.post("/oauth2/v1/introspect", basic(tenant.DemoClientID, tenant.DemoClientSecret), "token", token).json(r.T)
}

func TestTokenExchange(t *testing.T) {
	r := newRig(t, tenant.Options{})
	user := userTokens(r)
	service := r.tokens("grant_type", "client_credentials")
	for _, tt := range []struct {
		name, subject, kind string
		pairs               []string
		issued, token       string // types
		want                map[string]any
	}{
		{
			"access token", text(user, "access_token"), "access_token", nil, "access_token", "Bearer",
			map[string]any{"sub": tenant.DemoUsername, "scope": "okta.users.read openid", "aud": "api://default"},
		},
		{
			"for two audiences and a resource", text(user, "access_token"), "jwt",
			[]string{"audience", "a", "audience", "b", "resource", "https://c.example/x", "scope", "openid"},
			"access_token", "Bearer",
			map[string]any{"aud": []any{"a", "b", "https://c.example/x"}, "scope": "openid"},
		},
		{
			"on behalf of", text(user, "access_token"), "access_token",
			[]string{"actor_token", text(service, "access_token"), "actor_token_type", tokenType + "access_token"},
			"access_token", "Bearer",
			map[string]any{"sub": tenant.DemoUsername, "act": map[string]any{"sub": tenant.DemoClientID, "client_id": tenant.DemoClientID}},
		},
		{
			"ID token as subject", text(user, "id_token"), "id_token", nil, "access_token", "Bearer",
			map[string]any{"sub": tenant.DemoUsername},
		},
		{
			"refresh token as subject", text(user, "refresh_token"), "refresh_token", nil, "access_token", "Bearer",
			map[string]any{"sub": tenant.DemoUsername},
		},
		{
			"a client's own", text(service, "access_token"), "access_token", nil, "access_token", "Bearer",
			map[string]any{"sub": tenant.DemoClientID},
		},
		{
			"for a JWT", text(user, "access_token"), "access_token",
			[]string{"requested_token_type", tokenType + "jwt"},
			"jwt", "Bearer",
			map[string]any{"active": true},
		},
		{
			"for a refresh token", text(user, "access_token"), "access_token",
			[]string{"requested_token_type", tokenType + "refresh_token"},
			"refresh_token", "N_A",
			map[string]any{"sub": tenant.DemoUsername},
		},
		{
			"for an ID token", text(user, "access_token"), "access_token",
			[]string{"requested_token_type", tokenType + "id_token"},
			"id_token", "N_A",
			map[string]any{"active": false},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := r.exchange(tt.subject, append(tt.pairs, "subject_token_type", tokenType+tt.kind)...)
			answer := got.json(t)
			if got.status != 200 || answer["issued_token_type"] != tokenType+tt.issued || answer["token_type"] != tt.token || answer["refresh_token"] != nil {
				t.Fatalf("got %d %s", got.status, got.body)
			}
			seen := r.inspect(text(answer, "access_token"))
			for k, v := range tt.want {
				if !reflect.DeepEqual(seen[k], v) {
					t.Errorf("%s is %v, want %v", k, seen[k], v)
				}
			}
		})
	}
}

// Each actor keeps the one before.
func TestTokenExchangeChain(t *testing.T) {
	r := newRig(t, tenant.Options{Clients: []tenant.Client{{ID: "second", Secret: "s", Audience: "api://second"}}})
	user := userTokens(r)
	mine := r.tokens("grant_type", "client_credentials")
	second := basic("second", "s")
	theirs := r.post("/oauth2/v1/token", second, "grant_type", "client_credentials").json(t)

	one := r.exchange(text(user, "access_token"), "subject_token_type", tokenType+"access_token",
		"actor_token", text(mine, "access_token"), "actor_token_type", tokenType+"access_token").json(t)
	two := r.post("/oauth2/v1/token", second, "grant_type", exchangeGrant,
		"subject_token", text(one, "access_token"), "subject_token_type", tokenType+"access_token",
		"actor_token", text(theirs, "access_token"), "actor_token_type", tokenType+"access_token").json(t)
	seen := r.inspect(text(two, "access_token"))
	want := map[string]any{
		"sub": "second", "client_id": "second",
		"act": map[string]any{"sub": tenant.DemoClientID, "client_id": tenant.DemoClientID},
	}
	if !reflect.DeepEqual(seen["act"], want) || seen["client_id"] != "second" || seen["aud"] != "api://second" || seen["sub"] != tenant.DemoUsername {
		t.Errorf("introspection %v", seen)
	}
}

func TestTokenExchangeRefusals(t *testing.T) {
	r := newRig(t, tenant.Options{})
	user := userTokens(r)
	access, kind := text(user, "access_token"), []string{"subject_token_type", tokenType + "access_token"}
	with := func(pairs ...string) []string { return append(pairs, kind...) }
	for _, tt := range []struct {
		name, subject string
		pairs         []string
		code          string
	}{
		{"no subject", "", kind, "invalid_request"},
		{"no type", access, nil, "invalid_request"},
		{"unknown type", access, []string{"subject_token_type", tokenType + "saml2"}, "invalid_request"},
		{"wrong type", access, []string{"subject_token_type", tokenType + "refresh_token"}, "invalid_request"},
		{"unknown subject", "x", kind, "invalid_request"},
		{"wider scope", access, with("scope", "okta.users.manage"), "invalid_scope"},
		{"resource with a fragment", access, with("resource", "https://a.example/#x"), "invalid_target"},
		{"relative resource", access, with("resource", "x"), "invalid_target"},
		{"actor type alone", access, with("actor_token_type", tokenType+"access_token"), "invalid_request"},
		{"actor without type", access, with("actor_token", access), "invalid_request"},
		{"unknown actor", access, with("actor_token", "x", "actor_token_type", tokenType+"jwt"), "invalid_request"},
		{"unknown requested type", access, with("requested_token_type", "x"), "invalid_request"},
	} {
		t.Run(tt.name, func(t *testing.T) { wantError(t, r.exchange(tt.subject, tt.pairs...), 400, tt.code) })
	}
	wantError(t, r.post("/oauth2/v1/token", "", "client_id", tenant.DemoPublicClientID, "grant_type", exchangeGrant), 400, "unauthorized_client")
	r.tenant.RevokeAll()
	wantError(t, r.exchange(text(user, "id_token"), "subject_token_type", tokenType+"id_token"), 400, "invalid_request")
}
