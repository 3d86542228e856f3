package tenant

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"postern/auth/tenant/directory"
)

// cookieName is the login's cookie.
const cookieName = "sid"

// authRequest is an authorization request that may be answered by a redirect:
// its client and redirect URI are good.
type authRequest struct {
	client            client
	redirect, state   string
	kinds             []string // of response_type, sorted
	mode              string
	scope             []string
	nonce, prompt     string
	challenge, method string
	audience          []string
	issuer            string
}

// authorize is the authorization endpoint of the issuer at a path. GET shows
// the login page unless there is a session; POST is that page's form. The
// request's parameters stay in the URL for both.
func (t *Tenant) authorize(at string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodPost {
			w.Header().Set("Allow", "GET, POST")
			t.showError(w, r, http.StatusMethodNotAllowed, badRequest("The page takes GET and POST only."))
			return
		}
		q, trusted, err := t.readAuth(r.URL.Query(), t.baseOf(r)+at)
		switch {
		case err != nil && !trusted:
			// Never a redirect: it could lead anywhere.
			t.showError(w, r, http.StatusBadRequest, err)
		case err != nil:
			t.refuseAuth(w, r, q, err)
		case r.Method == http.MethodPost:
			t.login(w, r, q)
		default:
			t.knownOrAsk(w, r, q)
		}
	}
}

// readAuth reads the request. trusted says that the redirect URI may be used,
// also to tell the client what is wrong.
func (t *Tenant) readAuth(v url.Values, issuer string) (q authRequest, trusted bool, err *problem) {
	var ok bool
	if q.client, ok = t.clientByID(v.Get("client_id")); !ok {
		return q, false, badRequest("The client_id is unknown.")
	}
	q.redirect = v.Get("redirect_uri")
	if !t.redirectAllowed(q.redirect) {
		return q, false, badRequest("The redirect_uri is not registered for this client. Loopback addresses always are.")
	}
	q.issuer, q.state, q.nonce, q.prompt = issuer, v.Get("state"), v.Get("nonce"), v.Get("prompt")
	q.kinds = strings.Fields(v.Get("response_type"))
	slices.Sort(q.kinds)
	q.mode = v.Get("response_mode")
	if q.mode == "" {
		q.mode = "query"
		if !slices.Equal(q.kinds, []string{"code"}) {
			q.mode = "fragment"
		}
	}
	q.challenge, q.method = v.Get("code_challenge"), v.Get("code_challenge_method")
	q.audience = slices.Concat(v["audience"], v["resource"])
	for name, values := range v {
		if len(values) > 1 && name != "audience" && name != "resource" {
			return q, true, badRequest("a parameter is there more than once")
		}
	}
	return q, true, q.check(v.Get("scope"))
}

// check looks at what the client may be told by a redirect.
func (q *authRequest) check(scope string) *problem {
	switch strings.Join(q.kinds, " ") {
	case "code", "token", "id_token", "id_token token":
	default:
		return oauthProblem("unsupported_response_type", "the response_type is not supported")
	}
	if !slices.Contains([]string{"query", "fragment", "form_post"}, q.mode) || q.mode == "query" && q.kinds[0] != "code" {
		return badRequest("the response_mode does not fit")
	}
	var err error
	if q.scope, err = askedScope(scope, "openid", "profile", "email"); err != nil {
		return oauthProblem("invalid_scope", "one of the scopes is unknown: the discovery document lists them")
	}
	if q.kinds[0] != "code" {
		return nil
	}
	if q.challenge == "" && q.client.public() {
		return badRequest("a public client must use PKCE: code_challenge is missing")
	}
	if q.challenge != "" && q.method == "" {
		q.method = "plain" // RFC 7636 section 4.3
	}
	if q.challenge != "" && (q.method != "S256" && q.method != "plain" || len(q.challenge) < 43 || len(q.challenge) > 128) {
		return badRequest("code_challenge or code_challenge_method is malformed")
	}
	return nil
}

// knownOrAsk answers at once for somebody who is logged in, and shows the
// login page to everybody else.
func (t *Tenant) knownOrAsk(w http.ResponseWriter, r *http.Request, q authRequest) {
	if t.opts.AutoLogin {
		if p, ok := t.people.Person(t.opts.Username); ok {
			t.grantAuth(w, r, q, p, t.opts.Now())
			return
		}
	}
	if c, err := r.Cookie(cookieName); err == nil && q.prompt != "login" {
		if s, ok := t.ledger.session(c.Value); ok {
			if p, ok := t.people.Person(s.user); ok {
				t.grantAuth(w, r, q, p, s.began)
				return
			}
		}
	}
	if q.prompt == "none" {
		t.refuseAuth(w, r, q, oauthProblem("login_required", "nobody is logged in"))
		return
	}
	t.showLogin(w, r, http.StatusOK, q, r.URL.Query().Get("login_hint"), "")
}

// login takes the login page's form.
func (t *Tenant) login(w http.ResponseWriter, r *http.Request, q authRequest) {
	form, err := readForm(w, r)
	if err != nil {
		t.showError(w, r, http.StatusBadRequest, badRequest("The form is not well-formed."))
		return
	}
	if form.Get("action") == "deny" {
		t.refuseAuth(w, r, q, oauthProblem("access_denied", "the user refused"))
		return
	}
	p, err := t.people.Login(form.Get("username"), form.Get("password"))
	if err != nil {
		t.showLogin(w, r, http.StatusUnauthorized, q, form.Get("username"), "The username or password is wrong.")
		return
	}
	http.SetCookie(w, &http.Cookie{
		Name: cookieName, Value: t.ledger.addSession(p.ID), Path: "/oauth2", HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
	t.grantAuth(w, r, q, p, t.opts.Now())
}

// grantAuth sends the browser back with what the client asked for.
func (t *Tenant) grantAuth(w http.ResponseWriter, r *http.Request, q authRequest, p directory.Person, at time.Time) {
	g := &grant{
		client: q.client.id, user: p.ID, scope: q.scope, audience: q.audience,
		issuer: q.issuer, nonce: q.nonce, authTime: at, kind: "implicit",
	}
	answer := url.Values{}
	if q.kinds[0] == "code" {
		g.kind = "authorization_code"
		answer.Set("code", t.ledger.addCode(&code{
			grant: g, redirect: q.redirect, challenge: q.challenge, method: q.method,
			expires: t.opts.Now().Add(codeTTL),
		}))
		t.back(w, r, q, answer)
		return
	}
	if err := t.implicit(q, g, answer); err != nil {
		t.refuseAuth(w, r, q, &problem{Code: "server_error", Description: err.Error()})
		return
	}
	t.back(w, r, q, answer)
}

// implicit adds the tokens of the implicit flow, which never has a refresh
// token.
func (t *Tenant) implicit(q authRequest, g *grant, answer url.Values) error {
	tokens, err := t.issue(g, q.scope, false)
	if err != nil {
		return err
	}
	if slices.Contains(q.kinds, "token") {
		answer.Set("access_token", tokens.Access)
		answer.Set("token_type", tokens.Type)
		answer.Set("expires_in", strconv.Itoa(tokens.Expires))
		answer.Set("scope", tokens.Scope)
	}
	if slices.Contains(q.kinds, "id_token") {
		answer.Set("id_token", tokens.ID)
	}
	return nil
}

func (t *Tenant) refuseAuth(w http.ResponseWriter, r *http.Request, q authRequest, p *problem) {
	note(r, func(e *Entry) { e.Error = p.Code })
	t.back(w, r, q, url.Values{"error": {p.Code}, "error_description": {p.Description}})
}

// back sends the browser to the redirect URI. State comes back as it was, and
// iss names us (RFC 9207).
func (t *Tenant) back(w http.ResponseWriter, r *http.Request, q authRequest, answer url.Values) {
	note(r, func(e *Entry) { e.Client = q.client.id })
	if q.state != "" {
		answer.Set("state", q.state)
	}
	answer.Set("iss", q.issuer)
	if q.mode == "form_post" {
		t.showPost(w, r, q.redirect, answer)
		return
	}
	u, err := url.Parse(q.redirect)
	if err != nil {
		t.showError(w, r, http.StatusBadRequest, badRequest("The redirect_uri is not an address."))
		return
	}
	if q.mode == "fragment" {
		u.Fragment, u.RawFragment = "", ""
		w.Header().Set("Location", u.String()+"#"+answer.Encode())
	} else {
		old := u.RawQuery
		if old != "" {
			old += "&"
		}
		u.RawQuery = old + answer.Encode()
		w.Header().Set("Location", u.String())
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Referrer-Policy", "no-referrer")
	// 303: the browser must not post the password to the client (RFC 9700
	// section 4.12).
	w.WriteHeader(http.StatusSeeOther)
}

// checkVerifier is RFC 7636 section 4.6.
func (c *code) checkVerifier(verifier string) error {
	if c.challenge == "" {
		if verifier != "" {
			return oauthProblem("invalid_grant", "code_verifier without a code_challenge in the authorization request")
		}
		return nil
	}
	got := verifier
	if c.method == "S256" {
		sum := sha256.Sum256([]byte(verifier))
		got = base64.RawURLEncoding.EncodeToString(sum[:])
	}
	if len(verifier) < 43 || len(verifier) > 128 || got != c.challenge {
		return oauthProblem("invalid_grant", "code_verifier does not match the code_challenge")
	}
	return nil
}
