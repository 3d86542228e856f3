package tenant

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"postern/auth/tenant/client"
	"postern/auth/tenant/directory"
	"postern/auth/tenant/ledger"
	"postern/auth/tenant/protocol"
	"postern/auth/tenant/scopes"
)

// tokenRequest is a token request whose client is known.
type tokenRequest struct {
	form   url.Values
	client client.Client
	issuer string
}

// grant begins a new family for the request.
func (q tokenRequest) grant(scope []string) *ledger.Grant {
	return &ledger.Grant{
		Client: q.client.ID, Scope: scope, Issuer: q.issuer, Audience: protocol.Audience(q.form),
	}
}

// grantType turns a token request into a grant, and says what is issued.
type grantType struct {
	name string
	// public lets clients without a secret use it.
	public bool
	// refresh says whether a refresh token comes with it.
	refresh bool
	// take returns the grant and the scope of this access token.
	take func(q tokenRequest) (*ledger.Grant, []string, error)
}

// grantTypes is the list of them.
func grantTypes(o Options, people *directory.Directory, l *ledger.Ledger) []grantType {
	return []grantType{
		{"authorization_code", true, true, codeGrant{l}.take},
		{"refresh_token", true, !o.KeepRefresh, refreshGrant{l, people}.take},
		{"client_credentials", false, o.RefreshForClients, takeClient},
		{"password", true, true, passwordGrant{people, o.Now}.take},
	}
}

// codeGrant redeems what the authorization endpoint gave out.
type codeGrant struct{ ledger *ledger.Ledger }

func (g codeGrant) take(q tokenRequest) (*ledger.Grant, []string, error) {
	id := q.form.Get("code")
	if id == "" {
		return nil, nil, protocol.BadRequest("code is missing")
	}
	c, err := g.ledger.TakeCode(id, q.client.ID)
	if err != nil {
		return nil, nil, err
	}
	if q.form.Get("redirect_uri") != c.Redirect {
		return nil, nil, protocol.InvalidGrant("redirect_uri is not the one of the authorization request")
	}
	if err := c.Challenge.Verify(q.form.Get("code_verifier")); err != nil {
		return nil, nil, err
	}
	return c.Grant, c.Scope, nil
}

// refreshGrant goes on with a grant, for as long as its user is active.
type refreshGrant struct {
	ledger *ledger.Ledger
	people *directory.Directory
}

func (g refreshGrant) take(q tokenRequest) (*ledger.Grant, []string, error) {
	token := q.form.Get("refresh_token")
	if token == "" {
		return nil, nil, protocol.BadRequest("refresh_token is missing")
	}
	scope := strings.Fields(q.form.Get("scope"))
	old, err := g.ledger.TakeRefresh(token, q.client.ID, scope)
	if err != nil {
		return nil, nil, err
	}
	if old.User != "" {
		if _, ok := g.people.Person(old.User); !ok {
			return nil, nil, protocol.InvalidGrant("the user is no longer active")
		}
	}
	if len(scope) == 0 {
		scope = old.Scope
	}
	return old, scope, nil
}

// takeClient is the grant of a client that acts for itself.
func takeClient(q tokenRequest) (*ledger.Grant, []string, error) {
	scope, err := scopes.Asked(q.form.Get("scope"), scopes.DefaultClient)
	if err != nil {
		return nil, nil, err
	}
	scope = slices.DeleteFunc(scope, func(s string) bool { return slices.Contains(scopes.Person, s) })
	if len(scope) == 0 {
		return nil, nil, protocol.Refuse("invalid_scope", "a client of its own gets none of these scopes")
	}
	return q.grant(scope), scope, nil
}

// passwordGrant believes a client that knows a person's password.
type passwordGrant struct {
	people *directory.Directory
	now    func() time.Time
}

func (g passwordGrant) take(q tokenRequest) (*ledger.Grant, []string, error) {
	login, password := q.form.Get("username"), q.form.Get("password")
	if login == "" || password == "" {
		return nil, nil, protocol.BadRequest("username or password is missing")
	}
	scope, err := scopes.Asked(q.form.Get("scope"), scopes.DefaultPerson)
	if err != nil {
		return nil, nil, err
	}
	p, err := g.people.Login(login, password)
	if err != nil {
		return nil, nil, protocol.InvalidGrant(err.Error())
	}
	begun := q.grant(scope)
	begun.User, begun.AuthTime = p.ID, g.now()
	return begun, scope, nil
}
