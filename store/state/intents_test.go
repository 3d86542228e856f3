package state_test

import (
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"postern/auth"
	"postern/store/state"
)

func intent() auth.Intent {
	return auth.Intent{Refresh: "5e884898", Generation: 3, Begun: time.Date(2026, 5, 1, 10, 0, 0, 123, time.UTC), PID: 4711}
}

func TestIntentOutlivesTheProcess(t *testing.T) {
	t.Parallel()
	dir, ctx := t.TempDir(), t.Context()
	s := in(t, dir)
	if _, ok, err := s.Tokens().Pending(ctx, "k"); ok || err != nil {
		t.Fatalf("pending in an empty store: %v, %v", ok, err)
	}
	if err := errors.Join(s.Tokens().Save(ctx, token("k")), s.Tokens().Begin(ctx, "k", intent())); err != nil {
		t.Fatal(err)
	}
	got, ok, err := in(t, dir).Tokens().Pending(ctx, "k")
	if !ok || err != nil {
		t.Fatalf("Pending: %v, %v", ok, err)
	}
	if d := cmp.Diff(intent(), got); d != "" {
		t.Error(d)
	}
	if _, ok, err := s.Tokens().Pending(ctx, "another"); ok || err != nil {
		t.Errorf("pending of another token: %v, %v", ok, err)
	}
}

func TestIntentEnds(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		by   func(t *testing.T, s state.Tokens) error
		ends bool
	}{
		{"with the answer saved", func(t *testing.T, s state.Tokens) error { return s.Save(t.Context(), token("k")) }, true},
		{"with the token deleted", func(t *testing.T, s state.Tokens) error { return s.Delete(t.Context(), "k") }, true},
		{"by itself", func(t *testing.T, s state.Tokens) error { return s.End(t.Context(), "k") }, true},
		{"not with another token", func(t *testing.T, s state.Tokens) error {
			return errors.Join(s.Save(t.Context(), token("b")), s.Delete(t.Context(), "b"), s.End(t.Context(), "b"))
		}, false},
		{"not with a second one", func(t *testing.T, s state.Tokens) error { return s.Begin(t.Context(), "k", intent()) }, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := in(t, t.TempDir()).Tokens()
			if err := errors.Join(s.Save(t.Context(), token("k")), s.Begin(t.Context(), "k", intent()), tt.by(t, s)); err != nil {
				t.Fatal(err)
			}
			if _, ok, err := s.Pending(t.Context(), "k"); ok == tt.ends || err != nil {
				t.Errorf("Pending = %v, %v", ok, err)
			}
		})
	}
}

// A save that fails must not end the intent: the answer is not there.
func TestIntentStaysWhenTheSaveFails(t *testing.T) {
	t.Parallel()
	dir, ctx := t.TempDir(), t.Context()
	s := in(t, dir).Tokens()
	if err := errors.Join(s.Save(ctx, token("k")), s.Begin(ctx, "k", intent())); err != nil {
		t.Fatal(err)
	}
	tamper(t, dir, `CREATE TRIGGER full BEFORE DELETE ON intents BEGIN SELECT RAISE(ABORT, 'the disk is full'); END`)
	fresh := token("k")
	fresh.Access = "fresh"
	if err := s.Save(ctx, fresh); err == nil {
		t.Fatal("the save did not fail")
	}
	_, ok, err := s.Pending(ctx, "k")
	got, _, lerr := s.Load(ctx, "k")
	if !ok || errors.Join(err, lerr) != nil || got.Access.Reveal() == "fresh" {
		t.Errorf("Pending = %v, token %q, %v", ok, got.Access.Reveal(), errors.Join(err, lerr))
	}
}

func TestChoice(t *testing.T) {
	t.Parallel()
	dir, ctx := t.TempDir(), t.Context()
	s := in(t, dir).Tokens()
	chosen := func(want string) {
		t.Helper()
		if key, ok, err := in(t, dir).Tokens().Chosen(ctx, "config"); key != want || ok != (want != "") || err != nil {
			t.Errorf("Chosen = %q, %v, %v; want %q", key, ok, err, want)
		}
	}
	do := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	chosen("")
	do(s.Choose(ctx, "config", ""))
	if _, err := os.Stat(dir + "/state.db"); err == nil {
		t.Error("taking back what is not there made a database")
	}
	do(s.Choose(ctx, "config", "alice"))
	do(s.Choose(ctx, "another config", "bob"))
	chosen("alice")
	do(s.Choose(ctx, "config", "bob"))
	chosen("bob")
	do(s.Choose(ctx, "config", ""))
	chosen("")
	do(errors.Join(s.Choose(ctx, "config", "carol"), s.Save(ctx, token("carol"))))
	chosen("carol") // not undone by a refresh
	do(s.Delete(ctx, "carol"))
	chosen("")
	if key, ok, err := s.Chosen(ctx, "another config"); key != "bob" || !ok || err != nil {
		t.Errorf("the other config's = %q, %v, %v", key, ok, err)
	}
}

// A database of the first version gets the newer tables, and keeps its tokens.
func TestAnOlderDatabaseIsBroughtUpToDate(t *testing.T) {
	t.Parallel()
	dir, ctx := t.TempDir(), t.Context()
	first := in(t, dir)
	if err := errors.Join(first.Tokens().Save(ctx, token("k")), first.Close()); err != nil {
		t.Fatal(err)
	}
	tamper(t, dir, `DROP TABLE intents`, `DROP TABLE choices`, `DROP TABLE history`, `DROP TABLE history_exchanges`, `DROP TABLE drafts`, `DROP TABLE seen_ids`, `DROP TABLE seen_choices`, `DROP TABLE trusted_scripts`, `DROP TABLE trusted_places`, `DROP TABLE runs`, `DROP TABLE run_halts`, `DELETE FROM schema_version WHERE version > 1`)
	s := in(t, dir).Tokens()
	if _, ok, err := s.Load(ctx, "k"); !ok || err != nil {
		t.Errorf("Load = %v, %v", ok, err)
	}
	if err := errors.Join(s.Begin(ctx, "k", intent()), s.Choose(ctx, "c", "k")); err != nil {
		t.Error(err)
	}
}

func TestSwappedIntentsAndChoicesAreRefused(t *testing.T) {
	t.Parallel()
	dir, ctx := t.TempDir(), t.Context()
	s := in(t, dir).Tokens()
	err := errors.Join(
		s.Begin(ctx, "a", intent()), s.Begin(ctx, "b", intent()),
		s.Choose(ctx, "c1", "a"), s.Choose(ctx, "c2", "b"),
	)
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range []string{"intents", "choices"} {
		tamper(t, dir, strings.ReplaceAll(`UPDATE TT SET sealed = (SELECT sealed FROM TT o WHERE o.name <> TT.name) WHERE name = (SELECT max(name) FROM TT)`, "TT", table))
	}
	count := 0
	for range 2 { // met once
		for _, key := range []string{"a", "b"} {
			if _, _, err := s.Pending(ctx, key); errors.Is(err, state.ErrDamaged) {
				count++
			}
		}
		for _, config := range []string{"c1", "c2"} {
			if _, _, err := s.Chosen(ctx, config); errors.Is(err, state.ErrDamaged) {
				count++
			}
		}
	}
	if count != 2 {
		t.Errorf("%d were refused, want one of each kind, once", count)
	}
}
