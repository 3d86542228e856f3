package oauth2

import (
	"cmp"
	"strings"

	"postern/auth"
	"postern/auth/oauth2/endpoint"
	"postern/auth/oauth2/mask"
)

// settings are the attributes of a config, read once.
type settings struct {
	// name is what the person calls the token.
	name                          string
	grant                         string
	authURL, tokenURL, refreshURL string
	clientID, clientSecret        string
	username, password            string
	scope, state, redirect        string
	// inBody sends id and secret as form fields, not as a Basic header.
	inBody bool
	// encoded form-encodes id and secret before Basic, as RFC 6749 section
	// 2.3.1 says; Postman does not.
	encoded bool
	// challenge is the PKCE method, "" for none; verifier is usually empty.
	challenge, verifier string
	audience, resource  []string

	authParams, tokenParams, refreshParams []auth.Param
}

// parse reads c. Names that only old files use stand in for absent ones.
func parse(c auth.Config) settings {
	s := settings{
		name:          auth.Name(c),
		grant:         cmp.Or(c.Get("grant_type"), c.Get("grantType"), "authorization_code"),
		authURL:       strings.TrimSpace(c.Get("authUrl")),
		tokenURL:      strings.TrimSpace(c.Get("accessTokenUrl")),
		refreshURL:    strings.TrimSpace(c.Get("refreshTokenUrl")),
		clientID:      c.Get("clientId"),
		clientSecret:  c.Get("clientSecret"),
		username:      c.Get("username"),
		password:      c.Get("password"),
		scope:         c.Get("scope"),
		state:         c.Get("state"),
		redirect:      strings.TrimSpace(cmp.Or(c.Get("redirect_uri"), c.Get("redirectUri"), c.Get("callBackUrl"))),
		inBody:        cmp.Or(c.Get("client_authentication"), c.Get("clientAuth")) == "body",
		encoded:       c.Get("basicEncoding") == "rfc6749",
		challenge:     "S256",
		verifier:      c.Get("code_verifier"),
		audience:      c.Values("audience"),
		resource:      c.Values("resource"),
		authParams:    c.Params("authRequestParams", auth.InURL),
		tokenParams:   c.Params("tokenRequestParams", auth.InBody),
		refreshParams: c.Params("refreshRequestParams", auth.InBody),
	}
	if c.Get("challengeAlgorithm") == "plain" {
		s.challenge = "plain"
	}
	if c.Get("usePkce") == "false" && s.grant != "authorization_code_with_pkce" {
		s.challenge = ""
	}
	return s
}

// check refuses what no server can know: names that nobody resolved.
func (s settings) check() error {
	for _, a := range []struct{ attr, value string }{{"clientId", s.clientID}, {"scope", s.scope}, {"redirect_uri", s.redirect}} {
		if err := endpoint.Resolved(a.attr, a.value); err != nil {
			return err
		}
	}
	return nil
}

// masker returns one that knows the secrets of r.
func (s settings) masker(r tokenRequest) mask.Masker {
	secrets := []string{s.clientSecret, s.password, s.verifier, s.basic()}
	for _, f := range r.fields {
		if mask.IsSecret(f.key) {
			secrets = append(secrets, f.value)
		}
	}
	for _, p := range r.params {
		if mask.IsSecret(p.Key) || p.In == auth.InHeader {
			secrets = append(secrets, p.Value)
		}
	}
	return mask.New(secrets...)
}
