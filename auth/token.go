package auth

import (
	"context"
	"net/http"
	"time"
)

// Token is an OAuth 2.0 token with what is needed to keep it alive.
type Token struct {
	// Key identifies the resolved config and realm that made the token; see
	// [Key].
	Key string
	// Name is what the user calls it (Postman's tokenName), else a name made
	// from the config.
	Name string

	Access, Refresh, ID Secret

	// Type is the server's token_type. It is shown; Postman's header prefix
	// decides what is sent.
	Type string
	// Scope is what was granted: the server's answer, or what was asked for.
	Scope string

	// Obtained is when the answer arrived, by the wall clock.
	Obtained time.Time
	// Expiry is when the access token ends; zero means the server did not say.
	Expiry time.Time

	// Config is the resolved config as it was when the token was made;
	// refreshing uses it, later edits do not change it.
	Config Config
	// Generation counts the refreshes.
	Generation int
	// NeedsLogin says that the server refused the refresh token for good.
	NeedsLogin bool
	// Unsaved says that the store refused the token: it works, and is lost
	// when the program ends. Stores do not keep this field.
	Unsaved bool
}

// maxLeeway is how long before its end a token counts as used up; see [Token.Usable].
const maxLeeway = 30 * time.Second

// Usable reports whether the token can still be sent at now: its end is more
// than min(30 s, a tenth of its lifetime) away, or unknown.
func (t Token) Usable(now time.Time) bool {
	if t.Access == "" {
		return false
	}
	if t.Expiry.IsZero() {
		return true
	}
	return now.Before(t.Expiry.Add(-t.leeway()))
}

func (t Token) leeway() time.Duration {
	return min(maxLeeway, t.Expiry.Sub(t.Obtained)/10)
}

// Left is the time until the token's end, zero when it is over. ok is false
// when the end is unknown.
func (t Token) Left(now time.Time) (left time.Duration, ok bool) {
	if t.Expiry.IsZero() {
		return 0, false
	}
	return max(0, t.Expiry.Sub(now)), true
}

// TokenStore keeps tokens between sends and between runs of the program. It
// must be safe for concurrent use.
type TokenStore interface {
	// Load returns the token under key; ok is false if there is none.
	Load(ctx context.Context, key string) (t Token, ok bool, err error)
	// Save replaces the token under t.Key.
	Save(ctx context.Context, t Token) error
	// Delete removes the token under key, if there is one.
	Delete(ctx context.Context, key string) error
	// List returns all tokens, newest first.
	List(ctx context.Context) ([]Token, error)
}

// Locker is a [TokenStore] shared with other processes. The [Manager] holds
// the lock of a key while it re-reads, refreshes and saves.
type Locker interface {
	// Lock waits until nobody else holds key, or ctx ends.
	Lock(ctx context.Context, key string) (unlock func(), err error)
}

// Grants gets tokens from an authorization server. Package auth/oauth2
// implements it.
type Grants interface {
	// Obtain runs the grant c describes.
	Obtain(ctx context.Context, c Config, p Prompter) (Token, error)
	// Refresh uses t's refresh token, with the config t was made by.
	Refresh(ctx context.Context, t Token) (Token, error)
	// Interactive reports whether c's grant needs a person.
	Interactive(c Config) bool
}

// Prompter asks the person for what a grant needs from them. The workbench
// shows a dialog, the command line a text. It may be nil: then nobody is there
// to ask.
type Prompter interface {
	// Authorize shows the person where to log in and returns when ctx ends
	// (the callback came, or the wait was cancelled) or when the person pasted
	// the redirected address, which it returns.
	Authorize(ctx context.Context, p Prompt) (pasted string, err error)
}

// Prompt is what [Prompter.Authorize] shows.
type Prompt struct {
	TokenName string
	// URL is the full authorization request.
	URL string
	// Redirect is the callback address the server sends the browser to.
	Redirect string
	// Listening says that the callback is awaited on this machine; otherwise
	// pasting is the only way.
	Listening bool
	// Until is when the wait ends.
	Until time.Time
	// Problem says what was wrong with the address pasted before, if the
	// person is asked again.
	Problem string
}

// TokenCall is one request to an authorization server, for the timeline. It
// holds no secret.
type TokenCall struct {
	// Kind is "client_credentials", "authorization_code", "refresh_token", …
	Kind, Method, URL string
	Status            int
	Started           time.Time
	Duration          time.Duration
	// Header is the answer's header.
	Header http.Header
	Err    error
	// Warnings are oddities that did not stop the call.
	Warnings []string
}

type traceKey struct{}

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
