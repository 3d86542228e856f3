package state

import (
	"context"
	"time"
)

// choiceKind binds a sealed choice to its table.
const choiceKind = "choice of a token"

type choiceRecord struct {
	Config string `json:"config"`
	Key    string `json:"key"`
}

// Choose implements [auth.ChoiceStore].
func (t Tokens) Choose(ctx context.Context, config, key string) error {
	s, name := t.in(), hashed(config)
	if key == "" {
		if !s.exists() {
			return nil
		}
		return doing("take the choice back", s.change(ctx, statement{`DELETE FROM choices WHERE name = ?`, []any{name}}))
	}
	sealed, err := s.seal(choiceKind, name, choiceRecord{config, key})
	if err != nil {
		return doing("keep the choice", err)
	}
	return doing("keep the choice", s.change(ctx, statement{
		`INSERT OR REPLACE INTO choices (name, token, sealed, updated) VALUES (?, ?, ?, ?)`,
		[]any{name, hashed(key), sealed, time.Now().UnixNano()},
	}))
}

// Chosen implements [auth.ChoiceStore].
func (t Tokens) Chosen(ctx context.Context, config string) (key string, ok bool, err error) {
	s := t.in()
	rows, err := s.records(ctx, `SELECT name, `+boundedBlob+`, updated FROM choices WHERE name = ?`, scanNamed, hashed(config))
	if err != nil || len(rows) == 0 {
		return "", false, doing("look for the chosen token", err)
	}
	var x choiceRecord
	if err := s.openNamed(ctx, choiceKind, `choices`, rows[0], &x, func() bool { return x.Config == config }); err != nil {
		return "", false, err
	}
	return x.Key, true, nil
}
