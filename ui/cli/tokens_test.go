package cli_test

import (
	"encoding/json"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"postern/auth"
	"postern/auth/claims"
	"postern/auth/tenant"
	"postern/ui/cli"
	"postern/ui/cli/exit"
	"postern/ui/cli/house"
)

// stored changes the tokens that are kept.
func (d *desk) stored(change func([]auth.Token) []auth.Token) {
	d.Helper()
	st := house.Throwaway(filepath.Join(d.dir, "state"))
	all, err := st.Tokens().List(d.Context())
	if err != nil {
		d.Fatal(err)
	}
	for _, t := range change(all) {
		if err := st.Tokens().Save(d.Context(), t); err != nil {
			d.Fatal(err)
		}
	}
	if err := st.Close(); err != nil {
		d.Fatal(err)
	}
}

// expired makes tokens look as if they had ended.
func expired(all []auth.Token) []auth.Token {
	for i := range all {
		all[i].Obtained, all[i].Expiry = time.Now().Add(-2*time.Hour), time.Now().Add(-time.Hour)
	}
	return all
}

// grants are those that the tenant was asked for tokens with.
func (d *desk) grants() []string {
	var out []string
	for _, e := range d.server.Tenant.Log() {
		if e.Grant != "" {
			out = append(out, e.Grant)
		}
	}
	return out
}

// attended puts a person with a browser before the desk.
func (d *desk) attended() {
	d.setup = func(o *cli.Options) {
		o.ErrTTY = true
		o.Browser = opener(func(url string) error {
			resp, err := http.Get(url)
			if err != nil {
				return err
			}
			return resp.Body.Close()
		})
	}
}

// unattended sends everybody away.
func (d *desk) unattended() { d.setup = func(*cli.Options) {} }

func TestALoginServesUntilItsSessionEnds(t *testing.T) {
	d := newDesk(t, tenant.Options{AutoLogin: true})
	sample := d.path(tenant.SampleCollectionFile)
	d.attended()
	if got := d.run("token", "login", "Who am I", "-f", sample, "-e", "Tenant"); got.code != exit.OK || got.out != "" || !strings.Contains(got.err, "Tenant login is new, left: 59m") {
		t.Fatalf("login: code %d\n%s%s", got.code, got.out, got.err)
	}
	d.unattended()
	got := d.run("token", "get", "Tenant login", "--id")
	if id, err := claims.Decode(got.out); err != nil || id.Payload.Text("preferred_username") != tenant.DemoUsername {
		t.Errorf("the ID token is of %v (%v)\n%s", id.Payload, err, got.err)
	}
	got = d.run("token", "show", "Tenant login", "--userinfo")
	if _, user, ok := strings.Cut(got.out, "Who its user is\n"); !ok || !strings.Contains(user, tenant.DemoUsername) {
		t.Errorf("userinfo: code %d\n%s%s", got.code, got.out, got.err)
	}
	d.server.Tenant.RevokeAll()
	d.stored(expired)
	got = d.run("token", "get", "Tenant login")
	const line = "\"Tenant login\" needs a login, and nobody is here to do it: run postern token login 'Tenant login' in a terminal\n"
	if got.code != exit.NotAuthorised || got.out != "" || got.err != line {
		t.Errorf("get: code %d\n%s%s", got.code, got.out, got.err)
	}
	if got := d.run("run", sample, "-e", "Tenant", "--folder", "Who am I"); got.code != exit.NotAuthorised || !strings.Contains(got.err, "run this once in a terminal") {
		t.Errorf("run: code %d\n%s%s", got.code, got.out, got.err)
	}
	if got := d.run("token", "ls"); !strings.Contains(got.out, "log in  login    "+tenant.DemoUsername) {
		t.Errorf("ls:\n%s%s", got.out, got.err)
	}
	d.attended()
	if got := d.run("token", "get", "Tenant login"); got.code != exit.OK || !strings.HasPrefix(got.out, "eyJ") {
		t.Errorf("with a person: code %d\n%s%s", got.code, got.out, got.err)
	}
}

// Another token of the same configuration is renewed by itself.
func TestASecondTokenOfOneConfiguration(t *testing.T) {
	d := newDesk(t, tenant.Options{RefreshForClients: true})
	first := d.run("token", "get", "Tenant", "-f", d.path(tenant.SampleCollectionFile), "-e", "Tenant").out
	d.stored(func(all []auth.Token) []auth.Token {
		second := slices.Clone(all)
		second[0].Key, second[0].Name = second[0].Key+"+2", "other"
		return expired(second)
	})
	got := d.run("token", "get", "other")
	if got.code != exit.OK || got.out == first || !strings.HasPrefix(got.out, "eyJ") {
		t.Errorf("code %d\n%s%s", got.code, got.out, got.err)
	}
	if again := d.run("token", "get", "other"); again.out != got.out {
		t.Error("it was renewed again")
	}
	if same := d.run("token", "get", "Tenant"); same.out != first {
		t.Error("the first has changed")
	}
}

// Shells run side by side. Each opens the state by itself, as processes do.
func TestManyWantAnExpiredToken(t *testing.T) {
	d := newDesk(t, tenant.Options{RefreshForClients: true})
	d.run("token", "get", "Tenant", "-f", d.path(tenant.SampleCollectionFile), "-e", "Tenant")
	d.stored(expired)
	const many = 12
	got := make(chan outcome, many)
	for range many {
		go func() { got <- d.run("token", "get", "Tenant") }()
	}
	printed := map[string]bool{}
	for range many {
		o := <-got
		if o.code != exit.OK {
			t.Errorf("code %d\n%s", o.code, o.err)
		}
		printed[o.out] = true
	}
	refreshes := 0
	for _, e := range d.server.Tenant.Log() {
		if e.Grant == "refresh_token" {
			refreshes++
		}
	}
	if refreshes != 1 || len(printed) != 1 {
		t.Errorf("%d refreshes, %d tokens, want one of each", refreshes, len(printed))
	}
}

func TestTokenCommandsShowNoSecret(t *testing.T) {
	d := newDesk(t, tenant.Options{RefreshForClients: true})
	sample := d.path(tenant.SampleCollectionFile)
	var secrets []string
	remember := func(all []auth.Token) []auth.Token {
		for _, t := range all {
			secrets = append(secrets, t.Access.Reveal(), t.Refresh.Reveal(), t.Config.Get("clientSecret"))
		}
		return nil
	}
	d.run("token", "get", "Tenant", "-f", sample, "-e", "Tenant")
	d.stored(remember)
	var said strings.Builder
	for _, args := range [][]string{
		{"ls"},
		{"ls", "--json"},
		{"show", "Tenant"},
		{"refresh", "Tenant", "-v"},
		{"login", "Tenant", "-v"},
		{"rename", "Tenant", "T"},
		{"show", "T", "--introspect", "-v"},
		{"revoke", "T", "-v"},
	} {
		got := d.run(append([]string{"token"}, args...)...)
		said.WriteString(got.out + got.err)
		if args[0] != "revoke" {
			d.stored(remember)
		}
	}
	for _, s := range secrets {
		if s == "" || strings.Contains(said.String(), s) {
			t.Errorf("the secret %q was told", s)
		}
	}
}

func TestTokenNamesAreCleaned(t *testing.T) {
	d := newDesk(t, tenant.Options{})
	d.run("token", "get", "Tenant", "-f", d.path(tenant.SampleCollectionFile), "-e", "Tenant")
	d.stored(func(all []auth.Token) []auth.Token {
		all[0].Name, all[0].Scope = "evil\x1b]0;gotcha\a", "a\u009b31m \u202eb"
		all[0].Extra = map[string]string{"\x1b[2J": "\x1b[2J"}
		return all
	})
	d.setup = func(o *cli.Options) { o.OutTTY, o.ErrTTY, o.Width = true, true, 60 }
	for _, args := range [][]string{{"ls"}, {"ls", "--json"}, {"show", "evil"}, {"show", "nothing"}, {"rm", "evil"}} {
		got := d.run(append([]string{"token"}, args...)...)
		bad := func(r rune) bool { return r < 0x20 && r != '\n' || r >= 0x7f && r < 0xa0 || r == 0x202e }
		if all := got.out + got.err; strings.ContainsFunc(all, bad) {
			t.Errorf("%v: %q", args, all)
		}
		for line := range strings.Lines(got.out) {
			if args[0] == "ls" && len(args) == 1 && len([]rune(strings.TrimSpace(line))) > 60 {
				t.Errorf("wider than the terminal: %q", line)
			}
		}
	}
}

func TestTheListIsForPrograms(t *testing.T) {
	d := newDesk(t, tenant.Options{})
	var none []any
	if got := d.run("token", "ls", "--json"); json.Unmarshal([]byte(got.out), &none) != nil || none == nil || len(none) > 0 {
		t.Errorf("no tokens are %q", got.out)
	}
}
