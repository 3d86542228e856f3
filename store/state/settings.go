package state

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// Setting returns what SetSetting kept under name for a workspace; ok is
// false if there is nothing. Settings are not sealed.
func (s *State) Setting(ctx context.Context, workspace, name string) (value string, ok bool, err error) {
	err = s.look(ctx, func(ctx context.Context, db *sql.DB) error {
		return db.QueryRowContext(ctx, `SELECT value FROM settings WHERE workspace = ? AND name = ?`, workspace, name).Scan(&value)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return "", false, nil
	}
	if err != nil {
		return "", false, fmt.Errorf("read setting %q: %w", name, err)
	}
	return value, true, nil
}

// SetSetting keeps a small thing that is no secret, such as the environment
// last used. workspace is its root path; "" stands for all.
func (s *State) SetSetting(ctx context.Context, workspace, name, value string) error {
	err := s.with(ctx, func(ctx context.Context, db *sql.DB) error {
		_, err := db.ExecContext(ctx, `INSERT OR REPLACE INTO settings (workspace, name, value) VALUES (?, ?, ?)`, workspace, name, value)
		return err
	})
	if err != nil {
		return fmt.Errorf("keep setting %q: %w", name, err)
	}
	return nil
}
