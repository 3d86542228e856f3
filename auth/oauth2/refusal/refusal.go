// Package refusal says in plain words why a server gave no token, and what to
// do about it. It turns the answers of token endpoints, and the errors that
// come back with a browser, into an [auth.Error] of the right kind.
//
// It decides nothing about trying again: that follows from the kind, in
// [postern/auth/tokens]. To explain one more error code, add a row to reasons; to
// explain one more provider's words, a row to advices.
package refusal

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"postern/auth"
	"postern/auth/oauth2/answer"
	"postern/auth/oauth2/mask"
)

// reason is what an error code of RFC 6749 section 5.2 (and of OpenID Connect)
// means for the person.
type reason struct {
	code          string
	kind          auth.Kind
	summary, attr string
	hint          string
}

// reasons lists the codes that tell more than "no".
func reasons() []reason {
	return []reason{
		{"invalid_client", auth.KindConfig, "the server does not accept the client's id or secret", "clientSecret", "check Client ID, Client Secret and Client Authentication"},
		{"unauthorized_client", auth.KindConfig, "this client may not use this grant", "grant_type", "choose another grant type, or have this one allowed for the client"},
		{"unsupported_grant_type", auth.KindConfig, "the server does not know this grant", "grant_type", "choose another grant type, and check that Access Token URL is a token endpoint"},
		{"invalid_scope", auth.KindConfig, "the server does not grant this scope", "scope", "check the names in Scope"},
		{"invalid_request", auth.KindConfig, "the server does not understand the request", "accessTokenUrl", "check the fields and the extra parameters of the Auth tab"},
		{"invalid_target", auth.KindConfig, "the server does not know the audience or resource", "audience", "check audience and resource"},
		{"server_error", auth.KindUnreachable, "the server has a problem of its own", "", "try again later"},
		{"temporarily_unavailable", auth.KindUnreachable, "the server is busy", "", "try again later"},
		{"slow_down", auth.KindUnreachable, "the server asks to slow down", "", "try again later"},
		{"authorization_pending", auth.KindNeedsLogin, "nobody has entered the code yet", "", "open the page and enter the code"},
		{"expired_token", auth.KindNeedsLogin, "the code was not entered in time", "", "log in again for a new code"},
		{"access_denied", auth.KindNeedsLogin, "the login was refused", "", "log in again, and allow what is asked for"},
		{"login_required", auth.KindNeedsLogin, "the server wants a new login", "", "log in again"},
		{"interaction_required", auth.KindNeedsLogin, "the server wants a new login", "", "log in again"},
		{"consent_required", auth.KindNeedsLogin, "the server wants the person's consent", "", "log in again"},
	}
}

// Request is what was refused.
type Request struct {
	// Kind is the grant, as in [auth.TokenCall]; "authorization" for a login.
	Kind string
	// Attr is the attribute the endpoint comes from.
	Attr string
}

// noun is what the endpoint is called.
func (r Request) noun() string {
	switch r.Attr {
	case "deviceUrl":
		return "device authorization endpoint"
	case "revocationUrl":
		return "revocation endpoint"
	case "introspectionUrl":
		return "introspection endpoint"
	case "userInfoUrl":
		return "userinfo endpoint"
	case "issuer":
		return "identity provider"
	}
	return "token endpoint"
}

// Of makes the error for an answer that brought no token; err is what
// [answer.Read] returned with it.
func Of(r answer.Reply, a answer.Answer, req Request, m mask.Masker, err error) error {
	e := &auth.Error{
		Kind:       auth.KindAnswer,
		Summary:    fmt.Sprintf("the %s answered %d %s", req.noun(), r.Status, http.StatusText(r.Status)),
		Where:      req.Attr,
		Hint:       "check that " + req.Attr + " is a " + req.noun(),
		Code:       m.Text(a.Code, 60),
		RetryAfter: retryAfter(r.Header, r.Received),
		Err:        details(a, m),
	}
	// A page in place of a token says nothing about what was done before it.
	if r.Status >= 300 || e.Code != "" {
		e.Fate = auth.FateAnswered
	}
	why, known := because(a.Code, req)
	switch {
	case known:
		e.Kind, e.Summary, e.Hint = why.kind, why.summary, why.hint
		e.Where = cmp.Or(why.attr, e.Where)
	case busy(r.Status):
		e.Kind, e.Hint = auth.KindUnreachable, "try again later"
	case e.Code != "":
		e.Summary = "the server refused: " + e.Code
		e.Hint = "look the code up in the documentation of the identity provider"
	case r.Status >= 400 && len(bytes.TrimSpace(r.Body)) == 0:
		e.Hint = wordless(req)
	case !errors.Is(err, answer.ErrRefused):
		e.Summary, e.Err = err.Error(), nil
	}
	advise(e, a.Description, known)
	if e.Err == nil && e.Code == "" && len(r.Body) <= answer.MaxBytes {
		e.Err = fmt.Errorf("status %d, %s: %s", r.Status, m.Text(contentType(r.Header), 60), m.Excerpt(r.Body))
	}
	return e
}

// wordless guesses what helps against a refusal without a body: glewlwyd, for
// one, never says more.
func wordless(req Request) string {
	if req.Kind == auth.RefreshToken {
		return "if it stays so the session is over: log in again"
	}
	return "check Client ID, Client Secret and Client Authentication, and that " + req.Attr + " is a " + req.noun()
}

// because finds what a code means for this request.
func because(code string, req Request) (reason, bool) {
	if code == "invalid_grant" {
		return invalidGrant(req.Kind), true
	}
	for _, why := range reasons() {
		if why.code == code {
			return why, true
		}
	}
	return reason{}, false
}

// invalidGrant is the code that says different things to different grants.
func invalidGrant(kind string) reason {
	switch kind {
	case auth.RefreshToken:
		return reason{kind: auth.KindNeedsLogin, summary: "the session has ended", hint: "log in again"}
	case "password":
		return reason{kind: auth.KindConfig, summary: "the server does not accept the user name or the password", attr: "username", hint: "check Username and Password"}
	case auth.DeviceCode:
		return reason{kind: auth.KindNeedsLogin, summary: "the server no longer knows the code", hint: "log in again for a new code"}
	case auth.TokenExchange:
		return reason{kind: auth.KindConfig, summary: "the server does not accept the token to exchange", attr: "subjectToken", hint: "get a new Subject Token, and check its type and whom it is for"}
	case auth.JWTBearer:
		return reason{kind: auth.KindConfig, summary: "the server does not accept the assertion", attr: "assertion", hint: "check issuer, subject, audience and key of the assertion, and this machine's clock"}
	case auth.AuthorizationCode:
		return reason{kind: auth.KindNeedsLogin, summary: "the server does not accept the code", hint: "log in again; if it stays so, check Callback URL and PKCE at the identity provider"}
	}
	return reason{kind: auth.KindConfig, summary: "the server does not accept the grant", attr: "grant_type", hint: "check the grant type and the client's settings at the identity provider"}
}

// details are the server's own words.
func details(a answer.Answer, m mask.Masker) error {
	text := m.Text(a.Description, 300)
	if uri := m.Text(a.URI, 200); uri != "" {
		text = strings.TrimSpace(text + " (see " + uri + ")")
	}
	if text == "" {
		return nil
	}
	return errors.New(text)
}

// busy reports whether a status says that another try may help.
func busy(status int) bool {
	return status >= 500 || status == http.StatusTooManyRequests || status == http.StatusRequestTimeout
}

// Redirected refuses a redirect and says where it led.
func Redirected(from *url.URL, location string, req Request) error {
	to := "nowhere"
	if u, err := from.Parse(location); err == nil && location != "" {
		to = mask.Clean(u.Scheme+"://"+u.Host, 100)
	}
	return &auth.Error{
		Kind:    auth.KindAnswer,
		Summary: "the " + req.noun() + " redirects to " + to,
		Where:   req.Attr,
		Fate:    auth.FateAnswered,
		Hint:    "redirects are not followed, they would carry the secret along; if the new address is right, write it into " + req.Attr,
	}
}

// The bounds of what a server may ask for with Retry-After.
const (
	minRetry = time.Second
	maxRetry = 5 * time.Minute
)

// retryAfter reads the header, seconds or a date, RFC 9110 section 10.2.3.
// Zero means that there is none, or none that makes sense.
func retryAfter(h http.Header, now time.Time) time.Duration {
	v := strings.TrimSpace(h.Get("Retry-After"))
	if v == "" {
		return 0
	}
	if seconds, err := strconv.ParseInt(v, 10, 64); err == nil {
		if seconds < 0 {
			return 0
		}
		return max(minRetry, time.Duration(min(seconds, int64(maxRetry/time.Second)))*time.Second)
	}
	if at, err := http.ParseTime(v); err == nil {
		return min(max(minRetry, at.Sub(now)), maxRetry)
	}
	return 0
}

// contentType is the media type of an answer, for an error text.
func contentType(h http.Header) string {
	t, _, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil || t == "" {
		return "no content type"
	}
	return t
}

// Denied explains an error the server sent back with the browser, RFC 6749
// section 4.1.2.1.
func Denied(values url.Values, m mask.Masker) error {
	code := values.Get("error")
	e := &auth.Error{
		Kind: auth.KindNeedsLogin, Summary: "the login was refused: " + m.Text(code, 60), Where: "authUrl", Hint: "log in again",
		Code: m.Text(code, 60),
		Err:  details(answer.Answer{Description: values.Get("error_description"), URI: values.Get("error_uri")}, m),
	}
	if why, ok := because(code, Request{Kind: "authorization"}); ok {
		e.Kind, e.Summary, e.Hint = why.kind, why.summary, why.hint
		e.Where = cmp.Or(why.attr, e.Where)
	}
	advise(e, values.Get("error_description"), true)
	return e
}
