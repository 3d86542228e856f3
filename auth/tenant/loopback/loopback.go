// Package loopback tells addresses of this machine from all others. A tenant
// listens on no other, and lets a browser be sent to any of them.
package loopback

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
)

// ErrNot says that somebody asked for an address others could reach.
var ErrNot = errors.New("the tenant listens on loopback addresses only; use 127.0.0.1:PORT")

// Address checks an address to listen on and gives it a port; "" means any
// free port of 127.0.0.1. Its error wraps [ErrNot].
func Address(addr string) (string, error) {
	if addr == "" {
		return "127.0.0.1:0", nil
	}
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return "", fmt.Errorf("read tenant address: %w", err)
	}
	if host == "localhost" {
		host = "127.0.0.1"
	}
	if !isIP(host) {
		return "", fmt.Errorf("tenant address %q: %w", addr, ErrNot)
	}
	return net.JoinHostPort(host, port), nil
}

// Is reports whether a host, as of a URL, is this machine.
func Is(host string) bool { return host == "localhost" || isIP(host) }

func isIP(host string) bool {
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

// Only refuses requests for another host name: a web page whose name was made
// to point here could otherwise use the tenant through a browser.
func Only(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if u := (url.URL{Host: r.Host}); !Is(u.Hostname()) {
			http.Error(w, "this server answers for loopback addresses only", http.StatusMisdirectedRequest)
			return
		}
		h.ServeHTTP(w, r)
	})
}
