package tenant

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"postern/auth/tenant/directory"
)

// tokenRequest is a token request whose client is known.
type tokenRequest struct {
	form   url.Values
	client client
	issuer string
}

// grant begins a new family for the request.
func (q tokenRequest) grant(scope []string) *grant {
	return &grant{
		client: q.client.id, scope: scope, issuer: q.issuer, audience: audience(q.form),
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
	take func(q tokenRequest) (*grant, []string, error)
}

// grantTypes is the list of them.
func grantTypes(o Options, people *directory.Directory, l *ledger) []grantType {
	return []grantType{
		{"authorization_code", true, true, codeGrant{l}.take},
		{"refresh_token", true, !o.KeepRefresh, refreshGrant{l, people}.take},
		{"client_credentials", false, o.RefreshForClients, takeClient},
		{"password", true, true, passwordGrant{people, o.Now}.take},
	}
}

// codeGrant redeems what the authorization endpoint gave out.
type codeGrant struct{ ledger *ledger }

func (g codeGrant) take(q tokenRequest) (*grant, []string, error) {
	id := q.form.Get("code")
	if id == "" {
		return nil, nil, badRequest("code is missing")
	}
	c, err := g.ledger.takeCode(id, q.client.id)
	if err != nil {
		return nil, nil, err
	}
	if q.form.Get("redirect_uri") != c.redirect {
		return nil, nil, invalidGrant("redirect_uri is not the one of the authorization request")
	}
	if err := c.challenge.verify(q.form.Get("code_verifier")); err != nil {
		return nil, nil, err
	}
	return c.grant, c.scope, nil
}

// refreshGrant goes on with a grant, for as long as its user is active.
type refreshGrant struct {
	ledger *ledger
	people *directory.Directory
}

func (g refreshGrant) take(q tokenRequest) (*grant, []string, error) {
	token := q.form.Get("refresh_token")
	if token == "" {
		return nil, nil, badRequest("refresh_token is missing")
	}
	scope := strings.Fields(q.form.Get("scope"))
	old, err := g.ledger.takeRefresh(token, q.client.id, scope)
	if err != nil {
		return nil, nil, err
	}
	if old.user != "" {
		if _, ok := g.people.Person(old.user); !ok {
			return nil, nil, invalidGrant("the user is no longer active")
		}
	}
	if len(scope) == 0 {
		scope = old.scope
	}
	return old, scope, nil
}

// takeClient is the grant of a client that acts for itself.
func takeClient(q tokenRequest) (*grant, []string, error) {
	scope, err := askedScope(q.form.Get("scope"), defaultClientScope)
	if err != nil {
		return nil, nil, err
	}
	scope = slices.DeleteFunc(scope, func(s string) bool { return slices.Contains(personScopes, s) })
	if len(scope) == 0 {
		return nil, nil, oauthProblem("invalid_scope", "a client of its own gets none of these scopes")
	}
	return q.grant(scope), scope, nil
}

// passwordGrant believes a client that knows a person's password.
type passwordGrant struct {
	people *directory.Directory
	now    func() time.Time
}

func (g passwordGrant) take(q tokenRequest) (*grant, []string, error) {
	login, password := q.form.Get("username"), q.form.Get("password")
	if login == "" || password == "" {
		return nil, nil, badRequest("username or password is missing")
	}
	scope, err := askedScope(q.form.Get("scope"), defaultPersonScope)
	if err != nil {
		return nil, nil, err
	}
	p, err := g.people.Login(login, password)
	if err != nil {
		return nil, nil, invalidGrant(err.Error())
	}
	begun := q.grant(scope)
	begun.user, begun.authTime = p.ID, g.now()
	return begun, scope, nil
}
