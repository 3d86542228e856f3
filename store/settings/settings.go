// Package settings reads what a person decides once and for all, from
// settings.json in the folder postern of the XDG configuration directory;
// POSTERN_CONFIG names another folder.
//
//		{
//		  "certificates": [
//		    {"host": "*.bank.example", "cert": "client.pem", "key": "client.key", "passphraseEnv": "BANK_KEY"}
//		  ],
//		  "authorities": [{"host": "*.corp.example:*", "file": "corp-ca.pem"}],
//		  "proxies": [{"match": ["*.corp.example"], "url": "http://proxy.corp.example:3128", "bypass": ["git.corp.example"]}],
//		  "timeout": 30000,
//		  "insecureHosts": ["localhost:8443"],
//		  "history": {"days": 30, "megabytes": 200, "bodies": true},
//		  "links": {"retainHeaders": true},
//		  "theme": "high contrast"
//		}
//
//	  - certificates are shown to the servers they are for, the first that fits.
//	    Without key, the key is in the file of cert. Its passphrase is in the
//	    environment variable passphraseEnv or in the file passphraseFile. A file
//	    with both is named by pfx instead of cert.
//	  - authorities are trusted beside the system's.
//	  - proxies: the first whose match fits and whose bypass does not. If there
//	    is any, HTTP_PROXY and its like are not asked. A server that no proxy is
//	    for is reached directly.
//	  - timeout is for a whole send, in milliseconds; its token does not count.
//	  - insecureHosts are servers whose certificates are not checked. Every
//	    exchange with them says so; "*" is refused.
//	  - theme is how the screen looks; see [Themes], and [Keymap] for its keys.
//
// A host is as in [wire.Match]: "api.example.com", "*.example.com" or "*", on
// port 443 unless ":8443" or ":*" stands behind it; in proxies it is on every
// port. Files are relative to the folder of settings.json.
//
// A wrong value is a [Problem] and does not apply; all else does. Nothing is
// read before the first request needs it, and certificates not before the
// first connection to their servers, when they are read afresh if they could
// not be read before.
//
// A new setting is a field of document and a line in the table of its reader.
package settings

import (
	"cmp"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/adrg/xdg"

	"postern/auth"
	"postern/engine/wire"
	"postern/store/homedir"
	"postern/store/intake/link"
)

// FileName is the name of the file in [Dir].
const FileName = "settings.json"

// Dir returns the folder of the settings: POSTERN_CONFIG, else postern in the
// XDG configuration directory. It is "" when there is no home directory
// either.
func Dir() string { return homedir.Dir("POSTERN_CONFIG", "XDG_CONFIG_HOME", xdg.ConfigHome) }

// Override is what goes before the file for one run of the program. Its files
// are relative to the working directory, and for every server.
type Override struct {
	// Cert and Key are the files of a client certificate; without Key it is in
	// Cert.
	Cert, Key  string
	Passphrase auth.Secret
	// Clients are certificates that go before Cert, the first that fits.
	Clients []Client
	// Authorities is a file of certificates to trust besides.
	Authorities string
	// Proxy is the address of a proxy for everything.
	Proxy string
	// Timeout is for a whole send; zero leaves that of the file.
	Timeout time.Duration
	// Insecure checks no server's certificate.
	Insecure bool
}

// Settings are a file that is read when it is first needed, and what goes
// before it. It is safe for concurrent use.
type Settings struct {
	read func() (document, []Problem)
	over Override
}

// New returns the settings in dir, which need not exist. Nothing is read yet.
func New(dir string, o Override) *Settings {
	return &Settings{over: o, read: sync.OnceValues(func() (document, []Problem) {
		if dir == "" {
			return document{}, nil
		}
		return read(filepath.Join(dir, FileName))
	})}
}

// Config is what the settings come to.
func (s *Settings) Config() wire.Config {
	d, problems := s.read()
	c := wire.Config{
		Insecure: d.insecure, Timeout: cmp.Or(s.over.Timeout, d.timeout), Authorities: authorities(d.authorities),
	}
	if len(d.proxies) > 0 {
		c.Proxy = wire.Proxies(d.proxies)
	}
	for _, p := range problems {
		c.Problems = append(c.Problems, p.Error()+"; "+p.Hint)
	}
	keys := slices.Concat(s.over.clients(), d.certificates)
	c.Certificates = certificates(keys)
	c.Warn = func(n wire.Need) []string { return openKey(keys, n) }
	s.override(&c, d)
	return c
}

// Transport carries requests that are made outside of the engine, such as those
// for tokens, the way that the settings say.
func (s *Settings) Transport() *wire.Pool {
	return wire.NewPool(wire.Options{
		Configure: s.Config, Connect: 10 * time.Second, Handshake: 10 * time.Second, HeaderBytes: 1 << 20,
	})
}

// Links carries requests for what a person named by its address, the way that
// the settings say, but shows no certificate of theirs to anybody.
func (s *Settings) Links() *wire.Pool {
	return wire.NewPool(wire.Options{
		Connect: 10 * time.Second, Handshake: 10 * time.Second, HeaderBytes: 1 << 20, Dial: link.Dial,
		Configure: func() wire.Config {
			c := s.Config()
			c.Certificates, c.Warn = nil, nil
			return c
		},
	})
}

// everywhere is the pattern of all servers on all ports.
const everywhere = "*:*"

// override puts what goes before the file into c, but for the certificate.
func (s *Settings) override(c *wire.Config, d document) {
	if s.over.Authorities != "" {
		// One entry counts for a server: those of the file trust both.
		extra := authority{host: everywhere, files: []string{s.over.Authorities}}
		list := []authority{}
		for _, a := range d.authorities {
			list = append(list, authority{host: a.host, files: slices.Concat(a.files, extra.files)})
		}
		c.Authorities = authorities(append(list, extra))
	}
	if s.over.Insecure {
		c.Insecure = []string{everywhere}
	}
	if s.over.Proxy == "" {
		return
	}
	u, what := proxyURL(s.over.Proxy)
	if what != "" {
		c.Problems = append(c.Problems, "the proxy "+what+"; "+proxyHint)
		return
	}
	c.Proxy = wire.Proxies([]wire.Proxy{{URL: u}})
}

// Check says what is wrong with an override, before anything is sent.
func (o Override) Check() error {
	if o.Proxy == "" {
		return nil
	}
	if _, what := proxyURL(o.Proxy); what != "" {
		return &FileError{What: "the proxy " + what, hint: proxyHint}
	}
	return nil
}
