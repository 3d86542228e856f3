package odd_test

import (
	"compress/gzip"
	"compress/zlib"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

	"postern/auth/tenant/odd"
)

func get(t *testing.T, path string) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	odd.Handler().ServeHTTP(w, httptest.NewRequest("GET", path, nil))
	return w
}

// list is what /odd/ says there is.
func list(t *testing.T) map[string]string {
	t.Helper()
	var m map[string]string
	if err := json.Unmarshal(get(t, "/odd/").Body.Bytes(), &m); err != nil {
		t.Fatal(err)
	}
	return m
}

func TestEveryAnswerAnswers(t *testing.T) {
	paths := list(t)
	if len(paths) < 20 {
		t.Fatalf("only %d answers listed", len(paths))
	}
	for path, about := range paths {
		if path == "/odd/drop" {
			continue
		}
		t.Run(path, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				got := get(t, strings.NewReplacer("{code}", "418", "{n}", "0", "/big", "/big?mb=1").Replace(path))
				want := map[string]int{"/odd/status/{code}": 418, "/odd/redirect/{n}": 302}[path]
				if want == 0 {
					want = 200
				}
				if got.Code != want || about == "" {
					t.Errorf("got %d, want %d (%q)", got.Code, want, about)
				}
			})
		})
	}
}

func TestStatus(t *testing.T) {
	for code, want := range map[string]int{"200": 200, "204": 204, "304": 304, "404": 404, "503": 503, "599": 599, "100": 400, "600": 400, "x": 400} {
		if got := get(t, "/odd/status/"+code); got.Code != want {
			t.Errorf("%s: %d, want %d", code, got.Code, want)
		}
	}
	if got := get(t, "/odd/status/204"); got.Body.Len() != 0 {
		t.Errorf("204 has a body: %s", got.Body)
	}
}

func TestEncodings(t *testing.T) {
	for path, open := range map[string]func(io.Reader) (io.Reader, error){
		"gzip":    func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) },
		"deflate": func(r io.Reader) (io.Reader, error) { return zlib.NewReader(r) },
		"brotli":  func(r io.Reader) (io.Reader, error) { return brotli.NewReader(r), nil },
		"zstd":    func(r io.Reader) (io.Reader, error) { return zstd.NewReader(r, zstd.WithDecoderConcurrency(1)) },
	} {
		t.Run(path, func(t *testing.T) {
			got := get(t, "/odd/"+path)
			z, err := open(got.Body)
			if err != nil {
				t.Fatal(err)
			}
			var m map[string]string
			if err := json.NewDecoder(z).Decode(&m); err != nil || m["encoding"] != got.Header().Get("Content-Encoding") {
				t.Errorf("%v in %q: %v", m, got.Header().Get("Content-Encoding"), err)
			}
		})
	}
}

func TestBig(t *testing.T) {
	got := get(t, "/odd/big?mb=2").Body.Bytes()
	if size := len(got); size < 2<<20 || size > 2<<20+1024 {
		t.Errorf("%d bytes", size)
	}
	var users []map[string]any
	if err := json.Unmarshal(got, &users); err != nil || users[1]["serial"] != 1.0 {
		t.Errorf("not the list it should be: %v", err)
	}
}

func TestShapes(t *testing.T) {
	for path, check := range map[string]func(string) bool{
		"/odd/deep?n=50":      func(s string) bool { return s == strings.Repeat("[", 50)+strings.Repeat("]", 50) },
		"/odd/deep?n=9999999": func(s string) bool { return len(s) == 200_000 },
		"/odd/longline?kb=2":  func(s string) bool { return len(s) > 2048 && !strings.Contains(s, "\n") },
		"/odd/numbers":        func(s string) bool { return json.Valid([]byte(s)) && strings.Contains(s, "0.1000") },
		"/odd/escape":         func(s string) bool { return strings.Contains(s, "\x1b]52;") && strings.Contains(s, "\x9b31m") },
		"/odd/escape?as=json": func(s string) bool {
			return strings.HasPrefix(s, `{"name": "`) && strings.Contains(s, "\x1b[2J") && strings.Count(s, "\n") == 1
		},
		"/odd/binary": func(s string) bool { return len(s) == 4096 && s[255] == 0xff },
		"/odd/latin1": func(s string) bool { return strings.HasPrefix(s, "Gr\xfc\xdfe") },
	} {
		if got := get(t, path).Body.String(); !check(got) {
			t.Errorf("%s: %.200q", path, got)
		}
	}
}

func TestStreamTakesItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		got := get(t, "/odd/stream?n=3&ms=200&as=sse")
		if took := time.Since(began); took != 400*time.Millisecond {
			t.Errorf("took %v", took)
		}
		if n := strings.Count(got.Body.String(), "event: tick\n"); n != 3 || !got.Flushed {
			t.Errorf("%d events, flushed %t", n, got.Flushed)
		}
	})
}

func TestRedirects(t *testing.T) {
	path, hops := "/odd/redirect/3?code=307", 0
	for {
		got := get(t, path)
		if got.Code == 200 {
			break
		}
		if got.Code != 307 || hops > 3 {
			t.Fatalf("hop %d: %d to %s", hops, got.Code, got.Header().Get("Location"))
		}
		path = got.Header().Get("Location")
		hops++
	}
	if hops != 3 || path != "/odd/echo" {
		t.Errorf("%d hops to %s", hops, path)
	}
}

func TestEcho(t *testing.T) {
	for _, tt := range []struct{ name, body, key, want string }{
		{"text", "grüezi", "body", "grüezi"},
		{"binary", "\xff\x00", "bodyBase64", "/wA="},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := httptest.NewRecorder()
			r := httptest.NewRequest("PATCH", "/odd/echo?a=1&a=2", strings.NewReader(tt.body))
			r.Header.Set("X-Mine", "yes")
			odd.Handler().ServeHTTP(w, r)
			var m map[string]any
			if err := json.Unmarshal(w.Body.Bytes(), &m); err != nil {
				t.Fatal(err)
			}
			if m["method"] != "PATCH" || m[tt.key] != tt.want || len(m["query"].(map[string]any)["a"].([]any)) != 2 {
				t.Errorf("echo %v", m)
			}
		})
	}
}

func TestCookiesAndHeaders(t *testing.T) {
	if got := get(t, "/odd/cookies?a=1").Header().Get("Set-Cookie"); !strings.HasPrefix(got, "a=1; Path=/odd") {
		t.Errorf("cookie %q", got)
	}
	h := get(t, "/odd/headers?n=5").Header()
	if len(h["X-Repeated"]) != 3 || h.Get("X-Odd-0004") != "4" || h.Get("X-Odd-0005") != "" {
		t.Errorf("headers %v", h)
	}
}

func TestDrop(t *testing.T) {
	srv := httptest.NewServer(odd.Handler())
	defer srv.Close()
	if res, err := http.Get(srv.URL + "/odd/drop?at=headers"); err == nil {
		_ = res.Body.Close()
		t.Errorf("got an answer: %d", res.StatusCode)
	}
	res, err := http.Get(srv.URL + "/odd/drop")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if body, err := io.ReadAll(res.Body); err == nil || len(body) == 0 {
		t.Errorf("read %q, %v; want a part and an error", body, err)
	}
}

func TestSlowStopsWithItsRequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := httptest.NewRequest("GET", "/odd/slow?ms=60000", nil)
		ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
		defer cancel()
		began := time.Now()
		odd.Handler().ServeHTTP(httptest.NewRecorder(), r.WithContext(ctx))
		if took := time.Since(began); took != 2*time.Second {
			t.Errorf("took %v", took)
		}
	})
}
