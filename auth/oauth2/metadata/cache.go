package metadata

import (
	"context"
	"net/http"
	"sync"
	"time"

	"postern/auth"
)

// failureLife is how long a failure is remembered: long enough for everybody
// who waits for the same send, short enough for a person who tries again.
const failureLife = 5 * time.Second

// Cache asks each issuer once for as long as it lives. It is safe for
// concurrent use; make one with [NewCache].
type Cache struct {
	transport http.RoundTripper

	mu      sync.Mutex
	entries map[question]*entry
}

type question struct {
	issuer   string
	insecure bool
}

// entry is an answer, once done is closed.
type entry struct {
	done     chan struct{}
	metadata Metadata
	err      error
	at       time.Time
}

// NewCache returns an empty cache that asks over rt.
func NewCache(rt http.RoundTripper) *Cache {
	return &Cache{transport: rt, entries: map[question]*entry{}}
}

// Get returns what [Fetch] does, from memory if it was asked before. A failure
// is remembered for some seconds. All who ask at once wait for one answer, each
// with a context of their own.
func (c *Cache) Get(ctx context.Context, issuer string, insecure bool) (Metadata, error) {
	q := question{issuer, insecure}
	c.mu.Lock()
	e := c.entries[q]
	if e == nil || e.stale() {
		e = &entry{done: make(chan struct{})}
		c.entries[q] = e
		// The answer is for all who wait, so the first to ask does not end it.
		go c.ask(context.WithoutCancel(ctx), q, e)
	}
	c.mu.Unlock()
	select {
	case <-e.done:
		return e.metadata, e.err
	case <-ctx.Done():
		return Metadata{}, &auth.Error{
			Kind: auth.KindCancelled, Summary: "stopped waiting for the server's metadata", Where: "issuer", Err: context.Cause(ctx),
		}
	}
}

func (c *Cache) ask(ctx context.Context, q question, e *entry) {
	e.metadata, e.err = Fetch(ctx, c.transport, q.issuer, q.insecure)
	e.at = time.Now()
	close(e.done)
}

// stale reports whether e is a failure of some time ago.
func (e *entry) stale() bool {
	select {
	case <-e.done:
		return e.err != nil && time.Since(e.at) > failureLife
	default:
		return false
	}
}
