package oauth2

import (
	"context"

	"postern/auth"
	"postern/auth/oauth2/answer"
)

// implicit is RFC 6749 section 4.2: the token comes back in the fragment of
// the redirect. RFC 9700 discourages it; files that use it still work.
func implicit(ctx context.Context, cl *Client, s settings, p auth.Prompter) (auth.Token, error) {
	l, err := cl.newLogin(s, "token")
	if err != nil {
		return auth.Token{}, err
	}
	l.fragment = true
	values, _, err := cl.run(ctx, l, p)
	if err != nil {
		return auth.Token{}, err
	}
	a, err := answer.Read(answer.Reply{Status: 200, Body: []byte(values.Encode()), Received: cl.now()})
	if err != nil {
		return auth.Token{}, &auth.Error{
			Kind: auth.KindAnswer, Summary: "the server sent the browser back without a token", Where: "authUrl",
			Hint: "check that the client may use the implicit grant, or choose the code grant", Err: err,
		}
	}
	return a.Token(cl.now()), nil
}
