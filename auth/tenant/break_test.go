package tenant_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"postern/auth/tenant"
	"postern/auth/tenant/fault"
)

// try sends a form as the confidential client, and returns the answer or what
// went wrong on the way.
func (r *rig) try(path string, pairs ...string) (reply, error) {
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	req, err := http.NewRequest("POST", host+path, strings.NewReader(form.Encode()))
	if err != nil {
		r.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.SetBasicAuth(tenant.DemoClientID, tenant.DemoClientSecret)
	res, err := r.http.Do(req)
	if err != nil {
		return reply{}, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	return reply{res.StatusCode, res.Header, string(body)}, err
}

// What a fault says about itself is true: the refresh token it struck is used
// up, or not.
func TestTransientFaults(t *testing.T) {
	for _, c := range fault.Transient() {
		t.Run(c.Name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRig(t, tenant.Options{})
				r.http.Timeout = 30 * time.Second
				tokens := userTokens(r)
				set := r.tenant.Fault(c.At("refresh_token", 1))
				got, err := r.try("/oauth2/v1/token", "grant_type", "refresh_token", "refresh_token", text(tokens, "refresh_token"))
				if err == nil && got.status == 200 && strings.Contains(got.body, "access_token") {
					t.Fatalf("a good answer: %s", got.body)
				}
				if set.Struck() != 1 {
					t.Errorf("struck %d times", set.Struck())
				}
				want := 200
				if c.Executed {
					want = 400
				}
				if again := refreshWith(r, tokens); again.status != want {
					t.Errorf("the same refresh token again: %d %s, want %d", again.status, again.body, want)
				}
				if reuses := r.tenant.Counts().Reuses; (reuses == 1) != c.Executed {
					t.Errorf("%d reuses", reuses)
				}
			})
		})
	}
}

// isReset reports whether a TCP connection was reset: while reading, or while
// writing.
func isReset(err error) bool {
	return errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
}

// Over TCP a client sees where the connection broke.
func TestBreaks(t *testing.T) {
	srv, err := tenant.Start(t.Context(), "", tenant.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer srv.Close()
	for _, tt := range []struct {
		name  string
		fault tenant.Fault
		want  error
	}{
		{"unread", tenant.Fault{Break: fault.Unread}, syscall.ECONNRESET},
		{"read", tenant.Fault{Break: fault.Read}, syscall.ECONNRESET},
		{"in the headers", tenant.Fault{Break: fault.InHeaders}, io.ErrUnexpectedEOF},
		{"in the body", tenant.Fault{Break: fault.InBody}, io.ErrUnexpectedEOF},
		{"in a body of one's own", tenant.Fault{Break: fault.InBody, Status: 200, Body: "half a story"}, io.ErrUnexpectedEOF},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.fault.Times = 1
			srv.Tenant.Fault(tt.fault)
			res, err := http.Post(srv.URL+"/odd/echo", "text/plain", strings.NewReader(strings.Repeat("x", 100)))
			if err == nil {
				_, err = io.ReadAll(res.Body)
				_ = res.Body.Close()
			}
			if tt.want == syscall.ECONNRESET && isReset(err) || errors.Is(err, tt.want) {
				return
			}
			t.Errorf("got %v, want %v", err, tt.want)
		})
	}
}

func TestFaultEdits(t *testing.T) {
	r := newRig(t, tenant.Options{})
	set := r.tenant.Fault(tenant.Fault{
		Grant: "client_credentials", Times: 2,
		Edit: fault.Edits(fault.With("expires_in", "3600.0", "scope", "", "more", "NaN"), fault.As("text/plain")),
	})
	got := r.token("grant_type", "client_credentials")
	if got.status != 200 || got.header.Get("Content-Type") != "text/plain" {
		t.Errorf("got %d %v", got.status, got.header)
	}
	if !strings.Contains(got.body, `"expires_in":3600.0,"more":NaN,`) || strings.Contains(got.body, "scope") {
		t.Errorf("body %s", got.body)
	}
	_, rest, _ := strings.Cut(got.body, `"access_token":"`)
	token, _, _ := strings.Cut(rest, `"`)
	if users := r.call("GET", "/api/v1/users?limit=1", "Bearer "+token, ""); users.status != 200 {
		t.Errorf("the token in it: %d", users.status)
	}
	set.Clear()
	if got := r.token("grant_type", "client_credentials"); got.header.Get("Content-Type") != "application/json" || set.Struck() != 1 {
		t.Errorf("after its end: %v, struck %d times", got.header, set.Struck())
	}
}

func TestOddAnswers(t *testing.T) {
	r := newRig(t, tenant.Options{})
	tokens := userTokens(r)
	names := map[string]bool{}
	for _, o := range fault.OddAnswers() {
		if names[o.Name] {
			t.Errorf("two answers are called %s", o.Name)
		}
		names[o.Name] = true
		r.tenant.Fault(o.At("refresh_token", 1))
		got, err := r.try("/oauth2/v1/token", "grant_type", "refresh_token", "refresh_token", text(tokens, "refresh_token"))
		if err != nil {
			t.Fatalf("%s: %v", o.Name, err)
		}
		if o.Token && (got.status/100 != 2 || !strings.Contains(got.body, `"access_token":"ey`)) {
			t.Errorf("%s: no token in %d %.200s", o.Name, got.status, got.body)
		}
		tokens = userTokens(r)
	}
	if len(names) < 300 {
		t.Errorf("%d answers, want 300", len(names))
	}
}

func TestCasesAreServed(t *testing.T) {
	r := newRig(t, tenant.Options{})
	grants := fault.InvalidGrants()
	if len(grants) != 12 {
		t.Errorf("%d shapes of invalid_grant, want 12", len(grants))
	}
	for _, c := range append(grants, fault.Redirects("https://evil.example/token")...) {
		set := r.tenant.Fault(c.At("", 1))
		got := r.token("grant_type", "refresh_token", "refresh_token", "x")
		if got.status != c.Fault.Status || got.body != c.Fault.Body || set.Struck() != 1 {
			t.Errorf("%s: %d %s", c.Name, got.status, got.body)
		}
		for name, values := range c.Fault.Header {
			if fmt.Sprint(got.header[name]) != fmt.Sprint(values) {
				t.Errorf("%s: %s is %v, want %v", c.Name, name, got.header[name], values)
			}
		}
	}
}

func TestOddDevices(t *testing.T) {
	r := newRig(t, tenant.Options{})
	for _, o := range fault.OddDevices() {
		f := o.At("", 1)
		f.Path = "/oauth2/v1/device/authorize"
		r.tenant.Fault(f)
		got, err := r.try(f.Path)
		if err != nil || got.status != 200 {
			t.Errorf("%s: %d %v", o.Name, got.status, err)
		}
		if o.Token && !strings.Contains(got.body, `"device_code":"`) {
			t.Errorf("%s: %s", o.Name, got.body)
		}
	}
	r.tenant.Fault(tenant.Fault{Grant: deviceGrant, Times: 1, Status: 503})
	codes := r.device()
	if got := r.poll(codes); got.status != 503 {
		t.Errorf("poll: %d", got.status)
	}
	wantError(t, r.poll(codes), 400, "authorization_pending")
}
