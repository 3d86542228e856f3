package conformance_test

import (
	"fmt"
	"net/http"
	"testing"

	"postern/auth"
	"postern/auth/tenant"
)

// answerClaims are about what servers answer.
func answerClaims() []claim {
	return []claim{
		{"A09", "`invalid_grant` in twelve shapes: other statuses, a form, objects for texts, a BOM", "the person is asked to log in, every time; the server is not asked again", bubble(twelveShapes), []string{"auth/oauth2.TestRefusals", "auth/tokens.TestEndedSessionIsNotAskedAgain"}},
		{"A10", "the answer to a refresh has no refresh token, an empty one, null, the same or a new one", "what is stored is right each time; scope and ID token are kept", bubble(refreshAnswers), []string{"auth/tokens.TestRefreshKeepsWhatTheAnswerOmits"}},
		{"A13", "token answers of all types, labels and sizes", "no panic, and no token lost over another field", nil, []string{"auth/oauth2.TestAnswers", "auth/oauth2.TestExpiresIn", "auth/oauth2.TestJWTTellsItsEnd"}},
		{"A14", "a server without oddities", "the same request and the same token as with golang.org/x/oauth2", nil, []string{"auth/oauth2.TestLibraryAgrees"}},
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
