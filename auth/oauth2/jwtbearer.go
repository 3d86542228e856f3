package oauth2

import (
	"cmp"
	"context"

	"postern/auth"
	"postern/auth/oauth2/assertion"
	"postern/auth/oauth2/endpoint"
)

// jwtBearer is RFC 7523 section 2.1: a signed assertion is traded for a token,
// one that the config has ready or one made for this request.
func jwtBearer(ctx context.Context, cl *Client, s settings, _ auth.Prompter) (auth.Token, error) {
	c := s.config
	u, err := endpoint.Parse("accessTokenUrl", s.tokenURL, s.insecure)
	if err != nil {
		return auth.Token{}, err
	}
	jwt := c.Get("assertion")
	if jwt == "" {
		jwt, err = cl.sign(s, u, s.signingKey(), assertion.Assertion{
			Issuer:  cmp.Or(c.Get("assertionIssuer"), s.clientID),
			Subject: c.Get("assertionSubject"),
			More:    c.Get("assertionClaims"),
		})
		if err != nil {
			return auth.Token{}, err
		}
	}
	fields := form{{"grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"}, {"assertion", jwt}}
	fields.addSet("scope", s.scope)
	return cl.token(ctx, s, tokenRequest{
		kind:     auth.JWTBearer,
		attr:     "accessTokenUrl",
		endpoint: s.tokenURL,
		fields:   append(fields, s.targets()...),
		params:   s.tokenParams,
	})
}
