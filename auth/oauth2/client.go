package oauth2

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"postern/auth"
	"postern/auth/oauth2/answer"
	"postern/auth/oauth2/callback"
	"postern/auth/oauth2/mask"
	"postern/auth/oauth2/metadata"
)

// Options are what a [Client] is made of. The zero value is good.
type Options struct {
	// Transport carries the token requests; nil means one of our own, with
	// the proxy of the environment. Redirects, time and size are limited here
	// whatever it does.
	Transport http.RoundTripper
	// Now is the wall clock; nil means [time.Now].
	Now func() time.Time
	// Listen opens the loopback port of a login; nil means [net.Listen].
	Listen func(network, address string) (net.Listener, error)
	// Warn says what to know of a request to an endpoint; nil is nothing.
	Warn func(endpoint *url.URL) []string
	// AllowInsecure lets token requests go over http to other machines,
	// whatever a config says.
	AllowInsecure bool
	// Metadata tells what the server of an issuer is; nil asks the server, once
	// for as long as the client lives.
	Metadata func(ctx context.Context, issuer string, insecure bool) (metadata.Metadata, error)
	// Remote reports that no browser opens on this machine: the session came
	// over SSH, runs in a container or has no display. Then a login by device
	// code comes first, if the server is known to have it. nil is never.
	Remote func() bool
}

// Client implements [auth.Grants]. It is safe for concurrent use.
type Client struct {
	http     *http.Client
	now      func() time.Time
	back     *callback.Host
	insecure bool
	warn     func(endpoint *url.URL) []string
	metadata func(ctx context.Context, issuer string, insecure bool) (metadata.Metadata, error)
	remote   func() bool
}

// patience is how long a login may take.
const patience = 5 * time.Minute

// New returns a client.
func New(o Options) *Client {
	cl := &Client{
		http: &http.Client{
			Transport: o.Transport,
			// A redirect would carry the secret to another host, or bring a
			// foreign answer back.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		now:      o.Now,
		back:     callback.NewHost(o.Listen),
		insecure: o.AllowInsecure,
		warn:     o.Warn,
		metadata: o.Metadata,
		remote:   o.Remote,
	}
	if o.Transport == nil {
		cl.http.Transport = &http.Transport{
			Proxy:                  http.ProxyFromEnvironment,
			ForceAttemptHTTP2:      true,
			TLSHandshakeTimeout:    10 * time.Second,
			IdleConnTimeout:        30 * time.Second,
			MaxResponseHeaderBytes: answer.MaxBytes,
		}
	}
	if cl.metadata == nil {
		cl.metadata = metadata.NewCache(cl.http.Transport).Get
	}
	if cl.remote == nil {
		cl.remote = func() bool { return false }
	}
	if cl.now == nil {
		cl.now = time.Now
	}
	return cl
}

// obtainFunc runs a grant.
type obtainFunc func(ctx context.Context, cl *Client, s settings, p auth.Prompter) (auth.Token, error)

// grant is one way to a token.
type grant struct {
	// name is Postman's grant_type.
	name string
	// interactive says that a person must log in.
	interactive bool
	obtain      obtainFunc
}

// grants lists every grant. It is the one place to register one.
func grants() []grant {
	return []grant{
		{auth.AuthorizationCode, true, authorizationCode},
		{auth.AuthorizationCodePKCE, true, authorizationCode},
		{auth.Implicit, true, implicit},
		{auth.PasswordCredentials, false, password},
		{auth.ClientCredentials, false, clientCredentials},
		{auth.DeviceCode, true, deviceCode},
		{auth.RefreshToken, false, refreshToken},
		{auth.TokenExchange, false, tokenExchange},
		{auth.JWTBearer, false, jwtBearer},
	}
}

func lookup(name string) (grant, bool) {
	for _, g := range grants() {
		if g.name == name {
			return g, true
		}
	}
	return grant{}, false
}

// Interactive implements [auth.Grants].
func (cl *Client) Interactive(c auth.Config) bool {
	g, _ := lookup(auth.GrantType(c))
	return g.interactive
}

// Obtain implements [auth.Grants]. Errors are of type [*auth.Error].
func (cl *Client) Obtain(ctx context.Context, c auth.Config, p auth.Prompter) (auth.Token, error) {
	name := auth.GrantType(c)
	g, ok := lookup(name)
	if !ok {
		return auth.Token{}, &auth.Error{
			Kind:    auth.KindConfig,
			Summary: "unknown grant type " + mask.Clean(name, 40),
			Where:   "grant_type",
			Hint:    "choose one of the grant types of the Auth tab",
		}
	}
	if g.interactive && p == nil {
		return auth.Token{}, &auth.Error{
			Kind:    auth.KindNeedsLogin,
			Summary: "this grant needs a person to log in",
			Where:   name,
			Hint:    "log in from the token manager, or use client_credentials where nobody watches",
		}
	}
	s, err := cl.settle(ctx, c, g.interactive)
	if err != nil {
		return auth.Token{}, err
	}
	t, err := g.obtain(ctx, cl, s, p)
	if err != nil {
		return auth.Token{}, err
	}
	if t.Scope == "" {
		t.Scope = s.scope
	}
	return t, nil
}

// Settle waits until the browsers of past logins have their last page, a second
// at most, or until ctx ends.
func (cl *Client) Settle(ctx context.Context) { cl.back.Settle(ctx) }

// settle reads c and fills in what it leaves to the metadata of its issuer.
// They are asked for if an endpoint is missing, and before a login, for what
// else they say; without them a login goes on as well as it can.
func (cl *Client) settle(ctx context.Context, c auth.Config, login bool) (settings, error) {
	s := parse(c)
	if err := s.check(); err != nil {
		return settings{}, err
	}
	if login {
		if err := s.named(); err != nil {
			return settings{}, err
		}
	}
	s.insecure = s.insecure || cl.insecure
	issuer := strings.TrimSpace(c.Get("issuer"))
	if issuer == "" || !login && !s.lacks() {
		return s, nil
	}
	m, err := cl.metadata(ctx, issuer, s.insecure)
	if err != nil {
		if s.lacks() || auth.KindOf(err) == auth.KindCancelled {
			return settings{}, err
		}
		auth.Step(ctx, "going on without the server's metadata")
		s.server.Issuer = issuer
		return s, nil
	}
	filled := parse(metadata.Fill(c, m))
	filled.config, filled.insecure, filled.server = c, s.insecure, m
	return filled, nil
}
