package state

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"postern/store/vault"
)

// Env says whose current values are meant. Both parts count: a copied file
// has the same id, and a file may be replaced by another.
type Env struct {
	// ID is the environment's id.
	ID string
	// File is its absolute path.
	File string
}

// Slot is one variable of an environment.
type Slot struct {
	Key string
	// Nth tells variables of the same key apart, from 0 in file order.
	Nth int
}

// Value is the current value of one variable.
type Value struct {
	Slot
	Text   string
	Secret bool
}

// valueKind binds a sealed current value to its table.
const valueKind = "current value"

type valueRecord struct {
	Text   string `json:"text"`
	Secret bool   `json:"secret,omitempty"`
}

// bond is what a value's record is sealed for: it opens in no other place.
func (e Env) bond(x Slot) string {
	return strings.Join([]string{e.ID, e.File, x.Key, strconv.Itoa(x.Nth)}, "\x00")
}

// Values returns the current values of e, in order of their keys; none while
// they cannot be unlocked. If some cannot be read, it returns the others with
// an error that names those.
func (s *State) Values(ctx context.Context, e Env) ([]Value, error) {
	rows, err := s.records(ctx, `SELECT key, nth, `+boundedBlob+`, updated FROM current_values WHERE env = ? AND file = ? ORDER BY key, nth`,
		func(r *sql.Rows, x *record) error { return r.Scan(&x.name, &x.nth, &x.sealed, &x.updated) }, e.ID, e.File)
	if err != nil {
		return nil, fmt.Errorf("read current values: %w", err)
	}
	var out []Value
	var bad []error
	for _, r := range rows {
		x := Slot{r.name, r.nth}
		v := valueRecord{}
		err := s.unseal(valueKind, e.bond(x), r.sealed, &v)
		switch {
		case err == nil:
			out = append(out, Value{Slot: x, Text: v.Text, Secret: v.Secret})
		case errors.Is(err, ErrDamaged):
			aside := s.quarantine(ctx, valueKind, x.Key, `current_values WHERE env = ? AND file = ? AND key = ? AND nth = ? AND updated = ?`, e.ID, e.File, x.Key, x.Nth, r.updated)
			bad = append(bad, errors.Join(damagedRecord(fmt.Sprintf("the current value of %q in %s", x.Key, filepath.Base(e.File)), err), aside))
		case errors.Is(err, vault.ErrLocked):
			return nil, nil // so are all the others
		default:
			return nil, fmt.Errorf("read current values: %w", err)
		}
	}
	return out, errors.Join(bad...)
}

// SetValues keeps the values in set and forgets those in drop, all or none.
func (s *State) SetValues(ctx context.Context, e Env, set []Value, drop []Slot) error {
	const keeping = "keep current values"
	var list []statement
	for _, x := range drop {
		list = append(list, statement{
			`DELETE FROM current_values WHERE env = ? AND file = ? AND key = ? AND nth = ?`, []any{e.ID, e.File, x.Key, x.Nth},
		})
	}
	now := time.Now().UnixNano()
	for _, v := range set {
		sealed, err := s.seal(valueKind, e.bond(v.Slot), valueRecord{v.Text, v.Secret})
		if err != nil {
			return doing(keeping, err)
		}
		list = append(list, statement{
			`INSERT OR REPLACE INTO current_values (env, file, key, nth, sealed, updated) VALUES (?, ?, ?, ?, ?, ?)`,
			[]any{e.ID, e.File, v.Key, v.Nth, sealed, now},
		})
	}
	return doing(keeping, s.change(ctx, list...))
}

// seal encodes x and seals it for one place.
func (s *State) seal(kind, bond string, x any) ([]byte, error) {
	plain, err := json.Marshal(x)
	if err != nil {
		return nil, fmt.Errorf("encode a %s: %w", kind, err)
	}
	if err := s.ownDirs(); err != nil {
		return nil, err
	}
	defer s.weaker()
	return s.vault.Seal(kind, bond, plain)
}
