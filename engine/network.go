package engine

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

// What can go wrong between us and the server.

var (
	errIdle      = errors.New("the server went quiet")
	errRatio     = errors.New("the body unpacks to more than a thousand times its size")
	errRedirects = errors.New("too many redirects")
)

// networkError puts a failed round trip into words. It goes by types; only
// where net/http has none does it look at the text.
func networkError(ctx context.Context, err error, a address.URL, l Limits) *Error {
	where := a.String()
	if e := interrupted(ctx, err, where, l); e != nil {
		return e
	}
	for _, f := range []func(error, address.URL) *Error{tlsError, dialError, answerError} {
		if e := f(err, a); e != nil {
			e.Where, e.Err = where, err
			return e
		}
	}
	return fail(StageTransfer, "the exchange with "+a.Authority()+" failed", where, "try again", err)
}

// transportError is why there can be no connection of the kind a request wants.
func transportError(err error, a address.URL) *Error {
	hint := "check the system's certificates"
	if errors.Is(err, wire.ErrNoTLS) {
		hint = "take one out of tlsDisabledProtocols"
	}
	var own interface{ Hint() string }
	if errors.As(err, &own) {
		hint = own.Hint()
	}
	return fail(StageConnect, err.Error(), a.String(), hint, err)
}

// interrupted are the ends that came from our side.
func interrupted(ctx context.Context, err error, where string, l Limits) *Error {
	switch cause := context.Cause(ctx); {
	case errors.Is(cause, errIdle):
		return fail(StageTransfer, fmt.Sprintf("no data came for %v", round(l.Idle)), where, "send again, or raise the idle limit", errIdle)
	case errors.Is(cause, context.DeadlineExceeded):
		return fail(StageTransfer, "the time for this request is up", where, "raise the time limit", cause)
	case ctx.Err() != nil, errors.Is(err, context.Canceled):
		return fail(StageCancelled, "cancelled", where, "", context.Canceled)
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
		return fail(StageConnect, a.Authority()+" does not speak TLS", "", "try http:// instead of https://", nil)
	case errors.As(err, &wrong):
		return fail(StageConnect, certificate+" is for another name", "", "check the host name", nil)
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return fail(StageConnect, certificate+" has expired or is not valid yet", "", "check this machine's clock, or renew the certificate", nil)
	case errors.As(err, &unknown):
		return fail(StageConnect, certificate+" is signed by an unknown authority", "", "add the authority to the settings (authorities), or set strictSSL to false for this request", nil)
	case errors.As(err, &verified):
		return fail(StageConnect, certificate+" is not valid", "", "set strictSSL to false to send anyway", nil)
	case errors.As(err, &alert):
		return fail(StageConnect, a.Authority()+" refused the TLS handshake", "", refusedHint, nil)
	case errors.As(err, &op) && op.Op == "remote error": // what crypto/tls calls the alert of a server
		why := strings.TrimPrefix(op.Err.Error(), "tls: ")
		return fail(StageConnect, a.Authority()+" refused the TLS handshake: "+why, "", refusedHint, nil)
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
		return fail(StageConnect, "cannot connect to the proxy", "", "check HTTP_PROXY and HTTPS_PROXY, or the proxies of the settings", nil)
	}
	switch {
	case errors.As(err, &dns) && dns.IsTimeout:
		return fail(StageConnect, "looking up "+a.Host+" took too long", "", "check the network or the VPN", nil)
	case errors.As(err, &dns):
		return fail(StageConnect, "cannot find the host "+a.Host, "", "check the host name, the network or the VPN", nil)
	case errors.Is(err, syscall.ECONNREFUSED):
		return fail(StageConnect, what+": nothing listens there", "", "start the server, or check the port", nil)
	case errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.ENETUNREACH):
		return fail(StageConnect, what+": no way there", "", "check the network or the VPN", nil)
	case errors.As(err, &op) && op.Op == "dial" && op.Timeout():
		return fail(StageConnect, what+": it does not answer", "", "check the address, the network or the VPN", nil)
	case errors.As(err, &op) && op.Op == "dial":
		return fail(StageConnect, what, "", "check the address", nil)
	}
	return nil
}

func answerError(err error, a address.URL) *Error {
	var (
		slow net.Error
		text = err.Error()
	)
	switch {
	case errors.Is(err, errRatio):
		return fail(StageTransfer, errRatio.Error(), "", "it may be an attack; raise the limits if it is not", nil)
	case strings.Contains(text, "malformed HTTP"), strings.Contains(text, "malformed MIME header"):
		return fail(StageTransfer, a.Authority()+" does not speak HTTP", "", "check the port and whether it wants https://", nil)
	case strings.Contains(text, "server gave HTTP response to HTTPS client"):
		return fail(StageConnect, a.Authority()+" does not speak TLS", "", "try http:// instead of https://", nil)
	case strings.Contains(text, "server response headers exceeded"):
		return fail(StageTransfer, "the answer's headers are larger than the limit", "", "raise the header limit if they are to be trusted", nil)
	case strings.Contains(text, "TLS handshake timeout"):
		return fail(StageConnect, a.Authority()+" does not finish the TLS handshake", "", "check the port and the network", nil)
	case errors.Is(err, os.ErrDeadlineExceeded), errors.As(err, &slow) && slow.Timeout():
		return fail(StageTransfer, a.Authority()+" took too long to answer", "", "send again, or raise the time limit", nil)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fail(StageTransfer, "the answer ended before it was complete", "", "send again; what arrived is kept", nil)
	case errors.Is(err, io.EOF), errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return fail(StageTransfer, a.Authority()+" closed the connection", "", "send again; the server may be restarting or want https://", nil)
	}
	return nil
}

func round(d time.Duration) time.Duration { return d.Round(time.Millisecond) }
