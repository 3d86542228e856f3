package report

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode/utf8"

	"postern/auth"
	"postern/engine"
	"postern/engine/collection"
	"postern/engine/payload"
	"postern/engine/redact"
	"postern/engine/runner"
	"postern/engine/runner/matrix"
	"postern/engine/script"
)

func TestFigures(t *testing.T) {
	var f figure
	for _, v := range []float64{2, 4, 4, 4, 5, 5, 7, 9} {
		f.add(v)
	}
	if f.mean != 5 || f.low != 2 || f.high != 9 || math.Abs(f.deviation()-2) > 1e-9 {
		t.Errorf("%+v, deviation %v", f, f.deviation())
	}
	if none := (&figure{}).deviation(); none != 0 {
		t.Errorf("of none: %v", none)
	}
}

// told is a run of one request in two iterations: a test passes once and fails
// once, then a script skips the request.
func told(r runner.Reporter, c *collection.Collection) {
	ref := c.Requests()[0]
	at := func(i int) runner.Cursor { return runner.Cursor{Length: 1, Iteration: i, Iterations: 3} }
	for i := range 3 {
		r.Report(runner.Iteration{Cursor: at(i)})
		x := &engine.Exchange{After: &script.Outcome{Tests: []script.Test{{Name: "even\x00", Passed: i == 0, Error: "AssertionError", Message: "odd"}, {Name: "later", Skipped: true}}}}
		if i == 2 {
			x = &engine.Exchange{Before: &script.Outcome{Skip: true}}
		}
		r.Report(runner.Done{Cursor: at(i), Ref: ref, Exchange: x})
	}
	r.Report(runner.Ended{})
}

func one(t *testing.T) (Run, string) {
	t.Helper()
	c := &collection.Collection{ID: "c", Name: "Two words", Items: []*collection.Item{{ID: "r", Name: "List Users", Request: &collection.Request{URL: collection.ParseURL("http://x.test/")}}}}
	return Run{Collection: c, Started: time.UnixMilli(1)}, filepath.Join(t.TempDir(), "deep", "report")
}

func TestJUnitTellsOfAllIterations(t *testing.T) {
	run, file := one(t)
	j, err := NewJUnit(run, file)
	if err != nil {
		t.Fatal(err)
	}
	told(j, run.Collection)
	if err := j.Finish(); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`<testsuites name="Two words" tests="2"`, `<testsuite name="List Users" id="r" timestamp="1970-01-01T00:00:00.001Z" tests="2" failures="1" errors="0"`,
		"<testcase name=\"even\ufffd\"", `classname="ListUsers"`, `<failure type="AssertionFailure" message="odd">`, "Failed 1 times.",
	} {
		if !strings.Contains(string(b), want) {
			t.Errorf("%s\nis not in\n%s", want, b)
		}
	}
}

// The tests that a suite counts are those of all identities in the last
// iteration, whoever of them was kept from sending.
func TestJUnitCountsIdentities(t *testing.T) {
	for _, skips := range []string{"", "none", "reader", "admin"} {
		run, file := one(t)
		run.Grid = &matrix.Grid{As: []string{"admin", "reader", "none"}, Rows: []matrix.Row{{Cells: make([]matrix.Cell, 3)}}}
		j, err := NewJUnit(run, file)
		if err != nil {
			t.Fatal(err)
		}
		for i := range 3 {
			for _, as := range []string{"none", "reader", "admin"} {
				x := &engine.Exchange{After: &script.Outcome{Tests: []script.Test{{Name: "a", Passed: true}}}}
				if as == skips {
					x = &engine.Exchange{Before: &script.Outcome{Skip: true}}
				}
				j.Report(runner.Done{Cursor: runner.Cursor{Length: 1, Iteration: i, Iterations: 3}, Ref: run.Collection.Requests()[0], As: as, Exchange: x})
			}
		}
		if err := j.Finish(); err != nil {
			t.Fatal(err)
		}
		want := `tests="3" failures`
		if skips != "" {
			want = `tests="2" failures`
		}
		if b, err := os.ReadFile(file); err != nil || !strings.Contains(string(b), want) {
			t.Errorf("%q skips: %s is not in\n%s", skips, want, b)
		}
	}
}

// A report is read by others than the one in whose container the run was.
func TestReportsHaveTheUsualRights(t *testing.T) {
	dir, run := t.TempDir(), Run{Collection: &collection.Collection{}}
	usual, folder := filepath.Join(dir, "usual"), filepath.Join(dir, "folder")
	if err := errors.Join(os.WriteFile(usual, nil, 0o666), os.Mkdir(folder, 0o777)); err != nil { // less the umask
		t.Fatal(err)
	}
	file := filepath.Join(dir, "deep", "report")
	j, err := NewJUnit(run, file)
	if err != nil {
		t.Fatal(err)
	}
	if err := j.Finish(); err != nil {
		t.Fatal(err)
	}
	for got, want := range map[string]string{file: usual, filepath.Dir(file): folder} {
		g, err := os.Stat(got)
		if err != nil {
			t.Fatal(err)
		}
		w, err := os.Stat(want)
		if err != nil {
			t.Fatal(err)
		}
		if g.Mode() != w.Mode() {
			t.Errorf("%s is %v, any other is %v", got, g.Mode(), w.Mode())
		}
	}
}

// What breaks is a case that fails, for those who count cases: one for all
// iterations. The counts are newman's.
func TestJUnitHasACaseOfWhatBroke(t *testing.T) {
	run, file := one(t)
	j, err := NewJUnit(run, file)
	if err != nil {
		t.Fatal(err)
	}
	ref := run.Collection.Requests()[0]
	broken := &script.Outcome{
		Tests:  []script.Test{{Name: "test script runs", Passed: true}},
		Errors: []script.Error{{Name: "TypeError", Message: "boom", Place: script.Place{Owner: "List Users", Line: 3, Column: 5}}},
	}
	for i := range 2 {
		j.Report(runner.Done{Cursor: runner.Cursor{Length: 1, Iteration: i, Iterations: 3}, Ref: ref, Exchange: &engine.Exchange{Before: broken, After: broken}})
	}
	j.Report(runner.Done{Cursor: runner.Cursor{Length: 1, Iteration: 2, Iterations: 3}, Ref: ref, Err: errors.New("nobody answers")})
	if err := j.Finish(); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`tests="0" failures="0" errors="5"`, `<system-err>`, "testScriptError: boom",
		`<testcase name="test script runs" time="0.000" classname="ListUsers"></testcase>`, // the test of that name
		"<error type=\"prerequestScriptError\" message=\"TypeError: boom\"><![CDATA[Failed 2 times.",
		"<testcase name=\"test script runs\" time=\"0.000\" classname=\"ListUsers\">\n      <error type=\"testScriptError\" message=\"TypeError: boom\">",
		"Stacktrace: TypeError: boom\n   at List Users:3:5.", `<error type="RequestError" message="nobody answers">`,
	} {
		if !strings.Contains(string(b), want) {
			t.Errorf("%s\nis not in\n%s", want, b)
		}
	}
	if n := strings.Count(string(b), "<testcase"); n != 4 {
		t.Errorf("%d cases in\n%s", n, b)
	}
}

// A run that fails without end takes no memory without end.
func TestJUnitOfManyProblems(t *testing.T) {
	run, file := one(t)
	j, err := NewJUnit(run, file)
	if err != nil {
		t.Fatal(err)
	}
	e := runner.Done{Ref: run.Collection.Requests()[0], Err: &engine.Error{Summary: strings.Repeat("x", mostProblems/2)}}
	for range 5 {
		j.Report(e)
	}
	if err := j.Finish(); err != nil {
		t.Fatal(err)
	}
	if b, err := os.ReadFile(file); err != nil || len(b) > 3*mostProblems || !strings.Contains(string(b), "and of 3 more\n") || !strings.Contains(string(b), `errors="5"`) {
		t.Errorf("%d bytes, %v", len(b), err)
	}
}

// Beside a failure stands where in which script it was.
func TestHTMLTellsTheLine(t *testing.T) {
	run, file := one(t)
	h, err := NewHTML(run, file)
	if err != nil {
		t.Fatal(err)
	}
	at := func(line int) script.Place { return script.Place{Owner: "List Users", Line: line} }
	h.Report(runner.Done{Cursor: runner.Cursor{Length: 1, Iterations: 1}, Ref: run.Collection.Requests()[0], Exchange: &engine.Exchange{After: &script.Outcome{
		Tests: []script.Test{{Name: "even", Error: "AssertionError", Message: "odd", Place: at(3)}}, Errors: []script.Error{{Name: "Error", Message: "boom", Place: at(7)}},
	}}})
	if err := h.Finish(); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"odd (script of List Users, line 3)", "Error: boom (script of List Users, line 7)"} {
		if !strings.Contains(string(b), want) {
			t.Errorf("%s is not in\n%s", want, b)
		}
	}
}

// Figures of the page are words that people read: one is no plural, and times
// are those of the screen.
func TestHTMLSpellsFigures(t *testing.T) {
	run, file := one(t)
	h, err := NewHTML(run, file)
	if err != nil {
		t.Fatal(err)
	}
	ref := run.Collection.Requests()[0]
	h.Report(runner.Done{Cursor: runner.Cursor{Length: 1, Iterations: 1}, Ref: ref, Exchange: &engine.Exchange{
		Started: run.Started, Timing: engine.Timing{Total: 3500 * time.Microsecond, Transfer: time.Millisecond}, Response: &engine.Response{Status: 200, Body: payload.FromBytes(nil)},
	}})
	h.Report(runner.Ended{Summary: runner.Summary{Requests: 1, Tests: 3, FailedTests: 1, ScriptErrors: 1, Elapsed: 1234 * time.Millisecond}})
	if err := h.Finish(); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"<b>1</b>request<", "<b>2</b>tests passed<", "<b>1</b>test failed<", "<b>1</b>script broke off<", "<b>1.23 s</b>in all", `>3.5 ms</span>`, "waited 2.5 ms, received for 1.0 ms",
	} {
		if !strings.Contains(string(b), want) {
			t.Errorf("%s is not in\n%s", want, b)
		}
	}
}

func TestJSONCountsAsNewman(t *testing.T) {
	run, file := one(t)
	j, err := NewJSON(run, file)
	if err != nil {
		t.Fatal(err)
	}
	told(j, run.Collection)
	if err := j.Finish(); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Run struct {
			Stats      stats
			Executions []struct{ Assertions []assertion }
			Failures   []struct{ At string }
		}
	}
	if err := json.Unmarshal(b, &got); err != nil {
		t.Fatal(err)
	}
	s := got.Run.Stats
	if s.Iterations.Total != 3 || s.Items.Total != 3 || s.Requests.Total != 2 || s.Tests.Total != 2 || s.Assertions.Total != 4 || s.Assertions.Failed != 1 {
		t.Errorf("%+v", s)
	}
	// The skipped request is no execution.
	if len(got.Run.Executions) != 2 || len(got.Run.Failures) != 1 || got.Run.Failures[0].At != "assertion:0 in test-script" {
		t.Errorf("%d executions, failures %+v", len(got.Run.Executions), got.Run.Failures)
	}
}

// A body is masked whatever its letters are, and wherever it is cut.
func TestBodiesAreMasked(t *testing.T) {
	const secret = "a-long-secret"
	long := strings.Repeat("zq", 100)
	for name, body := range map[string]string{
		"Latin-1":                 "caf\xe9 " + secret,
		"cut within a character":  secret + strings.Repeat("é", mostBody),
		"cut within the secret":   strings.Repeat("x", mostBody-4) + secret,
		"not text, and cut":       secret + strings.Repeat("\xe9", mostBody),
		"masked to less than all": strings.Repeat(secret, mostBody/len(secret)+1),
		"masked to much less":     strings.Repeat(long+" ", mostBody/len(long)+margin),
	} {
		w := payload.NewWriter(payload.Limits{})
		if _, err := w.Write([]byte(body)); err != nil {
			t.Fatal(err)
		}
		b, err := w.Close()
		if err != nil {
			t.Fatal(err)
		}
		got, ok := text(&engine.Exchange{Response: &engine.Response{Body: b}}, redact.New(secret, auth.Secret(long)))
		if strings.Contains(got, secret[:4]) || strings.Contains(got, long[:4]) || len(got) > mostBody || ok != utf8.ValidString(body) {
			t.Errorf("%s: %v, %d bytes, begins %.40q, ends %q", name, ok, len(got), got, got[max(0, len(got)-20):])
		}
	}
}

// A form stands in its rows, headers of the program's own are marked, and what
// the network did has the code that tools look for.
func TestJSONOfARequest(t *testing.T) {
	run, file := one(t)
	j, err := NewJSON(run, file)
	if err != nil {
		t.Fatal(err)
	}
	x := &engine.Exchange{Sent: engine.Sent{
		Method: "POST", URL: "http://x.test/", Body: []byte("a=b%20c&password=s3cret-1"),
		Header: []auth.Header{{Name: "X-A", Value: "1"}, {Name: "Content-Type", Value: "application/x-www-form-urlencoded", System: true}},
	}}
	refused := fmt.Errorf("dial: %w", syscall.ECONNREFUSED)
	j.Report(runner.Done{Cursor: runner.Cursor{Length: 1, Iterations: 1}, Ref: run.Collection.Requests()[0], Exchange: x, Err: refused})
	j.Report(runner.Ended{})
	if err := j.Finish(); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`"urlencoded":[{"key":"a","value":"b c"},{"key":"password","value":"••••••••"}]`,
		`{"key":"X-A","value":"1"},{"key":"Content-Type","value":"application/x-www-form-urlencoded","system":true}`,
		`"code":"ECONNREFUSED"`,
	} {
		if !strings.Contains(string(b), want) {
			t.Errorf("%s\nis not in\n%s", want, b)
		}
	}
	if strings.Contains(string(b), `"parent"`) {
		t.Error("newman names no parent of a request that failed")
	}
}
