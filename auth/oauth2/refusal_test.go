package oauth2_test

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"postern/auth"
	"postern/auth/oauth2"
)

func TestRefusals(t *testing.T) {
	tests := []struct {
		name, grant string
		status      int
		body        string
		header      http.Header
		kind        auth.Kind
		code, text  string
		retry       time.Duration
	}{
		{"session over", "refresh", 400, `{"error":"invalid_grant","error_description":"Token revoked"}`, nil, auth.KindNeedsLogin, "invalid_grant", "the session has ended: Token revoked", 0},
		{"session over, description an object", "refresh", 400, `{"error":"invalid_grant","error_description":{}}`, nil, auth.KindNeedsLogin, "invalid_grant", "the session has ended", 0},
		{"session over, no description, 401", "refresh", 401, `{"error":"invalid_grant"}`, nil, auth.KindNeedsLogin, "invalid_grant", "the session has ended", 0},
		{"session over, 200", "refresh", 200, `{"error":"invalid_grant"}`, nil, auth.KindNeedsLogin, "invalid_grant", "the session has ended", 0},
		{"session over, as a form", "refresh", 400, `error=invalid_grant`, nil, auth.KindNeedsLogin, "invalid_grant", "the session has ended", 0},
		{"interaction required", "refresh", 400, `{"error":"interaction_required"}`, nil, auth.KindNeedsLogin, "interaction_required", "the server wants a new login", 0},
		{"wrong password", "password_credentials", 400, `{"error":"invalid_grant"}`, nil, auth.KindConfig, "invalid_grant", "the server does not accept the user name or the password", 0},
		{"invalid client", "client_credentials", 401, `{"error":"invalid_client"}`, nil, auth.KindConfig, "invalid_client", "the server does not accept the client's id or secret", 0},
		{"unauthorized client", "client_credentials", 400, `{"error":"unauthorized_client"}`, nil, auth.KindConfig, "unauthorized_client", "this client may not use this grant", 0},
		{"scope", "client_credentials", 400, `{"error":"invalid_scope"}`, nil, auth.KindConfig, "invalid_scope", "the server does not grant this scope", 0},
		{"scope during a refresh", "refresh", 400, `{"error":"invalid_scope"}`, nil, auth.KindConfig, "invalid_scope", "the server does not grant this scope", 0},
		{"own code", "client_credentials", 400, `{"error":"E0000\u001b[2J","error_description":"no\nway"}`, nil, auth.KindAnswer, "E0000 [2J", "the server refused: E0000 [2J: no way", 0},
		{"rate limit", "refresh", 429, `{"error":"rate"}`, http.Header{"Retry-After": {"120"}}, auth.KindUnreachable, "rate", "the token endpoint answered 429 Too Many Requests", 2 * time.Minute},
		{"rate limit until a date", "refresh", 429, ``, http.Header{"Retry-After": {born.Add(time.Minute).Format(http.TimeFormat)}}, auth.KindUnreachable, "", "the token endpoint answered 429 Too Many Requests: status 429, application/json: empty body", time.Minute},
		{"rate limit for ages", "refresh", 503, `{}`, http.Header{"Retry-After": {"1000000000"}}, auth.KindUnreachable, "", "the token endpoint answered 503 Service Unavailable: status 503, application/json: {}", 5 * time.Minute},
		{"rate limit, garbage", "refresh", 503, `{}`, http.Header{"Retry-After": {"soon"}}, auth.KindUnreachable, "", "the token endpoint answered 503 Service Unavailable: status 503, application/json: {}", 0},
		{"rate limit, negative", "refresh", 503, `{}`, http.Header{"Retry-After": {"-5"}}, auth.KindUnreachable, "", "the token endpoint answered 503 Service Unavailable: status 503, application/json: {}", 0},
		{"server error page", "refresh", 502, `<html>Bad`, http.Header{"Content-Type": {"text/html; charset=x"}}, auth.KindUnreachable, "", "the token endpoint answered 502 Bad Gateway: status 502, text/html: <html>Bad", 0},
		{"not found", "client_credentials", 404, `nope`, http.Header{"Content-Type": {"text/plain"}}, auth.KindAnswer, "", "the answer is no token answer: status 404, text/plain: nope", 0},
		{"client refused without a word", "client_credentials", 403, ``, nil, auth.KindAnswer, "", "the token endpoint answered 403 Forbidden: status 403, application/json: empty body", 0},
		{"refresh refused without a word", "refresh", 400, ``, nil, auth.KindAnswer, "", "the token endpoint answered 400 Bad Request: status 400, application/json: empty body", 0},
		{"json without an error", "client_credentials", 403, `{"message":"no"}`, nil, auth.KindAnswer, "", `the token endpoint answered 403 Forbidden: status 403, application/json: {"message":"no"}`, 0},
		{"login page", "client_credentials", 200, `<html>Log in`, nil, auth.KindAnswer, "", "the answer is no token answer: status 200, application/json: <html>Log in", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := &wire{status: tt.status, body: tt.body, header: tt.header}
			var err error
			if tt.grant == "refresh" {
				_, err = client(w).Refresh(t.Context(), auth.Token{Refresh: "rt", Config: machine()})
			} else {
				_, err = client(w).Obtain(t.Context(), machine("grant_type", tt.grant), nil)
			}
			e := asError(t, err)
			if e.Kind != tt.kind || e.Code != tt.code || e.Error() != tt.text || e.RetryAfter != tt.retry || e.Hint == "" {
				t.Errorf("error %q\nwant  %q\nkind %s, code %q, retry %s, hint %q", e, tt.text, e.Kind, e.Code, e.RetryAfter, e.Hint)
			}
			if len(w.requests) != 1 {
				t.Errorf("%d requests, want one whatever the answer", len(w.requests))
			}
		})
	}
}

func TestOtherEncodingIsOfferedNotTried(t *testing.T) {
	w := &wire{status: 401, body: `{"error":"invalid_client"}`}
	_, err := client(w).Obtain(t.Context(), machine("clientSecret", "a:b"), nil)
	if e := asError(t, err); !strings.Contains(e.Hint, "Client Header Encoding rfc6749") || len(w.requests) != 1 {
		t.Errorf("hint %q after %d requests", e.Hint, len(w.requests))
	}
}

func TestErrorsHoldNoSecret(t *testing.T) {
	const canary = "canary+1/2"
	c := machine("clientSecret", canary, "grant_type", "password_credentials", "username", "u", "password", "pw-"+canary)
	tests := []struct {
		name string
		wire wire
	}{
		{"echo in the description", wire{status: 400, body: `{"error":"x","error_description":"bad secret ` + canary + `","error_uri":"https://e/?s=canary%2B1%2F2"}`}},
		{"echo in a page", wire{body: `<html> client_secret=` + canary + ` password: "pw-` + canary + `"`}},
		{"token in a broken answer", wire{body: `{"access_token":"canary-token","refresh_token" : "canary-rt",`}},
		{"jwt in a broken answer", wire{body: `eyJhbGciOiJIUzI1NiJ9.canary.sig`}},
		{"token with a blank", wire{body: `{"access_token":"x canary","token_type":7,`}},
		{"token with a quote", wire{body: `{"access_token":"x\"canary",`}},
		{"token in a list", wire{body: `{"access_token":["canary"]}`}},
		{"token in an object", wire{body: `{"access_token":{"value":"canary"}}`}},
		{"token as XML", wire{body: `<r><access_token type="x">canary</access_token></r>`}},
		{"token of another name", wire{body: `{"jeton":"canary-5f2b8c1e9d7a4f60b3c2"}`}},
		{"echo in an error", wire{err: errors.New("proxy says " + canary)}},
		{"address in an error", wire{err: &url.Error{Op: "Post", URL: "https://x/?s=" + canary, Err: errors.New("refused")}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := client(&tt.wire).Obtain(t.Context(), c, nil)
			e := asError(t, err)
			for _, text := range []string{e.Error(), e.Summary, e.Where, e.Hint, e.Code} {
				if strings.Contains(text, "canary") {
					t.Errorf("leaks: %s", text)
				}
			}
		})
	}
}

// The timeline shows the answer's headers.
func TestTokenCallsHoldNoSecret(t *testing.T) {
	w := &wire{status: 302, header: http.Header{
		"Location": {"https://h/cb?code=canary#access_token=canary"}, "Set-Cookie": {"sid=canary"}, "X-Token": {"canary"},
	}}
	var calls []auth.TokenCall
	ctx := auth.WithTrace(t.Context(), func(c auth.TokenCall) { calls = append(calls, c) })
	_, err := client(w).Obtain(ctx, machine("accessTokenUrl", "https://idp.test/t?api_key=canary", "clientSecret", "canary-secret"), nil)
	if len(calls) != 1 || len(calls[0].Header) != 4 {
		t.Fatalf("%d calls: %+v, %v", len(calls), calls, err)
	}
	if text := fmt.Sprintf("%+v %v", calls[0], calls[0].Err); strings.Contains(text, "canary") {
		t.Errorf("leaks: %s", text)
	}
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	key := signingKeys(t)["PEM"].text
	for _, status := range []int{301, 302, 303, 307, 308} {
		for _, mode := range []string{auth.InBasicHeader, auth.InRequestBody, auth.PrivateKeyJWT} {
			for _, refresh := range []bool{false, true} {
				w := &wire{status: status, header: http.Header{"Location": {"https://evil.test/t?x=1"}}, body: good}
				c := machine("client_authentication", mode, "privateKey", key)
				_, err := client(w).Refresh(t.Context(), auth.Token{Refresh: "rt", Config: c})
				if !refresh {
					w.requests = nil
					_, err = client(w).Obtain(t.Context(), c, nil)
				}
				e := asError(t, err)
				if e.Kind != auth.KindAnswer || e.Summary != "the token endpoint redirects to https://evil.test" || len(w.requests) != 1 {
					t.Errorf("%d, %s, refresh %t: error %v after %d requests", status, mode, refresh, e, len(w.requests))
				}
			}
		}
	}
}

func TestServersThatCannotBeReached(t *testing.T) {
	w := &wire{err: &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("connection refused")}}
	_, err := client(w).Obtain(t.Context(), machine(), nil)
	if e := asError(t, err); e.Kind != auth.KindUnreachable || e.Where != "idp.test" || e.Error() != "cannot reach the token endpoint: dial tcp: connection refused" {
		t.Errorf("error %v at %s", e, e.Where)
	}
}

// ownError is one that a transport explains itself.
type ownError struct{}

func (ownError) Error() string { return "the client certificate has expired" }
func (ownError) Hint() string  { return "renew it" }

func TestConnectionsThatAreNotTrusted(t *testing.T) {
	tests := []struct {
		name          string
		err           error
		summary, hint string
	}{
		{"server's certificate", &tls.CertificateVerificationError{Err: errors.New("unknown authority")}, "the certificate of the token endpoint is not to be trusted", "authorities"},
		{"our own", ownError{}, "the client certificate has expired", "renew it"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := client(&wire{err: tt.err}).Obtain(t.Context(), machine(), nil)
			if e := asError(t, err); e.Kind != auth.KindUnreachable || e.Summary != tt.summary || !strings.Contains(e.Hint, tt.hint) || e.Fate != auth.FateAnswered {
				t.Errorf("error %+v", e)
			}
		})
	}
}

func TestSlowServerAndImpatientCaller(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		cl := oauth2.New(oauth2.Options{Transport: silent{}})
		start := time.Now()
		_, err := cl.Obtain(t.Context(), machine(), nil)
		if e := asError(t, err); e.Kind != auth.KindUnreachable || time.Since(start) != 30*time.Second {
			t.Errorf("error %v after %s", e, time.Since(start))
		}
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		_, err = cl.Obtain(ctx, machine(), nil)
		if e := asError(t, err); e.Kind != auth.KindCancelled || !errors.Is(err, context.Canceled) {
			t.Errorf("error %v", e)
		}
	})
}

// silent never answers.
type silent struct{}

func (silent) RoundTrip(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}

func TestWordlessRefusalsSayWhatToTry(t *testing.T) {
	w := &wire{status: 400}
	_, err := client(w).Refresh(t.Context(), auth.Token{Refresh: "rt", Config: machine()})
	if e := asError(t, err); !strings.Contains(e.Hint, "log in again") {
		t.Errorf("of a refresh: %q", e.Hint)
	}
	_, err = client(w).Obtain(t.Context(), machine(), nil)
	if e := asError(t, err); !strings.Contains(e.Hint, "Client Secret") {
		t.Errorf("of another request: %q", e.Hint)
	}
}
