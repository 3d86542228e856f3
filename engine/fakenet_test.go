package engine_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// fakeNet is a network in memory: every address leads to the handler, ports
// that end in 443 through TLS. It works under testing/synctest.
type fakeNet struct {
	handler http.HandlerFunc
	tls     *tls.Config

	mu    sync.Mutex
	seen  []*http.Request
	dials int
}

func newFakeNet(t *testing.T, h http.HandlerFunc) *fakeNet {
	t.Helper()
	n := &fakeNet{handler: h}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	cert := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, DNSNames: []string{"*.test", "*.a.test"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, cert, cert, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	n.tls = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
	return n
}

// trust is a client configuration that knows the network's certificate.
func (n *fakeNet) trust(t *testing.T) *tls.Config {
	t.Helper()
	cert, err := x509.ParseCertificate(n.tls.Certificates[0].Certificate[0])
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(cert)
	return &tls.Config{RootCAs: pool}
}

func (n *fakeNet) dial(_ context.Context, _, addr string) (net.Conn, error) {
	client, server := net.Pipe()
	scheme := "http"
	if strings.HasSuffix(addr, "443") {
		scheme = "https"
		var err error
		if client, server, err = n.loopback(); err != nil {
			return nil, err
		}
	}
	n.mu.Lock()
	n.dials++
	n.mu.Unlock()
	srv := &http.Server{ErrorLog: log.New(io.Discard, "", 0), Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.URL.Scheme, r.URL.Host = scheme, addr
		n.mu.Lock()
		n.seen = append(n.seen, r)
		n.mu.Unlock()
		n.handler(w, r)
	})}
	go func() { _ = srv.Serve(&oneConn{conn: server}) }() // it ends with the connection
	return client, nil
}

// loopback is a TLS connection over the machine's own network: a pipe without
// a buffer blocks when both ends of a handshake give up at once.
func (n *fakeNet) loopback() (client, server net.Conn, err error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = l.Close() }()
	if client, err = net.Dial("tcp", l.Addr().String()); err != nil {
		return nil, nil, err
	}
	if server, err = l.Accept(); err != nil {
		return nil, nil, err
	}
	return client, tls.Server(server, n.tls), nil
}

// requests are what arrived, in order.
func (n *fakeNet) requests() []*http.Request {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.seen
}

// oneConn is a listener that accepts one connection.
type oneConn struct{ conn net.Conn }

func (l *oneConn) Accept() (net.Conn, error) {
	if l.conn == nil {
		return nil, net.ErrClosed
	}
	c := l.conn
	l.conn = nil
	return c, nil
}
func (l *oneConn) Close() error   { return nil }
func (l *oneConn) Addr() net.Addr { return &net.TCPAddr{} }

// canned answers every connection with the same bytes and closes it when the
// request's first line has been read.
func canned(answer string) func(context.Context, string, string) (net.Conn, error) {
	return func(context.Context, string, string) (net.Conn, error) {
		client, server := net.Pipe()
		go func() {
			defer func() { _ = server.Close() }()
			_, _ = server.Read(make([]byte, 4096))
			_, _ = server.Write([]byte(answer))
		}()
		return client, nil
	}
}

// later is a time at which the network's certificate has ended.
func (n *fakeNet) later() time.Time { return time.Now().Add(48 * time.Hour) }
