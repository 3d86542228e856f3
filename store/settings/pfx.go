package settings

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"time"

	"software.sslmate.com/src/go-pkcs12"
)

// loadPFX reads a pair from the one file that has both.
func (p pair) loadPFX() (tls.Certificate, error) {
	data, err := readFile(p.pfx)
	if err != nil {
		return tls.Certificate{}, err
	}
	secret, err := p.passphrase()
	if err != nil {
		return tls.Certificate{}, err
	}
	slow := &FileError{File: p.pfx, What: "takes too long to decrypt", hint: "openssl pkcs12 -in FILE -out client.pem makes a PEM of it, if it is yours"}
	if derivations(data, false, 0) > maxIterations {
		return tls.Certificate{}, slow
	}
	var key any
	var own *x509.Certificate
	var chain []*x509.Certificate
	if !p.opening.within(longest, func() { key, own, chain, err = pkcs12.DecodeChain(data, secret.Reveal()) }) {
		return tls.Certificate{}, slow
	}
	if err != nil {
		bad := &FileError{File: p.pfx, What: "cannot be read as PFX", hint: "openssl pkcs12 -in FILE -out client.pem makes a PEM of it", Err: err}
		if errors.Is(err, pkcs12.ErrIncorrectPassword) {
			bad.What, bad.hint = "the passphrase is wrong", "check the passphrase; where none is given, it is the empty one"
		}
		return tls.Certificate{}, bad
	}
	out := tls.Certificate{PrivateKey: key, Leaf: own, Certificate: [][]byte{own.Raw}}
	for _, c := range chain {
		out.Certificate = append(out.Certificate, c.Raw)
	}
	return out, nil
}

// longest is how long a file may take: far more than one that somebody uses.
const longest = 20 * time.Second

// slot is for work that cannot be interrupted: one piece of it at a time.
type slot chan struct{}

// within does the work, and reports whether that took no longer than it may.
// What does take longer is left to itself, and until it ends nothing else is done.
func (s slot) within(limit time.Duration, work func()) bool {
	t := time.NewTimer(limit)
	defer t.Stop()
	select {
	case s <- struct{}{}:
	case <-t.C:
		return false
	}
	done := make(chan struct{})
	go func() {
		defer func() { <-s }()
		work()
		close(done)
	}()
	select {
	case <-done:
		return true
	case <-t.C:
		return false
	}
}

// deepest is far beyond how deep the elements of a PFX file lie.
const deepest = 32

// derivations are how many iterations the keys of a PFX file take, all of them
// together. The library limits none, and cannot be interrupted. A count stands
// behind the salt it is for; more elements are in what compound ones hold and,
// where a tag of the context is around it, in a text of octets. Keys that are
// encrypted within what is encrypted are out of sight: for them there is a slot.
func derivations(der []byte, wrapped bool, depth int) int {
	sum, salted := 0, false
	for len(der) > 0 && sum <= maxIterations {
		var v asn1.RawValue
		rest, err := asn1.Unmarshal(der, &v)
		if err != nil {
			break // the library says what is wrong with it
		}
		der = rest
		var n int
		switch {
		case salted && v.Class == asn1.ClassUniversal && v.Tag == asn1.TagInteger:
			if _, err := asn1.Unmarshal(v.FullBytes, &n); err != nil {
				n = maxIterations + 1
			}
			sum += min(max(n, 0), maxIterations+1)
		case depth >= deepest:
			return maxIterations + 1
		case v.IsCompound || wrapped:
			sum += derivations(v.Bytes, v.Class == asn1.ClassContextSpecific, depth+1)
		}
		salted = v.Tag == asn1.TagOctetString // as the library, whatever its class
	}
	return sum
}
