package wire

import (
	"crypto/tls"
	"crypto/x509"
	"slices"
	"strings"
)

// Certificate is shown to the servers it is for.
type Certificate struct {
	// Hosts is a pattern as in [Match]. Fits says instead whether it is for a
	// request; nil leaves that to Hosts.
	Hosts       string
	Fits        func(Need) bool
	Certificate tls.Certificate
	// Load reads the certificate before the first connection to a server it is
	// for; nil means that Certificate is it.
	Load func() (tls.Certificate, error)
}

func (c Certificate) get() (tls.Certificate, error) {
	if c.Load == nil {
		return c.Certificate, nil
	}
	return c.Load()
}

func (c Certificate) fits(n Need) bool {
	if c.Fits != nil {
		return c.Fits(n)
	}
	return Match(c.Hosts, n.Host, n.Port)
}

// Authority is trusted to sign the certificates of the servers it is for.
type Authority struct {
	// Hosts is a pattern as in [Match].
	Hosts        string
	Certificates []*x509.Certificate
	// Load is as in [Certificate].
	Load func() ([]*x509.Certificate, error)
}

func (a Authority) get() ([]*x509.Certificate, error) {
	if a.Load == nil {
		return a.Certificates, nil
	}
	return a.Load()
}

func (a Authority) fits(n Need) bool { return Match(a.Hosts, n.Host, n.Port) }

// first is the index of the first entry for a request, -1 for none.
func first[E interface{ fits(Need) bool }](list []E, n Need) int {
	return slices.IndexFunc(list, func(e E) bool { return e.fits(n) })
}

// Match reports whether a pattern is for a host: "*" for all, "*.example.com"
// for every name below that one, or a name. ":8443" behind it is for that port
// alone, ":*" for every port; without, the port is 443.
func Match(pattern, host, port string) bool {
	name, wanted, ok := cutPort(strings.ToLower(pattern))
	if !ok {
		wanted = "443"
	}
	if wanted != "*" && wanted != port {
		return false
	}
	if suffix, ok := strings.CutPrefix(name, "*."); ok {
		return strings.HasSuffix(host, "."+suffix)
	}
	return name == "*" || name == host
}

// cutPort takes the port from a host, which may be an IPv6 address in brackets.
func cutPort(s string) (name, port string, ok bool) {
	i := strings.LastIndexByte(s, ':')
	if i < 0 || strings.Contains(s[i:], "]") {
		return s, "", false
	}
	return s[:i], s[i+1:], true
}
