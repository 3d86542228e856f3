package tokens

import (
	"time"

	"postern/auth"
)

// want is what a caller wants of a record.
type want int

const (
	// sendable: a token that can be sent.
	sendable want = iota
	// another than the refused one.
	another
	// renewed: refreshed, whatever is stored.
	renewed
	// anew: a new one in place of what is stored, be it by a login.
	anew
	// beside: a new one that need not replace what is stored.
	beside
)

// errand is what a caller wants done.
type errand struct {
	want
	// key is that of the record; see [Manager.Get] for the other.
	key string
	// config is what a new token is got by.
	config auth.Config
	// sender is what the token is sent by: the same, unless the person chose a
	// token of another config.
	sender auth.Config
	// refused is the token an API refused; "" if none.
	refused auth.Secret
}

// on makes e an errand on the record of t, the token of e's config. A token of
// another config is renewed in the way it was got, and so is one that was asked
// for by its record.
func (e errand) on(t auth.Token) errand {
	if e.key != family(t.Key) || e.sender.Record != "" {
		e.config = t.Config
	}
	e.key = t.Key
	return e
}

// source is how a flight came to its token.
type source int

const (
	stored source = iota
	refreshed
	made
)

// settledBy reports whether the outcome of f, which has ended, is one of e.
// Flights of other errands of the same record are waited for and may do.
func (e errand) settledBy(f *flight) bool {
	switch {
	case f.want == e.want && f.refused == e.refused:
		return true
	case e.want == another:
		return f.err != nil || f.token.Sent(e.sender) != e.refused
	case e.want == renewed:
		return f.err == nil && f.source != stored
	case e.want == anew:
		return f.source == made
	}
	// A send may ask the person to log in where a refresh may not.
	return f.want == anew || auth.KindOf(f.err) != auth.KindNeedsLogin
}

// fits reports whether a stored token is what e wants.
func (m *Manager) fits(e errand, t auth.Token) bool {
	if e.want != sendable && e.want != another || t.Access == "" {
		return false
	}
	if !auth.AutoRefresh(e.sender) {
		return true
	}
	if e.want == another && t.Sent(e.sender) == e.refused {
		// If the API refuses whatever a refresh brings, the next one would not
		// do better.
		b, young := m.births.of(t)
		return young && b.forced >= forcings
	}
	return m.usable(t) || m.births.vouch(t, m.now())
}

// backwards is how far the clock may stand before a token's birth; more means
// that it was set back and the expiry tells nothing.
const backwards = 2 * time.Minute

// usable reports whether t can be sent without a second thought.
func (m *Manager) usable(t auth.Token) bool {
	now := m.now()
	return !t.NeedsLogin && t.Usable(now) && !setBack(t, now)
}

func setBack(t auth.Token, now time.Time) bool { return now.Before(t.Obtained.Add(-backwards)) }

// valid is usable without the safety margin.
func (m *Manager) valid(t auth.Token) bool {
	return !t.NeedsLogin && t.Access != "" && !over(t, m.now())
}

func over(t auth.Token, now time.Time) bool { return !t.Expiry.IsZero() && !now.Before(t.Expiry) }
