package oauth2

import (
	"context"
	"crypto/rand"
	"slices"
	"strings"

	"postern/auth"
	"postern/auth/claims"
	"postern/auth/oauth2/answer"
)

// implicit is RFC 6749 section 4.2: the token comes back in the fragment of
// the redirect, and with the scope openid an ID token beside it (OpenID Connect
// section 3.2). RFC 9700 discourages it; files that use it still work.
func implicit(ctx context.Context, cl *Client, s settings, p auth.Prompter) (auth.Token, error) {
	l := newLogin(s, "token")
	l.fragment = true
	if slices.Contains(strings.Fields(s.scope), "openid") {
		l.responseType = "id_token token"
		l.nonce = l.newNonce()
	}
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
	if a.ID != "" && l.nonce != "" && nonceOf(a.ID) != l.nonce {
		return auth.Token{}, &auth.Error{
			Kind: auth.KindAnswer, Summary: "the ID token belongs to another login", Where: "authUrl", Hint: "log in again",
		}
	}
	return a.Token(), nil
}

// newNonce is new for each login unless the config has one.
func (l login) newNonce() string {
	for _, p := range l.extras() {
		if p.Key == "nonce" {
			return p.Value
		}
	}
	return rand.Text()
}

// nonceOf reads the nonce of an ID token, "" if there is none. It came over TLS
// from the server; the signature is not what ties it to this login.
func nonceOf(id string) string {
	jwt, _ := claims.Decode(id) // what cannot be read has no nonce
	return jwt.Payload.Text("nonce")
}
