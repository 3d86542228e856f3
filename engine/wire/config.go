package wire

import (
	"net/http"
	"net/url"
	"slices"
	"time"
)

// Config is what a person decides about connections. A [Pool] asks for it when
// the first request comes, so that a program that sends nothing reads nothing.
type Config struct {
	// Certificates and Authorities come before those of the [Options].
	Certificates []Certificate
	Authorities  []Authority
	// Proxy replaces that of the [Options]; nil leaves it.
	Proxy func(*http.Request) (*url.URL, error)
	// Insecure are patterns as in [Match]: the certificates of these servers
	// are not checked.
	Insecure []string
	// Timeout is for all of a send; zero means no limit.
	Timeout time.Duration
	// Problems are what was wrong with the settings, told with the first send.
	Problems []string
	// Warn says what to know of every request of a kind; nil is nothing.
	Warn func(Need) []string
}

// config asks once for what the person decided.
func (p *Pool) config() Config {
	p.once.Do(func() {
		if p.o.Configure == nil {
			return
		}
		p.own = p.o.Configure()
		p.o.Certificates = slices.Concat(p.own.Certificates, p.o.Certificates)
		p.o.Authorities = slices.Concat(p.own.Authorities, p.o.Authorities)
		if p.own.Proxy != nil {
			p.o.Proxy = p.own.Proxy
		}
	})
	return p.own
}

// Timeout is how long the person lets a send take; zero means no limit.
func (p *Pool) Timeout() time.Duration { return p.config().Timeout }

// Problems are what was wrong with the settings.
func (p *Pool) Problems() []string { return p.config().Problems }

// Warnings are what a person should know of every request to a server. They
// say when its certificate is not checked because the person's settings have
// it so.
func (p *Pool) Warnings(n Need, tls bool) []string {
	c := p.config()
	if !tls {
		return nil
	}
	var out []string
	if p.insecure(n) {
		out = append(out, "the certificate of "+n.Host+" is not checked: whoever is in between can read and change everything")
	}
	if c.Warn != nil {
		out = append(out, c.Warn(n)...)
	}
	return out
}

func (p *Pool) insecure(n Need) bool {
	return slices.ContainsFunc(p.config().Insecure, func(pattern string) bool { return Match(pattern, n.Host, n.Port) })
}

// RoundTrip implements [http.RoundTripper] for requests that are made outside
// of the engine, such as those for tokens: they go the same ways with the same
// certificates.
func (p *Pool) RoundTrip(r *http.Request) (*http.Response, error) {
	t, err := p.Transport(needOf(r.URL))
	if err != nil {
		if r.Body != nil {
			_ = r.Body.Close() // a RoundTripper must; it was not read
		}
		return nil, err
	}
	return t.RoundTrip(r)
}

// WarningsFor is [Pool.Warnings] for requests that are made by RoundTrip.
func (p *Pool) WarningsFor(u *url.URL) []string { return p.Warnings(needOf(u), u.Scheme == "https") }

func needOf(u *url.URL) Need {
	host, port := hostPort(u)
	return Need{Host: host, Port: port, Path: u.EscapedPath(), HTTP2: true}
}
