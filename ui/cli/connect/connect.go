// Package connect is the flags of commands that open connections, as newman and
// curl call them. They go before the settings file, for this run only.
//
// It connects nothing; what the flags mean is package store/settings' business.
package connect

import (
	"strings"
	"time"

	"github.com/spf13/cobra"

	"postern/auth"
	"postern/store/settings"
	"postern/ui/cli/console"
	"postern/ui/cli/exit"
	"postern/ui/theme"
)

// Flags are the flags about connections.
type Flags struct {
	// Timeout is in milliseconds; 0 is none.
	Timeout int

	cert, key, passphrase, authorities, proxy string
	insecure                                  bool
}

// passphraseVariable holds the passphrase of --ssl-client-key where the
// command line shall not show it.
const passphraseVariable = "POSTERN_SSL_PASSPHRASE"

// Add adds all but --timeout-request, which not all commands mean alike.
func (n *Flags) Add(c *cobra.Command) {
	f := c.Flags()
	f.StringVar(&n.cert, "ssl-client-cert", "", "client certificate for every server that asks for one, a PEM `FILE`")
	f.StringVar(&n.key, "ssl-client-key", "", "key of the client certificate, a PEM `FILE` (default: it is with the certificate)")
	f.StringVar(&n.passphrase, "ssl-client-passphrase", "", "passphrase of the key, a `TEXT`; better kept in "+passphraseVariable)
	f.StringVar(&n.authorities, "ssl-extra-ca-certs", "", "trust the authorities in `FILE` besides")
	f.StringVar(&n.proxy, "proxy", "", "reach everything by the proxy at `URL`")
	f.BoolVarP(&n.insecure, "insecure", "k", false, "do not check the certificates of servers")
}

// AddTimeout adds --timeout-request.
func (n *Flags) AddTimeout(c *cobra.Command) {
	c.Flags().IntVar(&n.Timeout, "timeout-request", 0, "milliseconds a request may take with its redirects (default none)")
}

// Override is what the flags come to, or why they make no sense.
func (n *Flags) Override(env []string, told *console.Stream) (settings.Override, error) {
	o := settings.Override{
		Cert: n.cert, Key: n.key, Passphrase: auth.Secret(n.passphrase), Authorities: n.authorities,
		Proxy: n.proxy, Timeout: Milliseconds(n.Timeout), Insecure: n.insecure,
	}
	switch {
	case n.Timeout < 0:
		return o, exit.Misused("a time cannot be negative", "--timeout-request 5000")
	case n.key != "" && n.cert == "":
		return o, exit.Misused("--ssl-client-key has no certificate to go with", "name it with --ssl-client-cert")
	}
	if err := o.Check(); err != nil {
		return o, err
	}
	if n.passphrase != "" {
		told.Line(theme.Warn, "! others on this machine can see a passphrase on the command line: put it into "+passphraseVariable)
	}
	for _, kv := range env {
		if v, ok := strings.CutPrefix(kv, passphraseVariable+"="); ok && n.passphrase == "" {
			o.Passphrase = auth.Secret(v)
		}
	}
	return o, nil
}

// Milliseconds is n of them.
func Milliseconds(n int) time.Duration { return time.Duration(n) * time.Millisecond }
