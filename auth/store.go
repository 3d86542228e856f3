package auth

import (
	"context"
	"time"
)

// TokenStore keeps tokens between sends and between runs of the program. It
// must be safe for concurrent use.
type TokenStore interface {
	// Load returns the token under key; ok is false if there is none.
	Load(ctx context.Context, key string) (t Token, ok bool, err error)
	// Save replaces the token under t.Key.
	Save(ctx context.Context, t Token) error
	// Delete removes the token under key, if there is one.
	Delete(ctx context.Context, key string) error
	// List returns all tokens, newest first.
	List(ctx context.Context) ([]Token, error)
}

// Locker is a [TokenStore] shared with other processes. The token manager
// holds the lock of a key while it re-reads, refreshes and saves.
type Locker interface {
	// Lock waits until nobody else holds key, or ctx ends.
	Lock(ctx context.Context, key string) (unlock func(), err error)
}

// Intent says that a refresh is under way. It is written before the refresh
// token goes out and gone when the answer is saved. One that is found says that
// a refresh was interrupted, and that its request may still arrive.
type Intent struct {
	// Refresh is a hash of the refresh token that was sent.
	Refresh string
	// Generation is that of the token it belongs to.
	Generation int
	Begun      time.Time
	// PID is the process it was.
	PID int
}

// IntentStore is a [TokenStore] that remembers refreshes over a crash.
type IntentStore interface {
	// Begin keeps in for the token under key. When it returns nil, the intent
	// is on disk.
	Begin(ctx context.Context, key string, in Intent) error
	// Pending returns the intent of the token under key, if there is one.
	// [TokenStore.Save] and [TokenStore.Delete] end it with what they do.
	Pending(ctx context.Context, key string) (in Intent, ok bool, err error)
	// End forgets the intent: the refresh failed, and nothing is on its way.
	End(ctx context.Context, key string) error
}

// ChoiceStore is a [TokenStore] that remembers which token a person chose for a
// config, where it is not the config's own.
type ChoiceStore interface {
	// Choose makes the token under key the one for the config of that key; ""
	// takes the choice back.
	Choose(ctx context.Context, config, key string) error
	// Chosen returns the choice; ok is false if there is none.
	Chosen(ctx context.Context, config string) (key string, ok bool, err error)
}
