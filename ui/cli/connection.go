package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"postern/auth"
	"postern/store/settings"
	"postern/ui/cli/exit"
	"postern/ui/theme"
)

// connecting are the flags about connections, as newman and curl call them.
// They go before the settings file, for this run only.
type connecting struct {
	cert, key, passphrase, authorities, proxy string
	timeout                                   int
	insecure                                  bool
}

// passphraseVariable holds the passphrase of --ssl-client-key where the
// command line shall not show it.
const passphraseVariable = "POSTERN_SSL_PASSPHRASE"

// flags adds all but --timeout-request, which not all commands mean alike.
func (n *connecting) flags(c *cobra.Command) {
	f := c.Flags()
	f.StringVar(&n.cert, "ssl-client-cert", "", "client certificate for every server that asks for one, a PEM `FILE`")
	f.StringVar(&n.key, "ssl-client-key", "", "key of the client certificate, a PEM `FILE` (default: it is with the certificate)")
	f.StringVar(&n.passphrase, "ssl-client-passphrase", "", "passphrase of the key; better kept in "+passphraseVariable)
	f.StringVar(&n.authorities, "ssl-extra-ca-certs", "", "trust the authorities in `FILE` besides")
	f.StringVar(&n.proxy, "proxy", "", "reach everything by the proxy at `URL`")
	f.BoolVarP(&n.insecure, "insecure", "k", false, "do not check the certificates of servers")
}

func (n *connecting) timeoutFlag(c *cobra.Command) {
	c.Flags().IntVar(&n.timeout, "timeout-request", 0, "milliseconds a request may take with its redirects (default none)")
}

// override is what the flags come to, or why they make no sense.
func (n *connecting) override(a *app) (settings.Override, error) {
	o := settings.Override{
		Cert: n.cert, Key: n.key, Passphrase: auth.Secret(n.passphrase), Authorities: n.authorities,
		Proxy: n.proxy, Timeout: milliseconds(n.timeout), Insecure: n.insecure,
	}
	switch {
	case n.timeout < 0:
		return o, exit.Misused("a time cannot be negative", "--timeout-request 5000")
	case n.key != "" && n.cert == "":
		return o, exit.Misused("--ssl-client-key has no certificate to go with", "name it with --ssl-client-cert")
	}
	if err := o.Check(); err != nil {
		return o, err
	}
	if n.passphrase != "" {
		a.err.Line(theme.Warn, "! others on this machine can see a passphrase on the command line: put it into "+passphraseVariable)
	}
	for _, kv := range a.Env {
		if v, ok := strings.CutPrefix(kv, passphraseVariable+"="); ok && n.passphrase == "" {
			o.Passphrase = auth.Secret(v)
		}
	}
	return o, nil
}
