package engine

import (
	"crypto/tls"
	"net"
	"net/http/httptrace"
	"sync"
	"time"

	"postern/engine/peer"
)

// tracer measures one round trip. Its methods are called from net/http's
// goroutines, the dialing ones even after the round trip is over.
type tracer struct {
	now   func() time.Time
	watch *watcher
	url   string

	mu                                     sync.Mutex
	start, dns, dial, shake, wrote, answer time.Time
	timing                                 Timing
	addr                                   net.Addr
	secured                                *peer.TLS
}

func (t *tracer) client() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		GetConn:              func(string) { t.watch.emit(Event{Phase: PhaseConnecting, URL: t.url}) },
		GotConn:              t.gotConn,
		DNSStart:             func(httptrace.DNSStartInfo) { t.mark(&t.dns) },
		DNSDone:              func(httptrace.DNSDoneInfo) { t.since(&t.timing.DNS, &t.dns) },
		ConnectStart:         func(_, _ string) { t.mark(&t.dial) },
		ConnectDone:          func(_, _ string, _ error) { t.since(&t.timing.Connect, &t.dial) },
		TLSHandshakeStart:    func() { t.mark(&t.shake) },
		TLSHandshakeDone:     func(tls.ConnectionState, error) { t.since(&t.timing.TLS, &t.shake) },
		WroteRequest:         t.wroteRequest,
		GotFirstResponseByte: t.firstByte,
	}
}

func (t *tracer) mark(at *time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	*at = t.now()
}

func (t *tracer) since(d *time.Duration, at *time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !at.IsZero() {
		*d = t.now().Sub(*at)
	}
}

func (t *tracer) gotConn(i httptrace.GotConnInfo) {
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

func (t *tracer) wroteRequest(httptrace.WroteRequestInfo) {
	t.mark(&t.wrote)
	t.watch.emit(Event{Phase: PhaseWaiting, URL: t.url})
}

func (t *tracer) firstByte() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.answer = t.now()
	if !t.wrote.IsZero() { // a server may answer before it has read everything
		t.timing.FirstByte = t.answer.Sub(t.wrote)
	}
}

// remote is the address that was connected to, "" for none.
func (t *tracer) remote() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.addr == nil {
		return ""
	}
	return t.addr.String()
}

// peer tells of the connection's TLS, or of what err ended; nil without TLS.
func (t *tracer) peer(err error) *peer.TLS {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.secured == nil && err != nil {
		return peer.RefusedBy(err)
	}
	return t.secured
}

// done returns what was measured, with the end being now.
func (t *tracer) done() Timing {
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
