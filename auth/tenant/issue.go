package tenant

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"

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

// issue makes tokens from a grant.
func (t *Tenant) issue(g *grant, scope []string, withRefresh bool) (*tokenAnswer, error) {
	token, err := t.issueAccess(g, scope)
	if err != nil {
		return nil, err
	}
	a := &tokenAnswer{
		Type: "Bearer", Access: token, Scope: strings.Join(scope, " "),
		Expires: int(t.opts.TokenTTL / time.Second),
	}
	if withRefresh {
		a.Refresh = t.ledger.addRefresh(g, t.opts.RefreshTTL)
	}
	if g.user != "" && slices.Contains(scope, "openid") {
		if a.ID, err = t.issueID(g, scope, token); err != nil {
			return nil, err
		}
	}
	return a, nil
}

// issueAccess signs an access token with Okta's claims, which are RFC 9068's
// and some more.
func (t *Tenant) issueAccess(g *grant, scope []string) (string, error) {
	now := t.opts.Now()
	a := &access{grant: g, scope: scope, issued: now, expires: now.Add(t.opts.TokenTTL)}
	jti := "AT." + rand.Text()
	claims := map[string]any{
		"ver": 1, "jti": jti, "iss": g.issuer, "aud": audienceClaim(g.audience),
		"iat": now.Unix(), "exp": a.expires.Unix(), "cid": g.client, "client_id": g.client,
		"scp": scope, "scope": strings.Join(scope, " "), "sub": g.client,
	}
	if g.user != "" {
		claims["uid"], claims["auth_time"] = g.user, g.authTime.Unix()
		if p, ok := t.people.Person(g.user); ok {
			claims["sub"] = p.Login
		}
	}
	token, err := t.signer.sign("at+jwt", claims)
	if err != nil {
		return "", err
	}
	t.ledger.addAccess(jti, a)
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

// issueID signs an ID token that belongs to an access token.
func (t *Tenant) issueID(g *grant, scope []string, accessToken string) (string, error) {
	now := t.opts.Now()
	p, _ := t.people.Person(g.user) // somebody who left keeps the bare claims
	claims := profileClaims(p, scope)
	claims["ver"], claims["jti"] = 1, "ID."+rand.Text()
	claims["iss"], claims["aud"], claims["sub"] = g.issuer, g.client, g.user
	claims["iat"], claims["exp"] = now.Unix(), now.Add(t.opts.TokenTTL).Unix()
	claims["auth_time"], claims["amr"] = g.authTime.Unix(), []string{"pwd"}
	if g.nonce != "" {
		claims["nonce"] = g.nonce
	}
	if accessToken != "" {
		sum := sha256.Sum256([]byte(accessToken))
		claims["at_hash"] = base64.RawURLEncoding.EncodeToString(sum[:16])
	}
	return t.signer.sign(jose.ContentType("JWT"), claims)
}

// profileClaims are the claims that scopes open up (OpenID Connect Core
// section 5.4).
func profileClaims(p directory.Person, scope []string) map[string]any {
	claims := map[string]any{}
	for _, s := range scope {
		switch s {
		case "profile":
			claims["name"], claims["preferred_username"] = p.Name(), p.Login
			claims["given_name"], claims["family_name"] = p.FirstName, p.LastName
			claims["locale"], claims["zoneinfo"] = p.Locale, p.Zone
			claims["updated_at"] = p.Updated.Unix()
		case "email":
			claims["email"], claims["email_verified"] = p.Email, true
		case "phone":
			claims["phone_number"] = p.Phone
		case "groups":
			claims["groups"] = p.Groups
		}
	}
	return claims
}
