package refusal_test

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"postern/auth"
	"postern/auth/oauth2/answer"
	"postern/auth/oauth2/mask"
	"postern/auth/oauth2/refusal"
)

const (
	code     = auth.AuthorizationCode
	refresh  = auth.RefreshToken
	machine  = auth.ClientCredentials
	password = "password"
	bearer   = auth.JWTBearer
	device   = auth.DeviceCode
)

func entra(code, text string) string {
	return `{"error":"` + code + `","error_description":"` + text + ` Trace ID: 11111111-2222-3333-4444-555555555555 Correlation ID: 11111111-2222-3333-4444-555555555555 Timestamp: 2026-01-01 00:00:00Z","error_codes":[1],"error_uri":"https://login.example/error"}`
}

func plain(code, text string) string {
	return `{"error":"` + code + `","error_description":"` + text + `"}`
}

// TestProvidersErrors are errors as identity providers word them, and what the
// person is told to do.
func TestProvidersErrors(t *testing.T) {
	tests := []struct {
		name, grant string
		status      int
		body        string
		kind        auth.Kind
		where, hint string
	}{
		{"Entra: wrong secret", machine, 401, entra("invalid_client", "AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID."), auth.KindConfig, "clientSecret", "Value, not its Secret ID"},
		{"Entra: secret expired", machine, 401, entra("invalid_client", "AADSTS7000222: The provided client secret keys for app are expired."), auth.KindConfig, "clientSecret", "make a new one"},
		{"Entra: confidential app", code, 401, entra("invalid_client", "AADSTS7000218: The request body must contain the following parameter: 'client_assertion' or 'client_secret'."), auth.KindConfig, "clientSecret", "allow public client flows"},
		{"Entra: public app", code, 401, entra("invalid_client", "AADSTS700025: Client is public so neither 'client_assertion' nor 'client_secret' should be presented."), auth.KindConfig, "clientSecret", "leave Client Secret empty"},
		{"Entra: no such app", machine, 400, entra("unauthorized_client", "AADSTS700016: Application with identifier 'x' was not found in the directory 'y'."), auth.KindConfig, "clientId", "check Client ID"},
		{"Entra: no such tenant", machine, 400, entra("invalid_request", "AADSTS90002: Tenant 'x' not found."), auth.KindConfig, "accessTokenUrl", "tenant"},
		{"Entra: callback unknown", code, 400, entra("invalid_request", "AADSTS50011: The redirect URI 'x' specified in the request does not match."), auth.KindConfig, "redirect_uri", "add it under Authentication"},
		{"Entra: no callback at all", code, 400, entra("invalid_request", "AADSTS500113: No reply address is registered for the application."), auth.KindConfig, "redirect_uri", "add one under Authentication"},
		{"Entra: wrong password", password, 400, entra("invalid_grant", "AADSTS50126: Error validating credentials due to invalid username or password."), auth.KindConfig, "username", "check Username and Password"},
		{"Entra: second factor", password, 400, entra("invalid_grant", "AADSTS50076: Due to a configuration change made by your administrator, you must use multi-factor authentication."), auth.KindConfig, "grant_type", "authorization code"},
		{"Entra: second factor at a refresh", refresh, 400, entra("interaction_required", "AADSTS50076: you must use multi-factor authentication."), auth.KindNeedsLogin, "grant_type", "authorization code"},
		{"Entra: consent", refresh, 400, entra("invalid_grant", "AADSTS65001: The user or administrator has not consented to use the application."), auth.KindNeedsLogin, "scope", "consent"},
		{"Entra: scope of a machine", machine, 400, entra("invalid_scope", "AADSTS1002012: The provided value for scope x is not valid. Client credential flows must have a scope value with /.default suffixed."), auth.KindConfig, "scope", "/.default"},
		{"Entra: no such resource", machine, 400, entra("invalid_resource", "AADSTS500011: The resource principal named x was not found in the tenant."), auth.KindConfig, "scope", "check the resource"},
		{"Entra: single-page app", code, 400, entra("invalid_request", "AADSTS9002327: Tokens issued for the 'Single-Page Application' client-type may only be redeemed via cross-origin requests."), auth.KindConfig, "redirect_uri", "Mobile and desktop"},
		{"Entra: refresh token unused", refresh, 400, entra("invalid_grant", "AADSTS700082: The refresh token has expired due to inactivity."), auth.KindNeedsLogin, "accessTokenUrl", "log in again"},
		{"Entra: assertion late", machine, 401, entra("invalid_client", "AADSTS700024: Client assertion is not within its valid time range."), auth.KindConfig, "clientSecret", "clock"},
		{"Okta: wrong secret", machine, 401, plain("invalid_client", "The client secret supplied for a confidential client is invalid."), auth.KindConfig, "clientSecret", "check Client Secret"},
		{"Okta: no such scope", machine, 400, plain("invalid_scope", "One or more scopes are not configured for the authorization server resource."), auth.KindConfig, "scope", "org server"},
		{"Okta: access policy", machine, 400, plain("access_denied", "Policy evaluation failed for this request, please check the policy configurations."), auth.KindNeedsLogin, "scope", "access policy"},
		{"Okta: refresh token", refresh, 400, plain("invalid_grant", "The refresh token is invalid or expired."), auth.KindNeedsLogin, "accessTokenUrl", "log in again"},
		{"Okta: proof of possession", machine, 400, plain("invalid_dpop_proof", "The DPoP proof JWT header is missing."), auth.KindConfig, "clientId", "turn off"},
		{"Okta: callback unknown", code, 400, plain("invalid_request", "The 'redirect_uri' parameter must be a Login redirect URI in the client app settings."), auth.KindConfig, "redirect_uri", "Sign-in redirect URIs"},
		{"Auth0: no such API", machine, 403, plain("access_denied", "Service not enabled within domain: https://api"), auth.KindNeedsLogin, "audience", "identifier"},
		{"Auth0: API not allowed", machine, 403, plain("access_denied", `Client is not authorized to access \"https://api\". You need to create a \"client-grant\" associated to this API.`), auth.KindNeedsLogin, "audience", "Machine to Machine"},
		{"Auth0: grant off", machine, 403, plain("unauthorized_client", "Grant type 'client_credentials' not allowed for the client."), auth.KindConfig, "grant_type", "turn it on"},
		{"Auth0: wrong password", password, 403, plain("invalid_grant", "Wrong email or password."), auth.KindConfig, "username", "check Username"},
		{"Auth0: second factor", password, 403, plain("mfa_required", "Multifactor authentication required"), auth.KindConfig, "grant_type", "device code"},
		{"Auth0: refresh token", refresh, 403, plain("invalid_grant", "Unknown or invalid refresh token."), auth.KindNeedsLogin, "accessTokenUrl", "log in again"},
		{"Keycloak: wrong secret", machine, 401, plain("unauthorized_client", "Invalid client or Invalid client credentials"), auth.KindConfig, "clientSecret", "realm"},
		{"Keycloak: service account", machine, 401, plain("unauthorized_client", "Client not enabled to retrieve service account"), auth.KindConfig, "grant_type", "Service accounts roles"},
		{"Keycloak: direct access", password, 400, plain("unauthorized_client", "Client not allowed for direct access grants"), auth.KindConfig, "grant_type", "Direct access grants"},
		{"Keycloak: required actions", password, 400, plain("invalid_grant", "Account is not fully set up"), auth.KindConfig, "username", "required actions"},
		{"Keycloak: session over", refresh, 400, plain("invalid_grant", "Session not active"), auth.KindNeedsLogin, "accessTokenUrl", "log in again"},
		{"Keycloak: no such realm", machine, 404, `{"error":"Realm does not exist"}`, auth.KindConfig, "accessTokenUrl", "realm"},
		{"Keycloak: PKCE", code, 400, plain("invalid_grant", "PKCE verification failed: Code mismatch"), auth.KindNeedsLogin, "code_verifier", "leave Code Verifier empty"},
		{"Google: callback unknown", code, 400, plain("redirect_uri_mismatch", "Bad Request"), auth.KindConfig, "redirect_uri", "register it"},
		{"Google: testing", refresh, 400, plain("invalid_grant", "Token has been expired or revoked."), auth.KindNeedsLogin, "accessTokenUrl", "seven days"},
		{"Google: clock", bearer, 400, plain("invalid_grant", "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe."), auth.KindConfig, "assertion", "clock"},
		{"GitHub: wrong secret, with 200", code, 200, plain("incorrect_client_credentials", "The client_id and/or client_secret passed are incorrect."), auth.KindConfig, "clientSecret", "check Client ID"},
		{"GitHub: device flow off", device, 200, plain("device_flow_disabled", "Device Flow must be explicitly enabled for this App"), auth.KindConfig, "grant_type", "turn on Device Flow"},
		{"Salesforce: password", password, 400, plain("invalid_grant", "authentication failure"), auth.KindConfig, "username", "security token"},
		{"a busy server stays one", machine, 503, plain("odd", "Realm does not exist"), auth.KindUnreachable, "accessTokenUrl", "realm"},
		{"nobody's words", machine, 400, plain("odd", "because"), auth.KindAnswer, "accessTokenUrl", "documentation"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			reply := answer.Reply{Status: tt.status, Header: http.Header{}, Body: []byte(tt.body)}
			a, cause := answer.Read(reply)
			err := refusal.Of(reply, a, refusal.Request{Kind: tt.grant, Attr: "accessTokenUrl"}, mask.Masker{}, cause)
			var e *auth.Error
			if !errors.As(err, &e) {
				t.Fatal(err)
			}
			if e.Kind != tt.kind || e.Where != tt.where || !strings.Contains(e.Hint, tt.hint) || e.Code != a.Code || e.Summary == "" {
				t.Errorf("kind %s, where %s, hint %q: %v", e.Kind, e.Where, e.Hint, e)
			}
		})
	}
}

func TestDeniedLogin(t *testing.T) {
	var e *auth.Error
	err := refusal.Denied(url.Values{"error": {"access_denied"}, "error_description": {"AADSTS50105: Your administrator has configured the application to block users."}}, mask.Masker{})
	if !errors.As(err, &e) || e.Kind != auth.KindNeedsLogin || e.Code != "access_denied" || !strings.Contains(e.Hint, "assigned") {
		t.Errorf("got %+v", e)
	}
}
