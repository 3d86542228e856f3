package tenant

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"postern/auth/tenant/client"
	"postern/auth/tenant/device"
	"postern/auth/tenant/directory"
	"postern/auth/tenant/ledger"
	"postern/auth/tenant/mint"
	"postern/auth/tenant/protocol"
	"postern/auth/tenant/scopes"
)

// tokenRequest is a token request whose client is known.
type tokenRequest struct {
	form   url.Values
	client client.Client
	issuer string
	// audiences are what the aud of an assertion may be.
	audiences []string
}

// grant begins a new family for the request.
func (q tokenRequest) grant(scope []string) *ledger.Grant {
	return &ledger.Grant{
		Client: q.client.ID, Scope: scope, Issuer: q.issuer,
		Audience: q.client.AudienceOr(protocol.Audience(q.form)),
	}
}

// grantType turns a token request into an answer.
type grantType struct {
	name string
	// public lets clients without secret and key use it.
	public bool
	answer func(q tokenRequest) (*mint.Answer, error)
}

// grantTypes is the list of them. A refresh token comes with all that a person
// stands behind.
func (t *Tenant) grantTypes(people *directory.Directory, known *client.Registry, m *mint.Mint) []grantType {
	o := t.opts
	return []grantType{
		{"authorization_code", true, codeGrant{t.ledger, m}.answer},
		{"refresh_token", true, refreshGrant{t.ledger, people, m, o.Rotation}.answer},
		{"client_credentials", false, clientGrant{m, o.RefreshForClients}.answer},
		{"password", true, passwordGrant{people, m, o.Now}.answer},
		{"urn:ietf:params:oauth:grant-type:device_code", true, deviceGrant{t.devices, m}.answer},
		{"urn:ietf:params:oauth:grant-type:token-exchange", false, exchangeGrant{t.ledger, m}.answer},
		{jwtBearer, true, bearerGrant{known, people, m, o.Now}.answer},
	}
}

// codeGrant redeems what the authorization endpoint gave out.
type codeGrant struct {
	ledger *ledger.Ledger
	mint   *mint.Mint
}

func (g codeGrant) answer(q tokenRequest) (*mint.Answer, error) {
	id := q.form.Get("code")
	if id == "" {
		return nil, protocol.BadRequest("code is missing")
	}
	c, err := g.ledger.TakeCode(id, q.client.ID)
	if err != nil {
		return nil, err
	}
	if q.form.Get("redirect_uri") != c.Redirect {
		return nil, protocol.InvalidGrant("redirect_uri is not the one of the authorization request")
	}
	if err := c.Challenge.Verify(q.form.Get("code_verifier")); err != nil {
		return nil, err
	}
	return g.mint.Issue(c.Grant, c.Scope, true)
}

// refreshGrant goes on with a grant, for as long as its user is active.
type refreshGrant struct {
	ledger   *ledger.Ledger
	people   *directory.Directory
	mint     *mint.Mint
	rotation Rotation
}

func (g refreshGrant) answer(q tokenRequest) (*mint.Answer, error) {
	token := q.form.Get("refresh_token")
	if token == "" {
		return nil, protocol.BadRequest("refresh_token is missing")
	}
	scope := strings.Fields(q.form.Get("scope"))
	old, err := g.ledger.TakeRefresh(token, q.client.ID, scope)
	if err != nil {
		return nil, err
	}
	if old.User != "" {
		if _, ok := g.people.Person(old.User); !ok {
			return nil, protocol.InvalidGrant("the user is no longer active")
		}
	}
	if len(scope) == 0 {
		scope = old.Scope
	}
	a, err := g.mint.Issue(old, scope, g.rotation == Rotate)
	if err != nil {
		return nil, err
	}
	switch g.rotation {
	case KeepEmptyRefresh:
		a.Refresh = new(string)
	case KeepSameRefresh:
		a.Refresh = &token
	}
	return a, nil
}

// clientGrant is the grant of a client that acts for itself.
type clientGrant struct {
	mint    *mint.Mint
	refresh bool // see [Options.RefreshForClients]
}

func (g clientGrant) answer(q tokenRequest) (*mint.Answer, error) {
	scope, err := scopes.Asked(q.form.Get("scope"), scopes.DefaultClient)
	if err != nil {
		return nil, err
	}
	scope = slices.DeleteFunc(scope, func(s string) bool { return slices.Contains(scopes.Person, s) })
	if len(scope) == 0 {
		return nil, protocol.Refuse("invalid_scope", "a client of its own gets none of these scopes")
	}
	return g.mint.Issue(q.grant(scope), scope, g.refresh)
}

// passwordGrant believes a client that knows a person's password.
type passwordGrant struct {
	people *directory.Directory
	mint   *mint.Mint
	now    func() time.Time
}

func (g passwordGrant) answer(q tokenRequest) (*mint.Answer, error) {
	login, password := q.form.Get("username"), q.form.Get("password")
	if login == "" || password == "" {
		return nil, protocol.BadRequest("username or password is missing")
	}
	scope, err := scopes.Asked(q.form.Get("scope"), scopes.DefaultPerson)
	if err != nil {
		return nil, err
	}
	p, err := g.people.Login(login, password)
	if err != nil {
		return nil, protocol.InvalidGrant(err.Error())
	}
	begun := q.grant(scope)
	begun.User, begun.AuthTime = p.ID, g.now()
	return g.mint.Issue(begun, scope, true)
}

// deviceGrant is a device's poll (RFC 8628 section 3.4).
type deviceGrant struct {
	codes *device.Codes
	mint  *mint.Mint
}

func (g deviceGrant) answer(q tokenRequest) (*mint.Answer, error) {
	code := q.form.Get("device_code")
	if code == "" {
		return nil, protocol.BadRequest("device_code is missing")
	}
	allowed, err := g.codes.Take(code, q.client.ID)
	if err != nil {
		return nil, err
	}
	return g.mint.Issue(allowed, allowed.Scope, true)
}
