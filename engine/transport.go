package engine

import (
	"cmp"

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

// connecting warns of what the person's settings mean for a connection.
func (d *draft) connecting(p *wire.Pool, a address.URL) {
	for _, w := range p.Warnings(need(&d.Behavior, a), a.Scheme == "https") {
		d.warn("%s", w)
	}
}

// problems warns of what is wrong with the settings themselves.
func (d *draft) problems(p *wire.Pool) {
	for _, w := range p.Problems() {
		d.warn("%s", w)
	}
}
