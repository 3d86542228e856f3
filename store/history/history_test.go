package history_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"postern/auth"
	"postern/engine"
	"postern/engine/payload"
	"postern/engine/peer"
	"postern/engine/script"
	"postern/engine/vars"
	"postern/store/history"
	"postern/store/state"
)

// TestMain also serves as the other process of TestTwoProcesses.
func TestMain(m *testing.M) {
	dir := os.Getenv("HISTORY_TEST_ADD_TO")
	if dir == "" {
		goleak.VerifyTestMain(m)
		return
	}
	s := state.New(dir)
	l := history.New(state.TablesIn(func() *state.State { return s }), nil)
	for range perProcess {
		if _, err := l.Add(context.Background(), exchange(os.Getenv("HISTORY_TEST_NAME"), "body"), history.Meta{}); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	if err := s.Close(); err != nil {
		os.Exit(1)
	}
}

const perProcess = 40

// in returns the history in dir.
func in(t testing.TB, dir string, limits history.Limits) *history.Log {
	t.Helper()
	s := state.New(dir)
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return history.New(state.TablesIn(func() *state.State { return s }), func() history.Limits { return limits })
}

// exchange is one of a request of that name.
func exchange(item, body string) *engine.Exchange {
	return &engine.Exchange{
		ID: "send-" + item, ItemID: item, Path: []string{"Okta", "Users", item}, Started: time.Now().Round(0),
		Sent: engine.Sent{
			Method: "POST", URL: "https://api.test/v1/" + item + "?limit=2", Proto: "HTTP/1.1", Remote: "127.0.0.1:443",
			Header: []auth.Header{{Name: "Accept", Value: "*/*"}}, Body: []byte(`{"a":1}`), BodySize: 7,
			TLS: &peer.TLS{Version: "TLS 1.3", Cipher: "TLS_AES_128_GCM_SHA256", Protocol: "h2", Trust: peer.Verified, Chain: []peer.Certificate{{
				Subject: "CN=api.test", Issuer: "CN=authority", Names: []string{"api.test"},
				From: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), Until: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC),
			}}},
		},
		Response: &engine.Response{
			Status: 200, Reason: "OK", Proto: "HTTP/1.1", Header: http.Header{"Content-Type": {"application/json"}},
			Body: payload.FromBytes([]byte(body)), WireSize: int64(len(body)),
		},
		Hops: []engine.Hop{{
			Sent: engine.Sent{Method: "GET", URL: "https://api.test/old"}, Status: 302, Reason: "Found",
			Header: http.Header{"Location": {"/new"}}, Timing: engine.Timing{Total: time.Second}, Dropped: []string{"Authorization"},
		}},
		Tokens: []auth.TokenCall{{Kind: "refresh_token", Method: "POST", URL: "https://idp.test/token", Status: 200, Started: time.Now().Round(0), Duration: time.Second}},
		Token:  &auth.Token{Name: "okta-admin"},
		Uses:   []vars.Use{{Name: "host", Value: "api.test", Scope: vars.Environment, Layer: "dev", Resolved: true}},
		Before: &script.Outcome{Console: []script.Line{{Level: "log", Text: "asking", Place: script.Place{Owner: "Okta", Line: 1}}}},
		After: &script.Outcome{
			Tests: []script.Test{
				{Name: "status is 200", Passed: true},
				{Name: "has a name", Error: "AssertionError", Message: "expected a name", Place: script.Place{Script: 1, Owner: "list", Line: 3, Column: 7}},
				{Name: "later", Skipped: true},
			},
			Errors: []script.Error{{Name: "TypeError", Message: "x is not a function", Place: script.Place{Owner: "list", Line: 9}}}, Cut: true,
		},
		Warnings: []string{"a warning"}, Missing: []string{"nobody"},
		Timing: engine.Timing{Connect: time.Millisecond, Total: 42 * time.Millisecond, Reused: true},
	}
}

func add(t testing.TB, l *history.Log, x *engine.Exchange, m history.Meta) int64 {
	t.Helper()
	id, err := l.Add(t.Context(), x, m)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func bodyOf(t *testing.T, x *engine.Exchange) string {
	t.Helper()
	p, err := x.Response.Body.Bytes(1 << 30)
	if err != nil {
		t.Fatal(err)
	}
	return string(p)
}

// A send is read back by another process as it was.
func TestGet(t *testing.T) {
	dir := t.TempDir()
	x := exchange("list", `{"id":"00u1"}`)
	m := history.Meta{Collection: "c1", Environment: "e1", EnvironmentName: "dev", Template: "{{host}}/v1/list"}
	id := add(t, in(t, dir, history.Limits{}), x, m)

	got, e, err := in(t, dir, history.Limits{}).Get(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if b := bodyOf(t, got); b != `{"id":"00u1"}` {
		t.Errorf("the body is %q", b)
	}
	got.Response.Body, x.Response.Body = nil, nil
	if d := cmp.Diff(x, got); d != "" {
		t.Error(d)
	}
	want := history.Entry{
		ID: id, Started: x.Started, Duration: 42 * time.Millisecond, Collection: "c1", Item: "list", Path: x.Path,
		Environment: "e1", EnvironmentName: "dev", Method: "POST", URL: x.Sent.URL, Template: "{{host}}/v1/list",
		Status: 200, Reason: "OK", Token: "okta-admin", Sent: 7, Received: 13, Kept: true, Tests: 3, Passed: 1,
	}
	if d := cmp.Diff(want, e); d != "" {
		t.Error(d)
	}
}

func TestAFailedSend(t *testing.T) {
	l := in(t, t.TempDir(), history.Limits{})
	x := exchange("list", "")
	x.Response = nil
	x.Err = &engine.Error{Stage: engine.StageConnect, Summary: "cannot connect", Where: "https://api.test", Hint: "is it running?", Err: errors.New("refused")}
	got, e, err := l.Get(t.Context(), add(t, l, x, history.Meta{}))
	if err != nil {
		t.Fatal(err)
	}
	if e.Status != 0 || e.Stage != engine.StageConnect || e.Problem != "cannot connect" || e.Kept {
		t.Errorf("the entry is %+v", e)
	}
	if got.Response != nil || got.Err.Error() != "cannot connect: refused" || got.Err.Hint != "is it running?" {
		t.Errorf("it is %+v, %v", got.Response, got.Err)
	}
}

// What is not kept is told, and everything else is there.
func TestBodiesThatAreNotKept(t *testing.T) {
	closed := payload.FromBytes([]byte("gone"))
	if err := closed.Close(); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name   string
		limits history.Limits
		body   *payload.Body
		kept   bool
		want   string
	}{
		{"kept", history.Limits{}, payload.FromBytes([]byte("x")), true, ""},
		{"empty", history.Limits{}, payload.FromBytes(nil), true, ""},
		{"by the settings", history.Limits{NoBodies: true}, payload.FromBytes([]byte("x")), false, "settings"},
		{"too large", history.Limits{}, payload.FromBytes(make([]byte, 8<<20+1)), false, "larger than 8.0 MiB"},
		{"let go", history.Limits{}, closed, false, "let go"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			l := in(t, t.TempDir(), tc.limits)
			x := exchange("list", "")
			x.Response.Body = tc.body
			got, e, err := l.Get(t.Context(), add(t, l, x, history.Meta{}))
			if err != nil {
				t.Fatal(err)
			}
			if e.Kept != tc.kept || !strings.Contains(strings.Join(got.Warnings, "\n"), tc.want) {
				t.Errorf("kept %v, warnings %q", e.Kept, got.Warnings)
			}
			if tc.kept && len(got.Warnings) != 1 {
				t.Errorf("warnings: %q", got.Warnings)
			}
		})
	}
}

func TestABodyFileThatIsDamaged(t *testing.T) {
	dir := t.TempDir()
	l := in(t, dir, history.Limits{})
	id := add(t, l, exchange("list", "the body"), history.Meta{})
	for _, harm := range []struct {
		name string
		do   func(path string) error
	}{
		{"cut", func(p string) error { return os.Truncate(p, 3) }},
		{"removed", os.Remove},
	} {
		name := harm.name
		if err := harm.do(files(t, dir)[0]); err != nil {
			t.Fatal(err)
		}
		x, _, err := l.Get(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if x.Response.Body.Size() != 0 || !strings.Contains(strings.Join(x.Warnings, "\n"), "cannot be read") {
			t.Errorf("%s: %d bytes, %q", name, x.Response.Body.Size(), x.Warnings)
		}
	}
}

// files are the bodies on disk, which nobody else may read.
func files(t *testing.T, dir string) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(filepath.Join(dir, "bodies"), func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		if info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v", path, info.Mode())
		}
		if !d.IsDir() {
			out = append(out, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestNothingThereYet(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "none")
	l := in(t, dir, history.Limits{})
	if es, err := l.List(t.Context(), history.Query{}); err != nil || len(es) != 0 {
		t.Errorf("%v, %v", es, err)
	}
	if _, _, err := l.Get(t.Context(), 1); !errors.Is(err, history.ErrGone) {
		t.Errorf("%v", err)
	}
	if err := l.Delete(t.Context(), 1); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Error("looking made the state")
	}
	add(t, l, exchange("list", ""), history.Meta{})
	if _, _, err := l.Get(t.Context(), 77); !errors.Is(err, history.ErrGone) {
		t.Errorf("%v", err)
	}
}

func TestTwoProcesses(t *testing.T) {
	dir := t.TempDir()
	l := in(t, dir, history.Limits{})
	var wg sync.WaitGroup
	for _, name := range []string{"one", "two"} {
		wg.Go(func() {
			cmd := exec.Command(os.Args[0], "-test.run", "^$")
			cmd.Env = append(os.Environ(), "HISTORY_TEST_ADD_TO="+dir, "HISTORY_TEST_NAME="+name)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%s: %v\n%s", name, err, out)
			}
		})
	}
	for range perProcess {
		add(t, l, exchange("here", "body"), history.Meta{})
	}
	wg.Wait()
	for _, name := range []string{"one", "two", "here"} {
		es, err := l.List(t.Context(), history.Query{Item: name, Limit: 1000})
		if err != nil || len(es) != perProcess {
			t.Errorf("%s: %d entries, %v", name, len(es), err)
		}
	}
	if n := len(files(t, dir)); n != 3*perProcess {
		t.Errorf("%d bodies", n)
	}
}
