package tenant

import (
	"net/http"
	"net/url"
	"slices"

	"postern/auth/tenant/client"
	"postern/auth/tenant/journal"
	"postern/auth/tenant/mint"
	"postern/auth/tenant/protocol"
)

// tokenEndpoint is where clients get tokens (RFC 6749 section 3.2).
type tokenEndpoint struct {
	issuer
	registry *client.Registry
	grants   []grantType
}

// ServeHTTP implements [http.Handler].
func (e tokenEndpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	answer, err := e.exchange(w, r)
	if err != nil {
		protocol.WriteProblem(w, r, err)
		return
	}
	protocol.WriteJSON(w, http.StatusOK, answer)
}

func (e tokenEndpoint) exchange(w http.ResponseWriter, r *http.Request) (*mint.Answer, error) {
	form, err := protocol.ReadForm(w, r)
	if err != nil {
		return nil, err
	}
	journal.Note(r, func(n *journal.Entry) { n.Grant = form.Get("grant_type") })
	c, err := e.client(r, form)
	if err != nil {
		return nil, err
	}
	kind, err := e.kind(form, c)
	if err != nil {
		return nil, err
	}
	return kind.answer(tokenRequest{form: form, client: c, issuer: e.id(r), audiences: e.audiences(r)})
}

// client returns who sends r: nobody yet if the grant's assertion is to tell.
func (e tokenEndpoint) client(r *http.Request, form url.Values) (client.Client, error) {
	if form.Get("grant_type") == jwtBearer && !client.Proves(r, form) {
		return client.Client{}, nil
	}
	return e.registry.Authenticate(r, form, e.audiences(r)...)
}

// kind returns the grant type that the form asks for, if the client may use it.
func (e tokenEndpoint) kind(form url.Values, c client.Client) (grantType, error) {
	name := form.Get("grant_type")
	if name == "" {
		return grantType{}, protocol.BadRequest("grant_type is missing")
	}
	i := slices.IndexFunc(e.grants, func(g grantType) bool { return g.name == name })
	if i < 0 {
		return grantType{}, protocol.Refuse("unsupported_grant_type", "the grant_type is not supported")
	}
	if c.Public() && !e.grants[i].public {
		return grantType{}, protocol.Refuse("unauthorized_client", "a public client may not use this grant_type")
	}
	return e.grants[i], nil
}
