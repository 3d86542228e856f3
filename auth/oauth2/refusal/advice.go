package refusal

import (
	"cmp"
	"strings"

	"postern/auth"
)

// advice is what to do about an error that one identity provider explains in a
// way of its own, where the code alone says too little or the wrong thing.
type advice struct {
	// mark stands in the error code or its description, in any case.
	mark          string
	summary, attr string
	hint          string
}

// advices lists what is known of the providers. Of two that match the first
// counts.
func advices() []advice {
	const (
		address = "accessTokenUrl"
		again   = "log in again"
	)
	return []advice{
		// Microsoft Entra ID
		{"AADSTS7000215", "the client secret is wrong", "clientSecret", "copy the secret's Value, not its Secret ID, from Certificates & secrets of the app"},
		{"AADSTS7000222", "the client secret has expired", "clientSecret", "make a new one under Certificates & secrets of the app"},
		{"AADSTS7000218", "the app is a confidential client", "clientSecret", "set Client Secret, or allow public client flows under Authentication of the app"},
		{"AADSTS700025", "the app is a public client", "clientSecret", "leave Client Secret empty"},
		{"AADSTS700016", "no such app in this tenant", "clientId", "check Client ID, and the tenant in the address"},
		{"AADSTS700027", "the signature of the assertion is not valid", "privateKey", "upload the certificate of this key to the app, and set Key ID to its thumbprint"},
		{"AADSTS700024", "the assertion is not valid at this time", "", "set this machine's clock"},
		{"AADSTS90002", "no such tenant", address, "check the tenant in the address"},
		{"AADSTS50011", "the callback URL is not registered", "redirect_uri", "add it under Authentication of the app, as it is written here"},
		{"AADSTS500113", "the app has no callback URL", "redirect_uri", "add one under Authentication of the app"},
		{"AADSTS50126", "the user name or the password is wrong", "username", "check Username and Password"},
		{"AADSTS50034", "no such user in this tenant", "username", "check Username, and the tenant in the address"},
		{"AADSTS50076", "the user must prove a second factor", "grant_type", "choose the authorization code or device code grant: a password alone cannot do it"},
		{"AADSTS50079", "the user must set up a second factor", "grant_type", "log in once in a browser, then choose the authorization code grant"},
		{"AADSTS50105", "the user may not use this app", "", "have the user assigned to the enterprise application"},
		{"AADSTS53003", "a conditional access policy forbids it", "", "ask the administrator which policy it is, with the trace id above"},
		{"AADSTS65001", "the app lacks consent", "scope", "log in again and accept, or have an administrator grant consent"},
		{"AADSTS65004", "the person declined", "", "log in again, and accept what the app asks for"},
		{"AADSTS1002012", "this grant takes one scope only", "scope", "write the resource with /.default behind it, like https://graph.microsoft.com/.default"},
		{"AADSTS70011", "the scope is not valid", "scope", "check the names in Scope; for client credentials write the resource with /.default behind it"},
		{"AADSTS500011", "no such resource in this tenant", "scope", "check the resource in front of the scope, and the tenant in the address"},
		{"AADSTS9002327", "the app is registered as a single-page application", "redirect_uri", "register the callback URL under Mobile and desktop applications instead"},
		{"AADSTS54005", "the code was used already", "", again},
		{"AADSTS700082", "the refresh token was not used for too long", "", again},
		{"AADSTS700084", "the refresh token lived its day, as those of a single-page application do", "", "log in again; register the callback URL under Mobile and desktop applications for one that lives longer"},
		{"AADSTS50173", "the session was revoked, as after a new password", "", again},
		// Okta
		{"client secret supplied for a confidential client is invalid", "the client secret is wrong", "clientSecret", "check Client Secret"},
		{"Client authentication failed. Either the client or the client credentials are invalid", "the client secret is wrong", "clientSecret", "check Client ID and Client Secret"},
		{"token_endpoint_auth_method", "the app authenticates in another way", "client_authentication", "choose the Client Authentication that the app has in its settings"},
		{"must be a Login redirect URI", "the callback URL is not registered", "redirect_uri", "add it to Sign-in redirect URIs of the app, as it is written here"},
		{"One or more scopes are not configured", "the authorization server does not have one of the scopes", "scope", "check Scope; okta.* scopes are those of the org server, /oauth2/v1"},
		{"Policy evaluation failed", "no access policy of the authorization server allows it", "scope", "have a rule added to its access policy for this app, grant and scope"},
		{"DPoP proof", "the app demands DPoP", "clientId", "turn off Demonstrating Proof of Possession in the app's settings"},
		{"refresh token is invalid or expired", "the refresh token is used up or too old", "", again},
		// Auth0
		{"Service not enabled within domain", "no such API", "audience", "check the audience parameter against the API's identifier"},
		{"client-grant", "the app may not use this API", "audience", "authorize the app under Machine to Machine of the API"},
		{"not configured with default connection", "the tenant has no connection for passwords", "grant_type", "set Default Directory in the tenant's settings"},
		{"Wrong email or password", "the user name or the password is wrong", "username", "check Username and Password"},
		{"mfa_required", "the user must prove a second factor", "grant_type", "choose the authorization code or device code grant: a password alone cannot do it"},
		{"not allowed for the client", "the app may not use this grant", "grant_type", "turn it on in the app's advanced settings"},
		{"Unknown or invalid refresh token", "the refresh token is used up or too old", "", again},
		// Keycloak
		{"Invalid client or Invalid client credentials", "the client's id or secret is wrong", "clientSecret", "check Client ID and Client Secret, and the realm in the address"},
		{"Client secret not provided", "the client is a confidential one", "clientSecret", "set Client Secret"},
		{"not enabled to retrieve service account", "the client may not speak for itself", "grant_type", "turn on Service accounts roles of the client"},
		{"not allowed for direct access grants", "the client may not use passwords", "grant_type", "turn on Direct access grants of the client"},
		{"Invalid user credentials", "the user name or the password is wrong", "username", "check Username and Password"},
		{"Account is not fully set up", "the user has something to do first", "username", "log in once in a browser and finish the required actions"},
		{"Realm does not exist", "no such realm", address, "check the realm in the address"},
		{"Incorrect redirect_uri", "the callback URL is another one than at the login", "redirect_uri", "log in again, and leave Callback URL as it is meanwhile"},
		{"Invalid parameter: redirect_uri", "the callback URL is not registered", "redirect_uri", "add it to Valid redirect URIs of the client"},
		{"Missing parameter: code_challenge_method", "the client demands PKCE", "usePkce", "turn on Use PKCE"},
		{"PKCE verification failed", "the code verifier does not belong to the login", "code_verifier", "leave Code Verifier empty, and log in again"},
		{"Session not active", "the session is over at the server", "", again},
		{"Token is not active", "the refresh token is too old", "", again},
		// Google, GitHub, Salesforce
		{"redirect_uri_mismatch", "the callback URL is not registered", "redirect_uri", "register it with the client, as it is written here"},
		{"Token has been expired or revoked", "the session was revoked, or is too old", "", "log in again; an app in testing gets refresh tokens of seven days only"},
		{"Invalid JWT: Token must be", "the assertion is not valid at this time", "", "set this machine's clock"},
		{"Invalid JWT Signature", "the signature of the assertion is not valid", "privateKey", "check that the key is that of the service account, and not deleted"},
		{"OAuth client was not found", "no such client", "clientId", "check Client ID"},
		{"incorrect_client_credentials", "the client's id or secret is wrong", "clientSecret", "check Client ID and Client Secret"},
		{"bad_verification_code", "the code is no longer good", "", again},
		{"device_flow_disabled", "the app may not use device codes", "grant_type", "turn on Device Flow in the app's settings"},
		{"client identifier invalid", "no such app", "clientId", "check Client ID, and whether the address is that of the sandbox"},
		{"authentication failure", "the user name or the password is wrong", "username", "check Username, and Password with the security token behind it"},
		{"hasn't approved this consumer", "the app lacks consent", "", "have it pre-authorized for the user, or log in once in a browser"},
	}
}

// advise puts the advice for the server's words into e. The kind stays what the
// code says, because it decides what becomes of a session; only of a code that
// nobody knows is the config to blame.
func advise(e *auth.Error, description string, known bool) {
	words := strings.ToLower(e.Code + ": " + description)
	for _, a := range advices() {
		_, rest, found := strings.Cut(words, strings.ToLower(a.mark))
		if !found || rest != "" && rest[0] >= '0' && rest[0] <= '9' {
			continue // a number that goes on is another one
		}
		e.Summary, e.Hint, e.Where = a.summary, a.hint, cmp.Or(a.attr, e.Where)
		if !known && e.Kind == auth.KindAnswer {
			e.Kind = auth.KindConfig
		}
		return
	}
}
