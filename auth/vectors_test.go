package auth_test

import (
	"io"
	"strings"
	"testing"
	"time"

	"postern/auth"
)

// The vectors were captured from Postman's runtime. All are about this request.
const (
	vectorURL  = "http://127.0.0.1:18077/p/a%20b?x=1&y=%C3%A9"
	vectorTime = 1700000000 // 2023-11-14T22:13:20Z
)

// vector is a request, a config and what must come out of them.
type vector struct {
	name        string
	typ         string
	attrs       map[string]any
	method      string
	contentType string
	body        string
	header      [2]string
	// authorization is the whole header; parts must occur in it.
	authorization string
	parts         []string
	// query is what the URL ends in, sent is the whole body.
	query, sent string
	// lines are other headers that must be there.
	lines []string
}

func oauth1Attrs(more ...any) map[string]any {
	return with(map[string]any{
		"consumerKey": "ck", "consumerSecret": "cs", "token": "tk", "tokenSecret": "ts", "timestamp": "1700000000",
		"nonce": "abcdefghijk", "version": "1.0", "realm": "r", "addParamsToHeader": true, "signatureMethod": "HMAC-SHA1",
	}, more...)
}

func hawkAttrs(more ...any) map[string]any {
	return with(map[string]any{"authId": "id1", "authKey": "key1", "algorithm": "sha256", "nonce": "abc123", "timestamp": "1700000000"}, more...)
}

func edgegridAttrs(more ...any) map[string]any {
	return with(map[string]any{
		"accessToken": "at", "clientToken": "ct", "clientSecret": "cs", "nonce": "nonce1", "timestamp": "20231114T22:13:20+0000",
	}, more...)
}

func jwtAttrs(more ...any) map[string]any {
	return with(map[string]any{"algorithm": "HS256", "secret": "s3cr3t", "payload": `{"sub":"1","n":2}`, "header": "{}"}, more...)
}

func digestAttrs(more ...any) map[string]any {
	return with(map[string]any{"username": "u", "password": "p", "realm": "R", "nonce": "NN", "opaque": "OP", "qop": "auth", "clientNonce": "cn"}, more...)
}

func awsAttrs(more ...any) map[string]any {
	return with(map[string]any{"accessKey": "AKID", "secretKey": "SK"}, more...)
}

func with(m map[string]any, more ...any) map[string]any {
	for i := 0; i < len(more); i += 2 {
		m[more[i].(string)] = more[i+1]
	}
	return m
}

const (
	awsScope      = "AWS4-HMAC-SHA256 Credential=AKID/20231114/us-east-1/execute-api/aws4_request, "
	digestRequest = `Digest username="u", realm="R", nonce="NN", uri="/p/a%20b?x=1&y=%C3%A9", `
	oauthQuery    = "oauth_consumer_key=ck&oauth_token=tk&oauth_signature_method=HMAC-SHA1&oauth_timestamp=1700000000&oauth_nonce=abcdefghijk&oauth_version=1.0&oauth_signature="
)

func vectors() []vector {
	return []vector{
		{
			name: "basic", typ: "basic", attrs: map[string]any{"username": "user", "password": "pä:ss"},
			authorization: "Basic dXNlcjpww6Q6c3M=",
		},
		{
			name: "oauth1 HMAC-SHA1 in the header", typ: "oauth1", attrs: oauth1Attrs(),
			authorization: `OAuth realm="r",oauth_consumer_key="ck",oauth_token="tk",oauth_signature_method="HMAC-SHA1",oauth_timestamp="1700000000",oauth_nonce="abcdefghijk",oauth_version="1.0",oauth_signature="MN36f5OoBbjnZDg4xCqtBpFa8f8%3D"`,
		},
		{
			name: "oauth1 HMAC-SHA256", typ: "oauth1", attrs: oauth1Attrs("signatureMethod", "HMAC-SHA256"),
			parts: []string{`oauth_signature="BapRLvQG98evH39rKSWsC5Aj%2FLf2%2Fvp4Hj0QvKz%2B1%2BA%3D"`},
		},
		{
			name: "oauth1 PLAINTEXT", typ: "oauth1", attrs: oauth1Attrs("signatureMethod", "PLAINTEXT"),
			parts: []string{`oauth_signature="cs%26ts"`},
		},
		{
			name: "oauth1 in the query", typ: "oauth1", attrs: oauth1Attrs("addParamsToHeader", false),
			query: "x=1&y=%C3%A9&" + oauthQuery + "MN36f5OoBbjnZDg4xCqtBpFa8f8%3D",
		},
		{
			name: "oauth1 in the form", typ: "oauth1", attrs: oauth1Attrs("addParamsToHeader", false),
			method: "POST", contentType: "application/x-www-form-urlencoded", body: "b=2%203",
			sent: "b=2%203&" + oauthQuery + "IRaZu77gqYXFoVheIFV5xpKjppQ%3D",
		},
		{
			name: "oauth1 with a body hash", typ: "oauth1", attrs: oauth1Attrs("includeBodyHash", true),
			method: "POST", contentType: "text/plain", body: "hello",
			parts: []string{`oauth_body_hash="qvTGHdzF6KLavt4PO0gs2a6pQ00%3D",oauth_signature="vlT4Ryy3ERKufblTiHc2YGZdSOQ%3D"`},
		},
		{
			name: "hawk sha256", typ: "hawk", attrs: hawkAttrs("extraData", "e x"),
			authorization: `Hawk id="id1", ts="1700000000", nonce="abc123", ext="e x", mac="MEMBb9QVzAhyP8z/wMqMzDzkGzQLSYPwynhA48Mqw0o="`,
		},
		{
			name: "hawk with a payload hash", typ: "hawk", attrs: hawkAttrs("includePayloadHash", true),
			method: "POST", contentType: "text/plain", body: "hello",
			parts: []string{`hash="uZJnFj0XVBA6Rs1hEvdIDf8NraM0qRNXdFbR3NEQbVA=", mac="mccCS7SfdsfhJCpdRh3LhrjiNlqRmzEZtKdfnaEK9dQ="`},
		},
		{
			name: "edgegrid", typ: "edgegrid", attrs: edgegridAttrs(),
			authorization: "EG1-HMAC-SHA256 client_token=ct;access_token=at;timestamp=20231114T22:13:20+0000;nonce=nonce1;signature=UpXV0yU5cqPSegNHWO/EdFG/n9LqYvW9stRcWMigS8E=",
		},
		{
			name: "edgegrid with a body and a header", typ: "edgegrid", attrs: edgegridAttrs("headersToSign", "X-A"),
			method: "POST", contentType: "text/plain", body: "hello", header: [2]string{"X-A", " v  1 "},
			parts: []string{"signature=vczon04ngsCwejX/fkGq5YOvIvW7N0gi8MMbu/fVV7w="},
		},
		{
			name: "jwt HS256", typ: "jwt", attrs: jwtAttrs(),
			authorization: "Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIiwibiI6Mn0.LbKfbyh60TpuhN3lvxN0HoNAXuTpS6YkHXk1R2zX7_A",
		},
		{
			name: "jwt with a header, in the query", typ: "jwt", attrs: jwtAttrs("header", `{"kid":"k"}`, "addTokenTo", "queryParam", "queryParamKey", "jt"),
			query: "x=1&y=%C3%A9&jt=eyJraWQiOiJrIiwiYWxnIjoiSFMyNTYifQ.eyJzdWIiOiIxIiwibiI6Mn0.uGupxETj5_z1u8QUaQtsdMzkmOTy5HdccjDBoios1Nc",
		},
		{
			name: "digest MD5", typ: "digest", attrs: digestAttrs(),
			authorization: digestRequest + `algorithm="MD5", qop=auth, nc=00000001, cnonce="cn", response="bcec186d08c143f966e6aa20866a94da", opaque="OP"`,
		},
		{
			name: "digest SHA-256", typ: "digest", attrs: digestAttrs("algorithm", "SHA-256", "opaque", ""),
			authorization: digestRequest + `algorithm="SHA-256", qop=auth, nc=00000001, cnonce="cn", response="0485e78dbb48efd57917bef48a360846c7922d14921806f850a113b071b8ae06"`,
		},
		{
			name: "digest without qop", typ: "digest", attrs: digestAttrs("qop", "", "opaque", ""),
			authorization: digestRequest + `algorithm="MD5", response="740543abfbd81fc55cb3bf0b58f47258"`,
		},
		{
			name: "digest with a list as qop", typ: "digest", attrs: digestAttrs("qop", "auth,auth-int", "opaque", ""),
			authorization: digestRequest + `algorithm="MD5", response="740543abfbd81fc55cb3bf0b58f47258"`,
		},
		{
			name: "awsv4", typ: "awsv4", attrs: awsAttrs(),
			authorization: awsScope + "SignedHeaders=host;x-amz-date, Signature=60dd16d90b243d0a494ed4927780bd668dd88a6548bebfe3a791270e6bbfbb40",
			lines:         []string{"X-Amz-Date: 20231114T221320Z"},
		},
		{
			name: "awsv4 with a body", typ: "awsv4", attrs: awsAttrs(),
			method: "POST", contentType: "application/json", body: "{}",
			authorization: awsScope + "SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date, Signature=1aee8d5c8f74771c72ead6aac4feea13c944fe3eb2593f1bcfe3ee7798fefef3",
			lines:         []string{"X-Amz-Content-Sha256: 44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"},
		},
		{
			name: "awsv4 for s3 with a session token", typ: "awsv4", attrs: awsAttrs("service", "s3", "region", "eu-west-1", "sessionToken", "ST"),
			parts: []string{"SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token, Signature=edd17ded4f48457996a23e7e86cebebef6e62f65820275fe9c8f6376e6358331"},
			lines: []string{
				"X-Amz-Content-Sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
				"X-Amz-Security-Token: ST (secret)",
			},
		},
		{
			name: "awsv4 for s3 in the query", typ: "awsv4", attrs: awsAttrs("service", "s3", "region", "eu-west-1", "addAuthDataToQuery", true),
			query: "x=1&y=%C3%A9&X-Amz-Expires=86400&X-Amz-Date=20231114T221320Z&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKID%2F20231114%2Feu-west-1%2Fs3%2Faws4_request&X-Amz-SignedHeaders=host&X-Amz-Signature=5776629c99a7c2ed6fb88008e3b61c586ccedc58517adbd3fb83107c91db7fb1",
		},
	}
}

// sign applies a scheme at the time of the vectors, with nonces that are always
// the same.
func sign(t *testing.T, c auth.Config, r *auth.Request) auth.Call {
	t.Helper()
	s, ok := auth.Lookup(c.Type)
	if !ok {
		t.Fatalf("no scheme %s", c.Type)
	}
	call := auth.Call{
		Config: c, Request: r, Now: func() time.Time { return time.Unix(vectorTime, 0) },
		Rand: func() uint64 { return 0 },
	}
	if err := s.Apply(t.Context(), call); err != nil {
		t.Fatal(err)
	}
	return call
}

// signed is a request of the vectors before it is signed.
func (v vector) request() *auth.Request {
	r := &auth.Request{Method: "GET", URL: vectorURL, Header: []auth.Header{{Name: "authorization", Value: "mine"}}}
	if v.method != "" {
		r.Method = v.method
	}
	if v.header[0] != "" {
		r.Add(auth.Header{Name: v.header[0], Value: v.header[1]})
	}
	if v.contentType != "" {
		r.Add(auth.Header{Name: "Content-Type", Value: v.contentType, System: true})
		setBody(r, v.body)
	}
	return r
}

func setBody(r *auth.Request, text string) {
	r.BodySize = int64(len(text))
	r.Body = func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }
}

func bodyOf(t *testing.T, r *auth.Request) string {
	t.Helper()
	rc, err := r.Body()
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(rc)
	if err != nil || int64(len(text)) != r.BodySize {
		t.Fatalf("%d bytes of %d (%v)", len(text), r.BodySize, err)
	}
	return string(text)
}

func TestVectors(t *testing.T) {
	for _, v := range vectors() {
		t.Run(v.name, func(t *testing.T) {
			r := v.request()
			sign(t, config(v.typ, v.attrs), r)
			got, _ := r.Get("Authorization")
			if v.authorization != "" && got != v.authorization {
				t.Errorf("Authorization\n got %s\nwant %s", got, v.authorization)
			}
			for _, part := range v.parts {
				if !strings.Contains(got, part) {
					t.Errorf("Authorization\n     got %s\nwant in it %s", got, part)
				}
			}
			if inHeader := v.query == "" && v.sent == ""; inHeader == (got == "" || got == "mine") {
				t.Errorf("Authorization is %q", got)
			}
			if v.query == "" {
				v.query = "x=1&y=%C3%A9"
			}
			if want := "http://127.0.0.1:18077/p/a%20b?" + v.query; r.URL != want {
				t.Errorf("URL\n got %s\nwant %s", r.URL, want)
			}
			if v.sent != "" && bodyOf(t, r) != v.sent {
				t.Errorf("body\n got %s\nwant %s", bodyOf(t, r), v.sent)
			}
			all := strings.Join(lines(r), "\n")
			for _, line := range v.lines {
				if !strings.Contains(all, line) {
					t.Errorf("header\n%s\nwant %s", all, line)
				}
			}
			if len(r.Warnings) > 0 {
				t.Errorf("warnings: %q", r.Warnings)
			}
		})
	}
}
