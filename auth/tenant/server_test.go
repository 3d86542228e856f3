package tenant_test

import (
	"bufio"
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
	if got := strings.Join(names, " "); got != "TENANT_URL TENANT_ISSUER TENANT_API_KEY TENANT_CLIENT_ID TENANT_CLIENT_SECRET TENANT_PUBLIC_CLIENT_ID TENANT_KEY_CLIENT_ID TENANT_PRIVATE_KEY TENANT_USERNAME TENANT_PASSWORD" {
		t.Errorf("names %s", got)
	}
	if values["TENANT_URL"] != "http://127.0.0.1:1" || values["TENANT_CLIENT_ID"] != "mine" || values["TENANT_PRIVATE_KEY"] != tenant.DemoPrivateKey {
		t.Errorf("values %v", values)
	}
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

// The log must not keep an answer from leaving piece by piece.
func TestStreamsAreFlushed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, tenant.Options{})
		res, err := r.http.Get(host + "/odd/stream?n=2&ms=1000")
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		began := time.Now()
		for lines, want := bufio.NewScanner(res.Body), time.Duration(0); lines.Scan(); want += time.Second {
			if at := time.Since(began); at != want {
				t.Errorf("%s came after %v, want %v", lines.Text(), at, want)
			}
		}
	})
}
