package oauth2_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"postern/auth"
	"postern/auth/oauth2"
)

// wire is a transport that answers by itself and keeps what was sent.
type wire struct {
	status int
	header http.Header
	body   string
	err    error

	requests []*http.Request
	bodies   []string
}

func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		var err error
		if body, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
	}
	w.requests, w.bodies = append(w.requests, r), append(w.bodies, string(body))
	if w.err != nil {
		return nil, w.err
	}
	resp := &http.Response{
		StatusCode: 200, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {"application/json"}}, Request: r,
		Body: io.NopCloser(strings.NewReader(w.body)),
	}
	if w.status != 0 {
		resp.StatusCode = w.status
	}
	for k, v := range w.header {
		resp.Header[k] = v
	}
	return resp, nil
}

const good = `{"access_token":"at","token_type":"Bearer","expires_in":3600,"refresh_token":"rt","scope":"a"}`

// config makes an oauth2 config of attribute names and values, in order.
func config(pairs ...any) auth.Config {
	c := auth.Config{Type: "oauth2", Realm: "dev"}
	for i := 0; i < len(pairs); i += 2 {
		name, _ := pairs[i].(string)
		c = c.Set(name, pairs[i+1])
	}
	return c
}

// machine is the config of a client_credentials grant.
func machine(pairs ...any) auth.Config {
	return config(append([]any{
		"grant_type", "client_credentials", "accessTokenUrl", "https://idp.test/t", "clientId", "id", "clientSecret", "secret-value",
	}, pairs...)...)
}

func rows(pairs ...string) []any {
	var out []any
	for i := 0; i < len(pairs); i += 3 {
		out = append(out, map[string]any{"key": pairs[i], "value": pairs[i+1], "send_as": pairs[i+2], "enabled": true})
	}
	return out
}

func client(w *wire) *oauth2.Client {
	return oauth2.New(oauth2.Options{Transport: w, Now: func() time.Time { return born }})
}

// born is when everything happens.
var born = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)

// asError returns err as what every error of the package must be.
func asError(t *testing.T, err error) *auth.Error {
	t.Helper()
	var e *auth.Error
	if !errors.As(err, &e) {
		t.Fatalf("error %v (%T) is no *auth.Error", err, err)
	}
	if e.Kind == "" || e.Summary == "" {
		t.Errorf("error %+v lacks a kind or a summary", e)
	}
	return e
}

// prompter is a person made of a function.
type prompter func(ctx context.Context, p auth.Prompt) (string, error)

func (f prompter) Authorize(ctx context.Context, p auth.Prompt) (string, error) { return f(ctx, p) }

// network is a net of pipes with one address. Inside a synctest bubble its
// time stands still while anybody has something to do, so that nothing in a
// test depends on the speed of the machine.
type network struct {
	address *net.TCPAddr
	conns   chan net.Conn
	closed  chan struct{}
	end     func()
}

func newNetwork() *network {
	n := &network{address: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 4711}, conns: make(chan net.Conn), closed: make(chan struct{})}
	n.end = sync.OnceFunc(func() { close(n.closed) })
	return n
}

func (n *network) listen(string, string) (net.Listener, error) { return n, nil }

func (n *network) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	ours, theirs := net.Pipe()
	select {
	case n.conns <- theirs:
		return ours, nil
	case <-n.closed:
		return nil, &net.OpError{Op: "dial", Net: "tcp", Addr: n.address, Err: errors.New("connection refused")}
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (n *network) Accept() (net.Conn, error) {
	select {
	case c := <-n.conns:
		return c, nil
	case <-n.closed:
		return nil, net.ErrClosed
	}
}

func (n *network) Close() error   { n.end(); return nil }
func (n *network) Addr() net.Addr { return n.address }

// bubble runs f in a time of its own, and waits in it for what f left behind:
// servers keep a closed connection for a moment.
func bubble(t *testing.T, f func(t *testing.T)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		f(t)
		time.Sleep(time.Minute)
	})
}
