package engine

import (
	"cmp"
	"net/http"

	"postern/auth"
	"postern/engine/address"
	"postern/engine/profile"
	"postern/engine/wire"
)

// need is what a request asks of its connection. Like Postman's runtime the
// default speaks HTTP/1.1.
func need(b *profile.Behavior, a address.URL) wire.Need {
	return wire.Need{
		Host: a.Host, Port: cmp.Or(a.Port, address.DefaultPort(a.Scheme)), Path: a.Path, Insecure: b.Insecure,
		HTTP2:  b.Protocol == "http2" || b.Protocol == "auto",
		TLSOff: b.TLSOff, Ciphers: b.Ciphers,
	}
}

// transport is the engine's, or the send's own where the scheme authenticates
// the connection: on a shared one the next request, perhaps of somebody else,
// would go out as this person.
func (s *send) transport(a address.URL) (*http.Transport, error) {
	need := need(&s.d.Behavior, a)
	h, ok := s.d.scheme.(auth.Handshake)
	if !ok || !h.Pinned() || a.Origin() != s.home.Origin() {
		return s.e.pool.Transport(need)
	}
	if s.own != nil {
		return s.own, nil
	}
	need.HTTP2 = false // such a handshake is older than HTTP/2 and does not work over it
	own, err := s.e.pool.Own(need)
	s.own = own
	return own, err
}

// connecting warns of what the person's settings mean for a connection.
func (d *draft) connecting(p *wire.Pool, a address.URL) {
	for _, w := range p.Warnings(need(&d.Behavior, a), a.Scheme == "https") {
		d.Warn("%s", w)
	}
}

// problems warns of what is wrong with the settings themselves.
func (d *draft) problems(p *wire.Pool) {
	for _, w := range p.Problems() {
		d.Warn("%s", w)
	}
}
