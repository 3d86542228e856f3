package history

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Run is one run of a folder or a collection, whose sends are entries of their
// own. There is no secret in it: that is the business of whoever writes Record.
type Run struct {
	ID      int64
	Started time.Time
	// Elapsed is 0 while it goes on, and of one that was cut off by the end of
	// the program.
	Elapsed time.Duration
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

// maxRuns is how many runs are kept.
const maxRuns = 500

// StartRun notes a run that begins, with its record as far as there is one, and
// returns its id.
func (l *Log) StartRun(ctx context.Context, r Run) (id int64, err error) {
	err = l.tables.Change(ctx, func(ctx context.Context, tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, `INSERT INTO runs (started, elapsed, collection, item, name, environment, env_name, requests, failed, tests, passed, why, record)
			VALUES (?, 0, ?, ?, ?, ?, ?, 0, 0, 0, 0, '', ?)`,
			r.Started.UnixNano(), r.Collection, r.Item, clipped(r.Name), r.Environment, clipped(r.EnvironmentName), r.Record)
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

const runColumns = `id, started, elapsed, collection, item, name, environment, env_name, requests, failed, tests, passed, why`

func scanRun(read func(...any) error, more ...any) (Run, error) {
	var r Run
	var started int64
	err := read(append([]any{
		&r.ID, &started, &r.Elapsed, &r.Collection, &r.Item, &r.Name, &r.Environment, &r.EnvironmentName,
		&r.Requests, &r.Failed, &r.Tests, &r.Passed, &r.Why,
	}, more...)...)
	r.Started = time.Unix(0, started)
	return r, err
}

// Runs are the runs there are, the newest first.
func (l *Log) Runs(ctx context.Context) ([]Run, error) {
	var out []Run
	err := l.tables.Look(ctx, func(ctx context.Context, db *sql.DB) error {
		out = nil
		rows, err := db.QueryContext(ctx, `SELECT `+runColumns+` FROM runs ORDER BY id DESC LIMIT ?`, maxRuns)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			r, err := scanRun(rows.Scan)
			if err != nil {
				return err
			}
			out = append(out, r)
		}
		return rows.Err()
	})
	if err != nil {
		return nil, fmt.Errorf("read the history: %w", err)
	}
	return out, nil
}

// Run is a run with its record. The error is [ErrGone] if it is not there.
func (l *Log) Run(ctx context.Context, id int64) (Run, error) {
	var r Run
	err := l.tables.Look(ctx, func(ctx context.Context, db *sql.DB) (err error) {
		var record string
		r, err = scanRun(db.QueryRowContext(ctx, `SELECT `+runColumns+`, record FROM runs WHERE id = ?`, id).Scan, &record)
		r.Record = record
		return err
	})
	switch {
	case errors.Is(err, sql.ErrNoRows), err == nil && r.ID == 0:
		return Run{}, ErrGone
	case err != nil:
		return Run{}, fmt.Errorf("read the history: %w", err)
	}
	return r, nil
}

// forgetRuns deletes the runs that began before a moment, all at the zero one,
// and those that are too many.
func (l *Log) forgetRuns(ctx context.Context, before time.Time) error {
	return l.tables.Change(ctx, func(ctx context.Context, tx *sql.Tx) error {
		if before.IsZero() {
			_, err := tx.ExecContext(ctx, `DELETE FROM runs`)
			return err
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM runs WHERE started < ? OR id <= (SELECT max(id) FROM runs) - ?`, before.UnixNano(), maxRuns)
		return err
	})
}
