package tokens

import (
	"context"
	"errors"
	"sync"
	"time"
)

// errEnding is why a flight is given up that has not asked the server yet.
var errEnding = errors.New("the program ends")

// ending cuts waits short while somebody waits for the manager to settle.
type ending struct {
	mu      sync.Mutex
	waiters int
	// hurry is closed while there are waiters.
	hurry chan struct{}
}

// count counts a waiter in (1) or out (-1).
func (e *ending) count(n int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	before := e.waiters
	e.waiters += n
	switch {
	case before == 0:
		close(e.hurry)
	case e.waiters == 0:
		e.hurry = make(chan struct{})
	}
}

// near is closed while somebody waits for the end.
func (e *ending) near() <-chan struct{} {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.hurry
}

// rest waits for d, and reports whether it could.
func (e *ending) rest(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-e.near():
	case <-ctx.Done():
	}
	return false
}
