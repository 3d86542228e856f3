// Package loopback tells addresses of this machine from all others. A tenant
// listens on no other, and lets a browser be sent to any of them.
package loopback

import (
	"net/http"
	"net/netip"
	"net/url"
)

// Is reports whether a host, as of a URL, is this machine.
func Is(host string) bool { return host == "localhost" || IsIP(host) }

// IsIP reports whether a host is a loopback address, not a name.
func IsIP(host string) bool {
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
