package engine_test

import (
	"context"
	"encoding/base64"
	"net/http"
	"strings"
	"testing"
	"time"

	"postern/auth"
	"postern/engine"
	"postern/engine/collection"
)

// fixed is a token source with one token.
type fixed struct{ token auth.Token }

func (f fixed) Token(context.Context, auth.Config) (auth.Token, error) { return f.token, nil }

func (f fixed) Renew(context.Context, auth.Config, auth.Token) (auth.Token, error) {
	return f.token, nil
}

func (f fixed) Peek(context.Context, auth.Config) (auth.Token, bool) { return f.token, true }

// forAudience is a JWT for an audience.
func forAudience(aud string) string {
	enc := base64.RawURLEncoding.EncodeToString
	return enc([]byte(`{"alg":"RS256"}`)) + "." + enc([]byte(`{"iss":"https://idp.prod.test","sub":"00u1","aud":"`+aud+`"}`)) + ".c2ln"
}

func oauth(kv ...string) auth.Config {
	c := auth.Config{Type: "oauth2"}
	for i := 0; i < len(kv); i += 2 {
		c = c.Set(kv[i], kv[i+1])
	}
	return c
}

// A token for another target is told of before it is sent: the preview warns.
func TestATokenForAnotherTargetIsFlagged(t *testing.T) {
	got := oauth("accessTokenUrl", "https://idp.prod.test/token", "clientId", "id")
	for _, tt := range []struct {
		name, url string
		config    auth.Config
		token     auth.Token
		want      string
	}{
		{"a prod token to a dev host", "https://api.dev.test/users", got, auth.Token{Name: "prod", Access: auth.Secret(forAudience("https://api.prod.test"))}, "api.prod.test"},
		{"to its own host", "https://api.prod.test/users", got, auth.Token{Access: auth.Secret(forAudience("https://api.prod.test"))}, ""},
		{"opaque", "https://api.dev.test/users", got, auth.Token{Access: "opaque"}, ""},
		{"pasted into a bearer config", "https://api.dev.test/users", auth.Config{Type: "bearer"}.Set("token", forAudience("https://api.prod.test")), auth.Token{}, "api.prod.test"},
		{"pasted into an oauth2 config", "https://api.dev.test/users", oauth("accessToken", forAudience("https://api.prod.test")), auth.Token{}, "api.prod.test"},
		{"expired, auto-refresh off", "https://api.dev.test/users", got.Set("autoRefresh", "false"), auth.Token{Name: "old", Access: "opaque", Expiry: time.Unix(1, 0)}, "the token old has expired"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := engine.New(engine.Options{Tokens: fixed{tt.token}})
			j := collection.Job{Auth: tt.config, Request: collection.Request{Method: "GET", URL: collection.ParseURL(tt.url)}}
			p, err := e.Prepare(t.Context(), j)
			if err != nil {
				t.Fatal(err)
			}
			all := strings.Join(p.Warnings, "\n")
			if (tt.want == "") != (all == "") || !strings.Contains(all, tt.want) {
				t.Errorf("warnings %q, want %q", all, tt.want)
			}
		})
	}
}

// A token that stands in the settings is the same in every environment. Where
// it is sent for want of a better one, that is said, and it is judged like any
// other.
func TestAWrittenTokenThatStepsInIsFlagged(t *testing.T) {
	srv := serve(t, func(http.ResponseWriter, *http.Request) {})
	e := newEngine(t, engine.Options{Tokens: noTokens{}})
	j := job("GET", srv.URL)
	j.Auth = oauth("accessTokenUrl", "https://idp.dev.test/token", "clientId", "id", "accessToken", forAudience("https://api.prod.test"))
	x := must(t, e, j)
	all := strings.Join(x.Warnings, "\n")
	for _, want := range []string{"the session is over", "the one written in the settings is sent", "api.prod.test"} {
		if !strings.Contains(all, want) {
			t.Errorf("no %q in %q", want, x.Warnings)
		}
	}
	if strings.Contains(all, "c2ln") {
		t.Error("the warning holds the token")
	}
}
