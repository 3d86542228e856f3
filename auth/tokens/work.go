package tokens

import (
	"cmp"
	"context"
	"crypto/rand"
	"strings"
	"time"

	"postern/auth"
	"postern/auth/claims"
)

// fly does the errand.
func (f *flight) fly(ctx context.Context) (auth.Token, error) {
	if f.want == beside {
		return f.getBeside(ctx)
	}
	t, loginNeeded, err := f.renew(ctx)
	switch {
	case err != nil:
		return auth.Token{}, err
	case !loginNeeded:
		return t, nil
	}
	fresh, err := f.askPerson(ctx)
	if err != nil {
		return auth.Token{}, err
	}
	// The token is there: a lock that cannot be had must not lose it.
	if unlock, err := f.m.shelf.lock(ctx, f.key); err == nil {
		defer unlock()
	}
	if now, ok, err := f.m.shelf.load(ctx, f.key); err == nil && ok {
		t = now
	}
	return f.keep(ctx, f.key, t, fresh), nil
}

// renew does all that needs no person, under the lock of the record. If only a
// login can help it says so, and returns the token as stored.
func (f *flight) renew(ctx context.Context) (t auth.Token, loginNeeded bool, err error) {
	unlock, err := f.lock(ctx)
	if err != nil {
		return auth.Token{}, false, err
	}
	defer unlock()
	t, ok, err := f.m.shelf.load(ctx, f.key)
	switch {
	case err != nil:
		return auth.Token{}, false, err
	case ok && f.m.fits(f.errand, t):
		return t, false, nil
	case f.want == anew:
		return f.obtain(ctx, t)
	case f.want == renewed && !ok:
		return auth.Token{}, false, gone(auth.Name(f.config))
	}
	if err := f.m.pauses.of(f.key, t, f.m.now()); err != nil {
		t, err = f.fallBack(ctx, t, err)
		return t, false, err
	}
	if t.Refresh != "" && !t.NeedsLogin {
		fresh, over, err := f.refresh(ctx, t)
		if !over {
			return fresh, false, err
		}
		t = fresh
	}
	return f.obtain(ctx, t)
}

// lockPatience is how long a lock may take before those who wait are told.
const lockPatience = time.Second

// lock waits for the record. Nothing has gone out yet: the end of the program
// need not wait for it.
func (f *flight) lock(ctx context.Context) (unlock func(), err error) {
	wait, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	go func() {
		select {
		case <-f.m.ending.near():
			stop(errEnding)
		case <-wait.Done():
		}
	}()
	tell := time.AfterFunc(lockPatience, func() {
		auth.Step(ctx, "waiting for another postern that is at work on this token")
	})
	defer tell.Stop()
	return f.m.shelf.lock(wait, f.key)
}

// obtain gets a new token in place of t, unless that takes a person.
func (f *flight) obtain(ctx context.Context, t auth.Token) (fresh auth.Token, loginNeeded bool, err error) {
	if f.m.grants.Interactive(f.config) {
		// The margin before the end is there to refresh in; with nothing to
		// refresh with, the token serves until its end.
		if f.serves(t) {
			return t, false, nil
		}
		return t, true, f.mayLogIn(ctx, t)
	}
	fresh, err = f.request(ctx, t)
	if err != nil {
		f.pause(ctx, t, err)
		t, err = f.fallBack(ctx, t, err)
		return t, false, err
	}
	return f.keep(ctx, f.key, t, fresh), false, nil
}

// request runs a grant that needs no person.
func (f *flight) request(ctx context.Context, t auth.Token) (auth.Token, error) {
	return f.tries(ctx, t, func(call context.Context) (auth.Token, error) {
		return f.m.grants.Obtain(call, f.config, nil)
	})
}

// serves reports whether t may still be sent: it has not ended, and nobody
// refused it or wants another.
func (f *flight) serves(t auth.Token) bool {
	return f.want <= another && t.Sent(f.sender) != f.refused && f.m.valid(t)
}

// fallBack serves a token that is inside its safety margin when the server
// cannot be asked for a better one. One that is over, or that an API refused,
// is never sent behind the person's back.
func (f *flight) fallBack(ctx context.Context, t auth.Token, err error) (auth.Token, error) {
	if kind := auth.KindOf(err); (kind == auth.KindUnreachable || kind == auth.KindAnswer) && f.serves(t) {
		auth.Step(ctx, "no new token could be got; the one there is has not ended yet")
		return t, nil
	}
	return auth.Token{}, typed(err)
}

// pause keeps the pause that err asks for, for other processes too. The lock is
// held.
func (f *flight) pause(ctx context.Context, t auth.Token, err error) {
	until, ok := f.m.pauses.note(f.key, f.m.now(), err)
	if ok && t.Key == f.key {
		t.RetryAt = until
		_, _ = f.m.shelf.save(ctx, t) // of a store that fails the person hears when there is a token
	}
}

// mayLogIn says why a login must not start by itself.
func (f *flight) mayLogIn(ctx context.Context, t auth.Token) error {
	refused := f.want == renewed || f.refused != "" && f.m.valid(t)
	if f.somebody() && !refused {
		if f.ended != nil {
			auth.Step(ctx, f.ended.Summary)
		}
		return nil
	}
	if f.ended != nil {
		return f.ended
	}
	e := &auth.Error{Kind: auth.KindNeedsLogin, Where: auth.Name(f.config), Summary: "not logged in", Hint: "log in, then send again"}
	switch {
	case t.NeedsLogin:
		e.Summary = "the session has ended"
	case f.want == renewed:
		e.Summary, e.Hint = "there is no refresh token to renew the token with", "log in again"
	case refused:
		e.Summary = "the token was refused, and there is no refresh token to replace it with"
	case t.Access != "":
		e.Summary = "the token has expired, and there is no refresh token to replace it with"
	}
	return e
}

// somebody reports whether there is anybody to ask.
func (f *flight) somebody() bool {
	f.m.mu.Lock()
	defer f.m.mu.Unlock()
	return f.m.prompter != nil
}

// askPerson runs a grant with the person's help, for as long as anybody waits.
func (f *flight) askPerson(ctx context.Context) (auth.Token, error) {
	login, cancel := context.WithCancel(ctx)
	defer cancel()
	f.m.mu.Lock()
	p := f.m.prompter
	f.abandoned = f.waiters == 0
	f.login = cancel
	if f.abandoned {
		cancel()
	}
	f.m.mu.Unlock()
	if login.Err() != nil {
		return auth.Token{}, cancelled(login)
	}
	fresh, err := f.m.grants.Obtain(login, f.config, p)
	return fresh, typed(err)
}

// getBeside gets a new token and finds the record for it.
func (f *flight) getBeside(ctx context.Context) (fresh auth.Token, err error) {
	if f.m.grants.Interactive(f.config) {
		if err := f.mayLogIn(ctx, auth.Token{}); err != nil {
			return auth.Token{}, err
		}
		fresh, err = f.askPerson(ctx)
	} else {
		fresh, err = f.request(ctx, auth.Token{})
	}
	if err != nil {
		return auth.Token{}, typed(err)
	}
	// As above, locks that cannot be had must not lose the token.
	config, s := auth.Key(f.config), f.m.shelf
	if unlock, err := s.lock(ctx, config); err == nil {
		defer unlock()
	}
	key := f.place(ctx, config, fresh)
	if key != config {
		if unlock, err := s.lock(ctx, key); err == nil {
			defer unlock()
		}
	}
	old, _, err := s.load(ctx, key)
	if err != nil {
		old = auth.Token{} // what cannot be read is replaced
	}
	return f.keep(ctx, key, old, fresh), nil
}

// place returns the key of the record for a new token: that of the token it
// replaces, else a new one.
func (f *flight) place(ctx context.Context, config string, fresh auth.Token) string {
	s := f.m.shelf
	if !f.m.grants.Interactive(f.config) {
		t, ok, err := s.find(ctx, config, f.config.Realm)
		if ok && err == nil && family(t.Key) == config {
			return t.Key
		}
		return config
	}
	all, _ := s.list(ctx) // a record that cannot be read is nobody's
	fresh.Config = f.config
	who, key := person(fresh), config
	for _, t := range all {
		switch {
		case family(t.Key) != config:
		case who != "" && person(t) == who:
			return t.Key
		case t.Key == config:
			key = config + "+" + strings.ToLower(rand.Text()[:8])
		}
	}
	return key
}

// person returns for whom t speaks if t tells; its client stands for nobody.
func person(t auth.Token) string {
	who := claims.Identity(t)
	if who == t.Config.Get("clientId") {
		return ""
	}
	return who
}

// keep saves a new token in place of old, which is the zero token if there was
// none.
func (f *flight) keep(ctx context.Context, key string, old, fresh auth.Token) auth.Token {
	fresh.Key, fresh.Config = key, f.config
	fresh.Generation = old.Generation + 1
	fresh.NeedsLogin, fresh.RetryAt = false, time.Time{}
	if fresh.Obtained.IsZero() {
		fresh.Obtained = f.m.now()
	}
	name := cmp.Or(fresh.Name, auth.Name(f.config))
	if fresh.Name = old.Name; fresh.Name == "" {
		all, _ := f.m.shelf.list(ctx) // what cannot be read has no name to avoid
		fresh.Name = unlike(all, key, name)
	}
	return f.save(ctx, fresh, made)
}

// save stores what the server has just handed out.
func (f *flight) save(ctx context.Context, t auth.Token, how source) auth.Token {
	f.source = how
	f.m.pauses.forget(t.Key)
	f.m.births.note(t, f.want == another)
	t, _ = f.m.shelf.save(ctx, t) // the token says so itself if it is unsaved
	return t
}
