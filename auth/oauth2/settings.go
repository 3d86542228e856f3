package oauth2

import (
	"cmp"
	"slices"
	"strings"

	"postern/auth"
	"postern/auth/oauth2/endpoint"
	"postern/auth/oauth2/mask"
	"postern/auth/oauth2/metadata"
)

// settings are the attributes of a config, read once. What only one grant
// knows it reads from the config itself.
type settings struct {
	config auth.Config
	// name is what the person calls the token.
	name, grant                              string
	authURL, tokenURL, refreshURL, deviceURL string
	// insecure allows http to other machines.
	insecure               bool
	clientID, clientSecret string
	// how the client proves itself is a value of client_authentication.
	how string
	// encoded form-encodes id and secret before Basic, as RFC 6749 section
	// 2.3.1 says; Postman does not.
	encoded                bool
	scope, state, redirect string
	// challenge is the PKCE method, "" for none; verifier is usually empty.
	challenge, verifier string
	audience, resource  []string

	authParams, tokenParams, refreshParams []auth.Param
	// server is what the server tells of itself, if it was asked.
	server metadata.Metadata
}

// parse reads c. Names that only old files use stand in for absent ones.
func parse(c auth.Config) settings {
	s := settings{
		config:        c,
		name:          auth.Name(c),
		grant:         auth.GrantType(c),
		authURL:       strings.TrimSpace(c.Get("authUrl")),
		tokenURL:      strings.TrimSpace(c.Get("accessTokenUrl")),
		refreshURL:    strings.TrimSpace(c.Get("refreshTokenUrl")),
		deviceURL:     strings.TrimSpace(c.Get("deviceUrl")),
		insecure:      c.Bool("allowInsecure"),
		clientID:      c.Get("clientId"),
		clientSecret:  c.Get("clientSecret"),
		how:           auth.ClientAuthentication(c),
		encoded:       c.Get("basicEncoding") == "rfc6749",
		scope:         c.Get("scope"),
		state:         c.Get("state"),
		redirect:      strings.TrimSpace(cmp.Or(c.Get("redirect_uri"), c.Get("redirectUri"), c.Get("callBackUrl"))),
		challenge:     "S256",
		verifier:      c.Get("code_verifier"),
		audience:      c.Values("audience"),
		resource:      c.Values("resource"),
		authParams:    c.Params("authRequestParams", auth.InURL),
		tokenParams:   c.Params("tokenRequestParams", auth.InBody),
		refreshParams: c.Params("refreshRequestParams", auth.InBody),
	}
	if s.grant == auth.DeviceCode {
		// No browser carries the request: it has a body like any other.
		s.authParams = c.Params("authRequestParams", auth.InBody)
	}
	if c.Get("challengeAlgorithm") == "plain" {
		s.challenge = "plain"
	}
	if c.Get("usePkce") == "false" && s.grant != auth.AuthorizationCodePKCE {
		s.challenge = ""
	}
	return s
}

// check refuses what no server can know: names that nobody resolved. What
// another grant left in the config does not matter.
func (s settings) check() error {
	for _, f := range (auth.OAuth2{}).Fields() {
		if f.When != nil && !f.When(s.config) {
			continue
		}
		value := s.config.Get(f.Key)
		switch f.Key {
		case "redirect_uri":
			value = s.redirect
		case "clientId", "clientSecret", "scope", "username", "privateKey", "keyId", "refreshToken",
			"subjectToken", "actorToken", "assertion", "assertionIssuer", "assertionSubject", "assertionAudience", "assertionClaims":
		default:
			continue
		}
		if err := endpoint.Resolved(f.Key, value); err != nil {
			return err
		}
	}
	return nil
}

// named refuses a login for nobody: the server would tell the person in the
// browser, and nobody here. A parameter can stand in for the Client ID.
func (s settings) named() error {
	if s.clientID != "" || slices.ContainsFunc(s.authParams, func(p auth.Param) bool { return p.Key == "client_id" }) {
		return nil
	}
	return &auth.Error{
		Kind: auth.KindConfig, Summary: "there is no client to log in for", Where: "clientId",
		Hint: "write the id that the identity provider gave your application into Client ID",
	}
}

// lacks reports whether an endpoint of the grant is missing.
func (s settings) lacks() bool {
	switch s.grant {
	case auth.Implicit:
		return s.authURL == ""
	case auth.AuthorizationCode, auth.AuthorizationCodePKCE:
		return s.authURL == "" || s.tokenURL == ""
	case auth.DeviceCode:
		return s.deviceURL == "" || s.tokenURL == ""
	case auth.RefreshToken:
		return s.refreshURL == "" && s.tokenURL == ""
	}
	return s.tokenURL == ""
}

// refreshAt returns where a refresh goes, and the attribute it is from.
func (s settings) refreshAt() (attr, address string) {
	if s.refreshURL != "" {
		return "refreshTokenUrl", s.refreshURL
	}
	return "accessTokenUrl", s.tokenURL
}

// targets are the legacy audience and resource fields.
func (s settings) targets() form {
	var f form
	for _, v := range s.audience {
		f.addSet("audience", v)
	}
	for _, v := range s.resource {
		f.addSet("resource", v)
	}
	return f
}

// masker returns one that knows the secrets of s, and of what is sent.
func (s settings) masker(fields form, params []auth.Param) mask.Masker {
	secrets := []string{s.basic()}
	for _, f := range (auth.OAuth2{}).Fields() {
		if f.Secret {
			secrets = append(secrets, s.config.Get(f.Key))
		}
	}
	for _, f := range fields {
		if mask.IsSecret(f.key) {
			secrets = append(secrets, f.value)
		}
	}
	for _, p := range params {
		if mask.IsSecret(p.Key) || p.In == auth.InHeader {
			secrets = append(secrets, p.Value)
		}
	}
	return mask.New(secrets...)
}
