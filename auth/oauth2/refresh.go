package oauth2

import (
	"context"

	"postern/auth"
)

// Refresh implements [auth.Grants], RFC 6749 section 6, with the config t was
// made by. What the server leaves out is empty in the token returned: merging
// is the manager's. No scope is asked for, which means the same as before,
// unless refreshRequestParams does.
func (cl *Client) Refresh(ctx context.Context, t auth.Token) (auth.Token, error) {
	s := parse(t.Config)
	if err := s.check(); err != nil {
		return auth.Token{}, err
	}
	r := tokenRequest{
		kind:     "refresh_token",
		attr:     "refreshTokenUrl",
		endpoint: s.refreshURL,
		fields:   form{{"grant_type", "refresh_token"}, {"refresh_token", t.Refresh.Reveal()}},
		params:   s.refreshParams,
	}
	if s.refreshURL == "" {
		r.attr, r.endpoint = "accessTokenUrl", s.tokenURL
	}
	return cl.token(ctx, s, r)
}
