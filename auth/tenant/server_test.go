package tenant_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"postern/auth/tenant"
)

func TestStart(t *testing.T) {
	defer goleak.VerifyNone(t)
	ctx, cancel := context.WithCancel(t.Context())
	s, err := tenant.Start(ctx, "", tenant.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(s.URL, "http://127.0.0.1:") || s.Tenant.Base() != s.URL {
		t.Errorf("URL %q, base %q", s.URL, s.Tenant.Base())
	}
	tr := &http.Transport{}
	c := &http.Client{Transport: tr}
	get := func(host string) int {
		req, err := http.NewRequest("GET", s.URL+"/", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Host = host
		res, err := c.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		return res.StatusCode
	}
	for host, want := range map[string]int{"": 200, "localhost": 200, "[::1]:80": 200, "evil.example": 421, "127.0.0.1.evil.example:80": 421} {
		if got := get(host); got != want {
			t.Errorf("Host %q: %d, want %d", host, got, want)
		}
	}
	tr.CloseIdleConnections()
	cancel()
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if _, err := c.Get(s.URL); err == nil {
		t.Error("still answers after the end of its context")
	}
}

func TestStartRefusesOpenAddresses(t *testing.T) {
	for _, addr := range []string{":0", "0.0.0.0:0", "[::]:0", "192.0.2.1:0", "example.com:0"} {
		if _, err := tenant.Start(t.Context(), addr, tenant.Options{}); !errors.Is(err, tenant.ErrNotLoopback) {
			t.Errorf("%s: %v, want ErrNotLoopback", addr, err)
		}
	}
	if _, err := tenant.Start(t.Context(), "127.0.0.1", tenant.Options{}); err == nil {
		t.Error("an address without a port was taken")
	}
}

func TestEnv(t *testing.T) {
	tn := tenant.New(tenant.Options{ClientID: "mine"})
	tn.SetBase("http://127.0.0.1:1/")
	env := tn.Env()
	var names []string
	values := map[string]string{}
	for _, e := range env {
		names = append(names, e[0])
		values[e[0]] = e[1]
	}
	if got := strings.Join(names, " "); got != "TENANT_URL TENANT_ISSUER TENANT_API_KEY TENANT_CLIENT_ID TENANT_CLIENT_SECRET TENANT_USERNAME TENANT_PASSWORD" {
		t.Errorf("names %s", got)
	}
	if values["TENANT_URL"] != "http://127.0.0.1:1" || values["TENANT_CLIENT_ID"] != "mine" || values["TENANT_PASSWORD"] != tenant.DemoPassword {
		t.Errorf("values %v", values)
	}
}

func TestFaults(t *testing.T) {
	const path = "/api/v1/groups"
	r := newRig(t, tenant.Options{})
	t.Run("status, counted", func(t *testing.T) {
		r.tenant.Fault(tenant.Fault{Path: path, Times: 2, Status: 503, Body: "down", Header: http.Header{"Retry-After": {"1"}}})
		for i, want := range []int{503, 503, 200} {
			if got := r.api("GET", path, ""); got.status != want || want == 503 && (got.body != "down" || got.header.Get("Retry-After") != "1") {
				t.Errorf("call %d: %d %s, want %d", i, got.status, got.body, want)
			}
		}
		log := r.tenant.Log()
		if e := log[len(log)-2]; !e.Fault || e.Status != 503 {
			t.Errorf("logged %+v", e)
		}
	})
	t.Run("by method", func(t *testing.T) {
		r.tenant.Fault(tenant.Fault{Path: path, Method: "POST", Status: 500})
		if got := r.api("GET", path, ""); got.status != 200 {
			t.Errorf("GET: %d", got.status)
		}
		if got := r.api("POST", path, "{}"); got.status != 500 {
			t.Errorf("POST: %d", got.status)
		}
		r.tenant.ClearFaults()
	})
	t.Run("by grant", func(t *testing.T) {
		r.tenant.Fault(tenant.Fault{Grant: "refresh_token", Status: 500, Times: 1})
		tokens := userTokens(r)
		if got := refreshWith(r, tokens); got.status != 500 {
			t.Errorf("refresh: %d", got.status)
		}
		if got := refreshWith(r, tokens); got.status != 200 {
			t.Errorf("the fault used the token up: %d %s", got.status, got.body)
		}
	})
}

func TestFaultDrop(t *testing.T) {
	for _, tt := range []struct {
		name  string
		fault tenant.Fault
		again int // what the same refresh token gets afterwards
	}{
		{"before", tenant.Fault{Drop: true, Times: 1}, 200},
		{"after", tenant.Fault{After: true, Times: 1}, 400},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t, tenant.Options{})
			tokens := userTokens(r)
			r.tenant.Fault(tt.fault)
			req, err := http.NewRequest("POST", host+"/oauth2/v1/token", strings.NewReader(
				"grant_type=refresh_token&refresh_token="+text(tokens, "refresh_token")))
			if err != nil {
				t.Fatal(err)
			}
			req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			req.SetBasicAuth(tenant.DemoClientID, tenant.DemoClientSecret)
			if res, err := r.http.Do(req); err == nil {
				_ = res.Body.Close()
				t.Fatalf("got an answer: %d", res.StatusCode)
			}
			log := r.tenant.Log()
			if e := log[len(log)-1]; e.Status != 0 || !e.Fault {
				t.Errorf("logged %+v", e)
			}
			if got := refreshWith(r, tokens); got.status != tt.again {
				t.Errorf("the same refresh token again: %d %s, want %d", got.status, got.body, tt.again)
			}
		})
	}
}

func TestFaultDelay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, tenant.Options{})
		r.tenant.Fault(tenant.Fault{Path: "/", Delay: 3 * time.Second, Times: 1})
		began := time.Now()
		if got := r.call("GET", "/", "", ""); got.status != 200 {
			t.Errorf("got %d", got.status)
		}
		if took := time.Since(began); took != 3*time.Second {
			t.Errorf("took %v", took)
		}
	})
}

func TestAccessToTheAPI(t *testing.T) {
	r := newRig(t, tenant.Options{})
	groupsOnly := bearer(r.tokens("grant_type", "client_credentials", "scope", "okta.groups.read"))
	manage := bearer(r.tokens("grant_type", "client_credentials", "scope", "okta.users.manage"))
	for _, tt := range []struct {
		name, method, path, authorization string
		status                            int
		code, challenge                   string
	}{
		{"nothing", "GET", "/api/v1/users", "", 401, "E0000005", ""},
		{"wrong key", "GET", "/api/v1/users", "SSWS x", 401, "E0000011", ""},
		{"wrong token", "GET", "/api/v1/users", "Bearer x", 401, "E0000011", `error="invalid_token"`},
		{"other scheme", "GET", "/api/v1/users", basic("a", "b"), 401, "E0000011", ""},
		{"scope missing", "GET", "/api/v1/users", groupsOnly, 403, "E0000006", `scope="okta.users.read"`},
		{"write scope missing", "DELETE", "/api/v1/groups/x", groupsOnly, 403, "E0000006", `error="insufficient_scope"`},
		{"right scope", "GET", "/api/v1/groups", groupsOnly, 200, "", ""},
		{"manage includes read", "GET", "/api/v1/users", manage, 200, "", ""},
		{"a service is nobody", "GET", "/api/v1/users/me", manage, 404, "E0000007", ""},
		{"key without a blank", "GET", "/api/v1/users/me", "SSWS" + tenant.DemoAPIKey, 200, "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := r.call(tt.method, tt.path, tt.authorization, "")
			if got.status != tt.status || tt.code != "" && text(got.json(t), "errorCode") != tt.code {
				t.Errorf("got %d %s, want %d %s", got.status, got.body, tt.status, tt.code)
			}
			if c := got.header.Get("WWW-Authenticate"); !strings.Contains(c, tt.challenge) || tt.challenge == "" && c != "" {
				t.Errorf("WWW-Authenticate %q, want %q", c, tt.challenge)
			}
		})
	}
}

func TestIndex(t *testing.T) {
	r := newRig(t, tenant.Options{})
	got := r.call("GET", "/", "", "").json(t)
	hrefs, _ := got["_links"].(map[string]any)
	if got["issuer"] != host || len(hrefs) == 0 {
		t.Fatalf("index %v", got)
	}
	for rel := range hrefs {
		if got := r.api("GET", strings.TrimPrefix(text(hrefs, rel), host), ""); got.status != 200 {
			t.Errorf("%s: %d", rel, got.status)
		}
	}
	if got := r.call("GET", "/nothing", "", ""); got.status != 404 {
		t.Errorf("unknown path: %d", got.status)
	}
}
