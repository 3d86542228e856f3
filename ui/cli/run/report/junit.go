package report

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"

	"postern/engine/redact"
	"postern/engine/runner"
	"postern/engine/runner/matrix"
	"postern/engine/script"
)

// JUnit is newman's JUnit report: a suite for each request, a case for each of
// its tests, and one with an error where a script broke off or no answer came:
// who counts cases would else see nothing wrong. Make one with [NewJUnit].
type JUnit struct {
	run      Run
	file     string
	literals redact.Redactor
	items    int
	// suites are in the order in which requests were first sent.
	suites []*suite
	byID   map[string]*suite
	total  time.Duration
	// resumed says where the run went on that another one had left.
	resumed string
}

// NewJUnit returns the report that goes to file.
func NewJUnit(run Run, file string) (*JUnit, error) {
	return &JUnit{run: run, file: file, literals: run.Literals(), byID: map[string]*suite{}}, nil
}

// suite is what became of a request in all iterations.
type suite struct {
	id, name                string
	tests, failures, errors int
	sent                    int
	// over says that tests are those of a time that is over: newman counts those
	// of the last one.
	over       bool
	time, last time.Duration
	// problems are those of the iterations so far, untold how many more had some.
	problems strings.Builder
	untold   int
	cases    []*testCase
	byName   map[string]*testCase
}

// testCase is what became of a test in all iterations, or, with a kind, what
// broke in them.
type testCase struct {
	name, kind string
	failures   int
	// first is the message of the first failure, stack where the last one was.
	first, stack string
}

func (c *testCase) fail(message, stack string) {
	if c.failures++; c.failures == 1 {
		c.first = message
	}
	c.stack = stack
}

// Report implements [runner.Reporter].
func (j *JUnit) Report(e runner.Event) {
	switch e := e.(type) {
	case runner.Began:
		j.resumed = e.Resumed()
	case runner.Done:
		j.done(e)
	}
}

func (j *JUnit) done(e runner.Done) {
	id := e.Ref.Item.ID
	s := j.byID[id]
	last := e.As == j.run.leader()
	if e.Exchange != nil && e.Exchange.Skipped() {
		if s != nil && last {
			s.over = true
		}
		return
	}
	j.items++
	if s == nil {
		s = &suite{id: id, name: name(e.Ref), byName: map[string]*testCase{}}
		j.byID[id], j.suites = s, append(j.suites, s)
	}
	x, mask := e.Exchange, redact.Redactor{}
	if x != nil {
		mask = x.Public().And(j.literals)
	}
	s.sent++
	if s.over {
		s.tests = 0
	}
	s.over = last
	if x != nil && x.Response != nil {
		s.last = response(x)
		s.time += s.last
		j.total += s.last
	}
	told := ""
	if e.Err != nil {
		s.errors++
		told += "RequestError: " + mask.Text(failure(e)) + "\n"
		if want := j.run.expected(e); want != "" { // a cell without an answer
			s.test(script.Test{Name: matrix.TestName(e.As, want), Error: "RequestError", Message: failure(e)}, "", mask)
		} else {
			s.broken("RequestError", "an answer comes", e.As, mask.Text(failure(e)), "")
		}
	}
	told += "\n---\n"
	broke := e.Err != nil
	each(x, func(event string, out *script.Outcome) {
		for _, t := range out.Tests {
			s.test(t, e.As, mask)
		}
		for _, b := range out.Errors {
			s.errors++
			broke = true
			told += event + "ScriptError: " + mask.Text(b.Message) + "\n---\n"
			s.broken(event+"ScriptError", event+" script runs", e.As, mask.Text(b.Name+": "+b.Message), place(b.Place))
		}
	})
	switch {
	case !broke:
	case s.problems.Len() < mostProblems:
		fmt.Fprintf(&s.problems, "Iteration: %d\n%s", e.Iteration, told)
	default:
		s.untold++
	}
}

// mostProblems is how much is told of the problems of one request, in bytes.
const mostProblems = 1 << 20

// test adds a test, below the name of whom the request was sent as.
func (s *suite) test(t script.Test, as string, mask redact.Redactor) {
	s.tests++
	c := s.of("", mask.Text(t.Name), as)
	if !t.Passed && !t.Skipped {
		s.failures++
		c.fail(mask.Text(t.Message), mask.Text(t.Error+": "+t.Message)+place(t.Place))
	}
}

// broken adds what newman only counts, as a case of its own.
func (s *suite) broken(kind, name, as, what, place string) {
	s.of(kind, name, as).fail(what, what+place)
}

// of is the case of a name, which begins with whom the request was sent as.
func (s *suite) of(kind, name, as string) *testCase {
	if prefix := "as " + as + ": "; as != "" && !strings.HasPrefix(name, prefix) {
		name = prefix + name
	}
	key := kind + "\x00" + name
	c := s.byName[key]
	if c == nil {
		c = &testCase{name: name, kind: kind}
		s.byName[key], s.cases = c, append(s.cases, c)
	}
	return c
}

// The elements of the report.
type (
	xmlSuites struct {
		XMLName xml.Name   `xml:"testsuites"`
		Name    string     `xml:"name,attr"`
		Tests   int        `xml:"tests,attr"`
		Time    string     `xml:"time,attr"`
		Resumed string     `xml:",comment"`
		Suites  []xmlSuite `xml:"testsuite"`
	}
	xmlSuite struct {
		Name      string    `xml:"name,attr"`
		ID        string    `xml:"id,attr"`
		Timestamp string    `xml:"timestamp,attr"`
		Tests     int       `xml:"tests,attr"`
		Failures  int       `xml:"failures,attr"`
		Errors    int       `xml:"errors,attr"`
		Time      string    `xml:"time,attr"`
		SystemErr *xmlText  `xml:"system-err"`
		Cases     []xmlCase `xml:"testcase"`
	}
	xmlCase struct {
		Name      string      `xml:"name,attr"`
		Time      string      `xml:"time,attr"`
		ClassName string      `xml:"classname,attr"`
		Failure   *xmlFailure `xml:"failure"`
		Error     *xmlFailure `xml:"error"`
	}
	xmlFailure struct {
		Type    string `xml:"type,attr"`
		Message string `xml:"message,attr"`
		Text    string `xml:",cdata"`
	}
	xmlText struct {
		Text string `xml:",cdata"`
	}
)

// comment is a text as it may stand in a comment.
func comment(s string) string { return strings.ReplaceAll(clean(s), "-", "‐") }

// Finish writes the report.
func (j *JUnit) Finish() error {
	class := className(j.run.Collection.Name)
	out := xmlSuites{Name: clean(j.run.Collection.Name), Tests: j.items, Time: seconds(j.total), Resumed: comment(j.resumed)}
	for _, s := range j.suites {
		n := xmlSuite{
			Name: clean(s.name), ID: s.id, Timestamp: j.run.Started.UTC().Format("2006-01-02T15:04:05.000Z"),
			Tests: s.tests, Failures: s.failures, Errors: s.errors, Time: seconds(s.time / time.Duration(s.sent)),
		}
		if s.untold > 0 {
			fmt.Fprintf(&s.problems, "and of %d more\n", s.untold)
		}
		if s.problems.Len() > 0 {
			n.SystemErr = &xmlText{clean(s.problems.String())}
		}
		own := className(s.name)
		if own == "" {
			own = class
		}
		for _, c := range s.cases {
			x := xmlCase{Name: clean(c.name), Time: seconds(s.last), ClassName: own, Failure: j.failure(s, c)}
			if c.kind != "" {
				x.Failure, x.Error = nil, x.Failure
			}
			n.Cases = append(n.Cases, x)
		}
		out.Suites = append(out.Suites, n)
	}
	return save(j.file, func(w io.Writer) error {
		_, err := io.WriteString(w, `<?xml version="1.0" encoding="UTF-8"?>`+"\n")
		if err != nil {
			return err
		}
		x := xml.NewEncoder(w)
		x.Indent("", "  ")
		if err = x.Encode(out); err == nil {
			_, err = io.WriteString(w, "\n")
		}
		return err
	})
}

func (j *JUnit) failure(s *suite, c *testCase) *xmlFailure {
	if c.failures == 0 {
		return nil
	}
	lines := []string{
		fmt.Sprintf("Failed %d times.", c.failures), "Collection JSON ID: " + j.run.Collection.ID + ".",
		"Collection name: " + j.run.Collection.Name + ".", "Request name: " + s.name + ".", "Test description: " + c.name + ".",
		"Error message: " + c.first + ".", "Stacktrace: " + c.stack + ".",
	}
	return &xmlFailure{Type: cmp.Or(c.kind, "AssertionFailure"), Message: clean(c.first), Text: clean(strings.Join(lines, "\n"))}
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.3f", d.Seconds()) }

// clean is a text without what XML 1.0 cannot hold, section 2.2.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t', r == '\n', r == '\r', r >= 0x20 && r <= 0xd7ff, r >= 0xe000 && r <= 0xfffd, r >= 0x10000:
			return r
		}
		return '\ufffd'
	}, s)
}
