package auth

import (
	"context"
	"net/http"
	"time"
)

// TokenCall is one request to an authorization server, for the timeline. It
// holds no secret.
type TokenCall struct {
	// Kind is "client_credentials", "authorization_code", "refresh_token", …
	Kind, Method, URL string
	Status            int
	Started           time.Time
	Duration          time.Duration
	// RequestHeader and Header are the headers of request and answer,
	// RequestBody and Body their bodies, as far as they are text and with
	// every secret masked.
	RequestHeader, Header http.Header
	RequestBody, Body     string
	Err                   error
	// Warnings are oddities that did not stop the call.
	Warnings []string
}

type traceKey struct{}

type stepKey struct{}

// WithSteps returns a context whose owner is told what is being done for a
// token, in words for a person and without a secret: "waiting for the
// browser", "asking idp.test for a token". f may be called from another
// goroutine.
func WithSteps(ctx context.Context, f func(step string)) context.Context {
	return context.WithValue(ctx, stepKey{}, f)
}

// Step tells the function set by [WithSteps], if any, what is done next.
func Step(ctx context.Context, step string) {
	if f, ok := ctx.Value(stepKey{}).(func(string)); ok {
		f(step)
	}
}

// WithTrace returns a context whose token calls are reported to f, in the
// manner of net/http/httptrace. f may be called from another goroutine.
func WithTrace(ctx context.Context, f func(TokenCall)) context.Context {
	return context.WithValue(ctx, traceKey{}, f)
}

// Trace reports call to the function set by [WithTrace], if any.
func Trace(ctx context.Context, call TokenCall) {
	if f, ok := ctx.Value(traceKey{}).(func(TokenCall)); ok {
		f(call)
	}
}
