package oauth2

import (
	"context"

	"postern/auth"
)

// password is RFC 6749 section 4.3: the client holds the person's password.
// RFC 9700 discourages it; files that use it still work.
func password(ctx context.Context, cl *Client, s settings, _ auth.Prompter) (auth.Token, error) {
	fields := form{{"grant_type", "password"}, {"username", s.config.Get("username")}, {"password", s.config.Get("password")}}
	fields.addSet("scope", s.scope)
	return cl.token(ctx, s, tokenRequest{
		kind:     "password",
		attr:     "accessTokenUrl",
		endpoint: s.tokenURL,
		fields:   append(fields, s.targets()...),
		params:   s.tokenParams,
	})
}
