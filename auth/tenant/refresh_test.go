package tenant_test

import (
	"testing"
	"testing/synctest"
	"time"

	"postern/auth/tenant"
)

func refreshWith(r *rig, tokens map[string]any, extra ...string) reply {
	r.Helper()
	return r.token(append(extra, "grant_type", "refresh_token", "refresh_token", text(tokens, "refresh_token"))...)
}

func userTokens(r *rig) map[string]any {
	r.Helper()
	return r.tokens("grant_type", "password", "username", tenant.DemoUsername, "password", tenant.DemoPassword, "scope", "openid okta.users.read")
}

func TestRefreshRotates(t *testing.T) {
	r := newRig(t, tenant.Options{})
	first := userTokens(r)
	second := refreshWith(r, first).json(t)
	if text(second, "refresh_token") == "" || text(second, "refresh_token") == text(first, "refresh_token") {
		t.Fatalf("no new refresh token: %v", second)
	}
	if text(second, "id_token") == "" || text(second, "scope") != "okta.users.read openid" {
		t.Errorf("the refresh lost something: %v", second)
	}

	// Using the first again means that two have it: nobody keeps anything.
	wantError(t, refreshWith(r, first), 400, "invalid_grant")
	wantError(t, refreshWith(r, second), 400, "invalid_grant")
	if got := r.call("GET", "/api/v1/users", bearer(second), ""); got.status != 401 {
		t.Errorf("an access token of a revoked family: %d, want 401", got.status)
	}
}

func TestRefreshIsBound(t *testing.T) {
	r := newRig(t, tenant.Options{})
	tokens := userTokens(r)
	wantError(t, r.post("/oauth2/v1/token", "", "client_id", tenant.DemoPublicClientID,
		"grant_type", "refresh_token", "refresh_token", text(tokens, "refresh_token")), 400, "invalid_grant")
	wantError(t, refreshWith(r, tokens, "scope", "okta.users.manage"), 400, "invalid_scope")

	narrow := refreshWith(r, tokens, "scope", "openid").json(t)
	if text(narrow, "scope") != "openid" {
		t.Fatalf("narrowed to %v; was the token used up by the refusals?", narrow)
	}
	if got := r.call("GET", "/api/v1/users", bearer(narrow), ""); got.status != 403 {
		t.Errorf("a narrowed token: %d, want 403", got.status)
	}
	if wide := refreshWith(r, narrow).json(t); text(wide, "scope") != "okta.users.read openid" {
		t.Errorf("the grant shrank for good: %v", wide)
	}
}

func TestRotations(t *testing.T) {
	for _, tt := range []struct {
		name     string
		rotation tenant.Rotation
		// want is what the answer holds, given what was sent.
		want func(sent string, got any) bool
	}{
		{"a new one", tenant.Rotate, func(sent string, got any) bool { s, ok := got.(string); return ok && s != "" && s != sent }},
		{"none", tenant.KeepRefresh, func(_ string, got any) bool { return got == nil }},
		{"an empty one", tenant.KeepEmptyRefresh, func(_ string, got any) bool { return got == "" }},
		{"the same", tenant.KeepSameRefresh, func(sent string, got any) bool { return got == sent }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t, tenant.Options{Rotation: tt.rotation})
			tokens := userTokens(r)
			for i := range 3 {
				answer := refreshWith(r, tokens).json(t)
				if !tt.want(text(tokens, "refresh_token"), answer["refresh_token"]) {
					t.Fatalf("refresh %d of %v: %v", i, tokens, answer)
				}
				if tt.rotation == tenant.Rotate {
					tokens = answer
				}
			}
			if got := r.tenant.Counts(); got != (tenant.Counts{Refreshes: 3}) {
				t.Errorf("counted %+v", got)
			}
		})
	}
}

func TestRefreshForClients(t *testing.T) {
	r := newRig(t, tenant.Options{RefreshForClients: true})
	tokens := r.tokens("grant_type", "client_credentials")
	if got := refreshWith(r, tokens); got.status != 200 {
		t.Errorf("got %d %s", got.status, got.body)
	}
}

func TestDeactivationEndsTheLogin(t *testing.T) {
	r := newRig(t, tenant.Options{})
	tokens := r.tokens("grant_type", "password", "username", "ada.lovelace@example.com", "password", tenant.DemoPassword)
	r.api("POST", "/api/v1/users/ada.lovelace@example.com/lifecycle/suspend", "")
	wantError(t, refreshWith(r, tokens), 400, "invalid_grant")
}

func TestExpiry(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, tenant.Options{TokenTTL: 5 * time.Second, RefreshTTL: time.Minute})
		tokens := userTokens(r)
		if tokens["expires_in"] != 5.0 {
			t.Errorf("expires_in %v", tokens["expires_in"])
		}
		status := func() int { return r.call("GET", "/api/v1/users?limit=1", bearer(tokens), "").status }
		time.Sleep(5*time.Second - time.Millisecond)
		if got := status(); got != 200 {
			t.Errorf("just before the end: %d", got)
		}
		time.Sleep(time.Millisecond)
		if got := status(); got != 401 {
			t.Errorf("at the end: %d", got)
		}
		time.Sleep(54 * time.Second)
		tokens = refreshWith(r, tokens).json(t)
		if got := status(); got != 200 {
			t.Errorf("after the refresh: %d", got)
		}
		time.Sleep(time.Minute)
		wantError(t, refreshWith(r, tokens), 400, "invalid_grant")
	})
}

func TestRefreshGrace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, tenant.Options{RefreshGrace: 30 * time.Second})
		first := userTokens(r)
		lost := refreshWith(r, first)
		time.Sleep(29 * time.Second)
		again := refreshWith(r, first)
		if lost.status != 200 || again.status != 200 {
			t.Fatalf("within the grace: %d, then %d", lost.status, again.status)
		}
		wantError(t, refreshWith(r, first, "scope", "okta.groups.read"), 400, "invalid_scope")
		time.Sleep(time.Second)
		wantError(t, refreshWith(r, first), 400, "invalid_grant")
		wantError(t, refreshWith(r, again.json(t)), 400, "invalid_grant")
		if got := r.tenant.Counts(); got != (tenant.Counts{Refreshes: 2, Graced: 1, Reuses: 1}) {
			t.Errorf("counted %+v", got)
		}
	})
}

func TestRevokeForTests(t *testing.T) {
	r := newRig(t, tenant.Options{})
	tokens := userTokens(r)
	r.tenant.RevokeAccess()
	if got := r.call("GET", "/api/v1/users", bearer(tokens), ""); got.status != 401 {
		t.Errorf("after RevokeAccess: %d, want 401", got.status)
	}
	tokens = refreshWith(r, tokens).json(t)
	r.tenant.RevokeAll()
	wantError(t, refreshWith(r, tokens), 400, "invalid_grant")
}
