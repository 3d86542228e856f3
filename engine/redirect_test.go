package engine_test

import (
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"postern/engine"
)

func TestRedirectMatrix(t *testing.T) {
	secrets := []string{"Authorization", "Proxy-Authorization", "Cookie", "X-Api-Key", "Dpop", "X-Mine"}
	cells, leaks := 0, 0
	for _, to := range []struct {
		name, location string
		same, stopped  bool
	}{
		{"same origin", "https://a.test/b", true, false},
		{"relative", "/b", true, false},
		{"default port spelled out", "https://a.test:443/b", true, false},
		{"other port", "https://a.test:8443/b", false, false},
		{"other host", "https://b.test/b", false, false},
		{"sub-domain", "https://x.a.test/b", false, false},
		{"https to http", "http://a.test/b", false, true},
		{"https to http elsewhere", "http://b.test/b", false, true},
		{"protocol-relative", "//b.test/b", false, false},
	} {
		for _, status := range []int{300, 301, 302, 303, 304, 307, 308} {
			t.Run(to.name+" "+strconv.Itoa(status), func(t *testing.T) {
				n := newFakeNet(t, func(w http.ResponseWriter, r *http.Request) {
					if r.URL.Path == "/a" {
						w.Header().Set("Location", to.location)
						w.WriteHeader(status)
					}
				})
				e := newEngine(t, engine.Options{Dial: n.dial, TLS: n.trust(t)})
				j := withHeaders(job("GET", "https://a.test/a?access_token=qt", "secret", "s3cr3t"),
					"Proxy-Authorization", "p", "Cookie", "c=1", "X-API-Key", "k", "DPoP", "d", "X-Mine", "{{secret}}", "X-Plain", "v")
				x := must(t, e, withAuth(j, "bearer", "token", "tok3n"))
				seen := n.requests()
				if to.stopped {
					if len(seen) != 1 || x.Response.Status != status || len(x.Warnings) != 1 {
						t.Fatalf("%d requests, answer %d, warnings %q: leaving https must stop", len(seen), x.Response.Status, x.Warnings)
					}
					return
				}
				if len(seen) != 2 {
					t.Fatalf("%d requests, want 2; warnings %q", len(seen), x.Warnings)
				}
				got := seen[1]
				for _, name := range secrets {
					cells++
					if kept := got.Header.Get(name) != ""; kept != to.same {
						leaks++
						t.Errorf("%s kept: %v, want %v", name, kept, to.same)
					}
				}
				if got.Header.Get("X-Plain") != "v" {
					t.Error("a plain header was lost")
				}
				if referer := got.Header.Get("Referer"); (referer == "https://a.test/a?access_token=qt") != to.same || referer != "" && !to.same {
					t.Errorf("Referer %q", referer)
				}
				if to.same == (len(x.Hops[0].Dropped) > 0) {
					t.Errorf("hop dropped %q", x.Hops[0].Dropped)
				}
			})
		}
	}
	t.Logf("%d cells, %d leaks", cells, leaks)
}

func TestRedirectMethods(t *testing.T) {
	for _, tt := range []struct {
		name, method string
		status       int
		keep         bool
		want         string
	}{
		{"302 POST becomes GET", "POST", 302, false, "GET  "},
		{"303 PUT becomes GET", "PUT", 303, false, "GET  "},
		{"301 HEAD stays", "HEAD", 301, false, "HEAD  "},
		{"307 keeps all", "POST", 307, false, "POST text/plain body"},
		{"308 keeps all", "PATCH", 308, false, "PATCH text/plain body"},
		{"302 told to keep", "POST", 302, true, "POST text/plain body"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got string
			n := newFakeNet(t, func(w http.ResponseWriter, r *http.Request) {
				body, _ := io.ReadAll(r.Body)
				got = r.Method + " " + r.Header.Get("Content-Type") + " " + string(body)
				if r.URL.Path == "/a" {
					w.Header().Set("Location", "b")
					w.WriteHeader(tt.status)
				}
			})
			e := newEngine(t, engine.Options{Dial: n.dial})
			must(t, e, withBehavior(withBody(job(tt.method, "http://a.test/a"), "", "body"), "followOriginalHttpMethod", tt.keep))
			if len(n.requests()) != 2 || got != tt.want {
				t.Errorf("%d requests, the last %q, want %q", len(n.requests()), got, tt.want)
			}
		})
	}
}

func TestRedirectChoices(t *testing.T) {
	n := newFakeNet(t, func(w http.ResponseWriter, r *http.Request) {
		to := map[string]string{
			"/loop": "/loop", "/away": "http://b.test/back", "/back": "http://a.test/end", "/body": "http://b.test/end",
			"/up": "https://a.test/end", "/once": "end", "/file": "file:///etc/passwd", "/down": "http://a.test/end",
		}[r.URL.Path]
		if to != "" {
			w.Header().Set("Location", to)
			w.WriteHeader(307)
		}
	})
	e := newEngine(t, engine.Options{Dial: n.dial, TLS: n.trust(t)})
	send := func(t *testing.T, method, url string, behavior ...any) *engine.Exchange {
		t.Helper()
		j := withBehavior(withAuth(withBody(job(method, url), "", "x"), "bearer", "token", "tok3n"), behavior...)
		return must(t, e, j)
	}
	last := func() *http.Request { return n.requests()[len(n.requests())-1] }

	t.Run("not followed", func(t *testing.T) {
		if x := send(t, "GET", "http://a.test/loop", "followRedirects", false); x.Response.Status != 307 || len(x.Hops) != 0 {
			t.Errorf("status %d, %d hops", x.Response.Status, len(x.Hops))
		}
	})
	t.Run("loop", func(t *testing.T) {
		x, err := mustFail(t, e, withBehavior(job("GET", "http://a.test/loop"), "maxRedirects", 3))
		if err.Summary != "stopped after 3 redirects" || len(x.Hops) != 3 || x.Response.Status != 307 {
			t.Errorf("%q after %d hops", err.Summary, len(x.Hops))
		}
	})
	t.Run("gone stays gone", func(t *testing.T) {
		if x := send(t, "GET", "http://a.test/away"); len(x.Hops) != 2 || last().Header.Get("Authorization") != "" {
			t.Errorf("%d hops; back home with %q", len(x.Hops), last().Header.Get("Authorization"))
		}
	})
	t.Run("told to keep", func(t *testing.T) {
		send(t, "GET", "http://a.test/away", "followAuthorizationHeader", true)
		if last().Header.Get("Authorization") != "Bearer tok3n" {
			t.Error("Authorization was dropped")
		}
	})
	t.Run("a body does not go elsewhere", func(t *testing.T) {
		if x := send(t, "POST", "http://a.test/body"); x.Response.Status != 307 || len(x.Warnings) != 1 {
			t.Errorf("status %d, warnings %q", x.Response.Status, x.Warnings)
		}
	})
	t.Run("a body goes from http to https", func(t *testing.T) {
		if x := send(t, "POST", "http://a.test/up"); x.Response.Status != 200 || last().Header.Get("Authorization") != "" {
			t.Errorf("status %d, warnings %q", x.Response.Status, x.Warnings)
		}
	})
	t.Run("leaving https if allowed", func(t *testing.T) {
		x := send(t, "GET", "https://a.test/down", "followInsecureRedirects", true)
		if x.Response.Status != 200 || last().Header.Get("Authorization") != "" {
			t.Errorf("status %d with %q", x.Response.Status, last().Header.Get("Authorization"))
		}
	})
	t.Run("files", func(t *testing.T) {
		x := send(t, "GET", "http://a.test/file")
		if x.Response.Status != 307 || !strings.Contains(strings.Join(x.Warnings, ""), "no http address") {
			t.Errorf("status %d, warnings %q", x.Response.Status, x.Warnings)
		}
	})
	t.Run("no Referer if told", func(t *testing.T) {
		send(t, "GET", "http://a.test/once", "removeRefererHeaderOnRedirect", true)
		if got := last().Header.Get("Referer"); got != "" || last().URL.Path != "/end" {
			t.Errorf("Referer %q at %s", got, last().URL)
		}
	})
}
