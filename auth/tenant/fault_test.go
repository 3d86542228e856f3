package tenant_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"postern/auth/tenant"
)

// try sends a form as the confidential client, and returns the answer or what
// went wrong on the way.
func (r *rig) try(path string, pairs ...string) (reply, error) {
	res, err := r.http.Do(r.form(path, basic(tenant.DemoClientID, tenant.DemoClientSecret), pairs))
	if err != nil {
		return reply{}, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	return reply{res.StatusCode, res.Header, string(body)}, err
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
			if got, err := r.try("/oauth2/v1/token", "grant_type", "refresh_token", "refresh_token", text(tokens, "refresh_token")); err == nil {
				t.Fatalf("got an answer: %d", got.status)
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

// stalled is a body that does not get on as long as ctx lasts.
type stalled struct{ ctx context.Context }

func (s stalled) Read([]byte) (int, error) {
	<-s.ctx.Done()
	return 0, s.ctx.Err()
}

// net/http looks out for a client that leaves only once the request's body is
// read, which a fault does not need otherwise.
func TestFaultDelayEndsWithTheRequest(t *testing.T) {
	text := func(s string) func(context.Context) io.Reader {
		return func(context.Context) io.Reader { return strings.NewReader(s) }
	}
	for _, tt := range []struct {
		name, method string
		body         func(context.Context) io.Reader
	}{
		{"no body", "GET", func(context.Context) io.Reader { return nil }},
		{"form", "POST", text("grant_type=client_credentials")},
		{"long body", "POST", text(strings.Repeat("x", 3<<20))},
		{"body in chunks", "POST", func(context.Context) io.Reader { return io.LimitReader(strings.NewReader("ab"), 2) }},
		{"unfinished body", "POST", func(ctx context.Context) io.Reader { return stalled{ctx} }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRig(t, tenant.Options{})
				r.tenant.Fault(tenant.Fault{Delay: time.Hour, Status: 503})
				ctx, cancel := context.WithTimeout(t.Context(), time.Second)
				defer cancel()
				req, err := http.NewRequestWithContext(ctx, tt.method, host+"/odd/echo", tt.body(ctx))
				if err != nil {
					t.Fatal(err)
				}
				if res, err := r.http.Do(req); err == nil {
					_ = res.Body.Close()
					t.Fatalf("got an answer: %d", res.StatusCode)
				}
				synctest.Wait()
				if r.serving.Load() != 0 {
					t.Error("the delay goes on without its client")
					time.Sleep(time.Hour)
				}
			})
		})
	}
}

func TestFaultDelayLeavesTheRequestWhole(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, tenant.Options{})
		r.tenant.Fault(tenant.Fault{Delay: time.Second})
		want := strings.Repeat("0123456789", 10_000)
		got := r.call("POST", "/odd/echo", "", want)
		if got.status != 200 || text(got.json(t), "body") != want {
			t.Errorf("got %d and %d bytes", got.status, len(got.body))
		}
	})
}

// A client that gave up must not find its refresh token used: that is what
// After is for.
func TestFaultDelayCutShortHasNoEffect(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, tenant.Options{})
		tokens := userTokens(r)
		r.tenant.Fault(tenant.Fault{Delay: time.Minute, Times: 1})
		r.http.Timeout = time.Second
		if got, err := r.try("/oauth2/v1/token", "grant_type", "refresh_token", "refresh_token", text(tokens, "refresh_token")); err == nil {
			t.Fatalf("got an answer: %d", got.status)
		}
		time.Sleep(time.Hour)
		if e := r.tenant.Log()[1]; e.Status != 0 || !e.Fault {
			t.Errorf("logged %+v", e)
		}
		if got := refreshWith(r, tokens); got.status != 200 {
			t.Errorf("the same refresh token again: %d %s", got.status, got.body)
		}
	})
}
