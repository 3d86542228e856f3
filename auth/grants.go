package auth

import (
	"context"
	"errors"
	"time"
)

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
	// the redirected address, which it returns. [ErrOtherWay] says that the
	// person wants the other way of p.Other.
	Authorize(ctx context.Context, p Prompt) (pasted string, err error)
}

// ErrOtherWay is the answer to a [Prompt] of a person who would rather log in
// the other way.
var ErrOtherWay = errors.New("the other way to log in was asked for")

// Way is how a person logs in.
type Way string

// The ways of a [Prompt].
const (
	// ByBrowser: a browser goes to the server and comes back to the callback.
	ByBrowser Way = "browser"
	// ByDevice: a browser anywhere takes a code, RFC 8628.
	ByDevice Way = "device"
)

// Prompt is what [Prompter.Authorize] shows.
type Prompt struct {
	TokenName string
	Way       Way
	// Other is the way that can be had instead; "" if there is none.
	Other Way
	// URL is the full authorization request; by device, the address to open,
	// with the code in it if the server has such a one.
	URL string
	// Page and UserCode are the address and the code to type there, by device.
	Page, UserCode string
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
