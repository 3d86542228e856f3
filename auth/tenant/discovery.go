package tenant

import (
	"net/http"
	"slices"

	"github.com/go-jose/go-jose/v4"

	"postern/auth/tenant/client"
	"postern/auth/tenant/ledger"
	"postern/auth/tenant/protocol"
	"postern/auth/tenant/scopes"
)

// metadata is what RFC 8414 and OpenID Connect Discovery publish.
type metadata struct {
	Issuer            string   `json:"issuer"`
	Authorization     string   `json:"authorization_endpoint"`
	Token             string   `json:"token_endpoint"`
	Userinfo          string   `json:"userinfo_endpoint"`
	Keys              string   `json:"jwks_uri"`
	Introspection     string   `json:"introspection_endpoint"`
	Device            string   `json:"device_authorization_endpoint"`
	Revocation        string   `json:"revocation_endpoint"`
	ResponseTypes     []string `json:"response_types_supported"`
	ResponseModes     []string `json:"response_modes_supported"`
	Grants            []string `json:"grant_types_supported"`
	Subjects          []string `json:"subject_types_supported"`
	Algorithms        []string `json:"id_token_signing_alg_values_supported"`
	Scopes            []string `json:"scopes_supported"`
	TokenAuth         []string `json:"token_endpoint_auth_methods_supported"`
	IntrospectionAuth []string `json:"introspection_endpoint_auth_methods_supported"`
	RevocationAuth    []string `json:"revocation_endpoint_auth_methods_supported"`
	Challenges        []string `json:"code_challenge_methods_supported"`
	Claims            []string `json:"claims_supported"`
	Prompts           []string `json:"prompt_values_supported"`
	IssuerInResponse  bool     `json:"authorization_response_iss_parameter_supported"`
	RequestParameter  bool     `json:"request_parameter_supported"`
	RequestURIParam   bool     `json:"request_uri_parameter_supported"`
	signing
}

// signing are the algorithms of clients' assertions, which are the same
// everywhere.
type signing struct {
	Token         []string `json:"token_endpoint_auth_signing_alg_values_supported"`
	Introspection []string `json:"introspection_endpoint_auth_signing_alg_values_supported"`
	Revocation    []string `json:"revocation_endpoint_auth_signing_alg_values_supported"`
}

// discovery publishes the metadata of an issuer.
type discovery struct {
	issuer
	grants []grantType
}

// ServeHTTP implements [http.Handler].
func (d discovery) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	root := d.base.of(r) + d.root
	everybody, algorithms := client.Methods(), client.Algorithms()
	confidential := slices.DeleteFunc(client.Methods(), func(m string) bool { return m == client.None })
	var grants []string
	for _, g := range d.grants {
		grants = append(grants, g.name)
	}
	w.Header().Set("Cache-Control", "max-age=86400, must-revalidate")
	protocol.WriteJSON(w, http.StatusOK, metadata{
		Issuer:            d.id(r),
		Authorization:     root + "/authorize",
		Token:             root + "/token",
		Userinfo:          root + "/userinfo",
		Keys:              root + "/keys",
		Introspection:     root + "/introspect",
		Revocation:        root + "/revoke",
		Device:            root + "/device/authorize",
		ResponseTypes:     responseTypes,
		ResponseModes:     responseModes,
		Grants:            append(grants, "implicit"),
		Subjects:          []string{"public"},
		Algorithms:        []string{string(jose.ES256)},
		Scopes:            scopes.All(),
		TokenAuth:         everybody,
		IntrospectionAuth: confidential,
		RevocationAuth:    everybody,
		Challenges:        ledger.ChallengeMethods,
		Claims: []string{
			"iss", "sub", "aud", "iat", "exp", "auth_time", "nonce", "name", "preferred_username",
			"given_name", "family_name", "email", "email_verified", "locale", "zoneinfo", "phone_number", "groups",
		},
		Prompts:          []string{"none", "login"},
		IssuerInResponse: true,
		signing:          signing{algorithms, algorithms, algorithms},
	})
}
