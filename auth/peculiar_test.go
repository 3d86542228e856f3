package auth_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"strings"
	"testing"

	"github.com/go-jose/go-jose/v4"
	"github.com/google/go-cmp/cmp"

	"postern/auth"
)

// Requests that are less plain than those of the vectors, with what Postman's
// runtime makes of them.
func TestPeculiarRequests(t *testing.T) {
	tests := []struct {
		name  string
		typ   string
		attrs map[string]any
		url   string
		// contentType is the user's own if it stands first, else ours.
		contentType string
		body        string
		want        string
	}{
		{
			"awsv4 cleans the path that it signs", "awsv4", awsAttrs(), "https://h.test/a//b/../c?x=%2F&x=%E9%9F%B3", "", "",
			"SignedHeaders=host;x-a;x-amz-date;x-b, Signature=3a28639dad3b63d5ab347accf4afa656a38fbf224213ea9983321711dd2f3468",
		},
		{
			"awsv4 for s3 signs the first of a name", "awsv4", awsAttrs("service", "s3", "region", "eu-west-1", "sessionToken", "S/T+="),
			"https://api.example.com/a/(b)/c*d?q=a+b&q=A%20b&e=&flag&z=~-_.!", "", "",
			"SignedHeaders=host;x-a;x-amz-content-sha256;x-amz-date;x-amz-security-token;x-b, Signature=310b403d82c0f0ae29bb1c9787a71ad71f05fe129eb2dc5cf3d426da1f897d49",
		},
		{
			"awsv4 for s3 with a type of the user's", "awsv4", awsAttrs("service", "s3", "region", "eu-west-1"),
			"http://h.test/it's/!ok?k=%27v%27&b=(1)", "text/x; charset=utf-8", "hello",
			"SignedHeaders=content-type;host;x-a;x-amz-content-sha256;x-amz-date;x-b, Signature=1c3d2b39cf2a78f54d42f3918bf103fffe4a30d30be498a90a9d7b116ee9b017",
		},
		{
			"awsv4 in the query with a session token", "awsv4", awsAttrs("service", "es", "region", "eu-central-1", "sessionToken", "S/T+=", "addAuthDataToQuery", true),
			vectorURL, "", "",
			"&X-Amz-Security-Token=S%2FT%2B%3D&X-Amz-Date=20231114T221320Z&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKID%2F20231114%2Feu-central-1%2Fes%2Faws4_request&X-Amz-SignedHeaders=host%3Bx-a%3Bx-b&X-Amz-Signature=6b43ac6c7b1109df0fd9d4bfe2ba861b3b1c1e4a718a66860267b4093603637c",
		},
		{
			"edgegrid with another host and a small body", "edgegrid",
			edgegridAttrs("nonce", "n1", "headersToSign", "X-A, x-b ,Nope", "baseURL", "https://other.host:8443/x", "maxBodySize", 3),
			vectorURL, "", "hello", "signature=eyoti+RncmKYE2kAVjm0JIBBhVM1mIqHbtdTv6Sj/UU=",
		},
		{
			"edgegrid with a list of headers", "edgegrid", edgegridAttrs("nonce", "n1", "headersToSign", []any{"X-A"}, "maxBodySize", 0),
			vectorURL, "", "hello", "signature=NKu4h1Ha7eZJUs5SToYIMFyvWfzpTMQefHgZOIkryxo=",
		},
		{
			"hawk for an application", "hawk", hawkAttrs("authKey", "k", "extraData", "e", "app", "app", "delegation", "dlg", "includePayloadHash", true),
			vectorURL, "", "hello",
			`hash="uZJnFj0XVBA6Rs1hEvdIDf8NraM0qRNXdFbR3NEQbVA=", ext="e", mac="DHvkZhYcaDcKQPRSEM+PPc/IkEGtdKHQYRqL6YTvvSc=", app="app", dlg="dlg"`,
		},
		{
			"oauth1 without header encoding", "oauth1",
			map[string]any{
				"consumerKey": "ck", "consumerSecret": "cs", "timestamp": "1700000000", "nonce": "abc", "addParamsToHeader": true,
				"disableHeaderEncoding": true, "callback": "http://cb/?x", "verifier": "v",
			},
			"https://api.example.com/a/(b)/c*d?q=a+b&q=A%20b&e=&flag&z=~-_.!", "", "",
			`OAuth oauth_consumer_key="ck",oauth_signature_method="HMAC-SHA1",oauth_timestamp="1700000000",oauth_nonce="abc",oauth_callback="http://cb/?x",oauth_verifier="v",oauth_signature="nN64tDI22ir6vPPhvDHv7+7XOck="`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := &auth.Request{Method: "GET", URL: tt.url, Header: []auth.Header{
				{Name: "X-A", Value: " v  1 "}, {Name: "x-b", Value: "2"}, {Name: "User-Agent", Value: "ua"}, {Name: "authorization", Value: "mine"},
			}}
			if tt.body != "" {
				r.Method = "POST"
				setBody(r, tt.body)
				h := auth.Header{Name: "Content-Type", Value: tt.contentType}
				if h.Value == "" {
					h.Value, h.System = "text/plain", true
				}
				r.Add(h)
			}
			sign(t, config(tt.typ, tt.attrs), r)
			if all := r.URL + "\n" + strings.Join(lines(r), "\n"); !strings.Contains(all, tt.want) {
				t.Errorf("got\n%s\nwant in it\n%s", all, tt.want)
			}
			if v, _ := r.Get("Authorization"); v == "mine" {
				t.Error("the user's own header is still there")
			}
		})
	}
}

// What makes no signature leaves the request as it is, and says so.
func TestUnsignable(t *testing.T) {
	tests := []struct {
		name, typ string
		attrs     map[string]any
		warning   string
	}{
		{"hawk without a key", "hawk", hawkAttrs("authKey", ""), "Hawk Auth Key is missing"},
		{"edgegrid without a secret", "edgegrid", edgegridAttrs("clientSecret", ""), "Client Secret is missing"},
		{"awsv4 without a key", "awsv4", awsAttrs("secretKey", ""), "SecretKey is missing"},
		{"oauth1 without a key", "oauth1", oauth1Attrs("signatureMethod", "RSA-SHA1"), "Private Key cannot be used"},
		{"jwt without an algorithm", "jwt", jwtAttrs("algorithm", ""), "choose one"},
		{"jwt without a secret", "jwt", jwtAttrs("secret", ""), "needs a secret"},
		{"jwt without a key", "jwt", jwtAttrs("algorithm", "RS256"), "needs a private key"},
		{"jwt with a bad key", "jwt", jwtAttrs("algorithm", "RS256", "privateKey", "s3cr3t-key"), "not a private key in PEM"},
		{"jwt with a payload that is no object", "jwt", jwtAttrs("payload", "[1]"), "payload cannot be used"},
		{"jwt with broken headers", "jwt", jwtAttrs("header", "{"), "JWT headers cannot be used"},
		{"asap without an issuer", "asap", map[string]any{"aud": "a", "kid": "k", "privateKey": "x"}, "is missing"},
		{"asap with a shared secret", "asap", map[string]any{"iss": "i", "aud": "a", "kid": "k", "privateKey": "x", "alg": "HS256"}, "choose one"},
		{"asap with broken claims", "asap", map[string]any{"claims": "{"}, "additional claims cannot be used"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := request()
			want := lines(r)
			sign(t, config(tt.typ, tt.attrs), r)
			if diff := cmp.Diff(want, lines(r)); diff != "" || r.URL != firstURL {
				t.Errorf("the request changed:\n%s%s", diff, r.URL)
			}
			warnings := strings.Join(r.Warnings, "\n")
			if !strings.Contains(warnings, tt.warning) || strings.Contains(warnings, "s3cr3t") {
				t.Errorf("warnings %q, want %q and no secret", warnings, tt.warning)
			}
		})
	}
}

// Postman sends an empty header then.
func TestHawkWithoutAnAlgorithm(t *testing.T) {
	r := request()
	sign(t, config("hawk", hawkAttrs("algorithm", "")), r)
	if v, ok := r.Get("Authorization"); !ok || v != "" || len(r.Warnings) != 1 {
		t.Errorf("Authorization %q, warnings %q", v, r.Warnings)
	}
}

func TestJWTPrefix(t *testing.T) {
	for _, tt := range []struct {
		name   string
		attrs  map[string]any
		prefix string
	}{
		{"absent", jwtAttrs(), "Bearer ey"},
		{"null", jwtAttrs("headerPrefix", nil), "Bearer ey"},
		{"empty", jwtAttrs("headerPrefix", ""), "ey"},
		{"not trimmed", jwtAttrs("headerPrefix", "T "), "T  ey"},
		{"payload as a value of the file", jwtAttrs("payload", map[string]any{"n": json.Number("1.50")}), "Bearer eyJhbGciOiJIUzI1NiJ9.eyJuIjoxLjUwfQ."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := request()
			sign(t, config("jwt", tt.attrs), r)
			if v, _ := r.Get("Authorization"); !strings.HasPrefix(v, tt.prefix) {
				t.Errorf("Authorization %q, want %q", v, tt.prefix)
			}
		})
	}
}

// The token is read by a library that had no part in making it.
func TestASAP(t *testing.T) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	private := string(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}))
	base := func(more ...any) map[string]any {
		return with(map[string]any{"iss": "me", "aud": "you", "kid": "team/k1", "privateKey": private}, more...)
	}
	const id = "00000000-0000-4000-8000-000000000000"
	tests := []struct {
		name  string
		attrs map[string]any
		want  string
	}{
		{"defaults", base(), `{"iat":1700000000,"iss":"me","sub":"me","jti":"` + id + `","aud":"you","exp":1700003600}`},
		{"subject and lifetime", base("sub", "s", "exp", "60"), `{"iat":1700000000,"iss":"me","sub":"s","jti":"` + id + `","aud":"you","exp":1700000060}`},
		{"claims go first", base("claims", `{"x":1,"sub":"c","jti":"j","exp":1800000000}`), `{"x":1,"sub":"c","jti":"j","exp":1800000000,"iat":1700000000,"iss":"me","aud":"you"}`},
		{"several audiences", base("aud", []any{"a", "b"}), `{"iat":1700000000,"iss":"me","sub":"me","jti":"` + id + `","aud":["a","b"],"exp":1700003600}`},
		{"another algorithm", base("alg", "PS384"), `{"iat":1700000000,"iss":"me","sub":"me","jti":"` + id + `","aud":"you","exp":1700003600}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := request()
			sign(t, config("asap", tt.attrs), r)
			v, _ := r.Get("Authorization")
			token, err := jose.ParseSignedCompact(strings.TrimPrefix(v, "Bearer "), []jose.SignatureAlgorithm{jose.RS256, jose.PS384})
			if err != nil {
				t.Fatal(err, r.Warnings)
			}
			claims, err := token.Verify(&key.PublicKey)
			if err != nil || string(claims) != tt.want || token.Signatures[0].Header.KeyID != "team/k1" {
				t.Errorf("claims (%v)\n got %s\nwant %s", err, claims, tt.want)
			}
		})
	}
}
