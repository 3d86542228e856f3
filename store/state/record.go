package state

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"postern/store/vault"
)

// boundedBlob selects a sealed record, or one that cannot be opened in place
// of a monstrous one that would only fill the memory.
const boundedBlob = `CASE WHEN length(sealed) <= 8388608 THEN sealed ELSE x'' END`

// record is a sealed record as it stands in a table.
type record struct {
	owner   string
	name    string
	nth     int
	sealed  []byte
	updated int64
}

// records runs a query and collects its rows.
func (s *State) records(ctx context.Context, query string, scan func(*sql.Rows, *record) error, args ...any) ([]record, error) {
	var out []record
	err := s.look(ctx, func(ctx context.Context, db *sql.DB) error {
		out = nil
		rows, err := db.QueryContext(ctx, query, args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var r record
			if err := scan(rows, &r); err != nil {
				return err
			}
			out = append(out, r)
		}
		return rows.Err()
	})
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return out, err
}

// scanNamed reads a row of a table whose records have a name: tokens, intents,
// choices.
func scanNamed(r *sql.Rows, x *record) error { return r.Scan(&x.name, &x.sealed, &x.updated) }

// openNamed opens a record of such a table into x. The name is what it was
// sealed for; ours looks that what is in it says the same. One that is damaged
// is put aside; one that cannot be unlocked now stays.
func (s *State) openNamed(ctx context.Context, kind, table string, r record, x any, ours func() bool) error {
	err := s.unseal(kind, r.name, r.sealed, x)
	if err == nil && !ours() {
		err = fmt.Errorf("%w: it belongs to another key", ErrDamaged)
	}
	switch {
	case errors.Is(err, ErrDamaged):
		aside := s.quarantine(ctx, kind, r.name, table+` WHERE name = ? AND updated = ?`, r.name, r.updated)
		return errors.Join(damagedRecord(kind+" "+r.name[:12], err), aside)
	case err != nil:
		return fmt.Errorf("read %s: %w", kind, locked(err))
	}
	return nil
}

// statement is one change of the database.
type statement struct {
	query string
	args  []any
}

// change runs statements, all or none.
func (s *State) change(ctx context.Context, list ...statement) error {
	return s.with(ctx, func(ctx context.Context, db *sql.DB) error {
		return inTx(ctx, db, func(tx *sql.Tx) error {
			for _, x := range list {
				if _, err := tx.ExecContext(ctx, x.query, x.args...); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

// unseal opens a record into x. [ErrDamaged] means that the record can never
// be read; any other error, that it cannot be read now.
func (s *State) unseal(kind, bond string, sealed []byte, x any) error {
	plain, err := s.vault.Open(kind, bond, sealed)
	s.weaker()
	if errors.Is(err, vault.ErrCorrupt) {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if errors.Is(err, vault.ErrLocked) {
		s.notes.add(err)
	}
	if err != nil {
		return err
	}
	d := json.NewDecoder(bytes.NewReader(plain))
	d.UseNumber() // numbers of a config keep their spelling
	if err := d.Decode(x); err != nil {
		return fmt.Errorf("%w: it holds something else", ErrDamaged)
	}
	return nil
}

// weaker leaves a notice if the secrets are less safe than the person asked
// for: where the key is, is decided once, and a passphrase that is given later
// changes nothing.
func (s *State) weaker() {
	if s.passphrase && s.vault.Mode() == vault.ModeKeyFile {
		s.notes.add(&Error{
			What: "the passphrase is not used: the secrets were sealed with a key file before it was given",
			Tip:  "to use it, move " + s.dir + " away, start anew and log in again",
		})
	}
}

// quarantine moves a record out of the way, sealed as it is, unless it has
// been replaced meanwhile. where is a table and the condition for one row.
func (s *State) quarantine(ctx context.Context, kind, name, where string, args ...any) error {
	return doing("put the damaged record aside", s.change(ctx,
		statement{
			`INSERT INTO quarantine (kind, name, sealed, found) SELECT ?, ?, sealed, ? FROM ` + where,
			append([]any{kind, name, time.Now().UnixNano()}, args...),
		},
		statement{`DELETE FROM ` + where, args},
	))
}
