package state_test

import (
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/zalando/go-keyring"

	"postern/auth"
	"postern/auth/tokens"
	"postern/store/state"
	"postern/store/vault"
)

// ring is a keyring that can be locked, and then hangs until it is not.
type ring struct {
	mu      sync.Mutex
	entries map[string]string
	locked  chan struct{}
	asked   int
}

func (r *ring) enter() {
	r.mu.Lock()
	r.asked++
	locked := r.locked
	r.mu.Unlock()
	if locked != nil {
		<-locked
	}
}

// lock makes it hang until the channel is closed; nil unlocks it. It returns how
// often it was asked since.
func (r *ring) lock(c chan struct{}) (asked int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	asked, r.asked, r.locked = r.asked, 0, c
	return asked
}

func (r *ring) Get(service, user string) (string, error) {
	r.enter()
	r.mu.Lock()
	defer r.mu.Unlock()
	if text, ok := r.entries[service+user]; ok {
		return text, nil
	}
	return "", keyring.ErrNotFound
}

func (r *ring) Set(service, user, text string) error {
	r.enter()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.entries[service+user] = text
	return nil
}

// TestAVaultThatLocksIsTriedAgain: whoever sends is told that the vault is
// locked, in three seconds, however many send; whoever unlocks it and
// sends again has the token.
func TestAVaultThatLocksIsTriedAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		dir, r := t.TempDir(), &ring{entries: map[string]string{}}
		c := auth.Config{Type: "oauth2", Attrs: []auth.Attr{{Key: "accessTokenUrl", Value: "https://idp.test/t"}}}
		good := token(auth.Key(c))
		good.NeedsLogin, good.Obtained, good.Expiry = false, time.Now(), time.Now().Add(time.Hour)
		first := state.NewWith(dir, vault.Options{Keyring: r})
		if err := errors.Join(first.Tokens().Save(t.Context(), good), first.Close()); err != nil {
			t.Fatal(err)
		}

		locked := make(chan struct{})
		r.lock(locked)
		s := state.NewWith(dir, vault.Options{Keyring: r})
		defer s.Close()
		m := tokens.New(tokens.Options{Store: s.Tokens()})
		began := time.Now()
		for range 20 {
			_, err := m.Token(t.Context(), c)
			lockedOut(t, "Token", err)
		}
		_, err := m.List(t.Context())
		lockedOut(t, "List", err)
		if took, asked := time.Since(began), r.lock(locked); took != 3*time.Second || asked != 1 {
			t.Errorf("took %s, and asked the keyring %d times", took, asked)
		}
		time.Sleep(time.Minute)
		_, err = m.Token(t.Context(), c)
		lockedOut(t, "Token a minute later", err)
		if asked := r.lock(nil); asked != 1 {
			t.Errorf("a minute later it was asked %d times", asked)
		}

		close(locked)
		time.Sleep(time.Minute)
		if got, err := m.Token(t.Context(), c); err != nil || got.Access.Reveal() != good.Access.Reveal() {
			t.Errorf("unlocked: %v, %v", got, err)
		}
	})
}
