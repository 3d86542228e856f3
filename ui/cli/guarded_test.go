package cli_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"postern/auth/tenant"
	"postern/ui/cli/exit"
)

// issuer signs certificates that nobody knows.
type issuer struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

func newIssuer() (issuer, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return issuer{}, err
	}
	tmpl := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Corp CA"}, NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, tmpl, key.Public(), key)
	if err != nil {
		return issuer{}, err
	}
	cert, err := x509.ParseCertificate(der)
	return issuer{cert, key}, err
}

// issue returns a certificate for this machine's loopback address, and its key.
func (i issuer) issue(name string) (cert, key []byte, err error) {
	own, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	tmpl := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: name}, NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, i.cert, own.Public(), i.key)
	if err != nil {
		return nil, nil, err
	}
	bare, err := x509.MarshalPKCS8PrivateKey(own)
	return block("CERTIFICATE", der), block("PRIVATE KEY", bare), err
}

func block(kind string, der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
}

// guarded is a TLS server with a certificate of its own authority that wants
// one of its clients too, and says whose it got.
type guarded struct {
	*httptest.Server
	// files are ca.pem, client.pem and client.key.
	files map[string][]byte
}

func startGuarded(next http.Handler) (*guarded, error) {
	ca, err := newIssuer()
	if err != nil {
		return nil, err
	}
	g := &guarded{files: map[string][]byte{"ca.pem": block("CERTIFICATE", ca.cert.Raw)}}
	if g.files["client.pem"], g.files["client.key"], err = ca.issue("ada"); err != nil {
		return nil, err
	}
	cert, key, err := ca.issue("server")
	if err != nil {
		return nil, err
	}
	own, err := tls.X509KeyPair(cert, key)
	if err != nil {
		return nil, err
	}
	g.Server = httptest.NewUnstartedServer(next)
	clients := x509.NewCertPool()
	clients.AddCert(ca.cert)
	g.TLS = &tls.Config{Certificates: []tls.Certificate{own}, ClientCAs: clients, ClientAuth: tls.RequireAndVerifyClientCert}
	g.Config.ErrorLog = log.New(io.Discard, "", 0)
	g.StartTLS()
	return g, nil
}

// whose greets the owner of the client certificate; /slow waits until the
// client has gone.
func whose(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/slow" {
		<-r.Context().Done()
		return
	}
	_, _ = io.WriteString(w, "hello "+r.TLS.PeerCertificates[0].Subject.CommonName+"\n")
}

// guarded starts such a server at GUARDED, writes its files into the current
// folder, and starts a proxy at PROXY that answers by itself.
func startGuardedScript(ts *testscript.TestScript, _ bool, _ []string) {
	g, err := startGuarded(http.HandlerFunc(whose))
	ts.Check(err)
	ts.Defer(g.Close)
	for name, data := range g.files {
		ts.Check(os.WriteFile(ts.MkAbs(name), data, 0o600))
	}
	ts.Setenv("GUARDED", g.Listener.Addr().String())
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, "proxied "+r.URL.String()+"\n")
	}))
	ts.Defer(proxy.Close)
	ts.Setenv("PROXY", proxy.URL)
}

// filled FILE puts the address of the proxy into a file.
func filled(ts *testscript.TestScript, _ bool, args []string) {
	text := strings.ReplaceAll(ts.ReadFile(args[0]), "PROXY", ts.Getenv("PROXY"))
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o600))
}

// Tokens are got with the same certificates as everything: the tenant stands
// behind a server that lets nobody else in.
func TestTokensGoTheSameWay(t *testing.T) {
	d := newDesk(t, tenant.Options{})
	to := httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.Out.URL.Scheme, r.Out.URL.Host = "http", strings.TrimPrefix(d.server.URL, "http://")
	}}
	g, err := startGuarded(&to)
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	for name, data := range g.files {
		d.write(name, string(data))
	}
	env, err := os.ReadFile(d.path(tenant.SampleEnvironmentFile))
	if err != nil {
		t.Fatal(err)
	}
	d.write(tenant.SampleEnvironmentFile, strings.ReplaceAll(string(env), d.server.URL, g.URL))
	args := []string{"send", d.path(tenant.SampleCollectionFile), "List users", "-e", "Tenant"}
	if got := d.run(args...); got.code != exit.NotAuthorised || !strings.Contains(got.err, "add its authority to the settings") {
		t.Fatalf("without the authority: code %d\n%s", got.code, got.err)
	}
	if err := os.Mkdir(d.path("config"), 0o700); err != nil {
		t.Fatal(err)
	}
	d.write("config/settings.json", `{
		"certificates": [{"host": "127.0.0.1:*", "cert": "../client.pem", "key": "../client.key"}],
		"authorities": [{"host": "127.0.0.1:*", "file": "../ca.pem"}]
	}`)
	gone := append(args, "--ssl-client-cert", d.path("gone.pem"))
	if got := d.run(gone...); got.code != exit.NotAuthorised || !strings.Contains(got.err, "gone.pem: there is no such file") {
		t.Errorf("without the file: code %d\n%s", got.code, got.err)
	}
	if got := d.run(args...); got.code != exit.OK || !strings.Contains(got.err, "token client_credentials "+g.URL) {
		t.Errorf("with both: code %d\n%s", got.code, got.err)
	}
	d.write("config/settings.json", `{
		"certificates": [{"host": "127.0.0.1:*", "cert": "../client.pem", "key": "../client.key"}],
		"insecureHosts": ["127.0.0.1:*"]
	}`)
	if err := os.RemoveAll(d.path("state")); err != nil {
		t.Fatal(err)
	}
	const warning = "! the certificate of 127.0.0.1 is not checked"
	if got := d.run(args...); got.code != exit.OK || strings.Count(got.err, warning) != 2 {
		t.Errorf("not checked, with a warning for the token and one for the request: code %d\n%s", got.code, got.err)
	}
}
