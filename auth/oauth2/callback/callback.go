// Package callback brings the answer of an authorization server back from the
// browser: by a small server on a loopback port (RFC 8252), or by the address a
// person copies out of the browser.
//
// [PlanFor] decides which of them a callback URL allows; [Host.Await] serves
// one login; [Pasted] reads what a person brought. Both check the state before
// they look at anything else. What the answer means is for who asked.
package callback

import (
	"net"
	"sync"
)

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
