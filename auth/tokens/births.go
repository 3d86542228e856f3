package tokens

import (
	"sync"
	"time"

	"postern/auth"
)

// quiet is how long nothing is refreshed again that a refresh did not help, and
// forcings how many in a row, each within quiet of the other, may be forced by
// an API that refuses a token: a token can be withdrawn the moment it came, but
// hardly thrice.
const (
	quiet    = 10 * time.Second
	forcings = 3
)

// births remembers when this process got its tokens, by a clock nobody sets. It
// keeps a wrong clock, ours or the server's, from causing a storm of refreshes.
type births struct {
	mu    sync.Mutex
	byKey map[string]birth
}

type birth struct {
	generation int
	at         time.Time
	// forced counts the births in a row that came about because an API had
	// refused the token before.
	forced int
}

func (b *births) note(t auth.Token, forced bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	x := birth{generation: t.Generation, at: time.Now()}
	if forced {
		x.forced = 1
		if last := b.byKey[t.Key]; time.Since(last.at) < quiet {
			x.forced += last.forced
		}
	}
	b.byKey[t.Key] = x
}

// of returns the birth of t if that was a moment ago.
func (b *births) of(t auth.Token) (birth, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	x, ok := b.byKey[t.Key]
	return x, ok && x.generation == t.Generation && time.Since(x.at) < quiet
}

// vouch reports whether t can be sent for all that the wall clock says: it has
// just come, and was over on arrival, or the clock was set back since.
func (b *births) vouch(t auth.Token, now time.Time) bool {
	x, young := b.of(t)
	if !young || t.NeedsLogin {
		return false
	}
	stillborn := over(t, t.Obtained)
	return stillborn || setBack(t, now) && t.Usable(t.Obtained.Add(time.Since(x.at)))
}
