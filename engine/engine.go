package engine

import (
	"cmp"
	"context"
	"crypto/tls"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"

	"postern/auth"
	"postern/engine/body"
	"postern/engine/cookies"
	"postern/engine/payload"
	"postern/engine/profile"
	"postern/engine/vars"
	"postern/engine/wire"
)

// Options are what an [Engine] is made of. The zero value works; it cannot get
// tokens and opens no files.
type Options struct {
	// Tokens gets OAuth tokens. If it also has the Peek method of
	// [postern/auth/tokens.Manager], previews show the stored token.
	Tokens auth.TokenSource
	// Dial makes connections; nil means the network.
	Dial func(ctx context.Context, network, addr string) (net.Conn, error)
	// TLS is the base of every TLS configuration; nil means Go's defaults.
	TLS *tls.Config
	// Proxy picks the proxy for a request; nil means the environment's.
	Proxy func(*http.Request) (*url.URL, error)
	// Certificates are shown to the servers they are for, the first that fits.
	Certificates []wire.Certificate
	// Authorities are trusted beside the system's, each for its servers.
	Authorities []wire.Authority
	// Jar keeps cookies between sends; nil means a new one in memory for every
	// environment.
	Jar http.CookieJar
	// Now is the clock; nil means [time.Now].
	Now func() time.Time
	// Rand returns random bits and is safe for concurrent use; nil means
	// [rand.Uint64].
	Rand func() uint64
	// UserAgent is sent where the user's headers have none; "" means
	// [DefaultUserAgent].
	UserAgent string
	// WorkDir is the directory that bodies may take files from; nil is none.
	WorkDir body.Folder
	Limits  Limits
	// Configure says what the person decided about connections. It is asked
	// once, when the first request is sent or previewed; nil decides nothing.
	Configure func() wire.Config
}

// FollowInsecure is the key of a job's Behavior, our own beside Postman's, that
// lets a redirect lead from https to http.
const FollowInsecure = profile.FollowInsecure

// DefaultUserAgent is what the program calls itself. It does not pose as
// Postman's runtime: servers that care should know whom they talk to.
const DefaultUserAgent = "postern/0.1"

// Limits bound what one send may cost. Zero fields mean the default; a
// negative duration means no limit.
type Limits struct {
	// Connect is for the connection, 10 s; TLS for the handshake, 10 s;
	// Header for the wait until the answer begins, 3 minutes; Idle for a pause
	// in its body, 60 s, not applied to event streams.
	Connect, TLS, Header, Idle time.Duration
	// Send is for all of a send, redirects included, but not for getting a
	// token, which may need a person; the default is no limit.
	Send time.Duration
	// HeaderBytes is the size of an answer's headers, 1 MiB.
	HeaderBytes int64
	// SentBody is how many bytes of a sent body are kept to be shown, 256 KiB.
	SentBody int64
	// Ratio is how many times larger than on the wire a body may become, 1000.
	Ratio int64
	// Body is for the decoded body.
	Body payload.Limits
}

func (l Limits) withDefaults() Limits {
	duration := func(d *time.Duration, def time.Duration) {
		switch {
		case *d == 0:
			*d = def
		case *d < 0:
			*d = 0
		}
	}
	size := func(n *int64, def int64) {
		if *n <= 0 {
			*n = def
		}
	}
	duration(&l.Connect, 10*time.Second)
	duration(&l.TLS, 10*time.Second)
	duration(&l.Header, 3*time.Minute)
	duration(&l.Idle, time.Minute)
	size(&l.HeaderBytes, 1<<20)
	size(&l.SentBody, 256<<10)
	size(&l.Ratio, 1000)
	return l
}

// Engine sends requests. It is safe for concurrent use; connections and
// cookies are shared by its sends. [Engine.Close] it when it is done.
type Engine struct {
	tokens    auth.TokenSource
	jar       func(environment string) http.CookieJar
	pool      *wire.Pool
	now       func() time.Time
	rand      func() uint64
	source    vars.Source
	userAgent string
	workDir   body.Folder
	limits    Limits
	// secretKeys are the attributes of each scheme that hold a secret.
	secretKeys map[string][]string
	// buffers are for copying bodies.
	buffers sync.Pool
	judge   judge
	// once is for the problems of the settings: told with the first send.
	once sync.Once
}

// Jar returns the cookies of an environment, named by its realm.
func (e *Engine) Jar(realm string) http.CookieJar { return e.jar(realm) }

// New returns an engine. It opens nothing yet.
func New(o Options) *Engine {
	e := &Engine{
		tokens: o.Tokens, jar: new(cookies.Jars).Get, now: o.Now, rand: o.Rand,
		userAgent: cmp.Or(o.UserAgent, DefaultUserAgent), workDir: o.WorkDir, limits: o.Limits.withDefaults(),
	}
	e.pool = wire.NewPool(wire.Options{
		Dial: o.Dial, TLS: o.TLS, Proxy: o.Proxy, Certificates: o.Certificates, Authorities: o.Authorities,
		Connect: e.limits.Connect, Handshake: e.limits.TLS, Header: e.limits.Header, HeaderBytes: e.limits.HeaderBytes,
		Configure: o.Configure,
	})
	if o.Jar != nil {
		e.jar = func(string) http.CookieJar { return o.Jar }
	}
	if e.now == nil {
		e.now = time.Now
	}
	if e.rand == nil {
		e.rand = rand.Uint64
	}
	e.source = vars.Source{Now: e.now, Rand: e.rand}
	e.secretKeys = secretKeys()
	e.buffers.New = func() any { return new([32 << 10]byte) }
	return e
}

// secretKeys asks every scheme once: making the field lists for each send would
// cost more than the rest of resolving.
func secretKeys() map[string][]string {
	keys := make(map[string][]string)
	for _, s := range auth.Schemes() {
		for _, f := range s.Fields() {
			if f.Secret {
				keys[s.Type()] = append(keys[s.Type()], f.Key)
			}
		}
	}
	return keys
}

// Close closes idle connections. The engine may still be used.
func (e *Engine) Close() { e.pool.CloseIdle() }
