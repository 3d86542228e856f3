package oauth2

import (
	"context"
	"crypto/subtle"
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

// callback waits on a loopback port for the browser that an authorization
// server sends back, RFC 8252. A request counts only if it comes to the exact
// host and path with the state of this login; anything else is turned away and
// the wait goes on. The first that counts is the only one.
//
//	wrong host 421 · wrong path 404 · wrong method 405 · too large 413
//	wrong state 400 · right state 303 to /done · right state again 410
type callback struct {
	// redirect is the redirect_uri that leads here.
	redirect string
	// results gets the parameters of the one request that counts.
	results chan url.Values

	host, path, done string
	state            string
	// relay serves the page that hands over a fragment; nil unless the grant
	// answers in one.
	relay *relay

	server    *http.Server
	listeners []net.Listener

	mu      sync.Mutex
	claimed bool
	fetched chan struct{}
	once    sync.Once
}

// await starts the server for p.
func (cl *Client) await(p plan, state string, r *relay) (*callback, error) {
	if p.port != 0 {
		cl.evictAll()
	}
	listeners, err := cl.bind(p)
	if err != nil {
		return nil, err
	}
	host := p.host
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if _, port, err := net.SplitHostPort(listeners[0].Addr().String()); err == nil && port != "80" {
		host += ":" + port
	}
	cb := &callback{
		redirect:  p.uri,
		results:   make(chan url.Values, 1),
		host:      strings.ToLower(host),
		path:      p.path,
		done:      "/done",
		state:     state,
		relay:     r,
		listeners: listeners,
		fetched:   make(chan struct{}),
	}
	if p.port == 0 {
		// What the config left open is now known; the token request repeats
		// exactly this text.
		cb.redirect = "http://" + host + p.path
		if _, query, ok := strings.Cut(p.uri, "?"); ok {
			cb.redirect += "?" + query
		}
	}
	if cb.path == "" {
		cb.path = "/"
	}
	if cb.path == cb.done {
		cb.done = "/done/"
	}
	cb.serve()
	return cb, nil
}

func (cb *callback) serve() {
	cb.server = &http.Server{
		Handler:        cb,
		ReadTimeout:    callbackTimeout,
		WriteTimeout:   callbackTimeout,
		MaxHeaderBytes: callbackHeaderBytes,
		ErrorLog:       log.New(io.Discard, "", 0),
	}
	cb.server.SetKeepAlivesEnabled(false)
	seats := make(chan struct{}, callbackConns)
	for _, l := range cb.listeners {
		go func() { _ = cb.server.Serve(limited{l, seats}) }() // it ends when close ends it
	}
}

// claim takes the one place of the answer; a pasted address competes for it.
func (cb *callback) claim() bool {
	cb.mu.Lock()
	defer cb.mu.Unlock()
	won := !cb.claimed
	cb.claimed = true
	return won
}

// close ends the server at once. It closes the port itself too: the server
// may not have come to know it yet.
func (cb *callback) close() {
	_ = cb.server.Close()
	for _, l := range cb.listeners {
		_ = l.Close() // usually the second time
	}
}

// linger ends cb when the browser has fetched the last page, or soon.
func (cl *Client) linger(cb *callback) {
	cl.mu.Lock()
	cl.leaving[cb] = true
	cl.mu.Unlock()
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), lingering)
		defer cancel()
		select {
		case <-cb.fetched:
			_ = cb.server.Shutdown(ctx) // close ends what is left
		case <-ctx.Done():
		}
		cl.evict(cb)
	}()
}

// evict ends a callback that lingers.
func (cl *Client) evict(cb *callback) {
	cb.close()
	cl.mu.Lock()
	defer cl.mu.Unlock()
	delete(cl.leaving, cb)
}

// evictAll makes room for a login that needs a certain port.
func (cl *Client) evictAll() {
	cl.mu.Lock()
	leaving := slices.Collect(maps.Keys(cl.leaving))
	cl.mu.Unlock()
	for _, cb := range leaving {
		cl.evict(cb)
	}
}

// ServeHTTP implements [http.Handler].
func (cb *callback) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	switch {
	case r.Host != cb.host:
		// A foreign name that resolves to this machine: DNS rebinding.
		page(w, http.StatusMisdirectedRequest, "Nothing to see here.")
	case r.URL.EscapedPath() == cb.path:
		cb.receive(w, r)
	case cb.relay != nil && r.URL.Path == relayPath:
		cb.relayed(w, r)
	case r.URL.Path == cb.done && cb.isClaimed():
		page(w, http.StatusOK, "You can close this window and go back to the terminal.")
		cb.once.Do(func() { close(cb.fetched) })
	default:
		page(w, http.StatusNotFound, "Nothing to see here.")
	}
}

func (cb *callback) isClaimed() bool {
	cb.mu.Lock()
	defer cb.mu.Unlock()
	return cb.claimed
}

// receive takes the browser's return, by query (GET) or by form_post (POST).
func (cb *callback) receive(w http.ResponseWriter, r *http.Request) {
	switch r.Method {
	case http.MethodGet:
		if cb.relay != nil && r.URL.Query().Get("state") == "" {
			cb.relay.page(w)
			return
		}
		cb.accept(w, r, r.URL.Query())
	case http.MethodPost:
		if values, ok := postedForm(w, r); ok {
			cb.accept(w, r, values)
		}
	default:
		w.Header().Set("Allow", "GET, POST")
		page(w, http.StatusMethodNotAllowed, "Nothing to see here.")
	}
}

// accept looks at the state before anything else, so that who does not know it
// learns nothing and ends nothing.
func (cb *callback) accept(w http.ResponseWriter, r *http.Request, values url.Values) {
	if !sameState(values.Get("state"), cb.state) {
		page(w, http.StatusBadRequest, "This address does not belong to the login that is under way.")
		return
	}
	if !cb.claim() {
		page(w, http.StatusGone, "This login is over.")
		return
	}
	cb.results <- values
	// The code leaves the address bar and the history entry.
	http.Redirect(w, r, cb.done, http.StatusSeeOther)
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

func sameState(got, want string) bool {
	return subtle.ConstantTimeCompare([]byte(got), []byte(want)) == 1
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
