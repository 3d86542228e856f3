package difftest

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestNewmanReports compares the reports of one run each, field by field: JSON
// and JUnit.
func TestNewmanReports(t *testing.T) {
	requireNewman(t)
	rec := newRecorder(t)
	rec.answer = stub
	dir := t.TempDir()
	file := func(name string) string { return filepath.Join(dir, name) }
	binary := file("postern")
	if out, err := exec.Command("go", "build", "-o", binary, "postern").CombinedOutput(); err != nil {
		t.Fatalf("build the program: %v\n%s", err, out)
	}
	run := func(name string, command ...string) {
		cmd := exec.Command(command[0], append(command[1:], "testdata/reports.run.json", "--env-var", "server=http://127.0.0.1:"+strconv.Itoa(rec.port()),
			"-r", "json,junit", "--reporter-json-export", file(name+".json"), "--reporter-junit-export", file(name+".xml"), "-n", "2")...)
		cmd.Env = append(os.Environ(), "POSTERN_STATE="+file("state"), "POSTERN_CONFIG="+file("config"))
		out, err := cmd.CombinedOutput()
		if cmd.ProcessState == nil || cmd.ProcessState.ExitCode() != 1 {
			t.Fatalf("%s: %v\n%s", name, err, out)
		}
	}
	run("newman", "node", filepath.Join(os.Getenv("POSTERN_NEWMAN"), "node_modules", "newman", "bin", "newman.js"), "run")
	run("postern", binary, "run", "--trust")
	list := readAllow(t, "testdata/allow-reports.tsv")
	t.Run("JSON", func(t *testing.T) {
		var a, b any
		for name, into := range map[string]*any{"newman.json": &a, "postern.json": &b} {
			if err := json.Unmarshal(readFile(t, file(name)), into); err != nil {
				t.Fatal(err)
			}
		}
		w := walk{list: list}
		w.compare("", a, b)
		for _, d := range w.found {
			t.Error(d)
		}
		t.Logf("%d fields compared, %d differ as allowed", w.fields, w.allowed)
	})
	t.Run("JUnit", func(t *testing.T) {
		a, b := suites(t, file("newman.xml")), suites(t, file("postern.xml"))
		b = slices.DeleteFunc(b, func(line string) bool { // only we have cases with an error
			_, ok := allow(list, "junit", "testcase", line)
			return ok
		})
		if !reflect.DeepEqual(a, b) {
			t.Errorf("newman\n%+v\npostern\n%+v", a, b)
		}
	})
	for _, text := range unused(list) {
		t.Errorf("nothing needs this line of the allow list any more: %s", text)
	}
}

// walk goes through two documents side by side.
type walk struct {
	list            []*allowed
	found           []string
	fields, allowed int
}

var index = regexp.MustCompile(`\[\d+\]`)

func (w *walk) differ(path, difference string) {
	if _, ok := allow(w.list, "json", index.ReplaceAllString(path, "[]"), difference); ok {
		w.allowed++
		return
	}
	w.found = append(w.found, fmt.Sprintf("json\t%s\t%.300s", index.ReplaceAllString(path, "[]"), difference))
}

func (w *walk) compare(path string, a, b any) {
	w.fields++
	x, isObject := a.(map[string]any)
	y, both := b.(map[string]any)
	if isObject && both {
		for _, k := range slices.Sorted(maps.Keys(merged(x, y))) {
			v, ok := x[k]
			u, ours := y[k]
			switch {
			case !ok:
				w.differ(path+"."+k, fmt.Sprintf("only postern: %v", u))
			case !ours:
				w.differ(path+"."+k, fmt.Sprintf("only newman: %v", v))
			default:
				w.compare(path+"."+k, v, u)
			}
		}
		return
	}
	if strings.HasSuffix(path, ".header") { // their order is free
		a, b = byKey(a), byKey(b)
		if _, ok := a.(map[string]any); ok {
			w.fields--
			w.compare(path, a, b)
			return
		}
	}
	xs, isList := a.([]any)
	ys, both := b.([]any)
	if isList && both && len(xs) == len(ys) {
		for i := range xs {
			w.compare(fmt.Sprintf("%s[%d]", path, i), xs[i], ys[i])
		}
		return
	}
	if !reflect.DeepEqual(a, b) {
		w.differ(path, fmt.Sprintf("newman %v, postern %v", a, b))
	}
}

// byKey are the rows of a list of headers by their names.
func byKey(v any) any {
	list, ok := v.([]any)
	if !ok {
		return v
	}
	out := map[string]any{}
	for _, row := range list {
		key := fmt.Sprint(row.(map[string]any)["key"])
		for out[key] != nil { // one of the same name
			key += "+"
		}
		out[key] = row
	}
	return out
}

func merged(a, b map[string]any) map[string]any {
	out := maps.Clone(a)
	maps.Copy(out, b)
	return out
}

// suite is what has to be the same of a JUnit report.
type suite struct {
	Name     string     `xml:"name,attr"`
	ID       string     `xml:"id,attr"`
	Tests    string     `xml:"tests,attr"`
	Failures string     `xml:"failures,attr"`
	Errors   string     `xml:"errors,attr"`
	Err      string     `xml:"system-err"`
	Cases    []testCase `xml:"testcase"`
}

type testCase struct {
	Name      string `xml:"name,attr"`
	ClassName string `xml:"classname,attr"`
	Failure   *struct {
		Type    string `xml:"type,attr"`
		Message string `xml:"message,attr"`
		Text    string `xml:",chardata"`
	} `xml:"failure"`
	Error *struct {
		Type string `xml:"type,attr"`
	} `xml:"error"`
}

// suites are those of a report without times, places in scripts and the words
// of what could not be sent; in words that can be compared.
func suites(t *testing.T, file string) (out []string) {
	t.Helper()
	var r struct {
		Name   string  `xml:"name,attr"`
		Tests  string  `xml:"tests,attr"`
		Suites []suite `xml:"testsuite"`
	}
	if err := xml.Unmarshal(readFile(t, file), &r); err != nil {
		t.Fatal(err)
	}
	out = append(out, r.Name+" "+r.Tests)
	words := regexp.MustCompile(`(?s)RequestError: .*?\n---`)
	for _, s := range r.Suites {
		s.Err = strings.Join(strings.Fields(words.ReplaceAllString(s.Err, "RequestError ---")), " ")
		out = append(out, fmt.Sprintf("%s %s tests %s failures %s errors %s: %s", s.Name, s.ID, s.Tests, s.Failures, s.Errors, s.Err))
		for _, c := range s.Cases {
			line := c.ClassName + " " + c.Name
			if c.Error != nil {
				line = "error " + c.Error.Type + ": " + line
			}
			if c.Failure != nil {
				text, _, _ := strings.Cut(c.Failure.Text, "\n   at ")
				line += " " + c.Failure.Type + " " + c.Failure.Message + ": " + strings.TrimSuffix(strings.Join(strings.Fields(text), " "), ".")
			}
			out = append(out, line)
		}
	}
	return out
}
