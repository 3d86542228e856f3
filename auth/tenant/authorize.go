package tenant

import (
	"cmp"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"postern/auth/tenant/client"
	"postern/auth/tenant/directory"
	"postern/auth/tenant/journal"
	"postern/auth/tenant/ledger"
	"postern/auth/tenant/mint"
	"postern/auth/tenant/page"
	"postern/auth/tenant/protocol"
)

// cookieName is the login's cookie.
const cookieName = "sid"

// authorizeEndpoint is where a person lets a client in (RFC 6749 section 3.1).
// GET shows the login page unless there is a session; POST is that page's
// form. The request's parameters stay in the URL for both.
type authorizeEndpoint struct {
	issuer
	registry *client.Registry
	people   *directory.Directory
	sessions *sessions
	ledger   *ledger.Ledger
	mint     *mint.Mint
	username string // the login page's hint
	auto     bool   // answer as if somebody had a session, see [Options.AutoLogin]
	now      func() time.Time
}

// ServeHTTP implements [http.Handler].
func (e *authorizeEndpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	v := r.URL.Query()
	c, err := e.client(v)
	if err != nil {
		// Never a redirect: it could lead anywhere.
		page.Problem(w, r, err)
		return
	}
	journal.Note(r, func(n *journal.Entry) { n.Client = c.ID })
	q := newAuthRequest(v, c, e.id(r))
	switch err := q.read(v); {
	case err != nil:
		q.refuse(w, r, err)
	case r.Method == http.MethodPost:
		e.login(w, r, q)
	default:
		e.knownOrAsk(w, r, q)
	}
}

// client returns the client if the browser may be sent back to it, be it only
// to say what is wrong.
func (e *authorizeEndpoint) client(v url.Values) (client.Client, error) {
	c, ok := e.registry.Find(v.Get("client_id"))
	if !ok {
		return client.Client{}, protocol.BadRequest("The client_id is unknown.")
	}
	if !e.registry.MayRedirect(v.Get("redirect_uri")) {
		return client.Client{}, protocol.BadRequest("The redirect_uri is not registered for this client. Loopback addresses always are.")
	}
	return c, nil
}

// knownOrAsk answers at once for somebody who is logged in, and shows the
// login page to everybody else.
func (e *authorizeEndpoint) knownOrAsk(w http.ResponseWriter, r *http.Request, q *authRequest) {
	if p, since, ok := e.known(r, q.client, q.prompt); ok {
		e.allow(w, r, q, p, since)
		return
	}
	if q.prompt == "none" {
		q.refuse(w, r, protocol.Refuse("login_required", "nobody is logged in"))
		return
	}
	e.ask(q, r, r.URL.Query().Get("login_hint"), "").Show(w, http.StatusOK)
}

// known tells who is logged in, and since when. Where nobody is asked, the
// request may choose.
func (e *authorizeEndpoint) known(r *http.Request, c client.Client, prompt string) (p directory.Person, since time.Time, ok bool) {
	if e.auto {
		p, ok = e.people.Person(cmp.Or(r.URL.Query().Get("login_hint"), c.Username, e.username))
		return p, e.now(), ok
	}
	cookie, err := r.Cookie(cookieName)
	if err != nil || prompt == "login" {
		return directory.Person{}, time.Time{}, false
	}
	s, ok := e.sessions.find(cookie.Value)
	if !ok {
		return directory.Person{}, time.Time{}, false
	}
	p, ok = e.people.Person(s.user)
	return p, s.began, ok
}

func (e *authorizeEndpoint) ask(q *authRequest, r *http.Request, username, wrong string) page.Login {
	return page.Login{
		Client: q.client.ID, Scope: strings.Join(q.scope, " "), Username: username, Wrong: wrong,
		Hint: e.username, Action: r.URL.RequestURI(),
	}
}

// login takes the login page's form.
func (e *authorizeEndpoint) login(w http.ResponseWriter, r *http.Request, q *authRequest) {
	form, err := protocol.ReadForm(w, r)
	if err != nil {
		page.Problem(w, r, err)
		return
	}
	if form.Get("action") == "deny" {
		q.refuse(w, r, protocol.Refuse("access_denied", "the user refused"))
		return
	}
	p, err := e.people.Login(form.Get("username"), form.Get("password"))
	if err != nil {
		e.ask(q, r, form.Get("username"), "The username or password is wrong.").Show(w, http.StatusUnauthorized)
		return
	}
	id, s := e.sessions.begin(p.ID)
	http.SetCookie(w, &http.Cookie{
		Name: cookieName, Value: id, Path: "/oauth2", HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
	e.allow(w, r, q, p, s.began)
}

// allow sends the browser back with what the client asked for.
func (e *authorizeEndpoint) allow(w http.ResponseWriter, r *http.Request, q *authRequest, p directory.Person, since time.Time) {
	g := &ledger.Grant{
		Client: q.client.ID, User: p.ID, Scope: q.scope, Audience: q.client.AudienceOr(q.audience),
		Issuer: q.issuer, Nonce: q.nonce, AuthTime: since,
	}
	if q.wants("code") {
		id := e.ledger.AddCode(ledger.Code{Grant: g, Redirect: q.redirect, Challenge: q.challenge})
		q.back(w, r, url.Values{"code": {id}})
		return
	}
	// The implicit flow, which never has a refresh token.
	tokens, err := e.mint.Issue(g, q.scope, false)
	if err != nil {
		q.refuse(w, r, err)
		return
	}
	answer := url.Values{}
	if q.wants("token") {
		answer.Set("access_token", tokens.Access)
		answer.Set("token_type", tokens.Type)
		answer.Set("expires_in", strconv.Itoa(tokens.Expires))
		answer.Set("scope", tokens.Scope)
	}
	if q.wants("id_token") {
		answer.Set("id_token", tokens.ID)
	}
	q.back(w, r, answer)
}
