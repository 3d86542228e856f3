package conformance_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"postern/auth"
	"postern/auth/tenant"
)

// answerClaims are about what servers answer.
func answerClaims() []claim {
	return []claim{
		{"A09", "`invalid_grant` in twelve shapes: other statuses, a form, objects for texts, a BOM", "the person is asked to log in, every time; the server is not asked again", bubble(twelveShapes), []string{"auth/oauth2.TestRefusals", "auth/tokens.TestEndedSessionIsNotAskedAgain"}},
		{"A10", "the answer to a refresh has no refresh token, an empty one, null, the same or a new one", "what is stored is right each time; scope and ID token are kept", bubble(refreshAnswers), []string{"auth/tokens.TestRefreshKeepsWhatTheAnswerOmits"}},
		{"A13", "token answers of all types, labels and sizes", "no panic; no token is lost over another field, and none made of what is none", bubble(threeHundredAnswers), []string{"auth/oauth2.TestAnswers", "auth/oauth2.TestExpiresIn", "auth/oauth2.TestJWTTellsItsEnd"}},
		{"A14", "a server without oddities", "the same request and the same token as with golang.org/x/oauth2", nil, []string{"auth/oauth2.TestLibraryAgrees"}},
	}
}

// labels are what servers say their answers are.
func labels() []string {
	return []string{"application/json", "text/plain", "text/html; charset=utf-8", "application/x-www-form-urlencoded", "\"", ""}
}

// obtained gets a token from a server that answers so.
func obtained(t *testing.T, label, body string) (auth.Token, *world, error) {
	t.Helper()
	w := newWorld(tenant.Options{}, nil)
	w.strike(tenant.Fault{Status: 200, Body: body, Header: http.Header{"Content-Type": {label}}})
	got, err := w.Token(t.Context(), machine())
	return got, w, err
}

func threeHundredAnswers(t *testing.T) {
	tried := 0
	var good []string
	for _, odd := range []string{
		`"token_type":"Bearer"`, `"token_type":"bEaReR"`, `"token_type":null`, `"token_type":7`, `"expires_in":"x"`, `"expires_in":{"s":3600}`,
		`"expires_in":1e400`, `"scope":["a","b"]`, `"scope":{"a":true}`, `"scope":null`, `"refresh_token":{}`, `"refresh_token":false`, `"id_token":"not.a.jwt"`,
		`"id_token":7`, `"error":null`, `"error":false`, `"error_description":{}`, `"authed_user":{"access_token":"nested"}`,
	} {
		good = append(good, `{"access_token":"at",`+odd+`}`, "\ufeff\r\n{"+odd+`,"access_token":"at"}`+"\n\n")
	}
	good = append(good, `{"ACCESS_TOKEN":"at"}`, `{"access_token":"first","access_token":"at"}`, `{"access_token":"at","x":`+strings.Repeat("[", 50)+strings.Repeat("]", 50)+`}`,
		`access_token=at&token_type=bearer`, `token_type=&expires_in=never&access_token=at`)
	for _, body := range good {
		for _, label := range labels() {
			tried++
			got, _, err := obtained(t, label, body)
			if err != nil || got.Access != "at" {
				t.Errorf("%q as %q: %v, %v", body, label, got.Access.Reveal(), err)
			}
		}
	}
	for _, body := range []string{
		``, `{}`, `null`, `[]`, `{"access_token":""}`, `{"access_token":null}`, `{"access_token":7}`, `{"access_token":["at"]}`, `{"access_token":"a\nt"}`,
		`{"access_token":"a\u0000t"}`, `{"access_token":"at"`, `<html><a href="?access_token=at">`, `at`, `{"access_token":"at","x":` + strings.Repeat("[", 100_000),
		`{"access_token":"at","x":"` + strings.Repeat("x", 1<<20) + `"}`, "\x1b]52;c;eA==\x07",
	} {
		for _, label := range labels() {
			tried++
			got, w, err := obtained(t, label, body)
			if kind := auth.KindOf(err); kind != auth.KindAnswer || got.Access != "" {
				t.Errorf("%.60q as %q: %v, %v", body, label, got.Access.Reveal(), err)
			} else if strings.ContainsAny(err.Error(), "\x1b\x07\n") || strings.Contains(err.Error(), `"at"`) {
				t.Errorf("%.60q as %q: the error shows %q", body, label, err)
			}
			if list, err := w.store.List(t.Context()); err != nil || len(list) > 0 {
				t.Errorf("%.60q as %q: stored %v, %v", body, label, list, err)
			}
		}
	}
	if tried < 300 {
		t.Errorf("only %d answers", tried)
	}
}

func twelveShapes(t *testing.T) {
	text := func(contentType string) http.Header { return http.Header{"Content-Type": {contentType}} }
	for _, f := range []tenant.Fault{
		{Status: 400, Body: `{"error":"invalid_grant"}`},
		{Status: 401, Body: `{"error":"invalid_grant"}`},
		{Status: 403, Body: `{"error":"invalid_grant"}`},
		{Status: 200, Body: `{"error":"invalid_grant"}`},
		{Status: 500, Body: `{"error":"invalid_grant"}`},
		{Status: 400, Body: `{"error":"invalid_grant","error_description":{"code":1}}`},
		{Status: 400, Body: `{"error":"invalid_grant","error_description":null,"error_uri":7}`},
		{Status: 400, Body: `{"error_description":"gone","error":"invalid_grant","error_codes":[700082]}`},
		{Status: 400, Body: `error=invalid_grant&error_description=gone`, Header: text("application/x-www-form-urlencoded")},
		{Status: 400, Body: `{"error":"invalid_grant"}`, Header: text("text/plain")},
		{Status: 400, Body: `{"error":"invalid_grant"}`, Header: text("text/html; charset=utf-8")},
		{Status: 400, Body: "\ufeff\r\n {\"error\":\"invalid_grant\"}\n"},
	} {
		w := newWorld(tenant.Options{}, nil)
		c := person()
		w.get(t, c)
		w.expire()
		w.nobody()
		f.Grant = "refresh_token"
		w.strike(f)
		for range 5 {
			_, err := w.Token(t.Context(), c)
			if e := mustBe(t, err, auth.KindNeedsLogin); e.Hint == "" {
				t.Errorf("%d %s: no hint", f.Status, f.Body)
			}
		}
		if n := w.asked("refresh_token"); n != 1 {
			t.Errorf("%d %s: asked %d times", f.Status, f.Body, n)
		}
		if s := w.stored(t, c); !s.NeedsLogin || s.Name != "mine" || s.Scope == "" {
			t.Errorf("%d %s: stored %+v", f.Status, f.Body, s)
		}
	}
}

func refreshAnswers(t *testing.T) {
	for _, tt := range []struct {
		name, member string
		// want is the refresh token that is stored after the nth answer.
		want func(first auth.Secret, n int) auth.Secret
	}{
		{"none", ``, func(first auth.Secret, _ int) auth.Secret { return first }},
		{"empty", `,"refresh_token":""`, func(first auth.Secret, _ int) auth.Secret { return first }},
		{"null", `,"refresh_token":null`, func(first auth.Secret, _ int) auth.Secret { return first }},
		{"the same", `,"refresh_token":"same"`, func(auth.Secret, int) auth.Secret { return "same" }},
		{"a new one", `,"refresh_token":"r%d"`, func(_ auth.Secret, n int) auth.Secret { return auth.Secret(fmt.Sprintf("r%d", n)) }},
	} {
		w := newWorld(tenant.Options{}, nil)
		c := person()
		first := w.get(t, c)
		w.nobody()
		for n := range 4 {
			w.expire()
			w.tenant.ClearFaults()
			member := tt.member
			if tt.name == "a new one" {
				member = fmt.Sprintf(member, n)
			}
			w.strike(tenant.Fault{Grant: "refresh_token", Status: 200, Body: fmt.Sprintf(`{"access_token":"a%d","expires_in":3600%s}`, n, member)})
			got := w.get(t, c)
			s := w.stored(t, c)
			if got.Access != auth.Secret(fmt.Sprintf("a%d", n)) || s.Refresh != tt.want(first.Refresh, n) {
				t.Errorf("%s: after refresh %d: %s with refresh token %s", tt.name, n, s.Access.Reveal(), s.Refresh.Reveal())
			}
			if s.ID != first.ID || s.ID == "" || s.Scope != first.Scope {
				t.Errorf("%s: ID token or scope is gone: %+v", tt.name, s)
			}
		}
	}
}
