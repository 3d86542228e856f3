package engine_test

import (
	"crypto/md5"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"net/http"
	"strings"
	"testing"

	"postern/auth"
	"postern/engine"
)

// digestServer asks for a digest and checks it, with the formulas of RFC 7616
// written out.
type digestServer struct {
	t *testing.T
	// challenges are the WWW-Authenticate lines of each refusal in turn; the
	// last one repeats.
	challenges []string
	hash       func() hash.Hash
	password   string
	requests   int
}

func (d *digestServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	asked := d.challenges[min(d.requests, len(d.challenges)-1)]
	before := d.challenges[min(max(d.requests-1, 0), len(d.challenges)-1)]
	d.requests++
	if proof, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Digest "); ok && strings.Contains(before, field(proof, "nonce")) && d.proves(proof, r, body) && !strings.Contains(asked, "stale=true") {
		_, _ = io.WriteString(w, "welcome")
		return
	}
	w.Header().Set("WWW-Authenticate", asked)
	w.WriteHeader(http.StatusUnauthorized)
	_, _ = io.WriteString(w, "who are you?")
}

func (d *digestServer) proves(proof string, r *http.Request, body []byte) bool {
	sum := func(parts ...string) string {
		h := d.hash()
		_, _ = io.WriteString(h, strings.Join(parts, ":"))
		return hex.EncodeToString(h.Sum(nil))
	}
	secret := sum("u", field(proof, "realm"), d.password)
	if strings.HasSuffix(field(proof, "algorithm"), "-sess") {
		secret = sum(secret, field(proof, "nonce"), field(proof, "cnonce"))
	}
	what := sum(r.Method, r.RequestURI)
	want := sum(secret, field(proof, "nonce"), what)
	switch qop := field(proof, "qop"); qop {
	case "auth-int":
		what = sum(r.Method, r.RequestURI, sum(string(body)))
		fallthrough
	case "auth":
		want = sum(secret, field(proof, "nonce"), field(proof, "nc"), field(proof, "cnonce"), qop, what)
	}
	return field(proof, "uri") == r.RequestURI && field(proof, "response") == want
}

// field is one field of a proof.
func field(proof, name string) string {
	for part := range strings.SplitSeq(proof, ", ") {
		if value, ok := strings.CutPrefix(part, name+"="); ok {
			return strings.Trim(value, `"`)
		}
	}
	return ""
}

func TestDigest(t *testing.T) {
	const plain = `Digest realm="R", nonce="N1"`
	tests := []struct {
		name       string
		challenges []string
		hash       func() hash.Hash
		method     string
		attrs      []string
		status     int
		requests   int
		// parts must occur in the proof.
		parts string
	}{
		{name: "no qop", challenges: []string{plain}, status: 200, requests: 2, parts: `algorithm="MD5", response=`},
		{name: "qop auth", challenges: []string{plain + `, qop="auth", opaque="O"`}, status: 200, requests: 2, parts: "qop=auth, nc=00000001"},
		{name: "list of qops", challenges: []string{plain + `, qop="auth-int, auth"`}, status: 200, requests: 2, parts: "qop=auth,"},
		{name: "unquoted qop", challenges: []string{plain + `, qop=auth`}, status: 200, requests: 2, parts: "qop=auth,"},
		{name: "auth-int with a body", challenges: []string{plain + `, qop="auth-int"`}, method: "POST", status: 200, requests: 2, parts: "qop=auth-int"},
		{name: "SHA-256 of the server", challenges: []string{plain + `, qop="auth", algorithm=SHA-256`}, hash: sha256.New, attrs: []string{"algorithm", "MD5"}, status: 200, requests: 2, parts: `algorithm="SHA-256"`},
		{name: "SHA-256 of the settings", challenges: []string{plain + `, qop="auth"`}, hash: sha256.New, attrs: []string{"algorithm", "SHA-256"}, status: 200, requests: 2, parts: `algorithm="SHA-256"`},
		{name: "session", challenges: []string{plain + `, qop="auth", algorithm=MD5-sess`}, status: 200, requests: 2, parts: `algorithm="MD5-sess"`},
		{name: "beside other schemes", challenges: []string{`Basic realm="x, y", ` + plain + `, qop="auth", Bearer`}, status: 200, requests: 2},
		{name: "stale nonce", challenges: []string{plain, `Digest realm="R", nonce="N2", stale=true`, `Digest realm="R", nonce="N3"`}, status: 200, requests: 3, parts: `nonce="N2"`},
		{name: "a nonce from the settings", challenges: []string{plain}, attrs: []string{"realm", "R", "nonce", "N1"}, status: 200, requests: 1},
		{name: "an old nonce from the settings", challenges: []string{plain}, attrs: []string{"realm", "R", "nonce", "N0"}, status: 200, requests: 2},
		{name: "wrong password, once", challenges: []string{plain, `Digest realm="R", nonce="N2"`}, attrs: []string{"password", "wrong"}, status: 401, requests: 2},
		{name: "no retry", challenges: []string{plain}, attrs: []string{"disableRetryRequest", "true"}, status: 401, requests: 1},
		{name: "no user", challenges: []string{plain}, attrs: []string{"username", ""}, status: 401, requests: 1},
		{name: "unknown algorithm", challenges: []string{plain + ", algorithm=SHA-9"}, status: 401, requests: 1},
		{name: "another scheme", challenges: []string{`Basic realm="R"`}, status: 401, requests: 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := &digestServer{t: t, challenges: tt.challenges, hash: md5.New, password: "p"}
			if tt.hash != nil {
				d.hash = tt.hash
			}
			srv := serve(t, d.ServeHTTP)
			j := withAuth(job("GET", srv.URL+"/p/a b?x=1&y=é"), "digest", append([]string{"username", "u", "password", "p"}, tt.attrs...)...)
			if tt.method != "" {
				j.Request.Method = tt.method
				j = withBody(j, "text", "hello")
			}
			x := must(t, newEngine(t, engine.Options{}), j)
			if x.Response.Status != tt.status || d.requests != tt.requests {
				t.Fatalf("status %d after %d requests, want %d after %d; warnings %q", x.Response.Status, d.requests, tt.status, tt.requests, x.Warnings)
			}
			proof := ""
			for _, h := range x.Sent.Header {
				if h.Name == "Authorization" {
					proof = h.Value
				}
			}
			if !strings.Contains(proof, tt.parts) {
				t.Errorf("proof %s, want %s in it", proof, tt.parts)
			}
			if shown := x.Redactor().Header("Authorization", proof); proof != "" && strings.Contains(shown, "response") {
				t.Errorf("the proof is shown: %s", shown)
			}
		})
	}
}

// A proof is for one address: behind a redirect there has to be another.
func TestDigestBehindARedirect(t *testing.T) {
	d := &digestServer{t: t, challenges: []string{`Digest realm="R", nonce="N1", qop="auth"`}, hash: md5.New, password: "p"}
	next := map[string]string{"/from": "/over", "/over": "/to"}
	srv := serve(t, func(w http.ResponseWriter, r *http.Request) {
		proof := r.Header.Get("Authorization")
		if proof != "" && field(strings.TrimPrefix(proof, "Digest "), "uri") != r.RequestURI {
			t.Errorf("%s came to %s", proof, r.RequestURI)
		}
		if to, ok := next[r.URL.Path]; ok && proof != "" {
			http.Redirect(w, r, to, http.StatusFound)
			return
		}
		d.ServeHTTP(w, r)
	})
	x := must(t, newEngine(t, engine.Options{}), withAuth(job("GET", srv.URL+"/from"), "digest", "username", "u", "password", "p"))
	if x.Response.Status != 200 || len(x.Hops) != 5 {
		t.Errorf("status %d after %d hops", x.Response.Status, len(x.Hops))
	}
}

// What cannot be signed goes out and says why, like in Postman.
func TestUnsignedRequestsWarn(t *testing.T) {
	srv := serve(t, func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, r.Header.Get("Authorization")) })
	for _, s := range auth.Schemes() {
		switch s.Type() {
		case "jwt", "oauth1", "hawk", "awsv4", "edgegrid", "asap":
		default:
			continue
		}
		t.Run(s.Type(), func(t *testing.T) {
			x := must(t, newEngine(t, engine.Options{}), withAuth(job("GET", srv.URL), s.Type()))
			if got := text(t, x); got != "" || len(x.Warnings) != 1 || !strings.HasPrefix(x.Warnings[0], s.Label()+": n") {
				t.Errorf("sent %q, warnings %q", got, x.Warnings)
			}
		})
	}
}

// The preview shows what a signature covers and hides the signature.
func TestPreviewOfASignature(t *testing.T) {
	j := withBody(withAuth(job("POST", "http://h.test/x"), "awsv4", "accessKey", "AKID", "secretKey", "sekrit-key"), "json", "{}")
	shown := lines(t, newEngine(t, engine.Options{}), j, true)
	if !strings.Contains(shown, "X-Amz-Content-Sha256: 44136fa3") || strings.Contains(shown, "Signature=") || strings.Contains(shown, "sekrit") {
		t.Errorf("preview\n%s", shown)
	}
}
