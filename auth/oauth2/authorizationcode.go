package oauth2

import (
	"context"

	"postern/auth"
	"postern/auth/oauth2/endpoint"
)

// authorizationCode is RFC 6749 section 4.1. PKCE is on for both of Postman's
// spellings: servers that do not know it ignore it (RFC 9700 section 2.1.1).
// The code is sent once; whatever happens then, only a new login gets another.
func authorizationCode(ctx context.Context, cl *Client, s settings, p auth.Prompter) (auth.Token, error) {
	// What would fail after the login should fail before it.
	if _, err := endpoint.Parse("accessTokenUrl", s.tokenURL, cl.insecure); err != nil {
		return auth.Token{}, err
	}
	l, err := cl.newLogin(s, "code")
	if err != nil {
		return auth.Token{}, err
	}
	l.proof = s.proof()
	values, redirect, err := cl.run(ctx, l, p)
	if err != nil {
		return auth.Token{}, err
	}
	if values.Get("code") == "" {
		return auth.Token{}, &auth.Error{
			Kind: auth.KindAnswer, Summary: "the server sent the browser back without a code", Where: "authUrl",
			Hint: "check that Auth URL is the authorization endpoint",
		}
	}
	fields := form{{"grant_type", "authorization_code"}, {"code", values.Get("code")}, {"redirect_uri", redirect}}
	fields.addSet("code_verifier", l.proof.verifier)
	return cl.token(ctx, s, tokenRequest{
		kind:     "authorization_code",
		attr:     "accessTokenUrl",
		endpoint: s.tokenURL,
		fields:   append(fields, s.targets()...),
		params:   s.tokenParams,
		warnings: l.notSent(),
	})
}
