// Package history keeps every send with its request and its response, so that
// they can be looked at, sent again and compared after a restart.
//
// It is private, and there is no secret in it: [Log.Add] takes all of them out
// of an exchange before a byte is written, by the exchange's own redactor and
// what its headers and bodies themselves name as one. What is left is the
// person's data all the same. The rows are tables of package
// state's database; a response body is a file of mode 0600 beside it. Neither
// is sealed: the history must not ask for the vault's passphrase with every
// send, and a body is as large as a response. A person who wants no bodies on
// this disk says so in the settings.
//
//	Add ─▶ mask ─▶ body to a file ─▶ two rows in one transaction
//	        now and then: what is too old or too much is deleted
//
// A crash between body and rows leaves a file that no row names; retention
// removes it when it is an hour old. Several processes may write at once.
//
// It does not keep the bodies of calls for tokens, and it does not decide what
// is secret: that is package redact's.
//
// The ids that responses brought are kept beside it, plain and under the same
// limits, since they are out of the same bodies (seen.go).
//
// To keep more of an exchange, add it to record in record.go, masked in
// recordOf. To list by something else, give the table a column in schema.go and
// [Query] a field.
package history

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"regexp"
	"sync"
	"sync/atomic"
	"time"

	"postern/engine"
	"postern/store/state"
)

// ErrGone says that there is no such entry, any more.
var ErrGone = errors.New("it is not in the history any more")

// Limits bound the history. A zero field means its default.
type Limits struct {
	// Age is how long an entry is kept, 30 days.
	Age time.Duration
	// Bytes is how much all entries with their bodies, and all runs, may take,
	// 200 MiB.
	Bytes int64
	// NoBodies keeps response bodies out.
	NoBodies bool
}

const (
	defaultAge   = 30 * 24 * time.Hour
	defaultBytes = 200 << 20
	// maxEntries keeps searching quick.
	maxEntries = 100_000
	// retainEvery is how many sends go between two looks at the limits.
	retainEvery = 32
)

// Log is the history in a state. It is safe for concurrent use.
type Log struct {
	tables state.Tables
	limits func() Limits
	now    func() time.Time
	adds   atomic.Uint64
	// address finds what looks like a URL in a text.
	address func() *regexp.Regexp
}

// New returns the history in these tables. limits is asked when entries are
// added; nil means the defaults.
func New(t state.Tables, limits func() Limits) *Log {
	if limits == nil {
		limits = func() Limits { return Limits{} }
	}
	address := sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`[a-zA-Z][a-zA-Z0-9+.-]*://[^\s"<>]+`) })
	return &Log{tables: t, limits: limits, now: time.Now, address: address}
}

func (l *Log) bounds() Limits {
	x := l.limits()
	if x.Age <= 0 {
		x.Age = defaultAge
	}
	if x.Bytes <= 0 {
		x.Bytes = defaultBytes
	}
	return x
}

// Meta is what an exchange does not know of itself.
type Meta struct {
	// Collection is the collection's id.
	Collection string
	// Environment is the chosen environment's id, EnvironmentName its name.
	Environment, EnvironmentName string
	// Template is the URL as it is saved, with its names in braces.
	Template string
	// Run is the id of the run that it is a part of, 0 for none; Iteration is
	// that of the run, from 0.
	Run       int64
	Iteration int
}

// Add keeps an exchange, without its secrets, and returns its id. It reads all
// of the response body, so it is for a command and not for the loop. A body
// that is too large, or that was closed meanwhile, is left out.
//
// The history is also kept within its limits, now and then. The id is good even
// with an error, unless it is 0.
func (l *Log) Add(ctx context.Context, x *engine.Exchange, m Meta) (id int64, err error) {
	limits := l.bounds()
	k := newMasker(x, l.address(), limits.NoBodies)
	rec, e := recordOf(x, m, k)
	body, err := l.keepBody(ctx, x, k, &rec, limits)
	if err != nil {
		rec.Lost = "the body could not be written: " + err.Error() // all else can be kept
	}
	id, err = l.insert(ctx, e, rec, body)
	if err != nil {
		l.dropBodies(body.file)
		return 0, fmt.Errorf("keep the send in the history: %w", err)
	}
	if l.adds.Add(1)%retainEvery != 1 {
		return id, nil
	}
	return id, l.Retain(ctx)
}

// Delete takes entries out, with their bodies, for good. An id that is not
// there is no error.
func (l *Log) Delete(ctx context.Context, ids ...int64) error {
	for _, id := range ids {
		if _, err := l.remove(ctx, `id = ?`, id); err != nil {
			return fmt.Errorf("delete from the history: %w", err)
		}
	}
	if err := l.tables.Scrub(ctx, false); err != nil {
		return fmt.Errorf("delete from the history: %w", err)
	}
	return nil
}

// Purge takes everything out, for good: the ids that were seen, too.
func (l *Log) Purge(ctx context.Context) error {
	err := l.removeAll(ctx, `TRUE`)
	if err == nil {
		err = l.forgetSeen(ctx, time.Time{})
	}
	if err == nil {
		err = l.forgetRuns(ctx, time.Time{})
	}
	if err == nil {
		err = l.sweep(ctx, true)
	}
	if err == nil {
		err = l.tables.Scrub(ctx, true)
	}
	if err != nil {
		return fmt.Errorf("clear the history: %w", err)
	}
	return nil
}

// Retain takes out what is older or more than the limits allow, the oldest
// first, and bodies that belong to no entry. [Log.Add] calls it now and then.
func (l *Log) Retain(ctx context.Context) error {
	limits := l.bounds()
	oldest := l.now().Add(-limits.Age)
	err := l.removeAll(ctx, `started < ?`, oldest.UnixNano())
	if err == nil {
		err = l.forgetSeen(ctx, oldest)
	}
	if err == nil {
		err = l.forgetRuns(ctx, oldest)
	}
	var runs int64
	if err == nil {
		runs, err = l.runBytes(ctx, limits)
	}
	limits.Bytes = max(limits.Bytes-runs, limits.Bytes/2) // a single run may be more
	var over bool
	if err == nil {
		over, err = l.over(ctx, limits)
	}
	if err == nil && over {
		err = l.removeAll(ctx, `id <= (SELECT coalesce(max(id), 0) FROM (
			SELECT id, sum(cost) OVER newest AS total, row_number() OVER newest AS nth FROM history
			WINDOW newest AS (ORDER BY id DESC)) WHERE total > ? OR nth > ?)`, limits.Bytes, maxEntries)
	}
	if err == nil {
		err = l.sweep(ctx, false)
	}
	if err != nil {
		return fmt.Errorf("keep the history within its limits: %w", err)
	}
	return nil
}

// over reports whether there is more than the limits allow. Finding out from
// where on takes ten times as long.
func (l *Log) over(ctx context.Context, limits Limits) (yes bool, err error) {
	err = l.tables.Look(ctx, func(ctx context.Context, db *sql.DB) error {
		return db.QueryRowContext(ctx, `SELECT count(*) > ? OR coalesce(sum(cost), 0) > ? FROM history`, maxEntries, limits.Bytes).Scan(&yes)
	})
	return yes, err
}

// removeBatch bounds one transaction, since others wait for its end.
const removeBatch = 200

// removeAll takes out all entries that where is true of.
func (l *Log) removeAll(ctx context.Context, where string, args ...any) error {
	for {
		n, err := l.remove(ctx, where, args...)
		if err != nil || n < removeBatch {
			return err
		}
	}
}

// remove takes out entries that where is true of, at most removeBatch. Looking
// first keeps the write lock out of it when there is nothing to do.
func (l *Log) remove(ctx context.Context, where string, args ...any) (n int, err error) {
	var ids []int64
	var files []string
	err = l.tables.Look(ctx, func(ctx context.Context, db *sql.DB) error {
		ids, files = nil, nil
		rows, err := db.QueryContext(ctx, fmt.Sprintf(`SELECT id, body FROM history WHERE %s ORDER BY id LIMIT %d`, where, removeBatch), args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var id int64
			var file string
			if err := rows.Scan(&id, &file); err != nil {
				return err
			}
			ids, files = append(ids, id), append(files, file)
		}
		return rows.Err()
	})
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	err = l.tables.Change(ctx, func(ctx context.Context, tx *sql.Tx) error {
		for _, id := range ids {
			for _, q := range []string{`DELETE FROM history WHERE id = ?`, `DELETE FROM history_exchanges WHERE id = ?`} {
				if _, err := tx.ExecContext(ctx, q, id); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err == nil {
		l.dropBodies(files...)
	}
	return len(ids), err
}
