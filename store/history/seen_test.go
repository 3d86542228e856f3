package history_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"postern/engine/lookup"
	"postern/engine/lookup/seen"
	"postern/store/history"
	"postern/store/state"
)

var (
	dev  = history.Realm{Workspace: "/w", Name: "dev"}
	prod = history.Realm{Workspace: "/w", Name: "prod"}
)

// people are ids of users, each with all it can have.
func people(at time.Time, values ...string) []seen.ID {
	var out []seen.ID
	for _, v := range values {
		out = append(out, seen.ID{At: at, ID: lookup.ID{
			Value: v, Type: "user", Label: "Person " + v, Detail: v + "@example.com", Status: "ACTIVE", Key: "id", Source: "https://h/users", Own: true,
		}})
	}
	return out
}

func seenIn(t *testing.T, l *history.Log, r history.Realm) []seen.ID {
	t.Helper()
	ids, err := l.Seen(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

func keepSeen(t *testing.T, l *history.Log, r history.Realm, ids []seen.ID) {
	t.Helper()
	if err := l.KeepSeen(t.Context(), r, ids); err != nil {
		t.Fatal(err)
	}
}

// What was seen is there in the next run, the newest first, and none of it in
// another environment or workspace.
func TestSeenIDsOutliveTheProgram(t *testing.T) {
	dir, now := t.TempDir(), time.Now().Round(0)
	if got := seenIn(t, in(t, dir, history.Limits{}), dev); got != nil {
		t.Errorf("of nothing: %v", got)
	}
	l := in(t, dir, history.Limits{})
	keepSeen(t, l, dev, people(now, "1", "2", "3"))
	keepSeen(t, l, dev, people(now, "9", "2"))
	keepSeen(t, l, prod, people(now, "7"))
	keepSeen(t, l, history.Realm{Workspace: "/other", Name: "dev"}, people(now, "8"))
	if d := cmp.Diff(people(now, "9", "2", "1", "3"), seenIn(t, in(t, dir, history.Limits{}), dev)); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
}

func TestChoicesOutliveTheProgram(t *testing.T) {
	dir := t.TempDir()
	l := in(t, dir, history.Limits{})
	a, b := seen.Choice{Item: "get", Hole: "id", Value: "1", Type: "user", Text: "tony"}, seen.Choice{Item: "put", Hole: "id", Value: "2"}
	for _, c := range []seen.Choice{{Item: "get", Hole: "id", Value: "old"}, b, a} {
		if err := l.KeepChoice(t.Context(), dev, c); err != nil {
			t.Fatal(err)
		}
	}
	got, err := in(t, dir, history.Limits{}).Choices(t.Context(), "/w")
	if d := cmp.Diff(map[string]seen.Choices{"dev": {a, b}}, got); d != "" || err != nil {
		t.Errorf("%v -want +got:\n%s", err, d)
	}
}

func TestSeenIDsHaveLimits(t *testing.T) {
	dir, now := t.TempDir(), time.Now()
	l := in(t, dir, history.Limits{Age: time.Hour})
	keepSeen(t, l, dev, people(now.Add(-2*time.Hour), "old"))
	keepSeen(t, l, dev, people(now, "new"))
	if got := seenIn(t, l, dev); len(got) != 1 || got[0].Value != "new" {
		t.Errorf("too old: %v", got)
	}
	if err := l.Retain(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := seenIn(t, in(t, dir, history.Limits{Age: 24 * time.Hour}), dev); len(got) != 1 {
		t.Errorf("what is too old is still there: %v", got)
	}
	var many []string
	for i := range 50_001 {
		many = append(many, fmt.Sprint(i))
	}
	keepSeen(t, l, prod, people(now, many...))
	if got := seenIn(t, l, prod); len(got) != 50_000 || got[0].Value != "0" {
		t.Errorf("%d are kept", len(got))
	}
	if got := seenIn(t, l, dev); len(got) != 0 {
		t.Errorf("the oldest stayed: %v", got)
	}
	none := in(t, t.TempDir(), history.Limits{NoBodies: true})
	keepSeen(t, none, dev, people(now, "1"))
	if err := none.KeepChoice(t.Context(), dev, seen.Choice{Item: "a"}); err != nil {
		t.Fatal(err)
	}
	if got := seenIn(t, none, dev); len(got) != 0 {
		t.Errorf("kept although bodies are not: %v", got)
	}
}

// To clear the history clears the ids out of it, down to the last byte.
func TestPurgeForgetsSeenIDs(t *testing.T) {
	dir := t.TempDir()
	l := in(t, dir, history.Limits{})
	keepSeen(t, l, dev, people(time.Now(), "canary-1"))
	if err := l.KeepChoice(t.Context(), dev, seen.Choice{Item: "a", Hole: "id", Text: "canary-2"}); err != nil {
		t.Fatal(err)
	}
	if err := l.Purge(t.Context()); err != nil {
		t.Fatal(err)
	}
	cs, err := l.Choices(t.Context(), "/w")
	if got := seenIn(t, l, dev); len(got) != 0 || len(cs) != 0 || err != nil {
		t.Errorf("left are %v, %v, %v", got, cs, err)
	}
	for _, name := range []string{"state.db", "state.db-wal"} {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err == nil && strings.Contains(string(b), "canary") {
			t.Errorf("a trace is left in %s", name)
		}
	}
}

// A database of the time before ids were kept gets the tables, and keeps its
// history.
func TestAnOlderDatabaseGetsSeenIDs(t *testing.T) {
	dir := t.TempDir()
	old := state.New(dir)
	tables := state.TablesIn(func() *state.State { return old })
	add(t, history.New(tables, nil), exchange("a", "body"), history.Meta{})
	err := tables.Change(t.Context(), func(ctx context.Context, tx *sql.Tx) error {
		for _, q := range []string{
			`DROP TABLE seen_ids`, `DROP TABLE seen_choices`, `DROP TABLE trusted_scripts`, `DROP TABLE trusted_places`, `DROP TABLE runs`, `DROP TABLE run_halts`, `DROP INDEX history_run`,
			`ALTER TABLE history DROP COLUMN run`, `ALTER TABLE history DROP COLUMN iteration`, `ALTER TABLE history DROP COLUMN tests`, `ALTER TABLE history DROP COLUMN passed`, `DELETE FROM schema_version WHERE version > 4`,
		} {
			if _, err := tx.ExecContext(ctx, q); err != nil {
				return err
			}
		}
		return nil
	})
	if err := errors.Join(err, old.Close()); err != nil {
		t.Fatal(err)
	}
	l := in(t, dir, history.Limits{})
	keepSeen(t, l, dev, people(time.Now(), "1"))
	if got := seenIn(t, l, dev); len(got) != 1 {
		t.Errorf("seen are %v", got)
	}
	if got := items(t, l, history.Query{}); len(got) != 1 {
		t.Errorf("the history has %v", got)
	}
}

// BenchmarkSeen is what the first lookup of a run waits for, at most.
func BenchmarkSeen(b *testing.B) {
	s := state.New(b.TempDir())
	defer s.Close()
	l := history.New(state.TablesIn(func() *state.State { return s }), nil)
	var values []string
	for i := range 50_000 {
		values = append(values, fmt.Sprintf("00u%017d", i))
	}
	ids := people(time.Now(), values...)
	b.Run("keep 50000", func(b *testing.B) {
		for b.Loop() {
			if err := l.KeepSeen(b.Context(), dev, ids); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("read 50000", func(b *testing.B) {
		for b.Loop() {
			if got, err := l.Seen(b.Context(), dev); err != nil || len(got) != len(ids) {
				b.Fatal(len(got), err)
			}
		}
	})
}
