package state

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// Halt is where a run of a collection was left, kept so that another one can go
// on. What it holds is the run's; here it is only kept.
type Halt struct {
	// File is the absolute path of the collection, Name tells runs of it apart.
	File, Name string
	Data       []byte
	// Kept is when; [Halts.Keep] sets it.
	Kept time.Time
}

// Halts are the places of runs in a [State].
type Halts struct{ in func() *State }

// Halts returns the places of runs.
func (s *State) Halts() Halts { return HaltsIn(func() *State { return s }) }

// HaltsIn returns the places of runs in the state that in returns at the time of
// each call.
func HaltsIn(in func() *State) Halts { return Halts{in} }

const (
	haltKind = "place of a run"
	// maxHalts is how many are kept in all; the oldest make room.
	maxHalts = 50
)

type haltRecord struct {
	Data []byte `json:"data"` // compressed
}

// bond is what a place's record is sealed for.
func (h *Halt) bond() string { return h.File + "\x00" + h.Name }

// Keep keeps a place instead of the one before of the same run.
func (x Halts) Keep(ctx context.Context, h Halt) error {
	const keeping = "keep where the run is"
	packed, err := deflated(h.Data)
	if err != nil {
		return doing(keeping, err)
	}
	s := x.in()
	sealed, err := s.seal(haltKind, h.bond(), haltRecord{packed})
	if err != nil {
		return doing(keeping, err)
	}
	return doing(keeping, s.change(ctx,
		statement{`INSERT OR REPLACE INTO run_halts (file, name, sealed, updated) VALUES (?, ?, ?, ?)`, []any{h.File, h.Name, sealed, time.Now().UnixNano()}},
		statement{`DELETE FROM run_halts WHERE updated < (SELECT updated FROM run_halts ORDER BY updated DESC LIMIT 1 OFFSET ?)`, []any{maxHalts - 1}},
	))
}

// Of returns the places of runs of a collection, the newest first. What cannot
// be read is put aside, and the error names it.
func (x Halts) Of(ctx context.Context, file string) ([]Halt, error) {
	const looking = "look where the run was left"
	s := x.in()
	rows, err := s.records(ctx, `SELECT name, `+boundedBlob+`, updated FROM run_halts WHERE file = ? ORDER BY updated DESC, name`, scanNamed, file)
	if err != nil {
		return nil, doing(looking, err)
	}
	var out []Halt
	var bad []error
	for _, r := range rows {
		h := Halt{File: file, Name: r.name, Kept: time.Unix(0, r.updated)}
		var in haltRecord
		err := s.unseal(haltKind, h.bond(), r.sealed, &in)
		if err == nil {
			h.Data, err = inflated(in.Data)
		}
		switch {
		case err == nil:
			out = append(out, h)
		case errors.Is(err, ErrDamaged):
			aside := s.quarantine(ctx, haltKind, r.name, `run_halts WHERE file = ? AND name = ? AND updated = ?`, file, r.name, r.updated)
			bad = append(bad, errors.Join(damagedRecord("where a run was left", err), aside))
		default:
			return out, doing(looking, locked(err))
		}
	}
	return out, errors.Join(bad...)
}

// Forget forgets the place of a run.
func (x Halts) Forget(ctx context.Context, file, name string) error {
	const forgetting = "forget where the run was"
	s := x.in()
	there := false
	err := s.look(ctx, func(ctx context.Context, db *sql.DB) error {
		return db.QueryRowContext(ctx, `SELECT count(*) > 0 FROM run_halts WHERE file = ? AND name = ?`, file, name).Scan(&there)
	})
	if errors.Is(err, sql.ErrNoRows) { // there is no database
		return nil
	}
	if err != nil || !there {
		return doing(forgetting, err)
	}
	return doing(forgetting, s.change(ctx, statement{`DELETE FROM run_halts WHERE file = ? AND name = ?`, []any{file, name}}))
}
