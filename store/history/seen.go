package history

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"time"

	"postern/engine/lookup"
	"postern/engine/lookup/seen"
)

// Realm is one environment of one workspace, whose ids are none of another's.
type Realm struct {
	// Workspace is the folder, Name the environment, "" for none.
	Workspace, Name string
}

const (
	// maxSeen and maxChoices are how many ids and choices are kept in all.
	maxSeen    = seen.DefaultMax
	maxChoices = 5000
)

// KeepSeen keeps ids that a response brought, the newest first, until they are
// as old as the history may be, or too many. They come without secrets. Who
// wants no bodies on this disk wants no names out of them either: then nothing
// is kept.
func (l *Log) KeepSeen(ctx context.Context, r Realm, ids []seen.ID) error {
	if l.bounds().NoBodies || len(ids) == 0 {
		return nil
	}
	err := l.tables.Change(ctx, func(ctx context.Context, tx *sql.Tx) error {
		put, err := tx.PrepareContext(ctx, `INSERT OR REPLACE INTO seen_ids
			(workspace, realm, value, type, label, detail, status, key, source, own, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
		if err != nil {
			return err
		}
		defer put.Close()
		for i := len(ids) - 1; i >= 0; i-- {
			id := ids[i]
			_, err := put.ExecContext(ctx, r.Workspace, r.Name, id.Value, id.Type, id.Label, id.Detail, id.Status, id.Key, clipped(id.Source), id.Own, id.At.UnixNano())
			if err != nil {
				return err
			}
		}
		return newest(ctx, tx, "seen_ids", maxSeen)
	})
	if err != nil {
		return fmt.Errorf("keep the ids of a response: %w", err)
	}
	return nil
}

// newest lets all rows of a table go but so many.
func newest(ctx context.Context, tx *sql.Tx, table string, n int) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM `+table+` WHERE nth <= (SELECT nth FROM `+table+` ORDER BY nth DESC LIMIT 1 OFFSET ?)`, n)
	return err
}

// Seen returns the ids that were kept and are not too old, the newest first.
func (l *Log) Seen(ctx context.Context, r Realm) ([]seen.ID, error) {
	var out []seen.ID
	err := l.tables.Look(ctx, func(ctx context.Context, db *sql.DB) error {
		out = nil
		rows, err := db.QueryContext(ctx, `SELECT value, type, label, detail, status, key, source, own, at FROM seen_ids
			WHERE workspace = ? AND realm = ? AND at >= ? ORDER BY nth DESC`, r.Workspace, r.Name, l.now().Add(-l.bounds().Age).UnixNano())
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var id lookup.ID
			var at int64
			if err := rows.Scan(&id.Value, &id.Type, &id.Label, &id.Detail, &id.Status, &id.Key, &id.Source, &id.Own, &at); err != nil {
				return err
			}
			out = append(out, seen.ID{ID: id, At: time.Unix(0, at)})
		}
		return rows.Err()
	})
	if err != nil {
		return nil, fmt.Errorf("read the ids seen so far: %w", err)
	}
	return out, nil
}

// KeepChoice keeps which id was chosen for a hole, in place of the one before.
func (l *Log) KeepChoice(ctx context.Context, r Realm, c seen.Choice) error {
	if l.bounds().NoBodies {
		return nil
	}
	err := l.tables.Change(ctx, func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO seen_choices
			(workspace, realm, item, hole, value, type, text, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
			r.Workspace, r.Name, c.Item, c.Hole, c.Value, c.Type, c.Text, l.now().UnixNano())
		if err != nil {
			return err
		}
		return newest(ctx, tx, "seen_choices", maxChoices)
	})
	if err != nil {
		return fmt.Errorf("keep the choice of an id: %w", err)
	}
	return nil
}

// Choices returns the choices made in a workspace, by the name of the realm.
func (l *Log) Choices(ctx context.Context, workspace string) (map[string]seen.Choices, error) {
	var out map[string]seen.Choices
	err := l.tables.Look(ctx, func(ctx context.Context, db *sql.DB) error {
		out = map[string]seen.Choices{}
		rows, err := db.QueryContext(ctx, `SELECT realm, item, hole, value, type, text FROM seen_choices
			WHERE workspace = ? AND at >= ? ORDER BY nth DESC`, workspace, l.now().Add(-l.bounds().Age).UnixNano())
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var realm string
			var c seen.Choice
			if err := rows.Scan(&realm, &c.Item, &c.Hole, &c.Value, &c.Type, &c.Text); err != nil {
				return err
			}
			out[realm] = append(out[realm], c)
		}
		return rows.Err()
	})
	if err != nil {
		return nil, fmt.Errorf("read the ids chosen so far: %w", err)
	}
	return out, nil
}

// forgetSeen takes out the ids and choices that are older than some time; the
// zero time stands for all of them.
func (l *Log) forgetSeen(ctx context.Context, before time.Time) error {
	limit := int64(math.MaxInt64)
	if !before.IsZero() {
		limit = before.UnixNano()
	}
	return l.tables.Change(ctx, func(ctx context.Context, tx *sql.Tx) error {
		for _, table := range []string{"seen_ids", "seen_choices"} {
			if _, err := tx.ExecContext(ctx, `DELETE FROM `+table+` WHERE at < ?`, limit); err != nil {
				return err
			}
		}
		return nil
	})
}
