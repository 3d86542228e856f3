package tenant

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"strings"
	"time"

	"postern/auth/tenant/directory"
)

// defaultAudience is an access token's aud unless the request named another.
const defaultAudience = "api://default"

// tokenAnswer is the answer of RFC 6749 section 5.1.
type tokenAnswer struct {
	Type    string `json:"token_type"`
	Expires int    `json:"expires_in"`
	Access  string `json:"access_token"`
	Scope   string `json:"scope"`
	Refresh string `json:"refresh_token,omitempty"`
	ID      string `json:"id_token,omitempty"`
}

// mint makes tokens from grants and enters them into the ledger.
type mint struct {
	people *directory.Directory
	ledger *ledger
	signer *signer
	ttl    time.Duration // of an access token
	now    func() time.Time
}

// issue makes the tokens of one answer.
func (m *mint) issue(g *grant, scope []string, withRefresh bool) (*tokenAnswer, error) {
	token, err := m.access(g, scope)
	if err != nil {
		return nil, err
	}
	a := &tokenAnswer{
		Type: "Bearer", Access: token, Scope: strings.Join(scope, " "), Expires: int(m.ttl / time.Second),
	}
	if withRefresh {
		a.Refresh = m.ledger.addRefresh(g)
	}
	if g.user != "" && slices.Contains(scope, "openid") {
		if a.ID, err = m.id(g, scope, token); err != nil {
			return nil, err
		}
	}
	return a, nil
}

// access makes an access token with Okta's claims, which are RFC 9068's and
// some more.
func (m *mint) access(g *grant, scope []string) (string, error) {
	now := m.now()
	a := access{grant: g, jti: "AT." + rand.Text(), scope: scope, issued: now, expires: now.Add(m.ttl)}
	claims := map[string]any{
		"ver": 1, "jti": a.jti, "iss": g.issuer, "aud": audienceClaim(g.audience),
		"iat": now.Unix(), "exp": a.expires.Unix(), "cid": g.client, "client_id": g.client,
		"scp": scope, "scope": strings.Join(scope, " "), "sub": g.client,
	}
	if g.user != "" {
		claims["uid"], claims["auth_time"] = g.user, g.authTime.Unix()
		if p, ok := m.people.Person(g.user); ok {
			claims["sub"] = p.Login
		}
	}
	token, err := m.signer.sign("at+jwt", claims)
	if err != nil {
		return "", err
	}
	m.ledger.addAccess(token, a)
	return token, nil
}

func audienceClaim(asked []string) any {
	switch len(asked) {
	case 0:
		return defaultAudience
	case 1:
		return asked[0]
	}
	return asked
}

// id makes the ID token that goes with an access token.
func (m *mint) id(g *grant, scope []string, accessToken string) (string, error) {
	now := m.now()
	p, _ := m.people.Person(g.user) // somebody who left keeps the bare claims
	claims := profileClaims(p, scope)
	claims["ver"], claims["jti"] = 1, "ID."+rand.Text()
	claims["iss"], claims["aud"], claims["sub"] = g.issuer, g.client, g.user
	claims["iat"], claims["exp"] = now.Unix(), now.Add(m.ttl).Unix()
	claims["auth_time"], claims["amr"] = g.authTime.Unix(), []string{"pwd"}
	if g.nonce != "" {
		claims["nonce"] = g.nonce
	}
	sum := sha256.Sum256([]byte(accessToken))
	claims["at_hash"] = base64.RawURLEncoding.EncodeToString(sum[:len(sum)/2])
	return m.signer.sign("JWT", claims)
}
