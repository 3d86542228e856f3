package oauth2

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"postern/auth"
	"postern/auth/claims"
	"postern/auth/oauth2/answer"
)

// Introspect asks the server what it knows of t's access token, RFC 7662. The
// members are for people to see, in the order of the answer; nothing is decided
// by them. Errors are of type [*auth.Error].
//
// The endpoint is that of introspectionUrl, else the one the issuer tells.
func (cl *Client) Introspect(ctx context.Context, t auth.Token) (claims.Object, error) {
	if t.Access == "" {
		return nil, noAccess()
	}
	at := service{"introspectionUrl", "ask about tokens"}
	s, address, err := at.find(ctx, cl, t.Config)
	if err != nil {
		return nil, err
	}
	step(ctx, "asking HOST about the token", address)
	var told claims.Object
	_, err = cl.post(ctx, s, tokenRequest{
		kind: "introspection", attr: at.attr, endpoint: address,
		fields: form{{"token", t.Access.Reveal()}, {"token_type_hint", "access_token"}},
		read: func(r answer.Reply) (a answer.Answer, err error) {
			told, a, err = members(r)
			return a, err
		},
	})
	return told, err
}

func noAccess() error {
	return &auth.Error{Kind: auth.KindConfig, Summary: "there is no access token to ask about", Where: "accessToken", Hint: "get a token first"}
}

// errNoObject says that a server answered with something else than members.
var errNoObject = errors.New("the answer is no JSON object")

// members reads an answer that is a JSON object, or a JWT with one in it as
// RFC 9701 and OpenID Connect Core section 5.3.2 allow.
func members(r answer.Reply) (claims.Object, answer.Answer, error) {
	if r.Status < http.StatusOK || r.Status >= http.StatusMultipleChoices {
		a, err := refused(r)
		return nil, a, err
	}
	if len(r.Body) > answer.MaxBytes {
		return nil, answer.Answer{}, answer.ErrTooLarge
	}
	text := strings.TrimSpace(strings.TrimPrefix(string(r.Body), "\ufeff"))
	if strings.HasPrefix(text, "{") {
		o, err := claims.Parse(text)
		if err != nil {
			return nil, answer.Answer{}, errNoObject
		}
		return o, answer.Answer{}, nil
	}
	jwt, err := claims.Decode(text)
	switch {
	case errors.Is(err, claims.ErrEncrypted):
		return nil, answer.Answer{}, errors.New("the answer is encrypted, and there is no key for it here")
	case err != nil:
		return nil, answer.Answer{}, errNoObject
	}
	return jwt.Payload, answer.Answer{Warnings: []string{claims.Unverified}}, nil
}
