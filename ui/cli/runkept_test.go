package cli_test

import (
	"context"
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postern/auth/tenant"
	"postern/store/history"
	"postern/store/state"
	"postern/ui/cli"
	"postern/ui/cli/exit"
	"postern/ui/cli/house"
	"postern/ui/ran"
)

// past are the runs in the history of a desk, with their records.
func (d *desk) past(t *testing.T) (runs []history.Run, records []ran.Record) {
	t.Helper()
	st := house.Throwaway(filepath.Join(d.dir, "state"))
	defer st.Close()
	log := history.New(state.TablesIn(func() *state.State { return st }), nil)
	all, err := log.Runs(t.Context())
	for _, r := range all {
		one, rerr := log.Run(t.Context(), r.ID)
		var rec ran.Record
		if jerr := json.Unmarshal([]byte(one.Record), &rec); rerr != nil || jerr != nil {
			t.Fatal(rerr, jerr)
		}
		runs, records = append(runs, one), append(records, rec)
	}
	if err != nil {
		t.Fatal(err)
	}
	return runs, records
}

// terminal has a person look on, with more in the environment.
func terminal(more ...string) func(*cli.Options) {
	return func(o *cli.Options) { o.OutTTY, o.Width, o.Env = true, 80, append(slices.Clone(o.Env), more...) }
}

const kept = `{"info": {"name": "Kept", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
 "item": [{"name": "One", "request": "{{url}}/one", "event": [{"listen": "test", "script": {"exec": "pm.test('is', () => {}); pm.test('is not ' + pm.variables.get('api_key'), () => pm.expect(1).to.equal(2))"}}]},
  {"name": "Two", "request": "{{url}}/two"}]}`

// A run at a terminal is in the history of the workbench with its rows and
// failures, without a secret; where nobody looks on, or wants it, it is not.
func TestRunsAreKept(t *testing.T) {
	const secret = "c4n4ry-8841"
	d, s := newDesk(t, tenant.Options{}), newSteps(t)
	d.write("kept.json", kept)
	args := []string{"run", d.path("kept.json"), "--var", "url=" + s.URL, "--var", "api_key=" + secret, "--trust", "-n", "2"}
	for name, setup := range map[string]func(*cli.Options){"no terminal": func(*cli.Options) {}, "CI": terminal("CI=true")} {
		d.setup = setup
		d.run(args...)
		if runs, _ := d.past(t); len(runs) > 0 {
			t.Errorf("%s: it is kept: %+v", name, runs)
		}
	}
	d.setup = terminal()
	d.run(append(args, "--no-history")...)
	if runs, _ := d.past(t); len(runs) > 0 {
		t.Errorf("kept against the person's will: %+v", runs)
	}
	if got := d.run(args...); got.code != exit.RunFailed {
		t.Fatalf("code %d\n%s", got.code, got.err)
	}
	runs, records := d.past(t)
	if len(runs) != 1 {
		t.Fatalf("%d runs are kept", len(runs))
	}
	r, rec := runs[0], records[0]
	if r.Name != "Kept" || r.Requests != 4 || r.Failed != 2 || r.Tests != 4 || r.Passed != 2 || r.Why != "" || r.Elapsed == 0 || r.Going != history.Over {
		t.Errorf("kept as %+v", r)
	}
	if len(rec.Rows) != 4 || rec.All != 4 || rec.Rows[2].Iteration != 1 || rec.Rows[2].Status != 200 || len(rec.Rows[2].Failures) != 1 || rec.Choice.Iterations != 2 {
		t.Errorf("its record is %+v", rec)
	}
	if strings.Contains(r.Record, secret) || !strings.Contains(rec.Line, "--var api_key=… ") && !strings.HasSuffix(rec.Line, "--var api_key=…") {
		t.Errorf("its record is %s", r.Record)
	}
}

// One with a data file goes through its rows when it runs again, however many
// there are by then, unless it was told how often.
func TestARunOverDataIsKept(t *testing.T) {
	d, s := newDesk(t, tenant.Options{}), newSteps(t)
	d.write("kept.json", kept)
	d.write("rows.csv", "a\n1\n2\n")
	d.setup = terminal()
	args := []string{"run", d.path("kept.json"), "--var", "url=" + s.URL, "--trust", "-d", d.path("rows.csv")}
	d.run(args...)
	d.run(append(args, "-n", "3")...)
	_, records := d.past(t)
	want := []ran.Choice{{Iterations: 3, Parallel: 1, Data: d.path("rows.csv")}, {Iterations: 2, Parallel: 1, Data: d.path("rows.csv"), EachRow: true}} // the newest comes first
	if len(records) != 2 {
		t.Fatalf("%d runs are kept", len(records))
	}
	if diff := cmp.Diff(want, []ran.Choice{records[0].Choice, records[1].Choice}); diff != "" {
		t.Error(diff)
	}
}

// One that was cancelled says so, and what goes on with it.
func TestACancelledRunIsKept(t *testing.T) {
	d, s := newDesk(t, tenant.Options{}), newSteps(t)
	d.write("kept.json", kept)
	ctx, cancel := context.WithCancel(t.Context())
	s.stopsAt("/two", cancel)
	d.setup = terminal()
	d.runIn(ctx, "run", d.path("kept.json"), "--var", "url="+s.URL, "--trust")
	runs, records := d.past(t)
	if len(runs) != 1 || runs[0].Why != "stopped" || runs[0].Requests != 1 || !strings.HasSuffix(records[0].Line, " --resume") {
		t.Errorf("%+v, %+v", runs, records)
	}
}
