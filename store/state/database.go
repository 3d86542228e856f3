package state

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"postern/store/vault"
)

const (
	databaseFile = "state.db"
	openLock     = "open"
	// openWait bounds the opening, which waits for other processes' openings.
	openWait = 10 * time.Second
	// maxConns lets reads go on beside a write; SQLite has one writer anyway.
	maxConns = 4
)

// with runs f on the database, opening it if need be. A database that proves
// damaged is moved aside and f runs once more, on an empty one; so f must be
// one statement or one transaction, and start its results afresh.
func (s *State) with(ctx context.Context, f func(context.Context, *sql.DB) error) error {
	err := s.run(ctx, f)
	if isDamaged(err) {
		err = s.run(ctx, f)
	}
	return explain(err)
}

// look is [State.with] for reading: as long as there is no database there is
// nothing to find, and no reason to make one.
func (s *State) look(ctx context.Context, f func(context.Context, *sql.DB) error) error {
	if !s.exists() {
		return sql.ErrNoRows
	}
	return s.with(ctx, f)
}

// exists reports whether there may be a database.
func (s *State) exists() bool {
	if s.dir == "" {
		return false
	}
	_, err := os.Stat(s.path(databaseFile))
	return !errors.Is(err, fs.ErrNotExist)
}

func (s *State) run(ctx context.Context, f func(context.Context, *sql.DB) error) error {
	if err := s.open(ctx); err != nil {
		return err
	}
	s.mu.RLock()
	db := s.db
	if db == nil { // closed, or found damaged, since open looked
		s.mu.RUnlock()
		return ErrClosed
	}
	err := f(ctx, db)
	s.mu.RUnlock()
	if isDamaged(err) {
		s.distrust(db)
	}
	return err
}

// distrust closes db, so that the next use looks closely before it goes on.
func (s *State) distrust(db *sql.DB) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db != db {
		return // somebody else was first
	}
	_ = db.Close() // it is damaged; there is nothing more to lose
	s.db, s.suspect = nil, true
}

// open makes sure that there is a database. The lock keeps other processes
// out while it is made, migrated or moved aside.
func (s *State) open(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return ErrClosed
	}
	if s.db != nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, openWait)
	defer cancel()
	unlock, err := s.Lock(ctx, openLock)
	if err != nil {
		return err
	}
	defer unlock()
	s.db, err = s.connect(ctx)
	if isDamaged(err) {
		if err = s.setAside(err); err == nil {
			s.db, err = s.connect(ctx)
		}
	}
	if err == nil {
		s.suspect = false
	}
	return err
}

// connect opens the file, makes it if there is none, and migrates it.
func (s *State) connect(ctx context.Context) (*sql.DB, error) {
	path := s.path(databaseFile)
	if err := s.ownDirs(); err != nil {
		return nil, err
	}
	if err := ownFile(path); err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", dataSource(path))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(maxConns)
	if s.suspect {
		err = quickCheck(ctx, db)
	}
	if err == nil {
		err = migrate(ctx, db)
	}
	if err != nil {
		_ = db.Close() // the first error is the one to report
		return nil, err
	}
	return db, nil
}

// dataSource asks for: readers beside a writer (WAL); a commit that survives
// a power cut, because a rotated refresh token cannot be had twice; deleted
// records overwritten; and transactions that take the write lock first, so
// that busy_timeout applies to them.
func dataSource(path string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // "C:" is no host
	}
	u := url.URL{Scheme: "file", Path: path}
	q := url.Values{"_txlock": {"immediate"}, "_pragma": {
		"busy_timeout(5000)", "journal_mode(WAL)", "synchronous(FULL)", "secure_delete(ON)", "trusted_schema(OFF)",
	}}
	u.RawQuery = q.Encode()
	return u.String()
}

// ownFile makes an empty private file, or looks that what is there is one.
// SQLite gives its journals the mode of the database.
func ownFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err == nil {
		return f.Close()
	}
	if !errors.Is(err, fs.ErrExist) {
		return err
	}
	info, err := os.Lstat(path)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return &Error{What: path + " is not a regular file", Tip: "see who put it there, or point POSTERN_STATE elsewhere"}
	}
	if info.Mode().Perm()&0o077 != 0 {
		return os.Chmod(path, 0o600)
	}
	return nil
}

// errCheck is what a failed check of the database's structure returns.
var errCheck = errors.New("the database is malformed")

func quickCheck(ctx context.Context, db *sql.DB) error {
	var answer string
	if err := db.QueryRowContext(ctx, `PRAGMA quick_check(1)`).Scan(&answer); err != nil {
		return err
	}
	if answer != "ok" {
		return fmt.Errorf("%w: %s", errCheck, answer)
	}
	return nil
}

// isDamaged reports whether err means that the file is not a sound database.
func isDamaged(err error) bool {
	var e *sqlite.Error
	if errors.As(err, &e) {
		code := e.Code() & 0xff // the rest is detail
		return code == sqlite3.SQLITE_CORRUPT || code == sqlite3.SQLITE_NOTADB
	}
	return errors.Is(err, errCheck)
}

// setAside renames the database and its journals, and leaves a notice.
func (s *State) setAside(why error) error {
	to := s.path(databaseFile) + ".bad-" + time.Now().UTC().Format("20060102T150405")
	for n := 2; ; n++ {
		if _, err := os.Lstat(to); errors.Is(err, fs.ErrNotExist) {
			break
		}
		to = to[:len(s.path(databaseFile))+len(".bad-20060102T150405")] + "-" + strconv.Itoa(n)
	}
	for _, suffix := range []string{"-wal", "-shm", ""} {
		err := os.Rename(s.path(databaseFile)+suffix, to+suffix)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("move the damaged private state aside: %w", err)
		}
	}
	s.notes.add(&Error{
		What: "the private state was damaged and begins anew; the old file is " + to, Err: why,
		Tip: "log in again and re-enter current values, or restore state.db from a backup",
	})
	return nil
}

// explain gives the errors a person can do something about their advice.
func explain(err error) error {
	var own *Error
	var sealed *vault.Error
	switch {
	case err == nil, errors.Is(err, sql.ErrNoRows), errors.As(err, &own), errors.As(err, &sealed),
		errors.Is(err, ErrClosed), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	}
	tip := "is the state directory writable, on a local disk and not full? POSTERN_STATE points elsewhere"
	var e *sqlite.Error
	if errors.As(err, &e) && e.Code()&0xff == sqlite3.SQLITE_BUSY {
		tip = "another postern is busy with it; try again"
	}
	return &Error{What: "use the private state", Tip: tip, Err: err}
}
