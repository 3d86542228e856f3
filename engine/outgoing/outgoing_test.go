package outgoing_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postern/auth"
	"postern/engine/address"
	"postern/engine/outgoing"
)

// request is one with headers in the form "Name: value" and a body, if it is not
// nil.
func request(method string, body *string, headers ...string) *auth.Request {
	r := &auth.Request{Method: method, URL: "https://h.test:8443/a?b=c"}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		r.Add(auth.Header{Name: name, Value: value})
	}
	if body != nil {
		r.Body = func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(*body)), nil }
		r.BodySize = int64(len(*body))
	}
	return r
}

func lines(r *auth.Request) (out []string) {
	for _, h := range r.Header {
		out = append(out, h.Name+": "+h.Value)
	}
	return out
}

// What goes out about the end of the body is what is told of the request, and
// what was typed about it is not told where it does not go out.
func TestFrame(t *testing.T) {
	body, empty := "12345", ""
	for _, tt := range []struct {
		name   string
		method string
		body   *string
		size   int64 // where it is not the body's
		typed  string
		want   []string
	}{
		{"a body", "POST", &body, 0, "X: y", []string{"X: y", "Content-Length: 5"}},
		{"one of a method that has none", "GET", &body, 0, "X: y", []string{"X: y", "Content-Length: 5"}},
		{"an empty body", "DELETE", &empty, 0, "X: y", []string{"X: y", "Content-Length: 0"}},
		{"an empty body of a GET", "GET", &empty, 0, "X: y", []string{"X: y"}},
		{"none, where one is awaited", "POST", nil, 0, "X: y", []string{"X: y", "Content-Length: 0"}},
		{"none", "GET", nil, 0, "X: y", []string{"X: y"}},
		{"of a length that nobody knows", "POST", &body, -1, "X: y", []string{"X: y", "Transfer-Encoding: chunked"}},
		{"in chunks, because the user wants that", "POST", &body, 0, "transfer-encoding: Chunked", []string{"Transfer-Encoding: chunked"}},
		{"nothing in chunks", "POST", &empty, 0, "Transfer-Encoding: chunked", []string{"Content-Length: 0"}},
		{"no body in chunks", "GET", nil, 0, "Transfer-Encoding: chunked", nil},
		{"in another encoding", "POST", &body, 0, "Transfer-Encoding: gzip", []string{"Content-Length: 5"}},
		{"a wrong length", "POST", &body, 0, "content-length: 7", []string{"Content-Length: 5"}},
		{"a trailer", "POST", &body, 0, "Trailer: X", []string{"Content-Length: 5"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := request(tt.method, tt.body, tt.typed)
			if tt.size != 0 {
				r.BodySize = tt.size
			}
			outgoing.Frame(r)
			if d := cmp.Diff(tt.want, lines(r)); d != "" {
				t.Error(d)
			}
			if d := cmp.Diff(tt.want, wire(t, r)); d != "" {
				t.Errorf("it goes out otherwise: %s", d)
			}
		})
	}
}

// wire are the headers that net/http writes, but for those that every request
// has.
func wire(t *testing.T, r *auth.Request) (out []string) {
	t.Helper()
	req, err := outgoing.Request(t.Context(), r, address.Split(r.URL))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := req.Write(&b); err != nil {
		t.Fatal(err)
	}
	head, _, _ := strings.Cut(b.String(), "\r\n\r\n")
	for _, l := range strings.Split(head, "\r\n")[1:] {
		if !strings.HasPrefix(l, "Host: ") {
			out = append(out, l)
		}
	}
	// The order of what net/http writes itself is its own.
	if n := len(out); n > 1 && out[n-1] == "X: y" {
		out[0], out[n-1] = out[n-1], out[0]
	}
	return out
}

func TestRequest(t *testing.T) {
	r := request("QUERY", nil, "x-own: é", "x-own: 2", "X-Own: 3", "HOST: other.test")
	req, err := outgoing.Request(t.Context(), r, address.Split(r.URL))
	if err != nil {
		t.Fatal(err)
	}
	want := http.Header{"x-own": {"\xe9", "2"}, "X-Own": {"3"}, "User-Agent": nil}
	if d := cmp.Diff(want, req.Header); d != "" {
		t.Error(d)
	}
	if req.Method != "QUERY" || req.Host != "other.test" || req.URL.Host != "h.test:8443" {
		t.Errorf("%s to %s for %s", req.Method, req.URL.Host, req.Host)
	}
	if req, err = outgoing.Request(t.Context(), request("GET", nil), address.Split("https://h.test:443/")); err != nil || req.Host != "h.test" {
		t.Errorf("the host is %q, %v", req.Host, err)
	}
	r.Body, r.BodySize = func() (io.ReadCloser, error) { return nil, io.ErrNoProgress }, 5
	if _, err := outgoing.Request(t.Context(), r, address.Split(r.URL)); !errors.Is(err, io.ErrNoProgress) {
		t.Errorf("a body that cannot be opened: %v", err)
	}
}

func TestWrongLength(t *testing.T) {
	body := "12345"
	for _, tt := range []struct {
		name string
		r    *auth.Request
		want string
	}{
		{"none", request("POST", &body), ""},
		{"of no body", request("POST", nil, "Content-Length: 5"), ""},
		{"true", request("POST", &body, "content-length:  5 "), ""},
		{"wrong", request("POST", &body, "Content-Length: 6"), "replaced by the body's 5 bytes"},
		{"no number", request("POST", &body, "Content-Length: many"), "replaced by the body's 5 bytes"},
		{"of chunks", request("POST", &body, "Content-Length: 6", "Transfer-Encoding: chunked"), "left out: the body is sent in chunks"},
	} {
		if got := outgoing.WrongLength(tt.r); !strings.HasSuffix(got, tt.want) || (got == "") != (tt.want == "") {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestBeginning(t *testing.T) {
	body := "12345"
	for _, tt := range []struct {
		size, limit int64
		want        string
		cut         bool
	}{
		{5, 9, "12345", false},
		{5, 5, "12345", false},
		{5, 4, "1234", true},
		{-1, 9, "12345", true},
		{5, 0, "", true},
		{9, 9, "12345", false},
	} {
		r := request("POST", &body)
		r.BodySize = tt.size
		if p, cut := outgoing.Beginning(r, tt.limit); string(p) != tt.want || cut != tt.cut {
			t.Errorf("%+v: %q, %v", tt, p, cut)
		}
	}
	gone := &auth.Request{Body: func() (io.ReadCloser, error) { return nil, io.ErrClosedPipe }}
	if p, cut := outgoing.Beginning(gone, 9); p != nil || !cut {
		t.Errorf("what cannot be opened: %q, %v", p, cut)
	}
}

func TestAddCookies(t *testing.T) {
	kept := []*http.Cookie{{Name: "a", Value: "1"}, {Name: "b", Value: "2"}}
	for _, tt := range []struct {
		name  string
		typed string
		kept  []*http.Cookie
		want  auth.Header
	}{
		{"none typed", "", kept, auth.Header{Name: "Cookie", Value: "a=1; b=2", Secret: true, System: true}},
		{"some typed", "cookie: own=0", kept, auth.Header{Name: "cookie", Value: "own=0; a=1; b=2", Secret: true}},
		{"none kept", "cookie: own=0", nil, auth.Header{Name: "cookie", Value: "own=0"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := request("GET", nil)
			if tt.typed != "" {
				r = request("GET", nil, tt.typed)
			}
			outgoing.AddCookies(r, tt.kept)
			if d := cmp.Diff([]auth.Header{tt.want}, r.Header); d != "" {
				t.Error(d)
			}
		})
	}
}
