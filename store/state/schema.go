package state

import (
	"context"
	"database/sql"
	"fmt"
)

// migrations make the database, one step after the other. A step that was
// ever released is not changed any more; the next one changes the tables.
//
// updated columns are Unix nanoseconds: they tell a record from a newer one
// under the same name.
var migrations = []string{
	`CREATE TABLE tokens (
		name    TEXT PRIMARY KEY, -- SHA-256 of the token's key
		sealed  BLOB NOT NULL,
		updated INTEGER NOT NULL
	) WITHOUT ROWID;
	CREATE TABLE current_values (
		env     TEXT NOT NULL, -- the environment's id
		file    TEXT NOT NULL, -- its path
		key     TEXT NOT NULL,
		nth     INTEGER NOT NULL, -- among variables of the same key, from 0
		sealed  BLOB NOT NULL,
		updated INTEGER NOT NULL,
		PRIMARY KEY (env, file, key, nth)
	) WITHOUT ROWID;
	CREATE TABLE settings (
		workspace TEXT NOT NULL,
		name      TEXT NOT NULL,
		value     TEXT NOT NULL,
		PRIMARY KEY (workspace, name)
	) WITHOUT ROWID;
	CREATE TABLE quarantine (
		id     INTEGER PRIMARY KEY,
		kind   TEXT NOT NULL,
		name   TEXT NOT NULL,
		sealed BLOB NOT NULL,
		found  INTEGER NOT NULL
	);`,
	`CREATE TABLE intents (
		name    TEXT PRIMARY KEY, -- SHA-256 of the key of the token that is refreshed
		sealed  BLOB NOT NULL,
		updated INTEGER NOT NULL
	) WITHOUT ROWID;
	CREATE TABLE choices (
		name    TEXT PRIMARY KEY, -- SHA-256 of the config's key
		token   TEXT NOT NULL, -- SHA-256 of the key of the chosen token
		sealed  BLOB NOT NULL,
		updated INTEGER NOT NULL
	) WITHOUT ROWID;`,
	// The rows of history are what a list shows and a search looks in, kept
	// apart from the exchanges so that going through them reads little.
	`CREATE TABLE history (
		id          INTEGER PRIMARY KEY AUTOINCREMENT, -- in the order of ending; never used again
		started     INTEGER NOT NULL, -- Unix nanoseconds
		duration    INTEGER NOT NULL, -- nanoseconds
		collection  TEXT NOT NULL,
		item        TEXT NOT NULL,
		path        TEXT NOT NULL, -- a JSON list of names
		environment TEXT NOT NULL,
		env_name    TEXT NOT NULL,
		method      TEXT NOT NULL,
		url         TEXT NOT NULL,
		template    TEXT NOT NULL,
		status      INTEGER NOT NULL, -- 0 for no response
		reason      TEXT NOT NULL,
		stage       TEXT NOT NULL, -- where it failed, or ''
		problem     TEXT NOT NULL,
		token       TEXT NOT NULL,
		sent        INTEGER NOT NULL, -- bytes
		received    INTEGER NOT NULL, -- bytes
		body        TEXT NOT NULL, -- the file of the response body, or ''
		kept        INTEGER NOT NULL, -- 1 if the response body was kept
		cost        INTEGER NOT NULL, -- bytes of record and body
		folded      TEXT NOT NULL -- what is searched, in lower case
	);
	CREATE INDEX history_item ON history (item);
	CREATE INDEX history_environment ON history (environment);
	CREATE INDEX history_started ON history (started);
	CREATE TABLE history_exchanges (
		id     INTEGER PRIMARY KEY,
		record TEXT NOT NULL -- JSON, without a secret
	);`,
	`CREATE TABLE drafts (
		owner   TEXT NOT NULL, -- who keeps it, as long as that one lives
		file    TEXT NOT NULL, -- the path of the document's file
		sealed  BLOB NOT NULL,
		updated INTEGER NOT NULL,
		PRIMARY KEY (owner, file)
	) WITHOUT ROWID;`,
	// The ids that responses brought, and those that were chosen. They are
	// plain, as the history is that the responses are in.
	`CREATE TABLE seen_ids (
		nth       INTEGER PRIMARY KEY AUTOINCREMENT, -- the newest has the highest
		workspace TEXT NOT NULL, -- its folder
		realm     TEXT NOT NULL, -- the environment, '' for none
		value     TEXT NOT NULL,
		type      TEXT NOT NULL,
		label     TEXT NOT NULL,
		detail    TEXT NOT NULL,
		status    TEXT NOT NULL,
		key       TEXT NOT NULL, -- the member it stood under
		source    TEXT NOT NULL, -- the address, without query
		own       INTEGER NOT NULL, -- 1 if the thing itself said it
		at        INTEGER NOT NULL -- Unix nanoseconds
	);
	CREATE UNIQUE INDEX seen_ids_identity ON seen_ids (workspace, realm, value, type);
	CREATE TABLE seen_choices (
		nth       INTEGER PRIMARY KEY AUTOINCREMENT,
		workspace TEXT NOT NULL,
		realm     TEXT NOT NULL,
		item      TEXT NOT NULL, -- the request
		hole      TEXT NOT NULL, -- what it lacked
		value     TEXT NOT NULL, -- the id, of that type
		type      TEXT NOT NULL,
		text      TEXT NOT NULL, -- what was filled in
		at        INTEGER NOT NULL
	);
	CREATE UNIQUE INDEX seen_choices_hole ON seen_choices (workspace, realm, item, hole);`,
	`CREATE TABLE trusted_scripts (
		source BLOB PRIMARY KEY, -- SHA-256 of the script
		at     INTEGER NOT NULL -- Unix nanoseconds
	) WITHOUT ROWID;`,
	// The runs of folders and collections; the sends of one have its id.
	`CREATE TABLE runs (
		id          INTEGER PRIMARY KEY AUTOINCREMENT,
		started     INTEGER NOT NULL, -- Unix nanoseconds
		elapsed     INTEGER NOT NULL, -- nanoseconds; 0 while it goes on
		collection  TEXT NOT NULL,
		item        TEXT NOT NULL, -- the folder or request, '' for all
		name        TEXT NOT NULL,
		environment TEXT NOT NULL,
		env_name    TEXT NOT NULL,
		requests    INTEGER NOT NULL,
		failed      INTEGER NOT NULL, -- of the requests
		tests       INTEGER NOT NULL,
		passed      INTEGER NOT NULL, -- of the tests
		why         TEXT NOT NULL, -- why it ended early, or ''
		record      TEXT NOT NULL -- its rows as JSON, without a secret
	);
	ALTER TABLE history ADD COLUMN run INTEGER NOT NULL DEFAULT 0;
	ALTER TABLE history ADD COLUMN iteration INTEGER NOT NULL DEFAULT 0; -- of the run, from 0
	ALTER TABLE history ADD COLUMN tests INTEGER NOT NULL DEFAULT 0;
	ALTER TABLE history ADD COLUMN passed INTEGER NOT NULL DEFAULT 0; -- of the tests
	CREATE INDEX history_run ON history (run) WHERE run > 0;`,
	`CREATE TABLE run_halts (
		file    TEXT NOT NULL, -- the path of the collection
		name    TEXT NOT NULL, -- SHA-256 of what the run is
		sealed  BLOB NOT NULL,
		updated INTEGER NOT NULL,
		PRIMARY KEY (file, name)
	) WITHOUT ROWID;`,
	`CREATE TABLE trusted_places (
		place BLOB PRIMARY KEY, -- SHA-256 of where a trusted script stands
		lines BLOB NOT NULL, -- the beginnings of the SHA-256 of its lines
		at    INTEGER NOT NULL -- Unix nanoseconds
	) WITHOUT ROWID;`,
	`ALTER TABLE runs ADD COLUMN owner TEXT NOT NULL DEFAULT ''; -- who carries it out, as long as that one lives`,
}

// migrate brings db to the newest schema. The caller holds the lock that
// keeps other processes out.
func migrate(ctx context.Context, db *sql.DB) error {
	if _, err := db.ExecContext(ctx, `CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)`); err != nil {
		return err
	}
	var version int
	if err := db.QueryRowContext(ctx, `SELECT coalesce(max(version), 0) FROM schema_version`).Scan(&version); err != nil {
		return err
	}
	if version > len(migrations) {
		return &Error{
			What: fmt.Sprintf("the private state has version %d, this postern knows %d", version, len(migrations)),
			Tip:  "use the newer postern that wrote it, or point POSTERN_STATE elsewhere",
		}
	}
	for ; version < len(migrations); version++ {
		if err := step(ctx, db, version); err != nil {
			return fmt.Errorf("bring the private state to version %d: %w", version+1, err)
		}
	}
	return nil
}

// step applies one migration and its number together, or neither.
func step(ctx context.Context, db *sql.DB, version int) error {
	return inTx(ctx, db, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, migrations[version]); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO schema_version (version) VALUES (?)`, version+1)
		return err
	})
}

// inTx runs f in one transaction.
func inTx(ctx context.Context, db *sql.DB, f func(*sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := f(tx); err != nil {
		_ = tx.Rollback() // f's error is the one to report
		return err
	}
	return tx.Commit()
}
