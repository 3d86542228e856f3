package auth

import (
	"cmp"
	"slices"
)

// The grant types of an oauth2 config, by their names in its grant_type. The
// first five are Postman's. It has no name for the others; ours stay in its
// files as text it keeps and does not understand.
const (
	AuthorizationCode     = "authorization_code"
	AuthorizationCodePKCE = "authorization_code_with_pkce"
	Implicit              = "implicit"
	PasswordCredentials   = "password_credentials"
	ClientCredentials     = "client_credentials"
	DeviceCode            = "device_code"
	RefreshToken          = "refresh_token"
	TokenExchange         = "token_exchange"
	JWTBearer             = "jwt_bearer"
)

// The values of client_authentication.
const (
	InBasicHeader   = "header"
	InRequestBody   = "body"
	PrivateKeyJWT   = "private_key_jwt"
	ClientSecretJWT = "client_secret_jwt"
)

// GrantType returns the grant, by the name old files use if they do, else
// Postman's default.
func GrantType(c Config) string {
	return cmp.Or(c.Get("grant_type"), c.Get("grantType"), AuthorizationCode)
}

// ClientAuthentication returns how the client proves who it is, Postman's
// default if c does not say.
func ClientAuthentication(c Config) string {
	return cmp.Or(c.Get("client_authentication"), c.Get("clientAuth"), InBasicHeader)
}

// AutoRefresh reports whether the token manager may replace c's token by
// itself. It is on unless autoRefresh is false; then the token is sent as it
// is, expired or not.
func AutoRefresh(c Config) bool {
	v, _ := c.Value("autoRefresh")
	return !isFalse(v)
}

// UsesID reports whether the ID token is the one to send.
func UsesID(c Config) bool { return c.Get("useTokenType") == "id_token" }

// The headings of the form.
const (
	current    = "Current Token"
	configure  = "Configure New Token"
	advanced   = "Advanced Options"
	grantParam = "One row a parameter: where it is sent, its name and value. Rows of the same name are all sent."
)

// Fields implements [Scheme]. Labels and keys are those of Postman's form; the
// keys it does not have are named where they are introduced. A grant uses only
// some of them; the others stay in the file.
func (OAuth2) Fields() []Field {
	return slices.Concat(sentFields(), configFields(), clientFields(), assertionFields(), advancedFields())
}

// sentFields are about the token that is sent. useTokenType and autoRefresh
// are ours: Postman keeps both choices outside the file.
func sentFields() []Field {
	return []Field{
		{Key: "accessToken", Label: "Token", Secret: true, Section: current, Help: "Used as it is when there is no endpoint to get one from, or no token yet."},
		{Key: "useTokenType", Label: "Use Token Type", Default: "access_token", Section: current, Options: []string{"access_token", "id_token"}},
		{Key: "headerPrefix", Label: "Header Prefix", Default: "Bearer", Section: current, Help: "Bearer when absent; empty sends the bare token."},
		{Key: "addTokenTo", Label: "Add auth data to", Default: "header", Section: current, Options: []string{"header", "queryParams"}},
		{Key: "autoRefresh", Label: "Auto-refresh Token", Default: "true", Section: current, Bool: true, Help: "On unless it is false: then the token is sent as it is, expired or not."},
	}
}

// configFields say where a token comes from. issuer and deviceUrl are ours.
func configFields() []Field {
	browser := grants(AuthorizationCode, AuthorizationCodePKCE, Implicit)
	code := grants(AuthorizationCode, AuthorizationCodePKCE)
	return []Field{
		{Key: "tokenName", Label: "Token Name", Section: configure},
		{Key: "grant_type", Label: "Grant type", Default: "authorization_code", Section: configure, Options: []string{
			AuthorizationCode, AuthorizationCodePKCE, Implicit, PasswordCredentials, ClientCredentials,
			DeviceCode, RefreshToken, TokenExchange, JWTBearer,
		}},
		{Key: "issuer", Label: "Issuer URL", Section: configure, Help: "The identity provider's address; its metadata fills in the endpoints that are empty."},
		{Key: "redirect_uri", Label: "Callback URL", Section: configure, When: browser, Help: "A loopback address is listened on; empty picks a free port; for any other you paste the address the browser ended at."},
		{Key: "useBrowser", Label: "Authorize using browser", Bool: true, Section: configure, When: browser, Help: "The system's browser is used in any case; Postman has a window of its own when this is off."},
		{Key: "authUrl", Label: "Auth URL", Section: configure, When: browser},
		{Key: "accessTokenUrl", Label: "Access Token URL", Section: configure, When: not(grants(Implicit))},
		{Key: "deviceUrl", Label: "Device Authorization URL", Section: configure, When: grants(DeviceCode, AuthorizationCode, AuthorizationCodePKCE), Help: "Where a login without a browser on this machine begins, RFC 8628."},
		{Key: "clientId", Label: "Client ID", Section: configure},
		{Key: "clientSecret", Label: "Client Secret", Secret: true, Section: configure, When: not(grants(Implicit))},
		{Key: "challengeAlgorithm", Label: "Code Challenge Method", Default: "S256", Section: configure, When: code, Options: []string{"S256", "plain"}},
		{Key: "code_verifier", Label: "Code Verifier", Secret: true, Section: configure, When: code, Help: "43 to 128 characters; empty makes a new one for every login."},
		{Key: "usePkce", Label: "Use PKCE", Default: "true", Bool: true, Section: configure, When: grants(AuthorizationCode), Help: "On unless it is false."},
		{Key: "username", Label: "Username", Section: configure, When: grants(PasswordCredentials)},
		{Key: "password", Label: "Password", Secret: true, Section: configure, When: grants(PasswordCredentials)},
		{Key: "refreshToken", Label: "Refresh Token", Secret: true, Section: configure, When: grants(RefreshToken), Help: "The one to begin with; the server's answers replace it in the private state."},
		{Key: "scope", Label: "Scope", Section: configure, Help: "Names with a space between them."},
		{Key: "state", Label: "State", Section: configure, When: browser, Help: "Put in front of the random state of a login."},
	}
}

// clientFields say how the client proves who it is. privateKey, keyId and
// assertionAlgorithm are ours.
func clientFields() []Field {
	signs := func(c Config) bool { return signsClient(c) || GrantType(c) == JWTBearer }
	return []Field{
		{Key: "client_authentication", Label: "Client Authentication", Default: "header", Section: configure, When: not(grants(Implicit)), Options: []string{
			InBasicHeader, InRequestBody, PrivateKeyJWT, ClientSecretJWT,
		}},
		{Key: "privateKey", Label: "Private Key", Secret: true, Long: true, Section: configure, When: signs, Help: "PEM or JWK; a {{variable}} keeps it out of the file."},
		{Key: "keyId", Label: "Key ID", Section: configure, When: signs},
		{Key: "assertionAlgorithm", Label: "Signing Algorithm", Section: configure, When: signs, Help: "RS256, PS256, ES256, EdDSA, HS256, …; empty takes the one that fits the key."},
		{Key: "assertionAudience", Label: "Assertion Audience", Section: configure, When: signs, Help: "The aud of what is signed; empty is the token endpoint."},
	}
}

// assertionFields are those of token exchange, RFC 8693, and of the JWT bearer
// grant, RFC 7523. All are ours.
func assertionFields() []Field {
	exchange, bearer := grants(TokenExchange), grants(JWTBearer)
	return []Field{
		{Key: "subjectToken", Label: "Subject Token", Secret: true, Section: configure, When: exchange},
		{Key: "subjectTokenType", Label: "Subject Token Type", Section: configure, When: exchange, Help: "access_token, id_token, refresh_token, jwt, saml2 or a URN; empty is access_token."},
		{Key: "actorToken", Label: "Actor Token", Secret: true, Section: configure, When: exchange},
		{Key: "actorTokenType", Label: "Actor Token Type", Section: configure, When: exchange},
		{Key: "requestedTokenType", Label: "Requested Token Type", Section: configure, When: exchange},
		{Key: "assertion", Label: "Assertion", Secret: true, Long: true, Section: configure, When: bearer, Help: "A ready-made JWT; empty makes one of the fields below and the private key."},
		{Key: "assertionIssuer", Label: "Assertion Issuer", Section: configure, When: bearer, Help: "Empty is the client ID."},
		{Key: "assertionSubject", Label: "Assertion Subject", Section: configure, When: bearer},
		{Key: "assertionClaims", Label: "Assertion Claims", Long: true, Section: configure, When: bearer, Help: "More claims, a JSON object."},
	}
}

// advancedFields are those few need. basicEncoding, allowInsecure and the
// three endpoints at the end are ours; audience and resource are what Postman
// had before it had parameters.
func advancedFields() []Field {
	set := func(key string) func(Config) bool {
		return func(c Config) bool { return len(c.Values(key)) > 0 }
	}
	header := func(c Config) bool { return GrantType(c) != Implicit && ClientAuthentication(c) == InBasicHeader }
	return []Field{
		{Key: "refreshTokenUrl", Label: "Refresh Token URL", Section: advanced, When: not(grants(Implicit)), Help: "Empty means the Access Token URL."},
		{Key: "authRequestParams", Label: "Auth Request", Params: true, Section: advanced, When: grants(AuthorizationCode, AuthorizationCodePKCE, Implicit, DeviceCode), Help: grantParam},
		{Key: "tokenRequestParams", Label: "Token Request", Params: true, Section: advanced, When: not(grants(Implicit)), Help: grantParam},
		{Key: "refreshRequestParams", Label: "Refresh Request", Params: true, Section: advanced, Help: grantParam},
		{Key: "audience", Label: "Audience", Section: advanced, When: set("audience"), Help: "From an older Postman; it can be moved to the parameters."},
		{Key: "resource", Label: "Resource", Section: advanced, When: set("resource"), Help: "From an older Postman; it can be moved to the parameters."},
		{Key: "basicEncoding", Label: "Client Header Encoding", Default: "raw", Section: advanced, When: header, Options: []string{"raw", "rfc6749"}, Help: "How id and secret are written in the Basic header: as they are, like Postman, or form-encoded, RFC 6749."},
		{Key: "allowInsecure", Label: "Allow http", Bool: true, Section: advanced, Help: "Lets token requests go over http to other machines: secrets travel in clear."},
		{Key: "revocationUrl", Label: "Revocation URL", Section: advanced},
		{Key: "introspectionUrl", Label: "Introspection URL", Section: advanced},
		{Key: "userInfoUrl", Label: "UserInfo URL", Section: advanced},
		{Key: "tokenType", Label: "Token Type", Section: advanced, Help: "As the server named it; mac sends nothing."},
	}
}

func grants(names ...string) func(Config) bool {
	return func(c Config) bool { return slices.Contains(names, GrantType(c)) }
}

func not(f func(Config) bool) func(Config) bool { return func(c Config) bool { return !f(c) } }

// signsClient reports whether the client proves itself with a JWT it signs.
func signsClient(c Config) bool {
	how := ClientAuthentication(c)
	return GrantType(c) != Implicit && (how == PrivateKeyJWT || how == ClientSecretJWT)
}
