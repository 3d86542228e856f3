package link_test

import (
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"

	"postern/store"
	"postern/store/intake/link"
)

// web are servers by their host names.
type web map[string]http.HandlerFunc

// RoundTrip implements [http.RoundTripper].
func (w web) RoundTrip(r *http.Request) (*http.Response, error) {
	serve := w[r.URL.Scheme+"://"+r.URL.Host]
	if serve == nil {
		return nil, &net.DNSError{Err: "no such host", Name: r.URL.Host}
	}
	rec := httptest.NewRecorder()
	serve(rec, r)
	return rec.Result(), nil
}

func says(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, text) }
}

func to(address string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, address, http.StatusFound) }
}

func TestFetch(t *testing.T) {
	t.Parallel()
	w := web{
		"https://a.test": func(w http.ResponseWriter, r *http.Request) {
			switch r.URL.Path {
			case "/moved":
				to("https://b.test/x/api.yaml?key=secret")(w, r)
			case "/round":
				to("/round")(w, r)
			case "/down":
				to("http://b.test/")(w, r)
			case "/file":
				to("file:///etc/passwd")(w, r)
			case "/user":
				to("https://me:pw@b.test/")(w, r)
			case "/large":
				for range 65 {
					_, _ = w.Write(make([]byte, 1<<20))
				}
			case "/bomb":
				w.Header().Set("Content-Encoding", "gzip")
				z := gzip.NewWriter(w)
				for range 65 {
					_, _ = z.Write(make([]byte, 1<<20))
				}
				_ = z.Close()
			case "/gone":
				w.WriteHeader(http.StatusGone)
			default:
				says("{}")(w, r)
			}
		},
		"https://b.test": says("openapi: 3.0.0"),
	}
	for _, tt := range []struct{ address, wrong string }{
		{"https://a.test/moved", ""},
		{"https://a.test/round", "more than 5 redirects"},
		{"https://a.test/down", "leads from https to http at b.test"},
		{"https://a.test/file", "only http and https"},
		{"https://a.test/user", "no credentials are sent"},
		{"https://me:pw@a.test/", "no credentials are sent"},
		{"ftp://a.test/", "only http and https"},
		{"https:///x", "no web address"},
		{"https://a.test/large?key=secret", "has more than 64 MiB"},
		{"https://a.test/bomb", "has more than 64 MiB"},
		{"https://a.test/gone", "answers 410 Gone"},
		{"https://nowhere.test/?key=secret", "no such host"},
	} {
		p, err := link.Fetch(t.Context(), w, tt.address)
		if tt.wrong == "" {
			if err != nil || p.Name != "api.yaml" || string(p.Data) != "openapi: 3.0.0" || strings.Join(p.Asked, " ") != "a.test b.test" {
				t.Errorf("%s: %+v, %v", tt.address, p, err)
			}
			continue
		}
		if err == nil || !strings.Contains(err.Error(), tt.wrong) || store.Hint(err) == "" {
			t.Errorf("%s: the error is %v, its hint %q", tt.address, err, store.Hint(err))
		} else if strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "pw") {
			t.Errorf("%s: the error tells %v", tt.address, err)
		}
	}
}

// The server learns the address and nothing else.
func TestNothingElseIsSent(t *testing.T) {
	t.Parallel()
	var seen http.Header
	s := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { seen = r.Header }))
	defer s.Close()
	p, err := link.Fetch(t.Context(), &http.Transport{DisableCompression: true, DialContext: link.Dial}, s.URL+"/a#b")
	if err != nil || p.Near != "this machine" {
		t.Errorf("%+v, %v", p, err)
	}
	for name := range seen {
		if name != "User-Agent" && name != "Accept" && name != "Connection" {
			t.Errorf("it is sent %s: %s", name, seen.Get(name))
		}
	}
}

// far pretends that its first answers come from the open network.
type far struct {
	web
	then http.RoundTripper
}

// RoundTrip implements [http.RoundTripper].
func (f far) RoundTrip(r *http.Request) (*http.Response, error) {
	if f.web[r.URL.Scheme+"://"+r.URL.Host] != nil {
		return f.web.RoundTrip(r)
	}
	return f.then.RoundTrip(r)
}

// A server elsewhere cannot send the program around in the person's network, by
// whatever name; the person can.
func TestARedirectIntoTheOwnNetwork(t *testing.T) {
	t.Parallel()
	asked := 0
	inside := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { asked++; says("{}")(w, r) }))
	defer inside.Close()
	_, port, _ := net.SplitHostPort(inside.Listener.Addr().String())
	own := &http.Transport{DialContext: link.Dial}
	for _, host := range []string{"127.0.0.1", "localhost", "ｌocalhost"} {
		f := far{web{"http://out.test": to("http://" + net.JoinHostPort(host, port) + "/")}, own}
		var e *link.Error
		if _, err := link.Fetch(t.Context(), f, "http://out.test/"); !errors.As(err, &e) || !strings.Contains(err.Error(), "to this machine") {
			t.Errorf("%s: %v", host, err)
		}
	}
	if asked != 0 {
		t.Errorf("it was asked %d times", asked)
	}
	if _, err := link.Fetch(t.Context(), own, inside.URL); err != nil || asked != 1 {
		t.Errorf("named by the person: %v, asked %d times", err, asked)
	}
	f := far{web{"http://out.test": to(inside.URL)}, own}
	if _, err := link.Fetch(t.Context(), f, "http://out.test/"); err == nil || asked != 1 {
		t.Errorf("over the connection that the person had made: %v, asked %d times", err, asked)
	}
}

// A proxy of this machine does not make what lies behind it the person's own.
func TestARedirectFromBehindAProxy(t *testing.T) {
	t.Parallel()
	asked := 0
	inside := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { asked++; says("{}")(w, r) }))
	defer inside.Close()
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/in" {
			to(inside.URL)(w, r)
			return
		}
		says("{}")(w, r)
	}))
	defer proxy.Close()
	by := &http.Transport{DialContext: link.Dial, Proxy: func(r *http.Request) (*url.URL, error) {
		if r.URL.Hostname() == "127.0.0.1" {
			return nil, nil // as those of the environment are not used for this machine
		}
		return url.Parse(proxy.URL)
	}}
	if p, err := link.Fetch(t.Context(), by, "http://out.test/"); err != nil || p.Near != "" {
		t.Errorf("it came from %q: %v", p.Near, err)
	}
	if _, err := link.Fetch(t.Context(), by, "http://out.test/in"); err == nil || !strings.Contains(err.Error(), "to this machine") || asked != 0 {
		t.Errorf("a redirect from behind the proxy: %v, asked %d times", err, asked)
	}
}

type silent struct{}

// RoundTrip implements [http.RoundTripper].
func (silent) RoundTrip(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}

func TestASilentServer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		if _, err := link.Fetch(t.Context(), silent{}, "http://a.test/"); err == nil || !strings.Contains(err.Error(), "longer than 1m") {
			t.Errorf("it says %v", err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := link.Fetch(ctx, silent{}, "http://a.test/"); !errors.Is(err, context.Canceled) {
			t.Errorf("stopped, it says %v", err)
		}
	})
}

func TestIs(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"https://a.test/x": true, "HTTP://a": true, "https://": false, "a/b.json": false, "curl https://a.test": false, "file:///x": false,
	} {
		if link.Is(text) != want {
			t.Errorf("%q", text)
		}
	}
}

func TestNear(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"http://localhost:80/x": "this machine", "http://127.0.0.9/": "this machine", "http://[::1]:8080/": "this machine", "http://0.0.0.0/": "this machine",
		"http://10.1.2.3/": "a private network", "http://169.254.169.254/latest": "a private network", "http://[fd00::1]/": "a private network",
		"https://a.test/": "", "http://8.8.8.8/": "", "http://[::ffff:10.0.0.1]/": "a private network",
	} {
		if got := link.Near(address); got != want {
			t.Errorf("%s is on %q, want %q", address, got, want)
		}
	}
}
