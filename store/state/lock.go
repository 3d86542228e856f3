package state

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/gofrs/flock"

	"postern/store/vault"
)

const (
	lockDir = "locks"
	// lockPoll is how often a lock that somebody holds is tried again.
	lockPoll = 25 * time.Millisecond
)

// Lock waits until nobody else, in this process or another, holds key, or ctx
// ends. A process that dies lets go. unlock may be called more than once.
//
// Where no lock can be had, because the directory is not writable or its file
// system has none, nothing can be saved for others to find either: then Lock
// goes on without and leaves a notice.
//
// The lock file is never deleted or replaced: whoever opened it before would
// then hold a lock of their own.
func (s *State) Lock(ctx context.Context, key string) (unlock func(), err error) {
	if err := s.ownDirs(); err != nil {
		s.notes.add(err)
		return func() {}, nil
	}
	// A handle of its own, so that goroutines keep each other out, too.
	f := flock.New(filepath.Join(s.path(lockDir), hashed(key)+".lock"))
	if _, err := f.TryLockContext(ctx, lockPoll); err != nil {
		if ctx.Err() != nil {
			return nil, &Error{What: "wait for another postern that holds the lock", Tip: "it may be logging in or saving; try again", Err: ctx.Err()}
		}
		s.notes.add(&Error{What: "no lock against other posterns", Tip: "the state directory should be writable and on a local disk; POSTERN_STATE points elsewhere", Err: err})
		return func() {}, nil
	}
	var once sync.Once
	return func() {
		once.Do(func() { _ = f.Unlock() }) // closing the descriptor lets go in any case
	}, nil
}

func hashed(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:])
}

// ownDirs makes the state directory and the one for locks.
func (s *State) ownDirs() error {
	if s.dir == "" {
		return &Error{What: "there is no directory for the private state", Tip: "set HOME or POSTERN_STATE"}
	}
	if err := vault.OwnDir(s.dir); err != nil {
		return err
	}
	if err := os.Mkdir(s.path(lockDir), 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return &Error{What: "make the directory for locks", Tip: "make the state directory writable, or point POSTERN_STATE elsewhere", Err: err}
	}
	return nil
}
