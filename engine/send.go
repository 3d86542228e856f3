package engine

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"postern/auth"
	"postern/engine/address"
	"postern/engine/collection"
	"postern/engine/failure"
	"postern/engine/outgoing"
	"postern/engine/trace"
)

// Send sends a job and waits for the whole answer. watch, which may be nil,
// hears of the progress.
//
// The error is an [*Error] and stands in the exchange too, which is returned
// whenever there was a request to authorise or to send: with an incomplete
// answer both are there. An answer of 400 or above is no error.
func (e *Engine) Send(ctx context.Context, job collection.Job, watch func(Event)) (*Exchange, error) {
	s := e.begin(ctx, &job, watch)
	defer func() { s.watch.close(s.x.Response) }()
	var err *Error
	if s.d, err = e.draft(&job); err != nil {
		return nil, err.Masked(s.d.Secrets)
	}
	if err = s.authorize(); err == nil {
		err = s.exchange()
	}
	s.finish(err)
	if err != nil {
		return s.x, err.Masked(s.d.Secrets)
	}
	return s.x, nil
}

// send is one send under way. It goes through these states:
//
//	authorize ──▶ roundTrip ──┬─ refused, scheme can answer ─▶ roundTrip (steps)
//	                 ▲        ├─ redirect ─▶ redirected ─┐
//	                 └────────┼──────────────────────────┘
//	                          └─ any other answer ─▶ capture
type send struct {
	e     *Engine
	ctx   context.Context
	d     *draft
	x     *Exchange
	watch watcher
	jar   http.CookieJar

	// home is where the credentials belong to.
	home address.URL
	// replays counts the answers of the scheme to refusals.
	replays   int
	redirects int
	// own is a transport that only this send uses, if it needs one.
	own *http.Transport

	// mu guards what token calls report, perhaps from another goroutine.
	mu     sync.Mutex
	calls  []auth.TokenCall
	token  *auth.Token
	inAuth time.Duration
}

func (e *Engine) begin(ctx context.Context, job *collection.Job, watch func(Event)) *send {
	return &send{
		e: e, ctx: ctx, watch: watcher{send: watch, id: job.ID}, jar: e.jar(job.Auth.Realm),
		x: &Exchange{ID: job.ID, ItemID: job.ItemID, Path: job.Path, Started: e.now()},
	}
}

// authorize lets the scheme sign the request, which is then complete.
func (s *send) authorize() *Error {
	if s.d.scheme != nil {
		if err := s.d.sign(s.traced(), s.e, s.tokens()); err != nil {
			return err
		}
	}
	s.d.complete(s.e)
	return nil
}

// exchange makes round trips until an answer is the last.
func (s *send) exchange() *Error {
	if limit := cmp.Or(s.e.limits.Send, s.e.pool.Timeout()); limit > 0 {
		ctx, cancel := context.WithTimeout(s.ctx, limit)
		defer cancel()
		s.ctx = ctx
	}
	s.home = address.Split(s.d.req.URL)
	s.e.once.Do(func() { s.d.problems(s.e.pool) })
	if w := outgoing.WrongLength(&s.d.req); w != "" {
		s.d.Warn("%s", w)
	}
	for {
		h, err := s.roundTrip()
		if err != nil {
			return err
		}
		s.keepCookies(h)
		switch {
		case s.refused(h):
			s.pass(h, nil)
		case s.redirecting(h):
			if s.redirects++; s.redirects > s.d.MaxRedirects {
				return s.tooMany(h)
			}
			next, ok := s.target(h)
			if !ok {
				return s.capture(h)
			}
			sent := s.x.Sent
			dropped := s.redirected(h, next)
			s.x.Sent = sent
			s.pass(h, dropped)
		default:
			return s.capture(h)
		}
	}
}

// hop is a round trip whose answer's body is still to be read.
type hop struct {
	resp *http.Response
	url  address.URL
	trip *trace.Trip
	ctx  context.Context
	// cancel ends the reading of the body.
	cancel context.CancelCauseFunc
}

// roundTrip sends the request as it stands.
func (s *send) roundTrip() (*hop, *Error) {
	ctx, cancel := context.WithCancelCause(s.ctx)
	h := &hop{url: address.Split(s.d.req.URL), ctx: ctx, cancel: cancel}
	wire := s.wire(h.url)
	s.x.Sent = s.record(&wire)
	to := wire.URL
	traced, trip := trace.Begin(ctx, s.e.now, func(t trace.Step) { s.watch.step(t, to) })
	h.trip = trip
	req, err := outgoing.Request(traced, &wire, h.url)
	if err != nil {
		cancel(nil)
		return nil, failure.Body(err)
	}
	if s.e.pool.Forwards(req) {
		req.URL = h.url.Absolute()
	}
	s.d.connecting(s.e.pool, h.url)
	transport, err := s.transport(h.url)
	if err != nil {
		cancel(nil)
		return nil, failure.Transport(err, h.url)
	}
	h.resp, err = transport.RoundTrip(req)
	s.x.Sent.Remote, s.x.Sent.TLS = h.trip.Remote(), h.trip.Peer(err)
	if err != nil {
		defer cancel(nil)
		return nil, failure.Network(ctx, err, h.url, s.e.limits.Idle)
	}
	s.x.Sent.Proto = h.resp.Proto
	return h, nil
}

// wire is the request with what depends on the moment: cookies and length.
func (s *send) wire(a address.URL) auth.Request {
	r := s.d.req
	r.Header = slices.Clone(r.Header)
	if !s.d.NoCookies {
		outgoing.AddCookies(&r, s.jar.Cookies(cookieURL(a)))
	}
	outgoing.Frame(&r)
	return r
}

func cookieURL(a address.URL) *url.URL {
	return &url.URL{Scheme: a.Scheme, Host: a.Authority(), Path: a.Path}
}

func (s *send) keepCookies(h *hop) {
	if !s.d.NoCookies && len(h.resp.Header["Set-Cookie"]) > 0 {
		s.jar.SetCookies(cookieURL(h.url), h.resp.Cookies())
	}
}

// record keeps the request as it goes out.
func (s *send) record(r *auth.Request) Sent {
	sent := Sent{Method: r.Method, URL: r.URL, Proto: "HTTP/1.1", Header: r.Header, BodySize: max(0, r.BodySize)}
	if r.Body == nil {
		return sent
	}
	sent.Body, sent.BodyCut = outgoing.Beginning(r, s.e.limits.SentBody)
	return sent
}

// finish writes down what the send came to.
func (s *send) finish(err *Error) {
	if s.own != nil {
		s.own.CloseIdleConnections()
	}
	s.mu.Lock()
	s.x.Tokens, s.x.Token, s.x.Timing.Auth = s.calls, s.token, s.inAuth
	s.mu.Unlock()
	s.x.Timing.Total = s.e.now().Sub(s.x.Started)
	s.x.Uses, s.x.Warnings, s.x.Missing = s.d.Uses, s.d.Warnings, s.d.Missing
	s.x.Secrets = s.d.Secrets
	s.x.Err = err
}
