package auth_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postern/auth"
)

func TestEverySchemeIsComplete(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range auth.Schemes() {
		t.Run(s.Type(), func(t *testing.T) {
			if s.Type() == "" || s.Label() == "" || seen[s.Type()] {
				t.Errorf("type %q, label %q: want both, and the type once", s.Type(), s.Label())
			}
			seen[s.Type()] = true
			if got, ok := auth.Lookup(s.Type()); !ok || got != s {
				t.Errorf("Lookup(%q) = %v, %t", s.Type(), got, ok)
			}
			keys := map[string]bool{}
			for _, f := range s.Fields() {
				if f.Key == "" || f.Label == "" || keys[f.Key] {
					t.Errorf("field %+v: want a key, once, and a label", f)
				}
				keys[f.Key] = true
				lower := strings.ToLower(f.Key)
				private := strings.HasSuffix(lower, "secret") || strings.HasSuffix(lower, "privatekey") || strings.HasSuffix(lower, "secretkey")
				if (strings.Contains(lower, "password") || private) && !f.Secret {
					t.Errorf("field %s is not marked secret", f.Key)
				}
				if f.Bool && f.Options != nil {
					t.Errorf("field %s has options and is a bool", f.Key)
				}
			}
			r := request()
			if err := s.Apply(t.Context(), auth.Call{Config: auth.Config{Type: s.Type()}, Request: r}); err != nil {
				t.Errorf("Apply with an empty config: %v", err)
			}
			for _, h := range r.Header {
				if strings.EqualFold(h.Name, "Authorization") && h.System && !h.Secret {
					t.Errorf("header %s shows its value", h.Name)
				}
			}
		})
	}
}

func TestLookupKnowsNoOtherTypes(t *testing.T) {
	for _, typ := range []string{"", "inherit", "akamai", "Hawk", "Bearer"} {
		if s, ok := auth.Lookup(typ); ok {
			t.Errorf("Lookup(%q) = %v, want none", typ, s)
		}
	}
}

// request is what a user wrote: an Authorization row, a key row, a query.
func request() *auth.Request {
	return &auth.Request{
		Method: "GET",
		URL:    "http://127.0.0.1/u?a=%41&access_token=old&k=1&flag#top",
		Header: []auth.Header{{Name: "authorization", Value: "mine"}, {Name: "x_api_key", Value: "mine"}, {Name: "Accept", Value: "*/*"}},
	}
}

// lines are the header lines of r, with a mark for those that are masked.
func lines(r *auth.Request) []string {
	var out []string
	for _, h := range r.Header {
		line := h.Name + ": " + h.Value
		if h.Secret {
			line += " (secret)"
		}
		out = append(out, line)
	}
	return out
}

const (
	own      = "authorization: mine"
	ownKey   = "x_api_key: mine"
	accept   = "Accept: */*"
	firstURL = "http://127.0.0.1/u?a=%41&access_token=old&k=1&flag#top"
)

func TestApply(t *testing.T) {
	tests := []struct {
		name   string
		typ    string
		attrs  map[string]any
		header []string
		url    string
	}{
		{"noauth leaves all", "noauth", nil, []string{own, ownKey, accept}, firstURL},
		{"bearer", "bearer", map[string]any{"token": "t"}, []string{ownKey, accept, "Authorization: Bearer t (secret)"}, firstURL},
		{"bearer without a token", "bearer", map[string]any{"token": ""}, []string{own, ownKey, accept}, firstURL},
		{"basic", "basic", map[string]any{"username": "ü", "password": "p:w"}, []string{ownKey, accept, "Authorization: Basic w7w6cDp3 (secret)"}, firstURL},
		{"basic, both empty", "basic", nil, []string{ownKey, accept, "Authorization: Basic Og== (secret)"}, firstURL},
		{"key in a header replaces by words", "apikey", map[string]any{"key": "X-API-Key", "value": "v"}, []string{own, accept, "X-API-Key: v (secret)"}, firstURL},
		{"key in an unknown place", "apikey", map[string]any{"key": "K", "in": "cookie"}, []string{own, ownKey, accept, "K:  (secret)"}, firstURL},
		{"key without a name", "apikey", map[string]any{"value": "v"}, []string{own, ownKey, accept}, firstURL},
		{"key in the query", "apikey", map[string]any{"key": "k", "value": "a b&c%20+", "in": "query"}, []string{own, ownKey, accept}, "http://127.0.0.1/u?a=%41&access_token=old&flag&k=a%20b%26c%20+#top"},
		{"key in the query, no value", "apikey", map[string]any{"key": "k", "in": "query"}, []string{own, ownKey, accept}, "http://127.0.0.1/u?a=%41&access_token=old&flag&k#top"},
		{"oauth2 with a pasted token", "oauth2", map[string]any{"accessToken": "t"}, []string{ownKey, accept, "Authorization: Bearer t (secret)"}, "http://127.0.0.1/u?a=%41&k=1&flag#top"},
		{"oauth2 prefix", "oauth2", map[string]any{"accessToken": "t", "headerPrefix": " SSWS  "}, []string{ownKey, accept, "Authorization: SSWS t (secret)"}, "http://127.0.0.1/u?a=%41&k=1&flag#top"},
		{"oauth2 empty prefix", "oauth2", map[string]any{"accessToken": "t", "headerPrefix": ""}, []string{ownKey, accept, "Authorization: t (secret)"}, "http://127.0.0.1/u?a=%41&k=1&flag#top"},
		{"oauth2 null prefix", "oauth2", map[string]any{"accessToken": "t", "headerPrefix": nil}, []string{ownKey, accept, "Authorization: Bearer t (secret)"}, "http://127.0.0.1/u?a=%41&k=1&flag#top"},
		{"oauth2 in the query", "oauth2", map[string]any{"accessToken": "a+b/=", "addTokenTo": "queryParams"}, []string{ownKey, accept}, "http://127.0.0.1/u?a=%41&k=1&flag&access_token=a%2Bb/%3D#top"},
		{"oauth2 in an unknown place", "oauth2", map[string]any{"accessToken": "t", "addTokenTo": "body"}, []string{ownKey, accept}, "http://127.0.0.1/u?a=%41&k=1&flag#top"},
		{"oauth2 mac", "oauth2", map[string]any{"accessToken": "t", "tokenType": "MAC"}, []string{own, ownKey, accept}, firstURL},
		{"oauth2 without a token", "oauth2", map[string]any{"headerPrefix": "X"}, []string{own, ownKey, accept}, firstURL},
		{"oauth2 asks the manager", "oauth2", map[string]any{"accessToken": "old", "accessTokenUrl": "https://idp/t"}, []string{ownKey, accept, "Authorization: Bearer fresh (secret)"}, "http://127.0.0.1/u?a=%41&k=1&flag#top"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, ok := auth.Lookup(tt.typ)
			if !ok {
				t.Fatalf("no scheme %s", tt.typ)
			}
			r := request()
			call := auth.Call{Config: config(tt.typ, tt.attrs), Request: r, Tokens: &source{token: "fresh"}}
			if err := s.Apply(t.Context(), call); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.header, lines(r)); diff != "" {
				t.Errorf("header (-want +got):\n%s", diff)
			}
			if r.URL != tt.url {
				t.Errorf("URL\n got %s\nwant %s", r.URL, tt.url)
			}
			if strings.Contains(tt.url, "access_token=a") && len(r.Secrets) == 0 {
				t.Error("a secret in the URL is not told")
			}
		})
	}
}

func config(typ string, attrs map[string]any) auth.Config {
	c := auth.Config{Type: typ, Realm: "dev"}
	for k, v := range attrs {
		c = c.Set(k, v)
	}
	return c
}

// source is a token source that answers always the same.
type source struct {
	token, renewed auth.Secret
	err            error
	stale          auth.Secret
	renewals       int
}

func (s *source) Token(context.Context, auth.Config) (auth.Token, error) {
	return auth.Token{Access: s.token}, s.err
}

func (s *source) Renew(_ context.Context, _ auth.Config, stale auth.Token) (auth.Token, error) {
	s.renewals++
	s.stale = stale.Access
	return auth.Token{Access: s.renewed}, s.err
}

func TestWrittenTokenStepsInForALogin(t *testing.T) {
	tests := []struct {
		name string
		kind auth.Kind
		ok   bool
	}{
		{"needs login", auth.KindNeedsLogin, true},
		{"config", auth.KindConfig, true},
		{"unreachable", auth.KindUnreachable, false},
		{"cancelled", auth.KindCancelled, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := request()
			err := auth.OAuth2{}.Apply(t.Context(), auth.Call{
				Config:  config("oauth2", map[string]any{"accessToken": "written", "accessTokenUrl": "https://idp/t"}),
				Request: r,
				Tokens:  &source{err: &auth.Error{Kind: tt.kind}},
			})
			value, _ := r.Get("Authorization")
			if got := err == nil && value == "Bearer written"; got != tt.ok {
				t.Errorf("written token sent: %t (%v), want %t", got, err, tt.ok)
			}
		})
	}
}

func TestChallenge(t *testing.T) {
	configured := map[string]any{"accessTokenUrl": "https://idp/t"}
	tests := []struct {
		name      string
		attrs     map[string]any
		status    int
		challenge string
		renewed   auth.Secret
		retry     bool
		renewals  int
	}{
		{"refused token", configured, 401, `Bearer error="invalid_token"`, "new", true, 1},
		{"refused token in the query", map[string]any{"accessTokenUrl": "https://idp/t", "addTokenTo": "queryParams"}, 401, "", "new", true, 1},
		{"no challenge header", configured, 401, "", "new", true, 1},
		{"nothing new", configured, 401, "", "o l+d", false, 1},
		{"scope", configured, 401, `Bearer error="insufficient_scope"`, "new", false, 0},
		{"forbidden", configured, 403, "", "new", false, 0},
		{"mac token", map[string]any{"accessTokenUrl": "https://idp/t", "tokenType": "mac", "headerPrefix": ""}, 401, "", "new", false, 0},
		{"pasted token", map[string]any{"accessToken": "o l+d"}, 401, "", "new", false, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, tokens := request(), &source{token: "o l+d", renewed: tt.renewed}
			call := auth.Call{Config: config("oauth2", tt.attrs), Request: r, Tokens: tokens}
			if err := (auth.OAuth2{}).Apply(t.Context(), call); err != nil {
				t.Fatal(err)
			}
			header := http.Header{}
			if tt.challenge != "" {
				header.Set("WWW-Authenticate", tt.challenge)
			}
			retry, err := auth.OAuth2{}.Challenge(t.Context(), call, tt.status, header)
			if err != nil || retry != tt.retry || tokens.renewals != tt.renewals {
				t.Fatalf("retry %t (%v) after %d renewals, want %t after %d", retry, err, tokens.renewals, tt.retry, tt.renewals)
			}
			if tokens.renewals > 0 && tokens.stale != "o l+d" {
				t.Errorf("stale token is %q", tokens.stale.Reveal())
			}
			sent, _ := r.Get("Authorization")
			if retry && sent != "Bearer new" && !strings.Contains(r.URL, "access_token=new") {
				t.Errorf("the replay carries %v and %s", lines(r), r.URL)
			}
		})
	}
}

func TestChallengeTellsWhyThereIsNoNewToken(t *testing.T) {
	r := request()
	r.Replace(auth.Header{Name: "Authorization", Value: "Bearer old"})
	want := &auth.Error{Kind: auth.KindNeedsLogin}
	call := auth.Call{Config: config("oauth2", map[string]any{"accessTokenUrl": "https://idp/t"}), Request: r, Tokens: &source{err: want}}
	if retry, err := (auth.OAuth2{}).Challenge(t.Context(), call, 401, nil); retry || !errors.Is(err, want) {
		t.Errorf("retry %t, error %v", retry, err)
	}
}

func TestKeyTellsTokensApart(t *testing.T) {
	base := map[string]any{
		"grant_type": "client_credentials", "accessTokenUrl": "https://idp/t", "clientId": "id", "clientSecret": "s", "scope": "a b",
	}
	tests := []struct {
		name      string
		key       string
		value     any
		different bool
	}{
		{"scope", "scope", "a", true},
		{"secret", "clientSecret", "other", true},
		{"user", "username", "u", true},
		{"name", "tokenName", "n", true},
		{"audience", "audience", map[string]any{"x": "api"}, true},
		{"parameter", "tokenRequestParams", []any{map[string]any{"key": "k", "value": "v"}}, true},
		{"parameter that is off", "tokenRequestParams", []any{map[string]any{"key": "k", "value": "v", "enabled": false}}, false},
		{"place", "addTokenTo", "queryParams", false},
		{"refresh address", "refreshTokenUrl", "https://idp/r", false},
		{"unknown", "saveHelperData", true, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := config("oauth2", base)
			if got := auth.Key(c) != auth.Key(c.Set(tt.key, tt.value)); got != tt.different {
				t.Errorf("another key: %t, want %t", got, tt.different)
			}
		})
	}
	t.Run("realm", func(t *testing.T) {
		c := config("oauth2", base)
		other := c
		other.Realm = "prod"
		if auth.Key(c) == auth.Key(other) {
			t.Error("two environments share a token")
		}
	})
}
