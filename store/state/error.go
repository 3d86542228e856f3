package state

import (
	"errors"
	"fmt"
	"sync"

	"postern/auth"
	"postern/store/vault"
)

// Error is a failure of the state, with one thing to try.
type Error struct {
	What string
	// Tip is one thing to try.
	Tip string
	Err error
}

// Error returns what failed and why.
func (e *Error) Error() string {
	if e.Err == nil {
		return e.What
	}
	return e.What + ": " + e.Err.Error()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Advice returns one thing to try.
func (e *Error) Advice() string { return e.Tip }

// ErrDamaged says that a record could not be read. It was put aside into the
// quarantine table, so that it is met once.
var ErrDamaged = errors.New("a saved record is damaged")

func damagedRecord(name string, err error) error {
	return &Error{
		What: name, Err: fmt.Errorf("%w and was put aside: %w", ErrDamaged, err),
		Tip: "enter the value or log in again; everything else is as it was",
	}
}

// doing says what was being done when err happened, if it did.
func doing(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", what, err)
}

// locked puts an error that is [vault.ErrLocked] into words for a person, in
// the type that the token manager passes on. It leaves others alone.
func locked(err error) error {
	var e *vault.Error
	if !errors.As(err, &e) {
		return err
	}
	try := e.Tip + "; then try again"
	return &auth.Error{Kind: auth.KindStore, Summary: "the vault is locked: " + e.Error(), Hint: try, Err: unlockBy(try)}
}

// unlockBy is [vault.ErrLocked] in the words of what to try, for where an
// error's text is all that is shown.
type unlockBy string

// Error returns what to try.
func (u unlockBy) Error() string { return string(u) }

// Is reports whether target is [vault.ErrLocked].
func (unlockBy) Is(target error) bool { return target == vault.ErrLocked }

// notices collects what went wrong without stopping anything.
type notices struct {
	mu   sync.Mutex
	list []error
	told map[string]bool
}

// add keeps err unless the same was told before.
func (n *notices) add(err error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.told[err.Error()] {
		return
	}
	if n.told == nil {
		n.told = map[string]bool{}
	}
	n.told[err.Error()] = true
	n.list = append(n.list, err)
}

// Notices returns what the person should know although the program went on: a
// damaged database that was moved aside, secrets that cannot be unlocked. Each
// is returned once.
func (s *State) Notices() []error {
	s.notes.mu.Lock()
	defer s.notes.mu.Unlock()
	list := s.notes.list
	s.notes.list = nil
	return list
}
