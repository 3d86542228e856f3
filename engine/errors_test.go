package engine_test

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"os"
	"syscall"
	"testing"

	"postern/auth"
	"postern/engine"
	"postern/engine/collection"
)

// failing is a dialer that fails.
func failing(err error) func(context.Context, string, string) (net.Conn, error) {
	return func(context.Context, string, string) (net.Conn, error) {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: err}
	}
}

// noTokens is a token source whose server ended the session.
type noTokens struct{}

func (noTokens) Token(context.Context, auth.Config) (auth.Token, error) {
	return auth.Token{}, &auth.Error{Kind: auth.KindNeedsLogin, Summary: "the session is over", Where: "http://idp/t", Hint: "log in again (t)"}
}

func (n noTokens) Renew(ctx context.Context, c auth.Config, _ auth.Token) (auth.Token, error) {
	return n.Token(ctx, c)
}

func TestErrorTexts(t *testing.T) {
	n := newFakeNet(t, func(http.ResponseWriter, *http.Request) {})
	file := job("POST", "http://h/")
	file.Request.Body = collection.Body{Mode: "file", File: collection.FileRef{Src: "../x"}}
	none := job("GET", "{{url}}/x")
	none.Scopes.Layers = nil
	get := job("GET", "http://a.test/p?access_token=s3cr3t")
	oauth := withAuth(job("GET", "http://a.test/"), "oauth2", "accessTokenUrl", "http://idp/t")
	for _, tt := range []struct {
		name  string
		job   collection.Job
		dial  func(context.Context, string, string) (net.Conn, error)
		stage engine.Stage
		want  string
	}{
		{"unset host", job("GET", "{{url}}/x"), nil, engine.StageResolve, "{{url}} is not set\n  at   URL {{url}}/x\n  try  set url in the environment"},
		{"no environment", none, nil, engine.StageResolve, "{{url}} is not set\n  at   URL {{url}}/x\n  try  set url in the environment; none is chosen"},
		{"two unset", job("GET", "http://{{host}}:{{port}}/x"), nil, engine.StageResolve, "{{host}} and {{port}} are not set\n  at   URL http://{{host}}:{{port}}/x\n  try  set host and port in the environment"},
		{"cycle", job("GET", "{{url}}/x", "url", "{{url}}"), nil, engine.StageResolve, "{{url}} refers to itself\n  at   URL {{url}}/x\n  try  give url a value without {{url}} in it"},
		{"empty variable", job("GET", "{{url}}", "url", ""), nil, engine.StageResolve, "{{url}} is empty\n  at   URL {{url}}\n  try  give url a value in the environment"},
		{"no URL", job("GET", ""), nil, engine.StageResolve, "the request has no URL\n  at   URL\n  try  type an address, such as {{url}}/users"},
		{"no host", job("GET", "{{url}}/x", "url", ""), nil, engine.StageResolve, "the URL has no host\n  at   URL {{url}}/x\n  try  start the address with https:// and a host name"},
		{"scheme", job("GET", "ftp://h/"), nil, engine.StageResolve, "cannot send to \"ftp://\" addresses\n  at   URL ftp://h/\n  try  start the address with http:// or https://"},
		{"port", job("GET", "http://h:99999/"), nil, engine.StageResolve, "\"99999\" is not a port\n  at   URL http://h:99999/\n  try  a port is a number from 1 to 65535"},
		{"host", job("GET", "http://a b/"), nil, engine.StageResolve, "\"a b\" is not a host name\n  at   URL http://a b/\n  try  check the part between :// and the next slash"},
		{"method", job("GET IT", "http://h/"), nil, engine.StageEncode, "\"GET IT\" is not an HTTP method\n  at   method\n  try  methods are words without blanks, and variables do not work in them"},
		{"header name", withHeaders(get, "X Y", "1"), nil, engine.StageEncode, "\"X Y\" is not a header name\n  at   headers\n  try  header names hold letters, digits and dashes, no blanks or colons"},
		{"header value", withHeaders(get, "X-Y", "a\nb"), nil, engine.StageEncode, "the value of X-Y holds the control character U+000A at 2\n  at   header X-Y\n  try  take line breaks and control characters out of the value"},
		{"header letters", withHeaders(get, "X-Y", "日"), nil, engine.StageEncode, "the value of X-Y holds '日', which cannot stand in a header\n  at   header X-Y\n  try  encode the value, for example percent-encoded or as RFC 8187 says"},
		{"file", file, nil, engine.StageEncode, "file \"../x\": no working directory to take files from\n  at   body\n  try  choose a working directory"},
		{"refused", get, failing(os.NewSyscallError("connect", syscall.ECONNREFUSED)), engine.StageConnect, "cannot connect to a.test: nothing listens there\n  at   http://a.test/p?access_token=••••••••\n  try  start the server, or check the port"},
		{"unknown host", get, failing(&net.DNSError{Err: "no such host", Name: "a.test", IsNotFound: true}), engine.StageConnect, "cannot find the host a.test\n  at   http://a.test/p?access_token=••••••••\n  try  check the host name, the network or the VPN"},
		{"no way", get, failing(os.NewSyscallError("connect", syscall.EHOSTUNREACH)), engine.StageConnect, "cannot connect to a.test: no way there\n  at   http://a.test/p?access_token=••••••••\n  try  check the network or the VPN"},
		{"silent", get, failing(context.DeadlineExceeded), engine.StageConnect, "cannot connect to a.test: it does not answer\n  at   http://a.test/p?access_token=••••••••\n  try  check the address, the network or the VPN"},
		{"unknown authority", job("GET", "https://a.test/"), n.dial, engine.StageConnect, "the certificate of a.test is signed by an unknown authority\n  at   https://a.test/\n  try  add the authority to the settings (authorities), or set strictSSL to false for this request"},
		{"http to https", job("GET", "https://a.test:80/"), canned("HTTP/1.1 400 Bad Request\r\n\r\n"), engine.StageConnect, "a.test:80 does not speak TLS\n  at   https://a.test:80/\n  try  try http:// instead of https://"},
		{"not HTTP", get, canned("SSH-2.0-OpenSSH_9.2\r\n"), engine.StageTransfer, "a.test does not speak HTTP\n  at   http://a.test/p?access_token=••••••••\n  try  check the port and whether it wants https://"},
		{"hung up", get, canned(""), engine.StageTransfer, "a.test closed the connection\n  at   http://a.test/p?access_token=••••••••\n  try  send again; the server may be restarting or want https://"},
		{"session over", oauth, nil, engine.StageAuthorize, "the session is over\n  at   http://idp/t\n  try  log in again (t)"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := newEngine(t, engine.Options{Dial: tt.dial, Tokens: noTokens{}})
			x, err := mustFail(t, e, tt.job)
			if err.Stage != tt.stage || err.Report() != tt.want {
				t.Errorf("stage %s\n%s\nwant %s\n%s", err.Stage, err.Report(), tt.stage, tt.want)
			}
			built := tt.stage != engine.StageResolve && tt.stage != engine.StageEncode
			if (x != nil) != built {
				t.Errorf("exchange %v", x)
			}
		})
	}
}

func TestErrorNamesWhatIsMissing(t *testing.T) {
	e := newEngine(t, engine.Options{})
	_, err := mustFail(t, e, job("GET", "{{url}}/{{id}}"))
	if len(err.Missing) != 1 || err.Missing[0] != "url" {
		t.Errorf("missing %q: only the host keeps the request from being sent", err.Missing)
	}
	p, perr := e.Prepare(t.Context(), job("GET", "{{url}}/{{id}}"))
	if perr == nil || len(p.Missing) != 2 {
		t.Errorf("preview misses %q", p.Missing)
	}
}

func TestErrorKeepsItsCause(t *testing.T) {
	e := newEngine(t, engine.Options{Dial: failing(syscall.ECONNREFUSED), Tokens: noTokens{}})
	if _, err := mustFail(t, e, job("GET", "http://a.test/")); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("%v", err)
	}
	_, err := mustFail(t, e, withAuth(job("GET", "http://a.test/"), "oauth2", "accessTokenUrl", "http://idp/t"))
	if auth.KindOf(err) != auth.KindNeedsLogin || err.Error() != "the session is over" {
		t.Errorf("%v", err)
	}
}

func TestCertificateChecks(t *testing.T) {
	n := newFakeNet(t, func(http.ResponseWriter, *http.Request) {})
	trusting := newEngine(t, engine.Options{Dial: n.dial, TLS: n.trust(t)})
	if _, err := mustFail(t, trusting, job("GET", "https://other.example/")); err.Summary != "the certificate of other.example is for another name" {
		t.Error(err.Summary)
	}
	if x := must(t, trusting, withBehavior(job("GET", "https://other.example/"), "strictSSL", false)); x.Response.Status != 200 {
		t.Error(x.Response.Status)
	}
	// The permission is the request's own: the next one is checked again.
	mustFail(t, trusting, job("GET", "https://other.example/"))
	expired := &tls.Config{RootCAs: n.trust(t).RootCAs, Time: n.later}
	if _, err := mustFail(t, newEngine(t, engine.Options{Dial: n.dial, TLS: expired}), job("GET", "https://a.test/")); err.Summary != "the certificate of a.test has expired or is not valid yet" {
		t.Error(err.Summary)
	}
	if len(n.requests()) != 1 {
		t.Errorf("%d requests, want 1: nothing is sent before the certificate is checked", len(n.requests()))
	}
}
