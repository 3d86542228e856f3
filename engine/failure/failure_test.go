package failure_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"syscall"
	"testing"
	"time"

	"postern/auth"
	"postern/engine/address"
	"postern/engine/body"
	"postern/engine/failure"
	"postern/engine/wire"
)

func TestError(t *testing.T) {
	cause := errors.New("the disk is full")
	for _, tt := range []struct {
		name, want string
		err        *failure.Error
	}{
		{"without a cause", "cannot write", failure.New(failure.Transfer, "cannot write", "", "", nil)},
		{"with a cause", "cannot write: the disk is full", failure.New(failure.Transfer, "cannot write", "", "", cause)},
		{"whose cause says it all", "the disk is full", failure.New(failure.Transfer, "the disk", "", "", cause)},
	} {
		if got := tt.err.Error(); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
	if e := failure.New(failure.Transfer, "cannot write", "", "", cause); !errors.Is(fmt.Errorf("send: %w", e), cause) {
		t.Error("the cause is not found")
	}
}

func TestReport(t *testing.T) {
	for want, e := range map[string]*failure.Error{
		"cancelled":                         failure.New(failure.Cancelled, "cancelled", "", "", nil),
		"cannot send\n  at   URL":           failure.New(failure.Resolve, "cannot send", "URL", "", nil),
		"cannot send\n  try  again":         failure.New(failure.Resolve, "cannot send", "", "again", nil),
		"no host\n  at   URL\n  try  again": failure.New(failure.Resolve, "no host", "URL", "again", nil),
	} {
		if got := e.Report(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestMasked(t *testing.T) {
	e := failure.New(failure.Connect, "cannot find s3cret.test", "https://s3cret.test/?apikey=1234", "not s3cret", nil)
	e.Masked([]auth.Secret{"s3cret"})
	want := failure.Error{Stage: failure.Connect, Summary: "cannot find " + auth.Mask + ".test", Hint: "not " + auth.Mask}
	if e.Summary != want.Summary || e.Hint != want.Hint || e.Where != "https://"+auth.Mask+".test/?apikey="+auth.Mask {
		t.Errorf("it says %q at %q, %q", e.Summary, e.Where, e.Hint)
	}
}

func TestNetwork(t *testing.T) {
	dial := func(err error) error { return &net.OpError{Op: "dial", Net: "tcp", Err: err} }
	for _, tt := range []struct {
		err   error
		stage failure.Stage
		want  string
	}{
		{tls.RecordHeaderError{Msg: "x"}, failure.Connect, "h.test:81 does not speak TLS"},
		{x509.HostnameError{Certificate: &x509.Certificate{}}, failure.Connect, "the certificate of h.test is for another name"},
		{x509.CertificateInvalidError{Reason: x509.Expired}, failure.Connect, "the certificate of h.test has expired or is not valid yet"},
		{x509.UnknownAuthorityError{}, failure.Connect, "the certificate of h.test is signed by an unknown authority"},
		{&tls.CertificateVerificationError{Err: x509.CertificateInvalidError{Reason: x509.TooManyIntermediates}}, failure.Connect, "the certificate of h.test is not valid"},
		{tls.AlertError(40), failure.Connect, "h.test:81 refused the TLS handshake"},
		{&net.OpError{Op: "remote error", Err: errors.New("tls: bad certificate")}, failure.Connect, "h.test:81 refused the TLS handshake: bad certificate"},
		{&net.OpError{Op: "proxyconnect", Err: &net.DNSError{}}, failure.Connect, "cannot connect to the proxy"},
		{dial(&net.DNSError{IsTimeout: true}), failure.Connect, "looking up h.test took too long"},
		{dial(&net.DNSError{IsNotFound: true}), failure.Connect, "cannot find the host h.test"},
		{dial(syscall.ECONNREFUSED), failure.Connect, "cannot connect to h.test:81: nothing listens there"},
		{dial(syscall.ENETUNREACH), failure.Connect, "cannot connect to h.test:81: no way there"},
		{dial(os.ErrDeadlineExceeded), failure.Connect, "cannot connect to h.test:81: it does not answer"},
		{dial(syscall.EACCES), failure.Connect, "cannot connect to h.test:81"},
		{errors.New("net/http: HTTP/1.x transport: malformed HTTP response"), failure.Transfer, "h.test:81 does not speak HTTP"},
		{errors.New("http: server gave HTTP response to HTTPS client"), failure.Connect, "h.test:81 does not speak TLS"},
		{errors.New("net/http: server response headers exceeded 9 bytes"), failure.Transfer, "the answer's headers are larger than the limit"},
		{errors.New("net/http: TLS handshake timeout"), failure.Connect, "h.test:81 does not finish the TLS handshake"},
		{&net.OpError{Op: "read", Err: os.ErrDeadlineExceeded}, failure.Transfer, "h.test:81 took too long to answer"},
		{io.ErrUnexpectedEOF, failure.Transfer, "the answer ended before it was complete"},
		{io.EOF, failure.Transfer, "h.test:81 closed the connection"},
		{&net.OpError{Op: "read", Err: syscall.ECONNRESET}, failure.Transfer, "h.test:81 closed the connection"},
		{errors.New("the moon is full"), failure.Transfer, "the exchange with h.test:81 failed"},
	} {
		t.Run(tt.want, func(t *testing.T) {
			err := fmt.Errorf("Get: %w", tt.err)
			e := failure.Network(t.Context(), err, address.Split("https://h.test:81/a"), time.Second)
			if e.Stage != tt.stage || e.Summary != tt.want || e.Where != "https://h.test:81/a" || e.Hint == "" || !errors.Is(e, err) {
				t.Errorf("%s: %+v", e.Stage, e)
			}
		})
	}
}

// Whatever the connection says, what ended it from our side is the reason.
func TestNetworkInterrupted(t *testing.T) {
	for _, tt := range []struct {
		name  string
		cause error
		err   error
		stage failure.Stage
		want  string
	}{
		{"idle", failure.ErrIdle, io.EOF, failure.Transfer, "no data came for 1.5s"},
		{"late", context.DeadlineExceeded, io.EOF, failure.Transfer, "the time for this request is up"},
		{"stopped", context.Canceled, io.EOF, failure.Cancelled, "cancelled"},
		{"stopped by another", errors.New("quit"), io.EOF, failure.Cancelled, "cancelled"},
		{"stopped below", nil, context.Canceled, failure.Cancelled, "cancelled"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			ctx, cancel := context.WithCancelCause(t.Context())
			defer cancel(nil)
			if tt.cause != nil {
				cancel(tt.cause)
			}
			e := failure.Network(ctx, tt.err, address.Split("https://h.test/"), 1500*time.Millisecond)
			if e.Stage != tt.stage || e.Summary != tt.want || e.Where != "https://h.test/" {
				t.Errorf("%s: %+v", e.Stage, e)
			}
		})
	}
}

// hinted knows what to try against itself.
type hinted struct{}

func (hinted) Error() string { return "the key does not fit" }
func (hinted) Hint() string  { return "take the other key" }

func TestTransport(t *testing.T) {
	for _, tt := range []struct {
		err  error
		want string
	}{
		{errors.New("no roots"), "check the system's certificates"},
		{wire.ErrNoTLS, "take one out of tlsDisabledProtocols"},
		{fmt.Errorf("open: %w", hinted{}), "take the other key"},
	} {
		if e := failure.Transport(tt.err, address.Split("https://h.test/")); e.Stage != failure.Connect || e.Hint != tt.want || !errors.Is(e, tt.err) {
			t.Errorf("%v: %+v", tt.err, e)
		}
	}
}

func TestBody(t *testing.T) {
	for _, tt := range []struct {
		err  error
		want string
	}{
		{errors.New("too deep"), "correct the body"},
		{&body.FileError{Path: "a", Dir: "/w"}, "check the name and that the file can be read"},
		{&body.FileError{Path: "a", Dir: "/w", Outside: true}, "copy the file into /w"},
		{&body.FileError{Path: "a"}, "choose a working directory"},
	} {
		if e := failure.Body(fmt.Errorf("encode: %w", tt.err)); e.Stage != failure.Encode || e.Hint != tt.want || e.Where != "body" || !errors.Is(e, tt.err) {
			t.Errorf("%v: %+v", tt.err, e)
		}
	}
}

func TestAuth(t *testing.T) {
	for _, tt := range []struct {
		name        string
		err         error
		stage       failure.Stage
		what, where string
	}{
		{"unknown", errors.New("no"), failure.Authorize, "cannot authorise by OAuth 2.0", "auth"},
		{"an attribute", &auth.Error{Summary: "there is none", Where: "accessTokenUrl"}, failure.Authorize, "there is none", "Access Token URL in the auth settings"},
		{"elsewhere", &auth.Error{Summary: "it refused", Where: "https://idp.test/token"}, failure.Authorize, "it refused", "https://idp.test/token"},
		{"stopped", &auth.Error{Kind: auth.KindCancelled, Summary: "cancelled"}, failure.Cancelled, "cancelled", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if e := failure.Auth("OAuth 2.0", fmt.Errorf("sign: %w", tt.err)); e.Stage != tt.stage || e.Summary != tt.what || e.Where != tt.where || !errors.Is(e, tt.err) {
				t.Errorf("%s: %+v", e.Stage, e)
			}
		})
	}
}
