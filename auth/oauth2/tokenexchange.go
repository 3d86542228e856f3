package oauth2

import (
	"context"

	"postern/auth"
)

// tokenExchange is RFC 8693: one token is traded for another, for somebody else
// or for another service.
func tokenExchange(ctx context.Context, cl *Client, s settings, _ auth.Prompter) (auth.Token, error) {
	c := s.config
	if c.Get("subjectToken") == "" {
		return auth.Token{}, &auth.Error{
			Kind: auth.KindConfig, Summary: "there is no token to exchange", Where: "subjectToken", Hint: "write one, or a {{variable}} that holds it, into Subject Token",
		}
	}
	fields := form{
		{"grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"},
		{"subject_token", c.Get("subjectToken")},
		{"subject_token_type", tokenTypeURN(c.Get("subjectTokenType"))},
	}
	if actor := c.Get("actorToken"); actor != "" {
		fields = append(fields, field{"actor_token", actor}, field{"actor_token_type", tokenTypeURN(c.Get("actorTokenType"))})
	}
	if wanted := c.Get("requestedTokenType"); wanted != "" {
		fields.addSet("requested_token_type", tokenTypeURN(wanted))
	}
	fields.addSet("scope", s.scope)
	return cl.token(ctx, s, tokenRequest{
		kind:     auth.TokenExchange,
		attr:     "accessTokenUrl",
		endpoint: s.tokenURL,
		fields:   append(fields, s.targets()...),
		params:   s.tokenParams,
	})
}

// tokenTypeURN spells out the short names of RFC 8693, section 3. Any other
// name is the server's own.
func tokenTypeURN(name string) string {
	switch name {
	case "":
		name = "access_token"
	case "access_token", "refresh_token", "id_token", "jwt", "saml1", "saml2":
	default:
		return name
	}
	return "urn:ietf:params:oauth:token-type:" + name
}
