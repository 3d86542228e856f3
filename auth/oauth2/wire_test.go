package oauth2_test

import (
	"context"
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postern/auth"
)

func TestTokenRequestOnTheWire(t *testing.T) {
	example := []any{
		"accessTokenUrl", "https://idp.test/t?tenant=1", "clientSecret", "s:1", "scope", "a b",
		"tokenRequestParams",
		[]any{
			map[string]any{"key": "audience", "value": "x/y", "enabled": true, "send_as": "request_body"},
			map[string]any{"key": "v", "value": "2", "send_as": "request_url"},
			map[string]any{"key": "X-Trace", "value": "9", "send_as": "request_header"},
			map[string]any{"key": "off", "value": "1", "enabled": false},
		},
	}
	pw := func(pairs ...any) auth.Config {
		return machine(append([]any{"grant_type", "password_credentials", "username", "ü@x", "password", "p&w"}, pairs...)...)
	}
	tests := []struct {
		name   string
		config auth.Config
		url    string
		header http.Header
		body   string
	}{
		{
			"header by default", machine(example...), "https://idp.test/t?tenant=1&v=2",
			http.Header{"Authorization": {"Basic aWQ6czox"}, "X-Trace": {"9"}},
			"grant_type=client_credentials&scope=a+b&audience=x%2Fy",
		},
		{
			"body", machine(append(example, "client_authentication", "body")...), "https://idp.test/t?tenant=1&v=2",
			http.Header{"X-Trace": {"9"}},
			"grant_type=client_credentials&scope=a+b&client_id=id&client_secret=s%3A1&audience=x%2Fy",
		},
		{"public client", machine("clientSecret", ""), "https://idp.test/t", nil, "grant_type=client_credentials&client_id=id"},
		{"public client in body mode", machine("clientSecret", "", "client_authentication", "body"), "https://idp.test/t", nil, "grant_type=client_credentials&client_id=id"},
		{"no client at all", machine("clientSecret", "", "clientId", ""), "https://idp.test/t", nil, "grant_type=client_credentials"},
		{
			"encoded as the RFC says", machine("clientId", "i d", "clientSecret", "s:1@", "basicEncoding", "rfc6749"), "https://idp.test/t",
			http.Header{"Authorization": {basic("i+d:s%3A1%40")}},
			"grant_type=client_credentials",
		},
		{
			"raw as Postman", machine("clientId", "i d", "clientSecret", "s:1@é"), "https://idp.test/t",
			http.Header{"Authorization": {basic("i d:s:1@é")}},
			"grant_type=client_credentials",
		},
		{
			"duplicates are sent twice", machine("tokenRequestParams", rows("resource", "1", "request_body", "resource", "2", "request_body", "u", "1", "request_url", "u", "2", "request_url", "X-A", "1", "request_header", "x-a", "2", "request_header")),
			"https://idp.test/t?u=1&u=2",
			http.Header{"Authorization": {basic("id:secret-value")}, "X-A": {"1", "2"}},
			"grant_type=client_credentials&resource=1&resource=2",
		},
		{
			"a parameter replaces a field", machine("scope", "a", "tokenRequestParams", rows("scope", "b", "request_body")),
			"https://idp.test/t",
			http.Header{"Authorization": {basic("id:secret-value")}},
			"grant_type=client_credentials&scope=b",
		},
		{
			"a header replaces ours", machine("tokenRequestParams", rows("authorization", "Custom 1", "request_header", "Accept", "text/x", "request_header")),
			"https://idp.test/t",
			http.Header{"Authorization": {"Custom 1"}, "Accept": {"text/x"}},
			"grant_type=client_credentials",
		},
		{
			"legacy audience and resource", machine("audience", map[string]any{"b": "2", "a": "1"}, "resource", "r"),
			"https://idp.test/t",
			http.Header{"Authorization": {basic("id:secret-value")}},
			"grant_type=client_credentials&audience=1&audience=2&resource=r",
		},
		{
			"the query stays as written", machine("accessTokenUrl", "https://idp.test/t?a=%2f&b&c=x y#frag", "tokenRequestParams", rows("d", "e f@+", "request_url")),
			"https://idp.test/t?a=%2f&b&c=x%20y&d=e%20f%40%2B",
			http.Header{"Authorization": {basic("id:secret-value")}},
			"grant_type=client_credentials",
		},
		{
			"password", pw("scope", "s"), "https://idp.test/t",
			http.Header{"Authorization": {basic("id:secret-value")}},
			"grant_type=password&username=%C3%BC%40x&password=p%26w&scope=s",
		},
		{
			"old names", config("grantType", "client_credentials", "accessTokenUrl", "https://idp.test/t", "clientId", "id", "clientSecret", "s", "clientAuth", "body"),
			"https://idp.test/t", nil, "grant_type=client_credentials&client_id=id&client_secret=s",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := &wire{body: good}
			if _, err := client(w).Obtain(t.Context(), tt.config, nil); err != nil {
				t.Fatal(err)
			}
			if len(w.requests) != 1 {
				t.Fatalf("%d requests, want one", len(w.requests))
			}
			r := w.requests[0]
			want := http.Header{"Accept": {"application/json"}, "Content-Type": {"application/x-www-form-urlencoded"}, "User-Agent": {"postern"}}
			for k, v := range tt.header {
				want[k] = v
			}
			if diff := cmp.Diff(want, r.Header); diff != "" {
				t.Errorf("header (-want +got):\n%s", diff)
			}
			if r.Method != "POST" || r.URL.String() != tt.url || w.bodies[0] != tt.body {
				t.Errorf("sent %s %s\n%s\nwant %s\n%s", r.Method, r.URL, w.bodies[0], tt.url, tt.body)
			}
		})
	}
}

func basic(pair string) string { return "Basic " + base64.StdEncoding.EncodeToString([]byte(pair)) }

// TestServerSeesTheConfiguredCredentials is every hard character in every
// place: decoded once, it is what the person typed.
func TestServerSeesTheConfiguredCredentials(t *testing.T) {
	for _, value := range []string{"a@b", "a:b", "a+b", "a%b", "a/b", "a=b", "a&b", "a b", "é", "a!*'()~-_."} {
		for _, mode := range []string{"raw", "rfc6749", "body", "url"} {
			c := machine("clientId", value, "clientSecret", value)
			switch mode {
			case "rfc6749":
				c = c.Set("basicEncoding", "rfc6749")
			case "body":
				c = c.Set("client_authentication", "body")
			case "url":
				c = c.Set("clientSecret", "").Set("tokenRequestParams", rows("client_secret", value, "request_url"))
			}
			w := &wire{body: good}
			if _, err := client(w).Obtain(t.Context(), c, nil); err != nil {
				t.Fatal(err)
			}
			r := w.requests[0]
			form, err := url.ParseQuery(w.bodies[0])
			if err != nil {
				t.Fatal(err)
			}
			id, got, hasBasic := r.BasicAuth()
			switch mode {
			case "raw":
				// A colon ends the id of a Basic header; a server that does not
				// decode cannot have one with it.
				if before, after, _ := strings.Cut(id+":"+got, value+":"); before == "" {
					id, got = value, after
				}
			case "rfc6749":
				var idErr error
				id, idErr = url.QueryUnescape(id)
				got, err = url.QueryUnescape(got)
				err = errors.Join(idErr, err)
			case "body":
				id, got = form.Get("client_id"), form.Get("client_secret")
			case "url":
				id, got = form.Get("client_id"), r.URL.Query().Get("client_secret")
			}
			if err != nil || id != value || got != value {
				t.Errorf("%s, %s: the server sees %q and %q", mode, value, id, got)
			}
			if hasBasic && form.Has("client_secret") {
				t.Errorf("%s, %s: two client authentications", mode, value)
			}
		}
	}
}

func TestRefreshOnTheWire(t *testing.T) {
	base := []any{"tokenRequestParams", rows("only", "token", "request_body"), "scope", "a b"}
	tests := []struct {
		name   string
		config auth.Config
		url    string
		body   string
	}{
		{"token endpoint", machine(base...), "https://idp.test/t", "grant_type=refresh_token&refresh_token=r%2B1"},
		{
			"refresh endpoint", machine(append(base, "refreshTokenUrl", "https://idp.test/r?x=1", "refreshRequestParams", rows("k", "v", "", "u", "w", "request_url"))...),
			"https://idp.test/r?x=1&u=w", "grant_type=refresh_token&refresh_token=r%2B1&k=v",
		},
		{"scope on request", machine(append(base, "refreshRequestParams", rows("scope", "a", "request_body"))...), "https://idp.test/t", "grant_type=refresh_token&refresh_token=r%2B1&scope=a"},
		{"public client", machine("clientSecret", ""), "https://idp.test/t", "grant_type=refresh_token&refresh_token=r%2B1&client_id=id"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := &wire{body: `{"access_token":"a2"}`}
			got, err := client(w).Refresh(t.Context(), auth.Token{Refresh: "r+1", Scope: "old", Config: tt.config})
			if err != nil {
				t.Fatal(err)
			}
			if w.requests[0].URL.String() != tt.url || w.bodies[0] != tt.body {
				t.Errorf("sent %s\n%s\nwant %s\n%s", w.requests[0].URL, w.bodies[0], tt.url, tt.body)
			}
			if got.Access != "a2" || got.Refresh != "" || got.Scope != "" {
				t.Errorf("token %+v, want only what the server said", got)
			}
		})
	}
}

func TestEndpointsThatAreRefused(t *testing.T) {
	tests := []struct{ name, url, summary string }{
		{"empty", "", "Access Token URL is empty"},
		{"variable", "{{idp}}/token", "Access Token URL still holds {{idp}}"},
		{"no scheme", "idp.test/token", "Access Token URL is no web address"},
		{"file", "file:///etc/passwd", "Access Token URL is no web address"},
		{"clear text", "http://idp.test/t", "Access Token URL is not https: secrets would go over the network in clear"},
		{"looks like loopback", "http://127.0.0.1.idp.test/t", "Access Token URL is not https: secrets would go over the network in clear"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := &wire{body: good}
			_, err := client(w).Obtain(t.Context(), machine("accessTokenUrl", tt.url), nil)
			e := asError(t, err)
			if e.Kind != auth.KindConfig || e.Summary != tt.summary || e.Where != "accessTokenUrl" || e.Hint == "" {
				t.Errorf("error %+v", e)
			}
			if len(w.requests) != 0 {
				t.Error("a request went out")
			}
		})
	}
	for _, ok := range []string{"http://127.0.0.1:9/t", "http://localhost/t", "http://[::1]:9/t"} {
		if _, err := client(&wire{body: good}).Obtain(t.Context(), machine("accessTokenUrl", ok), nil); err != nil {
			t.Errorf("%s: %v", ok, err)
		}
	}
}

func TestTraceHoldsNoSecret(t *testing.T) {
	w := &wire{body: good, header: http.Header{"Set-Cookie": {"sid=cookie-canary"}, "X-Echo": {"secret-value"}}}
	c := machine("tokenRequestParams", rows("api_key", "url-canary", "request_url", "v", "2", "request_url", "X-Key", "header-canary", "request_header"))
	var calls []auth.TokenCall
	ctx := auth.WithTrace(t.Context(), func(c auth.TokenCall) { calls = append(calls, c) })
	if _, err := client(w).Obtain(ctx, c, nil); err != nil {
		t.Fatal(err)
	}
	if len(calls) != 1 || calls[0].Kind != "client_credentials" || calls[0].Method != "POST" || calls[0].Status != 200 || calls[0].Started != born {
		t.Fatalf("calls %+v", calls)
	}
	if want := "https://idp.test/t?api_key=" + auth.Mask + "&v=2"; calls[0].URL != want {
		t.Errorf("URL %s, want %s", calls[0].URL, want)
	}
	for name, values := range calls[0].Header {
		if text := strings.Join(values, " "); strings.Contains(text, "canary") || strings.Contains(text, "secret-value") {
			t.Errorf("header %s shows %s", name, text)
		}
	}
}

func TestUnknownGrant(t *testing.T) {
	cl := client(&wire{})
	_, err := cl.Obtain(context.Background(), config("grant_type", "telepathy\x1b[2J"), nil)
	if e := asError(t, err); e.Kind != auth.KindConfig || e.Summary != "unknown grant type telepathy [2J" {
		t.Errorf("error %+v", e)
	}
}

func TestEveryGrantOfTheFormIsKnown(t *testing.T) {
	for _, f := range (auth.OAuth2{}).Fields() {
		if f.Key != "grant_type" {
			continue
		}
		for _, name := range f.Options {
			_, err := client(&wire{}).Obtain(t.Context(), config("grant_type", name), nil)
			if e := asError(t, err); strings.HasPrefix(e.Summary, "unknown grant") {
				t.Errorf("the form offers %s, which nobody implements", name)
			}
		}
	}
}
