package auth

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
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

// TraceText writes calls as a person reads them: each request, its answer, and
// what was odd. It holds no secret, since no [TokenCall] does.
func TraceText(calls []TokenCall) string {
	var b strings.Builder
	for i, c := range calls {
		if i > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "%s: %s %s\n", c.Kind, c.Method, c.URL)
		writePart(&b, '>', c.RequestHeader, c.RequestBody)
		if c.Status != 0 {
			fmt.Fprintf(&b, "< %d %s, after %s\n", c.Status, http.StatusText(c.Status), c.Duration.Round(time.Millisecond))
		}
		writePart(&b, '<', c.Header, c.Body)
		for _, w := range c.Warnings {
			fmt.Fprintf(&b, "! %s\n", w)
		}
		if c.Err != nil {
			fmt.Fprintf(&b, "! %v\n", c.Err)
		}
	}
	return b.String()
}

// writePart writes headers and body, each line marked.
func writePart(b *strings.Builder, mark byte, h http.Header, body string) {
	for _, name := range slices.Sorted(maps.Keys(h)) {
		for _, v := range h[name] {
			fmt.Fprintf(b, "%c %s: %s\n", mark, name, v)
		}
	}
	if body == "" {
		return
	}
	fmt.Fprintf(b, "%c\n", mark)
	for l := range strings.Lines(body) {
		fmt.Fprintf(b, "%c %s\n", mark, strings.TrimRight(l, "\r\n"))
	}
}
