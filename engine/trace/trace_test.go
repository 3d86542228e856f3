package trace_test

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http/httptrace"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"postern/engine/trace"
)

// clock goes on by a second each time that it is looked at.
func clock() func() time.Time {
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	return func() time.Time {
		at = at.Add(time.Second)
		return at
	}
}

// A round trip is measured by what net/http tells of it; the clock goes on by a
// second with each thing told.
func TestDone(t *testing.T) {
	client, server := net.Pipe()
	defer func() { _, _ = client.Close(), server.Close() }()
	type event func(*httptrace.ClientTrace)
	var (
		look    event = func(c *httptrace.ClientTrace) { c.GetConn("h.test:443") }
		lookup  event = func(c *httptrace.ClientTrace) { c.DNSStart(httptrace.DNSStartInfo{}) }
		found   event = func(c *httptrace.ClientTrace) { c.DNSDone(httptrace.DNSDoneInfo{}) }
		dial    event = func(c *httptrace.ClientTrace) { c.ConnectStart("tcp", "127.0.0.1:443") }
		dialed  event = func(c *httptrace.ClientTrace) { c.ConnectDone("tcp", "127.0.0.1:443", nil) }
		shake   event = func(c *httptrace.ClientTrace) { c.TLSHandshakeStart() }
		shaken  event = func(c *httptrace.ClientTrace) { c.TLSHandshakeDone(tls.ConnectionState{}, nil) }
		fresh   event = func(c *httptrace.ClientTrace) { c.GotConn(httptrace.GotConnInfo{Conn: client}) }
		kept    event = func(c *httptrace.ClientTrace) { c.GotConn(httptrace.GotConnInfo{Conn: client, Reused: true}) }
		written event = func(c *httptrace.ClientTrace) { c.WroteRequest(httptrace.WroteRequestInfo{}) }
		answer  event = func(c *httptrace.ClientTrace) { c.GotFirstResponseByte() }
	)
	const second = time.Second
	for _, tt := range []struct {
		name   string
		events []event
		want   trace.Timing
		steps  []trace.Step
		remote string
	}{
		{"nothing", nil, trace.Timing{Total: second}, nil, ""},
		{
			"a new connection",
			[]event{look, lookup, found, dial, dialed, shake, shaken, fresh, written, answer},
			trace.Timing{DNS: second, Connect: second, TLS: second, FirstByte: second, Transfer: second, Total: 9 * second},
			[]trace.Step{trace.Connecting, trace.Written},
			"pipe",
		},
		{
			"a kept one",
			[]event{look, kept, written, answer},
			trace.Timing{FirstByte: second, Transfer: second, Total: 3 * second, Reused: true},
			[]trace.Step{trace.Connecting, trace.Written},
			"pipe",
		},
		{
			"one that was kept while another was dialed",
			[]event{look, lookup, found, dial, dialed, kept, written, answer},
			trace.Timing{FirstByte: second, Transfer: second, Total: 7 * second, Reused: true},
			[]trace.Step{trace.Connecting, trace.Written},
			"pipe",
		},
		{
			"an answer before all is written",
			[]event{look, kept, answer},
			trace.Timing{Transfer: second, Total: 2 * second, Reused: true},
			[]trace.Step{trace.Connecting},
			"pipe",
		},
		{"an end without a beginning", []event{found, dialed, shaken}, trace.Timing{Total: second}, nil, ""},
		{"no way there", []event{look, lookup, found}, trace.Timing{DNS: second, Total: 3 * second}, []trace.Step{trace.Connecting}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var steps []trace.Step
			ctx, trip := trace.Begin(t.Context(), clock(), func(s trace.Step) { steps = append(steps, s) })
			for _, e := range tt.events {
				e(httptrace.ContextClientTrace(trace.Dialing(ctx)))
			}
			if d := cmp.Diff(tt.want, trip.Done()); d != "" {
				t.Error(d)
			}
			if d := cmp.Diff(tt.steps, steps); d != "" {
				t.Error(d)
			}
			if got := trip.Remote(); got != tt.remote {
				t.Errorf("it was spoken with %q", got)
			}
		})
	}
}

// Only a dial is told of names and dials, and one for nobody's request is left
// alone.
func TestDialing(t *testing.T) {
	ctx, _ := trace.Begin(t.Context(), time.Now, func(trace.Step) {})
	if c := httptrace.ContextClientTrace(ctx); c.DNSStart != nil || c.ConnectStart != nil {
		t.Error("a request is told of its dial")
	}
	if c := httptrace.ContextClientTrace(trace.Dialing(ctx)); c.DNSStart == nil || c.ConnectDone == nil || c.GotConn == nil {
		t.Error("a dial is not told of")
	}
	if trace.Dialing(t.Context()) != t.Context() {
		t.Error("nobody's dial is measured")
	}
}

// Without TLS there is no peer; of one that was refused its certificates are
// known all the same.
func TestPeer(t *testing.T) {
	ctx, trip := trace.Begin(t.Context(), time.Now, func(trace.Step) {})
	refused := &tls.CertificateVerificationError{
		UnverifiedCertificates: []*x509.Certificate{{}}, Err: errors.New("expired"),
	}
	for _, tt := range []struct {
		name string
		err  error
		want bool
	}{
		{"none", nil, false},
		{"another error", io.EOF, false},
		{"refused", refused, true},
	} {
		if got := trip.Peer(tt.err); (got != nil) != tt.want {
			t.Errorf("%s: %+v", tt.name, got)
		}
	}
	client, server := net.Pipe()
	defer func() { _, _ = client.Close(), server.Close() }()
	httptrace.ContextClientTrace(ctx).GotConn(httptrace.GotConnInfo{Conn: tls.Client(client, &tls.Config{ServerName: "h.test", MinVersion: tls.VersionTLS12})})
	if trip.Peer(nil) == nil || trip.Peer(refused) != trip.Peer(io.EOF) {
		t.Error("the TLS of a connection is not told")
	}
}
