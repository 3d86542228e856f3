package cli_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"postern/auth/tenant"
	"postern/ui/cli"
	"postern/ui/cli/exit"
)

// steps is a server that a run is stopped at, and what it was asked.
type steps struct {
	*httptest.Server
	mu    sync.Mutex
	asked []string
	// conns is how many connections are open, and gone tells of a change.
	conns int
	gone  *sync.Cond
	// stop is called when the path is asked that it is of.
	stop map[string]func()
}

// stopsAt has a run be stopped at a path, and at no other.
func (s *steps) stopsAt(path string, stop func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stop = map[string]func(){path: stop}
}

func newSteps(t *testing.T) *steps {
	t.Helper()
	s := &steps{}
	s.gone = sync.NewCond(&s.mu)
	s.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		cookie := ""
		if c, err := r.Cookie("session"); err == nil {
			cookie = " " + c.Value
		}
		s.mu.Lock()
		s.asked = append(s.asked, r.URL.Path+cookie)
		stop := s.stop[r.URL.Path]
		s.mu.Unlock()
		if r.URL.Path == "/login" {
			http.SetCookie(w, &http.Cookie{Name: "session", Value: "s3ss10n", Path: "/"})
		}
		if stop != nil {
			stop()
			<-r.Context().Done()
		}
	}))
	s.Config.ConnState = func(_ net.Conn, is http.ConnState) {
		s.mu.Lock()
		defer s.mu.Unlock()
		switch is {
		case http.StateNew:
			s.conns++
		case http.StateClosed:
			s.conns--
			s.gone.Broadcast()
		}
	}
	s.Start()
	t.Cleanup(s.Close)
	return s
}

// left waits until its clients have gone, and what came from them has come.
func (s *steps) left() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.conns > 0 {
		s.gone.Wait()
	}
}

func (s *steps) took() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := strings.Join(s.asked, ", ")
	s.asked = nil
	return out
}

// staged is a collection with a login, a script that leaves a variable, and a
// request that takes it.
const staged = `{"info": {"name": "Staged", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
 "variable": [{"key": "round", "value": "none"}],
 "item": [
  {"name": "Login", "request": {"method": "POST", "url": "{{url}}/login"},
   "event": [{"listen": "test", "script": {"exec": "pm.collectionVariables.set('round', 'r' + pm.info.iteration); pm.test('in', () => {})"}}]},
  {"name": "Use", "request": "{{url}}/use/{{round}}"},
  {"name": "Last", "request": "{{url}}/last/{{round}}"}]}`

// A run that is cancelled goes on with the request that was under way, with the
// variables and cookies as they were, and forgets where it was at its end.
func TestARunGoesOn(t *testing.T) {
	d, s := newDesk(t, tenant.Options{}), newSteps(t)
	d.write("staged.json", staged)
	args := []string{"run", d.path("staged.json"), "--var", "url=" + s.URL, "--trust", "-n", "2"}
	ctx, cancel := context.WithCancel(t.Context())
	s.stopsAt("/use/r1", cancel)
	got := d.runIn(ctx, args...)
	if want := "  try  postern run " + d.path("staged.json") + " --iteration-count 2 --trust --var url=… --resume\n"; got.code != exit.Cancelled || !strings.HasSuffix(got.err, want) {
		t.Fatalf("code %d\n%s", got.code, got.err)
	}
	if asked := s.took(); asked != "/login, /use/r0 s3ss10n, /last/r0 s3ss10n, /login s3ss10n, /use/r1 s3ss10n" {
		t.Errorf("it asked for %s", asked)
	}
	s.stopsAt("", nil)
	report := d.path("report.json")
	got = d.run(append(args, "--resume", "-r", "cli,json,junit,html", "--reporter-json-export", report, "--reporter-junit-export", report+".xml", "--reporter-html-export", report+".html")...)
	if asked := s.took(); got.code != exit.OK || asked != "/use/r1 s3ss10n, /last/r1 s3ss10n" {
		t.Errorf("code %d, it asked for %s\n%s", got.code, asked, got.err)
	}
	for _, want := range []string{"goes on at request 2 of 3, Use, in iteration 2 of 2; 4 requests were sent before", "\n2 requests: 2 answered\n", "\nin all: 6 requests: 6 answered\n2 tests: 2 passed\n"} {
		if !strings.Contains(got.out, want) {
			t.Errorf("it does not tell %q:\n%s", want, got.out)
		}
	}
	for _, kind := range []string{"", ".xml", ".html"} {
		if b, err := os.ReadFile(report + kind); err != nil || !strings.Contains(string(b), "goes on at request 2 of 3, Use, in iteration 2 of 2") {
			t.Errorf("the report %q does not say where it went on (%v)", kind, err)
		}
	}
	got = d.run(append(args, "--resume")...)
	if got.code != exit.Usage || !strings.HasPrefix(got.err, "nothing is kept of a run of "+d.path("staged.json")+" that ended early\n") {
		t.Errorf("at its end: code %d\n%s", got.code, got.err)
	}
}

// What was kept is for the same run of the same requests.
func TestOnlyTheSameRunGoesOn(t *testing.T) {
	d, s := newDesk(t, tenant.Options{}), newSteps(t)
	d.write("staged.json", staged)
	d.write("rows.csv", "n\n1\n2\n")
	d.write("dev.postman_environment.json", `{"id": "dev", "name": "dev", "values": [], "_postman_variable_scope": "environment"}`)
	file := d.path("staged.json")
	stop := func(args ...string) {
		t.Helper()
		ctx, cancel := context.WithCancel(t.Context())
		s.stopsAt("/last/r0", cancel)
		if got := d.runIn(ctx, append([]string{"run", file, "--var", "url=" + s.URL, "--trust"}, args...)...); got.code != exit.Cancelled {
			t.Fatalf("code %d\n%s", got.code, got.err)
		}
		s.stopsAt("", nil)
		s.took()
	}
	stop("-d", d.path("rows.csv"))
	for _, tc := range []struct {
		args []string
		says string
	}{
		{[]string{"-e", "dev", "-d", d.path("rows.csv")}, "  environment: none then, dev now\n"},
		{[]string{"-d", d.path("rows.csv"), "--folder", "Use", "--folder", "Last"}, "  folders: none then, Last, Use now\n"},
		{[]string{"-d", d.path("rows.csv"), "-n", "5"}, "  iterations: 2 then, 5 now\n"},
		{nil, "  what the data file holds: "},
		{[]string{"-d", d.path("rows.csv"), "--env-var", "a=1"}, "  variables of the command line: url then, a, url now\n"},
	} {
		got := d.run(append([]string{"run", file, "--var", "url=" + s.URL, "--trust", "--resume"}, tc.args...)...)
		if got.code != exit.Usage || !strings.HasPrefix(got.err, "what was kept of "+file+" is of another run\n") || !strings.Contains(got.err, tc.says) {
			t.Errorf("%v: code %d\n%s", tc.args, got.code, got.err)
		}
	}
	d.write("staged.json", strings.Replace(staged, `"name": "Last"`, `"name": "Later"`, 1))
	got := d.run("run", file, "--var", "url="+s.URL, "--trust", "--resume", "-d", d.path("rows.csv"))
	if got.code != exit.Usage || !strings.HasPrefix(got.err, "the collection has changed, so the run cannot go on: request 3 is another one now: Later\n") {
		t.Errorf("a changed collection: code %d\n%s", got.code, got.err)
	}
	if asked := s.took(); asked != "" {
		t.Errorf("it asked for %s", asked)
	}
}

// A run that --bail or --timeout ends goes on with the request that it ended at,
// which counts once.
func TestARunGoesOnAfterAFailure(t *testing.T) {
	d, s := newDesk(t, tenant.Options{}), newSteps(t)
	const failing = `{"info": {"name": "F", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
		"item": [{"name": "One", "request": "{{url}}/one"}, {"name": "Two", "request": "{{url}}/two", "event": [{"listen": "test", "script": {"exec": "pm.test('two', () => pm.expect(%d).to.equal(2))"}}]}, {"name": "Three", "request": "{{url}}/three"}]}`
	d.write("f.json", fmt.Sprintf(failing, 1))
	args := []string{"run", d.path("f.json"), "--var", "url=" + s.URL, "--trust", "--bail"}
	if got := d.run(args...); got.code != exit.RunFailed || !strings.HasSuffix(got.err, "--resume\n") {
		t.Fatalf("code %d\n%s", got.code, got.err)
	}
	d.write("f.json", fmt.Sprintf(failing, 2))
	got := d.run(append(args, "--resume")...)
	if asked := s.took(); got.code != exit.OK || asked != "/one, /two, /two, /three" || !strings.Contains(got.out, "in all: 3 requests: 3 answered\n1 test: 1 passed\n") {
		t.Errorf("code %d, it asked for %s\n%s%s", got.code, asked, got.out, got.err)
	}
	s.stopsAt("/two", func() {})
	args = []string{"run", d.path("f.json"), "--var", "url=" + s.URL, "--trust", "--timeout"}
	for limit := 300; ; limit *= 2 { // of milliseconds: how many it takes to get there is up to the machine
		got = d.run(append(args, strconv.Itoa(limit), "--export-globals", d.path("f.json/globals.json"))...)
		if s.took() == "/one, /two" || limit > 100_000 {
			break
		}
	}
	for _, want := range []string{"the run took more than ", "f.json: cannot make the folder: ", "--timeout allows it more; to go on: postern run "} {
		if got.code != exit.RunFailed || !strings.Contains(got.err, want) {
			t.Fatalf("code %d, no %q in\n%s", got.code, want, got.err)
		}
	}
	s.stopsAt("", nil)
	if got := d.run(append(args, "120000", "--resume")...); got.code != exit.OK || s.took() != "/two, /three" {
		t.Errorf("code %d\n%s%s", got.code, got.out, got.err)
	}
}

// A login that ends in the middle of a run ends it, and the way on is told.
func TestALoginEndsInARun(t *testing.T) {
	for _, parallel := range []string{"1", "3"} {
		t.Run("parallel "+parallel, func(t *testing.T) {
			d := newDesk(t, tenant.Options{AutoLogin: true})
			d.attended()
			sample := d.path(tenant.SampleCollectionFile)
			if got := d.run("token", "login", "Who am I", "-f", sample, "-e", "Tenant"); got.code != exit.OK {
				t.Fatalf("login: code %d\n%s", got.code, got.err)
			}
			var once sync.Once
			var out strings.Builder
			d.setup = func(o *cli.Options) {
				o.Out = writer(func(line string) {
					out.WriteString(line)
					if strings.Contains(line, " 200 ") {
						once.Do(d.server.Tenant.RevokeAll)
					}
				})
			}
			args := []string{"run", sample, "-e", "Tenant", "--folder", "Who am I", "-n", "4", "--parallel", parallel}
			got := d.run(args...)
			want := "\"Tenant login\" needs a login: the run stopped at Tokens/Who am I\n  try  postern token login 'Tenant login', then postern run "
			if got.code != exit.NotAuthorised || !strings.Contains(got.err, want) || !strings.HasSuffix(got.err, " --resume\n") {
				t.Fatalf("code %d\n%s%s", got.code, out.String(), got.err)
			}
			if n := strings.Count(out.String(), " 200 "); n != 1 {
				t.Errorf("%d answers before the end\n%s", n, out.String())
			}
			if got := d.run(append(args, "--resume")...); got.code != exit.NotAuthorised || !strings.Contains(got.err, want) {
				t.Errorf("without the login it goes on with code %d\n%s", got.code, got.err)
			}
			d.attended()
			if got := d.run("token", "login", "Tenant login"); got.code != exit.OK {
				t.Fatalf("login: code %d\n%s", got.code, got.err)
			}
			d.unattended()
			got = d.run(append(args, "--resume")...)
			if got.code != exit.OK || !strings.Contains(got.out, "in all: 4 requests: 4 answered") {
				t.Errorf("code %d\n%s%s", got.code, got.out, got.err)
			}
		})
	}
}

// One refresh serves all requests that are under way when their token ends.
func TestATokenEndsWhileSeveralAreUnderWay(t *testing.T) {
	for _, end := range []struct {
		name string
		end  func(*desk)
	}{
		{"it is revoked", func(d *desk) { d.server.Tenant.RevokeAccess() }},
		{"it expires", func(d *desk) { d.stored(expired) }},
	} {
		t.Run(end.name, func(t *testing.T) {
			d := newDesk(t, tenant.Options{RefreshForClients: true})
			var once sync.Once
			var out strings.Builder
			d.setup = func(o *cli.Options) {
				o.Out = writer(func(line string) {
					out.WriteString(line)
					if strings.Contains(line, " 200 ") {
						once.Do(func() { end.end(d) })
					}
				})
			}
			got := d.run("run", d.path(tenant.SampleCollectionFile), "-e", "Tenant", "--folder", "List users", "--folder", "List groups", "-n", "10", "--parallel", "6")
			if n := strings.Count(out.String(), " 200 "); got.code != exit.OK || n != 20 {
				t.Fatalf("code %d, %d answers of 200\n%s%s", got.code, n, out.String(), got.err)
			}
			if grants, want := d.grants(), []string{"client_credentials", "refresh_token"}; !slices.Equal(grants, want) {
				t.Errorf("the grants were %v, want %v", grants, want)
			}
		})
	}
}

// A run as several identities cannot go on, and does not say that it can.
func TestARunAsSeveralDoesNotGoOn(t *testing.T) {
	d, s := newDesk(t, tenant.Options{}), newSteps(t)
	d.write("staged.json", staged)
	ctx, cancel := context.WithCancel(t.Context())
	s.stopsAt("/last/r0", cancel)
	got := d.runIn(ctx, "run", d.path("staged.json"), "--var", "url="+s.URL, "--trust", "--as", "none")
	if got.code != exit.Cancelled || strings.Contains(got.err, "--resume") {
		t.Errorf("code %d\n%s", got.code, got.err)
	}
}

// The query of an address may be a key: neither the line that goes on nor the
// place that is kept has it.
func TestARunOfAnAddressKeepsNoKey(t *testing.T) {
	const key = "PMAT-c4n4ry"
	d, s := newDesk(t, tenant.Options{}), newSteps(t)
	files := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, map[string]string{"/c": staged, "/g": `{"values": [], "_postman_variable_scope": "globals"}`}[r.URL.Path]) // the client may have left
	}))
	t.Cleanup(files.Close)
	ctx, cancel := context.WithCancel(t.Context())
	s.stopsAt("/last/r0", cancel)
	args := []string{"run", files.URL + "/c?access_key=" + key, "-g", files.URL + "/g?access_key=" + key, "--var", "url=" + s.URL, "--trust", "--bail", "--verbose=false", "--postman-api-key", key}
	got := d.runIn(ctx, args...)
	line := "  try  postern run '" + files.URL + "/c?…' --bail --globals '" + files.URL + "/g?…' --postman-api-key … --trust --var url=… --verbose=false --resume\n"
	if got.code != exit.Cancelled || !strings.HasSuffix(got.err, line) {
		t.Fatalf("code %d, the line is not %s\n%s", got.code, line, got.err)
	}
	s.stopsAt("", nil)
	s.took()
	got = d.run(append(args, "--resume", "-n", "2")...)
	if got.code != exit.Usage || strings.Contains(got.err, key) {
		t.Errorf("code %d, another run is told so:\n%s", got.code, got.err)
	}
	nowhere(t, d.path("state"), key)
	if got = d.run(append(args, "--resume")...); got.code != exit.OK || s.took() != "/last/r0 s3ss10n" {
		t.Errorf("code %d\n%s", got.code, got.err)
	}
}

// Nor has it the password of a proxy, whatever that speaks.
func TestTheWayOnTellsNoPasswordOfAProxy(t *testing.T) {
	d, s := newDesk(t, tenant.Options{}), newSteps(t) // which is the proxy
	d.write("staged.json", staged)
	ctx, cancel := context.WithCancel(t.Context())
	s.stopsAt("/last/r0", cancel)
	proxy := strings.Replace(s.URL, "//", "//ada:c4n4ry@", 1)
	got := d.runIn(ctx, "run", d.path("staged.json"), "--var", "url=http://nowhere.test", "--proxy", proxy, "--trust")
	if got.code != exit.Cancelled || !strings.HasSuffix(got.err, " --proxy … --trust --var url=… --resume\n") || strings.Contains(got.err, "c4n4ry") {
		t.Errorf("code %d\n%s", got.code, got.err)
	}
}
