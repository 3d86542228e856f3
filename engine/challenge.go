package engine

import (
	"net/http"
	"slices"
	"strings"

	"postern/auth"
	"postern/engine/failure"
)

// refused reports whether the answer is a refusal that the scheme has an answer
// to; the request is then re-signed. That happens once a send, or as often as a
// handshake takes, and only where the credentials belong.
func (s *send) refused(h *hop) bool {
	switch h.resp.StatusCode {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusProxyAuthRequired:
	default:
		return false
	}
	ch, ok := s.d.scheme.(auth.Challenger)
	if !ok || s.replays >= steps(ch) || h.url.Origin() != s.home.Origin() {
		return false
	}
	before := slices.Clone(s.d.req.Header)
	retry, err := ch.Challenge(s.traced(), s.d.call(s.e, s.tokens()), h.resp.StatusCode, h.resp.Header)
	if err != nil {
		s.x.NeedsLogin = auth.KindOf(err) == auth.KindNeedsLogin
		s.d.Warn("the refused request was not sent again: %s", failure.Auth(s.d.scheme.Label(), err).Error())
		return false
	}
	if retry {
		s.replays++
		s.d.noteMade(before)
	}
	return retry
}

// steps is how many replays the scheme may have.
func steps(ch auth.Challenger) int {
	if h, ok := ch.(auth.Handshake); ok {
		return h.Steps()
	}
	return 1
}

// startOver forgets a handshake before a redirect: it was about the address
// that is left. It returns the names of the headers that are gone.
func (s *send) startOver() []string {
	if _, ok := s.d.scheme.(auth.Handshake); !ok {
		return nil
	}
	s.replays = 0
	return s.drop(func(name string) bool {
		return slices.ContainsFunc(s.d.made, func(m string) bool { return strings.EqualFold(m, name) })
	})
}
