package tenant_test

import (
	"errors"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"postern/auth/tenant"
	"postern/auth/tenant/device"
)

const deviceGrant = "urn:ietf:params:oauth:grant-type:device_code"

// device asks for codes as the confidential client.
func (r *rig) device(pairs ...string) map[string]any {
	r.Helper()
	got := r.post("/oauth2/v1/device/authorize", basic(tenant.DemoClientID, tenant.DemoClientSecret), pairs...)
	if got.status != 200 {
		r.Fatalf("device authorization: %d %s", got.status, got.body)
	}
	return got.json(r.T)
}

func (r *rig) poll(codes map[string]any) reply {
	r.Helper()
	return r.token("grant_type", deviceGrant, "device_code", text(codes, "device_code"))
}

func TestDeviceAuthorization(t *testing.T) {
	for _, tt := range []struct{ name, root, issuer string }{
		{"org server", "/oauth2/v1", host},
		{"default server", "/oauth2/default/v1", host + "/oauth2/default"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t, tenant.Options{})
			meta := r.call("GET", strings.TrimPrefix(tt.issuer, host)+"/.well-known/openid-configuration", "", "").json(t)
			if meta["device_authorization_endpoint"] != host+tt.root+"/device/authorize" {
				t.Fatalf("announced at %v", meta["device_authorization_endpoint"])
			}
			self := basic(tenant.DemoClientID, tenant.DemoClientSecret)
			codes := r.post(tt.root+"/device/authorize", self, "scope", "openid email offline_access", "audience", "https://api.example").json(t)
			user := text(codes, "user_code")
			if codes["verification_uri"] != host+"/activate" || codes["expires_in"] != 600.0 || codes["interval"] != 5.0 ||
				codes["verification_uri_complete"] != host+"/activate?user_code="+url.QueryEscape(user) {
				t.Errorf("codes %v", codes)
			}
			if got := r.tenant.WaitingDevices(); len(got) != 1 || got[0] != user {
				t.Errorf("waiting %v, want %s", got, user)
			}
			if err := r.tenant.ApproveDevice(user, "ada.lovelace@example.com"); err != nil {
				t.Fatal(err)
			}
			got := r.post(tt.root+"/token", self, "grant_type", deviceGrant, "device_code", text(codes, "device_code")).json(t)
			seen := r.post(tt.root+"/introspect", self, "token", text(got, "access_token")).json(t)
			if seen["username"] != "ada.lovelace@example.com" || seen["iss"] != tt.issuer || seen["aud"] != "https://api.example" {
				t.Errorf("introspection %v", seen)
			}
			if text(got, "refresh_token") == "" || text(got, "id_token") == "" {
				t.Errorf("answer %v", got)
			}
			wantError(t, r.post(tt.root+"/token", self, "grant_type", deviceGrant, "device_code", text(codes, "device_code")), 400, "invalid_grant")
		})
	}
}

func TestDevicePolling(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, tenant.Options{DeviceTTL: time.Minute})
		codes := r.device()
		wantError(t, r.poll(codes), 400, "authorization_pending")
		time.Sleep(5 * time.Second)
		wantError(t, r.poll(codes), 400, "authorization_pending")
		time.Sleep(5*time.Second - time.Millisecond)
		wantError(t, r.poll(codes), 400, "slow_down")
		time.Sleep(9 * time.Second)
		wantError(t, r.poll(codes), 400, "slow_down") // 10 s since the first slow_down
		time.Sleep(15 * time.Second)
		wantError(t, r.poll(codes), 400, "authorization_pending")
		time.Sleep(30 * time.Second)
		wantError(t, r.poll(codes), 400, "expired_token")
		if err := r.tenant.ApproveDevice(text(codes, "user_code"), ""); !errors.Is(err, device.ErrNoCode) {
			t.Errorf("approving an expired code: %v", err)
		}
		if got := r.tenant.WaitingDevices(); len(got) != 0 {
			t.Errorf("still waiting %v", got)
		}
	})
}

func TestDeviceRefusals(t *testing.T) {
	r := newRig(t, tenant.Options{})
	const at = "/oauth2/v1/device/authorize"
	self := basic(tenant.DemoClientID, tenant.DemoClientSecret)
	wantError(t, r.post(at, "", "client_id", tenant.DemoClientID), 401, "invalid_client")
	wantError(t, r.post(at, "", "client_id", tenant.DemoKeyClientID), 401, "invalid_client")
	wantError(t, r.post(at, self, "scope", "root"), 400, "invalid_scope")
	wantError(t, r.call("GET", at, "", ""), 405, "invalid_request")
	public := r.post(at, "", "client_id", tenant.DemoPublicClientID)
	if public.status != 200 {
		t.Fatalf("public client: %d %s", public.status, public.body)
	}
	wantError(t, r.poll(public.json(t)), 400, "invalid_grant") // another client's
	wantError(t, r.token("grant_type", deviceGrant), 400, "invalid_request")
	wantError(t, r.token("grant_type", deviceGrant, "device_code", "x"), 400, "invalid_grant")

	codes := r.device()
	if err := r.tenant.DenyDevice(text(codes, "user_code")); err != nil {
		t.Fatal(err)
	}
	wantError(t, r.poll(codes), 400, "access_denied")
	if err := r.tenant.ApproveDevice(text(r.device(), "user_code"), "nobody@example.com"); err == nil || errors.Is(err, device.ErrNoCode) {
		t.Errorf("approved by nobody: %v", err)
	}
}

func TestDevicePage(t *testing.T) {
	r := newRig(t, tenant.Options{})
	codes := r.device("scope", "openid okta.users.read")
	user := text(codes, "user_code")
	page := r.call("GET", strings.TrimPrefix(text(codes, "verification_uri_complete"), host), "", "")
	for _, want := range []string{`value="` + user + `"`, tenant.DemoClientID, "okta.users.read openid", `name="password"`} {
		if page.status != 200 || !strings.Contains(page.body, want) {
			t.Fatalf("no %s on the page: %d %s", want, page.status, page.body)
		}
	}
	if page.header.Get("Content-Security-Policy") == "" {
		t.Error("the page has no Content-Security-Policy")
	}
	if bare := r.call("GET", "/activate", "", ""); bare.status != 200 || strings.Contains(bare.body, "alert") {
		t.Errorf("page without a code: %d %s", bare.status, bare.body)
	}
	for _, tt := range []struct {
		name   string
		form   []string
		status int
		want   string
	}{
		{"wrong code", []string{"user_code", "BBBB-BBBB", "username", tenant.DemoUsername, "password", tenant.DemoPassword}, 404, "code is wrong"},
		{"wrong password", []string{"user_code", user, "username", "<b>x", "password", "x"}, 401, "&lt;b&gt;x"},
		{"refuse a wrong code", []string{"user_code", "BBBB-BBBB", "action", "deny"}, 404, "code is wrong"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := r.post("/activate", "", tt.form...); got.status != tt.status || !strings.Contains(got.body, tt.want) {
				t.Errorf("got %d %s", got.status, got.body)
			}
		})
	}
	// As a person types it.
	typed := strings.ToLower(strings.ReplaceAll(user, "-", " "))
	done := r.post("/activate", "", "user_code", typed, "username", tenant.DemoUsername, "password", tenant.DemoPassword, "action", "approve")
	if done.status != 200 || !strings.Contains(done.body, "signed in") {
		t.Fatalf("approved: %d %s", done.status, done.body)
	}
	if got := r.poll(codes); got.status != 200 {
		t.Errorf("after the approval: %d %s", got.status, got.body)
	}

	codes = r.device()
	if done := r.post("/activate", "", "user_code", text(codes, "user_code"), "action", "deny"); done.status != 200 {
		t.Errorf("refused: %d %s", done.status, done.body)
	}
	wantError(t, r.poll(codes), 400, "access_denied")
}
