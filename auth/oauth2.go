package auth

import (
	"context"
	"net/http"
	"strings"

	"postern/auth/wire"
)

// OAuth2 sends an OAuth 2.0 access token: the one the token manager keeps for
// the config or, where the config names no endpoint to get one from, the one
// written into it.
type OAuth2 struct{}

// Type implements [Scheme].
func (OAuth2) Type() string { return "oauth2" }

// Label implements [Scheme].
func (OAuth2) Label() string { return "OAuth 2.0" }

// queryToken is the parameter of RFC 6750, section 2.3.
const queryToken = "access_token"

// Apply implements [Scheme]. Without a token nothing is added or removed, so
// the user's own Authorization row survives.
func (OAuth2) Apply(ctx context.Context, call Call) error {
	c := call.Config
	if isMAC(c) {
		return nil
	}
	token, err := accessToken(ctx, call)
	if err != nil {
		return err
	}
	place(call, token)
	return nil
}

// isMAC reports whether the token is of a type nobody can send, as Postman
// decides it. All other types are sent as bearer tokens.
func isMAC(c Config) bool { return strings.EqualFold(c.Get("tokenType"), "mac") }

// accessToken gets the token from the manager if the config says how. A token
// written into the config steps in where only a person could get a better one,
// by logging in or by completing the config; should the server refuse it, the
// manager's error comes up in [OAuth2.Challenge].
func accessToken(ctx context.Context, call Call) (string, error) {
	written := call.Config.Get("accessToken")
	if call.Tokens == nil || !Obtainable(call.Config) {
		return written, nil
	}
	t, err := call.Tokens.Token(ctx, call.Config)
	if err != nil {
		if kind := KindOf(err); written != "" && (kind == KindNeedsLogin || kind == KindConfig) {
			// It is the same in every environment, so the person should know.
			call.Request.Warnings = append(call.Request.Warnings, err.Error()+": the one written in the settings is sent")
			return written, nil
		}
		return "", err
	}
	return t.Sent(call.Config).Reveal(), nil
}

// Obtainable reports whether c names an endpoint to get a token from. Most
// oauth2 blocks in the wild only carry a pasted token.
func Obtainable(c Config) bool {
	if c.Get("issuer") != "" {
		return true
	}
	if GrantType(c) == Implicit {
		return c.Get("authUrl") != ""
	}
	return c.Get("accessTokenUrl") != ""
}

// place writes the token where the config wants it, as Postman does: an unknown
// place removes what the user had there and adds nothing.
func place(call Call, token string) {
	if token == "" {
		return
	}
	r := call.Request
	r.Del(authorization)
	r.URL = wire.RemoveQuery(r.URL, queryToken)
	switch call.Config.Get("addTokenTo") {
	case "", "header":
		r.Add(Header{Name: authorization, Value: headerPrefix(call.Config) + token, Secret: true, System: true})
	case "queryParams":
		r.URL = wire.AppendQuery(r.URL, queryToken+"="+wire.EscapeExact(token))
		r.Secrets = append(r.Secrets, Secret(token), Secret(wire.EscapeExact(token)))
	}
}

// headerPrefix returns what stands before the token, with its space. The
// server's token_type never changes it.
func headerPrefix(c Config) string {
	v, ok := c.Value("headerPrefix")
	if !ok || v == nil {
		return "Bearer "
	}
	if prefix := strings.TrimSpace(Text(v)); prefix != "" {
		return prefix + " "
	}
	return ""
}

// placed finds the token [place] wrote.
func placed(call Call) (string, bool) {
	if call.Config.Get("addTokenTo") == "queryParams" {
		return wire.QueryValue(call.Request.URL, queryToken)
	}
	value, ok := call.Request.Get(authorization)
	if !ok {
		return "", false
	}
	return strings.CutPrefix(value, headerPrefix(call.Config))
}

// Challenge implements [Challenger]: after a 401 it renews the token and signs
// the request again. A refusal for missing scope would be the same with any
// token of this config, so it is left alone, as is a 403.
func (OAuth2) Challenge(ctx context.Context, call Call, status int, header http.Header) (bool, error) {
	c := call.Config
	if status != http.StatusUnauthorized || call.Tokens == nil || !Obtainable(c) || isMAC(c) || !AutoRefresh(c) {
		return false, nil
	}
	for _, v := range header.Values("WWW-Authenticate") {
		if strings.Contains(strings.ToLower(v), "insufficient_scope") {
			return false, nil
		}
	}
	sent, ok := placed(call)
	if !ok || sent == "" {
		return false, nil
	}
	stale := Token{Key: Key(call.Config), Config: call.Config}
	if UsesID(call.Config) {
		stale.ID = Secret(sent)
	} else {
		stale.Access = Secret(sent)
	}
	t, err := call.Tokens.Renew(ctx, call.Config, stale)
	if err != nil {
		return false, err
	}
	fresh := t.Sent(call.Config).Reveal()
	if fresh == sent {
		return false, nil
	}
	place(call, fresh)
	return true, nil
}
