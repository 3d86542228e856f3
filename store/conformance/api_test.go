package conformance_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/url"
	"sync"
	"testing"
	"time"

	"postern/auth"
	"postern/auth/tenant"
	"postern/engine"
	"postern/engine/collection"
	"postern/engine/vars"
)

// api is where the tenant's users are.
const api = "http://" + idpHost + "/api/v1/users?limit=1"

// pipes is a network whose every connection leads to one server.
type pipes struct {
	conns  chan net.Conn
	closed chan struct{}
	end    func()
}

func newPipes() *pipes {
	p := &pipes{conns: make(chan net.Conn), closed: make(chan struct{})}
	p.end = sync.OnceFunc(func() { close(p.closed) })
	return p
}

// Accept implements [net.Listener].
func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

// Close implements [net.Listener].
func (p *pipes) Close() error { p.end(); return nil }

// Addr implements [net.Listener].
func (*pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 80} }

func (p *pipes) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	ours, theirs := net.Pipe()
	select {
	case p.conns <- theirs:
		return ours, nil
	case <-p.closed:
		return nil, errors.New("connection refused")
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// newAPI returns a world whose tenant also serves its API, and an engine that
// sends to it with the world's tokens. It is for a bubble.
func newAPI(t *testing.T, ttl time.Duration) (*world, *engine.Engine) {
	t.Helper()
	w := newWorld(tenant.Options{RefreshForClients: true, TokenTTL: ttl}, nil)
	p := newPipes()
	server := &http.Server{Handler: w.tenant} //nolint:gosec // nobody is slow here
	go func() { _ = server.Serve(p) }()       // it ends with the test
	e := engine.New(engine.Options{
		Tokens: w, Dial: p.dial, Proxy: func(*http.Request) (*url.URL, error) { return nil, nil },
	})
	t.Cleanup(func() {
		e.Close()
		_ = server.Close() // its listener is a channel
	})
	return w, e
}

// send sends a request through the real engine.
func send(t *testing.T, e *engine.Engine, address string, c auth.Config) (*engine.Exchange, error) {
	t.Helper()
	return e.Send(t.Context(), collection.Job{
		ID: "1", Request: collection.Request{Method: http.MethodGet, URL: collection.ParseURL(address)},
		Auth: c, Scopes: vars.NewSet(vars.Layer{Scope: vars.Environment, Name: "dev"}),
	}, nil)
}
