package difftest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"software.sslmate.com/src/go-pkcs12"
)

// TestNewmanCertificates runs both programs with one list of client
// certificates, and compares whose the server gets for which address.
func TestNewmanCertificates(t *testing.T) {
	requireNewman(t)
	var mu sync.Mutex
	var shown []string
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		who := "nobody"
		if len(r.TLS.PeerCertificates) > 0 {
			who = r.TLS.PeerCertificates[0].Subject.CommonName
		}
		mu.Lock()
		defer mu.Unlock()
		shown = append(shown, who)
	}))
	srv.TLS = &tls.Config{ClientAuth: tls.RequestClientCert}
	srv.StartTLS()
	defer srv.Close()
	_, port, _ := net.SplitHostPort(srv.Listener.Addr().String()) // it has one

	dir := t.TempDir()
	write := func(name string, data []byte) {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"ada", "bob"} {
		key, cert := ownCertificate(t, name)
		bare, err := x509.MarshalPKCS8PrivateKey(key)
		if err != nil {
			t.Fatal(err)
		}
		pfx, err := pkcs12.Modern.Encode(key, cert, nil, "secret of "+name)
		if err != nil {
			t.Fatal(err)
		}
		write(name+".pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert.Raw}))
		write(name+".key", pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: bare}))
		write(name+".pfx", pfx)
	}
	write("list.json", []byte(`[
		{"matches": ["https://nobody.test/*"], "cert": {"src": "gone.pem"}, "key": {"src": "gone.key"}},
		{"matches": ["https://127.0.0.1:*/bob*", "http+https://127.0.0.1:`+port+`/le?s"], "pfx": {"src": "bob.pfx"}, "passphrase": "secret of bob"},
		{"matches": ["http://127.0.0.1:*/*", "https://127.0.0.1/*"], "cert": {"src": "bob.pem"}, "key": {"src": "bob.key"}},
		{"matches": ["*://127.0.0.1:`+port+`/ada/*"], "cert": {"src": "ada.pem"}, "key": {"src": "ada.key"}}]`))
	var items []string
	for _, path := range []string{"/bob", "/bobby/x?y=1", "/lets", "/ada/x", "/ada", "/other"} {
		items = append(items, fmt.Sprintf(`{"name": %q, "request": %q}`, path, srv.URL+path))
	}
	write("c.json", []byte(`{"info": {"name": "C", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}, "item": [`+strings.Join(items, ",")+`]}`))

	binary := filepath.Join(t.TempDir(), "postern")
	if out, err := exec.Command("go", "build", "-o", binary, "postern").CombinedOutput(); err != nil {
		t.Fatalf("build the program: %v\n%s", err, out)
	}
	s := &optionServer{}
	for _, command := range [][]string{
		{"node", filepath.Join(os.Getenv("POSTERN_NEWMAN"), "node_modules", "newman", "bin", "newman.js"), "run"}, {binary, "run"},
	} {
		shown = nil
		code, out := s.run(t, dir, command, []string{"c.json", "-k", "--ssl-client-cert-list", "list.json"})
		if want := []string{"bob", "bob", "bob", "ada", "nobody", "nobody"}; code != 0 || !slices.Equal(shown, want) {
			t.Errorf("%s showed %q, want %q\n%s", command[0], shown, want, out)
		}
	}
}

// ownCertificate is a key with a certificate that it signed itself.
func ownCertificate(t *testing.T, name string) (*ecdsa.PrivateKey, *x509.Certificate) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	tmpl := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, tmpl, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return key, cert
}
