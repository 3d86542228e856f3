package wire

import (
	"net/http"
	"net/url"
	"strings"
)

// Proxy is a proxy for some addresses.
type Proxy struct {
	// URL is the proxy: http, https, socks5 or socks5h, with the user and
	// the password it asks for.
	URL *url.URL
	// HTTP and HTTPS are the schemes it is for; neither means both.
	HTTP, HTTPS bool
	// Hosts are patterns as in [Match], except that without a port every port
	// is meant; none means all.
	Hosts []string
	// Bypass are patterns of hosts that are reached without it.
	Bypass []string
}

// Proxies returns a function for [Options.Proxy] that takes the first proxy
// of the list that fits, and none where none does.
func Proxies(list []Proxy) func(*http.Request) (*url.URL, error) {
	return func(r *http.Request) (*url.URL, error) {
		for _, p := range list {
			if p.fits(r.URL) {
				return p.URL, nil
			}
		}
		return nil, nil
	}
}

func (p Proxy) fits(u *url.URL) bool {
	if p.HTTP != p.HTTPS && p.HTTPS != (u.Scheme == "https") {
		return false
	}
	return (len(p.Hosts) == 0 || anyHost(p.Hosts, u)) && !anyHost(p.Bypass, u)
}

func anyHost(patterns []string, u *url.URL) bool {
	host, port := hostPort(u)
	for _, pattern := range patterns {
		if _, _, ok := cutPort(pattern); !ok {
			pattern += ":*"
		}
		if Match(pattern, host, port) {
			return true
		}
	}
	return false
}

// hostPort is where an address goes, an IPv6 address in its brackets.
func hostPort(u *url.URL) (host, port string) {
	host, port = strings.ToLower(u.Hostname()), u.Port()
	if strings.ContainsRune(host, ':') {
		host = "[" + host + "]"
	}
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	return host, port
}
