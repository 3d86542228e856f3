package engine_test

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

	"postern/auth"
	"postern/engine"
	"postern/engine/payload"
)

// packed is text in an encoding.
func packed(t *testing.T, encoding, text string) string {
	t.Helper()
	var out bytes.Buffer
	var w io.WriteCloser
	var err error
	switch encoding {
	case "gzip":
		w = gzip.NewWriter(&out)
	case "zlib":
		w = zlib.NewWriter(&out)
	case "flate":
		w, err = flate.NewWriter(&out, flate.DefaultCompression)
	case "br":
		w = brotli.NewWriter(&out)
	case "zstd":
		w, err = zstd.NewWriter(&out)
	}
	if err == nil {
		_, err = io.WriteString(w, text)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestDecoding(t *testing.T) {
	plain := strings.Repeat("hello ", 100)
	for _, tt := range []struct{ name, encoding, body, want, warning string }{
		{"none", "", plain, plain, ""},
		{"identity", "identity", plain, plain, ""},
		{"gzip", "gzip", packed(t, "gzip", plain), plain, ""},
		{"deflate", "deflate", packed(t, "zlib", plain), plain, ""},
		{"deflate without wrapper", "deflate", packed(t, "flate", plain), plain, ""},
		{"brotli", "br", packed(t, "br", plain), plain, ""},
		{"zstd", "zstd", packed(t, "zstd", plain), plain, ""},
		{"two layers", "gzip, br", packed(t, "br", packed(t, "gzip", plain)), plain, ""},
		{"says gzip and is not", "gzip", plain, plain, "the body says it is gzip and is not; it is shown as it came"},
		{"unknown", "compress", plain, plain, "the body says it is compress and is not; it is shown as it came"},
		{"too many layers", "gzip, gzip, gzip, gzip", "x", "x", "the body has 4 encodings and is shown as it came"},
		{"empty", "gzip", "", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			n := newFakeNet(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Encoding", tt.encoding)
				_, _ = io.WriteString(w, tt.body)
			})
			x := must(t, newEngine(t, engine.Options{Dial: n.dial}), job("GET", "http://a.test/"))
			if got := text(t, x); got != tt.want {
				t.Errorf("body %q", got)
			}
			if x.Response.WireSize != int64(len(tt.body)) {
				t.Errorf("%d bytes on the wire, want %d", x.Response.WireSize, len(tt.body))
			}
			if got := strings.Join(x.Warnings, "\n"); got != tt.warning {
				t.Errorf("warnings %q, want %q", got, tt.warning)
			}
		})
	}
}

func TestIncompleteBodies(t *testing.T) {
	bomb := packed(t, "gzip", strings.Repeat("\x00", 8<<20))
	cut := packed(t, "gzip", "hello hello hello")
	for _, tt := range []struct {
		name, head, body string
		limits           engine.Limits
		summary, kept    string
	}{
		{"length lies", "Content-Length: 10\r\n", "hello", engine.Limits{}, "the answer ended before it was complete", "hello"},
		{"bad chunk", "Transfer-Encoding: chunked\r\n", "5\r\nhello\r\nxyz", engine.Limits{}, "", "hello"},
		{"bomb", "Content-Encoding: gzip\r\n", bomb, engine.Limits{Ratio: 100}, "the body unpacks to more than a thousand times its size", ""},
		{"cut gzip", "Content-Encoding: gzip\r\n", cut[:len(cut)-6], engine.Limits{}, "the packed body ended before it was complete", "hello hello hello"},
		{"broken gzip", "Content-Encoding: gzip\r\n", "\x1f\x8b\x08\x00garbage garbage", engine.Limits{}, "the body cannot be unpacked", ""},
		{"too large", "", "0123456789", engine.Limits{Body: payload.Limits{Total: 4}}, "the body is larger than the limit; the first 4 B are kept", "0123"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := newEngine(t, engine.Options{Dial: canned("HTTP/1.1 200 OK\r\n" + tt.head + "\r\n" + tt.body), Limits: tt.limits})
			x, err := mustFail(t, e, job("GET", "http://a.test/"))
			if x == nil || x.Response == nil || x.Err != err || err.Stage != engine.StageTransfer {
				t.Fatalf("exchange %+v, error %v", x, err)
			}
			if tt.summary != "" && err.Summary != tt.summary {
				t.Errorf("summary %q, want %q", err.Summary, tt.summary)
			}
			if got := text(t, x); tt.kept != "" && got != tt.kept {
				t.Errorf("kept %q, want %q", got, tt.kept)
			}
		})
	}
}

func TestCancel(t *testing.T) {
	for _, tt := range []struct {
		name string
		dial func(n *fakeNet) func(context.Context, string, string) (net.Conn, error)
		body bool
	}{
		{"while connecting", func(*fakeNet) func(context.Context, string, string) (net.Conn, error) {
			return func(ctx context.Context, _, _ string) (net.Conn, error) { <-ctx.Done(); return nil, ctx.Err() }
		}, false},
		{"while waiting", func(n *fakeNet) func(context.Context, string, string) (net.Conn, error) { return n.dial }, false},
		{"while receiving", func(n *fakeNet) func(context.Context, string, string) (net.Conn, error) { return n.dial }, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				n := newFakeNet(t, func(w http.ResponseWriter, r *http.Request) {
					if tt.body {
						_, _ = io.WriteString(w, "some")
						_ = http.NewResponseController(w).Flush()
					}
					<-r.Context().Done()
				})
				e := newEngine(t, engine.Options{Dial: tt.dial(n), Limits: engine.Limits{Connect: -1, Header: -1, Idle: -1}})
				ctx, cancel := context.WithCancel(t.Context())
				time.AfterFunc(time.Hour, cancel)
				start := time.Now()
				x, err := e.Send(ctx, job("GET", "http://a.test/"), nil)
				if took := time.Since(start) - time.Hour; took > 100*time.Millisecond {
					t.Errorf("returned %v after the cancel", took)
				}
				ee, ok := err.(*engine.Error)
				if !ok || ee.Stage != engine.StageCancelled || x == nil || x.Err != ee {
					t.Fatalf("exchange %+v, error %v", x, err)
				}
				if tt.body && text(t, x) != "some" {
					t.Error("what arrived is lost")
				}
				e.Close()
				synctest.Wait()
			})
		})
	}
}

func TestTimers(t *testing.T) {
	drip := func(gap time.Duration, contentType string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", contentType)
			for range 5 {
				_, _ = io.WriteString(w, "x")
				_ = http.NewResponseController(w).Flush()
				select {
				case <-time.After(gap):
				case <-r.Context().Done():
				}
			}
		}
	}
	for _, tt := range []struct {
		name    string
		handler http.HandlerFunc
		summary string
		took    time.Duration
	}{
		{"slow but steady", drip(50*time.Second, "text/plain"), "", 250 * time.Second},
		{"quiet", drip(70*time.Second, "text/plain"), "no data came for 1m0s", 60 * time.Second},
		{"a quiet event stream", drip(time.Hour, "text/event-stream"), "", 5 * time.Hour},
		{"no answer", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, "a.test took too long to answer", 3 * time.Minute},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				n := newFakeNet(t, tt.handler)
				e := newEngine(t, engine.Options{Dial: n.dial})
				start := time.Now()
				_, err := e.Send(t.Context(), job("GET", "http://a.test/"), nil)
				if took := time.Since(start); took != tt.took {
					t.Errorf("took %v, want %v", took, tt.took)
				}
				summary := ""
				if err != nil {
					summary = err.(*engine.Error).Summary
				}
				if summary != tt.summary {
					t.Errorf("error %q, want %q", summary, tt.summary)
				}
				e.Close()
				synctest.Wait()
			})
		})
	}
}

// fixedTokens hands out numbered tokens.
type fixedTokens struct{ renewed int }

func (f *fixedTokens) Token(context.Context, auth.Config) (auth.Token, error) {
	time.Sleep(100 * time.Millisecond) // of the bubble's time
	return auth.Token{Access: "first", Name: "t"}, nil
}

func (f *fixedTokens) Renew(context.Context, auth.Config, auth.Token) (auth.Token, error) {
	f.renewed++
	return auth.Token{Access: "second", Name: "t"}, nil
}

func TestRefusedTokenIsRenewedOnce(t *testing.T) {
	for name, accepted := range map[string]string{"renewed": "Bearer second", "still refused": "none"} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				n := newFakeNet(t, func(w http.ResponseWriter, r *http.Request) {
					body, _ := io.ReadAll(r.Body)
					if r.Header.Get("Authorization") != accepted {
						w.WriteHeader(401)
					}
					_, _ = w.Write(body)
				})
				tokens := &fixedTokens{}
				e := newEngine(t, engine.Options{Dial: n.dial, Tokens: tokens})
				j := withAuth(withBody(job("POST", "http://a.test/"), "", "again"), "oauth2", "accessTokenUrl", "http://idp/t", "tokenName", "T")
				var authorizing int
				x, err := e.Send(t.Context(), j, func(ev engine.Event) {
					if ev.Phase == engine.PhaseAuthorizing && ev.Token == "T" && ev.URL == "http://idp/t" {
						authorizing++
					}
				})
				if err != nil {
					t.Fatal(err)
				}
				want := 401
				if accepted == "Bearer second" {
					want = 200
				}
				if x.Response.Status != want || text(t, x) != "again" || tokens.renewed != 1 || len(n.requests()) != 2 || n.dials != 1 {
					t.Errorf("status %d, body %q, %d renewals, %d requests on %d connections", x.Response.Status, text(t, x), tokens.renewed, len(n.requests()), n.dials)
				}
				if len(x.Hops) != 1 || x.Hops[0].Status != 401 || x.Token == nil || x.Token.Access != "second" {
					t.Errorf("hops %+v, token %+v", x.Hops, x.Token)
				}
				if authorizing != 1 || x.Timing.Auth != 100*time.Millisecond {
					t.Errorf("%d authorizing events, %v for tokens", authorizing, x.Timing.Auth)
				}
				e.Close()
				synctest.Wait()
			})
		})
	}
}
