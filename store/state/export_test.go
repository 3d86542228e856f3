package state

import (
	"context"
	"database/sql"
)

// Synchronous returns what the connection that writes says of itself.
func (s *State) Synchronous(ctx context.Context) (level int, err error) {
	err = s.with(ctx, func(ctx context.Context, db *sql.DB) error {
		return db.QueryRowContext(ctx, `PRAGMA synchronous`).Scan(&level)
	})
	return level, err
}
