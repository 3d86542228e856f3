package tenant_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"postern/auth/tenant"
)

func TestClientAuthentication(t *testing.T) {
	const id, secret = "a client@x", "s:1+%/é &"
	r := newRig(t, tenant.Options{ClientID: id, ClientSecret: secret})
	grant := []string{"grant_type", "client_credentials"}
	with := func(pairs ...string) []string { return append(pairs, grant...) }
	for _, tt := range []struct {
		name, header string
		form         []string
		status       int
		method       string
	}{
		{"header, raw", basic(id, secret), grant, 200, "client_secret_basic"},
		{"header, form-encoded", basic("a+client%40x", "s%3A1%2B%25%2F%C3%A9+%26"), grant, 200, "client_secret_basic"},
		{"header and the same client_id", basic(id, secret), with("client_id", id), 200, "client_secret_basic"},
		{"body", "", with("client_id", id, "client_secret", secret), 200, "client_secret_post"},
		{"both", basic(id, secret), with("client_id", id, "client_secret", secret), 400, ""},
		{"header and another client_id", basic(id, secret), with("client_id", "other"), 400, ""},
		{"wrong secret in the header", basic(id, "no"), grant, 401, "client_secret_basic"},
		{"wrong secret in the body", "", with("client_id", id, "client_secret", "no"), 401, "client_secret_post"},
		{"no secret", "", with("client_id", id), 401, "none"},
		{"nothing", "", grant, 401, ""},
		{"not Basic", "Bearer x", grant, 401, ""},
		{"broken Basic", "Basic §", grant, 401, ""},
		{"public client", "", with("client_id", tenant.DemoPublicClientID), 400, "none"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := r.post("/oauth2/v1/token", tt.header, tt.form...)
			if got.status != tt.status {
				t.Errorf("got %d %s, want %d", got.status, got.body, tt.status)
			}
			challenge := got.header.Get("WWW-Authenticate")
			if (tt.status == 401) != strings.HasPrefix(challenge, "Basic ") {
				t.Errorf("WWW-Authenticate is %q at status %d", challenge, got.status)
			}
			log := r.tenant.Log()
			if last := log[len(log)-1]; tt.method != "" && (last.ClientAuth != tt.method || last.Status != tt.status || last.Grant != "client_credentials") {
				t.Errorf("logged %+v", last)
			}
		})
	}
}

func TestTokenRefusals(t *testing.T) {
	r := newRig(t, tenant.Options{})
	for _, tt := range []struct {
		name   string
		form   []string
		status int
		code   string
	}{
		{"no grant_type", nil, 400, "invalid_request"},
		{"unknown grant_type", []string{"grant_type", "magic"}, 400, "unsupported_grant_type"},
		{"unknown scope", []string{"grant_type", "client_credentials", "scope", "root"}, 400, "invalid_scope"},
		{"only personal scopes", []string{"grant_type", "client_credentials", "scope", "openid email"}, 400, "invalid_scope"},
		{"parameter twice", []string{"grant_type", "client_credentials", "scope", "openid", "scope", "email"}, 400, "invalid_request"},
		{"wrong password", []string{"grant_type", "password", "username", tenant.DemoUsername, "password", "no"}, 400, "invalid_grant"},
		{"locked out", []string{"grant_type", "password", "username", "franz.kafka@example.com", "password", tenant.DemoPassword}, 400, "invalid_grant"},
		{"no password", []string{"grant_type", "password", "username", tenant.DemoUsername}, 400, "invalid_request"},
		{"unknown code", []string{"grant_type", "authorization_code", "code", "x"}, 400, "invalid_grant"},
		{"no code", []string{"grant_type", "authorization_code"}, 400, "invalid_request"},
		{"unknown refresh token", []string{"grant_type", "refresh_token", "refresh_token", "x"}, 400, "invalid_grant"},
		{"no refresh token", []string{"grant_type", "refresh_token"}, 400, "invalid_request"},
	} {
		t.Run(tt.name, func(t *testing.T) { wantError(t, r.token(tt.form...), tt.status, tt.code) })
	}
	t.Run("GET", func(t *testing.T) { wantError(t, r.call("GET", "/oauth2/v1/token", "", ""), 405, "invalid_request") })
	t.Run("JSON body", func(t *testing.T) { wantError(t, r.call("POST", "/oauth2/v1/token", "", "{}"), 400, "invalid_request") })
	t.Run("secret in the URL", func(t *testing.T) {
		wantError(t, r.post("/oauth2/v1/token?client_secret=x", ""), 400, "invalid_request")
	})
	t.Run("body too long", func(t *testing.T) {
		wantError(t, r.token("grant_type", strings.Repeat("x", 70<<10)), 400, "invalid_request")
	})
}

func TestClientCredentials(t *testing.T) {
	r := newRig(t, tenant.Options{})
	got := r.tokens("grant_type", "client_credentials", "scope", "okta.groups.read openid okta.users.read")
	if text(got, "scope") != "okta.groups.read okta.users.read" {
		t.Errorf("granted %q: a client of its own has no openid", got["scope"])
	}
	if got["expires_in"] != 3600.0 || got["token_type"] != "Bearer" {
		t.Errorf("answer %v", got)
	}
	if got["refresh_token"] != nil || got["id_token"] != nil {
		t.Errorf("client credentials got a refresh or ID token: %v", got)
	}
	if users := r.call("GET", "/api/v1/users?limit=1", bearer(got), ""); users.status != 200 {
		t.Errorf("users: %d %s", users.status, users.body)
	}
}

func TestTokensAreSigned(t *testing.T) {
	for _, tt := range []struct{ name, at, endpoint string }{
		{"org server", "", "/oauth2/v1"},
		{"default server", "/oauth2/default", "/oauth2/default/v1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t, tenant.Options{})
			meta := r.call("GET", tt.at+"/.well-known/openid-configuration", "", "").json(t)
			if meta["issuer"] != host+tt.at || meta["token_endpoint"] != host+tt.endpoint+"/token" {
				t.Fatalf("discovery %v", meta)
			}
			got := r.post(tt.endpoint+"/token", basic(tenant.DemoClientID, tenant.DemoClientSecret),
				"grant_type", "password", "username", tenant.DemoUsername, "password", tenant.DemoPassword,
				"scope", "openid email", "audience", "https://api.example", "resource", "https://two.example").json(t)

			var keys jose.JSONWebKeySet
			if err := json.Unmarshal([]byte(r.call("GET", strings.TrimPrefix(text(meta, "jwks_uri"), host), "", "").body), &keys); err != nil {
				t.Fatal(err)
			}
			var access, id struct {
				jwt.Claims
				Scope string `json:"scope"`
				Email string `json:"email"`
			}
			claims(t, keys, text(got, "access_token"), &access)
			claims(t, keys, text(got, "id_token"), &id)
			if access.Issuer != host+tt.at || access.Subject != tenant.DemoUsername || access.Scope != "email openid" {
				t.Errorf("access token %+v", access)
			}
			if len(access.Audience) != 2 || access.Audience[1] != "https://two.example" {
				t.Errorf("audience %v", access.Audience)
			}
			if id.Issuer != host+tt.at || id.Audience[0] != tenant.DemoClientID || id.Email != tenant.DemoUsername {
				t.Errorf("ID token %+v", id)
			}
		})
	}
}

func claims(t *testing.T, keys jose.JSONWebKeySet, token string, into any) {
	t.Helper()
	tok, err := jwt.ParseSigned(token, []jose.SignatureAlgorithm{jose.ES256})
	if err != nil {
		t.Fatalf("%v: %q", err, token)
	}
	key := keys.Key(tok.Headers[0].KeyID)
	if len(key) != 1 {
		t.Fatalf("%d keys for %q", len(key), tok.Headers[0].KeyID)
	}
	if err := tok.Claims(key[0], into); err != nil {
		t.Fatal(err)
	}
}

func TestIDTokenIsBound(t *testing.T) {
	r := newRig(t, tenant.Options{AutoLogin: true})
	var keys jose.JSONWebKeySet
	if err := json.Unmarshal([]byte(r.call("GET", "/oauth2/v1/keys", "", "").body), &keys); err != nil {
		t.Fatal(err)
	}
	got := r.redeem(callback(t, r.call("GET", ask(), "", "")).Get("code")).json(t)
	var id struct {
		Nonce string `json:"nonce"`
		Hash  string `json:"at_hash"`
	}
	claims(t, keys, text(got, "id_token"), &id)
	sum := sha256.Sum256([]byte(text(got, "access_token")))
	if id.Nonce != "n1" || id.Hash != base64.RawURLEncoding.EncodeToString(sum[:16]) {
		t.Errorf("%+v does not belong to its request and access token", id)
	}
	direct := r.post("/oauth2/v1/token", "", "grant_type", "password", "client_id", tenant.DemoPublicClientID,
		"username", tenant.DemoUsername, "password", tenant.DemoPassword).json(t)
	var bare map[string]any
	claims(t, keys, text(direct, "id_token"), &bare)
	if _, ok := bare["nonce"]; ok {
		t.Errorf("a nonce that nobody sent: %v", bare)
	}
}

func TestDiscoveryAddresses(t *testing.T) {
	r := newRig(t, tenant.Options{})
	for path, issuer := range map[string]string{
		"/.well-known/openid-configuration":                       host,
		"/.well-known/oauth-authorization-server":                 host,
		"/oauth2/default/.well-known/openid-configuration":        host + "/oauth2/default",
		"/oauth2/default/.well-known/oauth-authorization-server":  host + "/oauth2/default",
		"/.well-known/oauth-authorization-server/oauth2/default":  host + "/oauth2/default",
		"/.well-known/openid-configuration?client_id=whatever-it": host,
	} {
		if got := r.call("GET", path, "", ""); got.status != 200 || got.json(t)["issuer"] != issuer {
			t.Errorf("%s: %d %s, want issuer %s", path, got.status, got.body, issuer)
		}
	}
	r.tenant.SetBase("https://id.example/")
	if got := r.call("GET", "/.well-known/openid-configuration", "", "").json(t)["issuer"]; got != "https://id.example" {
		t.Errorf("issuer %v does not follow SetBase", got)
	}
}

// What the document announces is there, and what is there is announced.
func TestDiscoveryIsTrue(t *testing.T) {
	for _, at := range []string{"", "/oauth2/default"} {
		r := newRig(t, tenant.Options{})
		meta := r.call("GET", at+"/.well-known/openid-configuration", "", "").json(t)
		for name, v := range meta {
			address, _ := v.(string)
			if !strings.HasSuffix(name, "_endpoint") && name != "jwks_uri" {
				continue
			}
			if got := r.call("GET", strings.TrimPrefix(address, host), "", ""); got.status == 404 {
				t.Errorf("%s: nothing at %s", name, address)
			}
		}
		for _, name := range []string{
			"authorization_endpoint", "token_endpoint", "device_authorization_endpoint", "userinfo_endpoint",
			"revocation_endpoint", "introspection_endpoint", "jwks_uri",
		} {
			if !strings.HasPrefix(text(meta, name), host+"/oauth2/") {
				t.Errorf("%s is %v", name, meta[name])
			}
		}
		if meta["authorization_response_iss_parameter_supported"] != true {
			t.Error("iss is not announced")
		}
		for _, g := range meta["grant_types_supported"].([]any) {
			got := r.token("grant_type", g.(string))
			if code := text(got.json(t), "error"); g != "implicit" && (code == "unsupported_grant_type" || code == "unauthorized_client") {
				t.Errorf("grant type %v: %s", g, got.body)
			}
		}
		for _, want := range []string{"private_key_jwt", "client_secret_jwt", "none"} {
			if methods := meta["token_endpoint_auth_methods_supported"].([]any); !slices.Contains(methods, any(want)) {
				t.Errorf("client authentication %v lacks %s", methods, want)
			}
		}
		if slices.Contains(meta["token_endpoint_auth_signing_alg_values_supported"].([]any), any("none")) {
			t.Error("assertions need no signature")
		}
	}
}

func TestIntrospectAndRevoke(t *testing.T) {
	r := newRig(t, tenant.Options{})
	self := basic(tenant.DemoClientID, tenant.DemoClientSecret)
	login := func() map[string]any {
		return r.tokens("grant_type", "password", "username", tenant.DemoUsername, "password", tenant.DemoPassword)
	}
	active := func(token string) bool {
		return r.post("/oauth2/v1/introspect", self, "token", token).json(t)["active"] == true
	}

	got := login()
	seen := r.post("/oauth2/v1/introspect", self, "token", text(got, "access_token")).json(t)
	if seen["username"] != tenant.DemoUsername || seen["client_id"] != tenant.DemoClientID || seen["token_type"] != "Bearer" {
		t.Errorf("introspection %v", seen)
	}
	wantError(t, r.post("/oauth2/v1/introspect", "", "client_id", tenant.DemoPublicClientID, "token", "x"), 401, "invalid_client")
	wantError(t, r.post("/oauth2/v1/revoke", "", "client_id", tenant.DemoPublicClientID, "token", text(got, "access_token")), 400, "unauthorized_client")

	wantError(t, r.post("/oauth2/v1/revoke", "", "client_id", tenant.DemoPublicClientID, "token", text(got, "refresh_token")), 400, "unauthorized_client")
	wantError(t, r.post("/oauth2/v1/revoke", "", "token", text(got, "access_token")), 401, "invalid_client")
	wantError(t, r.post("/oauth2/v1/introspect", self), 400, "invalid_request")

	if got := r.post("/oauth2/v1/revoke", self, "token", "unknown"); got.status != 200 {
		t.Errorf("revoking an unknown token: %d, want 200", got.status)
	}
	r.post("/oauth2/v1/revoke", self, "token", text(got, "access_token"))
	if active(text(got, "access_token")) || !active(text(got, "refresh_token")) {
		t.Error("revoking an access token must end it and no more")
	}
	if info := r.call("GET", "/oauth2/v1/userinfo", bearer(got), ""); info.status != 401 ||
		!strings.Contains(info.header.Get("WWW-Authenticate"), `error="invalid_token"`) {
		t.Errorf("userinfo with a revoked token: %d %v", info.status, info.header)
	}
	got = login()
	r.post("/oauth2/v1/revoke", self, "token", text(got, "refresh_token"))
	if active(text(got, "access_token")) || active(text(got, "refresh_token")) {
		t.Error("revoking a refresh token must end the family")
	}
}

// The ledger forgets the dead now and then, and nothing else.
func TestManyTokens(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, tenant.Options{AutoLogin: true, TokenTTL: time.Minute})
		used := callback(t, r.call("GET", ask(), "", "")).Get("code")
		family := r.redeem(used).json(t)
		first := userTokens(r)
		time.Sleep(time.Minute)
		last := userTokens(r)
		for range 600 {
			r.tokens("grant_type", "client_credentials")
		}
		if got := r.call("GET", "/oauth2/v1/userinfo", bearer(first), ""); got.status != 401 {
			t.Errorf("a dead access token: %d", got.status)
		}
		if got := r.call("GET", "/oauth2/v1/userinfo", bearer(last), ""); got.status != 200 {
			t.Errorf("a live access token: %d %s", got.status, got.body)
		}
		if got := refreshWith(r, first); got.status != 200 {
			t.Errorf("a live refresh token: %d %s", got.status, got.body)
		}
		wantError(t, r.redeem(used), 400, "invalid_grant")
		wantError(t, r.post("/oauth2/v1/token", "", "client_id", tenant.DemoPublicClientID,
			"grant_type", "refresh_token", "refresh_token", text(family, "refresh_token")), 400, "invalid_grant")
	})
}

func TestUserinfo(t *testing.T) {
	r := newRig(t, tenant.Options{})
	got := r.tokens("grant_type", "password", "username", "soren.angstrom@example.com", "password", tenant.DemoPassword, "scope", "openid profile groups")
	info := r.call("GET", "/oauth2/v1/userinfo", bearer(got), "").json(t)
	if info["name"] != "Søren Ångström" || info["email"] != nil {
		t.Errorf("claims %v do not follow the scope", info)
	}
	service := r.tokens("grant_type", "client_credentials")
	refused := r.call("GET", "/oauth2/v1/userinfo", bearer(service), "")
	wantError(t, refused, http.StatusForbidden, "insufficient_scope")
}
