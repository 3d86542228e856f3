package callback

import (
	"context"
	"crypto/rand"
	"io"
	"log"
	"maps"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// The limits of the callback server. It speaks to one browser, once.
const (
	callbackTimeout     = 5 * time.Second
	callbackHeaderBytes = 16 << 10
	callbackBodyBytes   = 64 << 10
	callbackConns       = 32
	// lingering is how long it stays after it has what it waited for, so that
	// the browser can fetch the last page.
	lingering = time.Second
)

// Server waits on a loopback port for the browser that an authorization
// server sends back, RFC 8252. A request counts only if it comes to the exact
// host and path with the state of this login; anything else is turned away and
// the wait goes on. The first that counts is the only one.
//
//	wrong host 421 · wrong path 404 · wrong method 405 · too large 413
//	wrong state 400 · right state 303 to /done · right state again 410
type Server struct {
	redirect string
	results  chan url.Values

	name, path, done string
	expect           Expect
	turnedAway       func(error)
	// relay serves the page that hands over a fragment; nil unless the grant
	// answers in one.
	relay *relay

	host      *Host
	server    *http.Server
	listeners []net.Listener

	mu      sync.Mutex
	claimed bool
	fetched chan struct{}
	once    sync.Once
	// left is closed when it does not linger any more.
	left chan struct{}
}

// Options are those of one login.
type Options struct {
	// Fragment says that the answer comes in the fragment of the address.
	Fragment bool
	// TurnedAway is told why an answer did not count; nil is nobody. The wait
	// goes on.
	TurnedAway func(error)
}

// Await starts the server for p and the login that expects e. Errors are of
// type [*auth.Error].
func (h *Host) Await(p Plan, e Expect, o Options) (*Server, error) {
	var r *relay
	if o.Fragment {
		r = &relay{nonce: rand.Text()}
	}
	if p.port != 0 {
		h.evictAll()
	}
	listeners, err := h.bind(p)
	if err != nil {
		return nil, err
	}
	name := p.host
	if strings.Contains(name, ":") {
		name = "[" + name + "]"
	}
	if _, port, err := net.SplitHostPort(listeners[0].Addr().String()); err == nil && port != "80" {
		name += ":" + port
	}
	s := &Server{
		redirect:  p.URI,
		results:   make(chan url.Values, 1),
		host:      h,
		name:      strings.ToLower(name),
		path:      p.path,
		done:      "/done",
		expect:    e,
		relay:     r,
		listeners: listeners,
		fetched:   make(chan struct{}),
		left:      make(chan struct{}),
	}
	if p.port == 0 {
		// What the config left open is now known; the token request repeats
		// exactly this text.
		s.redirect = "http://" + name + p.path
		if _, query, ok := strings.Cut(p.URI, "?"); ok {
			s.redirect += "?" + query
		}
	}
	if s.path == "" {
		s.path = "/"
	}
	if s.path == s.done {
		s.done = "/done/"
	}
	if s.turnedAway = o.TurnedAway; s.turnedAway == nil {
		s.turnedAway = func(error) {}
	}
	s.serve()
	return s, nil
}

func (s *Server) serve() {
	s.server = &http.Server{
		Handler:        s,
		ReadTimeout:    callbackTimeout,
		WriteTimeout:   callbackTimeout,
		MaxHeaderBytes: callbackHeaderBytes,
		ErrorLog:       log.New(io.Discard, "", 0),
	}
	s.server.SetKeepAlivesEnabled(false)
	seats := make(chan struct{}, callbackConns)
	for _, l := range s.listeners {
		go func() { _ = s.server.Serve(limited{l, seats}) }() // it ends when close ends it
	}
}

// Redirect is the redirect_uri that leads here.
func (s *Server) Redirect() string { return s.redirect }

// Results gets the parameters of the one request that counts.
func (s *Server) Results() <-chan url.Values { return s.results }

// Claim takes the one place of the answer; a pasted address competes for it.
func (s *Server) Claim() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	won := !s.claimed
	s.claimed = true
	return won
}

// Close ends the server at once. It closes the port itself too: the server
// may not have come to know it yet.
func (s *Server) Close() {
	_ = s.server.Close()
	for _, l := range s.listeners {
		_ = l.Close() // usually the second time
	}
}

// Linger ends s when the browser has fetched the last page, or soon.
func (s *Server) Linger() {
	h := s.host
	h.mu.Lock()
	h.leaving[s] = true
	h.mu.Unlock()
	go func() {
		defer close(s.left)
		ctx, cancel := context.WithTimeout(context.Background(), lingering)
		defer cancel()
		select {
		case <-s.fetched:
			_ = s.server.Shutdown(ctx) // Close ends what is left
		case <-ctx.Done():
		}
		h.evict(s)
	}()
}

// Settle waits until every browser has its last page, a second at most, or
// until ctx ends. A program that ended before would leave the person in front
// of an error page, after a login that went well.
func (h *Host) Settle(ctx context.Context) {
	h.mu.Lock()
	leaving := slices.Collect(maps.Keys(h.leaving))
	h.mu.Unlock()
	for _, s := range leaving {
		select {
		case <-s.left:
		case <-ctx.Done():
			return
		}
	}
}

// evict ends a callback that lingers.
func (h *Host) evict(s *Server) {
	s.Close()
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.leaving, s)
}

// evictAll makes room for a login that needs a certain port.
func (h *Host) evictAll() {
	h.mu.Lock()
	leaving := slices.Collect(maps.Keys(h.leaving))
	h.mu.Unlock()
	for _, s := range leaving {
		h.evict(s)
	}
}

// ServeHTTP implements [http.Handler].
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	switch {
	case r.Host != s.name:
		// A foreign name that resolves to this machine: DNS rebinding.
		page(w, http.StatusMisdirectedRequest, "Nothing to see here.")
	case r.URL.EscapedPath() == s.path:
		s.receive(w, r)
	case s.relay != nil && r.URL.Path == relayPath:
		s.relayed(w, r)
	case r.URL.Path == s.done && s.isClaimed():
		page(w, http.StatusOK, "You can close this window and go back to the terminal.")
		s.once.Do(func() { close(s.fetched) })
	default:
		page(w, http.StatusNotFound, "Nothing to see here.")
	}
}

func (s *Server) isClaimed() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.claimed
}

// receive takes the browser's return, by query (GET) or by form_post (POST).
func (s *Server) receive(w http.ResponseWriter, r *http.Request) {
	switch r.Method {
	case http.MethodGet:
		if s.relay != nil && r.URL.Query().Get("state") == "" {
			s.relay.page(w)
			return
		}
		s.accept(w, r, r.URL.Query())
	case http.MethodPost:
		if values, ok := postedForm(w, r); ok {
			s.accept(w, r, values)
		}
	default:
		w.Header().Set("Allow", "GET, POST")
		page(w, http.StatusMethodNotAllowed, "Nothing to see here.")
	}
}

// accept turns away what does not belong to this login, which ends nothing.
func (s *Server) accept(w http.ResponseWriter, r *http.Request, values url.Values) {
	if err := s.expect.check(values); err != nil {
		s.turnedAway(err)
		page(w, http.StatusBadRequest, "This address does not belong to the login that is under way.")
		return
	}
	if !s.Claim() {
		page(w, http.StatusGone, "This login is over.")
		return
	}
	s.results <- values
	// The code leaves the address bar and the history entry.
	http.Redirect(w, r, s.done, http.StatusSeeOther)
}

// postedForm reads a form body of bounded size.
func postedForm(w http.ResponseWriter, r *http.Request) (url.Values, bool) {
	r.Body = http.MaxBytesReader(w, r.Body, callbackBodyBytes)
	if err := r.ParseForm(); err != nil {
		page(w, http.StatusRequestEntityTooLarge, "This is too much, or no form.")
		return nil, false
	}
	return r.PostForm, true
}

// page writes a text of ours. Nothing of a request or a provider gets into it.
func page(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	body := "<!doctype html><title>postern</title><p>" + text + "</p>\n"
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body) // the browser may have left
}

// limited is a listener with a bounded number of open connections.
type limited struct {
	net.Listener
	seats chan struct{}
}

// Accept turns away who comes when the house is full.
func (l limited) Accept() (net.Conn, error) {
	for {
		c, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		select {
		case l.seats <- struct{}{}:
			return &seated{Conn: c, leave: sync.OnceFunc(func() { <-l.seats })}, nil
		default:
			_ = c.Close()
		}
	}
}

type seated struct {
	net.Conn
	leave func()
}

func (c *seated) Close() error {
	defer c.leave()
	return c.Conn.Close()
}
