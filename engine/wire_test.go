package engine_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"postern/engine"
	"postern/engine/collection"
)

// recorded sends a job and returns the bytes that went out.
func recorded(t *testing.T, j collection.Job) string {
	t.Helper()
	got := make(chan string, 1)
	dial := func(context.Context, string, string) (net.Conn, error) {
		client, server := net.Pipe()
		go func() {
			defer func() { _ = server.Close() }()
			var all strings.Builder
			buf := make([]byte, 4096)
			for !complete(all.String()) {
				n, err := server.Read(buf)
				all.Write(buf[:n])
				if err != nil {
					break
				}
			}
			got <- all.String()
			_, _ = io.WriteString(server, "HTTP/1.1 204 No Content\r\n\r\n")
		}()
		return client, nil
	}
	must(t, newEngine(t, engine.Options{Dial: dial, UserAgent: "test"}), j)
	return <-got
}

// complete reports whether a request has arrived as far as it says.
func complete(request string) bool {
	head, body, ok := strings.Cut(request, "\r\n\r\n")
	switch {
	case !ok:
		return false
	case strings.Contains(head, "chunked"):
		return strings.HasSuffix(body, "0\r\n\r\n")
	case strings.Contains(head, "Content-Length: 8"):
		return len(body) == 8
	}
	return true
}

func TestWire(t *testing.T) {
	for _, tt := range []struct {
		name string
		job  collection.Job
		want []string
		not  []string
	}{
		{"casing and encoding", withHeaders(job("GET", "http://h:80/a|b?c"), "x-lOWER", "1"), []string{"GET /a|b?c HTTP/1.1\r\nHost: h\r\n", "\r\nx-lOWER: 1\r\n", "\r\nUser-Agent: test\r\n", "\r\nCache-Control: no-cache\r\n"}, []string{"Content-Length", "Postman-Token"}},
		{"own agent in any case", withHeaders(job("GET", "http://h/"), "user-agent", "me"), []string{"\r\nuser-agent: me\r\n"}, []string{"test", "Go-http", "User-Agent"}},
		{"no agent", withBehavior(job("GET", "http://h/"), "disabledSystemHeaders", map[string]any{"user-agent": true}), nil, []string{"User-Agent"}},
		{"own host", withHeaders(job("GET", "http://h/"), "host", "virtual"), []string{"\r\nHost: virtual\r\n"}, []string{"host: "}},
		{"two lines", withHeaders(job("GET", "http://h/"), "X-A", "1", "X-A", "2"), []string{"X-A: 1\r\nX-A: 2\r\n"}, nil},
		{"Latin-1", withHeaders(job("GET", "http://h/"), "X-A", "é"), []string{"X-A: \xe9\r\n"}, nil},
		{"empty body announced", job("LINK", "http://h/"), []string{"LINK / HTTP/1.1\r\n", "\r\nContent-Length: 0\r\n"}, nil},
		{"POST without body", job("POST", "http://h/"), []string{"\r\nContent-Length: 0\r\n"}, nil},
		{"a length that is not true", withHeaders(withBody(job("POST", "http://h/"), "", "BODY END"), "content-length", "3"), []string{"\r\nContent-Length: 8\r\n", "\r\n\r\nBODY END"}, []string{"content-length"}},
		{"chunked if asked", withHeaders(withBody(job("POST", "http://h/"), "", "BODY END"), "Transfer-Encoding", "chunked"), []string{"\r\nTransfer-Encoding: chunked\r\n", "8\r\nBODY END"}, []string{"Content-Length"}},
		{"double slash", job("GET", "http://h//a"), []string{"GET //a HTTP/1.1\r\n"}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := recorded(t, tt.job)
			for _, w := range tt.want {
				if !strings.Contains(got, w) {
					t.Errorf("%q is not in\n%s", w, got)
				}
			}
			for _, w := range tt.not {
				if strings.Contains(got, w) {
					t.Errorf("%q is in\n%s", w, got)
				}
			}
		})
	}
}

func TestCookies(t *testing.T) {
	var got []string
	n := newFakeNet(t, func(w http.ResponseWriter, r *http.Request) {
		got = append(got, r.Host+" "+r.Header.Get("Cookie"))
		w.Header().Add("Set-Cookie", `sid="1"; Path=/`)
		w.Header().Add("Set-Cookie", "wide=2; Domain=test")
		w.Header().Add("Set-Cookie", "uk=3; Domain=co.uk")
		if r.URL.Path == "/go" {
			http.Redirect(w, r, "http://b.test/", http.StatusFound)
		}
	})
	e := newEngine(t, engine.Options{Dial: n.dial})
	must(t, e, withBehavior(job("GET", "http://a.test/"), "disableCookies", true))
	must(t, e, job("GET", "http://a.test/"))
	x := must(t, e, withHeaders(job("GET", "http://a.test:81/go"), "Cookie", "u=1"))
	must(t, e, job("GET", "http://x.co.uk/"))
	must(t, e, job("GET", "http://y.co.uk/"))
	want := "a.test |a.test |a.test:81 u=1; sid=\"1\"|b.test |x.co.uk |y.co.uk "
	if g := strings.Join(got, "|"); g != want {
		t.Errorf("cookies %s\nwant    %s", g, want)
	}
	for _, h := range x.Hops[0].Sent.Header {
		if h.Name == "Cookie" && !h.Secret {
			t.Error("the cookie line is not marked secret")
		}
	}
	if strings.Join(x.Hops[0].Dropped, " ") != "Cookie" {
		t.Errorf("dropped %q", x.Hops[0].Dropped)
	}
}
