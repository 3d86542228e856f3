package oauth2

import (
	"context"

	"postern/auth"
)

// implicit is RFC 6749 section 4.2: the token comes back in the fragment of
// the redirect. RFC 9700 discourages it; files that use it still work.
func implicit(ctx context.Context, cl *Client, s settings, p auth.Prompter) (auth.Token, error) {
	l, err := cl.newLogin(s, "token")
	if err != nil {
		return auth.Token{}, err
	}
	nonce, err := cl.random()
	if err != nil {
		return auth.Token{}, err
	}
	l.relay = &relay{nonce: nonce}
	values, _, err := cl.run(ctx, l, p)
	if err != nil {
		return auth.Token{}, err
	}
	a, err := read(reply{status: 200, body: []byte(values.Encode()), received: cl.now()})
	if err != nil {
		return auth.Token{}, &auth.Error{
			Kind: auth.KindAnswer, Summary: "the server sent the browser back without a token", Where: "authUrl",
			Hint: "check that the client may use the implicit grant, or choose the code grant", Err: err,
		}
	}
	return a.token(cl.now()), nil
}
