package wire

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// ErrNoTLS says that a request switches off every version of TLS there is.
var ErrNoTLS = errors.New("every TLS version is switched off")

// tls is the TLS configuration of a variant.
func (p *Pool) tls(n Need, v variant) (*tls.Config, error) {
	conf := &tls.Config{}
	if p.o.TLS != nil {
		conf = p.o.TLS.Clone()
	}
	if v.insecure {
		conf.InsecureSkipVerify = true // the user's wish, for this request or this server only
	}
	if i := v.certificate; i >= 0 {
		own, err := p.o.Certificates[i].get()
		if err != nil {
			return nil, err
		}
		conf.Certificates = []tls.Certificate{own}
	}
	if i := v.authorities; i >= 0 {
		more, err := p.o.Authorities[i].get()
		if err != nil {
			return nil, err
		}
		roots, err := withRoots(conf.RootCAs, more)
		if err != nil {
			return nil, err
		}
		conf.RootCAs = roots
	}
	if len(n.TLSOff) > 0 {
		if err := restrict(conf, n.TLSOff); err != nil {
			return nil, err
		}
	}
	suites, _ := Suites(n.Ciphers)
	if len(suites) > 0 {
		conf.CipherSuites = suites
	}
	return conf, nil
}

// withRoots returns base, or the system's roots, and more.
func withRoots(base *x509.CertPool, more []*x509.Certificate) (*x509.CertPool, error) {
	roots := base
	if roots == nil {
		system, err := x509.SystemCertPool()
		if err != nil {
			return nil, fmt.Errorf("read the system's certificates: %w", err)
		}
		roots = system
	} else {
		roots = roots.Clone()
	}
	for _, c := range more {
		roots.AddCert(c)
	}
	return roots, nil
}

// restrict leaves the versions that are not off. Below 1.2 nothing is spoken
// anyhow, in Postman neither.
func restrict(conf *tls.Config, off []string) error {
	old, latest := !slices.Contains(off, "TLSv1_2"), !slices.Contains(off, "TLSv1_3")
	switch {
	case !old && !latest:
		return ErrNoTLS
	case !old:
		conf.MinVersion = tls.VersionTLS13
	case !latest:
		conf.MaxVersion = tls.VersionTLS12
	}
	return nil
}

// Suites returns the numbers of cipher suites that OpenSSL or the RFCs name,
// and the names it does not have. Those of TLS 1.3 are known and count as
// neither: Go always offers all three.
func Suites(names []string) (ids []uint16, unknown []string) {
	for _, name := range names {
		if strings.HasPrefix(name, "TLS_AES_") || strings.HasPrefix(name, "TLS_CHACHA20_") {
			continue
		}
		id, ok := suite(name)
		if !ok {
			unknown = append(unknown, name)
			continue
		}
		ids = append(ids, id)
	}
	return ids, unknown
}

// suite finds a suite by the letters of its name: OpenSSL leaves out words
// that go without saying in the RFC's.
func suite(name string) (uint16, bool) {
	for _, s := range slices.Concat(tls.CipherSuites(), tls.InsecureCipherSuites()) {
		if s.Name == name || openSSL(s.Name) == name {
			return s.ID, true
		}
	}
	return 0, false
}

// openSSL is what OpenSSL calls a suite.
func openSSL(name string) string {
	name = strings.TrimPrefix(name, "TLS_")
	exchange, rest, _ := strings.Cut(name, "_WITH_")
	exchange = strings.TrimPrefix(exchange, "RSA") // the exchange that OpenSSL does not say
	rest = strings.NewReplacer(
		"AES_128_CBC", "AES128", "AES_256_CBC", "AES256",
		"AES_128", "AES128", "AES_256", "AES256",
		"CHACHA20_POLY1305_SHA256", "CHACHA20-POLY1305",
		"3DES_EDE_CBC", "DES-CBC3", "RC4_128", "RC4",
	).Replace(rest)
	return strings.TrimPrefix(strings.ReplaceAll(exchange+"_"+rest, "_", "-"), "-")
}
