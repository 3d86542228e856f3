// Package callback brings the answer of an authorization server back from the
// browser: by a small server on a loopback port (RFC 8252), or by the address a
// person copies out of the browser.
//
// [PlanFor] decides which of them a callback URL allows; [Host.Await] serves
// one login; [Pasted] reads what a person brought. Both take only what [Expect]
// allows. What the answer means is for who asked.
package callback

import (
	"crypto/subtle"
	"errors"
	"net"
	"net/url"
	"sync"
)

// Expect is what the answer of one login must hold to count.
type Expect struct {
	State string
	// Issuer is the server's, RFC 9207; an answer that names another one is
	// another server's. "" accepts any.
	Issuer string
	// NamesIssuer says that the server always names it.
	NamesIssuer bool
}

// The reasons why an answer does not count.
var (
	ErrState  = errors.New("an answer that belongs to another login was turned away")
	ErrIssuer = errors.New("an answer of another server was turned away")
)

// check looks at the state before anything else, so that who does not know it
// learns nothing.
func (e Expect) check(values url.Values) error {
	if !same(values.Get("state"), e.State) {
		return ErrState
	}
	return e.checkIssuer(values)
}

func (e Expect) checkIssuer(values url.Values) error {
	if iss := values.Get("iss"); e.Issuer != "" && (e.NamesIssuer || iss != "") && iss != e.Issuer {
		return ErrIssuer
	}
	return nil
}

func same(got, want string) bool {
	return subtle.ConstantTimeCompare([]byte(got), []byte(want)) == 1
}

// Host opens the ports of logins. It is safe for concurrent use.
type Host struct {
	listen func(network, address string) (net.Listener, error)

	mu sync.Mutex
	// leaving are the servers that only wait to serve their last page.
	leaving map[*Server]bool
}

// NewHost returns a host that opens ports with listen; nil means [net.Listen].
func NewHost(listen func(network, address string) (net.Listener, error)) *Host {
	if listen == nil {
		listen = net.Listen
	}
	return &Host{listen: listen, leaving: map[*Server]bool{}}
}
