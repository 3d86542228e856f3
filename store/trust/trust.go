// Package trust remembers which scripts the person lets run. A script is known
// by what it says, wherever it stands: one that has changed by a letter is
// another one, and a collection that is copied or moved need not be asked about
// again. Where it stood is remembered too, to tell what has changed since.
//
// It runs nothing, and decides nothing: who sends asks it.
package trust

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"time"

	"postern/engine/collection"
	"postern/store/state"
)

// Scripts are those that the person trusts.
type Scripts struct{ tables state.Tables }

// New returns the trusted scripts of a private state.
func New(t state.Tables) *Scripts { return &Scripts{tables: t} }

// All reports whether every one of the scripts is trusted; it is true of none
// at all.
func (s *Scripts) All(ctx context.Context, scripts []collection.Script) (bool, error) {
	unknown, err := s.Unknown(ctx, scripts)
	return err == nil && len(unknown) == 0, err
}

// Unknown are the scripts that are not trusted, each once.
func (s *Scripts) Unknown(ctx context.Context, scripts []collection.Script) ([]collection.Script, error) {
	unknown := once(scripts) // where nothing is kept, nothing is trusted
	err := s.tables.Look(ctx, func(ctx context.Context, db *sql.DB) error {
		unknown = nil
		for _, one := range once(scripts) {
			sum, n := sha256.Sum256([]byte(one.Source)), 0
			if err := db.QueryRowContext(ctx, `SELECT count(*) FROM trusted_scripts WHERE source = ?`, sum[:]).Scan(&n); err != nil {
				return err
			}
			if n == 0 {
				unknown = append(unknown, one)
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("look whether the scripts are trusted: %w", err)
	}
	return unknown, nil
}

// Trust lets scripts run from now on.
func (s *Scripts) Trust(ctx context.Context, scripts []collection.Script) error {
	err := s.tables.Change(ctx, func(ctx context.Context, tx *sql.Tx) error {
		for _, one := range once(scripts) {
			sum := sha256.Sum256([]byte(one.Source))
			if _, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO trusted_scripts (source, at) VALUES (?, ?)`, sum[:], time.Now().UnixNano()); err != nil {
				return err
			}
		}
		return keepPlaces(ctx, tx, scripts)
	})
	if err != nil {
		return fmt.Errorf("keep that the scripts are trusted: %w", err)
	}
	return nil
}

// once is every script once, by what it says.
func once(scripts []collection.Script) []collection.Script {
	var out []collection.Script
	seen := map[string]bool{}
	for _, s := range scripts {
		if !seen[s.Source] {
			seen[s.Source] = true
			out = append(out, s)
		}
	}
	return out
}
