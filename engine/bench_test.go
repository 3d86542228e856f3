package engine_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"postern/auth"
	"postern/auth/tokens"
	"postern/engine"
	"postern/engine/collection"
)

// BenchmarkOneSend compares one send with net/http alone, which sends the same
// headers. Its parts are
//
//	bare      net/http: request built, sent over loopback, body read
//	send      engine.Send of the same request, with a valid token in the store
//	ready     only what a send does before its transport is called: resolve,
//	          encode, authorise
//	snapshot  only the job: what is copied out of a collection before a send
//
// and each tells which share of the bare round trip it takes. The server runs
// in the same process, so its work and allocations count in bare and send.
func BenchmarkOneSend(b *testing.B) {
	s := benchServer(b)
	c, chain, env := benchCollection(s.URL)
	j := collection.NewJob(c, chain, env, nil, nil)
	e := engine.New(engine.Options{Tokens: benchTokens(b, j), Proxy: noProxy})
	defer e.Close()

	var trip float64 // nanoseconds of a bare round trip; 0 if it was filtered out
	part := func(name string, once func(b *testing.B)) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				once(b)
			}
			each := float64(b.Elapsed()) / float64(b.N)
			if name == "bare" {
				trip = each
			}
			if trip > 0 {
				b.ReportMetric(100*each/trip, "%-of-roundtrip")
			}
		})
	}
	client := s.Client()
	part("bare", func(b *testing.B) { bareSend(b, client, s.URL) })
	part("send", func(b *testing.B) {
		x, err := e.Send(context.Background(), j, nil)
		if err != nil || x.Response.Status != http.StatusOK {
			b.Fatal(x, err)
		}
	})
	part("ready", func(b *testing.B) {
		if err := e.Ready(context.Background(), j); err != nil {
			b.Fatal(err)
		}
	})
	part("snapshot", func(*testing.B) { collection.NewJob(c, chain, env, nil, nil) })
}

// TestReadyAllocatesLittle keeps what BenchmarkOneSend measures from creeping
// back: 23 allocations at the time of writing, most of which the exchange keeps.
func TestReadyAllocatesLittle(t *testing.T) {
	c, chain, env := benchCollection("http://127.0.0.1:8080")
	j := collection.NewJob(c, chain, env, nil, nil)
	e := newEngine(t, engine.Options{Tokens: benchTokens(t, j)})
	n := testing.AllocsPerRun(100, func() {
		if err := e.Ready(t.Context(), j); err != nil {
			t.Fatal(err)
		}
	})
	if n > 30 {
		t.Errorf("%v allocations before the transport is called, want at most 30", n)
	}
}

// benchServer answers a request that came complete with two kilobytes of JSON.
func benchServer(b *testing.B) *httptest.Server {
	b.Helper()
	body := []byte("[" + strings.Repeat(`{"id":"00u1","status":"ACTIVE"},`, 63) + "{}]")
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := r.Header
		if h.Get("Authorization") != "Bearer tok3n" || h.Get("Accept") != "application/json" || h.Get("X-Tenant") != "dev-1234" ||
			h.Get("X-Trace") != "on" || r.RequestURI != "/api/v1/users?limit=25" {
			w.WriteHeader(http.StatusBadRequest)
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(body) // the client's side is the one that is checked
	}))
	b.Cleanup(s.Close)
	return s
}

func bareSend(b *testing.B, client *http.Client, base string) {
	req, err := http.NewRequestWithContext(context.Background(), http.MethodGet, base+"/api/v1/users?limit=25", nil)
	if err != nil {
		b.Fatal(err)
	}
	for _, h := range [][2]string{
		{"Accept", "application/json"},
		{"X-Tenant", "dev-1234"},
		{"X-Trace", "on"},
		{"Authorization", "Bearer tok3n"},
		{"User-Agent", engine.DefaultUserAgent},
		{"Cache-Control", "no-cache"},
		{"Accept-Encoding", "gzip, deflate, br"},
		{"Connection", "keep-alive"},
	} {
		req.Header.Set(h[0], h[1])
	}
	resp, err := client.Do(req)
	if err != nil {
		b.Fatal(err)
	}
	if _, err = io.ReadAll(resp.Body); err != nil || resp.StatusCode != http.StatusOK {
		b.Fatal(resp.StatusCode, err)
	}
	_ = resp.Body.Close() // it was read to its end
}

// benchCollection is a request in a folder as vendors ship it: the collection
// signs, the environment says where and who.
func benchCollection(base string) (*collection.Collection, []*collection.Item, *collection.Environment) {
	request := &collection.Item{ID: "r", Name: "List users", Request: &collection.Request{
		Method: "GET", URL: collection.ParseURL("{{url}}/api/v1/users?limit={{limit}}"),
		Headers: []collection.Param{
			{Key: "Accept", Value: "application/json"}, {Key: "X-Tenant", Value: "{{tenant}}"}, {Key: "X-Trace", Value: "on"},
		},
	}}
	folder := &collection.Item{ID: "f", Name: "Users", Folder: true, Items: []*collection.Item{request}}
	c := &collection.Collection{Name: "API", Items: []*collection.Item{folder}, Auth: &auth.Config{Type: "oauth2", Attrs: []auth.Attr{
		{Key: "grant_type", Value: "client_credentials"},
		{Key: "accessTokenUrl", Value: "{{url}}/oauth2/v1/token"},
		{Key: "clientId", Value: "{{clientId}}"},
		{Key: "clientSecret", Value: "{{clientSecret}}"},
		{Key: "scope", Value: "users.read"},
		{Key: "client_authentication", Value: "header"},
		{Key: "tokenName", Value: "admin"},
		{Key: "addTokenTo", Value: "header"},
	}}}
	env := &collection.Environment{ID: "dev", Name: "dev", Vars: []collection.EnvVar{
		{Key: "url", Initial: base},
		{Key: "limit", Initial: "25"},
		{Key: "tenant", Initial: "dev-1234"},
		{Key: "clientId", Initial: "0oa1"},
		{Key: "clientSecret", Initial: "cs3cret", Secret: true},
	}}
	return c, []*collection.Item{folder, request}, env
}

// benchTokens has a token for the job that is good for an hour, and no way to
// get another.
func benchTokens(b testing.TB, j collection.Job) *tokens.Manager {
	b.Helper()
	store := tokens.NewMemoryStore()
	now := time.Now()
	err := store.Save(b.Context(), auth.Token{
		Key: auth.Key(j.ResolvedAuth()), Access: "tok3n", Obtained: now, Expiry: now.Add(time.Hour),
	})
	if err != nil {
		b.Fatal(err)
	}
	return tokens.New(tokens.Options{Store: store})
}
