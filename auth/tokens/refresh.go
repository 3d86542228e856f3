package tokens

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"postern/auth"
)

// settle is how long a request may still be on its way to the server after
// nobody waits for its answer any more, unless [Options.Settle] says otherwise.
const settle = 5 * time.Second

// backoff are the waits between tries of a request of which nothing was
// written.
func backoff() []time.Duration {
	return []time.Duration{time.Second / 2, time.Second, 2 * time.Second}
}

// refresh uses t's refresh token; the lock is held. over says that the session
// ended and that another way to a token must be found; the token is then the
// stored one.
//
// A request whose answer was lost may have used the refresh token up. It is
// repeated once, after it had time to arrive: a server that rotates takes the
// old refresh token for a while, or the session is lost in any case. One that
// took all the time there is is left to the next send, which finds its intent.
func (f *flight) refresh(ctx context.Context, t auth.Token) (fresh auth.Token, over bool, err error) {
	open, err := f.recover(ctx, t)
	if err != nil {
		fresh, err = f.fallBack(ctx, t, err)
		return fresh, false, err
	}
	ask := func(call context.Context) (auth.Token, error) {
		f.begin(ctx, t)
		return f.m.grants.Refresh(call, t)
	}
	began := time.Now()
	answer, err := f.tries(ctx, t, ask)
	if lost(err) && !f.serves(t) && time.Since(began) < callTimeout {
		in := intent(t, f.m.now())
		open, f.interrupted = &in, cmp.Or(f.interrupted, in.Begun)
		auth.Step(ctx, "the answer was lost; asking again in "+f.m.settle.String())
		if f.m.ending.rest(ctx, f.m.settle) {
			answer, err = f.tries(ctx, t, ask)
		}
	}
	switch {
	case err == nil:
		return f.save(ctx, merge(t, answer, f.m.now()), refreshed), false, nil
	case auth.KindOf(err) == auth.KindNeedsLogin:
		return f.end(ctx, t, err)
	}
	f.pause(ctx, t, err)
	if !lost(err) {
		f.close(ctx, t, open)
	}
	fresh, err = f.fallBack(ctx, t, err)
	return fresh, false, err
}

// lost reports whether a request may have arrived whose answer did not.
func lost(err error) bool { return err != nil && auth.FateOf(err) == auth.FateUnknown }

// tries asks, and asks again as long as nothing of the request was written and
// t does not serve in the meantime.
func (f *flight) tries(ctx context.Context, t auth.Token, ask func(context.Context) (auth.Token, error)) (auth.Token, error) {
	call, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	for _, wait := range backoff() {
		answer, err := ask(call)
		if err == nil || auth.FateOf(err) != auth.FateUnsent || f.serves(t) {
			return answer, err
		}
		auth.Step(ctx, "the server cannot be reached; trying again")
		if !f.m.ending.rest(call, wait*3/4+rand.N(wait/2)) {
			return answer, err
		}
	}
	return ask(call)
}

// end marks the token of a session that is over.
func (f *flight) end(ctx context.Context, t auth.Token, err error) (auth.Token, bool, error) {
	// A process that holds no lock may have used the refresh token first.
	newer, ok, lerr := f.m.shelf.load(ctx, f.key)
	if lerr == nil && ok && newer.Generation != t.Generation && f.m.usable(newer) && newer.Sent(f.sender) != f.refused {
		return newer, false, nil
	}
	e := &auth.Error{
		Kind: auth.KindNeedsLogin, Fate: auth.FateAnswered, Where: auth.Name(f.config),
		Summary: "the session has ended", Hint: "log in, then send again",
	}
	var server *auth.Error
	if errors.As(err, &server) {
		e.Code, e.Err = server.Code, server.Err
	}
	if !f.interrupted.IsZero() {
		e.Summary = fmt.Sprintf("the session ended: a refresh was interrupted at %s, log in again", clock(f.interrupted))
	}
	f.ended = e
	t.NeedsLogin = true
	t, _ = f.m.shelf.save(ctx, t) // if it cannot be saved, the server says it again
	return t, true, nil
}

// clock is a time of day as a person reads it.
func clock(t time.Time) string { return t.Local().Format("15:04") }

// merge makes the next generation of t. RFC 6749 lets a server leave out what
// did not change.
func merge(t, answer auth.Token, now time.Time) auth.Token {
	answer.Key, answer.Name, answer.Config = t.Key, t.Name, t.Config
	answer.Generation = t.Generation + 1
	answer.NeedsLogin, answer.RetryAt = false, time.Time{}
	answer.Refresh = cmp.Or(answer.Refresh, t.Refresh)
	answer.ID = cmp.Or(answer.ID, t.ID)
	answer.Scope = cmp.Or(answer.Scope, t.Scope)
	answer.Type = cmp.Or(answer.Type, t.Type)
	answer.Origin = cmp.Or(answer.Origin, t.Origin)
	answer.Issued = cmp.Or(answer.Issued, t.Issued)
	if answer.Extra == nil {
		answer.Extra = t.Extra
	}
	if answer.Obtained.IsZero() {
		answer.Obtained = now
	}
	return answer
}
