package engine_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"postern/engine"
	"postern/engine/collection"
	"postern/engine/peer"
	"postern/engine/profile"
	"postern/engine/wire"
)

// certificate is the network's own, as a client would show it.
func (n *fakeNet) certificate(t *testing.T) (tls.Certificate, *x509.Certificate) {
	t.Helper()
	own := n.tls.Certificates[0]
	leaf, err := x509.ParseCertificate(own.Certificate[0])
	if err != nil {
		t.Fatal(err)
	}
	return own, leaf
}

func TestAuthorityForAHost(t *testing.T) {
	n := newFakeNet(t, func(http.ResponseWriter, *http.Request) {})
	_, leaf := n.certificate(t)
	e := newEngine(t, engine.Options{Dial: n.dial, Authorities: []wire.Authority{{Hosts: "a.test", Certificates: []*x509.Certificate{leaf}}}})
	must(t, e, job("GET", "https://a.test/"))
	if _, err := mustFail(t, e, job("GET", "https://b.test/")); err.Stage != engine.StageConnect {
		t.Errorf("an authority for another host: %v", err)
	}
}

func TestClientCertificateForAHost(t *testing.T) {
	shown := map[string]int{}
	n := newFakeNet(t, func(_ http.ResponseWriter, r *http.Request) { shown[r.Host] = len(r.TLS.PeerCertificates) })
	n.tls.ClientAuth = tls.RequestClientCert
	cert, _ := n.certificate(t)
	e := newEngine(t, engine.Options{Dial: n.dial, TLS: n.trust(t), Certificates: []wire.Certificate{
		{Hosts: "a.test:8443", Certificate: cert}, {Hosts: "*.a.test", Certificate: cert},
	}})
	for _, address := range []string{"https://a.test/", "https://a.test:8443/", "https://x.a.test/", "https://b.test/"} {
		must(t, e, job("GET", address))
	}
	for host, want := range map[string]int{"a.test": 0, "a.test:8443": 1, "x.a.test": 1, "b.test": 0} {
		if shown[host] != want {
			t.Errorf("%s was shown %d certificates, want %d", host, shown[host], want)
		}
	}
}

func TestTLSSettings(t *testing.T) {
	var version, suite uint16
	n := newFakeNet(t, func(_ http.ResponseWriter, r *http.Request) { version, suite = r.TLS.Version, r.TLS.CipherSuite })
	e := newEngine(t, engine.Options{Dial: n.dial, TLS: n.trust(t)})
	get := job("GET", "https://a.test/")
	must(t, e, get)
	if version != tls.VersionTLS13 {
		t.Errorf("version %x", version)
	}
	x := must(t, e, withBehavior(get, "tlsDisabledProtocols", []any{"TLSv1_3"}, "tlsPreferServerCiphers", true,
		"tlsCipherSelection", []any{"ECDHE-ECDSA-AES256-GCM-SHA384", "NONE-SUCH"}))
	if version != tls.VersionTLS12 || suite != tls.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384 {
		t.Errorf("version %x, suite %x", version, suite)
	}
	if len(x.Warnings) != 1 || x.Warnings[0] != "cipher suites that are not known here are left out: NONE-SUCH" {
		t.Errorf("warnings %q", x.Warnings)
	}
	_, err := mustFail(t, e, withBehavior(get, "tlsDisabledProtocols", []any{"TLSv1_2", "TLSv1_3"}))
	const want = "every TLS version is switched off\n  at   https://a.test/\n  try  take one out of tlsDisabledProtocols"
	if err.Report() != want {
		t.Errorf("error\n%s\nwant\n%s", err.Report(), want)
	}
}

func TestSendLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dial := func(context.Context, string, string) (net.Conn, error) {
			client, server := net.Pipe()
			go func() { // it reads the request and says nothing
				_, _ = server.Read(make([]byte, 4096))
				_, _ = server.Read(make([]byte, 1))
			}()
			return client, nil
		}
		e := newEngine(t, engine.Options{Dial: dial, Limits: engine.Limits{Send: 5 * time.Second}})
		start := time.Now()
		_, err := mustFail(t, e, job("GET", "http://a.test/"))
		if err.Stage != engine.StageTransfer || time.Since(start) != 5*time.Second {
			t.Errorf("after %v: %v", time.Since(start), err)
		}
	})
}

func TestJarForEachEnvironment(t *testing.T) {
	var got []string
	n := newFakeNet(t, func(w http.ResponseWriter, r *http.Request) {
		got = append(got, r.Header.Get("Cookie"))
		w.Header().Set("Set-Cookie", "sid="+r.URL.Query().Get("sid")+"; Path=/")
	})
	e := newEngine(t, engine.Options{Dial: n.dial})
	in := func(env, sid string) collection.Job {
		j := job("GET", "http://a.test/?sid="+sid)
		j.Auth.Realm = env
		return j
	}
	for _, j := range []collection.Job{in("dev", "1"), in("prod", "2"), in("dev", "3"), in("prod", "4"), in("", "5")} {
		must(t, e, j)
	}
	want := []string{"", "", "sid=1", "sid=2", ""}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("request %d had the cookie %q, want %q", i, got[i], want[i])
		}
	}
}

func TestProtocolVersion(t *testing.T) {
	n := newFakeNet(t, func(http.ResponseWriter, *http.Request) {})
	n.tls.NextProtos = []string{"h2", "http/1.1"}
	e := newEngine(t, engine.Options{Dial: n.dial, TLS: n.trust(t)})
	for version, want := range map[string]string{"": "HTTP/1.1", "http1": "HTTP/1.1", "http2": "HTTP/2.0", "auto": "HTTP/2.0"} {
		x := must(t, e, withBehavior(withHeaders(job("GET", "https://a.test/"), "X-Own", "1"), "protocolVersion", version))
		if x.Sent.Proto != want || x.Response.Proto != want {
			t.Errorf("%q: sent as %s, answered as %s, want %s", version, x.Sent.Proto, x.Response.Proto, want)
		}
	}
}

// A send tells of every connection's TLS, also of one that was refused.
func TestWhoIsAtTheOtherEnd(t *testing.T) {
	n := newFakeNet(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/go" {
			http.Redirect(w, r, "http://a.test/", http.StatusFound)
		}
	})
	n.tls.NextProtos = []string{"h2", "http/1.1"}
	_, leaf := n.certificate(t)
	trusting := newEngine(t, engine.Options{Dial: n.dial, TLS: n.trust(t)})
	stranger := newEngine(t, engine.Options{Dial: n.dial})
	secure := job("GET", "https://a.test/")

	first := must(t, trusting, withBehavior(secure, "protocolVersion", "http2"))
	again := must(t, trusting, withBehavior(secure, "protocolVersion", "http2"))
	open := must(t, stranger, withBehavior(secure, "strictSSL", false))
	refused, _ := mustFail(t, stranger, secure)
	for _, tt := range []struct {
		name              string
		got               *peer.TLS
		trust             peer.Trust
		version, protocol string
	}{
		{"verified", first.Sent.TLS, peer.Verified, "TLS 1.3", "h2"},
		{"on an open connection", again.Sent.TLS, peer.Verified, "TLS 1.3", "h2"},
		{"not looked at", open.Sent.TLS, peer.Unchecked, "TLS 1.3", ""},
		{"refused", refused.Sent.TLS, peer.Refused, "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if tt.got == nil || tt.got.Trust != tt.trust || tt.got.Version != tt.version || tt.got.Protocol != tt.protocol {
				t.Fatalf("%+v", tt.got)
			}
			if len(tt.got.Chain) != 1 || tt.got.Chain[0].Subject != "CN=test" || !tt.got.Chain[0].Until.Equal(leaf.NotAfter) {
				t.Errorf("the chain is %+v", tt.got.Chain)
			}
		})
	}
	if !again.Timing.Reused {
		t.Error("the connection was not used again")
	}
	x := must(t, trusting, withBehavior(job("GET", "https://a.test/go"), profile.FollowInsecure, true))
	if len(x.Hops) != 1 || x.Hops[0].Sent.TLS == nil || x.Sent.TLS != nil {
		t.Errorf("the hops are %+v, the plain request has %+v", x.Hops, x.Sent.TLS)
	}
	if plain := must(t, trusting, job("GET", "http://a.test/")); plain.Sent.TLS != nil {
		t.Errorf("without TLS: %+v", plain.Sent.TLS)
	}
}
