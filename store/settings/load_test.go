package settings_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"math/big"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"postern/engine/wire"
	"postern/store/settings"
)

// What openssl made of two keys with the passphrase "correct": the first as it
// does by itself, the second with DES and SHA-1.
const (
	aesKey = `-----BEGIN ENCRYPTED PRIVATE KEY-----
MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAi3rpHRyBSAgAICCAAw
DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEKINaawtsWwVOeoZ6Fia/vYEgZBb
rygVNK/zvObf+qsDoygQ71XC2/RgqJ8wQFO7eoZO0nG3N2exlGfQYL7rYYSb/Rvs
u9U2D2WQD4AMc5W+pI0swxaW/dgPTOh+0rclIhTwLBW5TxLWuJoKbviRcTRviJBc
Z6h/YhrwDfmF/F3pHyvuK/h8R3P4cKseVnRfstpHvjrYEkL6wco9YhhICJMhe1Y=
-----END ENCRYPTED PRIVATE KEY-----
`
	desKey = `-----BEGIN ENCRYPTED PRIVATE KEY-----
MIHVMEAGCSqGSIb3DQEFDTAzMBsGCSqGSIb3DQEFDDAOBAgXj+Bnrb7oMAICCAAw
FAYIKoZIhvcNAwcECAsdxm+Kbhr+BIGQFzhvT3VxpodW9ygDT1AYwWqwrgfCQj7h
fP7d8DH3d3z2v7EW0g1kTmuVxwv7b1eE6D0oUHdUTW6ElQbmU76lhVsZzjiCfwa6
UWNfTMrLXnJboT0G6GvFjypyrafiuAxCHV+t2gEcVjmsPZV0DXi3lWISVi7OP/9C
bSPTRp0Keuv1dg8583b6cFmrI5Jkt7lz
-----END ENCRYPTED PRIVATE KEY-----
`
	oldKey = "-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n-----END EC PRIVATE KEY-----\n"
)

func encode(kind string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
}

// certified returns a certificate for a key as DER.
func certified(t *testing.T, key *ecdsa.PrivateKey) []byte {
	t.Helper()
	tmpl := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, tmpl, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

func TestClientCertificates(t *testing.T) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	sec1, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	cert, plain := encode("CERTIFICATE", certified(t, key)), encode("EC PRIVATE KEY", sec1)
	t.Setenv("SETTINGS_TEST_PASSPHRASE", "correct")
	for _, tt := range []struct{ name, more, cert, key, want, hint string }{
		{"two files", `"key": "k"`, cert, plain, "", ""},
		{"one file", ``, plain + cert, "", "", ""},
		{"no file", `"key": "gone"`, cert, "", "gone: there is no such file", "check the path; in the settings it is relative to their folder"},
		{"no certificate", `"key": "k"`, "not PEM", plain, "c: has no certificate in it", "it must be PEM, with BEGIN CERTIFICATE in it; openssl makes it of other formats"},
		{"no key", ``, cert, "", "c: has no key in it", "name the file with BEGIN PRIVATE KEY in it as the key"},
		{"broken key", `"key": "k"`, cert, encode("PRIVATE KEY", []byte{1}), "k: does not go with the certificate in DIR/c", "name the key that the certificate was made for"},
		{"other key", `"key": "k", "passphraseEnv": "SETTINGS_TEST_PASSPHRASE"`, cert, aesKey, "k: does not go with the certificate in DIR/c", "name the key that the certificate was made for"},
		{"other key, DES, passphrase in a file", `"key": "k", "passphraseFile": "p"`, cert, desKey, "k: does not go with the certificate in DIR/c", "name the key that the certificate was made for"},
		{"no passphrase", `"key": "k"`, cert, aesKey, "k: is encrypted, and there is no passphrase", "name a file or an environment variable with it"},
		{"wrong passphrase", `"key": "k", "passphraseFile": "c"`, cert, aesKey, "k: the passphrase is wrong", "check the passphrase"},
		{
			"unset passphrase", `"key": "k", "passphraseEnv": "SETTINGS_TEST_NONE"`, cert, aesKey,
			"the environment has no SETTINGS_TEST_NONE, where the passphrase should be", "set it before postern is started",
		},
		{
			"no known encryption", `"key": "k", "passphraseFile": "p"`, cert, encode("ENCRYPTED PRIVATE KEY", []byte{0x30, 0}),
			"k: is encrypted in a way that is not known here", "openssl pkcs8 -topk8 -v2 aes256 -in KEY -out NEW writes what can be read",
		},
		{"old encryption", `"key": "k"`, cert, oldKey, "k: is encrypted in a way that is not read any more", "openssl pkcs8 -topk8 -v2 aes256 -in KEY -out NEW encrypts it well"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			more := tt.more
			if more != "" {
				more = ", " + more
			}
			dir := inFolder(t, map[string]string{
				settings.FileName: `{"certificates": [{"host": "*", "cert": "c"` + more + `}]}`, "c": tt.cert, "k": tt.key, "p": "correct\r\nnot this\n",
			})
			c := settings.New(dir, settings.Override{}).Config()
			if len(c.Problems) > 0 || len(c.Certificates) != 1 {
				t.Fatalf("%+v", c)
			}
			own, err := c.Certificates[0].Load()
			told(t, dir, err, tt.want, tt.hint)
			if err == nil && len(own.Certificate) != 1 {
				t.Errorf("%d certificates", len(own.Certificate))
			}
		})
	}
}

// told compares an error, in which DIR stands for the folder.
func told(t *testing.T, dir string, err error, want, hint string) {
	t.Helper()
	var fe *settings.FileError
	if !errors.As(err, &fe) {
		if err != nil || want != "" {
			t.Errorf("error %v, want %q", err, want)
		}
		return
	}
	got := strings.ReplaceAll(strings.TrimPrefix(fe.Error(), dir+string(filepath.Separator)), dir+string(filepath.Separator), "DIR/")
	if diff := cmp.Diff([]string{want, hint}, []string{got, fe.Hint()}); diff != "" {
		t.Error(diff)
	}
}

func TestAuthorities(t *testing.T) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der := certified(t, key)
	text := encode("CERTIFICATE", der)
	const hint = "it must be PEM, with BEGIN CERTIFICATE in it, or DER"
	for _, tt := range []struct {
		name, file string
		certs      int
		want       string
	}{
		{"PEM", text, 1, ""},
		{"several", "# ours\n" + text + text, 2, ""},
		{"DER", string(der), 1, ""},
		{"neither", "hello", 0, "ca: has no certificate in it"},
		{"a key", aesKey, 0, "ca: has no certificate in it"},
		{"broken", encode("CERTIFICATE", []byte{1}), 0, "ca: has no certificate in it"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := inFolder(t, map[string]string{settings.FileName: `{"authorities": [{"host": "*", "file": "ca"}]}`, "ca": tt.file})
			got, err := settings.New(dir, settings.Override{}).Config().Authorities[0].Load()
			told(t, dir, err, tt.want, hint)
			if len(got) != tt.certs {
				t.Errorf("%d certificates, want %d", len(got), tt.certs)
			}
		})
	}
	dir := inFolder(t, map[string]string{settings.FileName: `{"authorities": [{"host": "a.test", "file": "ca"}]}`, "ca": text, "extra": text})
	c := settings.New(dir, settings.Override{Authorities: filepath.Join(dir, "extra")}).Config()
	own, err := c.Authorities[0].Load()
	if err != nil || len(own) != 2 || len(c.Authorities) != 2 || !wire.Match(c.Authorities[1].Hosts, "b.test", "8443") {
		t.Errorf("the extra ones are not trusted besides: %d of %+v, %v", len(own), c.Authorities, err)
	}
}

// A proxy of the settings is for what it matches, and a proxy for this run for
// everything.
func TestProxies(t *testing.T) {
	dir := inFolder(t, map[string]string{
		settings.FileName: `{"proxies": [{"match": ["*.corp.test"], "url": "http://one:3128", "bypass": ["git.corp.test"]}]}`,
	})
	for _, tt := range []struct {
		name, address, over, want string
	}{
		{"matched", "https://a.corp.test:8443/", "", "one:3128"},
		{"bypassed", "https://git.corp.test/", "", ""},
		{"other", "http://a.test/", "", ""},
		{"this run", "https://git.corp.test/", "socks5://two:1080", "two:1080"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			u, err := url.Parse(tt.address)
			if err != nil {
				t.Fatal(err)
			}
			got, err := settings.New(dir, settings.Override{Proxy: tt.over}).Config().Proxy(&http.Request{URL: u})
			if err != nil {
				t.Fatal(err)
			}
			if got == nil {
				got = &url.URL{}
			}
			if got.Host != tt.want {
				t.Errorf("by %q, want %q", got.Host, tt.want)
			}
		})
	}
}

// A key that others can read is told of with the servers it is for.
func TestOpenKeys(t *testing.T) {
	dir := inFolder(t, map[string]string{settings.FileName: `{"certificates": [{"host": "a.test", "cert": "c", "key": "k"}]}`, "k": ""})
	c := settings.New(dir, settings.Override{}).Config()
	for _, tt := range []struct {
		mode os.FileMode
		host string
		want int
	}{{0o600, "a.test", 0}, {0o640, "a.test", 1}, {0o640, "b.test", 0}} {
		if err := os.Chmod(filepath.Join(dir, "k"), tt.mode); err != nil {
			t.Fatal(err)
		}
		if got := c.Warn(wire.Need{Host: tt.host, Port: "443"}); len(got) != tt.want {
			t.Errorf("mode %v, host %s: %q", tt.mode, tt.host, got)
		}
	}
}

// The transport for tokens keeps to the settings as the engine does.
func TestTransportIsConfigured(t *testing.T) {
	dir := inFolder(t, map[string]string{settings.FileName: `{"insecureHosts": ["a.test"]}`})
	p := settings.New(dir, settings.Override{}).Transport()
	for address, want := range map[string]int{"https://a.test/token": 1, "http://a.test/": 0, "https://b.test/": 0} {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		if got := p.WarningsFor(u); len(got) != want {
			t.Errorf("%s: %q", address, got)
		}
	}
	tr, err := p.Transport(wire.Need{Host: "a.test", Port: "443"})
	if err != nil {
		t.Fatal(err)
	}
	if !tr.TLSClientConfig.InsecureSkipVerify {
		t.Error("the certificate is checked")
	}
}
