package wire_test

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"testing"

	"postern/engine/wire"
)

func TestMatch(t *testing.T) {
	for _, tt := range []struct {
		pattern, host, port string
		want                bool
	}{
		{"api.test", "api.test", "443", true},
		{"API.test", "api.test", "443", true},
		{"api.test", "api.test", "8443", false},
		{"api.test:8443", "api.test", "8443", true},
		{"api.test:*", "api.test", "8443", true},
		{"*.test", "api.test", "443", true},
		{"*.test", "a.b.test", "443", true},
		{"*.test", "test", "443", false},
		{"*.test", "apitest", "443", false},
		{"*", "any", "443", true},
		{"*:*", "any", "1", true},
		{"api.test", "api.test.evil", "443", false},
		{"[::1]", "[::1]", "443", true},
		{"[::1]:8443", "[::1]", "8443", true},
		{"", "api.test", "443", false},
	} {
		if got := wire.Match(tt.pattern, tt.host, tt.port); got != tt.want {
			t.Errorf("Match(%q, %q, %q) = %v", tt.pattern, tt.host, tt.port, got)
		}
	}
}

func TestSuites(t *testing.T) {
	ids, unknown := wire.Suites([]string{
		"ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-ECDSA-CHACHA20-POLY1305", "AES256-GCM-SHA384", "AES128-SHA", "DES-CBC3-SHA",
		"TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256", "CAMELLIA128-SHA",
	})
	want := []uint16{
		tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, tls.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
		tls.TLS_RSA_WITH_AES_256_GCM_SHA384, tls.TLS_RSA_WITH_AES_128_CBC_SHA, tls.TLS_RSA_WITH_3DES_EDE_CBC_SHA,
		tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
	}
	if !slices.Equal(ids, want) || !slices.Equal(unknown, []string{"CAMELLIA128-SHA"}) {
		t.Errorf("got %x, unknown %q", ids, unknown)
	}
}

func TestProxies(t *testing.T) {
	proxy := func(s string) *url.URL { return &url.URL{Scheme: "http", Host: s} }
	pick := wire.Proxies([]wire.Proxy{
		{URL: proxy("one"), Hosts: []string{"*.corp.test"}, Bypass: []string{"direct.corp.test", "*:81"}},
		{URL: proxy("two"), HTTPS: true},
	})
	for address, want := range map[string]string{
		"http://a.corp.test/":      "one",
		"https://a.corp.test/":     "one",
		"http://a.corp.test:8080/": "one",
		"http://a.corp.test:81/":   "",
		"http://direct.corp.test/": "",
		"https://direct.corp.test": "two",
		"https://else.test/":       "two",
		"http://else.test/":        "",
	} {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		got, err := pick(&http.Request{URL: u})
		if err != nil {
			t.Fatal(err)
		}
		if got == nil {
			got = &url.URL{}
		}
		if got.Host != want {
			t.Errorf("%s goes by %q, want %q", address, got.Host, want)
		}
	}
}

// What must not share connections has a transport of its own, and what may
// share has not.
func TestPoolKeepsApart(t *testing.T) {
	p := wire.NewPool(wire.Options{
		Certificates: []wire.Certificate{{Hosts: "mine.test", Certificate: tls.Certificate{Certificate: [][]byte{{1}}}}},
		Authorities:  []wire.Authority{{Hosts: "theirs.test", Certificates: []*x509.Certificate{{Raw: []byte{1}}}}},
	})
	base := wire.Need{Host: "a.test", Port: "443"}
	seen := map[*http.Transport]string{}
	get := func(name string, n wire.Need) *http.Transport {
		t.Helper()
		tr, err := p.Transport(n)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		return tr
	}
	for name, change := range map[string]func(*wire.Need){
		"plain":       func(*wire.Need) {},
		"insecure":    func(n *wire.Need) { n.Insecure = true },
		"http2":       func(n *wire.Need) { n.HTTP2 = true },
		"versions":    func(n *wire.Need) { n.TLSOff = []string{"TLSv1_3"} },
		"ciphers":     func(n *wire.Need) { n.Ciphers = []string{"AES128-SHA"} },
		"certificate": func(n *wire.Need) { n.Host = "mine.test" },
		"authority":   func(n *wire.Need) { n.Host = "theirs.test" },
	} {
		n := base
		change(&n)
		tr := get(name, n)
		if other, ok := seen[tr]; ok {
			t.Errorf("%s shares with %s", name, other)
		}
		seen[tr] = name
		if get(name, n) != tr {
			t.Errorf("%s is made twice", name)
		}
	}
	other := base
	other.Host = "b.test"
	if get("other host", other) != get("plain", base) {
		t.Error("two plain hosts do not share")
	}
	if len(get("other host", other).TLSClientConfig.Certificates) != 0 {
		t.Error("a certificate is shown to a host it is not for")
	}
}

func TestTLSVersions(t *testing.T) {
	p := wire.NewPool(wire.Options{})
	for _, tt := range []struct {
		name     string
		off      []string
		min, max uint16
		err      error
	}{
		{"old ones are not spoken anyhow", []string{"SSLv3", "TLSv1", "TLSv1_1"}, 0, 0, nil},
		{"no 1.2", []string{"TLSv1_2"}, tls.VersionTLS13, 0, nil},
		{"no 1.3", []string{"TLSv1_3"}, 0, tls.VersionTLS12, nil},
		{"none", []string{"TLSv1_2", "TLSv1_3"}, 0, 0, wire.ErrNoTLS},
	} {
		tr, err := p.Transport(wire.Need{Host: "h", Port: "443", TLSOff: tt.off})
		if !errors.Is(err, tt.err) {
			t.Errorf("%s: error %v", tt.name, err)
		}
		if err == nil && (tr.TLSClientConfig.MinVersion != tt.min || tr.TLSClientConfig.MaxVersion != tt.max) {
			t.Errorf("%s: from %x to %x", tt.name, tr.TLSClientConfig.MinVersion, tr.TLSClientConfig.MaxVersion)
		}
	}
}
