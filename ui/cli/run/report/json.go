package report

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"postern/engine"
	"postern/engine/collection"
	"postern/engine/redact"
	"postern/engine/runner"
	"postern/engine/script"
	"postern/engine/script/shape"
	"postern/engine/vars"
	"postern/store/postman"
)

// JSON is newman's JSON report. Make one with [NewJSON].
type JSON struct {
	run        Run
	file       string
	executions *spool
	failures   *spool
	stats      stats
	times      times
	received   int64
	left       vars.Set
	known      known
	ended      time.Time
	// resumed says where the run went on that another one had left.
	resumed string
}

// NewJSON returns the report that goes to file.
func NewJSON(run Run, file string) (*JSON, error) {
	executions, err := newSpool()
	if err != nil {
		return nil, err
	}
	failures, err := newSpool()
	if err != nil {
		return nil, err
	}
	return &JSON{run: run, file: file, executions: executions, failures: failures, known: newKnown(run)}, nil
}

// count is a kind of thing in newman's statistics.
type count struct {
	Total   int `json:"total"`
	Pending int `json:"pending"`
	Failed  int `json:"failed"`
}

// stats are newman's.
type stats struct {
	Iterations        count `json:"iterations"`
	Items             count `json:"items"`
	Scripts           count `json:"scripts"`
	Prerequests       count `json:"prerequests"`
	Requests          count `json:"requests"`
	Tests             count `json:"tests"`
	Assertions        count `json:"assertions"`
	TestScripts       count `json:"testScripts"`
	PrerequestScripts count `json:"prerequestScripts"`
}

// item is a request as the file has it.
type item struct {
	ID       string     `json:"id"`
	Name     string     `json:"name"`
	Request  request    `json:"request"`
	Response []struct{} `json:"response"`
	Event    []event    `json:"event"`
}

type event struct {
	Listen string `json:"listen"`
	Script struct {
		Type string   `json:"type"`
		Exec []string `json:"exec"`
	} `json:"script"`
}

// execution is one request of the run.
type execution struct {
	// As is whom the request was sent as; newman has none.
	As           string      `json:"as,omitempty"`
	Cursor       cursor      `json:"cursor"`
	Item         item        `json:"item"`
	Request      *request    `json:"request,omitempty"`
	Response     *answer     `json:"response,omitempty"`
	ID           string      `json:"id"`
	RequestError *problem    `json:"requestError,omitempty"`
	Assertions   []assertion `json:"assertions,omitempty"`
	Prerequest   []broken    `json:"prerequestScript,omitempty"`
	Test         []broken    `json:"testScript,omitempty"`
}

// answer is a response in newman's shape.
type answer struct {
	ID     string      `json:"id"`
	Status string      `json:"status"`
	Code   int         `json:"code"`
	Header []shape.Row `json:"header"`
	Stream stream      `json:"stream"`
	Cookie []struct{}  `json:"cookie"`
	Time   int64       `json:"responseTime"`
	Size   int64       `json:"responseSize"`
}

// stream is a body as Node.js writes buffers.
type stream struct {
	Type string `json:"type"`
	Data octets `json:"data"`
}

// octets are bytes as a list of numbers.
type octets []byte

// MarshalJSON implements [json.Marshaler].
func (o octets) MarshalJSON() ([]byte, error) {
	out := make([]byte, 0, 4*len(o)+2)
	out = append(out, '[')
	for i, b := range o {
		if i > 0 {
			out = append(out, ',')
		}
		out = strconv.AppendUint(out, uint64(b), 10)
	}
	return append(out, ']'), nil
}

type assertion struct {
	Assertion string   `json:"assertion"`
	Skipped   bool     `json:"skipped"`
	Error     *problem `json:"error,omitempty"`
}

type broken struct {
	Error problem `json:"error"`
}

// problem is an error in newman's shape.
type problem struct {
	Type    string `json:"type,omitempty"`
	Name    string `json:"name"`
	Index   *int   `json:"index,omitempty"`
	Test    string `json:"test,omitempty"`
	Message string `json:"message"`
	Stack   string `json:"stack,omitempty"`
	// Code is that of Node.js for what the network did.
	Code string `json:"code,omitempty"`
}

// failed is an entry of newman's list of failures.
type failed struct {
	Error  problem `json:"error"`
	At     string  `json:"at"`
	Source item    `json:"source"`
	// Parent is left out where the request failed, as by newman.
	Parent *parent `json:"parent,omitempty"`
	Cursor cursor  `json:"cursor"`
	As     string  `json:"as,omitempty"`
}

// Report implements [runner.Reporter].
func (j *JSON) Report(e runner.Event) {
	switch e := e.(type) {
	case runner.Began:
		j.resumed = e.Resumed()
	case runner.Iteration:
		j.stats.Iterations.Total++
	case runner.Done:
		j.done(e)
	case runner.Ended:
		j.left, j.ended = e.Scopes, time.Now()
	}
}

func (j *JSON) done(e runner.Done) {
	x := e.Exchange
	mask := j.known.fileMask
	if x != nil {
		own := x.AllSecrets()
		j.known.hear(own)
		mask = redact.New(own...).And(j.known.literals)
	}
	n := execution{As: e.As, Cursor: at(e.Cursor), Item: itemOf(e.Ref, j.known.fileMask, mask), ID: e.Ref.Item.ID}
	j.stats.Items.Total++
	j.stats.Prerequests.Total++
	sent := x == nil || !x.Skipped()
	if sent {
		j.stats.Requests.Total++
		j.stats.Tests.Total++
	}
	if x != nil && x.Response != nil {
		n.Response = answerOf(x, mask)
		j.times.add(x)
		j.received += n.Response.Size
	}
	if x != nil && x.Sent.URL != "" {
		r := sentOf(x, mask)
		n.Request = &r
	}
	if e.Err != nil {
		j.stats.Requests.Failed++
		p := problem{Name: "Error", Message: mask.Text(failure(e)), Code: nodeCode(e.Err)}
		n.RequestError = &p
		j.fail(n, e.Ref, "request", p)
	}
	each(x, func(event string, out *script.Outcome) { j.scripts(&n, e.Ref, event, out, mask) })
	if sent { // newman lists no others
		j.executions.add(must(n))
	}
}

// scripts adds what the scripts of one event did.
func (j *JSON) scripts(n *execution, ref collection.Ref, event string, out *script.Outcome, mask redact.Redactor) {
	ran := len(j.run.Collection.Scripts(ref.Chain, event))
	own := &j.stats.PrerequestScripts
	if event == "test" {
		own = &j.stats.TestScripts
	}
	own.Total, j.stats.Scripts.Total = own.Total+ran, j.stats.Scripts.Total+ran
	for i, t := range out.Tests {
		j.stats.Assertions.Total++
		a := assertion{Assertion: mask.Text(t.Name), Skipped: t.Skipped}
		if !t.Passed && !t.Skipped {
			j.stats.Assertions.Failed++
			index := i
			a.Error = &problem{Name: mask.Text(t.Error), Index: &index, Test: a.Assertion, Message: mask.Text(t.Message)}
			a.Error.Stack = a.Error.Name + ": " + a.Error.Message + place(t.Place)
			j.fail(*n, ref, fmt.Sprintf("assertion:%d in test-script", index), *a.Error)
		}
		n.Assertions = append(n.Assertions, a)
	}
	for _, s := range out.Errors {
		own.Failed, j.stats.Scripts.Failed = own.Failed+1, j.stats.Scripts.Failed+1
		p := problem{Type: "Error", Name: mask.Text(s.Name), Message: mask.Text(s.Message)}
		j.fail(*n, ref, event+"-script", p)
		if event == "test" {
			n.Test = append(n.Test, broken{p})
		} else {
			n.Prerequest = append(n.Prerequest, broken{p})
		}
	}
}

// place is a line of a stack.
func place(p script.Place) string {
	if p.Owner == "" || p.Line == 0 {
		return ""
	}
	return fmt.Sprintf("\n   at %s:%d:%d", p.Owner, p.Line, p.Column)
}

func (j *JSON) fail(n execution, ref collection.Ref, at string, p problem) {
	f := failed{Error: p, At: at, Source: n.Item, Cursor: n.Cursor, As: n.As}
	if at != "request" {
		f.Parent = parentOf(ref, j.run.Collection)
	}
	j.failures.add(must(f))
}

// must is the JSON of what can always be written as such.
func must(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		return []byte("null")
	}
	return b
}

// itemOf is a request as the file has it, with its own scripts: masked with what
// is secret in the file, and in what was sent.
func itemOf(ref collection.Ref, file, sent redact.Redactor) item {
	r := ref.Item.Request.Clone()
	publish(&r, file)
	it := item{ID: ref.Item.ID, Name: ref.Item.Name, Request: requestOf(r), Response: []struct{}{}, Event: []event{}}
	it.Request.Method = method(ref)
	for _, e := range ref.Item.Events {
		n := event{Listen: e.Listen}
		n.Script.Type, n.Script.Exec = "text/javascript", strings.Split(file.Text(sent.Text(e.Script)), "\n")
		it.Event = append(it.Event, n)
	}
	return it
}

// answerOf is a response, masked.
func answerOf(x *engine.Exchange, mask redact.Redactor) *answer {
	r := x.Response
	body, _ := text(x, mask)
	a := &answer{
		ID: uuid.NewString(), Status: mask.Text(r.Reason), Code: r.Status, Header: []shape.Row{}, Cookie: []struct{}{},
		Stream: stream{"Buffer", octets(body)}, Time: response(x).Milliseconds(),
	}
	if r.Body != nil {
		a.Size = r.Body.Size()
	}
	for _, name := range slices.Sorted(maps.Keys(r.Header)) {
		for _, v := range r.Header[name] {
			v = mask.Header(name, v)
			a.Header = append(a.Header, shape.Row{Key: &name, Value: &v})
		}
	}
	return a
}

// Finish writes the report.
func (j *JSON) Finish() error {
	defer j.executions.close()
	defer j.failures.close()
	return save(j.file, j.write)
}

func (j *JSON) write(w io.Writer) error {
	_, err := fmt.Fprintf(w, "{\n\"collection\": %s,\n\"environment\": %s,\n\"globals\": %s,\n\"run\": {\n\"stats\": %s,\n\"timings\": %s,\n\"executions\": [",
		postman.NewCollection(public(j.run.Collection, j.known.mask())), must(j.scope(j.run.Env, vars.Environment)), must(j.scope(j.run.Globals, vars.Globals)),
		must(j.stats), must(j.times.timings(j.run.Started, j.ended)))
	if err == nil {
		err = j.executions.copyTo(w)
	}
	if err == nil {
		_, err = fmt.Fprintf(w, "],\n\"transfers\": {\"responseTotal\": %d},\n\"failures\": [", j.received)
	}
	if err == nil {
		err = j.failures.copyTo(w)
	}
	if err == nil {
		_, err = io.WriteString(w, "],\n")
	}
	if err == nil && j.resumed != "" {
		_, err = fmt.Fprintf(w, "\"resumed\": %s,\n", must(j.resumed))
	}
	if err == nil {
		_, err = io.WriteString(w, "\"error\": null\n}")
	}
	if err == nil && j.run.Grid != nil {
		_, err = fmt.Fprintf(w, ",\n\"grid\": %s", must(gridOf(j.run.Grid)))
	}
	if err == nil {
		_, err = io.WriteString(w, "\n}\n")
	}
	return err
}
