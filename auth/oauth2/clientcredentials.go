package oauth2

import (
	"context"

	"postern/auth"
)

// clientCredentials is RFC 6749 section 4.4: the client speaks for itself.
func clientCredentials(ctx context.Context, cl *Client, s settings, _ auth.Prompter) (auth.Token, error) {
	fields := form{{"grant_type", "client_credentials"}}
	fields.addSet("scope", s.scope)
	return cl.token(ctx, s, tokenRequest{
		kind:     "client_credentials",
		attr:     "accessTokenUrl",
		endpoint: s.tokenURL,
		fields:   append(fields, s.targets()...),
		params:   s.tokenParams,
	})
}
