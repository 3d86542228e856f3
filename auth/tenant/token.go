package tenant

import (
	"net/http"
	"net/url"
	"slices"
)

// tokenEndpoint is where clients get tokens (RFC 6749 section 3.2).
type tokenEndpoint struct {
	issuer
	registry registry
	grants   []grantType
	mint     *mint
}

// ServeHTTP implements [http.Handler].
func (e tokenEndpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	answer, err := e.exchange(w, r)
	if err != nil {
		writeProblem(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, answer)
}

func (e tokenEndpoint) exchange(w http.ResponseWriter, r *http.Request) (*tokenAnswer, error) {
	form, err := readForm(w, r)
	if err != nil {
		return nil, err
	}
	note(r, func(n *Entry) { n.Grant = form.Get("grant_type") })
	c, err := e.registry.authenticate(r, form)
	if err != nil {
		return nil, err
	}
	kind, err := e.kind(form, c)
	if err != nil {
		return nil, err
	}
	g, scope, err := kind.take(tokenRequest{form: form, client: c, issuer: e.id(r)})
	if err != nil {
		return nil, err
	}
	return e.mint.issue(g, scope, kind.refresh)
}

// kind returns the grant type that the form asks for, if the client may use it.
func (e tokenEndpoint) kind(form url.Values, c client) (grantType, error) {
	name := form.Get("grant_type")
	if name == "" {
		return grantType{}, badRequest("grant_type is missing")
	}
	i := slices.IndexFunc(e.grants, func(g grantType) bool { return g.name == name })
	if i < 0 {
		return grantType{}, oauthProblem("unsupported_grant_type", "the grant_type is not supported")
	}
	if c.public() && !e.grants[i].public {
		return grantType{}, oauthProblem("unauthorized_client", "a public client may not use this grant_type")
	}
	return e.grants[i], nil
}
