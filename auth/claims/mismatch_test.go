package claims_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"postern/auth"
	"postern/auth/claims"
)

// config makes an oauth2 config of pairs of key and value.
func config(pairs ...string) auth.Config {
	c := auth.Config{Type: "oauth2"}
	for i := 0; i < len(pairs); i += 2 {
		c = c.Set(pairs[i], pairs[i+1])
	}
	return c
}

func param(list, key, value string) auth.Config {
	return config().Set(list, []any{map[string]any{"key": key, "value": value, "send_as": "request_body"}})
}

// obtained is a token that the manager got, pasted one that a person brought.
func obtained(payload string, c auth.Config) auth.Token {
	return auth.Token{Access: auth.Secret(jwt(payload)), Config: c, Obtained: time.Unix(1795352616, 0)}
}

func pasted(payload string, c auth.Config) auth.Token {
	return auth.Token{Access: auth.Secret(jwt(payload)), Config: c}
}

// Tokens as the vendors make them.
const (
	oktaOrg    = `{"ver":1,"jti":"AT.1","iss":"https://dev-1.okta.com","aud":"https://dev-1.okta.com","sub":"ada@example.com","cid":"0oa1","uid":"00u1","scp":["okta.users.read"]}`
	oktaCustom = `{"ver":1,"jti":"AT.1","iss":"https://dev-1.okta.com/oauth2/default","aud":"api://default","cid":"0oa1","scp":["read"],"sub":"0oa1"}`
	auth0      = `{"iss":"https://acme.us.auth0.com/","sub":"auth0|5f7","aud":["https://orders.example.com/","https://acme.us.auth0.com/userinfo"],"azp":"c1","scope":"openid read:orders"}`
	auth0M2M   = `{"iss":"https://acme.us.auth0.com/","sub":"c1@clients","aud":"https://orders.example.com/","azp":"c1","scope":"read:orders","gty":"client-credentials"}`
	entraV1    = `{"aud":"https://management.core.windows.net/","iss":"https://sts.windows.net/72f9/","appid":"a1b2","appidacr":"1","oid":"77aa","sub":"77aa","tid":"72f9","ver":"1.0"}`
	entraV2    = `{"aud":"6e74172b-be56-4843-9ff4-e66a39bb12e3","iss":"https://login.microsoftonline.com/72f9/v2.0","azp":"6e74172b-be56-4843-9ff4-e66a39bb12e3","oid":"690222be","preferred_username":"ada@contoso.com","scp":"access_as_user","sub":"HKZpfaHyWadeOouYlitjrI","ver":"2.0"}`
	keycloak   = `{"exp":1795352616,"iss":"https://sso.example.com/realms/r","aud":"account","sub":"f3b1","typ":"Bearer","azp":"web","preferred_username":"ada","scope":"profile email"}`
	keycloakCC = `{"iss":"https://sso.example.com/realms/r","aud":"account","sub":"9c2e","typ":"Bearer","azp":"batch","preferred_username":"service-account-batch","clientHost":"10.0.0.1"}`
	usercube   = `{"iss":"https://im.example.com","aud":"usercube_api","client_id":"Job@im.example.com","scope":["usercube_api"]}`
	resources  = `{"iss":"https://im.example.com","aud":"https://im.example.com/resources","client_id":"Job@im.example.com"}`
	idToken    = `{"iss":"https://dev-1.okta.com/oauth2/default","aud":"0oa1","sub":"00u1","nonce":"n","at_hash":"h","amr":["pwd"],"email":"ada@example.com"}`
)

func TestMismatchIsQuiet(t *testing.T) {
	okta := config("authUrl", "https://dev-1.okta.com/oauth2/v1/authorize", "accessTokenUrl", "https://dev-1.okta.com/oauth2/v1/token", "clientId", "0oa1")
	tests := []struct {
		name   string
		token  auth.Token
		target string
	}{
		{"Okta org, its API", obtained(oktaOrg, okta), "https://dev-1.okta.com/api/v1/users"},
		{"Okta org, its console's address", obtained(oktaOrg, okta), "https://dev-1-admin.okta.com/api/v1/users"},
		{"Okta org, with certificates", obtained(oktaOrg, okta), "https://dev-1.mtls.okta.com/api/v1/users"},
		{"Okta custom server, an API", obtained(oktaCustom, okta), "https://orders.example.com/"},
		{"Okta issuer, the customer's login domain", pasted(oktaCustom, config("authUrl", "https://login.example.com/authorize")), "https://orders.example.com/"},
		{"Auth0, the API's own host", pasted(auth0, config()), "https://orders.example.com/v1"},
		{"Auth0, a sibling of the API", pasted(auth0, config()), "https://stock.example.com/v1"},
		{"Auth0, who am I", pasted(auth0, config()), "https://acme.us.auth0.com/userinfo?x=1"},
		{"Auth0, identifier asked for", obtained(auth0M2M, config("audience", "https://orders.example.com")), "http://localhost:3000/"},
		{"Auth0, identifier asked for in a map", obtained(auth0M2M, config().Set("audience", map[string]any{"1": "https://orders.example.com/"})), "https://other.test/"},
		{"Auth0, identifier asked for at login", obtained(auth0M2M, param("authRequestParams", "audience", "https://orders.example.com/")), "https://other.test/"},
		{"Auth0, identifier asked for with the token", obtained(auth0M2M, param("tokenRequestParams", "resource", "https://Orders.example.com")), "https://other.test/"},
		{"Auth0, identifier typed into the address", obtained(auth0M2M, config("authUrl", "https://acme.us.auth0.com/authorize?audience=https%3A%2F%2Forders.example.com%2F")), "https://other.test/"},
		{"Entra v1, another of its names", pasted(entraV1, config()), "https://management.azure.com/subscriptions"},
		{"Entra v1, login elsewhere", pasted(entraV1, config("accessTokenUrl", "https://login.microsoftonline.com/72f9/oauth2/token")), "https://management.azure.com/"},
		{"Entra v1, asked for by scope", obtained(`{"aud":"https://crm.example.com","iss":"https://sts.windows.net/72f9/"}`, config("scope", "openid https://crm.example.com/.default")), "https://gateway.test/"},
		{"Entra v2, an app that is its own API", obtained(entraV2, config("clientId", "6e74172b-be56-4843-9ff4-e66a39bb12e3")), "https://orders.example.com/"},
		{"Keycloak, account", obtained(keycloak, config("authUrl", "http://localhost:8080/realms/r/auth")), "https://orders.example.com/"},
		{"Keycloak, a name beside an address", pasted(`{"aud":["account","https://orders.example.com"]}`, config()), "https://other.test/"},
		{"Identity Manager", obtained(usercube, config("accessTokenUrl", "https://im.example.com/connect/token", "clientId", "Job@im.example.com")), "https://im.example.com/api/User?api-version=1.0"},
		{"IdentityServer, any API", pasted(resources, config("accessTokenUrl", "https://im.example.com/connect/token")), "https://elsewhere.test/"},
		{"loopback by another name", pasted(`{"aud":"http://localhost:8001/"}`, config()), "http://127.0.0.1:8001/x"},
		{"loopback by its number", pasted(`{"aud":"http://[::1]:8001/"}`, config()), "http://127.0.0.1:8001/x"},
		{"another port of the same host", pasted(`{"aud":"https://orders.example.com:8443"}`, config()), "https://orders.example.com/"},
		{"a sub-domain", pasted(`{"aud":"https://example.co.uk"}`, config()), "https://a.b.example.co.uk/"},
		{"ID token that was chosen", auth.Token{ID: auth.Secret(jwt(idToken)), Access: "x", Config: config("clientId", "0oa1", "useTokenType", "id_token")}, "https://orders.example.com/"},
		{"ID token of Google, for its gateway", pasted(`{"iss":"https://accounts.google.com","aud":"c1","at_hash":"h"}`, config()), "https://svc.a.run.app/"},
		{"ID token of Cognito, for its gateway", pasted(`{"iss":"https://cognito-idp.eu-west-1.amazonaws.com/p","aud":"c1","token_use":"id","at_hash":"h"}`, config("authUrl", "https://acme.auth.eu-west-1.amazoncognito.com/oauth2/authorize")), "https://x.execute-api.eu-west-1.amazonaws.com/"},
		{"ID token for another client", pasted(idToken, config("clientId", "0oa2")), "https://orders.example.com/"},
		{"access token with a nonce", pasted(`{"aud":"c1","nonce":"n","scope":"read"}`, config("clientId", "c1")), "https://orders.example.com/"},
		{"issuer that calls itself otherwise", obtained(`{"iss":"http://keycloak:8080/realms/r","aud":"account"}`, config("accessTokenUrl", "http://localhost:8080/realms/r/token")), "https://orders.example.com/"},
		{"issuer without an address", pasted(`{"iss":"joe","aud":"x"}`, config("authUrl", "https://login.test/")), "https://orders.example.com/"},
		{"opaque", auth.Token{Access: "00QCjAl4"}, "https://orders.example.com/"},
		{"encrypted", auth.Token{Access: auth.Secret(encode(`{"enc":"A256GCM"}`) + "....")}, "https://orders.example.com/"},
		{"none", auth.Token{}, "https://orders.example.com/"},
		{"no claims", pasted(`{}`, config("authUrl", "https://login.test/")), "https://orders.example.com/"},
		{"no target yet", pasted(auth0, config()), "https://{{host}}/v1"},
		{"target of another kind", pasted(auth0, config()), "wss://other.test/"},
		{"target in Unicode", pasted(auth0, config()), "https://bücher.example/"},
		{"port of no kind", pasted(`{"aud":"https://orders.example.com:\u001b[2J"}`, config()), "https://other.test/"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := claims.Mismatch(tt.token, tt.target); got != "" {
				t.Errorf("flagged: %s", got)
			}
		})
	}
}

func TestMismatchIsTold(t *testing.T) {
	meant := func(for_, to string) string {
		return "the token is meant for " + for_ + ", and this request goes to " + to
	}
	issued := func(by, names string) string {
		return "the token was issued by " + by + ", and its config names " + names
	}
	const isID = "this is an ID token: it tells the client who logged in, and APIs expect the access token"
	login := config("authUrl", "https://login.test/authorize", "accessTokenUrl", "https://login.test/token")
	tests := []struct {
		name   string
		token  auth.Token
		target string
		want   string
	}{
		{"Okta org, an API of one's own", obtained(oktaOrg, config()), "https://orders.example.com/", meant("dev-1.okta.com", "orders.example.com")},
		{"Okta org, another org", obtained(oktaOrg, config()), "https://dev-2.okta.com/api/v1/users", meant("dev-1.okta.com", "dev-2.okta.com")},
		{"Okta org, the same name in preview", obtained(oktaOrg, config()), "https://dev-1.oktapreview.com/api/v1/users", meant("dev-1.okta.com", "dev-1.oktapreview.com")},
		{"Okta custom server, another org", obtained(oktaCustom, config()), "https://dev-2.okta.com/api/v1/users", "the token is from dev-1.okta.com, and this request goes to dev-2.okta.com"},
		{"Auth0, nothing asked for", obtained(auth0, config()), "https://stock.test/v1", meant("orders.example.com", "stock.test")},
		{"Auth0, something else asked for", obtained(auth0M2M, config("audience", "https://other.example.com")), "https://stock.test/v1", meant("orders.example.com", "stock.test")},
		{"Auth0, only who am I", obtained(`{"iss":"https://acme.us.auth0.com/","aud":"https://acme.us.auth0.com/userinfo","scope":"openid"}`, config()), "https://orders.example.com/", meant("acme.us.auth0.com", "orders.example.com")},
		{"a switched-off parameter asks nothing", obtained(auth0M2M, config().Set("tokenRequestParams", []any{map[string]any{"key": "audience", "value": "https://orders.example.com/", "enabled": false}})), "https://stock.test/", meant("orders.example.com", "stock.test")},
		{"Entra v1, a host elsewhere", pasted(entraV1, config()), "https://orders.example.com/", meant("management.core.windows.net", "orders.example.com")},
		{"Entra v2, pasted from elsewhere", pasted(entraV2, login), "https://orders.example.com/", issued("login.microsoftonline.com", "login.test")},
		{"Keycloak, pasted from elsewhere", pasted(keycloak, login), "https://orders.example.com/", issued("sso.example.com", "login.test")},
		{"shared in the file, from elsewhere", obtained(keycloak, login.Set("accessToken", jwt(keycloak))), "https://orders.example.com/", issued("sso.example.com", "login.test")},
		{"another issuer than the one named", obtained(keycloak, config("issuer", "https://login.test")), "https://orders.example.com/", issued("sso.example.com", "login.test")},
		{"Okta's, where a server on this machine is named", pasted(oktaCustom, config("authUrl", "http://127.0.0.1:9000/authorize")), "https://orders.example.com/", issued("dev-1.okta.com", "127.0.0.1:9000")},
		{"Identity Manager, pasted from elsewhere", pasted(usercube, login), "https://im.example.com/api/User", issued("im.example.com", "login.test")},
		{"IdentityServer, resources of another", pasted(strings.Replace(resources, "im.example.com/resources", "two.test/resources", 1), config()), "https://im.example.com/", meant("two.test", "im.example.com")},
		{"another port of this machine", pasted(`{"aud":"http://127.0.0.1:8001"}`, config()), "http://127.0.0.1:8002/", meant("127.0.0.1:8001", "127.0.0.1:8002")},
		{"this machine instead of a host", pasted(auth0M2M, config()), "http://localhost:3000/", meant("orders.example.com", "localhost:3000")},
		{"another customer below a public suffix", pasted(`{"aud":"https://a.azurewebsites.net"}`, config()), "https://b.azurewebsites.net/", meant("a.azurewebsites.net", "b.azurewebsites.net")},
		{"another name below a country", pasted(`{"aud":"https://a.co.uk"}`, config()), "https://b.co.uk/", meant("a.co.uk", "b.co.uk")},
		{"another address", pasted(`{"aud":"https://10.0.0.1"}`, config()), "https://10.0.0.2/", meant("10.0.0.1", "10.0.0.2")},
		{"another neighbour", pasted(`{"aud":"http://orders"}`, config()), "http://[fe80::1]/", meant("orders", "[fe80::1]")},
		{"who am I, asked elsewhere", pasted(auth0M2M, config()), "https://stock.test/userinfo", meant("orders.example.com", "stock.test")},
		{"ID token", obtained(idToken, config("clientId", "0oa1")), "https://orders.example.com/", isID},
		{"ID token, pasted", pasted(idToken, config()), "https://orders.example.com/", isID},
		{"ID token of Keycloak", pasted(`{"aud":"web","typ":"ID","scope":"openid"}`, config("clientId", "web")), "https://orders.example.com/", isID},
		{"chosen ID token of another tenant", auth.Token{ID: auth.Secret(jwt(idToken)), Access: "x", Config: config("useTokenType", "id_token")}, "https://dev-2.okta.com/", "the token is from dev-1.okta.com, and this request goes to dev-2.okta.com"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := claims.Mismatch(tt.token, tt.target); got != tt.want {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

func TestIdentity(t *testing.T) {
	withID := func(access string) auth.Token {
		return auth.Token{Access: auth.Secret(jwt(access)), ID: auth.Secret(jwt(idToken))}
	}
	tests := []struct {
		name  string
		token auth.Token
		want  string
	}{
		{"Okta org", pasted(oktaOrg, config()), "ada@example.com"},
		{"Okta service", pasted(oktaCustom, config()), "0oa1"},
		{"Auth0 user", pasted(auth0, config()), "auth0|5f7"},
		{"Auth0 client", pasted(auth0M2M, config()), "c1"},
		{"Entra app", pasted(entraV1, config()), "a1b2"},
		{"Entra user", pasted(entraV2, config()), "ada@contoso.com"},
		{"Keycloak user", pasted(keycloak, config()), "ada"},
		{"Keycloak client", pasted(keycloakCC, config()), "batch"},
		{"Identity Manager", pasted(usercube, config()), "Job@im.example.com"},
		{"ID token first", withID(oktaCustom), "ada@example.com"},
		{"unreadable ID token", auth.Token{ID: "x", Access: auth.Secret(jwt(keycloak))}, "ada"},
		{"opaque, by password", auth.Token{Access: "x", Config: config("grant_type", "password_credentials", "username", "bob", "clientId", "c1")}, "bob"},
		{"opaque, user name of another grant", auth.Token{Access: "x", Config: config("grant_type", "client_credentials", "username", "bob", "clientId", "c1")}, "c1"},
		{"nothing known", auth.Token{Access: "x"}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := claims.Identity(tt.token); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestAudience(t *testing.T) {
	c := config("audience", "https://a.test").Set("tokenRequestParams", []any{
		map[string]any{"key": "resource", "value": "urn:b"}, map[string]any{"key": "Audience", "value": "https://a.test"},
	})
	tests := []struct {
		name  string
		token auth.Token
		want  []string
	}{
		{"of the token", pasted(oktaCustom, c), []string{"api://default"}},
		{"of the chosen ID token", auth.Token{ID: auth.Secret(jwt(idToken)), Access: "x", Config: c.Set("useTokenType", "id_token")}, []string{"0oa1"}},
		{"of the config", auth.Token{Access: "opaque", Config: c}, []string{"https://a.test", "urn:b"}},
		{"of the config, for a token that names none", pasted(`{}`, c), []string{"https://a.test", "urn:b"}},
		{"of nobody", auth.Token{Access: "opaque"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := claims.Audience(tt.token); !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func BenchmarkMismatch(b *testing.B) {
	roles := `,"roles":["` + strings.Repeat("reader.of.everything\",\"", 40) + `x"]}`
	c := config("authUrl", "https://acme.us.auth0.com/authorize", "accessTokenUrl", "https://acme.us.auth0.com/oauth/token", "scope", "openid read:orders")
	for _, bb := range []struct {
		name  string
		token auth.Token
	}{
		{"plain", obtained(auth0, c)},
		{"large", obtained(strings.TrimSuffix(auth0, "}")+roles, c)},
	} {
		for _, target := range []string{"https://orders.example.com/v1", "https://other.test/v1"} {
			b.Run(bb.name+"/"+target[8:13], func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					claims.Mismatch(bb.token, target)
				}
			})
		}
	}
}
