package cli_test

import (
	"context"
	"errors"
	"flag"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"postern/auth"
	"postern/auth/tenant"
	"postern/engine/script/sandbox"
	"postern/ui/cli/house"
)

var update = flag.Bool("update", false, "rewrite what the tests compare with")

// binary is the built program, in a folder of its own.
var binary string

func TestMain(m *testing.M) {
	sandbox.Main()
	flag.Parse()
	os.Exit(build(m))
}

// build makes the real program, so that what is tested is what people run.
func build(m *testing.M) int {
	dir, err := os.MkdirTemp("", "postern-test-")
	if err != nil {
		log.Print(err)
		return 1
	}
	defer os.RemoveAll(dir)
	binary = filepath.Join(dir, "postern")
	if out, err := exec.Command("go", "build", "-o", binary, "postern").CombinedOutput(); err != nil {
		log.Printf("build the program: %v\n%s", err, out)
		return 1
	}
	return m.Run()
}

// The scripts in testdata are what a person at a shell would see: arguments,
// both outputs to the letter, exit codes.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script", UpdateScripts: *update, RequireUniqueNames: true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("PATH", filepath.Dir(binary)+string(filepath.ListSeparator)+e.Getenv("PATH"))
			e.Setenv("POSTERN_STATE", filepath.Join(e.WorkDir, ".state"))
			e.Setenv("POSTERN_CONFIG", filepath.Join(e.WorkDir, ".config"))
			e.Setenv("BROWSER", "none")
			if shared, ok := sharedDir(); ok {
				e.Setenv("SHARED", shared)
			}
			return nil
		},
		Condition: func(cond string) (bool, error) {
			_, ok := sharedDir()
			return ok && cond == "shared", nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "tenant": startTenant, "refusing": refusing, "tls": startTLS, "guarded": startGuardedScript, "filled": filled, "masked": masked, "expire": expire, "norefresh": norefresh,
		},
	})
}

// exits CODE COMMAND… runs a command that must end with that code.
func exits(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	var ee *exec.ExitError
	if errors.As(err, &ee) {
		got = ee.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d\n%s", got, want, ts.ReadFile("stderr"))
	}
}

// tenant starts the tenant, writes its sample into the current folder and sets
// TENANT_…. With an argument it gives everybody a refresh token.
func startTenant(ts *testscript.TestScript, _ bool, args []string) {
	ctx, cancel := testContext()
	s, err := tenant.Start(ctx, "", tenant.Options{RefreshForClients: len(args) > 0})
	ts.Check(err)
	ts.Defer(func() { cancel(); _ = s.Close() })
	files, err := s.Tenant.Sample(s.URL)
	ts.Check(err)
	for name, data := range files {
		short := "tenant.json"
		if name == tenant.SampleEnvironmentFile {
			short = "env.json"
		}
		ts.Check(os.WriteFile(ts.MkAbs(short), data, 0o600))
	}
	ts.Setenv("TENANT_HOST", strings.TrimPrefix(s.URL, "http://"))
	for _, kv := range s.Tenant.Env() {
		ts.Setenv(kv[0], kv[1])
	}
}

// refusing sets REFUSING to an address where nothing listens. A port that was
// free a moment ago may be a server's of another test now; the first one is
// never handed out.
func refusing(ts *testscript.TestScript, _ bool, _ []string) {
	const address = "127.0.0.1:9" // no port of a server of these tests begins with a 9
	if c, err := net.Dial("tcp", address); err == nil {
		_ = c.Close() // it was not to be
		ts.Fatalf("something listens at %s, which this test needs to be refused", address)
	}
	ts.Setenv("REFUSING", address)
}

// tls sets TLS_SERVER to the address of a server whose certificate nobody
// knows.
func startTLS(ts *testscript.TestScript, _ bool, _ []string) {
	s := httptest.NewUnstartedServer(http.NotFoundHandler())
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	ts.Defer(s.Close)
	ts.Setenv("TLS_SERVER", s.Listener.Addr().String())
}

// masked FILE copies a file with everything replaced that differs from run to
// run: ports, durations, also those in a column.
func masked(ts *testscript.TestScript, _ bool, args []string) {
	text := ts.ReadFile(args[0])
	for _, name := range []string{"WORK", "TENANT_URL", "TENANT_HOST", "REFUSING", "TLS_SERVER", "GUARDED", "PROXY"} {
		if v := ts.Getenv(name); v != "" {
			text = strings.ReplaceAll(text, v, "<"+name+">")
		}
	}
	for mask, pattern := range map[string]string{
		"<date>": `\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(Z| UTC)`, "<ago>": `\(([\w ]+ ago|now)\)`,
		"<key>": `\b[0-9a-f]{32}\b`, "<jti>": `\bAT\.\w+`, "<seconds>": `\b35\d\d\b`,
	} {
		text = regexp.MustCompile(pattern).ReplaceAllString(text, mask)
	}
	text = regexp.MustCompile(` +\d[\d.]* (ms|s)( {2,})`).ReplaceAllString(text, "  <time>$2")
	text = regexp.MustCompile(`(?m)^\d[\d.]* m?s · `).ReplaceAllString(text, "<time> · ")
	text = regexp.MustCompile(`answers in \d\S* m?s on average, \d\S* m?s at most`).ReplaceAllString(text, "answers in <times>")
	words := strings.Split(text, " · ")
	for i, w := range words {
		rest, tail, more := strings.Cut(w, "\n")
		if _, err := time.ParseDuration(strings.ReplaceAll(rest, " ", "")); err == nil {
			words[i] = "<time>"
			if more {
				words[i] += "\n" + tail
			}
		}
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(strings.Join(words, " · ")), 0o600))
}

// expire NAME… makes kept tokens look as if they had ended an hour ago.
func expire(ts *testscript.TestScript, _ bool, args []string) {
	changed(ts, args, func(t *auth.Token) { t.Obtained, t.Expiry = time.Now().Add(-2*time.Hour), time.Now().Add(-time.Hour) })
}

// norefresh NAME… makes kept tokens look as if they had ended, and a person had
// to log in for others.
func norefresh(ts *testscript.TestScript, _ bool, args []string) {
	changed(ts, args, func(t *auth.Token) {
		t.Expiry, t.Refresh = time.Now().Add(-time.Hour), ""
		t.Config = t.Config.Set("grant_type", "authorization_code").Set("authUrl", "http://127.0.0.1:1/authorize")
	})
}

// changed changes kept tokens.
func changed(ts *testscript.TestScript, names []string, change func(*auth.Token)) {
	st := house.Throwaway(ts.Getenv("POSTERN_STATE"))
	defer func() { ts.Check(st.Close()) }()
	all, err := st.Tokens().List(context.Background())
	ts.Check(err)
	for _, t := range all {
		if slices.Contains(names, t.Name) {
			change(&t)
			ts.Check(st.Tokens().Save(context.Background(), t))
		}
	}
}

// sharedDir is the folder of third-party collections beside the repository.
func sharedDir() (string, bool) {
	dir, err := filepath.Abs("../../../shared")
	if err != nil {
		return "", false
	}
	_, err = os.Stat(filepath.Join(dir, "collections"))
	return dir, err == nil
}
