package auth

import (
	"context"
	"net/http"
	"time"
)

// Scheme is one way to authorise a request. Implementations are small values
// without state; the list of all of them is [Schemes].
type Scheme interface {
	// Type is the Postman name, as in [Config.Type].
	Type() string
	// Label is the name people know.
	Label() string
	// Fields describe the attributes: the editor form, masking and help
	// follow from them.
	Fields() []Field
	// Apply signs call.Request in place. An error means the request must not
	// go out as it is.
	//
	// Settings that cannot sign anything are no error: as in Postman the
	// request goes out without a signature, and [Request.Warnings] tell why.
	Apply(ctx context.Context, call Call) error
}

// Challenger is a [Scheme] that can answer a refusal, once a send unless it is
// a [Handshake] too.
type Challenger interface {
	// Challenge looks at a refused response. It re-signs call.Request and
	// returns true if the request should be replayed.
	Challenge(ctx context.Context, call Call, status int, header http.Header) (retry bool, err error)
}

// Handshake is a [Challenger] that answers for one address and not for a whole
// send: what it wrote is dropped before a redirect, and the replays are counted
// anew.
type Handshake interface {
	Challenger
	// Steps is how many replays an address may take.
	Steps() int
	// Pinned reports whether the replays need the very same connection, which
	// then serves nobody else.
	Pinned() bool
}

// Call is what a [Scheme] works on.
type Call struct {
	Config  Config
	Request *Request
	Tokens  TokenSource
	// Now is the clock; nil means [time.Now].
	Now func() time.Time
	// Rand returns random bits for nonces; nil means the Uint64 of
	// math/rand/v2.
	Rand func() uint64
}

// TokenSource hands out OAuth 2.0 tokens for a config. That of package
// auth/tokens is the real one; a preview uses one that never touches the network.
type TokenSource interface {
	// Token returns a token that is usable now, getting or refreshing it if
	// it must.
	Token(ctx context.Context, c Config) (Token, error)
	// Renew is Token after the server refused stale: it refreshes once unless
	// somebody else already did.
	Renew(ctx context.Context, c Config, stale Token) (Token, error)
}

// Field describes one attribute of a scheme.
type Field struct {
	Key, Label, Help string
	Secret           bool
	// Options are the allowed values; empty means free text.
	Options []string
	// Default is the value that counts while there is none.
	Default string
	// Bool says that the value is true or false.
	Bool bool
	// Params says that the value is a list of parameters, see [Config.Params].
	Params bool
	// Long says that the value may have several lines: a key, a JSON text.
	Long bool
	// Section is the heading the field stands under.
	Section string
	// When reports whether the field means anything to c; nil is always. A
	// field that does not is left out of the form and stays in the file.
	When func(c Config) bool
}
