package tokens

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"time"

	"postern/auth"
)

// intent is that of a refresh of t that begins now.
func intent(t auth.Token, now time.Time) auth.Intent {
	sum := sha256.Sum256([]byte(t.Refresh.Reveal()))
	return auth.Intent{Refresh: hex.EncodeToString(sum[:]), Generation: t.Generation, Begun: now, PID: os.Getpid()}
}

// begin writes down that a refresh of t goes out, if the store can. If it
// cannot now, the refresh goes out all the same: the person wants a token, and
// only a crash in the next moment would miss the note.
func (f *flight) begin(ctx context.Context, t auth.Token) { f.write(ctx, t.Key, intent(t, f.m.now())) }

func (f *flight) write(ctx context.Context, key string, in auth.Intent) {
	if s, ok := f.m.shelf.store.(auth.IntentStore); ok {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), saveTimeout)
		defer cancel()
		_ = s.Begin(ctx, key, in)
	}
}

// close says that nothing is on its way any more. If the fate of an earlier
// refresh is still open, that one is what remains to be told.
func (f *flight) close(ctx context.Context, t auth.Token, open *auth.Intent) {
	if open != nil {
		f.write(ctx, t.Key, *open)
		return
	}
	if s, ok := f.m.shelf.store.(auth.IntentStore); ok {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), saveTimeout)
		defer cancel()
		_ = s.End(ctx, t.Key) // an intent that stays costs the next refresh a wait
	}
}

// pending returns the intent of a refresh of t that nobody ended. Whoever wrote
// it no longer holds the lock, or this would not be read: it was interrupted.
func (s *shelf) pending(ctx context.Context, t auth.Token) (auth.Intent, bool) {
	intents, ok := s.store.(auth.IntentStore)
	if !ok {
		return auth.Intent{}, false
	}
	in, ok, err := intents.Pending(ctx, t.Key)
	own := intent(t, in.Begun)
	return in, ok && err == nil && in.Refresh == own.Refresh && in.Generation == own.Generation
}

// recover waits until a refresh of t that was interrupted must have arrived,
// and returns its intent; nil means there was none. Whose it was does not
// matter, nor does a time from another clock: the wait is [Options.Settle] at most.
func (f *flight) recover(ctx context.Context, t auth.Token) (open *auth.Intent, err error) {
	in, ok := f.m.shelf.pending(ctx, t)
	if !ok {
		return nil, nil
	}
	f.interrupted = in.Begun
	age := max(0, f.m.now().Sub(in.Begun))
	if age >= f.m.settle {
		return &in, nil
	}
	wait := f.m.settle - age
	if !f.serves(t) {
		auth.Step(ctx, fmt.Sprintf("a refresh was interrupted at %s; waiting %s before the next", clock(in.Begun), wait.Round(time.Second)))
		if f.m.ending.rest(ctx, wait) {
			return &in, nil
		}
	}
	return nil, &auth.Error{
		Kind: auth.KindUnreachable, Fate: auth.FateUnsent, Where: auth.Name(f.config), RetryAfter: wait,
		Summary: "a refresh was interrupted a moment ago", Hint: "send again",
	}
}
