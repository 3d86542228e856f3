package history_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"postern/engine"
	"postern/engine/script"
	"postern/store/history"
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
