//go:build unix

package idptest

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strconv"
	"strings"
	"sync"
)

// entry is a request to a provider, and its answer.
type entry struct {
	Method, Path string
	Query, Form  url.Values
	Header       http.Header
	Status       int
	// Answer is the body of the answer, if it was an object.
	Answer map[string]any
}

// client is who asked, however it said so.
func (e entry) client() string {
	r := http.Request{Header: e.Header}
	if id, _, ok := r.BasicAuth(); ok {
		if plain, err := url.QueryUnescape(id); err == nil && e.Form.Get("client_id") == "" {
			return plain
		}
		return id
	}
	if parts := strings.Split(e.Form.Get("client_assertion"), "."); len(parts) == 3 {
		var claims struct{ Sub string }
		if data, err := base64.RawURLEncoding.DecodeString(parts[1]); err == nil && json.Unmarshal(data, &claims) == nil {
			return claims.Sub
		}
	}
	if id := e.Form.Get("client_id"); id != "" {
		return id
	}
	return e.Query.Get("client_id")
}

// text is a member of the answer.
func (e entry) text(name string) string {
	s, _ := e.Answer[name].(string)
	return s
}

// gate stands before a provider, at the address all know it by, and writes
// down who comes and goes.
type gate struct {
	*httptest.Server

	// turn is whose request is under way: glewlwyd refuses one that comes while
	// its database is busy with another.
	turn sync.Mutex

	mu      sync.Mutex
	entries []*entry
}

// newGate takes an address. It is not open before it leads somewhere.
func newGate() *gate {
	g := &gate{Server: httptest.NewUnstartedServer(nil)}
	g.URL = "http://" + g.Listener.Addr().String()
	return g
}

// leadTo opens the gate to a port of this machine. The provider sees the
// address that was asked.
func (g *gate) leadTo(port int) {
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(&url.URL{Scheme: "http", Host: net.JoinHostPort("127.0.0.1", strconv.Itoa(port))})
			r.Out.Host = r.In.Host
			r.Out.Header.Del("Accept-Encoding") // the journal reads the answers
		},
		ErrorLog: log.New(io.Discard, "", 0), // a browser that closes leaves pictures behind
	}
	g.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { g.pass(proxy, w, r) })
	g.URL = "" // Start wants to say it itself
	g.Start()
}

func (g *gate) pass(proxy http.Handler, w http.ResponseWriter, r *http.Request) {
	e := &entry{Method: r.Method, Path: r.URL.Path, Query: r.URL.Query(), Header: r.Header.Clone()}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	if strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded") {
		e.Form, _ = url.ParseQuery(string(body)) // what it makes no sense of, the provider refuses
	}
	answer := &copied{ResponseWriter: w}
	g.serve(proxy, answer, r)
	e.Status = answer.status
	_ = json.Unmarshal(answer.body.Bytes(), &e.Answer) // pages and pictures are not kept
	g.mu.Lock()
	defer g.mu.Unlock()
	g.entries = append(g.entries, e)
}

// serve waits for its turn. A proxy panics when its client leaves.
func (g *gate) serve(proxy http.Handler, w http.ResponseWriter, r *http.Request) {
	g.turn.Lock()
	defer g.turn.Unlock()
	proxy.ServeHTTP(w, r)
}

// copied keeps what is written.
type copied struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

func (c *copied) WriteHeader(status int) { c.status = status; c.ResponseWriter.WriteHeader(status) }

func (c *copied) Write(p []byte) (int, error) { c.body.Write(p); return c.ResponseWriter.Write(p) }

// since are the requests after the first n, in order, and the number of all.
func (g *gate) since(n int) ([]entry, int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	var out []entry
	for _, e := range g.entries[n:] {
		out = append(out, *e)
	}
	return out, len(g.entries)
}
