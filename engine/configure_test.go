package engine_test

import (
	"crypto/tls"
	"net/http"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"postern/engine"
	"postern/engine/wire"
)

// What a person decided is asked for with the first request, and once; what is
// wrong with it is told once, what a server is not checked for every time.
func TestConfigured(t *testing.T) {
	n := newFakeNet(t, func(http.ResponseWriter, *http.Request) {})
	asked := 0
	e := newEngine(t, engine.Options{Dial: n.dial, Configure: func() wire.Config {
		asked++
		return wire.Config{Insecure: []string{"a.test"}, Problems: []string{"settings.json:1:1: wrong"}}
	}})
	if asked != 0 {
		t.Error("it is asked before anything is sent")
	}
	const unchecked = "the certificate of a.test is not checked: whoever is in between can read and change everything"
	for i, want := range [][]string{{"settings.json:1:1: wrong", unchecked}, {unchecked}} {
		if x := must(t, e, job("GET", "https://a.test/")); !slices.Equal(x.Warnings, want) {
			t.Errorf("send %d warns %q, want %q", i, x.Warnings, want)
		}
	}
	if x := must(t, e, job("GET", "http://a.test/")); len(x.Warnings) > 0 {
		t.Errorf("without TLS: %q", x.Warnings)
	}
	if _, err := mustFail(t, e, job("GET", "https://b.test/")); err.Stage != engine.StageConnect {
		t.Errorf("another host is not checked either: %v", err)
	}
	p, err := e.Prepare(t.Context(), job("GET", "https://a.test/"))
	if err != nil || !slices.Contains(p.Warnings, unchecked) {
		t.Errorf("the preview warns %q, %v", p.Warnings, err)
	}
	if asked != 1 {
		t.Errorf("it is asked %d times", asked)
	}
}

// missing is a certificate that cannot be read.
type missing struct{}

func (missing) Error() string { return "client.pem: there is no such file" }
func (missing) Hint() string  { return "check the path" }

func TestCertificateThatCannotBeRead(t *testing.T) {
	n := newFakeNet(t, func(http.ResponseWriter, *http.Request) {})
	loads := 0
	e := newEngine(t, engine.Options{Dial: n.dial, TLS: n.trust(t), Configure: func() wire.Config {
		return wire.Config{Certificates: []wire.Certificate{{Hosts: "a.test", Load: func() (tls.Certificate, error) {
			loads++
			return tls.Certificate{}, missing{}
		}}}}
	}})
	must(t, e, job("GET", "https://b.test/"))
	if loads > 0 {
		t.Error("it is read for a server it is not for")
	}
	const want = "client.pem: there is no such file\n  at   https://a.test/\n  try  check the path"
	for range 2 {
		if _, err := mustFail(t, e, job("GET", "https://a.test/")); err.Report() != want {
			t.Errorf("error\n%s\nwant\n%s", err.Report(), want)
		}
	}
	if loads != 2 {
		t.Errorf("read %d times: what was put right would not be seen", loads)
	}
}

func TestConfiguredTimeLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newFakeNet(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
		e := newEngine(t, engine.Options{Dial: n.dial, Configure: func() wire.Config { return wire.Config{Timeout: 7 * time.Second} }})
		start := time.Now()
		_, err := mustFail(t, e, job("GET", "http://a.test/"))
		if err.Summary != "the time for this request is up" || time.Since(start) != 7*time.Second {
			t.Errorf("%v after %v", err, time.Since(start))
		}
	})
}
