package difftest

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"postern/engine"
	"postern/engine/body"
	"postern/engine/collection"
	"postern/engine/runner"
	"postern/engine/runner/data"
	"postern/engine/script"
	"postern/engine/scripted"
	"postern/engine/vars"
)

// TestNewmanRuns compares whole runs, scripts and all: what was sent, what the
// tests came to, what scripts print and throw, the order, and the variables in
// the end.
func TestNewmanRuns(t *testing.T) {
	requireNewman(t)
	t.Run("own", func(t *testing.T) {
		in := newInput(t, "members", readFile(t, "testdata/members.run.json"))
		in.rows = `[{"row": "one", "n": 1}, {"row": "two", "n": 2}]`
		compareRuns(t, []input{in}, false, readAllow(t, "testdata/allow-runs.tsv"))
	})
	t.Run("corpus", func(t *testing.T) {
		var inputs []input
		for _, in := range corpus(t) {
			if hasScripts(in.coll) && !strings.HasPrefix(in.name, "mojaloop") { // it polls for two minutes, several at once
				inputs = append(inputs, in)
			}
		}
		compareRuns(t, inputs, true, readAllow(t, "testdata/allow-runs-corpus.tsv"))
	})
	t.Run("given", func(t *testing.T) { compareRuns(t, given(t), false, nil) })
}

func readFile(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func hasScripts(c *collection.Collection) bool {
	return slices.ContainsFunc(c.Requests(), func(r collection.Ref) bool {
		return len(c.Scripts(r.Chain, "prerequest"))+len(c.Scripts(r.Chain, "test")) > 0
	})
}

// did is one thing that a run did, in a text; at is the item's name.
type did struct {
	Run      int
	At, Text string
}

// compareRuns runs all inputs by both ways and compares what they did; coarsely,
// tests by name and outcome and without the console.
func compareRuns(t *testing.T, inputs []input, coarse bool, list []*allowed) {
	rec := newRecorder(t)
	rec.answer = answerFrom(os.Getenv("POSTERN_DIFF_COLLECTIONS"))
	began := time.Now()
	theirs := runWithNewman(t, rec, inputs)
	took := time.Since(began)
	tests, requests, differing := 0, 0, 0
	for i, in := range inputs {
		ours := runWithRunner(t, rec, in)
		tests, requests = tests+count(ours, "test "), requests+count(ours, "sent ")
		apart := unlikeRuns(theirs[i], ours, coarse)
		for range 2 { // timers of a script race each other, on a busy machine with another winner
			if !slices.ContainsFunc(apart, func(d did) bool { _, ok := allow(list, in.name, d.At, d.Text); return !ok }) {
				break
			}
			apart = unlikeRuns(runWithNewman(t, rec, []input{in})[0], runWithRunner(t, rec, in), coarse)
		}
		for _, d := range apart {
			if _, ok := allow(list, in.name, d.At, d.Text); !ok {
				t.Errorf("%s\t%s\t%.400s", in.name, d.At, d.Text)
			}
		}
		if len(apart) > 0 {
			differing++
		}
	}
	for _, text := range unused(list) {
		t.Errorf("nothing needs this line of the allow list any more: %s", text)
	}
	t.Logf("%d collections, %d requests and %d assertions compared; %d collections differ somewhere as allowed; newman took %.1f s, postern %.1f s",
		len(inputs), requests, tests, differing, took.Seconds(), (time.Since(began) - took).Seconds())
}

// unlikeRuns are the things that newman and postern did otherwise.
func unlikeRuns(newman, ours []did, coarse bool) []did {
	if count(ours, "item") >= most { // both were ended in the middle
		newman, ours = upTo(newman), upTo(ours)
	}
	if coarse {
		newman, ours = outlines(newman), outlines(ours)
	}
	return unlike(newman, ours)
}

func count(all []did, kind string) (n int) {
	for _, d := range all {
		if strings.HasPrefix(d.Text, kind) {
			n++
		}
	}
	return n
}

// upTo is what was done before the last item.
func upTo(all []did) []did {
	var out []did
	items := 0
	for _, d := range all {
		if d.Text == "item" {
			items++
		}
		if items >= most || d.At == "" { // what is sent and left is known of the whole run only
			continue
		}
		out = append(out, d)
	}
	return out
}

// outlines are the things without what is only worded otherwise.
func outlines(all []did) []did {
	var out []did
	for _, d := range all {
		if strings.HasPrefix(d.Text, "console ") || strings.Contains(d.Text, "more time than the delay specified") { // which nobody can tell
			continue
		}
		if strings.HasPrefix(d.Text, "test ") || strings.HasPrefix(d.Text, "broken ") {
			d.Text, _, _ = strings.Cut(d.Text, " | ")
		}
		out = append(out, d)
	}
	return out
}

// unlike are the things that only one of the two did, or in another order
// within an item. Variables, and requests on the wire, have no order: a script
// sends when it likes.
func unlike(newman, ours []did) []did {
	var out []did
	for _, kind := range []string{"item", "answer ", "test ", "broken ", "console ", "sent ", "environment ", "globals ", "collection ", "failed "} {
		a, b := byItem(newman, kind), byItem(ours, kind)
		if kind == "item" { // the order of the items themselves
			a, b = map[string][]string{"": ordered(newman)}, map[string][]string{"": ordered(ours)}
		}
		for _, at := range slices.Sorted(maps.Keys(joined(a, b))) {
			if unordered(kind) {
				for _, d := range others(a[at], b[at]) {
					out = append(out, did{At: at, Text: d})
				}
			} else if d, ok := first(a[at], b[at]); ok {
				out = append(out, did{At: at, Text: d})
			}
		}
	}
	return out
}

func joined(a, b map[string][]string) map[string][]string {
	out := maps.Clone(a)
	maps.Copy(out, b)
	return out
}

func ordered(all []did) (out []string) {
	for _, d := range all {
		if d.Text == "item" {
			out = append(out, d.At)
		}
	}
	return out
}

func byItem(all []did, kind string) map[string][]string {
	out := map[string][]string{}
	for _, d := range all {
		if strings.HasPrefix(d.Text, kind) {
			out[d.At] = append(out[d.At], lastingText(d.Text))
		}
	}
	return out
}

// unordered reports whether the things of a kind have no order.
func unordered(kind string) bool {
	return slices.Contains([]string{"sent ", "environment ", "globals ", "collection "}, kind)
}

// others are the things that only one of two lists has, whatever their order.
func others(a, b []string) (out []string) {
	b = slices.Clone(b)
	for _, s := range a {
		if i := slices.Index(b, s); i >= 0 {
			b = slices.Delete(b, i, i+1)
			continue
		}
		out = append(out, "only newman: "+s)
	}
	for _, s := range b {
		out = append(out, "only postern: "+s)
	}
	return out
}

// first is the first difference of two lists: what follows it may be shifted.
func first(a, b []string) (string, bool) {
	for i := range max(len(a), len(b)) {
		switch {
		case i >= len(a):
			return "only postern: " + b[i], true
		case i >= len(b):
			return "only newman: " + a[i], true
		case a[i] != b[i]:
			return fmt.Sprintf("newman %q, postern %q", a[i], b[i]), true
		}
	}
	return "", false
}

// passing is what differs from run to run: random words, and how long things
// took.
var passing = []*regexp.Regexp{
	regexp.MustCompile(`[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}`),
	regexp.MustCompile(`\b\d+ ?ms\b`),
}

func lastingText(s string) string {
	s = boundary.ReplaceAllString(s, "BOUNDARY")
	if strings.HasPrefix(s, "console ") { // where lines break is each terminal's own
		s = strings.Join(strings.Fields(s), " ")
	}
	for _, p := range passing {
		s = p.ReplaceAllString(s, "MOMENT")
	}
	return s
}

// stub answers with what scripts look for.
func stub(rec record) string {
	body := `{"id": 1, "name": "ada", "status": "ok", "access_token": "t0k", "token": "t0k", "expires_in": 3600, ` +
		`"data": {"id": 2, "token": "t1k", "items": [{"id": 3}]}, "items": [{"id": 4, "name": "x"}, {"id": 5, "name": "y"}], "method": "` + rec.method + `"}`
	status := "200 OK"
	if u, err := url.Parse(rec.target); err == nil && strings.HasPrefix(u.Path, "/status/") {
		status = strings.TrimPrefix(u.Path, "/status/") + " Status"
	}
	size := strconv.Itoa(len(body))
	if rec.method == "HEAD" {
		body = ""
	}
	return "HTTP/1.1 " + status + "\r\nContent-Type: application/json; charset=utf-8\r\nSet-Cookie: sid=abc; Path=/\r\nX-Twice: 1\r\nX-Twice: 2\r\n" +
		"Connection: close\r\nContent-Length: " + size + "\r\n\r\n" + body
}

func sentText(r record) string {
	return "sent " + r.method + " " + r.get("Host") + r.target + " " + r.body
}

// runWithNewman runs all inputs in one process; what arrived is told apart by
// marks between the runs.
func runWithNewman(t *testing.T, rec *recorder, inputs []input) map[int][]did {
	t.Helper()
	type line struct {
		Collection  string          `json:"collection"`
		Environment any             `json:"environment"`
		WorkingDir  string          `json:"workingDir"`
		Data        json.RawMessage `json:"data,omitempty"`
	}
	var list []line
	for _, in := range inputs {
		list = append(list, line{in.file, postmanEnvironment(in.env), in.dir, json.RawMessage(in.rows)})
	}
	text, err := json.Marshal(list)
	if err != nil {
		t.Fatal(err)
	}
	manifest := filepath.Join(t.TempDir(), "manifest.json")
	if err := os.WriteFile(manifest, text, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "node", "testdata/runs.js", manifest, strconv.Itoa(rec.port()))
	cmd.Env = append(os.Environ(), "NO_PROXY=*", "no_proxy=*")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("newman: %v\n%s", err, stderr.Bytes())
	}
	got := map[int][]did{}
	lines := bufio.NewScanner(bytes.NewReader(out))
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var d did
		if err := json.Unmarshal(lines.Bytes(), &d); err != nil {
			t.Fatalf("newman said %q: %v", lines.Bytes(), err)
		}
		got[d.Run] = append(got[d.Run], d)
	}
	run := -1
	for _, r := range rec.take() {
		if mark, ok := strings.CutPrefix(r.target, "/mark/"); ok {
			run, _ = strconv.Atoi(mark) // the driver wrote it
			continue
		}
		got[run] = append(got[run], did{Text: sentText(r)})
	}
	return got
}

// heard writes down what a run did, in the words of the driver.
type heard struct {
	list   []did
	items  int
	cancel func()
	ended  func(runner.Ended)
}

// most is the number of items that both stop after.
const most = 100

func (h *heard) say(at, text string) { h.list = append(h.list, did{At: at, Text: text}) }

// Report implements [runner.Reporter].
func (h *heard) Report(e runner.Event) {
	switch e := e.(type) {
	case runner.Sending:
		h.say(e.Ref.Item.Name, "item")
		if h.items++; h.items == most {
			h.cancel()
		}
	case runner.Done:
		h.done(e)
	case runner.Ended:
		if h.ended != nil {
			h.ended(e)
		}
		for _, l := range e.Scopes.Layers {
			for _, v := range l.Vars {
				if name := map[vars.Scope]string{vars.Environment: "environment", vars.Globals: "globals", vars.Collection: "collection"}[l.Scope]; name != "" {
					h.say("", name+" "+v.Name+" = "+v.Value)
				}
			}
		}
	}
}

func (h *heard) done(e runner.Done) {
	at, x := e.Ref.Item.Name, e.Exchange
	if x == nil {
		h.say(at, "answer none")
		return
	}
	h.outcome(at, "prerequest", x.Before)
	switch {
	case x.Response != nil:
		h.say(at, "answer "+strconv.Itoa(x.Response.Status))
	case !x.Skipped():
		h.say(at, "answer none")
	}
	h.outcome(at, "test", x.After)
}

func (h *heard) outcome(at, event string, out *script.Outcome) {
	if out == nil {
		return
	}
	for _, l := range out.Console {
		if l.Level != "sent" { // newman tells of them beside the console
			h.say(at, "console "+l.Level+" "+l.Newman())
		}
	}
	for _, n := range out.Tests {
		switch {
		case n.Skipped:
			h.say(at, "test skipped: "+n.Name)
		case n.Passed:
			h.say(at, "test passed: "+n.Name)
		default:
			h.say(at, "test failed: "+n.Name+" | "+n.Error+": "+n.Message)
		}
	}
	for _, b := range out.Errors {
		h.say(at, "broken "+event+" | "+b.Name+": "+b.Message)
	}
}

func runWithRunner(t *testing.T, rec *recorder, in input) []did {
	t.Helper()
	dial := func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, rec.listener.Addr().String())
	}
	e := engine.New(engine.Options{
		Dial: dial, TLS: &tls.Config{InsecureSkipVerify: true}, WorkDir: body.In(in.dir),
		Proxy: func(*http.Request) (*url.URL, error) { return nil, nil },
	})
	defer e.Close()
	host := script.NewHost(script.Options{Limits: script.Limits{Time: 30 * time.Second, Wait: 5 * time.Second}})
	defer host.Close()
	in.coll.Auth = nil
	in.coll.Walk(func(_ []*collection.Item, it *collection.Item) bool {
		if it.Auth = nil; it.Request != nil {
			it.Request.Auth = nil
		}
		return true
	})
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	h := &heard{cancel: cancel, ended: in.alone}
	p := runner.Plan{Collection: in.coll, Requests: in.coll.Requests(), Env: in.env, Trusted: true, Timeout: 10 * time.Second, Parallel: in.parallel, Writes: true}
	if in.rows != "" {
		rows, err := data.Parse([]byte(in.rows))
		if err != nil {
			t.Fatal(err)
		}
		p.Data, p.Iterations = rows, len(rows)
	}
	if _, err := runner.Run(ctx, scripted.New(e, host), p, h); err != nil && h.items < most {
		t.Errorf("%s: %v", in.name, err)
	}
	for _, r := range rec.take() {
		h.list = append(h.list, did{Text: sentText(r)})
	}
	return h.list
}
