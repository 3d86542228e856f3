package tenant

import (
	"crypto/subtle"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"postern/auth/tenant/directory"
)

// caller tells who calls the Users API: the holder of the API key or of an
// access token.
func (t *Tenant) caller(r *http.Request) (directory.Caller, error) {
	h := r.Header.Get("Authorization")
	if h == "" {
		return directory.Caller{}, directory.ErrNoCredential
	}
	// One request of Okta's own collection (Reset Factors) spells it without
	// the blank.
	if key, ok := strings.CutPrefix(h, "SSWS"); ok {
		if subtle.ConstantTimeCompare([]byte(strings.TrimSpace(key)), []byte(t.opts.APIKey)) != 1 {
			return directory.Caller{}, directory.ErrBadCredential
		}
		note(r, func(e *Entry) { e.ClientAuth = "SSWS" })
		return directory.Caller{User: t.people.Owner(), Key: true}, nil
	}
	a, ok := t.bearer(r)
	if !ok {
		return directory.Caller{}, directory.ErrBadCredential
	}
	return directory.Caller{User: a.user, Scopes: a.scope}, nil
}

// bearer returns the valid access token that r carries.
func (t *Tenant) bearer(r *http.Request) (access, bool) {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return access{}, false
	}
	a, ok := t.ledger.access(t.signer.jti(strings.TrimSpace(token)))
	if ok {
		note(r, func(e *Entry) { e.Client, e.ClientAuth = a.client, "Bearer" })
	}
	return a, ok
}

func (t *Tenant) userinfo(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodPost {
		w.Header().Set("Allow", "GET, POST")
		p := badRequest("the endpoint takes GET and POST only")
		p.Status = http.StatusMethodNotAllowed
		writeProblem(w, r, p)
		return
	}
	a, ok := t.bearer(r)
	if !ok {
		writeBearerProblem(w, r, &problem{http.StatusUnauthorized, "invalid_token", "The access token is invalid or has expired."})
		return
	}
	p, found := t.people.Person(a.user)
	if !found || !slices.Contains(a.scope, "openid") {
		writeBearerProblem(w, r, &problem{http.StatusForbidden, "insufficient_scope", "The access token must carry the scope openid."})
		return
	}
	claims := profileClaims(p, a.scope)
	claims["sub"] = p.ID
	writeJSON(w, http.StatusOK, claims)
}

// revoke is RFC 7009: an unknown token is a success.
func (t *Tenant) revoke(w http.ResponseWriter, r *http.Request) {
	form, c, err := t.tokenForm(w, r)
	if err != nil {
		writeProblem(w, r, err)
		return
	}
	token := form.Get("token")
	if !t.ledger.revoke(t.signer.jti(token), token, c.id) {
		writeProblem(w, r, oauthProblem("unauthorized_client", "the token belongs to another client"))
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusOK)
}

// tokenForm reads what revocation and introspection have in common: a client
// and its token.
func (t *Tenant) tokenForm(w http.ResponseWriter, r *http.Request) (url.Values, client, error) {
	form, err := readForm(w, r)
	if err != nil {
		return nil, client{}, err
	}
	c, err := t.authenticate(r, form)
	if err != nil {
		return nil, client{}, err
	}
	if form.Get("token") == "" {
		return nil, client{}, badRequest("token is missing")
	}
	return form, c, nil
}

// introspection is the answer of RFC 7662.
type introspection struct {
	Active   bool   `json:"active"`
	Scope    string `json:"scope,omitempty"`
	Client   string `json:"client_id,omitempty"`
	Username string `json:"username,omitempty"`
	Type     string `json:"token_type,omitempty"`
	Expires  int64  `json:"exp,omitempty"`
	Issued   int64  `json:"iat,omitempty"`
	Subject  string `json:"sub,omitempty"`
	User     string `json:"uid,omitempty"`
	Issuer   string `json:"iss,omitempty"`
	Audience any    `json:"aud,omitempty"`
	ID       string `json:"jti,omitempty"`
}

// introspect is for confidential clients only: whoever may ask can try tokens.
func (t *Tenant) introspect(w http.ResponseWriter, r *http.Request) {
	form, c, err := t.tokenForm(w, r)
	if err == nil && c.public() {
		err = noClient("introspection needs a client with a secret")
	}
	if err != nil {
		writeProblem(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, t.inspect(form.Get("token")))
}

func (t *Tenant) inspect(token string) introspection {
	jti := t.signer.jti(token)
	a, isAccess := t.ledger.access(jti)
	if isAccess {
		i := t.inspectGrant(a.grant, a.scope)
		i.Type, i.ID = "Bearer", jti
		i.Issued, i.Expires = a.issued.Unix(), a.expires.Unix()
		i.Audience = audienceClaim(a.audience)
		return i
	}
	if f, ok := t.ledger.refresh(token); ok {
		i := t.inspectGrant(f.grant, f.scope)
		i.Expires = f.expires.Unix()
		return i
	}
	return introspection{}
}

func (t *Tenant) inspectGrant(g *grant, scope []string) introspection {
	i := introspection{
		Active: true, Scope: strings.Join(scope, " "), Client: g.client,
		Issuer: g.issuer, User: g.user, Subject: g.client,
	}
	if p, ok := t.people.Person(g.user); ok {
		i.Username, i.Subject = p.Login, p.Login
	}
	return i
}
