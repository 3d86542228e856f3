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
	"postern/engine"
)

// benchServer answers with two kilobytes of JSON over a kept connection.
func benchServer(b *testing.B) *httptest.Server {
	b.Helper()
	body := []byte("[" + strings.Repeat(`{"id":"00u1","status":"ACTIVE"},`, 64) + "{}]")
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer tok3n" {
			w.WriteHeader(http.StatusUnauthorized)
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(body)
	}))
	b.Cleanup(s.Close)
	return s
}

// BenchmarkNetHTTP is what a bare client does: the bound for BenchmarkSend.
func BenchmarkNetHTTP(b *testing.B) {
	s := benchServer(b)
	client := s.Client()
	b.ReportAllocs()
	for b.Loop() {
		req, err := http.NewRequestWithContext(context.Background(), http.MethodGet, s.URL+"/api/v1/users?limit=25", nil)
		if err != nil {
			b.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer tok3n")
		req.Header.Set("Accept", "*/*")
		resp, err := client.Do(req)
		if err != nil {
			b.Fatal(err)
		}
		_, err = io.ReadAll(resp.Body)
		if err != nil || resp.StatusCode != 200 {
			b.Fatal(resp.StatusCode, err)
		}
		_ = resp.Body.Close()
	}
}

// BenchmarkSend is the whole way with a stored, valid token: resolving, the
// token manager, cookies, timings, capture.
func BenchmarkSend(b *testing.B) {
	s := benchServer(b)
	store := auth.NewMemoryStore()
	j := withAuth(job("GET", "{{url}}/api/v1/users?limit=25", "url", s.URL, "tokenUrl", "http://127.0.0.1:1/t"),
		"oauth2", "grant_type", "client_credentials", "accessTokenUrl", "{{tokenUrl}}", "clientId", "id", "clientSecret", "cs3cret")
	resolved := j.Auth.Set("accessTokenUrl", "http://127.0.0.1:1/t")
	err := store.Save(b.Context(), auth.Token{
		Key: auth.Key(resolved), Access: "tok3n", Obtained: time.Now(), Expiry: time.Now().Add(time.Hour),
	})
	if err != nil {
		b.Fatal(err)
	}
	e := engine.New(engine.Options{Tokens: auth.NewManager(auth.Options{Store: store}), Proxy: noProxy})
	defer e.Close()
	b.ReportAllocs()
	for b.Loop() {
		x, err := e.Send(context.Background(), j, nil)
		if err != nil || x.Response.Status != 200 {
			b.Fatal(x, err)
		}
	}
}
