package settings_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/asn1"
	"path/filepath"
	"testing"

	"software.sslmate.com/src/go-pkcs12"

	"postern/engine/wire"
	"postern/store/settings"
)

// pfx is a certificate with its key, under a passphrase.
func pfx(t *testing.T, kind *pkcs12.Encoder, passphrase string) string {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(certified(t, key))
	if err != nil {
		t.Fatal(err)
	}
	data, err := kind.Encode(key, cert, []*x509.Certificate{cert}, passphrase)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// slowed is a PFX file with one of its counts of iterations, by its number,
// made larger than anybody waits for.
func slowed(t *testing.T, data string, number int) string {
	t.Helper()
	var walk func(der []byte, within int) []byte
	walk = func(der []byte, within int) (out []byte) {
		salted := false
		for len(der) > 0 {
			var v asn1.RawValue
			rest, err := asn1.Unmarshal(der, &v)
			if err != nil {
				t.Fatal(err)
			}
			der = rest
			if salted && v.Tag == asn1.TagInteger {
				if number--; number < 0 {
					v.Bytes, number = []byte{0x7f, 0xff, 0xff, 0xff}, 1000
				}
			}
			salted = v.Tag == asn1.TagOctetString
			if v.IsCompound || salted && within == asn1.ClassContextSpecific {
				v.Bytes = walk(v.Bytes, v.Class)
			}
			v.FullBytes = nil
			again, err := asn1.Marshal(v)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, again...)
		}
		return out
	}
	out := string(walk([]byte(data), 0))
	if number < 500 {
		t.Fatal("there are fewer counts")
	}
	return out
}

func TestPFX(t *testing.T) {
	t.Setenv("SETTINGS_TEST_PASSPHRASE", "correct")
	for _, tt := range []struct{ name, data, more, want string }{
		{"as openssl 3 writes it", pfx(t, pkcs12.Modern, "correct"), `, "passphraseEnv": "SETTINGS_TEST_PASSPHRASE"`, ""},
		{"as Windows wrote it", pfx(t, pkcs12.LegacyDES, "correct"), `, "passphraseEnv": "SETTINGS_TEST_PASSPHRASE"`, ""},
		{"no passphrase", pfx(t, pkcs12.Modern, ""), ``, ""},
		{"wrong passphrase", pfx(t, pkcs12.Modern, "other"), `, "passphraseEnv": "SETTINGS_TEST_PASSPHRASE"`, "c.pfx: the passphrase is wrong"},
		{"a MAC without end", slowed(t, pfx(t, pkcs12.Modern, ""), 2), ``, "c.pfx: takes too long to decrypt"},
		{"certificates without end", slowed(t, pfx(t, pkcs12.Modern, ""), 0), ``, "c.pfx: takes too long to decrypt"},
		{"a key without end", slowed(t, pfx(t, pkcs12.LegacyDES, ""), 1), ``, "c.pfx: takes too long to decrypt"},
		{"PEM", "-----BEGIN CERTIFICATE-----", ``, "c.pfx: cannot be read as PFX"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			more := tt.more
			if more == "" {
				more = `, "passphraseFile": "none"`
			}
			dir := inFolder(t, map[string]string{
				settings.FileName: `{"certificates": [{"host": "*", "pfx": "c.pfx"` + more + `}]}`, "c.pfx": tt.data, "none": "\n",
			})
			c := settings.New(dir, settings.Override{}).Config()
			if len(c.Problems) > 0 {
				t.Fatal(c.Problems)
			}
			got, err := c.Certificates[0].Load()
			if tt.want != "" {
				if err == nil || err.Error() != filepath.Join(dir, tt.want) {
					t.Errorf("got %v, want %s", err, tt.want)
				}
				return
			}
			if err != nil || len(got.Certificate) != 2 || got.PrivateKey == nil {
				t.Errorf("got %d certificates and %v", len(got.Certificate), err)
			}
		})
	}
}

// Those of a list come in its order, before the one for every server, before
// those of the settings.
func TestCertificatesOfARun(t *testing.T) {
	dir := inFolder(t, map[string]string{settings.FileName: `{"certificates": [{"host": "*:*", "cert": "settings"}]}`})
	only := func(path string) func(wire.Need) bool { return func(n wire.Need) bool { return n.Path == path } }
	c := settings.New(dir, settings.Override{
		Cert: "all", Clients: []settings.Client{{Fits: only("/a"), Cert: "first"}, {Fits: only("/b"), PFX: "second"}},
	}).Config()
	for path, want := range map[string]string{"/a": "first", "/b": "second", "/c": "all"} {
		p := wire.NewPool(wire.Options{Configure: func() wire.Config { return c }})
		_, err := p.Transport(wire.Need{Host: "h", Port: "443", Path: path})
		if err == nil || err.Error() != want+": there is no such file" {
			t.Errorf("%s: %v, want the certificate %s", path, err, want)
		}
	}
}
