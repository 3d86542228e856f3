package cli_test

import (
	"path/filepath"
	"testing"

	"postern/auth/tenant"
	"postern/store/history"
	"postern/store/state"
	"postern/ui/cli"
	"postern/ui/cli/exit"
	"postern/ui/cli/house"
)

// A send without a screen is in the history of the workbench, of its request and
// its environment; the sends of a run are not, nor is one nobody wants kept.
func TestSendsAreKept(t *testing.T) {
	d := newDesk(t, tenant.Options{})
	kept := func() []history.Entry {
		t.Helper()
		st := house.Throwaway(filepath.Join(d.dir, "state"))
		defer st.Close()
		es, err := history.New(state.TablesIn(func() *state.State { return st }), nil).List(t.Context(), history.Query{})
		if err != nil {
			t.Fatal(err)
		}
		return es
	}
	file := d.path(tenant.SampleCollectionFile)
	send := []string{"send", file, "List users", "-e", "Tenant"}
	for _, args := range [][]string{
		{"run", file, "-e", "Tenant", "--folder", "Users/List users"}, append(send, "--no-history"), {"send", file, "no such request"},
	} {
		d.run(args...)
		if es := kept(); len(es) > 0 {
			t.Fatalf("%q is kept: %+v", args, es)
		}
	}
	d.setup = func(o *cli.Options) { o.Env = append(o.Env, "CI=true") }
	if d.run(send...); len(kept()) > 0 {
		t.Fatal("kept although no person is there")
	}
	d.setup = func(o *cli.Options) { o.Env = append(o.Env, "CI=false") }
	if got := d.run(send...); got.code != exit.OK {
		t.Fatalf("code %d\n%s", got.code, got.err)
	}
	es := kept()
	if len(es) != 1 {
		t.Fatalf("%d sends are kept", len(es))
	}
	e := es[0]
	if e.Status != 200 || e.EnvironmentName != "Tenant" || e.Environment == "" || e.Collection == "" || e.Item == "" || !e.Kept ||
		e.Template != "{{url}}/api/v1/users?limit={{limit}}" {
		t.Errorf("kept as %+v", e)
	}
	d.run("send", file, "Not found", "-e", "Tenant")
	if es := kept(); len(es) != 2 || es[0].Status != 404 {
		t.Errorf("an answer of 404: %+v", es)
	}
}
