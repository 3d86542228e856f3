package history_test

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"postern/engine"
	"postern/engine/script"
	"postern/store/history"
	"postern/store/state"
)

// A run has its totals and its record, its sends are found by it, and all of it
// goes with the history.
func TestRuns(t *testing.T) {
	log := in(t, t.TempDir(), history.Limits{})
	r := history.Run{
		Started: time.Now().Round(0), Collection: "c", Item: "f", Name: "Users", Environment: "e", EnvironmentName: "dev",
	}
	var err error
	if r.ID, err = log.StartRun(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	x := &engine.Exchange{
		ItemID: "i", Path: []string{"c", "i"}, Started: time.Now(), Sent: engine.Sent{Method: "GET", URL: "http://a.test/"},
		After: &script.Outcome{Tests: []script.Test{{Name: "a", Passed: true}, {Name: "b"}, {Name: "c", Skipped: true}}, Errors: []script.Error{{Name: "TypeError"}}},
	}
	if _, err := log.Add(t.Context(), x, history.Meta{Run: r.ID, Iteration: 2}); err != nil {
		t.Fatal(err)
	}
	if _, err := log.Add(t.Context(), x, history.Meta{}); err != nil {
		t.Fatal(err)
	}
	es, err := log.List(t.Context(), history.Query{Run: r.ID})
	if err != nil || len(es) != 1 || es[0].Run != r.ID || es[0].Iteration != 2 || es[0].Tests != 3 || es[0].Passed != 1 {
		t.Errorf("its sends are %+v, %v", es, err)
	}
	r.Elapsed, r.Requests, r.Failed, r.Tests, r.Passed, r.Why, r.Record = time.Second, 1, 1, 3, 1, "stopped", `[{"name":"i"}]`
	if err := log.EndRun(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	got, err := log.Run(t.Context(), r.ID)
	if d := cmp.Diff(r, got); d != "" || err != nil {
		t.Error(d, err)
	}
	all, err := log.Runs(t.Context())
	r.Record = ""
	if d := cmp.Diff([]history.Run{r}, all); d != "" || err != nil {
		t.Error(d, err)
	}
	if err := log.Purge(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := log.Run(t.Context(), r.ID); !errors.Is(err, history.ErrGone) {
		t.Errorf("after the purge: %v", err)
	}
}

// Of very many runs the newest are kept.
func TestTheOldestOfManyRunsAreForgotten(t *testing.T) {
	log := in(t, t.TempDir(), history.Limits{Age: time.Hour})
	for range 502 {
		if _, err := log.StartRun(t.Context(), history.Run{Started: time.Now(), Name: "r"}); err != nil {
			t.Fatal(err)
		}
	}
	if err := log.Retain(t.Context()); err != nil {
		t.Fatal(err)
	}
	for id, want := range map[int64]error{2: history.ErrGone, 3: nil} {
		if _, err := log.Run(t.Context(), id); !errors.Is(err, want) {
			t.Errorf("run %d: %v", id, err)
		}
	}
}

func TestOldRunsAreForgotten(t *testing.T) {
	log := in(t, t.TempDir(), history.Limits{Age: time.Hour})
	for _, ago := range []time.Duration{2 * time.Hour, time.Minute} {
		if _, err := log.StartRun(t.Context(), history.Run{Started: time.Now().Add(-ago), Name: "r"}); err != nil {
			t.Fatal(err)
		}
	}
	if err := log.Retain(t.Context()); err != nil {
		t.Fatal(err)
	}
	if all, err := log.Runs(t.Context()); err != nil || len(all) != 1 {
		t.Errorf("%d are left, %v", len(all), err)
	}
}

// A run that has no end yet is under way as long as the postern that began it is
// open, wherever that is; after that it was cut off.
func TestARunUnderWay(t *testing.T) {
	dir := t.TempDir()
	first := state.New(dir)
	log := history.New(state.TablesIn(func() *state.State { return first }), nil)
	id, err := log.StartRun(t.Context(), history.Run{Started: time.Now(), Name: "Users"})
	if err != nil {
		t.Fatal(err)
	}
	going := func(l *history.Log) [2]history.Going {
		one, err := l.Run(t.Context(), id)
		all, lerr := l.Runs(t.Context())
		if err != nil || lerr != nil || len(all) != 1 {
			t.Fatal(err, lerr, all)
		}
		return [2]history.Going{one.Going, all[0].Going}
	}
	other := in(t, dir, history.Limits{})
	if got := going(log); got != [2]history.Going{history.Here, history.Here} {
		t.Errorf("where it was begun it is %v", got)
	}
	if got := going(other); got != [2]history.Going{history.Elsewhere, history.Elsewhere} {
		t.Errorf("in another postern it is %v", got)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	if got := going(other); got != [2]history.Going{} {
		t.Errorf("after the end of the program it is %v", got)
	}
	again := in(t, dir, history.Limits{})
	if err := again.EndRun(t.Context(), history.Run{ID: id, Elapsed: 1}); err != nil {
		t.Fatal(err)
	}
	if got := going(again); got != [2]history.Going{} {
		t.Errorf("after its end it is %v", got)
	}
}

// A run goes with its sends, and with nothing else.
func TestDeleteARun(t *testing.T) {
	dir := t.TempDir()
	log := in(t, dir, history.Limits{})
	var ids []int64
	for range 2 {
		id, err := log.StartRun(t.Context(), history.Run{Started: time.Now(), Name: "Users"})
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
		add(t, log, exchange("of the run", "body"), history.Meta{Run: id})
	}
	add(t, log, exchange("alone", "body"), history.Meta{})
	if err := log.DeleteRun(t.Context(), ids[0]); err != nil {
		t.Fatal(err)
	}
	all, err := log.Runs(t.Context())
	if err != nil || len(all) != 1 || all[0].ID != ids[1] {
		t.Errorf("left are %+v, %v", all, err)
	}
	if got := items(t, log, history.Query{}); len(got) != 2 || len(files(t, dir)) != 2 {
		t.Errorf("left are %q", got)
	}
	if err := log.DeleteRun(t.Context(), ids[0]); err != nil {
		t.Error(err)
	}
}

// Where a run stopped has cookies and variables: it goes with the run, whichever
// way that goes, and what belongs to no run of the history stays.
func TestWhereARunStoppedGoesWithIt(t *testing.T) {
	for name, forget := range map[string]func(ctx context.Context, l *history.Log, first int64) error{
		"deleted":     func(ctx context.Context, l *history.Log, first int64) error { return l.DeleteRun(ctx, first) },
		"all cleared": func(ctx context.Context, l *history.Log, _ int64) error { return l.Purge(ctx) },
		"too old":     func(ctx context.Context, l *history.Log, _ int64) error { return l.Retain(ctx) },
	} {
		t.Run(name, func(t *testing.T) {
			s := state.New(t.TempDir())
			defer s.Close()
			log := history.New(state.TablesIn(func() *state.State { return s }), func() history.Limits { return history.Limits{Age: 24 * time.Hour} })
			var places []string
			for _, age := range []time.Duration{48 * time.Hour, 0} {
				id, err := log.StartRun(t.Context(), history.Run{Started: time.Now().Add(-age), Name: "Users"})
				if err != nil {
					t.Fatal(err)
				}
				places = append(places, history.PlaceOf(id))
			}
			for _, p := range append(places, "/runs of others.json") {
				if err := s.Halts().Keep(t.Context(), state.Halt{File: p, Name: "n", Data: []byte("secret")}); err != nil {
					t.Fatal(err)
				}
			}
			if err := forget(t.Context(), log, 1); err != nil {
				t.Fatal(err)
			}
			for p, want := range map[string]bool{places[0]: false, places[1]: name != "all cleared", "/runs of others.json": true} {
				if got, err := s.Halts().Of(t.Context(), p); err != nil || (len(got) == 1) != want {
					t.Errorf("of %s there are %d, %v", p, len(got), err)
				}
			}
		})
	}
}

// Runs count in the size of the history: the oldest go before they take more than
// their share, and the sends get what is left.
func TestRunsCountInTheLimits(t *testing.T) {
	dir := t.TempDir()
	l := in(t, dir, history.Limits{Bytes: 100_000})
	free := in(t, dir, history.Limits{}) // its additions remove nothing
	for range 4 {
		id, err := free.StartRun(t.Context(), history.Run{Started: time.Now()})
		if err == nil {
			err = free.EndRun(t.Context(), history.Run{ID: id, Elapsed: 1, Record: strings.Repeat("r", 10_000)})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for range 20 {
		add(t, free, exchange("a", strings.Repeat("x", 10_000)), history.Meta{})
	}
	if err := l.Retain(t.Context()); err != nil {
		t.Fatal(err)
	}
	runs, err := l.Runs(t.Context())
	if err != nil || len(runs) != 2 || runs[0].ID != 4 {
		t.Errorf("left are %+v, %v", runs, err)
	}
	if n := len(items(t, l, history.Query{Limit: 100})); n < 5 || n > 7 {
		t.Errorf("%d sends of 10 kB and more beside 20 kB of runs", n)
	}
}

// The runs of a database from before it was kept who carries them out are there,
// and none of them is under way.
func TestRunsOfAnOlderDatabase(t *testing.T) {
	dir := t.TempDir()
	old := state.New(dir)
	tables := state.TablesIn(func() *state.State { return old })
	_, err := history.New(tables, nil).StartRun(t.Context(), history.Run{Started: time.Now(), Name: "Users", Record: "r"})
	err = errors.Join(err, tables.Change(t.Context(), func(ctx context.Context, tx *sql.Tx) error {
		for _, q := range []string{`ALTER TABLE runs DROP COLUMN owner`, `DELETE FROM schema_version WHERE version > 9`} {
			if _, err := tx.ExecContext(ctx, q); err != nil {
				return err
			}
		}
		return nil
	}), old.Close())
	if err != nil {
		t.Fatal(err)
	}
	l := in(t, dir, history.Limits{})
	all, err := l.Runs(t.Context())
	if err != nil || len(all) != 1 || all[0].Name != "Users" || all[0].Going != history.Over {
		t.Errorf("%+v, %v", all, err)
	}
	if _, err := l.StartRun(t.Context(), history.Run{Started: time.Now()}); err != nil {
		t.Error(err)
	}
}

// A run that ended goes on where somebody takes it up, and for nobody beside: its
// end is then that of both parts.
func TestARunIsContinued(t *testing.T) {
	dir := t.TempDir()
	first := state.New(dir)
	log := history.New(state.TablesIn(func() *state.State { return first }), nil)
	id, err := log.StartRun(t.Context(), history.Run{Started: time.Now(), Name: "Users", Record: "begin"})
	if err != nil {
		t.Fatal(err)
	}
	other := in(t, dir, history.Limits{})
	for _, l := range []*history.Log{log, other} {
		if err := l.ContinueRun(t.Context(), id); !errors.Is(err, history.ErrGoesOn) {
			t.Errorf("while it is under way: %v", err)
		}
	}
	if err := log.EndRun(t.Context(), history.Run{ID: id, Elapsed: time.Second, Requests: 3, Why: "stopped", Record: "end"}); err != nil {
		t.Fatal(err)
	}
	if err := other.ContinueRun(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if r, err := log.Run(t.Context(), id); err != nil || r.Going != history.Elsewhere || r.Why != "" || r.Elapsed != 0 || r.Record != "end" {
		t.Errorf("taken up it is %+v, %v", r, err)
	}
	if err := log.ContinueRun(t.Context(), id); !errors.Is(err, history.ErrGoesOn) {
		t.Errorf("for another one: %v", err)
	}
	if err := log.ContinueRun(t.Context(), id+1); !errors.Is(err, history.ErrGone) {
		t.Errorf("one that is not there: %v", err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
}
