package engine

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"postern/engine/content"
	"postern/engine/failure"
	"postern/engine/payload"
)

// capture reads the last answer. What arrives is kept, also if the end does
// not come.
func (s *send) capture(h *hop) *Error {
	defer h.cancel(nil)
	w := payload.NewWriter(s.e.limits.Body)
	w.Expect(h.resp.ContentLength)
	if isStream(h.resp) {
		w.KeepTimes()
	}
	r := &Response{
		Status: h.resp.StatusCode, Reason: reason(h.resp), Proto: h.resp.Proto, Header: h.resp.Header, Body: w.Body(),
	}
	s.x.Response = r
	shown := r
	if s.watch.heard() {
		own := *r // the watcher's copy does not change under it
		shown = &own
	}
	s.watch.emit(Event{Phase: PhaseHeaders, URL: s.x.Sent.URL, Total: h.resp.ContentLength, Response: shown})

	wire := &wireReader{r: h.resp.Body, idle: s.idle(h)}
	body, closers, warning := content.Decode(h.resp.Header, wire)
	if warning != "" {
		s.d.Warn("%s", warning)
	}
	err := s.copyBody(w, body, wire, shown, h.resp.ContentLength)
	wire.stop()
	for _, c := range closers {
		_ = c.Close() // it only gives memory back
	}
	_ = h.resp.Body.Close() // its error was met while reading
	if _, e := w.Close(); err == nil {
		err = e
	}
	r.WireSize = wire.n
	s.x.Timing = h.trip.Done()
	return s.bodyProblem(h, wire, err)
}

// idle is the timer that ends a body that has gone quiet; nil means that it may.
func (s *send) idle(h *hop) *idleTimer {
	if s.e.limits.Idle == 0 || isStream(h.resp) {
		return nil
	}
	limit := s.e.limits.Idle
	return &idleTimer{limit: limit, timer: time.AfterFunc(limit, func() { h.cancel(failure.ErrIdle) })}
}

// isStream says that an answer is a stream of events.
func isStream(r *http.Response) bool {
	return strings.HasPrefix(r.Header.Get("Content-Type"), "text/event-stream")
}

type idleTimer struct {
	limit time.Duration
	timer *time.Timer
}

// wireReader counts the bytes of a body as they come from the connection.
type wireReader struct {
	r    io.Reader
	idle *idleTimer
	n    int64
	// err is what ended the reading.
	err error
}

// Read implements [io.Reader].
func (w *wireReader) Read(p []byte) (int, error) {
	n, err := w.r.Read(p)
	w.n += int64(n)
	if err != nil {
		w.err = err
	} else if w.idle != nil {
		w.idle.timer.Reset(w.idle.limit)
	}
	return n, err
}

func (w *wireReader) stop() {
	if w.idle != nil {
		w.idle.timer.Stop()
	}
}

// copyBody moves the body into w until it ends, or becomes too much.
func (s *send) copyBody(w *payload.Writer, r io.Reader, wire *wireReader, shown *Response, total int64) error {
	buf := s.e.buffers.Get().(*[32 << 10]byte)
	defer s.e.buffers.Put(buf)
	decoded := int64(0)
	for {
		n, err := r.Read(buf[:])
		if n > 0 {
			decoded += int64(n)
			if _, err := w.Write(buf[:n]); err != nil {
				return err
			}
			if decoded > alarmFrom && decoded/s.e.limits.Ratio > wire.n {
				return failure.ErrRatio
			}
			s.watch.emit(Event{Phase: PhaseReceiving, Received: wire.n, Total: total, Response: shown})
		}
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
	}
}

// alarmFrom is the size below which nobody cares how well a body was packed.
const alarmFrom = 1 << 20

// bodyProblem puts into words why a body is incomplete.
func (s *send) bodyProblem(h *hop, wire *wireReader, err error) *Error {
	where := s.x.Sent.URL
	switch {
	case err == nil:
		return nil
	case errors.Is(err, payload.ErrFull):
		return failure.New(failure.Transfer, fmt.Sprintf("the body is larger than the limit; the first %s are kept",
			payload.FormatSize(s.x.Response.Body.Size())), where, "ask for less, or raise the body limit", err)
	case errors.Is(err, failure.ErrRatio):
		return failure.New(failure.Transfer, err.Error(), where, "it may be an attack; raise the limits if it is not", err)
	case wire.err != nil && !errors.Is(wire.err, io.EOF):
		return failure.Network(h.ctx, wire.err, h.url, s.e.limits.Idle)
	case s.x.Response.Body.Truncated():
		return failure.New(failure.Transfer, "the body cannot be kept", where, "check the space for temporary files", err)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return failure.New(failure.Transfer, "the packed body ended before it was complete", where, "send again; what arrived is kept", err)
	}
	return failure.New(failure.Transfer, "the body cannot be unpacked", where, "send again with Accept-Encoding: identity", err)
}

// reason is the server's own words behind the status code.
func reason(r *http.Response) string {
	return strings.TrimPrefix(strings.TrimPrefix(r.Status, strconv.Itoa(r.StatusCode)), " ")
}
