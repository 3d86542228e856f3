package cli_test

import (
	"path/filepath"
	"strings"
	"testing"

	"postern/auth"
	"postern/auth/tenant"
	"postern/store"
	"postern/ui/cli/exit"
	"postern/ui/cli/house"
)

func TestCurrentValuesAreThoseOfTheWorkbench(t *testing.T) {
	d := newDesk(t, tenant.Options{})
	st := house.Throwaway(filepath.Join(d.dir, "state"))
	ws, err := store.Open(t.Context(), store.Options{Paths: []string{d.dir}, State: st})
	if err != nil {
		t.Fatal(err)
	}
	e := ws.Environments()[0].Clone()
	three := "3"
	for i := range e.Vars {
		if e.Vars[i].Key == "limit" {
			e.Vars[i].Current = &three
		}
	}
	if err := ws.SaveCurrent(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name, want string
		args       []string
	}{
		{"current", "?limit=3 ", nil},
		{"--var wins", "?limit=7 ", []string{"--var", "limit=7"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			args := append([]string{"show", d.path(tenant.SampleCollectionFile), "List users", "-e", "Tenant"}, tc.args...)
			if got := d.run(args...); !strings.Contains(got.out, tc.want) {
				t.Errorf("no %q in\n%s%s", tc.want, got.out, got.err)
			}
		})
	}
}

func TestSecretsGivenByVarAreMasked(t *testing.T) {
	d := newDesk(t, tenant.Options{})
	for _, name := range []string{"apikey", "client_secret"} {
		got := d.run("show", d.path(tenant.SampleCollectionFile), "List groups with the API key", "-e", "Tenant", "--var", name+"=hush-hush-hush")
		if got.code != exit.OK || strings.Contains(got.out+got.err, "hush") {
			t.Errorf("%s: code %d\n%s%s", name, got.code, got.out, got.err)
		}
	}
}

func TestADemoInASessionKeepsItsTokensApart(t *testing.T) {
	own, demo := house.Throwaway(t.TempDir()), house.Throwaway(t.TempDir())
	p := house.NewPrivate(own)
	p.Exchange(demo)
	if err := p.Tokens().Save(t.Context(), auth.Token{Key: "k", Name: "demo"}); err != nil {
		t.Fatal(err)
	}
	if tokens, err := own.Tokens().List(t.Context()); err != nil || len(tokens) > 0 {
		t.Errorf("the person's own state has %v (%v)", tokens, err)
	}
	if tokens, err := p.Tokens().List(t.Context()); err != nil || len(tokens) != 1 {
		t.Errorf("the demo's state has %v (%v)", tokens, err)
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	for _, s := range []auth.TokenStore{own.Tokens(), demo.Tokens()} {
		if err := s.Save(t.Context(), auth.Token{Key: "k"}); err == nil {
			t.Error("a state is still open")
		}
	}
}
