package peer_test

import (
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"postern/engine/peer"
)

// server answers over TLS; its client trusts it.
func server(t *testing.T, change func(*tls.Config)) (*httptest.Server, *http.Transport) {
	t.Helper()
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	srv.Config.ErrorLog = log.New(io.Discard, "", 0)
	srv.EnableHTTP2 = true
	srv.StartTLS()
	t.Cleanup(srv.Close)
	client := srv.Client().Transport.(*http.Transport).Clone()
	t.Cleanup(client.CloseIdleConnections)
	change(client.TLSClientConfig)
	return srv, client
}

func get(t *testing.T, tr *http.Transport, url string) (*http.Response, error) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := tr.RoundTrip(req)
	if err == nil {
		_ = res.Body.Close()
	}
	return res, err
}

func TestOf(t *testing.T) {
	for _, tt := range []struct {
		name    string
		change  func(*tls.Config)
		trust   peer.Trust
		version string
		cipher  string
	}{
		{"verified", func(*tls.Config) {}, peer.Verified, "TLS 1.3", "TLS_AES_128_GCM_SHA256"},
		{"unchecked", func(c *tls.Config) { c.InsecureSkipVerify = true }, peer.Unchecked, "TLS 1.3", "TLS_AES_128_GCM_SHA256"},
		{"an older version", func(c *tls.Config) {
			c.MaxVersion, c.CipherSuites = tls.VersionTLS12, []uint16{tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256}
		}, peer.Verified, "TLS 1.2", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			srv, client := server(t, tt.change)
			res, err := get(t, client, srv.URL)
			if err != nil {
				t.Fatal(err)
			}
			got := peer.Of(*res.TLS)
			cipher := got.Cipher == tt.cipher || tt.version == "TLS 1.3" && strings.HasPrefix(got.Cipher, "TLS_")
			if got.Trust != tt.trust || got.Version != tt.version || !cipher || got.Protocol != "h2" || len(got.Chain) != 1 || got.More != 0 {
				t.Fatalf("%+v", got)
			}
			leaf, c := srv.Certificate(), got.Chain[0]
			if c.Subject != "O=Acme Co" || c.Issuer != "O=Acme Co" || !c.From.Equal(leaf.NotBefore) || !c.Until.Equal(leaf.NotAfter) {
				t.Errorf("the certificate is %+v", c)
			}
			if !slices.Contains(c.Names, "example.com") || !slices.Contains(c.Names, "127.0.0.1") {
				t.Errorf("it is for %q", c.Names)
			}
		})
	}
}

func TestRefusedBy(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(*tls.Config)
	}{
		{"unknown authority", func(c *tls.Config) { c.RootCAs = x509.NewCertPool() }},
		{"another name", func(c *tls.Config) { c.ServerName = "other.test" }},
		{"expired", func(c *tls.Config) { c.Time = func() time.Time { return time.Date(2300, 1, 1, 0, 0, 0, 0, time.UTC) } }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			srv, client := server(t, tt.change)
			_, err := get(t, client, srv.URL)
			got := peer.RefusedBy(fmt.Errorf("send: %w", err))
			if got == nil || got.Trust != peer.Refused || len(got.Chain) != 1 || got.Chain[0].Subject != "O=Acme Co" {
				t.Errorf("%v tells %+v", err, got)
			}
		})
	}
	if got := peer.RefusedBy(errors.New("reset")); got != nil {
		t.Errorf("a reset tells %+v", got)
	}
}

// A hostile server cannot make a record large.
func TestBounds(t *testing.T) {
	c := &x509.Certificate{Subject: pkix.Name{CommonName: strings.Repeat("é", 4000)}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	for i := range 1000 {
		c.DNSNames = append(c.DNSNames, fmt.Sprintf("%d\xff.%s", i, strings.Repeat("n", 4000)))
	}
	got := peer.Of(tls.ConnectionState{PeerCertificates: slices.Repeat([]*x509.Certificate{c}, 100)})
	if len(got.Chain) != 8 || got.More != 92 {
		t.Errorf("%d certificates and %d more", len(got.Chain), got.More)
	}
	one := got.Chain[0]
	if len(one.Names) != 8 || one.MoreNames != 993 {
		t.Errorf("%d names and %d more", len(one.Names), one.MoreNames)
	}
	for _, s := range append(one.Names, one.Subject) {
		if len(s) > 260 || !strings.HasSuffix(s, "…") || strings.ToValidUTF8(s, "") != s {
			t.Errorf("%d bytes: %.20q", len(s), s)
		}
	}
}

func TestMasked(t *testing.T) {
	from := &peer.TLS{Version: "TLS 1.3", Chain: []peer.Certificate{{Subject: "CN=a", Issuer: "CN=b", Names: []string{"a.test"}}}}
	got := from.Masked(strings.ToUpper)
	if c := got.Chain[0]; c.Subject != "CN=A" || c.Issuer != "CN=B" || c.Names[0] != "A.TEST" || got.Version != "TLS 1.3" {
		t.Errorf("%+v", got)
	}
	if from.Chain[0].Names[0] != "a.test" {
		t.Error("the original has changed")
	}
	if (*peer.TLS)(nil).Masked(strings.ToUpper) != nil {
		t.Error("nothing became something")
	}
}

func TestStanding(t *testing.T) {
	from := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	year := peer.Certificate{From: from, Until: from.AddDate(1, 0, 0)}
	days := peer.Certificate{From: from, Until: from.AddDate(0, 0, 6)}
	for _, tt := range []struct {
		name string
		of   peer.Certificate
		at   time.Time
		want peer.Standing
	}{
		{"before", year, from.Add(-time.Second), peer.Early},
		{"first moment", year, from, peer.Good},
		{"two weeks left", year, year.Until.AddDate(0, 0, -14), peer.Good},
		{"less than two weeks", year, year.Until.AddDate(0, 0, -13), peer.Ending},
		{"last moment", year, year.Until, peer.Ending},
		{"over", year, year.Until.Add(time.Second), peer.Ended},
		{"a short life, its middle", days, from.AddDate(0, 0, 3), peer.Good},
		{"a short life, its end", days, from.AddDate(0, 0, 5), peer.Ending},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.of.Standing(tt.at); got != tt.want {
				t.Errorf("%v, want %v", got, tt.want)
			}
		})
	}
}
