package tenant_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"postern/auth/tenant"
)

const (
	assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
	jwtBearer     = "urn:ietf:params:oauth:grant-type:jwt-bearer"
)

// demoKey reads the private key as whoever uses the tenant does.
func demoKey(t *testing.T) crypto.PrivateKey {
	t.Helper()
	block, _ := pem.Decode([]byte(tenant.DemoPrivateKey))
	if block == nil {
		t.Fatal("the private key is not in PEM")
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// good are the claims of an assertion of a client about itself.
func good(id string) jwt.Claims {
	now := time.Now()
	return jwt.Claims{
		Issuer: id, Subject: id, Audience: jwt.Audience{host}, ID: rand.Text(),
		Expiry: jwt.NewNumericDate(now.Add(time.Minute)), IssuedAt: jwt.NewNumericDate(now),
	}
}

func assertion(t *testing.T, alg jose.SignatureAlgorithm, key any, c jwt.Claims) string {
	t.Helper()
	s, err := jose.NewSigner(jose.SigningKey{Algorithm: alg, Key: key}, nil)
	if err != nil {
		t.Fatal(err)
	}
	token, err := jwt.Signed(s).Claims(c).Serialize()
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func withAssertion(token string) []string {
	return []string{"grant_type", "client_credentials", "client_assertion_type", assertionType, "client_assertion", token}
}

func publicPEM(t *testing.T, key any) string {
	t.Helper()
	der, err := x509.MarshalPKIXPublicKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
}

func TestAssertionAlgorithms(t *testing.T) {
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	p384, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	edPublic, ed, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	long := strings.Repeat("s", 64) // RFC 7518 section 3.2 wants it as long as the hash
	r := newRig(t, tenant.Options{Clients: []tenant.Client{
		{ID: "rsa", Key: publicPEM(t, &rsaKey.PublicKey)},
		{ID: "p384", Key: publicPEM(t, &p384.PublicKey)},
		{ID: "ed", Key: publicPEM(t, edPublic)},
		{ID: "long", Secret: long},
	}})
	for _, tt := range []struct {
		alg    jose.SignatureAlgorithm
		key    any
		client string
		method string
	}{
		{jose.ES256, demoKey(t), tenant.DemoKeyClientID, "private_key_jwt"},
		{jose.ES384, p384, "p384", "private_key_jwt"},
		{jose.RS256, rsaKey, "rsa", "private_key_jwt"},
		{jose.PS512, rsaKey, "rsa", "private_key_jwt"},
		{jose.EdDSA, ed, "ed", "private_key_jwt"},
		{jose.HS256, []byte(tenant.DemoClientSecret), tenant.DemoClientID, "client_secret_jwt"},
		{jose.HS512, []byte(long), "long", "client_secret_jwt"},
	} {
		t.Run(string(tt.alg)+" "+tt.client, func(t *testing.T) {
			got := r.post("/oauth2/v1/token", "", withAssertion(assertion(t, tt.alg, tt.key, good(tt.client)))...)
			if got.status != 200 {
				t.Fatalf("got %d %s", got.status, got.body)
			}
			log := r.tenant.Log()
			if e := log[len(log)-1]; e.Client != tt.client || e.ClientAuth != tt.method {
				t.Errorf("logged %+v", e)
			}
		})
	}
}

func TestAssertionRefusals(t *testing.T) {
	r := newRig(t, tenant.Options{})
	key, id := demoKey(t), tenant.DemoKeyClientID
	other, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	for _, tt := range []struct {
		name   string
		change func(*jwt.Claims)
		key    any
		status int
	}{
		{"issuer", func(*jwt.Claims) {}, key, 200},
		{"token endpoint", func(c *jwt.Claims) { c.Audience = jwt.Audience{"x", host + "/oauth2/v1/token"} }, key, 200},
		{"clock half a minute ahead", func(c *jwt.Claims) { c.IssuedAt = jwt.NewNumericDate(now.Add(20 * time.Second)) }, key, 200},
		{"another key", func(*jwt.Claims) {}, other, 401},
		{"another issuer's aud", func(c *jwt.Claims) { c.Audience = jwt.Audience{host + "/oauth2/default"} }, key, 401},
		{"no aud", func(c *jwt.Claims) { c.Audience = nil }, key, 401},
		{"no exp", func(c *jwt.Claims) { c.Expiry = nil }, key, 401},
		{"expired", func(c *jwt.Claims) { c.Expiry = jwt.NewNumericDate(now.Add(-time.Second)) }, key, 401},
		{"exp an hour ahead", func(c *jwt.Claims) { c.Expiry = jwt.NewNumericDate(now.Add(time.Hour)) }, key, 401},
		{"not yet", func(c *jwt.Claims) { c.NotBefore = jwt.NewNumericDate(now.Add(time.Minute)) }, key, 401},
		{"iat in the future", func(c *jwt.Claims) { c.IssuedAt = jwt.NewNumericDate(now.Add(time.Minute)) }, key, 401},
		{"no jti", func(c *jwt.Claims) { c.ID = "" }, key, 401},
		{"no sub", func(c *jwt.Claims) { c.Subject = "" }, key, 401},
		{"about another", func(c *jwt.Claims) { c.Subject = tenant.DemoClientID }, key, 401},
		{"unknown iss", func(c *jwt.Claims) { c.Issuer = "who" }, key, 401},
		{"client without a key", func(c *jwt.Claims) { c.Issuer, c.Subject = tenant.DemoClientID, tenant.DemoClientID }, key, 401},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := good(id)
			tt.change(&c)
			got := r.post("/oauth2/v1/token", "", withAssertion(assertion(t, jose.ES256, tt.key, c))...)
			if got.status != tt.status {
				t.Errorf("got %d %s, want %d", got.status, got.body, tt.status)
			}
		})
	}
	t.Run("once only", func(t *testing.T) {
		token := assertion(t, jose.ES256, key, good(id))
		if got := r.post("/oauth2/v1/token", "", withAssertion(token)...); got.status != 200 {
			t.Fatalf("first: %d %s", got.status, got.body)
		}
		wantError(t, r.post("/oauth2/v1/token", "", withAssertion(token)...), 401, "invalid_client")
	})
	t.Run("alg none", func(t *testing.T) {
		part := func(v any) string {
			b, err := json.Marshal(v)
			if err != nil {
				t.Fatal(err)
			}
			return base64.RawURLEncoding.EncodeToString(b)
		}
		token := part(map[string]string{"alg": "none"}) + "." + part(good(id)) + "."
		wantError(t, r.post("/oauth2/v1/token", "", withAssertion(token)...), 401, "invalid_client")
	})
	t.Run("public key as a secret", func(t *testing.T) {
		public := publicPEM(t, key.(*ecdsa.PrivateKey).Public())
		token := assertion(t, jose.HS256, []byte(public), good(id))
		wantError(t, r.post("/oauth2/v1/token", "", withAssertion(token)...), 401, "invalid_client")
	})
}

// One method of client authentication per request, whichever two are tried.
func TestOneClientAuthentication(t *testing.T) {
	r := newRig(t, tenant.Options{})
	key, id := demoKey(t), tenant.DemoKeyClientID
	with := func(pairs ...string) []string {
		return append(withAssertion(assertion(t, jose.ES256, key, good(id))), pairs...)
	}
	for _, tt := range []struct {
		name, header string
		form         []string
		status       int
		code         string
	}{
		{"assertion and its client_id", "", with("client_id", id), 200, ""},
		{"assertion and another client_id", "", with("client_id", tenant.DemoClientID), 400, "invalid_request"},
		{"assertion and secret", "", with("client_secret", tenant.DemoClientSecret), 400, "invalid_request"},
		{"assertion and header", basic(tenant.DemoClientID, tenant.DemoClientSecret), with(), 400, "invalid_request"},
		{"wrong type", "", []string{"grant_type", "client_credentials", "client_assertion_type", "x", "client_assertion", "y"}, 400, "invalid_request"},
		{"type without assertion", "", []string{"grant_type", "client_credentials", "client_assertion_type", assertionType}, 401, "invalid_client"},
		{"key client without proof", "", []string{"grant_type", "client_credentials", "client_id", id}, 401, "invalid_client"},
		{"key client with an empty secret", basic(id, ""), []string{"grant_type", "client_credentials"}, 401, "invalid_client"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := r.post("/oauth2/v1/token", tt.header, tt.form...)
			if got.status != tt.status || text(got.json(t), "error") != tt.code {
				t.Errorf("got %d %s, want %d %s", got.status, got.body, tt.status, tt.code)
			}
		})
	}
}

// Every endpoint that knows clients knows them by their assertions.
func TestAssertionsElsewhere(t *testing.T) {
	r := newRig(t, tenant.Options{})
	key := demoKey(t)
	proof := func() []string {
		return []string{"client_assertion_type", assertionType, "client_assertion", assertion(t, jose.ES256, key, good(tenant.DemoKeyClientID))}
	}
	got := r.post("/oauth2/v1/token", "", append(proof(), "grant_type", "client_credentials")...).json(t)
	seen := r.post("/oauth2/v1/introspect", "", append(proof(), "token", text(got, "access_token"))...)
	if seen.json(t)["active"] != true {
		t.Errorf("introspection: %s", seen.body)
	}
	if d := r.post("/oauth2/v1/device/authorize", "", proof()...); d.status != 200 {
		t.Errorf("device: %d %s", d.status, d.body)
	}
	if rv := r.post("/oauth2/v1/revoke", "", append(proof(), "token", text(got, "access_token"))...); rv.status != 200 {
		t.Errorf("revoke: %d %s", rv.status, rv.body)
	}
	if users := r.call("GET", "/api/v1/users", bearer(got), ""); users.status != 401 {
		t.Errorf("after revocation: %d", users.status)
	}
}

func TestJWTBearer(t *testing.T) {
	r := newRig(t, tenant.Options{})
	key, id := demoKey(t), tenant.DemoKeyClientID
	about := func(sub string) string {
		c := good(id)
		c.Subject = sub
		return assertion(t, jose.ES256, key, c)
	}
	self := basic(tenant.DemoClientID, tenant.DemoClientSecret)
	for _, tt := range []struct {
		name, header string
		form         []string
		sub, client  string // of the token
	}{
		{"alone", "", []string{"assertion", about("ada.lovelace@example.com"), "scope", "openid okta.users.read"}, "ada.lovelace@example.com", id},
		{"with a client", self, []string{"assertion", about("ada.lovelace@example.com")}, "ada.lovelace@example.com", tenant.DemoClientID},
		{"with its client_id", "", []string{"assertion", about("ada.lovelace@example.com"), "client_id", id}, "ada.lovelace@example.com", id},
		{"with a public client", "", []string{"assertion", about(tenant.DemoUsername), "client_id", tenant.DemoPublicClientID}, tenant.DemoUsername, tenant.DemoPublicClientID},
		{"about the client itself", "", []string{"assertion", about(id)}, id, id},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := r.post("/oauth2/v1/token", tt.header, append(tt.form, "grant_type", jwtBearer)...).json(t)
			seen := r.post("/oauth2/v1/introspect", self, "token", text(got, "access_token")).json(t)
			if seen["sub"] != tt.sub || seen["client_id"] != tt.client || got["refresh_token"] != nil {
				t.Errorf("got %v, introspection %v", got, seen)
			}
		})
	}
	t.Run("offline_access", func(t *testing.T) {
		got := r.post("/oauth2/v1/token", "", "grant_type", jwtBearer, "assertion", about(tenant.DemoUsername), "scope", "openid offline_access").json(t)
		if text(got, "refresh_token") == "" {
			t.Errorf("no refresh token: %v", got)
		}
	})
	wantError(t, r.post("/oauth2/v1/token", "", "grant_type", jwtBearer, "assertion", about(tenant.DemoUsername), "client_id", tenant.DemoClientID), 401, "invalid_client")
	used := about(tenant.DemoUsername)
	r.post("/oauth2/v1/token", "", "grant_type", jwtBearer, "assertion", used)
	for _, tt := range []struct {
		name, token, code string
	}{
		{"used", used, "invalid_grant"},
		{"nobody", about("nobody@example.com"), "invalid_grant"},
		{"not a JWT", "x", "invalid_grant"},
		{"missing", "", "invalid_request"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			wantError(t, r.post("/oauth2/v1/token", "", "grant_type", jwtBearer, "assertion", tt.token), 400, tt.code)
		})
	}
}
