package difftest

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"io"
	"maps"
	"math/big"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// header is a line as it stood on the wire.
type header struct{ name, value string }

// record is one request, read from the socket itself: net/http would spell the
// names its own way.
type record struct {
	// port is the sender's, which tells whose request it is.
	port           int
	method, target string
	headers        []header
	body           string
}

func (r record) get(name string) string {
	for _, h := range r.headers {
		if strings.EqualFold(h.name, name) {
			return h.value
		}
	}
	return ""
}

// recorder is a server that writes down what arrives, with TLS or without on
// the same port. Every answer ends its connection, so that a connection is a
// request.
type recorder struct {
	listener net.Listener
	tls      *tls.Config

	// answer is what it says to a request.
	answer func(record) string

	mu      sync.Mutex
	records []record
}

func newRecorder(t *testing.T) *recorder {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	cert := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "recorder"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, cert, cert, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	r := &recorder{listener: l, answer: answer, tls: &tls.Config{
		Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}},
	}}
	t.Cleanup(func() { _ = l.Close() })
	go r.accept()
	return r
}

func (r *recorder) port() int { return r.listener.Addr().(*net.TCPAddr).Port }

// take returns what arrived since it was last called.
func (r *recorder) take() []record {
	r.mu.Lock()
	defer r.mu.Unlock()
	got := r.records
	r.records = nil
	return got
}

func (r *recorder) accept() {
	for {
		c, err := r.listener.Accept()
		if err != nil {
			return
		}
		go r.serve(c)
	}
}

// tlsHandshake is the first byte of a TLS connection.
const tlsHandshake = 0x16

func (r *recorder) serve(c net.Conn) {
	defer func() { _ = c.Close() }()
	_ = c.SetDeadline(time.Now().Add(20 * time.Second))
	in := bufio.NewReader(c)
	first, err := in.Peek(1)
	if err != nil {
		return
	}
	var out io.Writer = c
	if first[0] == tlsHandshake {
		s := tls.Server(&peeked{Conn: c, r: in}, r.tls)
		defer func() { _ = s.Close() }()
		in, out = bufio.NewReader(s), s
	}
	rec, err := read(in, out)
	if err != nil {
		return
	}
	rec.port = c.RemoteAddr().(*net.TCPAddr).Port
	r.mu.Lock()
	r.records = append(r.records, rec)
	r.mu.Unlock()
	_, _ = io.WriteString(out, r.answer(rec))
}

// peeked is a connection whose first bytes were looked at.
type peeked struct {
	net.Conn
	r io.Reader
}

func (p *peeked) Read(b []byte) (int, error) { return p.r.Read(b) }

func read(in *bufio.Reader, out io.Writer) (record, error) {
	var rec record
	line, err := in.ReadString('\n')
	if err != nil {
		return rec, err
	}
	method, rest, _ := strings.Cut(strings.TrimRight(line, "\r\n"), " ")
	i := strings.LastIndexByte(rest, ' ')
	if i < 0 {
		return rec, fmt.Errorf("request line %q", line)
	}
	rec.method, rec.target = method, rest[:i]
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return rec, err
		}
		if line = strings.TrimRight(line, "\r\n"); line == "" {
			break
		}
		name, value, _ := strings.Cut(line, ":")
		rec.headers = append(rec.headers, header{name, strings.Trim(value, " \t")})
	}
	if strings.EqualFold(rec.get("Expect"), "100-continue") {
		_, _ = io.WriteString(out, "HTTP/1.1 100 Continue\r\n\r\n")
	}
	rec.body, err = readBody(in, &rec)
	return rec, err
}

func readBody(in *bufio.Reader, rec *record) (string, error) {
	if !strings.EqualFold(rec.get("Transfer-Encoding"), "chunked") {
		n, err := strconv.Atoi(rec.get("Content-Length"))
		if err != nil || n <= 0 {
			return "", nil // no length is no body
		}
		b := make([]byte, n)
		_, err = io.ReadFull(in, b)
		return string(b), err
	}
	var all strings.Builder
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return "", err
		}
		n, err := strconv.ParseInt(strings.TrimSpace(line), 16, 32)
		if err != nil {
			return "", err
		}
		if _, err := io.CopyN(&all, in, n); err != nil {
			return "", err
		}
		if _, err := in.ReadString('\n'); err != nil || n == 0 {
			return all.String(), err
		}
	}
}

// answer plays the few parts of an echo service that make a client send more.
func answer(rec record) string {
	u, err := url.ParseRequestURI(rec.target)
	if err != nil {
		u = &url.URL{Path: "/"}
	}
	q := u.Query()
	status, extra := "200 OK", ""
	switch {
	case u.Path == "/redirect-to":
		status, extra = q.Get("status_code")+" Elsewhere", "Location: "+q.Get("url")+"\r\n"
		if q.Get("status_code") == "" {
			status = "302 Found"
		}
	case u.Path == "/cookies/set":
		for _, name := range slices.Sorted(maps.Keys(q)) {
			extra += "Set-Cookie: " + name + "=" + q.Get(name) + "; Path=/\r\n"
		}
	case u.Path == "/digest-auth" && rec.get("Authorization") == "":
		status, extra = "401 Unauthorized", "WWW-Authenticate: Digest realm=\"Users\", nonce=\"ni1LiL0O37PRRhofWdCLmwFsnEtH1lew\", qop=\"auth\"\r\n"
	}
	return "HTTP/1.1 " + status + "\r\n" + extra + "Content-Type: application/json\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}"
}
