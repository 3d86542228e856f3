package oauth2

import (
	"context"
	"errors"
	"net/http"

	"postern/auth"
	"postern/auth/claims"
	"postern/auth/oauth2/answer"
	"postern/auth/oauth2/endpoint"
)

// UserInfo asks the server whom t's access token speaks for, OpenID Connect
// Core section 5.3. The members are for people to see, in the order of the
// answer. Errors are of type [*auth.Error].
//
// The endpoint is that of userInfoUrl, else the one the issuer tells.
func (cl *Client) UserInfo(ctx context.Context, t auth.Token) (claims.Object, error) {
	if t.Access == "" {
		return nil, noAccess()
	}
	at := service{"userInfoUrl", "ask whom a token is for"}
	s, address, err := at.find(ctx, cl, t.Config)
	if err != nil {
		return nil, err
	}
	u, err := endpoint.Parse(at.attr, address, s.insecure)
	if err != nil {
		return nil, err
	}
	step(ctx, "asking HOST whom the token is for", address)
	call, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	// The token goes into the header whatever the config says of requests:
	// the RFC leaves no other way to every server.
	req, err := http.NewRequestWithContext(call, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, &auth.Error{Kind: auth.KindConfig, Summary: "cannot write the userinfo request", Where: at.attr, Hint: "check " + endpoint.Label(at.attr)}
	}
	req.Header = http.Header{
		"Accept": {"application/json, application/jwt"}, "User-Agent": {"postern"},
		"Authorization": {"Bearer " + t.Access.Reveal()},
	}
	var told claims.Object
	status := 0
	r := tokenRequest{
		kind: "userinfo", attr: at.attr,
		read: func(r answer.Reply) (a answer.Answer, err error) {
			status = r.Status
			told, a, err = members(r)
			return a, err
		},
	}
	w := written{Request: req, m: s.masker(form{{"access_token", t.Access.Reveal()}}, nil)}
	_, err = cl.send(ctx, s, w, r)
	if err != nil {
		return nil, refusedToken(err, status)
	}
	if err := samePerson(t, told); err != nil {
		return nil, err
	}
	return told, nil
}

// refusedToken explains a server that does not take the token.
func refusedToken(err error, status int) error {
	var e *auth.Error
	if !errors.As(err, &e) || status != http.StatusUnauthorized && status != http.StatusForbidden {
		return err
	}
	e.Summary = "the userinfo endpoint does not accept the token"
	e.Hint = "refresh the token; if it stays so, log in again with openid in Scope"
	return e
}

// samePerson compares with the ID token. OpenID Connect Core section 5.3.2
// forbids to use an answer about somebody else: tokens could have been swapped.
func samePerson(t auth.Token, told claims.Object) error {
	id, err := claims.Decode(t.ID.Reveal())
	if err != nil {
		return nil //nolint:nilerr // without an ID token there is nothing to compare with
	}
	want, ok := id.Payload.Get("sub")
	got, told2 := told.Get("sub")
	if !ok || !told2 || want == got {
		return nil
	}
	return &auth.Error{
		Kind: auth.KindAnswer, Summary: "the answer is about somebody else than the ID token", Where: "userInfoUrl",
		Hint: "log in again; if it stays so, check " + endpoint.Label("userInfoUrl"),
	}
}
