package tenant

import (
	"slices"
	"time"

	"postern/auth/tenant/client"
	"postern/auth/tenant/directory"
	"postern/auth/tenant/mint"
	"postern/auth/tenant/protocol"
	"postern/auth/tenant/scopes"
)

// jwtBearer is the name of the grant of RFC 7523 section 2.1.
const jwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer"

// bearerGrant believes what a registered client asserts: about itself, or about
// a person by login or id. A client that proves itself in no other way is the
// one that made the assertion, as RFC 7523 section 3.1 allows, or a public one.
type bearerGrant struct {
	known  *client.Registry
	people *directory.Directory
	mint   *mint.Mint
	now    func() time.Time
}

func (g bearerGrant) answer(q tokenRequest) (*mint.Answer, error) {
	token := q.form.Get("assertion")
	if token == "" {
		return nil, protocol.BadRequest("assertion is missing")
	}
	a, err := g.known.Assertion(token, q.audiences)
	if err != nil {
		return nil, protocol.InvalidGrant(err.Error())
	}
	if q.client.ID == "" {
		if q.client, err = g.unproven(q.form.Get("client_id"), a.Client); err != nil {
			return nil, err
		}
	}
	if a.Subject == a.Client.ID {
		return g.self(q)
	}
	scope, err := scopes.Asked(q.form.Get("scope"), scopes.DefaultPerson)
	if err != nil {
		return nil, err
	}
	p, ok := g.people.Person(a.Subject)
	if !ok {
		return nil, protocol.InvalidGrant("the assertion's sub is nobody who may sign in")
	}
	begun := q.grant(scope)
	begun.User, begun.AuthTime = p.ID, g.now()
	// Whoever can make one assertion can make another, so a refresh token comes
	// only if it is asked for (RFC 7521 section 4.1).
	return g.mint.Issue(begun, scope, slices.Contains(scope, "offline_access"))
}

// unproven returns the client of a request that proves none: whoever made its
// assertion, unless it names a public one.
func (g bearerGrant) unproven(id string, maker client.Client) (client.Client, error) {
	if id == "" || id == maker.ID {
		return maker, nil
	}
	if c, ok := g.known.Find(id); ok && c.Public() {
		return c, nil
	}
	return client.Client{}, protocol.NoClient("the client_id is not that of the assertion's iss")
}

// self is the assertion of a client about itself: the same as its credentials.
func (g bearerGrant) self(q tokenRequest) (*mint.Answer, error) {
	return clientGrant{mint: g.mint}.answer(q)
}
