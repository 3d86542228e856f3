package tenant

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"postern/auth/tenant/client"
	"postern/auth/tenant/ledger"
	"postern/auth/tenant/page"
	"postern/auth/tenant/protocol"
	"postern/auth/tenant/scopes"
)

// The response types and modes there are. The words of a type are sorted.
var (
	responseTypes = []string{"code", "token", "id_token", "id_token token"}
	responseModes = []string{"query", "fragment", "form_post"}
)

// authRequest is an authorization request that may be answered by a redirect:
// its client and redirect URI are good.
type authRequest struct {
	client          client.Client
	redirect, state string
	issuer          string
	kinds           []string // of response_type, sorted
	mode            string
	scope           []string
	audience        []string
	nonce, prompt   string
	challenge       ledger.Challenge
}

// newAuthRequest reads what an answer needs, a refusal too.
func newAuthRequest(v url.Values, c client.Client, issuer string) *authRequest {
	q := &authRequest{
		client: c, issuer: issuer, redirect: v.Get("redirect_uri"), state: v.Get("state"),
		kinds: strings.Fields(v.Get("response_type")), mode: v.Get("response_mode"),
	}
	slices.Sort(q.kinds)
	if q.mode == "" {
		q.mode = "fragment"
		if slices.Equal(q.kinds, []string{"code"}) {
			q.mode = "query"
		}
	}
	return q
}

// read checks what newAuthRequest read, and reads the rest.
func (q *authRequest) read(v url.Values) (err error) {
	if protocol.Repeats(v) {
		return protocol.BadRequest("a parameter is there more than once")
	}
	if !slices.Contains(responseTypes, strings.Join(q.kinds, " ")) {
		return protocol.Refuse("unsupported_response_type", "the response_type is not supported")
	}
	if !slices.Contains(responseModes, q.mode) || q.mode == "query" && !q.wants("code") {
		return protocol.BadRequest("the response_mode does not fit")
	}
	if q.scope, err = scopes.Asked(v.Get("scope"), scopes.DefaultPerson); err != nil {
		return err
	}
	if q.wants("id_token") && !slices.Contains(q.scope, "openid") {
		return protocol.Refuse("invalid_scope", "an id_token needs the scope openid")
	}
	q.nonce, q.prompt, q.audience = v.Get("nonce"), v.Get("prompt"), protocol.Audience(v)
	if q.wants("code") {
		q.challenge, err = ledger.ReadChallenge(v, q.client.Public())
	}
	return err
}

// wants reports whether a kind of answer was asked for.
func (q *authRequest) wants(kind string) bool { return slices.Contains(q.kinds, kind) }

// refuse tells the client what is wrong.
func (q *authRequest) refuse(w http.ResponseWriter, r *http.Request, err error) {
	p := protocol.As(r, err)
	q.back(w, r, url.Values{"error": {p.Code}, "error_description": {p.Description}})
}

// back sends the browser to the redirect URI. State comes back as it was, and
// iss names us (RFC 9207).
func (q *authRequest) back(w http.ResponseWriter, r *http.Request, answer url.Values) {
	if q.state != "" {
		answer.Set("state", q.state)
	}
	answer.Set("iss", q.issuer)
	if q.mode == "form_post" {
		page.Post{Action: q.redirect, Fields: answer}.Show(w)
		return
	}
	u, err := url.Parse(q.redirect)
	if err != nil {
		page.Problem(w, r, protocol.BadRequest("The redirect_uri is not an address."))
		return
	}
	to := ""
	if q.mode == "fragment" {
		to = u.String() + "#" + answer.Encode()
	} else {
		if u.RawQuery != "" {
			u.RawQuery += "&"
		}
		u.RawQuery += answer.Encode()
		to = u.String()
	}
	w.Header().Set("Location", to)
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Referrer-Policy", "no-referrer")
	// 303: the browser must not post the password to the client (RFC 9700
	// section 4.12).
	w.WriteHeader(http.StatusSeeOther)
}
