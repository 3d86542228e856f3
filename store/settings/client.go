package settings

import (
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
