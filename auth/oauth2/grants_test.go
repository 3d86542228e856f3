package oauth2_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"postern/auth"
)

const urn = "urn:ietf:params:oauth:"

// TestGrantsOnTheWire is the form of each grant that needs no person.
func TestGrantsOnTheWire(t *testing.T) {
	tests := []struct {
		name string
		c    auth.Config
		want url.Values
	}{
		{"refresh token", machine("grant_type", "refresh_token", "refreshToken", "r/1", "clientSecret", ""), url.Values{
			"grant_type": {"refresh_token"}, "refresh_token": {"r/1"}, "client_id": {"id"},
		}},
		{"refresh token with what the form offers", machine("grant_type", "refresh_token", "refreshToken", "r", "clientSecret", "", "scope", "a",
			"tokenRequestParams", rows("t", "1", "request_body"), "refreshRequestParams", rows("r", "2", "request_body")), url.Values{
			"grant_type": {"refresh_token"}, "refresh_token": {"r"}, "client_id": {"id"}, "scope": {"a"}, "t": {"1"}, "r": {"2"},
		}},
		{"token exchange", machine("grant_type", "token_exchange", "subjectToken", "st", "clientSecret", ""), url.Values{
			"grant_type": {urn + "grant-type:token-exchange"}, "subject_token": {"st"}, "subject_token_type": {urn + "token-type:access_token"}, "client_id": {"id"},
		}},
		{"token exchange with everything", machine("grant_type", "token_exchange", "subjectToken", "st", "subjectTokenType", "id_token", "actorToken", "at", "actorTokenType", "jwt",
			"requestedTokenType", "urn:own:type", "audience", []any{"a1", "a2"}, "resource", []any{"r1", "r2"}, "scope", "s", "clientSecret", ""), url.Values{
			"grant_type": {urn + "grant-type:token-exchange"}, "subject_token": {"st"}, "subject_token_type": {urn + "token-type:id_token"},
			"actor_token": {"at"}, "actor_token_type": {urn + "token-type:jwt"}, "requested_token_type": {"urn:own:type"},
			"audience": {"a1", "a2"}, "resource": {"r1", "r2"}, "scope": {"s"}, "client_id": {"id"},
		}},
		{"JWT bearer with a ready assertion", machine("grant_type", "jwt_bearer", "assertion", "a.b.c", "scope", "s", "clientSecret", ""), url.Values{
			"grant_type": {urn + "grant-type:jwt-bearer"}, "assertion": {"a.b.c"}, "scope": {"s"}, "client_id": {"id"},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := &wire{body: good}
			if _, err := client(w).Obtain(t.Context(), tt.c, nil); err != nil {
				t.Fatal(err)
			}
			form, err := url.ParseQuery(w.bodies[0])
			if err != nil || form.Encode() != tt.want.Encode() || len(w.requests) != 1 {
				t.Errorf("sent %s\nwant %s", form.Encode(), tt.want.Encode())
			}
		})
	}
}

func TestGrantsThatLackSomething(t *testing.T) {
	tests := []struct {
		name  string
		pairs []any
		where string
	}{
		{"no refresh token", []any{"grant_type", "refresh_token"}, "refreshToken"},
		{"no token to exchange", []any{"grant_type", "token_exchange"}, "subjectToken"},
		{"a variable in the token to exchange", []any{"grant_type", "token_exchange", "subjectToken", "{{t}}"}, "subjectToken"},
		{"no key for the assertion", []any{"grant_type", "jwt_bearer", "clientSecret", ""}, "privateKey"},
		{"claims that are none", []any{"grant_type", "jwt_bearer", "assertionClaims", "[1]"}, "assertionClaims"},
		{"no key for the client", []any{"client_authentication", "private_key_jwt"}, "privateKey"},
		{"a key that is none", []any{"client_authentication", "private_key_jwt", "privateKey", "canary-key"}, "privateKey"},
		{"a key behind a passphrase", []any{"client_authentication", "private_key_jwt", "privateKey", "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----"}, "privateKey"},
		{"a set without the key", []any{"client_authentication", "private_key_jwt", "keyId", "x", "privateKey", `{"keys":[{"kty":"oct","k":"Y2FuYXJ5","kid":"y"}]}`}, "privateKey"},
		{"no algorithm", []any{"client_authentication", "client_secret_jwt", "assertionAlgorithm", "none"}, "assertionAlgorithm"},
		{"another key's algorithm", []any{"client_authentication", "client_secret_jwt", "assertionAlgorithm", "RS256"}, "assertionAlgorithm"},
		{"no secret for the client", []any{"client_authentication", "client_secret_jwt", "clientSecret", ""}, "privateKey"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := &wire{body: good}
			_, err := client(w).Obtain(t.Context(), machine(tt.pairs...), nil)
			if e := asError(t, err); e.Kind != auth.KindConfig || e.Where != tt.where || e.Hint == "" || strings.Contains(e.Error(), "canary") {
				t.Errorf("error %+v", e)
			}
			if len(w.requests) != 0 {
				t.Error("a request went out")
			}
		})
	}
}

// What another grant left in the config is not looked at.
func TestLeftoversOfAnotherGrant(t *testing.T) {
	w := &wire{body: good}
	c := machine("username", "{{user}}", "redirect_uri", "{{back}}", "subjectToken", "{{st}}", "authUrl", "nowhere", "deviceUrl", "-x", "code_verifier", "short")
	if _, err := client(w).Obtain(t.Context(), c, nil); err != nil || w.bodies[0] != "grant_type=client_credentials" {
		t.Errorf("sent %v, %v", w.bodies, err)
	}
}

func TestRefreshTokenGrant(t *testing.T) {
	c := machine("grant_type", "refresh_token", "refreshToken", "own")
	tests := []struct {
		name string
		wire wire
		want string
		kind auth.Kind
	}{
		{"the answer brings another", wire{body: good}, "rt", ""},
		{"it brings none", wire{body: `{"access_token":"at"}`}, "own", ""},
		{"it is used up", wire{status: 400, body: `{"error":"invalid_grant"}`}, "", auth.KindConfig},
		{"the server is away", wire{status: 503}, "", auth.KindUnreachable},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := client(&tt.wire).Obtain(t.Context(), c, nil)
			if auth.KindOf(err) != tt.kind || err == nil && got.Refresh.Reveal() != tt.want {
				t.Errorf("refresh token %q, %v", got.Refresh.Reveal(), err)
			}
		})
	}
}

func TestExchangedToken(t *testing.T) {
	var call auth.TokenCall
	ctx := auth.WithTrace(t.Context(), func(c auth.TokenCall) { call = c })
	w := &wire{body: `{"access_token":"at","issued_token_type":"urn:ietf:params:oauth:token-type:id_token","token_type":"N_A"}`}
	got, err := client(w).Obtain(ctx, machine("grant_type", "token_exchange", "subjectToken", "st"), nil)
	if err != nil || got.Issued != "urn:ietf:params:oauth:token-type:id_token" || got.Access != "at" {
		t.Errorf("token %+v, %v", got, err)
	}
	if len(call.Warnings) != 1 || !strings.Contains(call.Warnings[0], "N_A") {
		t.Errorf("warnings %q", call.Warnings)
	}
}

// signing is a key in a form a config has it, and what verifies it.
type signing struct {
	alg, text string
	public    any
}

func signingKeys(t *testing.T) map[string]signing {
	t.Helper()
	r, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(r)
	if err != nil {
		t.Fatal(err)
	}
	public, e, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	jwk, err := jose.JSONWebKey{Key: e, KeyID: "own"}.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	text := string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
	return map[string]signing{
		"PEM":          {"RS256", text, r.Public()},
		"PEM in a row": {"RS256", strings.ReplaceAll(text, "\n", `\n`), r.Public()},
		"JWK":          {"EdDSA", string(jwk), public},
	}
}

// verified returns the header and the claims of a signed token.
func verified(t *testing.T, token, alg string, key any) (jose.Header, map[string]any) {
	t.Helper()
	parsed, err := jose.ParseSignedCompact(token, []jose.SignatureAlgorithm{jose.SignatureAlgorithm(alg)})
	if err != nil {
		t.Fatal(err)
	}
	payload, err := parsed.Verify(key)
	if err != nil {
		t.Fatal(err)
	}
	claims := map[string]any{}
	if err := json.Unmarshal(payload, &claims); err != nil {
		t.Fatal(err)
	}
	return parsed.Signatures[0].Header, claims
}

// TestClientAssertion is RFC 7523 section 2.2, and 7523-1 and 7523-2 of the
// checklist: short-lived, fresh, for the token endpoint, and the only proof.
func TestClientAssertion(t *testing.T) {
	keys := signingKeys(t)
	keys["secret"] = signing{"HS256", "", []byte("secret-value-of-enough-bytes-for-it")}
	for _, name := range slices.Sorted(maps.Keys(keys)) {
		for _, aud := range []string{"", "https://idp.test/"} {
			t.Run(name+" "+aud, func(t *testing.T) {
				key := keys[name]
				how := "private_key_jwt"
				if key.text == "" {
					how = "client_secret_jwt"
				}
				c := machine("client_authentication", how, "clientSecret", "secret-value-of-enough-bytes-for-it", "privateKey", key.text, "assertionAudience", aud, "refreshTokenUrl", "https://idp.test/r")
				if name != "JWK" {
					c = c.Set("keyId", "own")
				}
				w := &wire{body: good}
				cl := client(w)
				if _, err := cl.Obtain(t.Context(), c, nil); err != nil {
					t.Fatal(err)
				}
				if _, err := cl.Refresh(t.Context(), auth.Token{Refresh: "r", Config: c}); err != nil {
					t.Fatal(err)
				}
				seen := map[any]bool{}
				for i, body := range w.bodies {
					form, _ := url.ParseQuery(body)
					if form.Has("client_secret") || w.requests[i].Header.Get("Authorization") != "" || form.Get("client_id") != "id" ||
						form.Get("client_assertion_type") != urn+"client-assertion-type:jwt-bearer" {
						t.Errorf("sent %s with %v", body, w.requests[i].Header)
					}
					header, claims := verified(t, form.Get("client_assertion"), key.alg, key.public)
					want := aud
					if want == "" {
						want = "https://idp.test/t"
					}
					life := claims["exp"].(float64) - claims["iat"].(float64)
					if claims["iss"] != "id" || claims["sub"] != "id" || claims["aud"] != want || claims["iat"] != float64(born.Unix()) || life <= 0 || life > 300 || header.KeyID != "own" {
						t.Errorf("claims %v, header %+v", claims, header)
					}
					if seen[claims["jti"]] || claims["jti"] == "" {
						t.Errorf("jti %v is not new", claims["jti"])
					}
					seen[claims["jti"]] = true
				}
			})
		}
	}
}

func TestBearerAssertion(t *testing.T) {
	key := signingKeys(t)["PEM"]
	w := &wire{body: good}
	c := machine("grant_type", "jwt_bearer", "privateKey", key.text, "assertionSubject", "ada", "assertionAlgorithm", "PS256",
		"assertionClaims", `{"scope":"a b","aud":["x","y"],"n":1.50}`)
	if _, err := client(w).Obtain(t.Context(), c, nil); err != nil {
		t.Fatal(err)
	}
	form, _ := url.ParseQuery(w.bodies[0])
	_, claims := verified(t, form.Get("assertion"), "PS256", key.public)
	aud, _ := claims["aud"].([]any)
	if claims["iss"] != "id" || claims["sub"] != "ada" || claims["scope"] != "a b" || !slices.Equal(aud, []any{"x", "y"}) || claims["jti"] == "" {
		t.Errorf("claims %v", claims)
	}
	if _, secret, ok := w.requests[0].BasicAuth(); !ok || secret != "secret-value" {
		t.Error("the client did not authenticate itself as configured")
	}
	c = c.Set("assertionIssuer", "robot").Set("assertionClaims", "")
	if _, err := client(w).Obtain(t.Context(), c, nil); err != nil {
		t.Fatal(err)
	}
	form, _ = url.ParseQuery(w.bodies[1])
	if _, claims = verified(t, form.Get("assertion"), "PS256", key.public); claims["iss"] != "robot" || claims["aud"] != "https://idp.test/t" ||
		time.Unix(int64(claims["exp"].(float64)), 0).Sub(born) > 5*time.Minute {
		t.Errorf("claims %v", claims)
	}
}
