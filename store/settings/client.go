package settings

import (
	"crypto/tls"
	"errors"

	"software.sslmate.com/src/go-pkcs12"

	"postern/auth"
	"postern/engine/wire"
)

// Client is a client certificate of one run, with files relative to the working
// directory: Cert and Key as in [Override], or PFX, which holds both.
type Client struct {
	// Fits says which requests it is shown for; nil is all.
	Fits           func(wire.Need) bool
	Cert, Key, PFX string
	Passphrase     auth.Secret
}

func (c Client) pair() pair {
	return pair{
		host: everywhere, fits: c.Fits, cert: c.Cert, key: c.Key, pfx: c.PFX,
		passphrase: func() (auth.Secret, error) { return c.Passphrase, nil },
	}
}

// clients are the certificates that go before the file's: those of a list, then
// the one for every server.
func (o Override) clients() []pair {
	var out []pair
	for _, c := range o.Clients {
		out = append(out, c.pair())
	}
	if o.Cert != "" {
		out = append(out, Client{Cert: o.Cert, Key: o.Key, Passphrase: o.Passphrase}.pair())
	}
	return out
}

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
	key, own, chain, err := pkcs12.DecodeChain(data, secret.Reveal())
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
