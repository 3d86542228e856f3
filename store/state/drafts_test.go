package state_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"testing"

	"postern/store/state"
)

func everything(string) bool { return true }

func keepDraft(t *testing.T, s *state.State, ds ...state.Draft) {
	t.Helper()
	if err := s.Drafts().Set(t.Context(), ds, nil); err != nil {
		t.Fatal(err)
	}
}

// A draft belongs to whoever keeps it until that one has ended.
func TestDraftsOfTheLivingAreTheirs(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	one, two := in(t, dir), in(t, dir)
	keepDraft(t, one, state.Draft{File: "/w/a", Data: []byte("one")})
	keepDraft(t, two, state.Draft{File: "/w/a", Data: []byte("two")}, state.Draft{File: "/w/b", Data: []byte("b")})
	third := in(t, dir)
	for _, want := range []int{0, 1, 3} {
		ds, err := third.Drafts().Left(t.Context(), everything)
		if err != nil || len(ds) != want {
			t.Fatalf("%d drafts, want %d: %v", len(ds), want, err)
		}
		if want == 1 {
			if string(ds[0].Data) != "one" {
				t.Errorf("it is %s", ds[0].Data)
			}
			_ = two.Close() // the next one to end
		} else {
			_ = one.Close()
		}
	}
	if ds, err := third.Drafts().Left(t.Context(), func(f string) bool { return f == "/w/b" }); err != nil || len(ds) != 1 {
		t.Errorf("of one file there are %d, %v", len(ds), err)
	}
}

// One that is damaged is named and put aside, and the others come.
func TestADamagedDraft(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	one := in(t, dir)
	keepDraft(t, one, state.Draft{File: "/w/a", Data: []byte("a")}, state.Draft{File: "/w/b", Data: []byte("b")})
	tables := state.TablesIn(func() *state.State { return one })
	err := tables.Change(t.Context(), func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE drafts SET sealed = x'00' WHERE file = '/w/a'`)
		return err
	})
	if err = errors.Join(err, one.Close()); err != nil {
		t.Fatal(err)
	}
	s := in(t, dir)
	ds, err := s.Drafts().Left(t.Context(), everything)
	if !errors.Is(err, state.ErrDamaged) || len(ds) != 1 {
		t.Errorf("%d drafts, %v", len(ds), err)
	}
	if ds, err = s.Drafts().Left(t.Context(), everything); err != nil || len(ds) != 1 {
		t.Errorf("met again: %d drafts, %v", len(ds), err)
	}
}

func TestDraftsAreBounded(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := in(t, dir)
	for i := range 120 {
		keepDraft(t, s, state.Draft{File: fmt.Sprintf("/w/%03d", i), Data: []byte("x")})
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	ds, err := in(t, dir).Drafts().Left(t.Context(), everything)
	if err != nil || len(ds) != 100 || ds[0].File != "/w/020" {
		t.Errorf("%d drafts, %v", len(ds), err)
	}
}
