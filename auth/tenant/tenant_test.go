package tenant_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"postern/auth/tenant"
)

// host is what the in-process tenant is called. Nobody resolves it.
const host = "http://tenant.test"

// rig is a client of a tenant that runs in-process over pipes, so that it also
// works under testing/synctest.
type rig struct {
	*testing.T
	tenant *tenant.Tenant
	http   *http.Client
	// serving counts the requests that the tenant is busy with.
	serving *atomic.Int32
}

func newRig(t *testing.T, o tenant.Options) *rig {
	t.Helper()
	tn := tenant.New(o)
	l := &pipeListener{conns: make(chan net.Conn), done: make(chan struct{})}
	var serving atomic.Int32
	srv := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		serving.Add(1)
		defer serving.Add(-1)
		tn.ServeHTTP(w, r)
	})}
	var served sync.WaitGroup
	served.Go(func() { _ = srv.Serve(l) })
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	tr := &http.Transport{DialContext: l.dial, DisableCompression: true}
	t.Cleanup(func() {
		tr.CloseIdleConnections()
		_ = srv.Close()
		served.Wait()
	})
	return &rig{T: t, tenant: tn, serving: &serving, http: &http.Client{
		Transport: tr, Jar: jar,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

type pipeListener struct {
	conns chan net.Conn
	once  sync.Once
	done  chan struct{}
}

func (l *pipeListener) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.done:
		return nil, net.ErrClosed
	}
}

func (l *pipeListener) Close() error   { l.once.Do(func() { close(l.done) }); return nil }
func (l *pipeListener) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)} }

func (l *pipeListener) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	near, far := net.Pipe()
	select {
	case l.conns <- far:
		return near, nil
	case <-l.done:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// reply is an answer, read to its end.
type reply struct {
	status int
	header http.Header
	body   string
}

func (r reply) json(t *testing.T) map[string]any {
	t.Helper()
	var m map[string]any
	if err := json.Unmarshal([]byte(r.body), &m); err != nil {
		t.Fatalf("not a JSON object: %v\n%s", err, r.body)
	}
	return m
}

func (r *rig) send(req *http.Request) reply {
	r.Helper()
	res, err := r.http.Do(req)
	if err != nil {
		r.Fatalf("%s %s: %v", req.Method, req.URL, err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		r.Fatalf("%s %s: read body: %v", req.Method, req.URL, err)
	}
	return reply{res.StatusCode, res.Header, string(body)}
}

// call sends a request with an Authorization header.
func (r *rig) call(method, path, authorization, body string) reply {
	r.Helper()
	req, err := http.NewRequest(method, host+path, strings.NewReader(body))
	if err != nil {
		r.Fatal(err)
	}
	if authorization != "" {
		req.Header.Set("Authorization", authorization)
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	return r.send(req)
}

// api calls with the API key.
func (r *rig) api(method, path, body string) reply {
	r.Helper()
	return r.call(method, path, "SSWS "+tenant.DemoAPIKey, body)
}

// post sends a form; pairs are names and values.
func (r *rig) post(path, authorization string, pairs ...string) reply {
	r.Helper()
	return r.send(r.form(path, authorization, pairs))
}

// form is a request with a form.
func (r *rig) form(path, authorization string, pairs []string) *http.Request {
	r.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	req, err := http.NewRequest("POST", host+path, strings.NewReader(form.Encode()))
	if err != nil {
		r.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if authorization != "" {
		req.Header.Set("Authorization", authorization)
	}
	return req
}

// token asks the token endpoint as the confidential client.
func (r *rig) token(pairs ...string) reply {
	r.Helper()
	return r.post("/oauth2/v1/token", basic(tenant.DemoClientID, tenant.DemoClientSecret), pairs...)
}

// tokens is token for a request that must succeed.
func (r *rig) tokens(pairs ...string) map[string]any {
	r.Helper()
	got := r.token(pairs...)
	if got.status != http.StatusOK {
		r.Fatalf("token request %v: %d %s", pairs, got.status, got.body)
	}
	return got.json(r.T)
}

func basic(id, secret string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(id+":"+secret))
}

func bearer(tokens map[string]any) string {
	s, _ := tokens["access_token"].(string)
	return "Bearer " + s
}

func text(m map[string]any, key string) string {
	s, _ := m[key].(string)
	return s
}

// wantError checks an OAuth refusal.
func wantError(t *testing.T, got reply, status int, code string) {
	t.Helper()
	if got.status != status || text(got.json(t), "error") != code {
		t.Errorf("got %d %s, want %d %s", got.status, got.body, status, code)
	}
	if cc := got.header.Get("Cache-Control"); cc != "no-store" {
		t.Errorf("Cache-Control is %q, want no-store", cc)
	}
}
