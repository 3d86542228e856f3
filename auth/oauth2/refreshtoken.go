package oauth2

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"postern/auth"
)

// Refresh implements [auth.Grants], RFC 6749 section 6, with the config t was
// made by. What the server leaves out is empty in the token returned: merging
// is the manager's. No scope is asked for, which means the same as before,
// unless refreshRequestParams does.
func (cl *Client) Refresh(ctx context.Context, t auth.Token) (auth.Token, error) {
	s, err := cl.settle(ctx, t.Config, false)
	if err != nil {
		return auth.Token{}, err
	}
	attr, address := s.refreshAt()
	if err := astray(t, attr, address); err != nil {
		return auth.Token{}, err
	}
	return cl.refresh(ctx, s, form{{"grant_type", "refresh_token"}, {"refresh_token", t.Refresh.Reveal()}}, s.refreshParams)
}

// refresh asks with fields where refreshes go.
func (cl *Client) refresh(ctx context.Context, s settings, fields form, params []auth.Param) (auth.Token, error) {
	r := tokenRequest{kind: auth.RefreshToken, fields: fields, params: params}
	r.attr, r.endpoint = s.refreshAt()
	return cl.token(ctx, s, r)
}

// refreshToken is the grant that begins with a refresh token from elsewhere.
// The server's answer may replace it; what the config has is then used up.
func refreshToken(ctx context.Context, cl *Client, s settings, _ auth.Prompter) (auth.Token, error) {
	own := s.config.Get("refreshToken")
	if own == "" {
		return auth.Token{}, &auth.Error{
			Kind: auth.KindConfig, Summary: "there is no refresh token to begin with", Where: "refreshToken", Hint: "paste one into Refresh Token",
		}
	}
	fields := form{{"grant_type", "refresh_token"}, {"refresh_token", own}}
	fields.addSet("scope", s.scope)
	t, err := cl.refresh(ctx, s, append(fields, s.targets()...), slices.Concat(s.tokenParams, s.refreshParams))
	var e *auth.Error
	if errors.As(err, &e) && e.Code == "invalid_grant" {
		// Logging in is not what helps: the token is the config's.
		e.Kind, e.Where = auth.KindConfig, "refreshToken"
		e.Summary, e.Hint = "the server does not accept the refresh token", "paste a new one into Refresh Token"
	}
	t.Refresh = cmp.Or(t.Refresh, auth.Secret(own))
	return t, err
}
