package oauth2

import (
	"context"
	"errors"
	"net/http"

	"postern/auth"
	"postern/auth/oauth2/answer"
)

// Revoke ends t at its server, RFC 7009: the refresh token first, with which
// most servers end all that came of it, then the access token. That the server
// knows a token no more is a success. Errors are of type [*auth.Error]; what
// could not be revoked may then still be good.
//
// The endpoint is that of revocationUrl, else the one the issuer tells.
func (cl *Client) Revoke(ctx context.Context, t auth.Token) error {
	if t.Refresh == "" && t.Access == "" {
		return &auth.Error{Kind: auth.KindConfig, Summary: "there is no token to revoke", Where: "accessToken", Hint: "delete the entry"}
	}
	at := service{"revocationUrl", "revoke tokens"}
	s, address, err := at.find(ctx, cl, t.Config)
	if err != nil {
		return err
	}
	if err := astray(t, at.attr, address, t.Config.Get("issuer")); err != nil {
		return err
	}
	step(ctx, "revoking the token at HOST", address)
	var first error
	for _, x := range []struct {
		hint  string
		token auth.Secret
	}{{"refresh_token", t.Refresh}, {"access_token", t.Access}} {
		if x.token == "" {
			continue
		}
		_, err := cl.post(ctx, s, tokenRequest{
			kind: "revocation", attr: at.attr, endpoint: address, read: revoked,
			fields: form{{"token", x.token.Reveal()}, {"token_type_hint", x.hint}},
		})
		if err == nil {
			continue
		}
		if first == nil {
			first = unrevoked(err, x.hint, t.Refresh != "")
		}
		var e *auth.Error
		if !errors.As(err, &e) || e.Code != unsupportedTokenType {
			break // what is wrong is wrong for the other one, too
		}
	}
	return first
}

// unsupportedTokenType is the error code of RFC 7009, section 2.2.1.
const unsupportedTokenType = "unsupported_token_type"

// revoked reads the answer: every success is one, whatever its body.
func revoked(r answer.Reply) (answer.Answer, error) {
	if r.Status >= http.StatusOK && r.Status < http.StatusMultipleChoices {
		return answer.Answer{}, nil
	}
	return refused(r)
}

// refused reads the answer of an endpoint that did not do what was asked. It
// need not give a reason, or be written in anything we know.
func refused(r answer.Reply) (answer.Answer, error) {
	a, err := answer.Read(r)
	if !errors.Is(err, answer.ErrRefused) {
		return answer.Answer{}, answer.ErrRefused
	}
	return a, err
}

// unrevoked explains a server that revokes other tokens and not this kind.
// Many cannot take back an access token, which APIs believe without asking.
func unrevoked(err error, kind string, refreshed bool) error {
	var e *auth.Error
	if !errors.As(err, &e) || e.Code != unsupportedTokenType {
		return err
	}
	e.Kind = auth.KindAnswer
	if kind == "refresh_token" {
		e.Summary, e.Hint = "the server does not revoke refresh tokens", "end the session in the identity provider's own pages"
		return e
	}
	e.Summary, e.Hint = "the server does not revoke access tokens", "this one is good until its end; delete it here"
	if refreshed {
		e.Summary = "the refresh token is revoked, but the server does not revoke access tokens"
	}
	return e
}
