package wire

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"postern/engine/trace"
)

// Options are what a [Pool] is made of.
type Options struct {
	// Dial makes connections; nil means the network.
	Dial func(ctx context.Context, network, addr string) (net.Conn, error)
	// TLS is the base of every TLS configuration; nil means Go's defaults.
	TLS *tls.Config
	// Proxy picks the proxy for a request; nil means the environment's.
	Proxy func(*http.Request) (*url.URL, error)
	// Certificates are shown to the hosts they are for, the first that fits.
	Certificates []Certificate
	// Authorities are trusted beside the system's, each for its hosts.
	Authorities []Authority
	// Connect is for the connection, Handshake for TLS, Header for the wait
	// until the answer begins; zero means no limit.
	Connect, Handshake, Header time.Duration
	// HeaderBytes is the size of an answer's headers.
	HeaderBytes int64
	// Configure says what the person decided; it is asked once, when the first
	// request comes. nil decides nothing.
	Configure func() Config
}

// Need is what a request asks of its connection.
type Need struct {
	// Host and Port are where it goes, the port never empty.
	Host, Port string
	// Path is that of the address, encoded.
	Path string
	// Insecure accepts any certificate of the server.
	Insecure bool
	// HTTP2 is whether the protocol may be negotiated up.
	HTTP2 bool
	// TLSOff are versions not to speak, as Postman spells them: "TLSv1_2".
	TLSOff []string
	// Ciphers are the suites to offer up to TLS 1.2, as OpenSSL spells them.
	Ciphers []string
}

// variant is what tells transports apart.
type variant struct {
	insecure, http2          bool
	tlsOff, ciphers          string
	certificate, authorities int
}

// Pool keeps transports. It is safe for concurrent use.
type Pool struct {
	// o is complete once config was called.
	o    Options
	once sync.Once
	own  Config

	mu sync.Mutex
	// transports are made when they are first needed.
	transports map[variant]*http.Transport
}

// NewPool returns an empty pool.
func NewPool(o Options) *Pool {
	if o.Dial == nil {
		o.Dial = (&net.Dialer{}).DialContext
	}
	if o.Proxy == nil {
		o.Proxy = http.ProxyFromEnvironment
	}
	return &Pool{o: o, transports: make(map[variant]*http.Transport)}
}

// Transport returns the transport for a request, making it if it is the first
// of its kind. The error says what cannot be had, such as no TLS version.
func (p *Pool) Transport(n Need) (*http.Transport, error) {
	v := p.variant(n)
	p.mu.Lock()
	defer p.mu.Unlock()
	if t, ok := p.transports[v]; ok {
		return t, nil
	}
	t, err := p.make(n, v)
	if err == nil {
		p.transports[v] = t
	}
	return t, err
}

// Own returns a transport that is not shared: its user closes its idle
// connections.
func (p *Pool) Own(n Need) (*http.Transport, error) { return p.make(n, p.variant(n)) }

func (p *Pool) variant(n Need) variant {
	p.config()
	v := variant{
		insecure: n.Insecure || p.insecure(n), http2: n.HTTP2,
		certificate: first(p.o.Certificates, n), authorities: first(p.o.Authorities, n),
	}
	if len(n.TLSOff)+len(n.Ciphers) > 0 {
		v.tlsOff, v.ciphers = strings.Join(n.TLSOff, " "), strings.Join(n.Ciphers, " ")
	}
	return v
}

func (p *Pool) make(n Need, v variant) (*http.Transport, error) {
	conf, err := p.tls(n, v)
	if err != nil {
		return nil, err
	}
	t := &http.Transport{
		Proxy:                  p.o.Proxy,
		DialContext:            p.connect,
		TLSClientConfig:        conf,
		TLSHandshakeTimeout:    p.o.Handshake,
		ResponseHeaderTimeout:  p.o.Header,
		MaxResponseHeaderBytes: p.o.HeaderBytes,
		MaxIdleConnsPerHost:    16,
		IdleConnTimeout:        90 * time.Second,
		ExpectContinueTimeout:  time.Second,
		// The engine says itself what it accepts, and decodes it with limits.
		DisableCompression: true,
		Protocols:          new(http.Protocols),
	}
	t.Protocols.SetHTTP1(true)
	t.Protocols.SetHTTP2(v.http2)
	return t, nil
}

// Forwards reports whether a request goes to a proxy that reads its first line,
// which must then hold the whole address (RFC 9112, 3.2.2). What is wrong with
// the proxy's own address is for the transport to say.
func (p *Pool) Forwards(r *http.Request) bool {
	if r.URL.Scheme != "http" {
		return false
	}
	p.config()
	proxy, err := p.o.Proxy(r)
	return err == nil && proxy != nil && (proxy.Scheme == "http" || proxy.Scheme == "https")
}

// connect dials within the limit.
func (p *Pool) connect(ctx context.Context, network, addr string) (net.Conn, error) {
	if p.o.Connect > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, p.o.Connect)
		defer cancel()
	}
	return p.o.Dial(trace.Dialing(ctx), network, addr)
}

// CloseIdle closes the connections nobody uses.
func (p *Pool) CloseIdle() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, t := range p.transports {
		t.CloseIdleConnections()
	}
}
