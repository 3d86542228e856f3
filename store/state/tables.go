package state

import (
	"context"
	"database/sql"
	"errors"
	"os"
)

// Tables lets a package of its own keep plain records in the database of a
// [State], in tables that schema.go makes for it: the history does. What is
// secret does not go this way; it is sealed, by a noun of this package.
type Tables struct {
	in func() *State
}

// TablesIn returns the tables of the state that in returns at the time of each
// call.
func TablesIn(in func() *State) Tables { return Tables{in} }

// Look runs f on the database, for reading. As long as there is none, f is not
// run. On a damaged database f may be run twice, so it starts its results
// afresh.
func (t Tables) Look(ctx context.Context, f func(context.Context, *sql.DB) error) error {
	s := t.in()
	if !s.exists() {
		return nil
	}
	return s.with(ctx, f)
}

// Change runs f in one transaction, making the database if need be. Like that
// of [Tables.Look], f may be run twice.
func (t Tables) Change(ctx context.Context, f func(context.Context, *sql.Tx) error) error {
	return t.in().with(ctx, func(ctx context.Context, db *sql.DB) error {
		return inTx(ctx, db, func(tx *sql.Tx) error { return f(ctx, tx) })
	})
}

// Owner is the name of who uses the state, for as long as it is open: nobody has
// had it before, or will.
func (t Tables) Owner() (string, error) {
	s := t.in()
	return s.owner.claim(s)
}

// Owns reports whether a name is that of [Tables.Owner] in this state.
func (t Tables) Owns(name string) bool {
	o := &t.in().owner
	o.mu.Lock()
	defer o.mu.Unlock()
	return name != "" && o.name == name
}

// Lives reports whether the state of that name is still open, here or in another
// process.
func (t Tables) Lives(name string) bool {
	s := t.in()
	return name != "" && s.owner.lives(s, name)
}

// Folder returns the path of a folder beside the database, for this user only,
// which it makes.
func (t Tables) Folder(name string) (string, error) {
	s := t.in()
	if err := s.ownDirs(); err != nil {
		return "", err
	}
	dir := s.path(name)
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return "", &Error{What: "make the folder " + name + " in the private state", Tip: "make the state directory writable, or point POSTERN_STATE elsewhere", Err: err}
	}
	return dir, nil
}

// scrub is what [Tables.Scrub] runs. The checkpoint comes last: VACUUM goes
// through the log, too.
var scrub = []string{`VACUUM`, `PRAGMA wal_checkpoint(TRUNCATE)`}

// Scrub makes sure that nothing of deleted records is left in the files: what
// is deleted is overwritten at once, but the log keeps what was before. With
// shrink set, the database becomes as small as what is in it. It returns an
// error if another process is reading, which keeps the log as it is.
func (t Tables) Scrub(ctx context.Context, shrink bool) error {
	steps := scrub
	if !shrink {
		steps = scrub[1:]
	}
	return t.Look(ctx, func(ctx context.Context, db *sql.DB) error {
		for _, step := range steps {
			var busy, pages, moved int
			err := db.QueryRowContext(ctx, step).Scan(&busy, &pages, &moved)
			if err != nil && !errors.Is(err, sql.ErrNoRows) { // VACUUM has no answer
				return err
			}
			if busy != 0 {
				return &Error{What: "it is deleted, but a trace is left in the log because another postern is reading", Tip: "delete again when no other postern runs"}
			}
		}
		return nil
	})
}
