package tokens

import (
	"errors"
	"sync"
	"time"

	"postern/auth"
)

// maxPause bounds what a server may ask for.
const maxPause = 5 * time.Minute

// pauses remembers the servers that asked to be left alone, by record. Those of
// a stored token are in [auth.Token.RetryAt], too, for other processes.
type pauses struct {
	mu    sync.Mutex
	byKey map[string]pause
}

type pause struct {
	until time.Time
	err   error
}

// note keeps the pause err asks for, and returns its end; ok is false if it
// asks for none.
func (p *pauses) note(key string, now time.Time, err error) (until time.Time, ok bool) {
	var e *auth.Error
	if !errors.As(err, &e) || e.RetryAfter <= 0 {
		return time.Time{}, false
	}
	until = now.Add(min(e.RetryAfter, maxPause))
	p.mu.Lock()
	defer p.mu.Unlock()
	p.byKey[key] = pause{until, err}
	return until, true
}

// of returns why the server of a record must not be asked at now; nil if it
// may. t is the stored token, if there is one. An end that is too far away
// comes from another clock.
func (p *pauses) of(key string, t auth.Token, now time.Time) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	x, ok := p.byKey[key]
	if t.RetryAt.After(x.until) {
		x, ok = pause{until: t.RetryAt}, true
	}
	left := x.until.Sub(now)
	if !ok || left <= 0 || left > maxPause {
		delete(p.byKey, key)
		return nil
	}
	return &auth.Error{
		Kind: auth.KindUnreachable, Fate: auth.FateUnsent, RetryAfter: left, Err: x.err,
		Summary: "the server asked to be left alone until " + x.until.Local().Format(time.TimeOnly),
		Hint:    "send again then",
	}
}

func (p *pauses) forget(key string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.byKey, key)
}
