package state

import (
	"bytes"
	"compress/flate"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/gofrs/flock"
	"github.com/google/uuid"
)

// Draft is a document as it would be saved, kept while it is not: so that a
// crash loses nothing.
type Draft struct {
	// File is the absolute path of the document's file, which need not be there.
	File string
	// Kind is "collection", "environment" or "globals".
	Kind, Name string
	// Basis tells the content of the file that was edited; "" is no file yet.
	Basis string
	// Changes say what was edited, Items which items; both may be cut short.
	Changes, Items []string
	// Data is the document, spelled as its file would be.
	Data []byte
	// Owner is the state that keeps it, and Kept when; [Drafts.Set] sets both.
	Owner string
	Kept  time.Time
}

// Drafts are the drafts in a [State].
type Drafts struct{ s *State }

// Drafts returns the drafts.
func (s *State) Drafts() Drafts { return Drafts{s} }

// ErrDraftTooLarge says that a document is too large to be kept as a draft.
var ErrDraftTooLarge = errors.New("too large to be kept against a crash")

const (
	draftKind = "draft"
	// maxDraft is how long a compressed document may be, in bytes: sealed and
	// spelled as text it must be no more than boundedBlob reads.
	maxDraft = 5 << 20
	// maxInflated bounds what a draft of somebody else's making can come to.
	maxInflated = 256 << 20
	// maxDrafts is how many are kept in all; the oldest make room.
	maxDrafts = 100
)

type draftRecord struct {
	Kind    string   `json:"kind"`
	Name    string   `json:"name"`
	Basis   string   `json:"basis,omitempty"`
	Changes []string `json:"changes,omitempty"`
	Items   []string `json:"items,omitempty"`
	Data    []byte   `json:"data"` // compressed
}

// Set keeps drafts as this state's own, each in place of the one before of
// the same file, and drops its own of other files. One that is [ErrDraftTooLarge]
// is left out; of the rest it is all or none.
func (x Drafts) Set(ctx context.Context, set []Draft, drop []string) error {
	s := x.s
	const keeping = "keep unsaved edits against a crash"
	if len(set) == 0 && !s.exists() {
		return nil
	}
	own, err := s.owner.claim(s)
	if err != nil {
		return doing(keeping, err)
	}
	var list []statement
	for _, file := range drop {
		list = append(list, statement{`DELETE FROM drafts WHERE owner = ? AND file = ?`, []any{own, file}})
	}
	now := time.Now().UnixNano()
	var bad []error
	for _, d := range set {
		packed, err := deflated(d.Data)
		if err != nil {
			bad = append(bad, &Error{What: keeping + ": " + d.Name, Err: err, Tip: "save it soon after you have changed it"})
			continue
		}
		sealed, err := s.seal(draftKind, d.File, draftRecord{d.Kind, d.Name, d.Basis, d.Changes, d.Items, packed})
		if err != nil {
			return doing(keeping, err)
		}
		list = append(list, statement{
			`INSERT OR REPLACE INTO drafts (owner, file, sealed, updated) VALUES (?, ?, ?, ?)`, []any{own, d.File, sealed, now},
		})
	}
	list = append(list, statement{
		`DELETE FROM drafts WHERE updated < (SELECT updated FROM drafts ORDER BY updated DESC LIMIT 1 OFFSET ?)`, []any{maxDrafts - 1},
	})
	return errors.Join(append(bad, doing(keeping, s.change(ctx, list...)))...)
}

// Left returns what was left behind by states that have ended without dropping
// it, of the files that ours accepts, the oldest first. What cannot be read is
// put aside, and the error names it; while the secrets are locked, there is
// nothing.
func (x Drafts) Left(ctx context.Context, ours func(file string) bool) ([]Draft, error) {
	s := x.s
	rows, err := s.records(ctx, `SELECT owner, file, updated FROM drafts ORDER BY updated, file`,
		func(r *sql.Rows, x *record) error { return r.Scan(&x.owner, &x.name, &x.updated) })
	if err != nil {
		return nil, doing("look for unsaved edits", err)
	}
	alive := map[string]bool{}
	var out []Draft
	var bad []error
	for _, r := range rows {
		if !ours(r.name) {
			continue
		}
		if _, known := alive[r.owner]; !known {
			alive[r.owner] = s.owner.lives(s, r.owner)
		}
		if alive[r.owner] {
			continue
		}
		d, ok, err := x.read(ctx, r)
		if ok {
			out = append(out, d)
		}
		bad = append(bad, err)
	}
	return out, errors.Join(bad...)
}

// read reads one; ok is false if there is nothing to offer.
func (x Drafts) read(ctx context.Context, r record) (d Draft, ok bool, err error) {
	s := x.s
	rows, err := s.records(ctx, `SELECT `+boundedBlob+` FROM drafts WHERE owner = ? AND file = ? AND updated = ?`,
		func(rs *sql.Rows, x *record) error { return rs.Scan(&x.sealed) }, r.owner, r.name, r.updated)
	if err != nil || len(rows) == 0 {
		return Draft{}, false, doing("read unsaved edits", err)
	}
	var in draftRecord
	var data []byte
	err = s.unseal(draftKind, r.name, rows[0].sealed, &in)
	if err == nil {
		data, err = inflated(in.Data)
	}
	switch {
	case errors.Is(err, ErrDamaged):
		aside := s.quarantine(ctx, draftKind, r.name, `drafts WHERE owner = ? AND file = ? AND updated = ?`, r.owner, r.name, r.updated)
		return Draft{}, false, errors.Join(damagedRecord("the unsaved edits of "+filepath.Base(r.name), err), aside)
	case err != nil:
		return Draft{}, false, nil // locked, which is told elsewhere
	}
	return Draft{
		File: r.name, Kind: in.Kind, Name: in.Name, Basis: in.Basis, Changes: in.Changes, Items: in.Items,
		Data: data, Owner: r.owner, Kept: time.Unix(0, r.updated),
	}, true, nil
}

// Drop forgets drafts, as long as they are those that were read.
func (x Drafts) Drop(ctx context.Context, ds []Draft) error {
	if len(ds) == 0 || !x.s.exists() {
		return nil
	}
	var list []statement
	for _, d := range ds {
		list = append(list, statement{
			`DELETE FROM drafts WHERE owner = ? AND file = ? AND updated = ?`, []any{d.Owner, d.File, d.Kept.UnixNano()},
		})
	}
	return doing("forget unsaved edits", x.s.change(ctx, list...))
}

func deflated(data []byte) ([]byte, error) {
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestSpeed)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	if b.Len() > maxDraft {
		return nil, ErrDraftTooLarge
	}
	return b.Bytes(), nil
}

func inflated(data []byte) ([]byte, error) {
	out, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(data)), maxInflated+1))
	if err == nil && len(out) > maxInflated {
		err = ErrDraftTooLarge
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return out, nil
}

// owner is who keeps drafts: a name, and a lock that the operating system takes
// back when the process dies. So a draft whose owner has no lock was left behind.
type owner struct {
	mu   sync.Mutex
	name string
	lock *flock.Flock
}

// claim returns the name, making it and its lock the first time.
func (o *owner) claim(s *State) (string, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.name != "" {
		return o.name, nil
	}
	if err := s.ownDirs(); err != nil {
		return "", err
	}
	name := uuid.NewString()
	lock := flock.New(ownerLock(s, name))
	if _, err := lock.TryLock(); err != nil {
		lock = nil // there are none here; others then take these for left behind
	}
	o.name, o.lock = name, lock
	return name, nil
}

// lives reports whether a state of that name is still open, here or elsewhere.
func (o *owner) lives(s *State, name string) bool {
	o.mu.Lock()
	mine := o.name == name
	o.mu.Unlock()
	if mine {
		return true
	}
	path := ownerLock(s, name)
	if _, err := os.Stat(path); err != nil {
		return false // it was closed
	}
	lock := flock.New(path)
	free, err := lock.TryLock()
	if err != nil || !free {
		return err == nil
	}
	_ = lock.Unlock()   // closing it lets go in any case
	_ = os.Remove(path) // names are never used again; an empty file harms nobody
	return false
}

// release lets go when the state is closed.
func (o *owner) release(s *State) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.lock != nil {
		_ = o.lock.Unlock()                 // closing it lets go in any case
		_ = os.Remove(ownerLock(s, o.name)) // the name is never used again; an empty file harms nobody
	}
	o.lock = nil
}

func ownerLock(s *State, name string) string {
	return filepath.Join(s.path(lockDir), "draft-"+hashed(name)[:32]+".lock")
}
