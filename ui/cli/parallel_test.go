package cli_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"postern/auth/tenant"
	"postern/ui/cli/exit"
)

// meeting is a server whose paths below /meet/ answer only when as many requests
// as it waits for are under way.
type meeting struct {
	*httptest.Server
	mu    sync.Mutex
	count int
	asked []string
	open  chan struct{}
	wants int
}

func newMeeting(t *testing.T, wants int) *meeting {
	t.Helper()
	m := &meeting{open: make(chan struct{}), wants: wants}
	m.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		m.mu.Lock()
		m.asked = append(m.asked, r.Method+" "+r.URL.String())
		wait := m.open
		if strings.HasPrefix(r.URL.Path, "/meet/") {
			if m.count++; m.count%m.wants == 0 {
				close(m.open)
				m.open = make(chan struct{})
			}
			m.mu.Unlock()
			select {
			case <-wait:
			case <-time.After(time.Minute):
				w.WriteHeader(http.StatusTeapot)
			}
			m.mu.Lock()
		}
		m.mu.Unlock()
		if r.URL.Query().Has("cookie") {
			http.SetCookie(w, &http.Cookie{Name: "late", Value: "1"})
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = fmt.Fprintf(w, `{"path": %q, "n": [1, 2, 3]}`, r.URL.Path) // the client's side is tested
	}))
	t.Cleanup(m.Close)
	return m
}

// mixed is a collection whose requests read, test, change and write.
const mixed = `{"info": {"name": "Mixed", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
 "variable": [{"key": "n", "value": "0"}],
 "item": [
  {"name": "First", "request": "{{url}}/first"},
  {"name": "A", "request": "{{url}}/meet/a?n={{n}}", "event": [{"listen": "test", "script": {"exec": "pm.test('a', () => pm.expect(pm.response.json().path).to.equal('/meet/a'))"}}]},
  {"name": "B", "request": "{{url}}/meet/b?n={{n}}", "event": [{"listen": "test", "script": {"exec": "tests['b ' + pm.variables.get('n')] = responseCode.code === 200"}}]},
  {"name": "C", "request": "{{url}}/meet/c?n={{n}}", "event": [{"listen": "prerequest", "script": {"exec": "pm.request.headers.add({key: 'X-N', value: pm.variables.get('n')}); console.log('going')"}}]},
  {"name": "Set", "request": "{{url}}/set", "event": [{"listen": "test", "script": {"exec": "pm.collectionVariables.set('n', Number(pm.collectionVariables.get('n')) + 1); pm.test('odd', () => pm.expect(pm.collectionVariables.get('n') % 2).to.equal(1))"}}]},
  {"name": "Write", "request": {"method": "POST", "url": "{{url}}/write", "body": {"mode": "raw", "raw": "{{n}}"}}},
  {"name": "D", "request": "{{url}}/meet/d?n={{n}}"},
  {"name": "E", "request": "{{url}}/meet/e?n={{n}}"},
  {"name": "F", "request": "{{url}}/meet/f?n={{n}}", "event": [{"listen": "test", "script": {"exec": "for (let i = 0; i < 3; i++) { pm.expect(pm.response.json().n[i]).to.equal(i + 1) }"}}]}]}`

// What overlaps comes to what it comes to one by one: the same lines in the same
// order, the same report, the same variables.
func TestParallelRunsComeToTheSame(t *testing.T) {
	times := regexp.MustCompile(` *\d+(\.\d+)? ?m?s\b|127\.0\.0\.1:\d+`) // and ports
	run := func(parallel string, meet int) (out, errs string, report any, left string) {
		d, m := newDesk(t, tenant.Options{}), newMeeting(t, meet)
		d.write("mixed.json", mixed)
		d.write("rows.json", `[{"row": "one"}, {"row": "two"}]`)
		got := d.run("run", d.path("mixed.json"), "--var", "url="+m.URL, "--trust", "-d", d.path("rows.json"), "-r", "cli,json",
			"--reporter-json-export", d.path("report.json"), "--export-collection", d.path("left.json"), "--parallel", parallel)
		if got.code != exit.RunFailed { // the test that the number is odd
			t.Errorf("--parallel %s: code %d\n%s%s", parallel, got.code, got.out, got.err)
		}
		b, err := os.ReadFile(d.path("left.json"))
		if err != nil {
			t.Fatal(err)
		}
		out = strings.ReplaceAll(times.ReplaceAllString(got.out, "T"), " ", "")
		return out, got.err, executions(t, d.path("report.json")), string(b)
	}
	wantOut, _, want, wantLeft := run("1", 1)
	out, errs, got, left := run("3", 3)
	if diff := cmp.Diff(wantOut, out); diff != "" {
		t.Errorf("what it prints: %s", diff)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the report: %s", diff)
	}
	if left != wantLeft {
		t.Errorf("it has left\n%s\none by one\n%s", left, wantLeft)
	}
	if want := "5 of 18 requests went alone: 1 the first of a host, 2 may change something at the server (--parallel-writes lets them overlap), 2 with scripts that change variables\n"; !strings.Contains(errs, want) {
		t.Errorf("stderr is\n%s", errs)
	}
}

// executions are what a report tells of each request, without ids and times.
func executions(t *testing.T, file string) any {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var r struct {
		Run struct {
			Stats      any
			Failures   []any
			Executions []struct {
				Cursor     map[string]any
				Item       struct{ Name string }
				Response   struct{ Stream struct{ Data []byte } }
				Assertions []any
			}
		}
	}
	// Newman's buffers are lists of numbers.
	text := regexp.MustCompile(`"data":\[[^\]]*\]`).ReplaceAllString(string(b), `"data":""`)
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		t.Fatal(err)
	}
	for _, x := range r.Run.Executions {
		delete(x.Cursor, "ref")
		delete(x.Cursor, "httpRequestId")
	}
	return []any{r.Run.Stats, len(r.Run.Failures), r.Run.Executions}
}

// A cookie that comes too late for what went out beside its request is told.
func TestCookiesThatComeTooLateAreTold(t *testing.T) {
	d, m := newDesk(t, tenant.Options{}), newMeeting(t, 3)
	d.write("late.json", `{"info": {"name": "Late", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
		"item": [{"name": "First", "request": "{{url}}/first"}, {"name": "A", "request": "{{url}}/meet/a?cookie"}, {"name": "B", "request": "{{url}}/meet/b"}, {"name": "C", "request": "{{url}}/meet/c"}]}`)
	got := d.run("run", d.path("late.json"), "--var", "url="+m.URL, "--parallel", "3")
	const want = "! 2 requests went out before the answer to one in front of them had set a cookie for their host: if it is needed there, run without --parallel\n"
	if got.code != exit.OK || !strings.Contains(got.err, want) {
		t.Errorf("code %d\n%s", got.code, got.err)
	}
}

func TestParallelIsChecked(t *testing.T) {
	d := newDesk(t, tenant.Options{})
	for _, tc := range []struct{ args, says string }{
		{"--parallel 0", "--parallel needs a number from 1 on\n  try  --parallel 4\n"},
		{"--parallel -3", "--parallel needs a number from 1 on\n"},
		{"--parallel-writes", "--parallel-writes has no sense without --parallel\n"},
	} {
		got := d.run(append([]string{"run", d.path(tenant.SampleCollectionFile)}, strings.Fields(tc.args)...)...)
		if got.code != exit.Usage || !strings.HasPrefix(got.err, tc.says) {
			t.Errorf("%s: code %d\n%s", tc.args, got.code, got.err)
		}
	}
}
