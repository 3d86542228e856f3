// Package peer tells who was at the other end of a TLS connection: what was
// agreed on, the certificates that were shown, and whether they were checked.
//
// What it returns is plain data, bounded and without a secret, fit for keeping
// and for showing. It makes no connection and checks no certificate: that is
// crypto/tls, and what was decided there is only written down here.
package peer

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"strings"
	"time"
	"unicode/utf8"
)

// TLS is a connection's, or that of a handshake which a certificate ended.
type TLS struct {
	// Version is "TLS 1.3"; Cipher the suite's name of the RFCs. Both are ""
	// if the certificate was refused.
	Version string `json:"version,omitempty"`
	Cipher  string `json:"cipher,omitempty"`
	// Protocol is what was agreed on by ALPN (RFC 7301), such as "h2"; "" if
	// nothing was.
	Protocol string `json:"protocol,omitempty"`
	Trust    Trust  `json:"trust"`
	// Chain begins with the server's own certificate. If it was verified it
	// goes on to the authority that is trusted, else it is what the server
	// showed.
	Chain []Certificate `json:"chain,omitempty"`
	// More is how many certificates follow that are not told of.
	More int `json:"more,omitempty"`
}

// Trust says what was made of the server's certificate.
type Trust string

// The kinds of trust.
const (
	// Verified is a certificate for the host, from a trusted authority.
	Verified Trust = "verified"
	// Unchecked is one that nobody looked at, as the person wished.
	Unchecked Trust = "unchecked"
	// Refused is one that ended the handshake.
	Refused Trust = "refused"
)

// Certificate is what a certificate says of itself.
type Certificate struct {
	// Subject and Issuer are distinguished names (RFC 4514), the first part
	// first: "CN=api.example.com,O=Example".
	Subject string `json:"subject"`
	Issuer  string `json:"issuer"`
	// Names are the hosts, addresses and URIs that it is for; MoreNames is how
	// many there are beside them.
	Names     []string `json:"names,omitempty"`
	MoreNames int      `json:"moreNames,omitempty"`
	// From and Until are the first and the last moment of its life.
	From  time.Time `json:"from"`
	Until time.Time `json:"until"`
}

// A server may show what it likes: this much of it is kept.
const (
	maxChain = 8
	maxNames = 8
	maxText  = 256 // bytes
)

// Of returns what is to be told of a connection whose handshake is done.
func Of(s tls.ConnectionState) *TLS {
	t := &TLS{
		Version: tls.VersionName(s.Version), Cipher: tls.CipherSuiteName(s.CipherSuite),
		Protocol: short(s.NegotiatedProtocol), Trust: Unchecked,
	}
	shown := s.PeerCertificates
	if len(s.VerifiedChains) > 0 {
		t.Trust, shown = Verified, s.VerifiedChains[0]
	}
	t.tell(shown)
	return t
}

// RefusedBy returns what is to be told of a handshake that err ended; nil if
// it was not for a certificate.
func RefusedBy(err error) *TLS {
	var refused *tls.CertificateVerificationError
	if !errors.As(err, &refused) {
		return nil
	}
	t := &TLS{Trust: Refused}
	t.tell(refused.UnverifiedCertificates)
	return t
}

// Masked returns a copy whose texts went through mask.
func (t *TLS) Masked(mask func(string) string) *TLS {
	if t == nil {
		return nil
	}
	out := *t
	out.Chain = nil
	for _, c := range t.Chain {
		c.Subject, c.Issuer = mask(c.Subject), mask(c.Issuer)
		var names []string
		for _, n := range c.Names {
			names = append(names, mask(n))
		}
		c.Names = names
		out.Chain = append(out.Chain, c)
	}
	return &out
}

func (t *TLS) tell(chain []*x509.Certificate) {
	for _, c := range chain[:min(len(chain), maxChain)] {
		t.Chain = append(t.Chain, certificate(c))
	}
	t.More = len(chain) - len(t.Chain)
}

func certificate(c *x509.Certificate) Certificate {
	out := Certificate{
		Subject: short(c.Subject.String()), Issuer: short(c.Issuer.String()),
		From: c.NotBefore.UTC(), Until: c.NotAfter.UTC(),
	}
	add := func(name string) {
		if len(out.Names) == maxNames {
			out.MoreNames++
			return
		}
		out.Names = append(out.Names, short(name))
	}
	for _, n := range c.DNSNames {
		add(n)
	}
	for _, ip := range c.IPAddresses {
		add(ip.String())
	}
	for _, u := range c.URIs {
		add(u.String())
	}
	return out
}

// short bounds a text that the server chose.
func short(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if len(s) <= maxText {
		return s
	}
	end := maxText
	for !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end] + "…"
}

// Standing is where a moment lies in a certificate's life.
type Standing int

// The standings.
const (
	// Good is a certificate that has time left.
	Good Standing = iota
	// Early is one that is not valid yet.
	Early
	// Ending is one that is near its end: it should have been renewed.
	Ending
	// Ended is one that is valid no more.
	Ended
)

// near is how long before its end a certificate is [Ending], at most: one that
// lives for a few days only is near it in the last third.
const near = 14 * 24 * time.Hour

// Standing returns the certificate's standing at a moment.
func (c Certificate) Standing(at time.Time) Standing {
	switch {
	case at.Before(c.From):
		return Early
	case at.After(c.Until):
		return Ended
	case c.Until.Sub(at) < min(near, c.Until.Sub(c.From)/3):
		return Ending
	}
	return Good
}
