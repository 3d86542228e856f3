package refusal

import (
	"context"
	"crypto/tls"
	"errors"

	"postern/auth"
	"postern/auth/oauth2/mask"
)

// Unconnected explains an exchange that never began. Where certificates are
// the reason, ours or the server's, the network is not what to look at.
func Unconnected(ctx context.Context, host string, req Request, m mask.Masker, err error) error {
	var (
		own interface {
			error
			Hint() string
		}
		unverified *tls.CertificateVerificationError
	)
	e := &auth.Error{Kind: auth.KindUnreachable, Where: host, Err: m.Error(err)}
	switch {
	case errors.As(err, &own):
		e.Fate = auth.FateAnswered
		e.Summary, e.Hint = m.Text(own.Error(), 300), own.Hint()
	case errors.As(err, &unverified):
		e.Fate = auth.FateAnswered
		e.Summary, e.Hint = "the certificate of the "+req.noun()+" is not to be trusted", "add its authority to the settings (authorities)"
	default:
		return Unreachable(ctx, host, req, e.Err)
	}
	return e
}

// Unreachable explains an exchange without an answer. ctx is the caller's, which
// tells a caller who left from a server that is slow.
func Unreachable(ctx context.Context, host string, req Request, err error) error {
	if errors.Is(ctx.Err(), context.Canceled) {
		return &auth.Error{Kind: auth.KindCancelled, Summary: "the token request was cancelled", Where: host, Err: context.Canceled}
	}
	e := &auth.Error{
		Kind: auth.KindUnreachable, Summary: "cannot reach the " + req.noun(), Where: host,
		Hint: "check the address, the network and the proxy, then send again", Err: err,
	}
	if errors.Is(err, context.DeadlineExceeded) {
		e.Summary, e.Err = "the "+req.noun()+" did not answer in time", nil
	}
	return e
}
