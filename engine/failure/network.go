package failure

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"syscall"
	"time"

	"postern/engine/address"
	"postern/engine/wire"
)

// Why the engine itself ends a send.
var (
	ErrIdle      = errors.New("the server went quiet")
	ErrRatio     = errors.New("the body unpacks to more than a thousand times its size")
	ErrRedirects = errors.New("too many redirects")
)

// Network puts a failed round trip into words; idle is how long a body may pause.
func Network(ctx context.Context, err error, a address.URL, idle time.Duration) *Error {
	where := a.String()
	if e := interrupted(ctx, err, where, idle); e != nil {
		return e
	}
	for _, f := range []func(error, address.URL) *Error{tlsError, dialError, answerError} {
		if e := f(err, a); e != nil {
			e.Where, e.Err = where, err
			return e
		}
	}
	return New(Transfer, "the exchange with "+a.Authority()+" failed", where, "try again", err)
}

// Transport is why there can be no connection of the kind a request wants.
func Transport(err error, a address.URL) *Error {
	hint := "check the system's certificates"
	if errors.Is(err, wire.ErrNoTLS) {
		hint = "take one out of tlsDisabledProtocols"
	}
	var own interface{ Hint() string }
	if errors.As(err, &own) {
		hint = own.Hint()
	}
	return New(Connect, err.Error(), a.String(), hint, err)
}

// interrupted are the ends that came from our side.
func interrupted(ctx context.Context, err error, where string, idle time.Duration) *Error {
	switch cause := context.Cause(ctx); {
	case errors.Is(cause, ErrIdle):
		return New(Transfer, fmt.Sprintf("no data came for %v", idle.Round(time.Millisecond)), where, "send again, or raise the idle limit", ErrIdle)
	case errors.Is(cause, context.DeadlineExceeded):
		return New(Transfer, "the time for this request is up", where, "raise the time limit", cause)
	case ctx.Err() != nil, errors.Is(err, context.Canceled):
		return New(Cancelled, "cancelled", where, "", context.Canceled)
	}
	return nil
}

func tlsError(err error, a address.URL) *Error {
	var (
		unknown  x509.UnknownAuthorityError
		wrong    x509.HostnameError
		invalid  x509.CertificateInvalidError
		record   tls.RecordHeaderError
		alert    tls.AlertError
		op       *net.OpError
		verified *tls.CertificateVerificationError
	)
	certificate := "the certificate of " + a.Host
	const refusedHint = "the server may want a client certificate (certificates in the settings) or another TLS version"
	switch {
	case errors.As(err, &record):
		return New(Connect, a.Authority()+" does not speak TLS", "", "try http:// instead of https://", nil)
	case errors.As(err, &wrong):
		return New(Connect, certificate+" is for another name", "", "check the host name", nil)
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return New(Connect, certificate+" has expired or is not valid yet", "", "check this machine's clock, or renew the certificate", nil)
	case errors.As(err, &unknown):
		return New(Connect, certificate+" is signed by an unknown authority", "", "add the authority to the settings (authorities), or set strictSSL to false for this request", nil)
	case errors.As(err, &verified):
		return New(Connect, certificate+" is not valid", "", "set strictSSL to false to send anyway", nil)
	case errors.As(err, &alert):
		return New(Connect, a.Authority()+" refused the TLS handshake", "", refusedHint, nil)
	case errors.As(err, &op) && op.Op == "remote error": // what crypto/tls calls the alert of a server
		why := strings.TrimPrefix(op.Err.Error(), "tls: ")
		return New(Connect, a.Authority()+" refused the TLS handshake: "+why, "", refusedHint, nil)
	}
	return nil
}

func dialError(err error, a address.URL) *Error {
	var (
		dns *net.DNSError
		op  *net.OpError
	)
	what := "cannot connect to " + a.Authority()
	if errors.As(err, &op) && op.Op == "proxyconnect" {
		return New(Connect, "cannot connect to the proxy", "", "check HTTP_PROXY and HTTPS_PROXY, or the proxies of the settings", nil)
	}
	switch {
	case errors.As(err, &dns) && dns.IsTimeout:
		return New(Connect, "looking up "+a.Host+" took too long", "", "check the network or the VPN", nil)
	case errors.As(err, &dns):
		return New(Connect, "cannot find the host "+a.Host, "", "check the host name, the network or the VPN", nil)
	case errors.Is(err, syscall.ECONNREFUSED):
		return New(Connect, what+": nothing listens there", "", "start the server, or check the port", nil)
	case errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.ENETUNREACH):
		return New(Connect, what+": no way there", "", "check the network or the VPN", nil)
	case errors.As(err, &op) && op.Op == "dial" && op.Timeout():
		return New(Connect, what+": it does not answer", "", "check the address, the network or the VPN", nil)
	case errors.As(err, &op) && op.Op == "dial":
		return New(Connect, what, "", "check the address", nil)
	}
	return nil
}

func answerError(err error, a address.URL) *Error {
	var (
		slow net.Error
		text = err.Error()
	)
	switch {
	case strings.Contains(text, "malformed HTTP"), strings.Contains(text, "malformed MIME header"):
		return New(Transfer, a.Authority()+" does not speak HTTP", "", "check the port and whether it wants https://", nil)
	case strings.Contains(text, "server gave HTTP response to HTTPS client"):
		return New(Connect, a.Authority()+" does not speak TLS", "", "try http:// instead of https://", nil)
	case strings.Contains(text, "server response headers exceeded"):
		return New(Transfer, "the answer's headers are larger than the limit", "", "raise the header limit if they are to be trusted", nil)
	case strings.Contains(text, "TLS handshake timeout"):
		return New(Connect, a.Authority()+" does not finish the TLS handshake", "", "check the port and the network", nil)
	case errors.Is(err, os.ErrDeadlineExceeded), errors.As(err, &slow) && slow.Timeout():
		return New(Transfer, a.Authority()+" took too long to answer", "", "send again, or raise the time limit", nil)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return New(Transfer, "the answer ended before it was complete", "", "send again; what arrived is kept", nil)
	case errors.Is(err, io.EOF), errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return New(Transfer, a.Authority()+" closed the connection", "", "send again; the server may be restarting or want https://", nil)
	}
	return nil
}
