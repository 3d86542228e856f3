package state_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"postern/store/state"
)

func tables(s *state.State) state.Tables {
	return state.TablesIn(func() *state.State { return s })
}

// note adds a row with a text in it.
func note(t *testing.T, tb state.Tables, words string) {
	t.Helper()
	err := tb.Change(t.Context(), func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO history_exchanges (record) VALUES (?)`, words)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestLookingMakesNoDatabase(t *testing.T) {
	dir := t.TempDir()
	tb := tables(in(t, dir))
	err := tb.Look(t.Context(), func(context.Context, *sql.DB) error { return errors.New("it was run") })
	if err != nil {
		t.Error(err)
	}
	if err := tb.Scrub(t.Context(), true); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "state.db")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("there is a database: %v", err)
	}
}

func TestChangeIsAllOrNothing(t *testing.T) {
	tb := tables(in(t, t.TempDir()))
	note(t, tb, "one")
	failed := errors.New("no")
	err := tb.Change(t.Context(), func(ctx context.Context, tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM history_exchanges`); err != nil {
			return err
		}
		return failed
	})
	if !errors.Is(err, failed) {
		t.Errorf("the error is %v", err)
	}
	n := 0
	err = tb.Look(t.Context(), func(ctx context.Context, db *sql.DB) error {
		return db.QueryRowContext(ctx, `SELECT count(*) FROM history_exchanges`).Scan(&n)
	})
	if err != nil || n != 1 {
		t.Errorf("%d rows, %v", n, err)
	}
}

func TestFolderIsPrivate(t *testing.T) {
	dir := t.TempDir()
	tb := tables(in(t, dir))
	for range 2 {
		got, err := tb.Folder("bodies")
		if err != nil || got != filepath.Join(dir, "bodies") {
			t.Fatalf("%s, %v", got, err)
		}
	}
	info, err := os.Stat(filepath.Join(dir, "bodies"))
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

// Nothing of a deleted record is in the database or its log, which must show
// that it was there before.
func TestScrub(t *testing.T) {
	for _, shrink := range []bool{false, true} {
		dir := t.TempDir()
		tb := tables(in(t, dir))
		note(t, tb, canary)
		if !found(t, dir) {
			t.Fatal("it was never there")
		}
		err := tb.Change(t.Context(), func(ctx context.Context, tx *sql.Tx) error {
			_, err := tx.ExecContext(ctx, `DELETE FROM history_exchanges`)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := tb.Scrub(t.Context(), shrink); err != nil {
			t.Fatal(err)
		}
		if found(t, dir) {
			t.Errorf("shrink %v: it is still there", shrink)
		}
	}
}

// found reports whether a file of the state has the canary in it.
func found(t *testing.T, dir string) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "state.db*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(data, []byte(canary)) {
			return true
		}
	}
	return false
}

// A trace that cannot be wiped away is told.
func TestScrubBesideAReader(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: waits for SQLite's patience of 5 s")
	}
	dir := t.TempDir()
	tb := tables(in(t, dir))
	note(t, tb, canary)
	other, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "state.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	tx, err := other.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()
	var n int
	if err := tx.QueryRow(`SELECT count(*) FROM history_exchanges`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	note(t, tb, "newer than what the reader sees")
	var told *state.Error
	if err := tb.Scrub(t.Context(), false); !errors.As(err, &told) || told.Tip == "" {
		t.Errorf("the error is %v", err)
	}
}
