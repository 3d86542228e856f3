package state

import (
	"context"
	"time"

	"postern/auth"
)

// intentKind binds a sealed intent to its table.
const intentKind = "refresh intent"

type intentRecord struct {
	Key        string    `json:"key"`
	Refresh    string    `json:"refresh"`
	Generation int       `json:"generation,omitempty"`
	Begun      time.Time `json:"begun"`
	PID        int       `json:"pid,omitempty"`
}

// Begin implements [auth.IntentStore].
func (t Tokens) Begin(ctx context.Context, key string, in auth.Intent) error {
	s, name := t.in(), hashed(key)
	x := intentRecord{Key: key, Refresh: in.Refresh, Generation: in.Generation, Begun: in.Begun.Round(0), PID: in.PID}
	sealed, err := s.seal(intentKind, name, x)
	if err != nil {
		return doing("note the refresh", err)
	}
	return doing("note the refresh", s.change(ctx, statement{
		`INSERT OR REPLACE INTO intents (name, sealed, updated) VALUES (?, ?, ?)`, []any{name, sealed, time.Now().UnixNano()},
	}))
}

// Pending implements [auth.IntentStore].
func (t Tokens) Pending(ctx context.Context, key string) (auth.Intent, bool, error) {
	s := t.in()
	rows, err := s.records(ctx, `SELECT name, `+boundedBlob+`, updated FROM intents WHERE name = ?`, scanNamed, hashed(key))
	if err != nil || len(rows) == 0 {
		return auth.Intent{}, false, doing("look for an interrupted refresh", err)
	}
	var x intentRecord
	if err := s.openNamed(ctx, intentKind, `intents`, rows[0], &x, func() bool { return x.Key == key }); err != nil {
		return auth.Intent{}, false, err
	}
	return auth.Intent{Refresh: x.Refresh, Generation: x.Generation, Begun: x.Begun, PID: x.PID}, true, nil
}

// End implements [auth.IntentStore].
func (t Tokens) End(ctx context.Context, key string) error {
	s := t.in()
	if !s.exists() {
		return nil
	}
	return doing("end the note of the refresh", s.change(ctx, statement{`DELETE FROM intents WHERE name = ?`, []any{hashed(key)}}))
}
