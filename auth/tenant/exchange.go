package tenant

import (
	"cmp"
	"net/url"
	"strings"

	"postern/auth/tenant/ledger"
	"postern/auth/tenant/mint"
	"postern/auth/tenant/protocol"
	"postern/auth/tenant/scopes"
)

// The token types of RFC 8693 section 3.
const (
	typeAccess  = "urn:ietf:params:oauth:token-type:access_token"
	typeRefresh = "urn:ietf:params:oauth:token-type:refresh_token"
	typeID      = "urn:ietf:params:oauth:token-type:id_token"
	typeJWT     = "urn:ietf:params:oauth:token-type:jwt"
)

// notUsable is the token_type of what is no access token (RFC 8693 section
// 2.2.1).
const notUsable = "N_A"

// exchangeGrant gives a token for a token (RFC 8693): the new one is about
// whom the subject token is about, for an audience and a scope of its own, and
// names whom the actor token is about as acting for them.
type exchangeGrant struct {
	ledger *ledger.Ledger
	mint   *mint.Mint
}

func (g exchangeGrant) answer(q tokenRequest) (*mint.Answer, error) {
	subject, err := g.read(q.form, "subject_token")
	if err != nil {
		return nil, err
	}
	begun := &ledger.Grant{
		Client: q.client.ID, Issuer: q.issuer, User: subject.grant.User, AuthTime: subject.grant.AuthTime,
		Audience: q.client.AudienceOr(protocol.Audience(q.form)),
	}
	if begun.User == "" {
		begun.Subject = cmp.Or(subject.grant.Subject, subject.grant.Client)
	}
	if begun.Actor, err = g.actor(q.form, subject.grant.Actor); err != nil {
		return nil, err
	}
	for _, uri := range q.form["resource"] {
		if u, err := url.Parse(uri); err != nil || !u.IsAbs() || strings.Contains(uri, "#") {
			return nil, protocol.Refuse("invalid_target", "resource must be an absolute address without a fragment")
		}
	}
	begun.Scope = subject.scope
	if asked := strings.Fields(q.form.Get("scope")); len(asked) > 0 {
		if !scopes.Within(asked, subject.scope) {
			return nil, protocol.Refuse("invalid_scope", "an exchange may not widen the scope")
		}
		begun.Scope = asked
	}
	return g.issue(begun, q.form.Get("requested_token_type"))
}

// actor is the act claim for the actor token, if there is one.
func (g exchangeGrant) actor(form url.Values, before *ledger.Actor) (*ledger.Actor, error) {
	if form.Get("actor_token") == "" {
		if form.Get("actor_token_type") != "" {
			return nil, protocol.BadRequest("actor_token_type without an actor_token")
		}
		return before, nil
	}
	a, err := g.read(form, "actor_token")
	if err != nil {
		return nil, err
	}
	return &ledger.Actor{Subject: g.mint.Subject(a.grant), Client: a.grant.Client, Before: before}, nil
}

// presented is a token that a client presents for exchange.
type presented struct {
	grant *ledger.Grant
	scope []string
}

// read finds a token of ours by the parameter name and its _type.
func (g exchangeGrant) read(form url.Values, name string) (presented, error) {
	token, kind := form.Get(name), form.Get(name+"_type")
	if token == "" || kind == "" {
		return presented{}, protocol.BadRequest(name + " or " + name + "_type is missing")
	}
	switch kind {
	case typeAccess, typeJWT:
		if a, ok := g.ledger.Access(token); ok {
			return presented{a.Grant, a.Scope}, nil
		}
	case typeRefresh:
		if r, ok := g.ledger.Refresh(token); ok {
			return presented{r.Grant, r.Scope}, nil
		}
	case typeID:
		if held, ok := g.ledger.ID(token); ok {
			return presented{held.Grant, held.Scope}, nil
		}
	default:
		return presented{}, protocol.BadRequest(name + "_type is not supported")
	}
	// RFC 8693 section 2.2.2: a bad token is an invalid_request.
	return presented{}, protocol.BadRequest("the " + name + " is unknown, or has ended")
}

// issue makes a token of the requested type, which is an access token if none
// is named. Whatever it is, it stands in access_token.
func (g exchangeGrant) issue(begun *ledger.Grant, kind string) (*mint.Answer, error) {
	switch kind {
	case "", typeAccess, typeJWT, typeRefresh, typeID:
	default:
		return nil, protocol.BadRequest("requested_token_type is not supported")
	}
	a, err := g.mint.Issue(begun, begun.Scope, kind == typeRefresh)
	if err != nil {
		return nil, err
	}
	a.Issued = kind
	switch kind {
	case "":
		a.Issued = typeAccess
	case typeRefresh:
		a.Access, a.Type, a.Refresh = *a.Refresh, notUsable, nil
	case typeID:
		if a.ID == "" {
			return nil, protocol.Refuse("invalid_scope", "an id_token needs the scope openid, and a user")
		}
		a.Access, a.Type = a.ID, notUsable
	}
	a.ID = ""
	return a, nil
}
