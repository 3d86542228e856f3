// Package trace measures one round trip of net/http: how long each part of it
// took, and whom it was spoken with.
//
// It knows neither the request nor its answer, and a part that net/http does not
// tell of is none here.
package trace

import (
	"context"
	"crypto/tls"
	"net"
	"net/http/httptrace"
	"sync"
	"time"

	"postern/engine/peer"
)

// Timing tells how long each part of one round trip took; zero means it did
// not happen.
type Timing struct {
	DNS, Connect, TLS time.Duration
	// FirstByte is from the request written to the first byte of the answer.
	FirstByte time.Duration
	Transfer  time.Duration
	// Total is from the start of the send to the last byte.
	Total time.Duration
	// Auth is the time spent getting a token.
	Auth time.Duration
	// Reused says that an open connection served.
	Reused bool
}

// Trip measures one round trip. Its methods are called from net/http's
// goroutines, the dialing ones even after the round trip is over.
type Trip struct {
	now   func() time.Time
	told  func(Step)
	hooks httptrace.ClientTrace

	mu                                     sync.Mutex
	start, dns, dial, shake, wrote, answer time.Time
	timing                                 Timing
	addr                                   net.Addr
	secured                                *peer.TLS
}

// Step is how far a round trip has come.
type Step int

// The steps that are told, in their order: a connection is looked for, and the
// request is written.
const (
	Connecting Step = iota
	Written
)

// key is where the context of a request has its trip.
type key struct{}

// Begin starts to measure the round trip of a context's request, which is to be
// made with the context returned. told hears of its steps.
func Begin(ctx context.Context, now func() time.Time, told func(Step)) (context.Context, *Trip) {
	t := &Trip{now: now, told: told, start: now()}
	t.hooks = httptrace.ClientTrace{
		GetConn:              func(string) { t.told(Connecting) },
		GotConn:              t.gotConn,
		TLSHandshakeStart:    func() { t.mark(&t.shake) },
		TLSHandshakeDone:     func(tls.ConnectionState, error) { t.since(&t.timing.TLS, &t.shake) },
		WroteRequest:         t.wroteRequest,
		GotFirstResponseByte: t.firstByte,
	}
	return httptrace.WithClientTrace(context.WithValue(ctx, key{}, t), &t.hooks), t
}

// Dialing is the context to dial with where ctx is that of a request: most need
// no new connection, and pay nothing for what measures one.
func Dialing(ctx context.Context) context.Context {
	t, ok := ctx.Value(key{}).(*Trip)
	if !ok {
		return ctx
	}
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		DNSStart:     func(httptrace.DNSStartInfo) { t.mark(&t.dns) },
		DNSDone:      func(httptrace.DNSDoneInfo) { t.since(&t.timing.DNS, &t.dns) },
		ConnectStart: func(_, _ string) { t.mark(&t.dial) },
		ConnectDone:  func(_, _ string, _ error) { t.since(&t.timing.Connect, &t.dial) },
	})
}

func (t *Trip) mark(at *time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	*at = t.now()
}

func (t *Trip) since(d *time.Duration, at *time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !at.IsZero() {
		*d = t.now().Sub(*at)
	}
}

func (t *Trip) gotConn(i httptrace.GotConnInfo) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.timing.Reused = i.Reused
	if i.Reused {
		t.timing.DNS, t.timing.Connect, t.timing.TLS = 0, 0, 0 // of a race that this connection won
	}
	t.addr = i.Conn.RemoteAddr()
	if c, ok := i.Conn.(*tls.Conn); ok {
		t.secured = peer.Of(c.ConnectionState())
	}
}

func (t *Trip) wroteRequest(httptrace.WroteRequestInfo) {
	t.mark(&t.wrote)
	t.told(Written)
}

func (t *Trip) firstByte() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.answer = t.now()
	if !t.wrote.IsZero() { // a server may answer before it has read everything
		t.timing.FirstByte = t.answer.Sub(t.wrote)
	}
}

// Remote is the address that was connected to, "" for none.
func (t *Trip) Remote() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.addr == nil {
		return ""
	}
	return t.addr.String()
}

// Peer tells of the connection's TLS, or of what err ended; nil without TLS.
func (t *Trip) Peer(err error) *peer.TLS {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.secured == nil && err != nil {
		return peer.RefusedBy(err)
	}
	return t.secured
}

// Done returns what was measured, with the end being now.
func (t *Trip) Done() Timing {
	t.mu.Lock()
	defer t.mu.Unlock()
	end := t.now()
	timing := t.timing
	timing.Total = end.Sub(t.start)
	if !t.answer.IsZero() {
		timing.Transfer = end.Sub(t.answer)
	}
	return timing
}
