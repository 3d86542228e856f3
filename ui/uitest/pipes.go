package uitest

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"math/big"
	"net"
	"net/http"
	"os"
	"strconv"
	"sync"
	"syscall"
)

// pipes is a network of net.Pipe: what is dialled reaches one server, except
// for the ports that the program itself listens on.
type pipes struct {
	main   *pipeListener
	secure *pipeListener
	server *http.Server

	mu    sync.Mutex
	ports map[string]*pipeListener
	next  int
}

func serve(h http.Handler) *pipes {
	p := &pipes{
		main: newListener("tenant.test:80"), secure: newListener("tenant.test:443"),
		server: &http.Server{Handler: h}, ports: map[string]*pipeListener{}, next: 40000,
	}
	go func() { _ = p.server.Serve(p.main) }() // both end with close
	go func() { _ = p.server.Serve(tls.NewListener(p.secure, selfSigned())) }()
	return p
}

func (p *pipes) close() { _ = p.server.Close() } // nothing is left to lose

// dial connects to whoever listens at addr.
func (p *pipes) dial(ctx context.Context, _, addr string) (net.Conn, error) {
	p.mu.Lock()
	l := p.ports[addr]
	p.mu.Unlock()
	host, _, _ := net.SplitHostPort(addr)
	switch {
	case l != nil:
	case addr == p.secure.addr:
		l = p.secure
	case host == "tenant.test":
		l = p.main
	case host == "127.0.0.1":
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}
	default:
		return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
	}
	near, far := net.Pipe()
	select {
	case l.conns <- far:
		return near, nil
	case <-l.done:
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// selfSigned is the TLS of a server nobody need trust.
func selfSigned() *tls.Config {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		panic(err) // there is no randomness: nothing else will work either
	}
	cert := &x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{"tenant.test"}}
	der, err := x509.CreateCertificate(rand.Reader, cert, cert, public, private)
	if err != nil {
		panic(err)
	}
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: private}}}
}

// listen opens a port of its own for the login's callback.
func (p *pipes) listen(_, addr string) (net.Listener, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, err
	}
	if port == "0" {
		p.next++
		port = strconv.Itoa(p.next)
	}
	l := newListener(net.JoinHostPort(host, port))
	p.ports[l.addr] = l
	return l, nil
}

func (p *pipes) transport() http.RoundTripper {
	return &http.Transport{DialContext: p.dial, DisableKeepAlives: true}
}

// pipeListener accepts what dial hands over.
type pipeListener struct {
	addr  string
	conns chan net.Conn
	done  chan struct{}
	once  sync.Once
}

func newListener(addr string) *pipeListener {
	return &pipeListener{addr: addr, conns: make(chan net.Conn), done: make(chan struct{})}
}

func (l *pipeListener) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.done:
		return nil, net.ErrClosed
	}
}

func (l *pipeListener) Close() error {
	l.once.Do(func() { close(l.done) })
	return nil
}

func (l *pipeListener) Addr() net.Addr {
	host, port, _ := net.SplitHostPort(l.addr)
	n := 0
	for _, c := range port {
		n = n*10 + int(c-'0')
	}
	return &net.TCPAddr{IP: net.ParseIP(host), Port: n}
}
