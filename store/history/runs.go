package history

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"time"

	"postern/store/state"
)

// Run is one run of a folder or a collection, whose sends are entries of their
// own. There is no secret in it: that is the business of whoever writes Record.
type Run struct {
	ID      int64
	Started time.Time
	// Elapsed is 0 while it goes on, and of one that was cut off by the end of
	// the program; Going tells the two apart.
	Elapsed time.Duration
	Going   Going
	// Collection is an id; Item is that of the folder or request, "" for all.
	Collection, Item             string
	Name                         string
	Environment, EnvironmentName string
	// Failed of Requests, and Passed of Tests.
	Requests, Failed, Tests, Passed int
	// Why says why it ended early, or "".
	Why string
	// Record is what the owner keeps of its rows; [Log.Runs] leaves it out.
	Record string
}

// Going says whether a run is under way, and where.
type Going int

// Where a run can be under way: in this program, or in another postern.
const (
	Over Going = iota
	Here
	Elsewhere
)

// maxRuns is how many runs are kept.
const maxRuns = 500

// StartRun notes a run that begins, with its record as far as there is one, and
// returns its id.
func (l *Log) StartRun(ctx context.Context, r Run) (id int64, err error) {
	owner, err := l.tables.Owner()
	if err != nil {
		return 0, fmt.Errorf("keep the run in the history: %w", err)
	}
	err = l.tables.Change(ctx, func(ctx context.Context, tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, `INSERT INTO runs (owner, started, elapsed, collection, item, name, environment, env_name, requests, failed, tests, passed, why, record)
			VALUES (?, ?, 0, ?, ?, ?, ?, ?, 0, 0, 0, 0, '', ?)`,
			owner, r.Started.UnixNano(), r.Collection, r.Item, clipped(r.Name), r.Environment, clipped(r.EnvironmentName), r.Record)
		if err != nil {
			return err
		}
		id, err = res.LastInsertId()
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("keep the run in the history: %w", err)
	}
	return id, nil
}

// ErrGoesOn says that a run is under way already.
var ErrGoesOn = errors.New("the run goes on already, here or in another postern")

// ContinueRun notes that a run that ended early goes on: the sends that follow are
// among those of before, and [Log.EndRun] writes the end of both.
func (l *Log) ContinueRun(ctx context.Context, id int64) error {
	const keeping = "keep the run in the history: %w"
	before, err := runOf(ctx, l.tables, id)
	if err != nil {
		return err
	}
	if before.Going != Over {
		return ErrGoesOn
	}
	owner, err := l.tables.Owner()
	if err != nil {
		return fmt.Errorf(keeping, err)
	}
	var taken int64
	err = l.tables.Change(ctx, func(ctx context.Context, tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, `UPDATE runs SET owner = ?, elapsed = 0, why = '' WHERE id = ? AND owner = ? AND elapsed = ?`, owner, id, before.owner, before.Elapsed)
		if err != nil {
			return err
		}
		taken, err = res.RowsAffected()
		return err
	})
	switch {
	case err != nil:
		return fmt.Errorf(keeping, err)
	case taken == 0: // another one was quicker
		return ErrGoesOn
	}
	return nil
}

// EndRun writes what became of a run.
func (l *Log) EndRun(ctx context.Context, r Run) error {
	err := l.tables.Change(ctx, func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE runs SET elapsed = ?, requests = ?, failed = ?, tests = ?, passed = ?, why = ?, record = ? WHERE id = ?`,
			int64(max(r.Elapsed, 1)), r.Requests, r.Failed, r.Tests, r.Passed, clipped(r.Why), r.Record, r.ID)
		return err
	})
	if err != nil {
		return fmt.Errorf("keep the run in the history: %w", err)
	}
	return nil
}

const runColumns = `id, started, elapsed, collection, item, name, environment, env_name, requests, failed, tests, passed, why, owner`

// scanRun reads a run; owner is who carries it out, or did.
func scanRun(read func(...any) error, more ...any) (r Run, owner string, err error) {
	var started int64
	err = read(append([]any{
		&r.ID, &started, &r.Elapsed, &r.Collection, &r.Item, &r.Name, &r.Environment, &r.EnvironmentName,
		&r.Requests, &r.Failed, &r.Tests, &r.Passed, &r.Why, &owner,
	}, more...)...)
	r.Started = time.Unix(0, started)
	return r, owner, err
}

// going says whether a run is under way: as long as who began it lives, and has
// not written its end.
func going(t state.Tables, r Run, owner string) Going {
	switch {
	case r.Elapsed > 0 || !t.Lives(owner):
		return Over
	case t.Owns(owner):
		return Here
	}
	return Elsewhere
}

// Runs are the runs there are, the newest first.
func (l *Log) Runs(ctx context.Context) ([]Run, error) {
	var out []Run
	var owners []string
	err := l.tables.Look(ctx, func(ctx context.Context, db *sql.DB) error {
		out, owners = nil, nil
		rows, err := db.QueryContext(ctx, `SELECT `+runColumns+` FROM runs ORDER BY id DESC LIMIT ?`, maxRuns)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			r, owner, err := scanRun(rows.Scan)
			if err != nil {
				return err
			}
			out, owners = append(out, r), append(owners, owner)
		}
		return rows.Err()
	})
	if err != nil {
		return nil, fmt.Errorf("read the history: %w", err)
	}
	for i := range out {
		out[i].Going = going(l.tables, out[i], owners[i])
	}
	return out, nil
}

// Run is a run with its record. The error is [ErrGone] if it is not there.
func (l *Log) Run(ctx context.Context, id int64) (Run, error) {
	r, err := runOf(ctx, l.tables, id)
	return r.Run, err
}

// owned is a run and who carries it out, or did.
type owned struct {
	Run
	owner string
}

func runOf(ctx context.Context, t state.Tables, id int64) (owned, error) {
	var r Run
	var owner string
	err := t.Look(ctx, func(ctx context.Context, db *sql.DB) (err error) {
		var record string
		r, owner, err = scanRun(db.QueryRowContext(ctx, `SELECT `+runColumns+`, record FROM runs WHERE id = ?`, id).Scan, &record)
		r.Record = record
		return err
	})
	switch {
	case errors.Is(err, sql.ErrNoRows), err == nil && r.ID == 0:
		return owned{}, ErrGone
	case err != nil:
		return owned{}, fmt.Errorf("read the history: %w", err)
	}
	r.Going = going(t, r, owner)
	return owned{r, owner}, nil
}

// DeleteRun takes a run out with its sends and where it stopped, for good. One that is not there is no
// error.
func (l *Log) DeleteRun(ctx context.Context, id int64) error {
	err := l.removeAll(ctx, `run = ?`, id)
	if err == nil {
		err = withoutRuns(ctx, l.tables, `DELETE FROM runs WHERE id = ?`, id)
	}
	if err == nil {
		err = l.tables.Scrub(ctx, false)
	}
	if err != nil {
		return fmt.Errorf("delete the run from the history: %w", err)
	}
	return nil
}

// runShare is the part of the history's bytes that runs may take, so that they
// leave room for sends.
const runShare = 4

// runBytes is how much the runs take, once the oldest have gone that are too
// much: the newest stays.
func (l *Log) runBytes(ctx context.Context, limits Limits) (n int64, err error) {
	sum := func(ctx context.Context, db *sql.DB) error {
		return db.QueryRowContext(ctx, `SELECT coalesce(sum(octet_length(record)), 0) FROM runs`).Scan(&n)
	}
	if err := l.tables.Look(ctx, sum); err != nil || n <= limits.Bytes/runShare {
		return n, err
	}
	err = withoutRuns(ctx, l.tables, `DELETE FROM runs WHERE id IN (SELECT id FROM (
		SELECT id, sum(octet_length(record)) OVER newest AS total, row_number() OVER newest AS nth FROM runs
		WINDOW newest AS (ORDER BY id DESC)) WHERE total > ? AND nth > 1)`, limits.Bytes/runShare)
	if err == nil {
		err = l.tables.Look(ctx, sum)
	}
	return n, err
}

// forgetRuns deletes the runs that began before a moment, all at the zero one,
// and those that are too many.
func (l *Log) forgetRuns(ctx context.Context, before time.Time) error {
	if before.IsZero() {
		return withoutRuns(ctx, l.tables, `DELETE FROM runs`)
	}
	return withoutRuns(ctx, l.tables, `DELETE FROM runs WHERE started < ? OR id <= (SELECT max(id) FROM runs) - ?`, before.UnixNano(), maxRuns)
}

// PlaceOf is what [state.Halt] calls the file of a run of the history: where it
// stopped is forgotten with it, for there are cookies and variables in it.
func PlaceOf(id int64) string { return placeOf + strconv.FormatInt(id, 10) }

const placeOf = "run "

// withoutRuns deletes runs, and where those stopped that are gone.
func withoutRuns(ctx context.Context, from state.Tables, query string, args ...any) error {
	return from.Change(ctx, func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, query, args...)
		if err == nil {
			_, err = tx.ExecContext(ctx, `DELETE FROM run_halts WHERE file LIKE ? || '%' AND file NOT IN (SELECT ? || id FROM runs)`, placeOf, placeOf)
		}
		return err
	})
}
