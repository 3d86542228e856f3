package conformance_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"postern/auth"
	"postern/auth/tenant"
)

// requestClaims are about what goes out, and where to.
func requestClaims() []claim {
	return []claim{
		{"A11", "a refresh URL of its own; parameters in body, URL and header, twice, switched off", "the request is the one that was configured, byte for byte; nothing of it reaches the other endpoint", bubble(refreshURL), []string{"auth/oauth2.TestTokenRequestOnTheWire", "auth/oauth2.TestRefreshOnTheWire"}},
		{"A12", "odd characters in id, secret and parameters, in body, URL and header", "the server decodes exactly what was configured, and sees one method of client authentication", bubble(oddParameters), []string{"auth/oauth2.TestServerSeesTheConfiguredCredentials", "auth/oauth2.TestOtherEncodingIsOfferedNotTried"}},
		{"A15", "the token endpoint redirects to another host", "no second request: the other host sees nothing", bubble(tokenRedirects), []string{"auth/oauth2.TestRedirectsAreNotFollowed"}},
		{"A16", "an API redirects: to another port, host, sub-domain, from https to http", "only the same origin gets the token; https to http stops", nil, []string{"engine.TestRedirectMatrix"}},
	}
}

func rows(triples ...string) []any {
	var out []any
	for i := 0; i < len(triples); i += 3 {
		out = append(out, map[string]any{"key": triples[i], "value": triples[i+1], "send_as": triples[i+2], "enabled": triples[i] != "off"})
	}
	return out
}

func refreshURL(t *testing.T) {
	w := newWorld(tenant.Options{}, nil)
	answer := func(token string) http.Handler {
		return http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
			_, _ = fmt.Fprintf(rw, `{"access_token":%q,"refresh_token":"r t","expires_in":3600}`, token) // a recorder takes it all
		})
	}
	w.wire.hosts["token.test"], w.wire.hosts["refresh.test"] = answer("first"), answer("second")
	c := config("grant_type", auth.PasswordCredentials, "accessTokenUrl", "https://token.test/t?x=1", "refreshTokenUrl", "https://refresh.test/r",
		"clientId", "id", "clientSecret", "secret", "username", "ada", "password", "p w", "client_authentication", "body",
		"tokenRequestParams", rows("resource", "urn:a", "request_body", "resource", "urn:b", "request_body", "off", "x", "request_body"),
		"refreshRequestParams", rows("audience", "a b", "request_body", "audience", "c&d", "request_body", "tenant", "t/1", "request_url",
			"X-Two", "1", "request_header", "X-Two", "2", "request_header", "off", "x", "request_url"))
	w.get(t, c)
	w.expire()
	w.get(t, c)
	first, second := w.wire.to("token.test"), w.wire.to("refresh.test")
	if len(first) != 1 || len(second) != 1 {
		t.Fatalf("%d and %d requests", len(first), len(second))
	}
	for _, tt := range []struct{ what, got, want string }{
		{"token URL", first[0].url, "https://token.test/t?x=1"},
		{"token body", first[0].body, "grant_type=password&username=ada&password=p+w&client_id=id&client_secret=secret&resource=urn%3Aa&resource=urn%3Ab"},
		{"token headers", strings.Join(first[0].header.Values("X-Two"), ","), ""},
		{"refresh URL", second[0].url, "https://refresh.test/r?tenant=t%2F1"},
		{"refresh body", second[0].body, "grant_type=refresh_token&refresh_token=r+t&client_id=id&client_secret=secret&audience=a+b&audience=c%26d"},
		{"refresh headers", strings.Join(second[0].header.Values("X-Two"), ","), "1,2"},
	} {
		if tt.got != tt.want {
			t.Errorf("%s is\n%s, want\n%s", tt.what, tt.got, tt.want)
		}
	}
}

func oddParameters(t *testing.T) {
	for _, value := range []string{"a@b.test", "a+b c", "%41", "a/b=c&d?e#f", "é!*'()~", "a:b", `"<>`} {
		for _, place := range []string{"request_body", "request_url"} {
			w := newWorld(tenant.Options{}, nil)
			w.wire.hosts[idpHost] = http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
				got := r.URL.Query()["x"]
				if err := r.ParseForm(); err != nil {
					t.Error(err)
				}
				if place == "request_body" {
					got = r.PostForm["x"]
				}
				if len(got) != 2 || got[0] != value || got[1] != value {
					t.Errorf("%s: the server reads %q, configured is %q twice", place, got, value)
				}
				if r.PostForm.Get("client_id") != value || r.PostForm.Get("client_secret") != value || r.Header.Get("Authorization") != "" {
					t.Errorf("the server reads the client %q with %q", r.PostForm.Get("client_id"), r.PostForm.Get("client_secret"))
				}
				_, _ = rw.Write([]byte(`{"access_token":"at"}`)) // a recorder takes it all
			})
			w.get(t, machine("clientId", value, "clientSecret", value, "client_authentication", "body",
				"tokenRequestParams", rows("x", value, place, "x", value, place)))
		}
	}
}

func tokenRedirects(t *testing.T) {
	for _, status := range []int{301, 302, 303, 307, 308} {
		for _, how := range []string{"header", "body"} {
			for _, grant := range []string{"authorization_code", "refresh_token"} {
				w := newWorld(tenant.Options{}, nil)
				w.wire.hosts["evil.test"] = http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
					_, _ = rw.Write([]byte(`{"access_token":"evil"}`)) // a recorder takes it all
				})
				c := person("client_authentication", how)
				before := auth.Token{}
				if grant == "refresh_token" {
					before = w.get(t, c)
					w.expire()
					w.nobody()
				}
				w.strike(tenant.Fault{Grant: grant, Status: status, Header: http.Header{"Location": {"https://evil.test/t"}}})
				_, err := w.Token(t.Context(), c)
				if e := mustBe(t, err, auth.KindAnswer); !strings.Contains(e.Summary, "https://evil.test") {
					t.Errorf("error %v", err)
				}
				if got := w.wire.to("evil.test"); len(got) > 0 {
					t.Errorf("%d, %s, %s: the other host saw %s", status, how, grant, got[0].url)
				}
				if grant == "refresh_token" && w.stored(t, c).Refresh != before.Refresh {
					t.Errorf("%d: the refresh token is gone", status)
				}
			}
		}
	}
}
