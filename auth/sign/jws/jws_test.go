package jws_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/go-jose/go-jose/v4"

	"postern/auth/sign/jws"
)

// keys are one for every algorithm: its private and its public half.
func keys(t *testing.T) map[string][2]any {
	t.Helper()
	out := map[string][2]any{}
	r, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	curves := map[string]elliptic.Curve{"ES256": elliptic.P256(), "ES384": elliptic.P384(), "ES512": elliptic.P521()}
	for _, alg := range jws.Algorithms() {
		switch curve, ok := curves[alg]; {
		case ok:
			k, err := ecdsa.GenerateKey(curve, rand.Reader)
			if err != nil {
				t.Fatal(err)
			}
			out[alg] = [2]any{k, k.Public()}
		case alg == "EdDSA":
			public, k, err := ed25519.GenerateKey(rand.Reader)
			if err != nil {
				t.Fatal(err)
			}
			out[alg] = [2]any{k, public}
		case jws.Symmetric(alg):
			secret := []byte(strings.Repeat("s3cr3t", 12))
			out[alg] = [2]any{secret, secret}
		default:
			out[alg] = [2]any{r, r.Public()}
		}
	}
	return out
}

// Every token is checked by a library that had no part in making it.
func TestSign(t *testing.T) {
	all := keys(t)
	for _, alg := range jws.Algorithms() {
		t.Run(alg, func(t *testing.T) {
			header, err := jws.ParseObject(`{"kid":"k"}`)
			if err != nil {
				t.Fatal(err)
			}
			header.Set("alg", alg)
			payload, err := jws.ParseObject(` { "sub" : "<ü>", "n":1.0 } `)
			if err != nil {
				t.Fatal(err)
			}
			token, err := jws.Sign(alg, all[alg][0], header, payload)
			if err != nil {
				t.Fatal(err)
			}
			parsed, err := jose.ParseSignedCompact(token, []jose.SignatureAlgorithm{jose.SignatureAlgorithm(alg)})
			if err != nil {
				t.Fatal(err)
			}
			got, err := parsed.Verify(all[alg][1])
			if err != nil || string(got) != `{"sub":"<ü>","n":1.0}` {
				t.Errorf("payload %s (%v)", got, err)
			}
			for _, other := range jws.Algorithms() {
				fits := other == alg || jws.Symmetric(alg) && jws.Symmetric(other) || strings.ContainsAny(alg[:1], "RP") && strings.ContainsAny(other[:1], "RP")
				if _, err := jws.Sign(other, all[alg][0], header, payload); (err == nil) != fits {
					t.Errorf("a key of %s with %s: %v", alg, other, err)
				}
			}
		})
	}
	if _, err := jws.Sign("none", []byte("x"), jws.Object{}, jws.Object{}); err == nil {
		t.Error("signed with none")
	}
}

func TestParseObject(t *testing.T) {
	tests := []struct {
		name, text string
		want       string
		ok         bool
	}{
		{"order and spelling", `{ "b": 1.50, "a": {"y": [1, 2], "x": "\u00e9"} }`, `{"b":1.50,"a":{"y":[1,2],"x":"\u00e9"}}`, true},
		{"the last of a name counts", `{"a":1,"b":2,"a":3}`, `{"a":3,"b":2}`, true},
		{"blank", " \n", `{}`, true},
		{"array", `[1]`, "", false},
		{"text", `"a"`, "", false},
		{"broken", `{"a":`, "", false},
		{"more behind it", `{"a":1} x`, "", false},
		{"escaped name", `{"a\"b":1}`, `{"a\"b":1}`, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o, err := jws.ParseObject(tt.text)
			if (err == nil) != tt.ok || tt.ok && string(o.JSON()) != tt.want {
				t.Errorf("got %s (%v), want %s", o.JSON(), err, tt.want)
			}
		})
	}
}

func TestParseKey(t *testing.T) {
	k, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	e, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(k)
	if err != nil {
		t.Fatal(err)
	}
	sec1, err := x509.MarshalECPrivateKey(e)
	if err != nil {
		t.Fatal(err)
	}
	block := func(label string, der []byte) string {
		return string(pem.EncodeToMemory(&pem.Block{Type: label, Bytes: der}))
	}
	good := block("PRIVATE KEY", pkcs8)
	uri := "data:application/pkcs8;kid=team/k1;base64," + base64.StdEncoding.EncodeToString(pkcs8)
	tests := []struct {
		name, text string
		want       crypto.PrivateKey
		err        error
	}{
		{"PKCS #8", good, k, nil},
		{"PKCS #1", block("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(k)), k, nil},
		{"SEC 1", block("EC PRIVATE KEY", sec1), e, nil},
		{"with \\n for line breaks, in quotes", `"` + strings.ReplaceAll(good, "\n", `\n`) + `"`, k, nil},
		{"in one line", strings.ReplaceAll(good, "\n", ""), k, nil},
		{"Windows line breaks", strings.ReplaceAll(good, "\n", "\r\n"), k, nil},
		{"data URI", uri, k, nil},
		{"encoded data URI", strings.NewReplacer("/", "%2F", "+", "%2B", "=", "%3D", ";", "%3B").Replace(uri), k, nil},
		{"data URI of another key", strings.Replace(uri, "team/k1", "team/k2", 1), nil, jws.ErrKeyID},
		{"broken data URI", "data:text/plain,x", nil, jws.ErrNoKey},
		{"public key", block("PUBLIC KEY", pkcs8), nil, jws.ErrNoKey},
		{"encrypted", block("ENCRYPTED PRIVATE KEY", pkcs8), nil, jws.ErrEncrypted},
		{"no PEM", "s3cr3t", nil, jws.ErrNoKey},
		{"cut off", good[:200], nil, jws.ErrNoKey},
		{"rubbish inside", block("PRIVATE KEY", []byte("x")), nil, jws.ErrNoKey},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := jws.ParseKeyURI("team/k1", tt.text)
			if !errors.Is(err, tt.err) {
				t.Fatalf("error %v, want %v", err, tt.err)
			}
			if want, ok := tt.want.(interface{ Equal(crypto.PrivateKey) bool }); ok && !want.Equal(got) {
				t.Errorf("got %T", got)
			}
		})
	}
}

func TestParseSecret(t *testing.T) {
	for _, text := range []string{"_-8=", "/+8", "/+8=", "_-\n8"} {
		if got, err := jws.ParseSecret(text, true); err != nil || string(got) != "\xff\xef" {
			t.Errorf("%q gave %x (%v)", text, got, err)
		}
	}
	if got, err := jws.ParseSecret("_-8=", false); err != nil || string(got) != "_-8=" {
		t.Errorf("a plain secret gave %q (%v)", got, err)
	}
	if _, err := jws.ParseSecret("ä", true); err == nil {
		t.Error("read what is no Base64")
	}
}

func TestParseJWK(t *testing.T) {
	all := keys(t)
	text := func(k jose.JSONWebKey) string {
		b, err := k.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	of := func(alg string) jose.JSONWebKey { return jose.JSONWebKey{Key: all[alg][0], KeyID: "k-" + alg} }
	set := `{"keys":[` + text(of("RS256")) + `,` + text(of("ES256")) + `]}`
	public := jose.JSONWebKey{Key: all["ES256"][1]}
	tests := []struct {
		name, text, id string
		of             string
		fits           string
		err            error
	}{
		{"RSA", text(of("RS256")), "", "RS256", "RS256", nil},
		{"P-256", text(of("ES256")), "", "ES256", "ES256", nil},
		{"P-384", text(of("ES384")), "", "ES384", "ES384", nil},
		{"P-521", text(of("ES512")), "", "ES512", "ES512", nil},
		{"Ed25519", text(of("EdDSA")), "", "EdDSA", "EdDSA", nil},
		{"shared secret", text(of("HS256")), "", "HS256", "HS256", nil},
		{"blanks around it", " " + text(of("ES256")) + "\n", "", "ES256", "ES256", nil},
		{"the set's key of that id", set, "k-ES256", "ES256", "ES256", nil},
		{"the set has several", set, "", "", "", jws.ErrKeyID},
		{"the set has none of that id", set, "other", "", "", jws.ErrKeyID},
		{"public", text(public), "", "", "", jws.ErrNoJWK},
		{"no JWK", `{"kty":"telepathy"}`, "", "", "", jws.ErrNoJWK},
		{"broken", `{"kty":`, "", "", "", jws.ErrNoJWK},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := jws.ParseJWK(tt.text, tt.id)
			if !errors.Is(err, tt.err) {
				t.Fatalf("error %v, want %v", err, tt.err)
			}
			same := reflect.DeepEqual(got.Key, all[tt.of][0])
			if k, ok := got.Key.(interface{ Equal(crypto.PrivateKey) bool }); ok {
				same = k.Equal(all[tt.of][0])
			}
			if tt.err == nil && (!same || got.ID != "k-"+tt.of || jws.Fitting(got.Key) != tt.fits) {
				t.Errorf("got a %T of id %s, which fits %s", got.Key, got.ID, jws.Fitting(got.Key))
			}
		})
	}
}
