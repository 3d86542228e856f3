// Package state is what postern knows about a person's work and must not
// stand in a workspace file: current values, tokens, unsaved edits, and where
// they left off.
//
// It is one SQLite database that several postern processes share. What could
// be a secret (every current value, token and draft) is sealed by package vault
// before it gets here; the rest is plain. Workspace files, exports and logs
// are not its business.
//
//	closed ──first use──▶ open ──Close──▶ closed for good
//	            ▲          │
//	            └──────────┘ damaged: moved aside as .bad-<time>, begun anew
//
// When nothing can be kept (no home directory, a read-only one, secrets that
// cannot be unlocked), postern works all the same, with what is in memory:
// reading then finds nothing, saving returns an error, and [State.Notices]
// tells why.
//
// To keep something new: add a step to the list in schema.go and a file named
// for the noun with its methods. Statements go through [State.with]; sealing
// and opening happens outside of it.
package state

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"sync"

	"github.com/adrg/xdg"

	"postern/store/homedir"
	"postern/store/vault"
)

// ErrClosed says that the state was closed.
var ErrClosed = errors.New("the private state is closed")

// Dir returns the directory of the private state: POSTERN_STATE, else postern
// in the XDG state directory. It is "" when there is no home directory either.
func Dir() string { return homedir.Dir("POSTERN_STATE", "XDG_STATE_HOME", xdg.StateHome) }

// State is the private state. It is safe for concurrent use, by goroutines
// and by processes.
type State struct {
	dir   string
	vault *vault.Vault
	// passphrase says that the secrets are meant to be under one.
	passphrase bool

	// mu is held for reading by every statement, and for writing while the
	// database is opened, replaced or closed.
	mu     sync.RWMutex
	db     *sql.DB
	closed bool
	// suspect says that the database was damaged when it was last open.
	suspect bool

	owner owner
	notes notices
}

// New returns the state in dir, whose secrets are sealed as the environment
// says ([vault.FromEnv]). It touches nothing until it is first used.
func New(dir string) *State { return NewWith(dir, vault.FromEnv()) }

// NewWith is [New] with other ways to seal. Its InUse is the state's own.
func NewWith(dir string, o vault.Options) *State {
	s := &State{dir: dir, passphrase: o.Passphrase != "" || o.PassphraseFile != ""}
	o.InUse = s.holdsSecrets
	s.vault = vault.Open(dir, o)
	return s
}

// Dir returns the directory the state is in.
func (s *State) Dir() string { return s.dir }

// Vault returns what seals the secrets, to tell the person which way.
func (s *State) Vault() *vault.Vault { return s.vault }

// Close ends the use of the database. It may be called more than once.
func (s *State) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	s.owner.release(s)
	if s.db == nil {
		return nil
	}
	err := s.db.Close()
	s.db = nil
	return err
}

// holdsSecrets tells the vault whether its key is needed for anything.
func (s *State) holdsSecrets() (bool, error) {
	var yes bool
	err := s.look(context.Background(), func(ctx context.Context, db *sql.DB) error {
		return db.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM tokens) OR EXISTS (SELECT 1 FROM current_values) OR EXISTS (SELECT 1 FROM choices) OR EXISTS (SELECT 1 FROM drafts)`).Scan(&yes)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return yes, err
}

func (s *State) path(name string) string { return filepath.Join(s.dir, name) }
