package difftest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// options are command lines of newman run behind the collection. Both programs
// must send the same, write files of the same names, and end alike; why says
// what differs on purpose: newman's exit code and ours.
func options() []struct {
	name, args, want string
	newman, ours     int
	why              string
} {
	return []struct {
		name, args, want string
		newman, ours     int
		why              string
	}{
		{"folders", "--folder B --folder A", "/a1 /a2 /b1", 1, 1, ""},
		{"a request as a folder", "--folder b1", "/b1", 0, 0, ""},
		{"no such folder", "--folder zz", "", 1, 2, "it never began"},
		{"no such folder beside one", "--folder A --folder zz", "", 1, 2, "it never began"},
		{"no such folder, bail", "--bail folder --folder zz", "", 1, 2, "it never began"},
		{"bail", "--folder A --folder B --bail", "/a1 /a2", 1, 1, ""},
		{"bail failure", "--folder A --folder B --bail failure", "/a1 /a2", 1, 1, ""},
		{"bail folder", "--folder A --folder B --bail folder", "/a1 /a2 /b1", 1, 1, ""},
		{"bail both", "--folder A --folder B --bail folder,failure", "/a1 /a2", 1, 1, ""},
		{"none", "--folder B -n 0", "", 0, 0, ""},
		{"twice", "--folder B -n 2", "/b1 /b1", 0, 0, ""},
		{"fewer than none", "--folder B -n -1", "", 0, 2, "newman shows its help and ends well"},
		{"suppressed", "--folder A -x", "/a1 /a2", 0, 0, ""},
		{"suppressed, no such folder", "--folder zz -x", "", 0, 2, "wrong usage stays 2"},
		{"environment", "--folder a1 -e env.json", "/a1?e=file", 0, 0, ""},
		{"environment by address", "--folder a1 -e URL/file/env.json", "/file/env.json /a1?e=file", 0, 0, ""},
		{"no such environment", "--folder a1 -e zz.json", "", 1, 2, "it never began"},
		{"variables", "--folder a1 -e env.json -g in/globals.json --env-var e=x=y --global-var d=2", "/a1?e=x=y&g=file&d=2", 0, 0, ""},
		{"variables without files", "--folder a1 --env-var e=1 --env-var d --global-var g=3 --global-var d=4", "/a1?e=1&g=3", 0, 0, ""},
		{"globals by address", "--folder a1 -g URL/file/in/globals.json", "/file/in/globals.json /a1?g=file", 0, 0, ""},
		{"rows", "--folder a1 -d rows.json", "/a1?d=one /a1?d=two", 0, 0, ""},
		{"rows of CSV, more often", "--folder a1 -d rows.csv -n 3", "/a1?d=one /a1?d=two /a1?d=two", 0, 0, ""},
		{"rows by address", "--folder a1 -d URL/file/rows.csv", "/file/rows.csv /a1?d=one /a1?d=two", 0, 0, ""},
		{"no such rows", "--folder a1 -d zz.csv", "", 1, 2, "it never began"},
		{"redirects", "--folder redirected", "/redirect /target", 0, 0, ""},
		{"no redirects", "--folder redirected --ignore-redirects", "/redirect", 0, 0, ""},
		{"a request too slow", "--folder slow --timeout-request 500", "/slow", 1, 1, ""},
		{"a run too slow", "--folder slow --timeout 2000", "/slow", 1, 1, ""},
		{"a script too slow", "--folder waits --timeout-script 1000", "/waits", 1, 1, ""},
		{"times without a value", "--folder B --delay-request --timeout-request", "/b1", 0, 0, ""},
		{"exports", "--folder a1 --export-environment out/e.json --export-globals out/g.json --export-collection out/c.json --export-cookie-jar out/j.json", "/a1 > out/c.json out/e.json out/g.json out/j.json", 0, 0, ""},
		{"exports into a folder", "--folder a1 --export-environment . --export-globals .", "/a1 > newman-environment-STAMP.json newman-globals-STAMP.json", 0, 0, ""},
		{"an export without a name", "--folder a1 --export-environment", "", 1, 2, "wrong usage"},
		{"reporters", "--folder B -r json,junit", "/b1 > newman/newman-run-report-STAMP.json newman/newman-run-report-STAMP.xml", 0, 0, ""},
		{"reporters without a name", "--folder B --reporters -r -x", "/b1", 0, 0, ""},
		{"reports with names", "--folder B -r json,junit --reporter-json-export out/r.json --reporter-junit-export=out/r.xml", "/b1 > out/r.json out/r.xml", 0, 0, ""},
		{"a report in a folder", "--folder B -r json --reporter-json-export .", "/b1 > newman-run-report-STAMP.json", 0, 0, ""},
		{"a report without a name", "--folder B -r json --reporter-json-export", "/b1 > newman/newman-run-report-STAMP.json", 0, 0, ""},
		{"a report by the general name", "--folder B -r json --reporter-export out/g.json", "/b1 > out/g.json", 0, 0, ""},
		{"unknown reporters", "--folder B -r zorro,cli --reporter-zorro-x 1", "/b1", 0, 0, ""},
		{"silent", "--folder A --silent", "/a1 /a2", 1, 1, ""},
		{"cli", "--folder A --reporter-cli-no-summary --reporter-cli-no-failures --reporter-cli-no-assertions --reporter-cli-no-console --reporter-cli-no-banner --reporter-cli-show-timestamps --color off --disable-unicode", "/a1 /a2", 1, 1, ""},
		{"no such colour", "--folder B --color maybe", "", 0, 2, "newman shows its help and ends well"},
		{"what has no effect", "--folder B --no-insecure-file-read --postman-api-key K -k --working-dir out", "/b1", 0, 0, ""},
		{"no such option", "--folder B --zorro", "", 1, 2, "wrong usage"},
		{"no such jar", "--folder B --cookie-jar zz.json", "", 1, 2, "it never began"},
		{"no such certificates", "--folder B --ssl-client-cert-list zz.json", "", 1, 2, "it never began"},
	}
}

// TestNewmanOptions runs both programs with every option of newman run.
func TestNewmanOptions(t *testing.T) {
	requireNewman(t)
	s := newOptionServer(t)
	binary := filepath.Join(t.TempDir(), "postern")
	if out, err := exec.Command("go", "build", "-o", binary, "postern").CombinedOutput(); err != nil {
		t.Fatalf("build the program: %v\n%s", err, out)
	}
	newman := []string{"node", filepath.Join(os.Getenv("POSTERN_NEWMAN"), "node_modules", "newman", "bin", "newman.js"), "run"}
	ours := []string{binary, "run", "--trust"}
	for _, tt := range options() {
		args := append([]string{"c.json", "--global-var", "url=" + s.URL}, strings.Fields(strings.ReplaceAll(tt.args, "URL", s.URL))...)
		for _, side := range []struct {
			name    string
			command []string
			code    int
		}{{"newman", newman, tt.newman}, {"postern", ours, tt.ours}} {
			dir := s.folder(t)
			code, out := s.run(t, dir, side.command, args)
			if got := s.did(t, dir); got != tt.want || code != side.code {
				t.Errorf("%s: %s did %q and ended with %d, want %q and %d\n%.800s", tt.name, side.name, got, code, tt.want, side.code, out)
			}
		}
		if (tt.newman == tt.ours) != (tt.why == "") {
			t.Errorf("%s: the exit codes are %d and %d, because %q", tt.name, tt.newman, tt.ours, tt.why)
		}
	}
	t.Run("collection by address", func(t *testing.T) {
		for _, command := range [][]string{newman, ours} {
			dir := s.folder(t)
			code, out := s.run(t, dir, command, []string{s.URL + "/file/c.json", "--global-var", "url=" + s.URL, "--folder", "B"})
			if got := s.did(t, dir); got != "/file/c.json /b1" || code != 0 {
				t.Errorf("%s did %q and ended with %d\n%s", command[0], got, code, out)
			}
		}
	})
	t.Run("jars", func(t *testing.T) {
		for _, writes := range [][]string{newman, ours} {
			dir := s.folder(t)
			if code, out := s.run(t, dir, writes, []string{"c.json", "--global-var", "url=" + s.URL, "--folder", "sets", "--export-cookie-jar", "jar.json"}); code != 0 {
				t.Fatalf("%s: %s", writes[0], out)
			}
			s.did(t, dir)
			for _, reads := range [][]string{newman, ours} {
				s.run(t, dir, reads, []string{"c.json", "--global-var", "url=" + s.URL, "--folder", "shows", "--cookie-jar", "jar.json"})
				if got, want := s.did(t, dir), `/cookies/show[a=1; days=4; page=2; quoted="q uo"] > jar.json`; got != want {
					t.Errorf("%s wrote the jar, with which %s sends %s\nwant %s", writes[0], reads[0], got, want)
				}
			}
		}
	})
	t.Logf("%d command lines compared", len(options()))
}

// optionServer writes down what it is asked for, in order.
type optionServer struct {
	*httptest.Server
	mu  sync.Mutex
	log []string
}

func newOptionServer(t *testing.T) *optionServer {
	s := &optionServer{}
	s.Server = httptest.NewServer(http.HandlerFunc(s.answer))
	t.Cleanup(s.Close)
	return s
}

func (s *optionServer) answer(w http.ResponseWriter, r *http.Request) {
	asked := r.URL.Path
	var set []string
	for pair := range strings.SplitSeq(r.URL.RawQuery, "&") {
		if pair != "" && !strings.Contains(pair, "{{") && !strings.Contains(pair, "%7B") && !strings.HasSuffix(pair, "=") {
			set = append(set, pair)
		}
	}
	if len(set) > 0 {
		asked += "?" + strings.Join(set, "&")
	}
	if c := r.Header.Get("Cookie"); c != "" {
		pairs := strings.Split(c, "; ")
		slices.Sort(pairs)
		asked += "[" + strings.Join(pairs, "; ") + "]"
	}
	s.mu.Lock()
	s.log = append(s.log, asked)
	s.mu.Unlock()
	switch {
	case strings.HasPrefix(r.URL.Path, "/file/"):
		_, _ = w.Write(optionFiles()[strings.TrimPrefix(r.URL.Path, "/file/")])
	case r.URL.Path == "/redirect":
		http.Redirect(w, r, "/target", http.StatusFound)
	case r.URL.Path == "/slow":
		<-r.Context().Done() // whoever asks gives up
	case r.URL.Path == "/cookies/set":
		for _, c := range []string{"a=1", "page=2; Path=/cookies; HttpOnly; SameSite=Lax", "other=3; Path=/elsewhere", "days=4; Max-Age=86400", `quoted="q uo"`, "gone=6; Max-Age=0", "secure=7; Secure; Domain=example.com"} {
			w.Header().Add("Set-Cookie", c)
		}
	}
}

func optionFiles() map[string][]byte {
	c, _ := os.ReadFile("testdata/options.run.json") // a test that lacks it says so
	return map[string][]byte{
		"c.json":          c,
		"env.json":        []byte(`{"id": "e", "name": "E", "values": [{"key": "e", "value": "file", "enabled": true}]}`),
		"in/globals.json": []byte(`{"id": "g", "name": "G", "values": [{"key": "g", "value": "file", "enabled": true}], "_postman_variable_scope": "globals"}`),
		"rows.json":       []byte(`[{"d": "one"}, {"d": "two"}]`),
		"rows.csv":        []byte("d\none\ntwo\n"),
	}
}

// folder is a new one with the files.
func (s *optionServer) folder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, data := range optionFiles() {
		file := filepath.Join(dir, name)
		err := os.MkdirAll(filepath.Dir(file), 0o700)
		if err == nil {
			err = os.WriteFile(file, data, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// run runs a program and returns its exit code and all it said.
func (s *optionServer) run(t *testing.T, dir string, command, args []string) (int, []byte) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, command[0], append(slices.Clone(command[1:]), args...)...)
	state := t.TempDir()
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "POSTERN_STATE="+state, "POSTERN_CONFIG="+state, "HOME="+state)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	var ee *exec.ExitError
	if err != nil && !errors.As(err, &ee) {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), out.Bytes()
}

var stampOfFile = regexp.MustCompile(`\d{4}(-\d+)+-0`)

// did is what was asked for since the last time, and the files that were
// written.
func (s *optionServer) did(t *testing.T, dir string) string {
	t.Helper()
	s.mu.Lock()
	out := strings.Join(s.log, " ")
	s.log = nil
	s.mu.Unlock()
	var files []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		name, rerr := filepath.Rel(dir, path)
		if _, given := optionFiles()[filepath.ToSlash(name)]; err == nil && !d.IsDir() && !given {
			files = append(files, stampOfFile.ReplaceAllString(filepath.ToSlash(name), "STAMP"))
		}
		return errors.Join(err, rerr)
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(files)
	if len(files) > 0 {
		out = fmt.Sprintf("%s > %s", out, strings.Join(files, " "))
	}
	return out
}
