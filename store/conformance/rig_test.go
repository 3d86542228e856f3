package conformance_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"postern/auth"
	"postern/auth/oauth2"
	"postern/auth/tenant"
	"postern/auth/tokens"
	"postern/store/state"
	"postern/store/vault"
)

// TestMain also serves as the other processes of some rows.
func TestMain(m *testing.M) {
	if address := os.Getenv(sendersTenant); address != "" {
		if err := beSender(address); err != nil {
			os.Stderr.WriteString(err.Error() + "\n")
			os.Exit(1)
		}
		return
	}
	goleak.VerifyTestMain(m)
}

// clock is the time, which a test can move.
type clock struct{ ahead atomic.Int64 }

func (c *clock) now() time.Time          { return time.Now().Add(time.Duration(c.ahead.Load())) }
func (c *clock) advance(d time.Duration) { c.ahead.Add(int64(d)) }

const (
	idpHost  = "idp.test"
	idp      = "https://" + idpHost
	tokenURL = idp + "/oauth2/v1/token"
	// pasted is a callback that nobody serves: the person brings the address.
	pasted = "https://oauth.pstmn.io/v1/callback"
)

// wire carries requests to handlers by their host, without a network, and keeps
// what was sent.
type wire struct {
	hosts map[string]http.Handler
	// now is the clock of the servers.
	now func() time.Time

	mu   sync.Mutex
	sent []sent
	// broken fails every request before it is sent; cut ends every answer
	// before its end.
	broken error
	cut    atomic.Bool
}

type sent struct {
	host, url, body string
	header          http.Header
}

// RoundTrip implements [http.RoundTripper].
func (w *wire) RoundTrip(r *http.Request) (resp *http.Response, err error) {
	var body []byte
	if r.Body != nil {
		if body, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
	}
	w.mu.Lock()
	broken, handler := w.broken, w.hosts[r.URL.Host]
	if broken == nil {
		w.sent = append(w.sent, sent{r.URL.Host, r.URL.String(), string(body), r.Header.Clone()})
	}
	w.mu.Unlock()
	if broken != nil {
		return nil, broken
	}
	if handler == nil {
		return nil, &net.DNSError{Err: "no such host", Name: r.URL.Host, IsNotFound: true}
	}
	in := r.Clone(r.Context())
	in.RequestURI, in.Host, in.RemoteAddr = r.URL.RequestURI(), r.URL.Host, "127.0.0.1:4711"
	in.Body = io.NopCloser(strings.NewReader(string(body)))
	rec := httptest.NewRecorder()
	rec.Header().Set("Date", w.now().UTC().Format(http.TimeFormat))
	defer func() { // how a handler closes the connection
		if p := recover(); p == http.ErrAbortHandler { //nolint:errorlint // a panic's value is that very error
			resp, err = nil, errors.Join(io.ErrUnexpectedEOF, r.Context().Err())
		} else if p != nil {
			panic(p)
		}
	}()
	handler.ServeHTTP(rec, in)
	resp = rec.Result()
	resp.Request = r
	if w.cut.Load() {
		resp.Body = short{io.LimitReader(resp.Body, 10)}
	}
	return resp, nil
}

// short is a body that ends too early.
type short struct{ io.Reader }

// Read implements [io.Reader].
func (s short) Read(p []byte) (int, error) {
	n, err := s.Reader.Read(p)
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

// Close implements [io.Closer].
func (short) Close() error { return nil }

// to counts the requests to a host.
func (w *wire) to(host string) []sent {
	w.mu.Lock()
	defer w.mu.Unlock()
	var out []sent
	for _, s := range w.sent {
		if s.host == host {
			out = append(out, s)
		}
	}
	return out
}

func (w *wire) fail(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.broken = err
}

// world is an identity provider and a postern that uses it.
type world struct {
	*tokens.Manager
	tenant *tenant.Tenant
	wire   *wire
	clock  *clock
	store  auth.TokenStore
	client *oauth2.Client
}

// newWorld makes one over a store; nil keeps tokens in memory. The tenant knows
// its person, and time passes when the test says so.
func newWorld(o tenant.Options, store auth.TokenStore) *world {
	w := &world{clock: &clock{}, store: store}
	o.AutoLogin = true
	if o.Now == nil {
		o.Now = w.clock.now
	}
	w.tenant = tenant.New(o)
	w.tenant.SetBase(idp)
	w.wire = &wire{hosts: map[string]http.Handler{idpHost: w.tenant}, now: o.Now}
	if store == nil {
		w.store = tokens.NewMemoryStore()
	}
	w.restart()
	return w
}

// restart makes postern anew: what it knew and did not store is gone.
func (w *world) restart() {
	w.client = oauth2.New(oauth2.Options{Transport: w.wire, Now: w.clock.now})
	w.Manager = tokens.New(tokens.Options{Store: w.store, Grants: w.client, Now: w.clock.now, Prompter: browser{w}})
}

// nobody leaves postern alone.
func (w *world) nobody() { w.SetPrompter(nil) }

// browser is a person whom the identity provider knows already. They paste the
// address they end at.
type browser struct{ w *world }

// Authorize implements [auth.Prompter].
func (b browser) Authorize(ctx context.Context, p auth.Prompt) (string, error) {
	return b.visit(ctx, p.URL)
}

func (b browser) visit(ctx context.Context, to string) (string, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, to, nil)
	if err != nil {
		return "", err
	}
	resp, err := b.w.wire.RoundTrip(r)
	if err != nil {
		return "", err
	}
	return resp.Header.Get("Location"), resp.Body.Close()
}

// config makes an oauth2 config of names and values.
func config(pairs ...any) auth.Config {
	c := auth.Config{Type: "oauth2", Realm: "dev"}
	for i := 0; i < len(pairs); i += 2 {
		name, _ := pairs[i].(string)
		c = c.Set(name, pairs[i+1])
	}
	return c
}

// person is the config of somebody who logs in; pairs change it.
func person(pairs ...any) auth.Config {
	return config(append([]any{
		"tokenName", "mine", "grant_type", auth.AuthorizationCodePKCE, "authUrl", idp + "/oauth2/v1/authorize", "accessTokenUrl", tokenURL,
		"clientId", tenant.DemoClientID, "clientSecret", tenant.DemoClientSecret, "redirect_uri", pasted, "scope", "openid offline_access",
	}, pairs...)...)
}

// machine is the config of a client of its own.
func machine(pairs ...any) auth.Config {
	return config(append([]any{
		"grant_type", auth.ClientCredentials, "accessTokenUrl", tokenURL, "clientId", tenant.DemoClientID, "clientSecret", tenant.DemoClientSecret,
	}, pairs...)...)
}

// get is a token that must be had.
func (w *world) get(t *testing.T, c auth.Config) auth.Token {
	t.Helper()
	got, err := w.Token(t.Context(), c)
	if err != nil || got.Access == "" {
		t.Fatalf("token %+v, error %v", got, err)
	}
	return got
}

// expire lets an hour and a half pass: longer than the tenant's tokens live.
func (w *world) expire() { w.clock.advance(90 * time.Minute) }

// stored is what the store has for c.
func (w *world) stored(t *testing.T, c auth.Config) auth.Token {
	t.Helper()
	got, ok, err := w.store.Load(t.Context(), auth.Key(c))
	if err != nil || !ok {
		t.Fatalf("nothing is stored: %v", err)
	}
	return got
}

// asked counts the token requests of a grant that left postern.
func (w *world) asked(grant string) int {
	n := 0
	for _, s := range w.wire.to(idpHost) {
		if form, err := url.ParseQuery(s.body); err == nil && form.Get("grant_type") == grant {
			n++
		}
	}
	return n
}

// count counts the token requests of a grant that a tenant served.
func count(idp *tenant.Tenant, grant string) int {
	n := 0
	for _, e := range idp.Log() {
		if e.Grant == grant {
			n++
		}
	}
	return n
}

// strike makes the answers to refreshes wrong. A zero Times is always.
func (w *world) strike(f tenant.Fault) {
	f.Path = "/oauth2/v1/token"
	w.tenant.Fault(f)
}

func mustBe(t *testing.T, err error, kind auth.Kind) *auth.Error {
	t.Helper()
	var e *auth.Error
	if !errors.As(err, &e) || e.Kind != kind {
		t.Fatalf("error %v is not of the kind %s", err, kind)
	}
	return e
}

// bubble runs f in a time of its own, in which nobody waits long.
func bubble(f func(t *testing.T)) func(t *testing.T) {
	return func(t *testing.T) {
		t.Helper()
		synctest.Test(t, func(t *testing.T) {
			f(t)
			pass(10 * time.Minute) // what was left behind ends
		})
	}
}

// pass lets time pass in a bubble, for everybody there.
func pass(d time.Duration) { time.Sleep(d) }

// noRing is a machine without a keyring: the key file serves.
type noRing struct{}

func (noRing) Get(string, string) (string, error) { return "", errors.New("no keyring here") }
func (noRing) Set(string, string, string) error   { return errors.New("no keyring here") }

// onDisk opens the private state in dir.
func onDisk(t *testing.T, dir string) *state.State {
	t.Helper()
	s := state.NewWith(dir, vault.Options{Keyring: noRing{}})
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}
