package tenant_test

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"postern/auth/tenant"
)

const (
	verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
	back     = "http://127.0.0.1:49152/any/path?keep=1"
)

// ask is an authorization request of the public client with PKCE, changed by
// pairs; an empty value removes a parameter.
func ask(pairs ...string) string {
	sum := sha256.Sum256([]byte(verifier))
	q := url.Values{
		"client_id": {tenant.DemoPublicClientID}, "redirect_uri": {back}, "response_type": {"code"},
		"state": {"s&t=<1>"}, "scope": {"openid email"}, "nonce": {"n1"},
		"code_challenge":        {base64.RawURLEncoding.EncodeToString(sum[:])},
		"code_challenge_method": {"S256"},
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		q.Set(pairs[i], pairs[i+1])
		if pairs[i+1] == "" {
			q.Del(pairs[i])
		}
	}
	return "/oauth2/v1/authorize?" + q.Encode()
}

func (r *rig) signIn(path string) reply {
	r.Helper()
	return r.post(path, "", "username", tenant.DemoUsername, "password", tenant.DemoPassword, "action", "login")
}

// callback reads what a redirect carries in its query or fragment.
func callback(t *testing.T, got reply) url.Values {
	t.Helper()
	u, err := url.Parse(got.header.Get("Location"))
	if got.status != http.StatusSeeOther || err != nil || u.Host != "127.0.0.1:49152" {
		t.Fatalf("no redirect: %d %q %s", got.status, got.header.Get("Location"), got.body)
	}
	if u.Query().Get("keep") != "1" {
		t.Errorf("the redirect URI lost its query: %s", u)
	}
	v := u.Query()
	if u.Fragment != "" {
		if v, err = url.ParseQuery(u.EscapedFragment()); err != nil {
			t.Fatal(err)
		}
	}
	if v.Get("iss") != host || v.Get("state") != "s&t=<1>" {
		t.Errorf("iss or state wrong in %v", v)
	}
	return v
}

func (r *rig) redeem(code string, pairs ...string) reply {
	form := []string{"grant_type", "authorization_code", "client_id", tenant.DemoPublicClientID, "code", code}
	if len(pairs) == 0 {
		pairs = []string{"redirect_uri", back, "code_verifier", verifier}
	}
	return r.post("/oauth2/v1/token", "", append(form, pairs...)...)
}

func TestLoginWithPKCE(t *testing.T) {
	r := newRig(t, tenant.Options{})
	page := r.call("GET", ask(), "", "")
	if page.status != 200 || !strings.Contains(page.body, `name="password"`) || page.header.Get("Content-Security-Policy") == "" {
		t.Fatalf("login page: %d %s", page.status, page.body)
	}
	wrong := r.post(ask(), "", "username", `"><script>`, "password", "x")
	if wrong.status != 401 || strings.Contains(wrong.body, "<script>") {
		t.Errorf("wrong password: %d %s", wrong.status, wrong.body)
	}
	code := callback(t, r.signIn(ask())).Get("code")
	got := r.redeem(code)
	if got.status != 200 || text(got.json(t), "id_token") == "" {
		t.Fatalf("token: %d %s", got.status, got.body)
	}
	// A second use of the code may be an attack: all tokens end.
	wantError(t, r.redeem(code), 400, "invalid_grant")
	if info := r.call("GET", "/oauth2/v1/userinfo", bearer(got.json(t)), ""); info.status != 401 {
		t.Errorf("tokens survive the code's second use: %d", info.status)
	}
}

func TestSessionAnswersAtOnce(t *testing.T) {
	r := newRig(t, tenant.Options{})
	if v := callback(t, r.call("GET", ask("prompt", "none"), "", "")); v.Get("error") != "login_required" {
		t.Errorf("prompt=none without a session: %v", v)
	}
	r.signIn(ask())
	if v := callback(t, r.call("GET", ask("prompt", "none"), "", "")); v.Get("code") == "" {
		t.Errorf("prompt=none with a session: %v", v)
	}
	another := *r
	another.http = &http.Client{Transport: r.http.Transport, CheckRedirect: r.http.CheckRedirect}
	another.signIn(ask())
	if v := callback(t, r.call("GET", ask("prompt", "none"), "", "")); v.Get("code") == "" {
		t.Errorf("another browser's login ends this one's: %v", v)
	}
	if got := r.call("GET", ask("prompt", "login"), "", ""); got.status != 200 {
		t.Errorf("prompt=login with a session: %d, want the page", got.status)
	}
	if v := callback(t, r.post(ask(), "", "action", "deny")); v.Get("error") != "access_denied" {
		t.Errorf("refusal: %v", v)
	}
}

func TestSessionEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, tenant.Options{})
		loggedIn := func() bool {
			return callback(t, r.call("GET", ask("prompt", "none"), "", "")).Get("code") != ""
		}
		r.signIn(ask())
		time.Sleep(time.Hour - time.Second)
		if !loggedIn() {
			t.Error("ended before its hour")
		}
		time.Sleep(time.Second)
		if loggedIn() {
			t.Error("goes on after its hour")
		}
		r.signIn(ask())
		r.tenant.RevokeAccess()
		if !loggedIn() {
			t.Error("RevokeAccess ends a login")
		}
		r.tenant.RevokeAll()
		if loggedIn() {
			t.Error("RevokeAll does not end a login")
		}
	})
}

func TestRedeemRefusals(t *testing.T) {
	r := newRig(t, tenant.Options{AutoLogin: true})
	plain := strings.Repeat("p", 43)
	for _, tt := range []struct {
		name   string
		ask    []string
		redeem []string
		status int
	}{
		{"right", nil, nil, 200},
		{"plain", []string{"code_challenge", plain, "code_challenge_method", "plain"}, []string{"redirect_uri", back, "code_verifier", plain}, 200},
		{"plain by default", []string{"code_challenge", plain, "code_challenge_method", ""}, []string{"redirect_uri", back, "code_verifier", plain}, 200},
		{"no verifier", nil, []string{"redirect_uri", back}, 400},
		{"wrong verifier", nil, []string{"redirect_uri", back, "code_verifier", plain}, 400},
		{"other port", nil, []string{"redirect_uri", strings.Replace(back, "49152", "49153", 1), "code_verifier", verifier}, 400},
		{"no redirect_uri", nil, []string{"code_verifier", verifier}, 400},
		{"another client's", []string{"client_id", tenant.DemoClientID}, nil, 400},
	} {
		t.Run(tt.name, func(t *testing.T) {
			code := callback(t, r.call("GET", ask(tt.ask...), "", "")).Get("code")
			if got := r.redeem(code, tt.redeem...); got.status != tt.status {
				t.Errorf("got %d %s, want %d", got.status, got.body, tt.status)
			}
		})
	}
}

// A client with a secret may leave PKCE out, but then all of it.
func TestRedeemWithoutPKCE(t *testing.T) {
	r := newRig(t, tenant.Options{AutoLogin: true})
	redeem := func(pairs ...string) reply {
		code := callback(t, r.call("GET", ask("client_id", tenant.DemoClientID, "code_challenge", ""), "", "")).Get("code")
		return r.token(append(pairs, "grant_type", "authorization_code", "code", code, "redirect_uri", back)...)
	}
	if got := redeem(); got.status != 200 {
		t.Errorf("got %d %s", got.status, got.body)
	}
	wantError(t, redeem("code_verifier", verifier), 400, "invalid_grant")
}

func TestCodeExpires(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, tenant.Options{AutoLogin: true})
		code := callback(t, r.call("GET", ask(), "", "")).Get("code")
		time.Sleep(time.Minute)
		wantError(t, r.redeem(code), 400, "invalid_grant")
	})
}

func TestAuthorizeRefusals(t *testing.T) {
	r := newRig(t, tenant.Options{AutoLogin: true})
	// What cannot be trusted is never redirected to.
	for name, pairs := range map[string][]string{
		"unknown client":        {"client_id", "<b>x</b>"},
		"no redirect":           {"redirect_uri", ""},
		"foreign redirect":      {"redirect_uri", "https://evil.example/cb"},
		"https to loopback":     {"redirect_uri", "https://127.0.0.1/cb"},
		"looks like loopback":   {"redirect_uri", "http://127.0.0.1.evil.example/cb"},
		"user in front":         {"redirect_uri", "http://x@127.0.0.1/cb"},
		"fragment":              {"redirect_uri", "http://127.0.0.1/cb#x"},
		"registered and longer": {"redirect_uri", "https://oauth.pstmn.io/v1/callback/x"},
	} {
		t.Run(name, func(t *testing.T) {
			got := r.call("GET", ask(pairs...), "", "")
			if got.status != 400 || got.header.Get("Location") != "" || strings.Contains(got.body, "<b>") {
				t.Errorf("got %d %q %s", got.status, got.header.Get("Location"), got.body)
			}
		})
	}
	if v := callback(t, r.call("GET", ask()+"&nonce=again", "", "")); v.Get("error") != "invalid_request" {
		t.Errorf("a parameter twice: %v", v)
	}
	for _, tt := range []struct {
		name  string
		pairs []string
		code  string
	}{
		{"public client without PKCE", []string{"code_challenge", ""}, "invalid_request"},
		{"short challenge", []string{"code_challenge", "short"}, "invalid_request"},
		{"unknown challenge method", []string{"code_challenge_method", "S1"}, "invalid_request"},
		{"unknown response_type", []string{"response_type", "magic"}, "unsupported_response_type"},
		{"no response_type", []string{"response_type", ""}, "unsupported_response_type"},
		{"unknown scope", []string{"scope", "root"}, "invalid_scope"},
		{"ID token without openid", []string{"response_type", "id_token token", "scope", "email"}, "invalid_scope"},
		{"unknown response_mode", []string{"response_mode", "smoke"}, "invalid_request"},
		{"token in the query", []string{"response_type", "token", "response_mode", "query"}, "invalid_request"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if v := callback(t, r.call("GET", ask(tt.pairs...), "", "")); v.Get("error") != tt.code || v.Get("code") != "" {
				t.Errorf("got %v, want error %s", v, tt.code)
			}
		})
	}
}

func TestOtherResponses(t *testing.T) {
	r := newRig(t, tenant.Options{AutoLogin: true})
	v := callback(t, r.call("GET", ask("response_type", "id_token token", "redirect_uri", "http://127.0.0.1:49152/?keep=1"), "", ""))
	if v.Get("access_token") == "" || v.Get("id_token") == "" || v.Get("expires_in") != "3600" || v.Get("refresh_token") != "" {
		t.Errorf("implicit: %v", v)
	}
	if got := r.call("GET", "/oauth2/v1/userinfo", "Bearer "+v.Get("access_token"), ""); got.status != 200 {
		t.Errorf("implicit token: %d", got.status)
	}
	post := r.call("GET", ask("response_mode", "form_post"), "", "")
	if !strings.Contains(post.body, `value="s&amp;t=&lt;1&gt;"`) || !strings.Contains(post.body, `name="code"`) {
		t.Errorf("form_post does not escape: %s", post.body)
	}
	if got := r.call("GET", ask("redirect_uri", "https://oauth.pstmn.io/v1/callback"), "", ""); !strings.HasPrefix(got.header.Get("Location"), "https://oauth.pstmn.io/v1/callback?code=") {
		t.Errorf("registered redirect: %d %q", got.status, got.header.Get("Location"))
	}
	if got := r.call("DELETE", ask(), "", ""); got.status != 405 {
		t.Errorf("DELETE: %d", got.status)
	}
}

// Tests without a browser choose who logs in.
func TestAutoLogin(t *testing.T) {
	r := newRig(t, tenant.Options{AutoLogin: true, Clients: []tenant.Client{
		{ID: "grace", Username: "grace.hopper@example.com", Audience: "api://navy"},
	}})
	for _, tt := range []struct{ name, client, hint, sub, aud string }{
		{"the tenant's", tenant.DemoPublicClientID, "", tenant.DemoUsername, "api://default"},
		{"the hint's", tenant.DemoPublicClientID, "ada.lovelace@example.com", "ada.lovelace@example.com", "api://default"},
		{"the client's", "grace", "", "grace.hopper@example.com", "api://navy"},
		{"the hint's at another client", "grace", "ada.lovelace@example.com", "ada.lovelace@example.com", "api://navy"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			code := callback(t, r.call("GET", ask("client_id", tt.client, "login_hint", tt.hint), "", "")).Get("code")
			got := r.post("/oauth2/v1/token", "", "grant_type", "authorization_code", "client_id", tt.client,
				"code", code, "redirect_uri", back, "code_verifier", verifier).json(t)
			seen := r.inspect(text(got, "access_token"))
			if seen["sub"] != tt.sub || seen["aud"] != tt.aud {
				t.Errorf("introspection %v", seen)
			}
		})
	}
}
