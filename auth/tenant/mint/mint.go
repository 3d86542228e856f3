// Package mint makes the tenant's tokens from grants, signs them and enters
// them into the ledger.
//
// It decides nothing: whoever holds a grant may have tokens made from it. A new
// claim is a line in the function of its token.
package mint

import (
	"cmp"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"strings"
	"time"

	"postern/auth/tenant/directory"
	"postern/auth/tenant/ledger"
	"postern/auth/tenant/scopes"
)

// defaultAudience is an access token's aud unless the request named another.
const defaultAudience = "api://default"

// Answer is the answer of RFC 6749 section 5.1.
type Answer struct {
	Type    string `json:"token_type"`
	Expires int    `json:"expires_in"`
	Access  string `json:"access_token"`
	Scope   string `json:"scope"`
	// Refresh is nil if the answer says nothing about it.
	Refresh *string `json:"refresh_token,omitempty"`
	ID      string  `json:"id_token,omitempty"`
	// Issued is the type of Access in a token exchange (RFC 8693 section 2.2.1).
	Issued string `json:"issued_token_type,omitempty"`
}

// Mint makes tokens from grants and enters them into the ledger.
type Mint struct {
	People *directory.Directory
	Ledger *ledger.Ledger
	Signer *Signer
	TTL    time.Duration // of an access token
	Now    func() time.Time
}

// Issue makes the tokens of one answer.
func (m *Mint) Issue(g *ledger.Grant, scope []string, withRefresh bool) (*Answer, error) {
	token, err := m.access(g, scope)
	if err != nil {
		return nil, err
	}
	a := &Answer{
		Type: "Bearer", Access: token, Scope: strings.Join(scope, " "), Expires: int(m.TTL / time.Second),
	}
	if withRefresh {
		fresh := m.Ledger.AddRefresh(g)
		a.Refresh = &fresh
	}
	if g.User != "" && slices.Contains(scope, "openid") {
		if a.ID, err = m.id(g, scope, token); err != nil {
			return nil, err
		}
	}
	return a, nil
}

// access makes an access token with Okta's claims, which are RFC 9068's and
// some more.
func (m *Mint) access(g *ledger.Grant, scope []string) (string, error) {
	now := m.Now()
	a := ledger.Access{Grant: g, ID: "AT." + rand.Text(), Scope: scope, Issued: now, Expires: now.Add(m.TTL)}
	claims := map[string]any{
		"ver": 1, "jti": a.ID, "iss": g.Issuer, "aud": Audience(g.Audience),
		"iat": now.Unix(), "exp": a.Expires.Unix(), "cid": g.Client, "client_id": g.Client,
		"scp": scope, "scope": strings.Join(scope, " "), "sub": m.Subject(g),
	}
	if g.User != "" {
		claims["uid"], claims["auth_time"] = g.User, g.AuthTime.Unix()
	}
	if g.Actor != nil {
		claims["act"] = g.Actor
	}
	token, err := m.Signer.sign("at+jwt", claims)
	if err != nil {
		return "", err
	}
	m.Ledger.AddAccess(token, a)
	return token, nil
}

// Subject is whom a grant is about: a login, or a client_id.
func (m *Mint) Subject(g *ledger.Grant) string {
	if p, ok := m.People.Person(g.User); ok && g.User != "" {
		return p.Login
	}
	return cmp.Or(g.Subject, g.Client)
}

// Audience is the aud of what was asked for.
func Audience(asked []string) any {
	switch len(asked) {
	case 0:
		return defaultAudience
	case 1:
		return asked[0]
	}
	return asked
}

// id makes the ID token that goes with an access token.
func (m *Mint) id(g *ledger.Grant, scope []string, accessToken string) (string, error) {
	now := m.Now()
	p, _ := m.People.Person(g.User) // somebody who left keeps the bare claims
	claims := scopes.Claims(p, scope)
	claims["ver"], claims["jti"] = 1, "ID."+rand.Text()
	claims["iss"], claims["aud"], claims["sub"] = g.Issuer, g.Client, g.User
	claims["iat"], claims["exp"] = now.Unix(), now.Add(m.TTL).Unix()
	claims["auth_time"], claims["amr"] = g.AuthTime.Unix(), []string{"pwd"}
	if g.Nonce != "" {
		claims["nonce"] = g.Nonce
	}
	sum := sha256.Sum256([]byte(accessToken))
	claims["at_hash"] = base64.RawURLEncoding.EncodeToString(sum[:len(sum)/2])
	token, err := m.Signer.sign("JWT", claims)
	if err == nil {
		m.Ledger.AddID(token, ledger.Access{Grant: g, Scope: scope, Issued: now, Expires: now.Add(m.TTL)})
	}
	return token, err
}
