package tenant

import (
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"postern/auth/tenant/directory"
)

// maxForm bounds a form in bytes.
const maxForm = 64 << 10

// scopes are all there are, in the order they are granted in.
var scopes = []string{
	"openid", "profile", "email", "address", "phone", "groups", "offline_access",
	directory.UsersRead, directory.UsersManage, directory.GroupsRead, directory.GroupsManage, directory.AppsRead,
}

// personal are the scopes about a person, which a client of its own does not
// get: it is granted the rest of what it asked for.
var personal = []string{"openid", "profile", "email", "address", "phone", "groups", "offline_access"}

// tokenRequest is a token request whose client is known.
type tokenRequest struct {
	form   url.Values
	client client
	issuer string
}

// grantType turns a token request into a grant, and says what is issued.
type grantType struct {
	name string
	// public lets clients without a secret use it.
	public bool
	// take returns the grant and the scope of this access token.
	take func(t *Tenant, q tokenRequest) (*grant, []string, error)
	// refresh says whether a refresh token comes with it.
	refresh func(o Options) bool
}

// grantTypes is the list of them.
func grantTypes() []grantType {
	always := func(Options) bool { return true }
	return []grantType{
		{"authorization_code", true, takeCode, always},
		{"refresh_token", true, takeRefresh, func(o Options) bool { return !o.KeepRefresh }},
		{"client_credentials", false, takeClient, func(o Options) bool { return o.RefreshForClients }},
		{"password", true, takePassword, always},
	}
}

// token is the token endpoint of the issuer at a path.
func (t *Tenant) token(at string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		form, err := readForm(w, r)
		if err != nil {
			writeProblem(w, r, err)
			return
		}
		note(r, func(e *Entry) { e.Grant = form.Get("grant_type") })
		answer, err := t.exchange(r, form, t.baseOf(r)+at)
		if err != nil {
			writeProblem(w, r, err)
			return
		}
		writeJSON(w, http.StatusOK, answer)
	}
}

func (t *Tenant) exchange(r *http.Request, form url.Values, issuer string) (*tokenAnswer, error) {
	c, err := t.authenticate(r, form)
	if err != nil {
		return nil, err
	}
	name := form.Get("grant_type")
	if name == "" {
		return nil, badRequest("grant_type is missing")
	}
	types := grantTypes()
	i := slices.IndexFunc(types, func(g grantType) bool { return g.name == name })
	if i < 0 {
		return nil, oauthProblem("unsupported_grant_type", "the grant_type is not supported")
	}
	kind := types[i]
	if c.public() && !kind.public {
		return nil, oauthProblem("unauthorized_client", "a public client may not use this grant_type")
	}
	g, scope, err := kind.take(t, tokenRequest{form: form, client: c, issuer: issuer})
	if err != nil {
		return nil, err
	}
	return t.issue(g, scope, kind.refresh(t.opts))
}

func takeClient(_ *Tenant, q tokenRequest) (*grant, []string, error) {
	scope, err := askedScope(q.form.Get("scope"), directory.UsersRead, directory.GroupsRead)
	if err != nil {
		return nil, nil, err
	}
	scope = slices.DeleteFunc(scope, func(s string) bool { return slices.Contains(personal, s) })
	if len(scope) == 0 {
		return nil, nil, oauthProblem("invalid_scope", "a client of its own gets none of these scopes")
	}
	g := q.grant("client_credentials", scope)
	return g, scope, nil
}

func takePassword(t *Tenant, q tokenRequest) (*grant, []string, error) {
	login, password := q.form.Get("username"), q.form.Get("password")
	if login == "" || password == "" {
		return nil, nil, badRequest("username or password is missing")
	}
	scope, err := askedScope(q.form.Get("scope"), "openid", "profile", "email")
	if err != nil {
		return nil, nil, err
	}
	p, err := t.people.Login(login, password)
	if err != nil {
		return nil, nil, oauthProblem("invalid_grant", err.Error())
	}
	g := q.grant("password", scope)
	g.user, g.authTime = p.ID, t.opts.Now()
	return g, scope, nil
}

func takeRefresh(t *Tenant, q tokenRequest) (*grant, []string, error) {
	token := q.form.Get("refresh_token")
	if token == "" {
		return nil, nil, badRequest("refresh_token is missing")
	}
	scope := strings.Fields(q.form.Get("scope"))
	rules := refreshRules{rotate: !t.opts.KeepRefresh, grace: t.opts.RefreshGrace}
	g, err := t.ledger.takeRefresh(token, q.client.id, scope, rules)
	if err != nil {
		return nil, nil, err
	}
	if g.user != "" {
		if _, ok := t.people.Person(g.user); !ok {
			return nil, nil, oauthProblem("invalid_grant", "the user is no longer active")
		}
	}
	if len(scope) == 0 {
		scope = g.scope
	}
	return g, scope, nil
}

func takeCode(t *Tenant, q tokenRequest) (*grant, []string, error) {
	id := q.form.Get("code")
	if id == "" {
		return nil, nil, badRequest("code is missing")
	}
	c, err := t.ledger.takeCode(id, q.client.id)
	if err != nil {
		return nil, nil, err
	}
	if q.form.Get("redirect_uri") != c.redirect {
		return nil, nil, oauthProblem("invalid_grant", "redirect_uri is not the one of the authorization request")
	}
	if err := c.checkVerifier(q.form.Get("code_verifier")); err != nil {
		return nil, nil, err
	}
	return c.grant, c.scope, nil
}

func (q tokenRequest) grant(kind string, scope []string) *grant {
	return &grant{
		client: q.client.id, kind: kind, scope: scope, issuer: q.issuer,
		audience: slices.Concat(q.form["audience"], q.form["resource"]),
	}
}

// askedScope reads a scope parameter; def is for a request that names none.
func askedScope(text string, def ...string) ([]string, error) {
	asked := strings.Fields(text)
	if len(asked) == 0 {
		return def, nil
	}
	for _, s := range asked {
		if !slices.Contains(scopes, s) {
			return nil, oauthProblem("invalid_scope", "one of the scopes is unknown: the discovery document lists them")
		}
	}
	slices.Sort(asked)
	return slices.Compact(asked), nil
}

// readForm reads a POST of RFC 6749: form-encoded, no parameter twice. An
// empty parameter counts as left out (section 3.1).
func readForm(w http.ResponseWriter, r *http.Request) (url.Values, error) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", "POST")
		p := badRequest("the endpoint takes POST only")
		p.Status = http.StatusMethodNotAllowed
		return nil, p
	}
	if t, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || t != "application/x-www-form-urlencoded" {
		return nil, badRequest("the body must be application/x-www-form-urlencoded")
	}
	if r.URL.Query().Has("client_secret") {
		return nil, badRequest("client credentials do not belong into the URL")
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxForm))
	if err != nil {
		return nil, badRequest("the body is too long")
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, badRequest("the body is not well-formed")
	}
	for k, vs := range form {
		vs = slices.DeleteFunc(vs, func(v string) bool { return v == "" })
		// RFC 8707 and RFC 8693 let these two repeat.
		if len(vs) > 1 && k != "resource" && k != "audience" {
			return nil, badRequest("a parameter is there more than once")
		}
		form[k] = vs
	}
	return form, nil
}
