package cli_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"postern/auth/tenant"
	"postern/ui/cli"
	"postern/ui/cli/exit"
)

// writer calls a function with every line that is written to it.
type writer func(line string)

func (w writer) Write(p []byte) (int, error) {
	w(string(p))
	return len(p), nil
}

// The token is revoked as soon as a request has been answered: the next one
// meets a 401, gets another token and is sent again.
func TestTokensAreRenewedDuringARun(t *testing.T) {
	d := newDesk(t, tenant.Options{RefreshForClients: true})
	var out strings.Builder
	var once sync.Once
	d.setup = func(o *cli.Options) {
		o.Out = writer(func(line string) {
			out.WriteString(line)
			if strings.Contains(line, " 200 ") {
				once.Do(d.server.Tenant.RevokeAccess)
			}
		})
	}
	args := []string{"run", d.path(tenant.SampleCollectionFile), "-e", "Tenant"}
	for _, name := range []string{"List users", "Find users by name", "List groups"} {
		args = append(args, "--folder", name)
	}
	got := d.run(args...)
	if n := strings.Count(out.String(), " 200 "); got.code != exit.OK || n != 3 {
		t.Fatalf("code %d, %d answers of 200\n%s%s", got.code, n, out.String(), got.err)
	}
	if grants, want := d.grants(), []string{"client_credentials", "refresh_token"}; !slices.Equal(grants, want) {
		t.Errorf("the grants were %v, want %v", grants, want)
	}
}

// What fails again in every iteration is one failure, and not a list without end.
func TestFailuresWithoutEnd(t *testing.T) {
	d := newDesk(t, tenant.Options{})
	d.write("gone.json", `{"info": {"name": "Gone", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
		"item": [{"name": "Gone", "request": "http://127.0.0.1:1/"}]}`)
	got := d.run("run", d.path("gone.json"), "-n", "1003")
	if want := "\nfailed:\n  1  Gone (iterations 1, 2, 3 and 1000 more): no answer\n     cannot connect to 127.0.0.1:1: nothing listens there\n\n1003 requests"; !strings.Contains(got.out, want) {
		t.Errorf("it ends %s", got.out[max(0, len(got.out)-500):])
	}
}

func TestCancelledRunSaysHowFarItCame(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/slow" {
			cancel()
			<-r.Context().Done()
		}
	}))
	defer server.Close()
	d := newDesk(t, tenant.Options{})
	d.write("slow.json", `{"info": {"name": "S", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
		"item": [{"name": "Quick", "request": "{{url}}/quick"}, {"name": "Slow", "request": "{{url}}/slow"}]}`)
	got := d.runIn(ctx, "run", d.path("slow.json"), "--var", "url="+server.URL)
	if got.code != exit.Cancelled || got.err != "cancelled\n  try  postern run "+d.path("slow.json")+" --var url=… --resume\n" {
		t.Errorf("code %d, want %d\n%s", got.code, exit.Cancelled, got.err)
	}
	if !strings.Contains(got.out, "Quick") || strings.Contains(got.out, "Slow") || !strings.Contains(got.out, "1 request: 1 answered\n") {
		t.Errorf("the run tells\n%s", got.out)
	}
}

// However wide the paths are, the columns stand below one another and fit.
func TestRunFitsTheTerminal(t *testing.T) {
	d := newDesk(t, tenant.Options{})
	d.setup = func(o *cli.Options) { o.OutTTY, o.Width = true, 60 }
	got := d.run("run", d.path(tenant.SampleCollectionFile), "-e", "Tenant", "--folder", "Discovery", "--folder", "Search users by department")
	lines := regexp.MustCompile(`(?m)^ *GET .*`).FindAllString(got.out, -1)
	if len(lines) != 2 {
		t.Fatal(got.out)
	}
	column := regexp.MustCompile(` 200 `)
	for _, l := range lines {
		if n := len([]rune(l)); n > 60 || column.FindStringIndex(l) == nil {
			t.Errorf("%d columns: %q", n, l)
		}
	}
	at := func(l string) int { return len([]rune(l[:column.FindStringIndex(l)[0]])) }
	if !t.Failed() && at(lines[0]) != at(lines[1]) {
		t.Errorf("the columns do not stand below one another:\n%s", got.out)
	}
}
