package engine

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"postern/auth"
	"postern/engine/address"
	"postern/engine/failure"
	"postern/engine/profile"
	"postern/engine/redact"
)

// redirecting reports whether the answer sends us elsewhere: like Postman, any
// of the three hundreds that says where.
func (s *send) redirecting(h *hop) bool {
	return !s.d.Stay && h.resp.StatusCode/100 == 3 && h.resp.Header.Get("Location") != ""
}

// pass writes an answer down that is not the last, and makes its connection
// free for the next.
func (s *send) pass(h *hop, dropped []string) {
	drain(h)
	timing := h.trip.Done()
	s.x.Hops = append(s.x.Hops, Hop{
		Sent: s.x.Sent, Status: h.resp.StatusCode, Reason: reason(h.resp), Header: h.resp.Header,
		Timing: timing, Dropped: dropped,
	})
	s.watch.next()
}

const (
	drainSize = 64 << 10
	drainTime = 500 * time.Millisecond
)

// drain reads a body nobody wants, within reason: an unread one would cost the
// connection, an endless one the send.
func drain(h *hop) {
	stop := time.AfterFunc(drainTime, func() { h.cancel(nil) })
	_, _ = io.CopyN(io.Discard, h.resp.Body, drainSize) // it is only about the connection
	stop.Stop()
	_ = h.resp.Body.Close()
	h.cancel(nil)
}

func (s *send) tooMany(h *hop) *Error {
	if err := s.capture(h); err != nil {
		return err
	}
	return failure.New(failure.Transfer, fmt.Sprintf("stopped after %d redirects", s.d.MaxRedirects), s.x.Sent.URL,
		"look at the hops in the timeline, or raise maxRedirects", failure.ErrRedirects)
}

// target is where a redirect leads, ok is false if it is not to be followed.
// Then the redirect itself is the answer, and a warning says why.
func (s *send) target(h *hop) (next address.URL, ok bool) {
	location := h.resp.Header.Get("Location")
	next, err := h.url.Resolve(location, s.d.VerbatimURL)
	red := redact.New(s.d.Secrets...) // a login's redirects carry codes and tokens
	shown := red.URL(next.String())
	switch {
	case err != nil:
		s.d.Warn("the redirect to %q was not followed: %v", red.URL(location), err)
		return next, false
	case h.url.Scheme == "https" && next.Scheme == "http" && !s.d.Downgrade:
		s.d.Warn("the redirect to %s was not followed: it leaves https (%s allows it)", shown, profile.FollowInsecure)
		s.x.Downgrade = next.String()
		return next, false
	case s.d.req.Body != nil && s.keepsMethod(h) && !s.mayHaveBody(h.url, next):
		s.d.Warn("the redirect to %s was not followed: it would send the body to another origin (followAuthorizationHeader allows it)", shown)
		return next, false
	}
	return next, true
}

// keepsMethod reports whether the next request has the same method and body.
func (s *send) keepsMethod(h *hop) bool {
	c := h.resp.StatusCode
	return c == http.StatusTemporaryRedirect || c == http.StatusPermanentRedirect || s.d.KeepMethod
}

// mayHaveBody reports whether the body may be sent to next: to the same origin,
// or to the same host by a safer way.
func (s *send) mayHaveBody(from, next address.URL) bool {
	upgrade := from.Host == next.Host && from.Scheme == "http" && next.Scheme == "https"
	return s.d.KeepAuth || upgrade || from.Origin() == next.Origin()
}

// redirected changes the request into the next one and returns the names of
// the headers it lost.
func (s *send) redirected(h *hop, next address.URL) (dropped []string) {
	r := &s.d.req
	from, same := r.URL, h.url.Origin() == next.Origin()
	if !s.keepsMethod(h) {
		if r.Method != http.MethodHead {
			r.Method = http.MethodGet
		}
		r.Body, r.BodySize = nil, 0
		dropped = s.drop(func(name string) bool {
			switch strings.ToLower(name) {
			case "content-type", "content-length", "transfer-encoding":
				return true
			}
			return false
		})
	}
	dropped = append(dropped, s.startOver()...)
	r.URL = next.String()
	r.Header = slices.DeleteFunc(r.Header, func(h auth.Header) bool {
		return h.System && (h.Name == "Host" || h.Name == "Referer")
	})
	switch {
	case !same:
		dropped = append(dropped, s.leaveOrigin()...)
	case !s.d.NoReferer:
		r.Replace(auth.Header{Name: "Referer", Value: from, System: true})
	}
	s.d.system("Host", next.HostHeader())
	return dropped
}

// leaveOrigin takes away what belongs to the origin that is left. What is gone
// stays gone, also if a later redirect leads back.
func (s *send) leaveOrigin() []string {
	return s.drop(func(name string) bool {
		switch lower := strings.ToLower(name); lower {
		case "cookie", "proxy-authorization", "host", "referer":
			return true
		default:
			return !s.d.KeepAuth && s.private(name)
		}
	})
}

// private reports whether a header is a credential: by its name, because the
// scheme made it, or because a secret went into it.
func (s *send) private(name string) bool {
	return redact.Sensitive(name) || slices.ContainsFunc(s.d.req.Header, func(h auth.Header) bool {
		return strings.EqualFold(h.Name, name) && h.Secret
	}) || slices.ContainsFunc(s.d.made, func(m string) bool { return strings.EqualFold(m, name) })
}

// drop removes the headers whose names match.
func (s *send) drop(match func(name string) bool) (dropped []string) {
	for _, h := range s.d.req.Header {
		if match(h.Name) && !slices.Contains(dropped, h.Name) {
			dropped = append(dropped, h.Name)
		}
	}
	for _, name := range dropped {
		s.d.req.Del(name)
	}
	return dropped
}
