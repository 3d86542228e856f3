package metadata_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"postern/auth"
	"postern/auth/oauth2/metadata"
)

const (
	oidc  = "/.well-known/openid-configuration"
	oauth = "/.well-known/oauth-authorization-server"
)

// The documents of servers people have, each where that server has it.
func TestFetch(t *testing.T) {
	tests := []struct {
		name, issuer, at string
		token, device    string
		iss              bool
	}{
		{name: "okta-org", issuer: "https://dev-1234.okta.test", at: "https://dev-1234.okta.test" + oidc, token: "https://dev-1234.okta.test/oauth2/v1/token", device: "https://dev-1234.okta.test/oauth2/v1/device/authorize"},
		{name: "okta-custom", issuer: "https://dev-1234.okta.test/oauth2/default", at: "https://dev-1234.okta.test/oauth2/default" + oauth, token: "https://dev-1234.okta.test/oauth2/default/v1/token"},
		{name: "auth0", issuer: "https://shop.auth0.test/", at: "https://shop.auth0.test" + oidc, token: "https://shop.auth0.test/oauth/token", device: "https://shop.auth0.test/oauth/device/code"},
		{name: "entra-v1", issuer: "https://sts.entra.test/0b1c/", at: "https://sts.entra.test/0b1c" + oidc, token: "https://login.entra.test/0b1c/oauth2/token", device: "https://login.entra.test/0b1c/oauth2/devicecode"},
		{name: "entra-v2", issuer: "https://login.entra.test/0b1c/v2.0", at: "https://login.entra.test/0b1c/v2.0" + oidc, token: "https://login.entra.test/0b1c/oauth2/v2.0/token", device: "https://login.entra.test/0b1c/oauth2/v2.0/devicecode"},
		{name: "keycloak", issuer: "http://localhost:8080/realms/demo", at: "http://localhost:8080/realms/demo" + oidc, token: "http://localhost:8080/realms/demo/protocol/openid-connect/token", device: "http://localhost:8080/realms/demo/protocol/openid-connect/auth/device", iss: true},
		{name: "identity-manager", issuer: "https://im.test/app", at: "https://im.test" + oauth + "/app", token: "https://im.test/app/connect/token", device: "https://im.test/app/connect/deviceauthorization", iss: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m, err := metadata.Fetch(context.Background(), one(tt.at, fixture(t, tt.name)), tt.issuer, false)
			if err != nil {
				t.Fatal(err)
			}
			if m.Issuer != tt.issuer || m.Source != tt.at || m.Token != tt.token || m.Device != tt.device || m.IssuerInResponse != tt.iss {
				t.Errorf("got %+v", m)
			}
			if m.Authorization == "" || len(m.TokenAuth) == 0 || len(m.Warnings) > 0 {
				t.Errorf("got %+v", m)
			}
		})
	}
}

func TestFetchLooksInAllPlaces(t *testing.T) {
	w := &web{}
	_, err := metadata.Fetch(context.Background(), w, "https://idp.test/a", false)
	if e := asError(t, err); e.Kind != auth.KindAnswer || !strings.Contains(e.Summary, "publishes no metadata") {
		t.Errorf("error %v", err)
	}
	want := []string{"https://idp.test/a" + oidc, "https://idp.test" + oauth + "/a", "https://idp.test/a" + oauth}
	if !slices.Equal(w.asked, want) {
		t.Errorf("asked %q, want %q", w.asked, want)
	}
}

func TestFetchRefuses(t *testing.T) {
	tests := []struct {
		name, issuer string
		// asked is where the document is, if anywhere.
		body string
		kind auth.Kind
		says []string
	}{
		{name: "another issuer", issuer: "https://idp.test", body: `{"issuer":"https://evil.test","token_endpoint":"https://evil.test/t"}`, kind: auth.KindAnswer, says: []string{`"https://evil.test"`, `"https://idp.test"`}},
		{name: "a slash too many", issuer: "https://idp.test", body: `{"issuer":"https://idp.test/"}`, kind: auth.KindAnswer, says: []string{"slash", `"https://idp.test/"`, `"https://idp.test"`}},
		{name: "a slash too few", issuer: "https://idp.test/", body: `{"issuer":"https://idp.test"}`, kind: auth.KindAnswer, says: []string{"slash"}},
		{name: "another case", issuer: "https://idp.test", body: `{"issuer":"https://IDP.test"}`, kind: auth.KindAnswer, says: []string{`"https://IDP.test"`}},
		{name: "no issuer", issuer: "https://idp.test", body: `{"token_endpoint":"https://idp.test/t"}`, kind: auth.KindAnswer, says: []string{"names no issuer"}},
		{name: "an issuer of another type", issuer: "https://idp.test", body: `{"issuer":["https://idp.test"]}`, kind: auth.KindAnswer, says: []string{"names no issuer"}},
		{name: "escapes in the issuer", issuer: "https://idp.test", body: `{"issuer":"https://evil.test\u001b]52;c;eA==\u0007\u202e"}`, kind: auth.KindAnswer, says: []string{`\x1b`, `\u202e`}},
		{name: "many tenants", issuer: "https://login.entra.test/common/v2.0", body: "entra-common", kind: auth.KindAnswer, says: []string{"{tenantid}", "id of yours"}},
		{name: "an endpoint in clear", issuer: "https://idp.test", body: `{"issuer":"https://idp.test","token_endpoint":"http://idp.test/t"}`, kind: auth.KindAnswer, says: []string{"token_endpoint", "not https"}},
		{name: "an endpoint on this machine", issuer: "https://idp.test", body: `{"issuer":"https://idp.test","token_endpoint":"http://127.0.0.1:8080/t"}`, kind: auth.KindAnswer, says: []string{"token_endpoint", "not https"}},
		{name: "an endpoint elsewhere, in clear", issuer: "http://127.0.0.1:1", body: `{"issuer":"http://127.0.0.1:1","token_endpoint":"http://idp.test/t"}`, kind: auth.KindAnswer, says: []string{"not https"}},
		{name: "a script for an endpoint", issuer: "https://idp.test", body: `{"issuer":"https://idp.test","authorization_endpoint":"javascript:alert(1)"}`, kind: auth.KindAnswer, says: []string{"authorization_endpoint", "no web address"}},
		{name: "a file for an endpoint", issuer: "https://idp.test", body: `{"issuer":"https://idp.test","userinfo_endpoint":"file:///etc/passwd"}`, kind: auth.KindAnswer, says: []string{"no web address"}},
		{name: "a path for an endpoint", issuer: "https://idp.test", body: `{"issuer":"https://idp.test","revocation_endpoint":"/revoke"}`, kind: auth.KindAnswer, says: []string{"no web address"}},
		{name: "a name in an endpoint", issuer: "https://idp.test", body: `{"issuer":"https://idp.test","token_endpoint":"https://idp.test@evil.test/t"}`, kind: auth.KindAnswer, says: []string{"user name"}},
		{name: "a web page", issuer: "https://idp.test", body: "<!doctype html><title>Sign in</title>", kind: auth.KindAnswer, says: []string{"no JSON object"}},
		{name: "a list", issuer: "https://idp.test", body: `["issuer"]`, kind: auth.KindAnswer, says: []string{"no JSON object"}},
		{name: "null", issuer: "https://idp.test", body: `null`, kind: auth.KindAnswer, says: []string{"no JSON object"}},
		{name: "half a document", issuer: "https://idp.test", body: `{"issuer":"https://idp.test"`, kind: auth.KindAnswer, says: []string{"no JSON object"}},
		{name: "deep nesting", issuer: "https://idp.test", body: `{"a":` + strings.Repeat("[", 30_000), kind: auth.KindAnswer, says: []string{"no JSON object"}},
		{name: "1 MiB", issuer: "https://idp.test", body: `{"issuer":"https://idp.test"}` + strings.Repeat(" ", 1<<20), kind: auth.KindAnswer, says: []string{"larger than 64 KiB"}},
		{name: "clear text", issuer: "http://idp.test", kind: auth.KindConfig, says: []string{"not https"}},
		{name: "no address", issuer: "idp.test", kind: auth.KindConfig, says: []string{"no web address"}},
		{name: "a variable", issuer: "https://{{host}}", kind: auth.KindConfig, says: []string{"{{host}}"}},
		{name: "a query", issuer: "https://idp.test?x=1", kind: auth.KindConfig, says: []string{"more than an address"}},
		{name: "a user", issuer: "https://idp.test@evil.test", kind: auth.KindConfig, says: []string{"more than an address"}},
		{name: "the document's own address", issuer: "https://idp.test/a" + oidc, kind: auth.KindConfig, says: []string{`"https://idp.test/a"`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.body == "entra-common" {
				tt.body = fixture(t, tt.body)
			}
			w := one(strings.TrimRight(tt.issuer, "/")+oidc, tt.body)
			m, err := metadata.Fetch(context.Background(), w, tt.issuer, false)
			e := asError(t, err)
			if e.Kind != tt.kind || m.Token != "" {
				t.Errorf("kind %s, metadata %+v", e.Kind, m)
			}
			for _, s := range tt.says {
				if !strings.Contains(e.Summary+"\n"+e.Hint, s) {
					t.Errorf("%q; %q do not say %q", e.Summary, e.Hint, s)
				}
			}
			if strings.ContainsAny(e.Error()+e.Hint, "\x1b\x07\u202e") {
				t.Errorf("control characters in %q", e.Error()+e.Hint)
			}
			if tt.kind == auth.KindConfig && len(w.asked) > 0 {
				t.Errorf("asked %q", w.asked)
			}
		})
	}
}

func TestFetchRedirects(t *testing.T) {
	const good = `{"issuer":"https://idp.test","token_endpoint":"https://idp.test/t"}`
	tests := []struct {
		name, to string
		ok       bool
	}{
		{"within the origin", "https://idp.test/there", true},
		{"to another path, relative", "/there", true},
		{"to another host", "https://evil.test/there", false},
		{"to a host below", "https://a.idp.test/there", false},
		{"to another port", "https://idp.test:444/there", false},
		{"to clear text", "http://idp.test/there", false},
		{"to a script", "javascript:alert(1)", false},
		{"in a circle", "https://idp.test" + oidc, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			there := page{body: strings.NewReader(good)}
			w := &web{pages: map[string]page{
				"https://idp.test" + oidc:    {status: http.StatusFound, header: http.Header{"Location": {tt.to}}},
				"https://idp.test/there":     there,
				"https://evil.test/there":    there,
				"https://a.idp.test/there":   there,
				"https://idp.test:444/there": there,
				"http://idp.test/there":      there,
			}}
			m, err := metadata.Fetch(context.Background(), w, "https://idp.test", false)
			if tt.ok {
				if err != nil || m.Token == "" {
					t.Errorf("got %+v, %v", m, err)
				}
				return
			}
			if e := asError(t, err); !strings.Contains(e.Summary, "redirects to") {
				t.Errorf("error %v", err)
			}
			for _, at := range w.asked {
				if !strings.HasPrefix(at, "https://idp.test/") {
					t.Errorf("asked %s", at)
				}
			}
			if len(w.asked) > 6 {
				t.Errorf("asked %d times", len(w.asked))
			}
		})
	}
}

func TestFetchStopsAtItsLimit(t *testing.T) {
	body := &endless{}
	w := &web{pages: map[string]page{"https://idp.test" + oidc: {body: body}}}
	_, err := metadata.Fetch(context.Background(), w, "https://idp.test", false)
	if e := asError(t, err); !strings.Contains(e.Summary, "64 KiB") || body.read > 128<<10 {
		t.Errorf("error %v after %d bytes", err, body.read)
	}
}

// What may pass keeps the rest of the document: no other place is asked.
func TestFetchUnreachable(t *testing.T) {
	tests := []struct {
		name string
		page page
	}{
		{"no connection", page{err: errors.New("connection refused")}},
		{"busy", page{status: http.StatusServiceUnavailable}},
		{"too many", page{status: http.StatusTooManyRequests}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := &web{pages: map[string]page{"https://idp.test" + oidc: tt.page}}
			_, err := metadata.Fetch(context.Background(), w, "https://idp.test", false)
			if e := asError(t, err); e.Kind != auth.KindUnreachable || len(w.asked) != 1 {
				t.Errorf("error %v after %q", err, w.asked)
			}
		})
	}
}

// silent never answers.
type silent struct{}

func (silent) RoundTrip(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}

func TestFetchWaitsNotForever(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		_, err := metadata.Fetch(t.Context(), silent{}, "https://idp.test", false)
		if e := asError(t, err); e.Kind != auth.KindUnreachable || time.Since(begun) > 10*time.Second {
			t.Errorf("error %v after %s", err, time.Since(begun))
		}
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		_, err = metadata.Fetch(ctx, silent{}, "https://idp.test", false)
		if e := asError(t, err); e.Kind != auth.KindCancelled {
			t.Errorf("error %v", err)
		}
	})
}

func TestFetchIsTraced(t *testing.T) {
	var calls []auth.TokenCall
	ctx := auth.WithTrace(context.Background(), func(c auth.TokenCall) { calls = append(calls, c) })
	const body = "{\"issuer\":\"https://idp.test\",\"token_endpoint_auth_methods_supported\":\"openid\",\"x\":\"\u009b2J\u202egnp\"}"
	w := &web{pages: map[string]page{"https://idp.test" + oauth: {body: strings.NewReader(body), header: http.Header{"Set-Cookie": {"sid=canary"}}}}}
	if _, err := metadata.Fetch(ctx, w, "https://idp.test", false); err != nil {
		t.Fatal(err)
	}
	if len(calls) != 2 || calls[0].Status != 404 || calls[0].Err == nil {
		t.Fatalf("calls %+v", calls)
	}
	c := calls[1]
	if c.Kind != "discovery" || c.Status != 200 || c.Body != "{\n  \"issuer\": \"https://idp.test\",\n  \"token_endpoint_auth_methods_supported\": \"openid\",\n  \"x\": \" 2J gnp\"\n}" || c.Err != nil || len(c.Warnings) != 1 {
		t.Errorf("call %+v", c)
	}
	if strings.Contains(auth.TraceText(calls), "canary") {
		t.Error("a session is shown")
	}
}
