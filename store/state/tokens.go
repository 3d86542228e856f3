package state

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"postern/auth"
	"postern/store/vault"
)

// tokenKind binds a sealed token to its table.
const tokenKind = "token"

// tokenRecord is a token as it is sealed. auth.Secret encodes as dots on
// purpose; this is the one place that writes its value, and only to be sealed.
type tokenRecord struct {
	Key        string       `json:"key"`
	Name       string       `json:"name"`
	Access     string       `json:"access"`
	Refresh    string       `json:"refresh,omitempty"`
	ID         string       `json:"id,omitempty"`
	Type       string       `json:"type,omitempty"`
	Scope      string       `json:"scope,omitempty"`
	Obtained   time.Time    `json:"obtained"`
	Expiry     time.Time    `json:"expiry,omitzero"`
	Config     configRecord `json:"config"`
	Generation int          `json:"generation,omitempty"`
	NeedsLogin bool         `json:"needsLogin,omitempty"`
}

type configRecord struct {
	Type  string       `json:"type"`
	Realm string       `json:"realm,omitempty"`
	Attrs []attrRecord `json:"attrs,omitempty"`
}

type attrRecord struct {
	Key    string `json:"key"`
	Value  any    `json:"value"`
	Source string `json:"source,omitempty"`
}

func recordOf(t auth.Token) tokenRecord {
	r := tokenRecord{
		Key: t.Key, Name: t.Name,
		Access: t.Access.Reveal(), Refresh: t.Refresh.Reveal(), ID: t.ID.Reveal(),
		Type: t.Type, Scope: t.Scope,
		// Round drops the monotonic clock, which means nothing elsewhere.
		Obtained: t.Obtained.Round(0), Expiry: t.Expiry.Round(0),
		Config:     configRecord{Type: t.Config.Type, Realm: t.Config.Realm},
		Generation: t.Generation, NeedsLogin: t.NeedsLogin,
	}
	for _, a := range t.Config.Attrs {
		r.Config.Attrs = append(r.Config.Attrs, attrRecord(a))
	}
	return r
}

func (r tokenRecord) token() auth.Token {
	t := auth.Token{
		Key: r.Key, Name: r.Name,
		Access: auth.Secret(r.Access), Refresh: auth.Secret(r.Refresh), ID: auth.Secret(r.ID),
		Type: r.Type, Scope: r.Scope, Obtained: r.Obtained, Expiry: r.Expiry,
		Config:     auth.Config{Type: r.Config.Type, Realm: r.Config.Realm},
		Generation: r.Generation, NeedsLogin: r.NeedsLogin,
	}
	for _, a := range r.Config.Attrs {
		t.Config.Attrs = append(t.Config.Attrs, auth.Attr(a))
	}
	return t
}

// Load returns the token under key; ok is false if there is none, or if it
// cannot be unlocked: a new one, in memory, serves better than none. A damaged
// one is put aside: the error tells it once, the next Load finds none.
func (s *State) Load(ctx context.Context, key string) (t auth.Token, ok bool, err error) {
	rows, err := s.tokenRows(ctx, `WHERE name = ?`, hashed(key))
	if err != nil || len(rows) == 0 {
		return auth.Token{}, false, err
	}
	t, err = s.openToken(ctx, rows[0])
	if errors.Is(err, vault.ErrLocked) {
		return auth.Token{}, false, nil
	}
	return t, err == nil, err
}

// Save replaces the token under t.Key. When it returns nil, the token is on
// disk.
func (s *State) Save(ctx context.Context, t auth.Token) error {
	name := hashed(t.Key)
	sealed, err := s.seal(tokenKind, name, recordOf(t))
	if err != nil {
		return fmt.Errorf("keep token: %w", err)
	}
	err = s.with(ctx, func(ctx context.Context, db *sql.DB) error {
		_, err := db.ExecContext(ctx, `INSERT OR REPLACE INTO tokens (name, sealed, updated) VALUES (?, ?, ?)`, name, sealed, time.Now().UnixNano())
		return err
	})
	if err != nil {
		return fmt.Errorf("keep token: %w", err)
	}
	return nil
}

// Delete removes the token under key, if there is one.
func (s *State) Delete(ctx context.Context, key string) error {
	err := s.look(ctx, func(ctx context.Context, db *sql.DB) error {
		_, err := db.ExecContext(ctx, `DELETE FROM tokens WHERE name = ?`, hashed(key))
		return err
	})
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("forget token: %w", err)
	}
	return nil
}

// List returns all tokens, newest first; none while they cannot be unlocked. If some cannot be read, it returns
// the others with an error; those are put aside and met once.
func (s *State) List(ctx context.Context) ([]auth.Token, error) {
	rows, err := s.tokenRows(ctx, ``)
	if err != nil {
		return nil, err
	}
	var out []auth.Token
	var bad []error
	for _, r := range rows {
		t, err := s.openToken(ctx, r)
		switch {
		case err == nil:
			out = append(out, t)
		case errors.Is(err, ErrDamaged):
			bad = append(bad, err)
		case errors.Is(err, vault.ErrLocked):
			return nil, nil // so are all the others
		default:
			return nil, err
		}
	}
	slices.SortStableFunc(out, func(a, b auth.Token) int { return b.Obtained.Compare(a.Obtained) })
	return out, errors.Join(bad...)
}

func (s *State) tokenRows(ctx context.Context, where string, args ...any) ([]record, error) {
	rows, err := s.records(ctx, `SELECT name, `+boundedBlob+`, updated FROM tokens `+where,
		func(r *sql.Rows, x *record) error { return r.Scan(&x.name, &x.sealed, &x.updated) }, args...)
	if err != nil {
		return nil, fmt.Errorf("read tokens: %w", err)
	}
	return rows, nil
}

func (s *State) openToken(ctx context.Context, r record) (auth.Token, error) {
	var x tokenRecord
	err := s.unseal(tokenKind, r.name, r.sealed, &x)
	if err == nil && hashed(x.Key) != r.name {
		err = fmt.Errorf("%w: it is the token of another key", ErrDamaged)
	}
	if errors.Is(err, ErrDamaged) {
		aside := s.quarantine(ctx, tokenKind, r.name, `tokens WHERE name = ? AND updated = ?`, r.name, r.updated)
		return auth.Token{}, errors.Join(damagedRecord("token "+r.name[:12], err), aside)
	}
	if err != nil {
		return auth.Token{}, fmt.Errorf("read tokens: %w", err)
	}
	return x.token(), nil
}
