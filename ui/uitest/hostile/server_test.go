package hostile_test

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

	"postern/engine"
	"postern/engine/collection"
	"postern/engine/payload"
)

// says is a network with one server, which reads a request and goes on as it
// likes until its client has left.
func says(talk func(io.Writer) error) func(context.Context, string, string) (net.Conn, error) {
	return func(context.Context, string, string) (net.Conn, error) {
		near, far := net.Pipe()
		go func() {
			defer far.Close()
			buf := make([]byte, 4096)
			for n := 0; n == 0 || !strings.Contains(string(buf[:n]), "\r\n\r\n"); {
				k, err := far.Read(buf[n:])
				if err != nil {
					return
				}
				n += k
			}
			_ = talk(far) // it ends when the client leaves
		}()
		return near, nil
	}
}

func get() collection.Job {
	return collection.Job{Request: collection.Request{Method: "GET", URL: collection.ParseURL("http://a.test/")}}
}

// most is the heap a hostile answer may cost, whatever it claims to be.
const most = 200 << 20

// costs fails when the heap has grown by more than limit since before.
func costs(t *testing.T, before runtime.MemStats, limit uint64) {
	t.Helper()
	var now runtime.MemStats
	runtime.ReadMemStats(&now)
	if grown := int64(now.HeapSys-now.HeapReleased) - int64(before.HeapSys-before.HeapReleased); grown > int64(limit) {
		t.Errorf("the heap has grown by %d MB", grown>>20)
	}
}

// flusher writes what it has kept back.
type flusher interface {
	io.Writer
	Flush() error
}

// A body that unpacks without end stops at its limits, in every encoding and
// with one in the other.
func TestA40BombsStopAtTheCap(t *testing.T) {
	writers := map[string]func(io.Writer) flusher{
		"gzip": func(w io.Writer) flusher { return gzip.NewWriter(w) },
		"br":   func(w io.Writer) flusher { return brotli.NewWriterLevel(w, 1) },
		"zstd": func(w io.Writer) flusher {
			z, err := zstd.NewWriter(w, zstd.WithEncoderConcurrency(1))
			if err != nil {
				panic(err) // the options are wrong
			}
			return z
		},
	}
	for _, encodings := range []string{"gzip", "br", "zstd", "gzip, gzip", "br, gzip", "gzip, zstd, br"} {
		for _, honest := range []bool{false, true} { // with a ratio that raises no alarm it is the size that counts
			t.Run(fmt.Sprintf("%s, ratio %v", encodings, honest), func(t *testing.T) {
				limits := engine.Limits{Body: payload.Limits{Memory: 1 << 20, Total: 32 << 20, Dir: t.TempDir()}}
				if honest {
					limits.Ratio = 1 << 40
				}
				e := engine.New(engine.Options{Limits: limits, Dial: says(func(w io.Writer) error {
					_, err := fmt.Fprintf(w, "HTTP/1.1 200 OK\r\nContent-Encoding: %s\r\n\r\n", encodings)
					layers := []flusher{}
					for _, name := range slices.Backward(strings.Split(encodings, ", ")) {
						l := writers[name](w)
						layers, w = append(layers, l), l
					}
					for zeros := make([]byte, 1<<20); err == nil; {
						_, err = w.Write(zeros)
						for _, l := range slices.Backward(layers) {
							err = errors.Join(err, l.Flush())
						}
					}
					return err
				})})
				defer e.Close()
				var before runtime.MemStats
				runtime.ReadMemStats(&before)
				x, err := e.Send(t.Context(), get(), nil)
				var told *engine.Error
				if !errors.As(err, &told) || !strings.Contains(told.Summary, "larger than the limit") && !strings.Contains(told.Summary, "a thousand times its size") {
					t.Fatalf("it ended with %v", err)
				}
				defer x.Response.Body.Close()
				if n := x.Response.Body.Size(); n > limits.Body.Total {
					t.Errorf("%d bytes are kept", n)
				}
				costs(t, before, most)
			})
		}
	}
}

// A server that never stops is stopped by a limit or by the person, at once,
// and leaves nothing running: the bubble does not end before its goroutines.
func TestA41EndlessAnswers(t *testing.T) {
	const ok = "HTTP/1.1 200 OK\r\n"
	again := func(head, more string, gap time.Duration) func(io.Writer) error {
		return func(w io.Writer) error {
			_, err := io.WriteString(w, head)
			for err == nil {
				_, err = io.WriteString(w, more)
				time.Sleep(gap) // of the bubble's time
			}
			return err
		}
	}
	long := strings.Repeat("x", 1<<16)
	for _, tt := range []struct {
		name string
		talk func(io.Writer) error
		// stops says that a limit ends it; else the person does.
		stops bool
	}{
		{"body", again(ok+"Content-Type: text/plain\r\n\r\n", long, time.Second), false},
		{"body at full speed", again(ok+"\r\n", long, 0), true},
		{"events", again(ok+"Content-Type: text/event-stream\r\n\r\n", "data: x\n\n", time.Minute), false},
		{"headers", again(ok, "X-A: "+long+"\r\n", 0), true},
		{"one header", again(ok+"X-A: ", long, 0), true},
		{"300,000 headers", again(ok, strings.Repeat("X-A: 1\r\n", 10_000), 0), true},
		{"103s", again("", "HTTP/1.1 103 Early Hints\r\nLink: <"+long+">\r\n\r\n", 0), true},
		{"a status line", again("HTTP/1.1 200 ", long, 0), true},
		{"chunk extensions", again(ok+"Transfer-Encoding: chunked\r\n\r\n1;", long, 0), true},
		{"trailers", again(ok+"Transfer-Encoding: chunked\r\nTrailer: X-A\r\n\r\n0\r\n", "X-A: "+long+"\r\n", 0), true},
		{"headers, drop by drop", again(ok, "X", 100*time.Millisecond), true},
		{"body, drop by drop", again(ok+"\r\n", "x", 100*time.Millisecond), false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			limits := engine.Limits{Body: payload.Limits{Memory: 1 << 20, Total: 8 << 20, Dir: t.TempDir()}}
			synctest.Test(t, func(t *testing.T) {
				var before runtime.MemStats
				runtime.ReadMemStats(&before)
				e := engine.New(engine.Options{Limits: limits, Dial: says(tt.talk)})
				ctx, cancel := context.WithCancel(t.Context())
				var left time.Time
				stop := time.AfterFunc(90*time.Second, func() { left = time.Now(); cancel() })
				if tt.stops {
					stop.Reset(time.Hour)
				}
				x, err := e.Send(ctx, get(), nil)
				if x != nil && x.Response != nil {
					defer x.Response.Body.Close()
				}
				var told *engine.Error
				if !errors.As(err, &told) || (told.Stage == engine.StageCancelled) == tt.stops {
					t.Errorf("it ended with %v", err)
				}
				if !left.IsZero() && time.Since(left) > 100*time.Millisecond {
					t.Errorf("it ended %v after it was stopped", time.Since(left))
				}
				costs(t, before, most)
				stop.Stop()
				cancel()
				e.Close()
				time.Sleep(2 * time.Minute) // of the bubble's time: the server notices
			})
		})
	}
}
