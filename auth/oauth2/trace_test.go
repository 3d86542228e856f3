package oauth2_test

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"postern/auth"
	"postern/auth/oauth2"
	"postern/auth/tenant"
)

// TestTraceShowsTheExchange is what a person sees of a token request: all of
// it, but for its secrets.
func TestTraceShowsTheExchange(t *testing.T) {
	w := &wire{body: `{"access_token":"canary-at","refresh_token":"canary-rt","id_token":"canary-id","token_type":"Bearer","expires_in":60,"session":"0a1b2c3d4e5f6071canary8293a4b5c6d7e8f9","tenant":"mine"}`}
	c := machine("clientSecret", "canary-secret", "scope", "a b", "tokenRequestParams", rows("X-Own", "canary-header", "request_header", "region", "eu", "request_body", "own_secret", "abc", "request_body"))
	var call auth.TokenCall
	ctx := auth.WithTrace(t.Context(), func(c auth.TokenCall) { call = c })
	got, err := client(w).Obtain(ctx, c, nil)
	if err != nil {
		t.Fatal(err)
	}
	const body = "{\n  \"access_token\": \"" + auth.Mask + "\",\n  \"refresh_token\": \"" + auth.Mask + "\",\n  \"id_token\": \"" + auth.Mask +
		"\",\n  \"token_type\": \"Bearer\",\n  \"expires_in\": 60,\n  \"session\": \"" + auth.Mask + "\",\n  \"tenant\": \"mine\"\n}"
	if call.RequestBody != "grant_type=client_credentials&scope=a+b&region=eu&own_secret="+auth.Mask || call.Body != body {
		t.Errorf("sent %s\ngot %s", call.RequestBody, call.Body)
	}
	if h := call.RequestHeader; h.Get("Authorization") != "Basic "+auth.Mask || h.Get("X-Own") != auth.Mask || h.Get("Accept") != "application/json" {
		t.Errorf("header %v", h)
	}
	if len(got.Extra) != 2 || got.Extra["tenant"] != "mine" || got.Extra["session"] != auth.Mask {
		t.Errorf("extra %v", got.Extra)
	}
}

// TestNoGrantTracesASecret has a canary in every secret a config can hold.
func TestNoGrantTracesASecret(t *testing.T) {
	key := signingKeys(t)["PEM"].text
	c := machine(
		"authUrl", "https://idp.test/a", "deviceUrl", "https://idp.test/t", "redirect_uri", postman,
		"clientSecret", "canary-secret", "username", "ada", "password", "canary-password", "code_verifier", strings.Repeat("canary-", 7),
		"refreshToken", "canary-rt", "subjectToken", "canary-st", "actorToken", "canary-act", "assertion", "canary-assertion",
		"privateKey", key, "scope", "a",
	)
	const echo = `{"error":"access_denied","error_description":"canary-secret canary-password canary-rt canary-st canary-act canary-code",` +
		`"device_code":"canary-dc","user_code":"canary-uc","verification_uri":"https://idp.test/x","verification_uri_complete":"https://idp.test/x?user_code=canary-uc","access_token":"canary-at"}`
	for _, f := range (auth.OAuth2{}).Fields() {
		if f.Key != "grant_type" {
			continue
		}
		for _, grant := range f.Options {
			for _, how := range []string{auth.InBasicHeader, auth.InRequestBody, auth.PrivateKeyJWT, auth.ClientSecretJWT} {
				echo := echo // no server echoes what it was never sent
				if grant != auth.AuthorizationCode && grant != auth.AuthorizationCodePKCE {
					echo = strings.Replace(echo, "canary-code", "", 1)
				}
				for _, body := range []string{echo, strings.Replace(echo, `"error"`, `"was"`, 1)} {
					calls := 0
					ctx := auth.WithTrace(t.Context(), func(call auth.TokenCall) {
						calls++
						if text := fmt.Sprintf("%+v %v", call, call.Err); strings.Contains(text, "canary") || strings.Contains(text, "eyJ") {
							t.Errorf("%s, %s: leaks %s", grant, how, text)
						}
						if call.RequestBody == "" || call.Body == "" || len(call.RequestHeader) == 0 {
							t.Errorf("%s, %s: shows too little: %+v", grant, how, call)
						}
					})
					ctx, cancel := context.WithCancel(ctx)
					ctx = auth.WithSteps(ctx, func(s string) {
						if strings.Contains(s, "canary") {
							t.Errorf("%s: step %s", grant, s)
						}
					})
					_, _ = client(&wire{body: body}).Obtain(ctx, c.Set("grant_type", grant).Set("client_authentication", how), prompter(func(_ context.Context, p auth.Prompt) (string, error) {
						if p.Way == auth.ByDevice {
							cancel()
							return "", context.Canceled
						}
						u, err := url.Parse(p.URL)
						return answer("state", u.Query().Get("state"), "code", "canary-code"), err
					}))
					cancel()
					if calls == 0 && grant != auth.Implicit {
						t.Errorf("%s, %s: nothing is traced", grant, how)
					}
				}
			}
		}
	}
}

// The whole of a flow against a real server, errors and all.
func TestTenantFlowTracesNoSecret(t *testing.T) {
	inHouse(t, tenant.Options{AutoLogin: true}, func(t *testing.T, h *house) {
		var seen []string
		ctx := auth.WithTrace(t.Context(), func(c auth.TokenCall) { seen = append(seen, fmt.Sprintf("%+v %v", c, c.Err)) })
		cl := h.door(oauth2.Options{})
		got, err := cl.Obtain(ctx, resident("device_code", "deviceUrl", "http://127.0.0.1:4711/oauth2/v1/device/authorize"), h)
		if err != nil {
			t.Fatal(err)
		}
		got.Config = resident("device_code")
		next, err := cl.Refresh(ctx, got)
		if err != nil {
			t.Fatal(err)
		}
		if len(seen) != 3 {
			t.Errorf("%d calls, want the code, one poll and one refresh", len(seen))
		}
		for _, text := range seen {
			for _, secret := range []auth.Secret{got.Access, got.Refresh, got.ID, next.Access, next.Refresh, tenant.DemoClientSecret} {
				if secret == "" || strings.Contains(text, secret.Reveal()) {
					t.Errorf("a secret is empty, or shown in %s", text)
				}
			}
		}
	})
}
