package cli_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postern/auth"
	"postern/auth/oauth2"
	"postern/auth/tenant"
	"postern/auth/tokens"
	"postern/engine"
	"postern/store/settings"
	"postern/ui/cli"
	"postern/ui/cli/browse"
	"postern/ui/cli/console"
	"postern/ui/cli/exit"
	"postern/ui/cli/house"
	"postern/ui/cli/room"
)

func testContext() (context.Context, context.CancelFunc) {
	return context.WithCancel(context.Background())
}

// outcome is what a command line came to.
type outcome struct {
	code     int
	out, err string
}

// desk is a place to run commands in-process, with streams of one's own.
type desk struct {
	*testing.T
	server *tenant.Server
	dir    string
	// setup changes the options of every run.
	setup func(*cli.Options)
}

func newDesk(t *testing.T, o tenant.Options) *desk {
	t.Helper()
	d := &desk{T: t, dir: t.TempDir(), setup: func(*cli.Options) {}}
	ctx, cancel := testContext()
	t.Cleanup(cancel)
	var err error
	if d.server, err = tenant.Start(ctx, "", o); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.server.Close() })
	files, err := d.server.Tenant.Sample(d.server.URL)
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range files {
		d.write(name, string(data))
	}
	return d
}

func (d *desk) path(name string) string { return filepath.Join(d.dir, name) }

func (d *desk) write(name, text string) {
	d.Helper()
	if err := os.WriteFile(d.path(name), []byte(text), 0o600); err != nil {
		d.Fatal(err)
	}
}

// locked is a buffer that a login prompt may write to from another goroutine.
type locked struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *locked) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *locked) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// opener is a browser before the person that opens pages with a function; nil
// is none.
type opener func(url string) error

func (o opener) Place() browse.Place { return browse.Place{Kind: browse.Local, CanOpen: true} }

func (o opener) Open(_ context.Context, address string) error {
	if o == nil {
		return browse.ErrNoBrowser
	}
	return o(address)
}

func (d *desk) run(args ...string) outcome { return d.runIn(d.Context(), args...) }

func (d *desk) runIn(ctx context.Context, args ...string) outcome {
	var out, errs locked
	o := cli.Options{
		Streams: console.Streams{In: strings.NewReader(""), Out: &out, Err: &errs, Env: []string{"TERM=dumb"}},
		Args:    args, Version: "test", Wire: wire(d.dir),
		Workbench: func(context.Context, cli.Session) error { return errors.New("no workbench here") },
		Browser:   opener(nil),
	}
	d.setup(&o)
	defer room.Usual() // it leaves its own room
	code := cli.Run(ctx, o)
	return outcome{code, out.String(), errs.String()}
}

func wire(dir string) func(house.Setup) *house.Parts {
	return func(s house.Setup) *house.Parts {
		p := &house.Parts{Private: house.NewPrivate(house.Throwaway(filepath.Join(dir, "state")))}
		set := settings.New(filepath.Join(dir, "config"), s.Connections)
		pool := set.Transport()
		grants := oauth2.New(oauth2.Options{Transport: pool, Warn: pool.WarningsFor})
		p.Server, p.Links = grants, set.Links()
		p.History = p.Private.History(set)
		p.Tokens = tokens.New(tokens.Options{Store: p.Private.Tokens(), Grants: grants, Prompter: s.Prompter})
		p.Engine = engine.New(engine.Options{Tokens: p.Tokens, WorkDir: s.WorkDir, Configure: set.Config})
		return p.WithScripts(s)
	}
}

const evil = `{
	"info": {"name": "Evil\u001b]0;gotcha\u0007", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
	"item": [{"name": "one\u009b31mtwo", "request": {"method": "GET", "url": "http://h/\u202egnp"}}]
}`

func TestTerminalsGetNoControlCharacters(t *testing.T) {
	d := newDesk(t, tenant.Options{})
	d.setup = func(o *cli.Options) { o.OutTTY, o.ErrTTY, o.Width = true, true, 80 }
	d.write("evil.json", evil)
	d.write("refused.json", strings.ReplaceAll(evil, "http://h/", "http://127.0.0.1:1/"))
	sample := d.path(tenant.SampleCollectionFile)
	for _, tc := range []struct {
		name, want string
		args       []string
	}{
		{"ls", `one\u{9b}31mtwo`, []string{"ls", d.path("evil.json")}},
		{"ls json", "Evil", []string{"ls", "--json", d.path("evil.json")}},
		{"show", `\u{9b}`, []string{"show", d.path("evil.json"), "one\u009b31m"}},
		{"ambiguous", "", []string{"show", d.path("evil.json"), "nothing \x1b[2J like it"}},
		{"run", `one\u{9b}31mtwo`, []string{"run", d.path("refused.json")}},
		{"send", "^[", []string{"send", sample, "Terminal escapes", "-e", "Tenant"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := d.run(tc.args...)
			all := got.out + got.err
			if tc.name != "ls json" && !strings.Contains(all, tc.want) {
				t.Errorf("%q does not show %q", all, tc.want)
			}
			bad := func(r rune) bool {
				return r < 0x20 && r != '\n' || r >= 0x7f && r < 0xa0 || r == 0x202e
			}
			if i := strings.IndexFunc(all, bad); i >= 0 {
				t.Errorf("%q reaches the terminal", all[i:min(len(all), i+20)])
			}
		})
	}
}

func TestProgramsGetTheBytes(t *testing.T) {
	d := newDesk(t, tenant.Options{})
	got := d.run("send", d.path(tenant.SampleCollectionFile), "Terminal escapes", "-e", "Tenant")
	if got.code != exit.OK || !strings.Contains(got.out, "\x1b[") {
		t.Errorf("code %d, body %q: the escapes are gone", got.code, got.out)
	}
	file := d.path("body")
	if o := d.run("send", d.path(tenant.SampleCollectionFile), "Terminal escapes", "-e", "Tenant", "-o", file); o.out != "" {
		t.Errorf("stdout has %q beside -o", o.out)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(got.out, string(data)); diff != "" {
		t.Errorf("-o wrote something else:\n%s", diff)
	}
}

func TestShowSendsNothing(t *testing.T) {
	d := newDesk(t, tenant.Options{})
	for _, q := range []string{"List users", "Who am I", "Get a token by hand"} {
		if got := d.run("show", d.path(tenant.SampleCollectionFile), q, "-e", "Tenant"); got.code != exit.OK {
			t.Errorf("%s: code %d\n%s", q, got.code, got.err)
		}
	}
	if log := d.server.Tenant.Log(); len(log) > 0 {
		t.Errorf("the tenant was asked: %v", log)
	}
}

func TestTokensAreKeptBetweenCommands(t *testing.T) {
	d := newDesk(t, tenant.Options{})
	for range 2 {
		if got := d.run("send", d.path(tenant.SampleCollectionFile), "List users", "-e", "Tenant"); got.code != exit.OK {
			t.Fatalf("code %d\n%s", got.code, got.err)
		}
	}
	grants := len(d.grants())
	if grants != 1 {
		t.Errorf("%d token requests, want 1", grants)
	}
}

func TestLoginByBrowser(t *testing.T) {
	d := newDesk(t, tenant.Options{AutoLogin: true})
	d.attended()
	got := d.run("send", d.path(tenant.SampleCollectionFile), "Who am I", "-e", "Tenant")
	if got.code != exit.OK || !strings.Contains(got.out, tenant.DemoUsername) {
		t.Errorf("code %d\n%s\n%s", got.code, got.out, got.err)
	}
	if !strings.Contains(got.err, d.server.URL+"/oauth2/v1/authorize?") {
		t.Errorf("the address to log in at is not shown:\n%s", got.err)
	}
}

func TestLoginByPaste(t *testing.T) {
	d := newDesk(t, tenant.Options{AutoLogin: true})
	in, typed := io.Pipe()
	d.setup = func(o *cli.Options) {
		o.In, o.InTTY, o.ErrTTY = in, true, true
		o.Browser = opener(func(url string) error {
			stay := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
			resp, err := stay.Get(url)
			if err != nil {
				return err
			}
			_ = resp.Body.Close() // only the header counts
			_, err = io.WriteString(typed, "not an address\n"+resp.Header.Get("Location")+"\n")
			return err
		})
	}
	got := d.run("send", d.path(tenant.SampleCollectionFile), "Who am I", "-e", "Tenant")
	if got.code != exit.OK || !strings.Contains(got.out, tenant.DemoUsername) {
		t.Errorf("code %d\n%s\n%s", got.code, got.out, got.err)
	}
	if !strings.Contains(got.err, "paste the whole address") {
		t.Errorf("nothing was said about the wrong text:\n%s", got.err)
	}
}

func TestLoginGivenUp(t *testing.T) {
	d := newDesk(t, tenant.Options{})
	for _, tc := range []struct {
		name string
		in   io.Reader
		tty  bool
		code int
	}{
		{"nobody there", strings.NewReader(""), false, exit.NotAuthorised},
		{"ctrl+d", strings.NewReader(""), true, exit.Cancelled},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d.setup = func(o *cli.Options) { o.In, o.InTTY, o.ErrTTY = tc.in, tc.tty, tc.tty }
			got := d.run("send", d.path(tenant.SampleCollectionFile), "Who am I", "-e", "Tenant")
			if got.code != tc.code || got.out != "" {
				t.Errorf("code %d, want %d\n%s%s", got.code, tc.code, got.out, got.err)
			}
		})
	}
}

func TestDemoIsIsolated(t *testing.T) {
	d := newDesk(t, tenant.Options{})
	var s cli.Session
	var found []string
	d.setup = func(o *cli.Options) {
		o.InTTY, o.OutTTY = true, true
		o.Workbench = func(_ context.Context, session cli.Session) error {
			s = session
			entries, err := os.ReadDir(s.Paths[0])
			for _, e := range entries {
				found = append(found, e.Name())
			}
			return err
		}
	}
	if got := d.run("demo"); got.code != exit.OK {
		t.Fatalf("code %d\n%s", got.code, got.err)
	}
	if diff := cmp.Diff([]string{tenant.SampleCollectionFile, tenant.SampleEnvironmentFile}, found); diff != "" {
		t.Error(diff)
	}
	if s.Demo == nil || s.Env != "Tenant" || !strings.HasPrefix(s.Demo.StateDir(), filepath.Dir(s.Paths[0])) {
		t.Errorf("the session is %+v", s)
	}
	if _, err := os.Stat(filepath.Dir(s.Paths[0])); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the demo left %s behind (%v)", s.Paths[0], err)
	}
}

// The workbench has the terminal to itself: nothing is written across it.
func TestNothingIsToldAcrossTheScreen(t *testing.T) {
	d := newDesk(t, tenant.Options{})
	d.setup = func(o *cli.Options) {
		o.InTTY, o.OutTTY, o.ErrTTY = true, true, true
		o.Workbench = func(ctx context.Context, _ cli.Session) error {
			auth.Step(ctx, "asking for a token")
			return nil
		}
	}
	for _, args := range [][]string{{d.dir}, {"demo"}} {
		if got := d.run(args...); got.code != exit.OK || got.out+got.err != "" {
			t.Errorf("%v: code %d\n%s%s", args, got.code, got.out, got.err)
		}
	}
}
