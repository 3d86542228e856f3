package history

import (
	"errors"
	"net/http"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"postern/auth"
	"postern/engine"
	"postern/engine/payload"
	"postern/engine/peer"
	"postern/engine/redact"
	"postern/engine/vars"
)

// record is an exchange as it is written, without a secret. Fields are only
// ever added: older records stay readable.
type record struct {
	ID       string          `json:"id"`
	Sent     sentRecord      `json:"sent"`
	Response *responseRecord `json:"response,omitempty"`
	Hops     []hopRecord     `json:"hops,omitempty"`
	Calls    []callRecord    `json:"calls,omitempty"`
	Token    string          `json:"token,omitempty"`
	Uses     []vars.Use      `json:"uses,omitempty"`
	Warnings []string        `json:"warnings,omitempty"`
	Missing  []string        `json:"missing,omitempty"`
	Timing   engine.Timing   `json:"timing"`
	Err      *errorRecord    `json:"err,omitempty"`
	Before   *outcomeRecord  `json:"before,omitempty"`
	After    *outcomeRecord  `json:"after,omitempty"`
	// Lost says why the body was not kept.
	Lost string `json:"lost,omitempty"`
	// BodySize is the size of the body that was kept.
	BodySize int64 `json:"bodySize,omitempty"`
}

type sentRecord struct {
	Method string        `json:"method"`
	URL    string        `json:"url"`
	Proto  string        `json:"proto,omitempty"`
	Header []auth.Header `json:"header,omitempty"`
	// Text is a body that is text, Bytes one that is not.
	Text     string `json:"text,omitempty"`
	Bytes    []byte `json:"bytes,omitempty"`
	BodySize int64  `json:"bodySize,omitempty"`
	BodyCut  bool   `json:"bodyCut,omitempty"`
	Remote   string `json:"remote,omitempty"`
	// TLS is told of with every secret masked, as everything is.
	TLS *peer.TLS `json:"tls,omitempty"`
}

type responseRecord struct {
	Status   int         `json:"status"`
	Reason   string      `json:"reason,omitempty"`
	Proto    string      `json:"proto,omitempty"`
	Header   http.Header `json:"header,omitempty"`
	WireSize int64       `json:"wireSize,omitempty"`
}

type hopRecord struct {
	Sent    sentRecord    `json:"sent"`
	Status  int           `json:"status"`
	Reason  string        `json:"reason,omitempty"`
	Header  http.Header   `json:"header,omitempty"`
	Timing  engine.Timing `json:"timing"`
	Dropped []string      `json:"dropped,omitempty"`
}

// callRecord is a call for a token, without its bodies.
type callRecord struct {
	Kind     string        `json:"kind"`
	Method   string        `json:"method"`
	URL      string        `json:"url"`
	Status   int           `json:"status,omitempty"`
	Started  time.Time     `json:"started"`
	Duration time.Duration `json:"duration"`
	Warnings []string      `json:"warnings,omitempty"`
	Err      string        `json:"err,omitempty"`
}

type errorRecord struct {
	Stage   engine.Stage `json:"stage"`
	Summary string       `json:"summary"`
	Where   string       `json:"where,omitempty"`
	Hint    string       `json:"hint,omitempty"`
	Missing []string     `json:"missing,omitempty"`
	Cause   string       `json:"cause,omitempty"`
}

// masker takes the secrets out of the parts of one exchange.
type masker struct {
	red     redact.Redactor
	address *regexp.Regexp
	// blind says that the secrets of the answer are not known: what scripts
	// print of it is left out.
	blind bool
	// bodiless says that no bodies are kept.
	bodiless bool
}

// newMasker knows all secrets of x, and those of the answer that scripts tested.
func newMasker(x *engine.Exchange, address *regexp.Regexp, bodiless bool) masker {
	told, blind := answered(x)
	all := append(x.AllSecrets(), told...)
	return masker{redact.New(all...), address, blind, bodiless}
}

// recordOf returns what is written of an exchange, and its row. Everything that
// came from outside goes through the redactor here.
func recordOf(x *engine.Exchange, m Meta, k masker) (record, Entry) {
	r := record{
		ID: x.ID, Sent: k.sent(x.Sent), Warnings: k.texts(x.Warnings), Missing: k.texts(x.Missing), Timing: x.Timing, Err: k.failure(x.Err),
	}
	e := Entry{
		Started: x.Started, Duration: x.Timing.Total, Collection: m.Collection, Item: x.ItemID, Path: k.texts(x.Path),
		Environment: m.Environment, EnvironmentName: k.text(m.EnvironmentName),
		Method: r.Sent.Method, URL: r.Sent.URL, Template: k.red.URL(m.Template), Sent: max(x.Sent.BodySize, 0), Run: m.Run, Iteration: m.Iteration,
	}
	if x.Response != nil {
		res := k.response(x.Response)
		r.Response = &res
		e.Status, e.Reason, e.Received = res.Status, res.Reason, res.WireSize
	}
	if r.Err != nil {
		e.Stage, e.Problem = r.Err.Stage, r.Err.Summary
	}
	if x.Token != nil {
		r.Token = k.text(x.Token.Name)
		e.Token = r.Token
	}
	for _, h := range x.Hops {
		r.Hops = append(r.Hops, hopRecord{k.sent(h.Sent), h.Status, k.text(h.Reason), k.headers(h.Header), h.Timing, h.Dropped})
	}
	for _, c := range x.Tokens {
		r.Calls = append(r.Calls, k.call(c))
	}
	r.Before, r.After = k.outcome(x.Before), k.outcome(x.After)
	e.Passed, e.Tests = x.Tested()
	for _, u := range x.Uses {
		u.Value = k.red.Use(u)
		r.Uses = append(r.Uses, u)
	}
	return r, e
}

// text masks the secrets of a text and of the addresses in it.
func (k masker) text(s string) string {
	return k.address.ReplaceAllStringFunc(k.red.Text(s), k.red.URL)
}

func (k masker) texts(list []string) []string {
	var out []string
	for _, s := range list {
		out = append(out, k.text(s))
	}
	return out
}

func (k masker) sent(s engine.Sent) sentRecord {
	r := sentRecord{Method: k.red.Text(s.Method), URL: k.red.URL(s.URL), Proto: s.Proto, BodySize: s.BodySize, BodyCut: s.BodyCut, Remote: s.Remote, TLS: s.TLS.Masked(k.text)}
	for _, h := range s.Header {
		h.Value = k.red.Header(h.Name, h.Value)
		h.Name = k.red.Text(h.Name)
		r.Header = append(r.Header, h)
	}
	body := k.body(string(s.Body), !s.BodyCut)
	if utf8.ValidString(body) {
		r.Text = body
	} else {
		r.Bytes = []byte(body)
	}
	return r
}

func (k masker) response(r *engine.Response) responseRecord {
	return responseRecord{r.Status, k.text(r.Reason), r.Proto, k.headers(r.Header), r.WireSize}
}

func (k masker) headers(h http.Header) http.Header {
	out := http.Header{}
	for name, values := range h {
		for _, v := range values {
			name := k.red.Text(name)
			out[name] = append(out[name], k.red.Header(name, v))
		}
	}
	return out
}

func (k masker) call(c auth.TokenCall) callRecord {
	r := callRecord{
		Kind: c.Kind, Method: c.Method, URL: k.red.URL(c.URL), Status: c.Status, Started: c.Started.Round(0), Duration: c.Duration,
		Warnings: k.texts(c.Warnings),
	}
	if c.Err != nil {
		r.Err = k.text(c.Err.Error())
	}
	return r
}

func (k masker) failure(e *engine.Error) *errorRecord {
	if e == nil {
		return nil
	}
	r := &errorRecord{Stage: e.Stage, Summary: k.text(e.Summary), Where: k.text(e.Where), Hint: k.text(e.Hint), Missing: k.texts(e.Missing)}
	if e.Err != nil {
		r.Cause = k.text(e.Err.Error())
	}
	return r
}

// exchange is what the record tells, with its row; body is that of the
// response, nil if it was not kept.
func (r record) exchange(e Entry, body []byte) *engine.Exchange {
	x := &engine.Exchange{
		ID: r.ID, ItemID: e.Item, Path: e.Path, Sent: r.Sent.sent(), Uses: r.Uses, Warnings: r.Warnings, Missing: r.Missing,
		Started: e.Started, Timing: r.Timing,
	}
	x.Before, x.After = r.Before.outcome(), r.After.outcome()
	if r.Token != "" {
		x.Token = &auth.Token{Name: r.Token}
	}
	if res := r.Response; res != nil {
		x.Response = &engine.Response{
			Status: res.Status, Reason: res.Reason, Proto: res.Proto, Header: res.Header, WireSize: res.WireSize, Body: payload.FromBytes(body),
		}
	}
	if r.Lost != "" {
		x.Warnings = append(x.Warnings, r.Lost)
	}
	for _, h := range r.Hops {
		x.Hops = append(x.Hops, engine.Hop{Sent: h.Sent.sent(), Status: h.Status, Reason: h.Reason, Header: h.Header, Timing: h.Timing, Dropped: h.Dropped})
	}
	for _, c := range r.Calls {
		call := auth.TokenCall{Kind: c.Kind, Method: c.Method, URL: c.URL, Status: c.Status, Started: c.Started, Duration: c.Duration, Warnings: c.Warnings}
		if c.Err != "" {
			call.Err = errors.New(c.Err)
		}
		x.Tokens = append(x.Tokens, call)
	}
	if f := r.Err; f != nil {
		x.Err = &engine.Error{Stage: f.Stage, Summary: f.Summary, Where: f.Where, Hint: f.Hint, Missing: f.Missing}
		if f.Cause != "" {
			x.Err.Err = errors.New(f.Cause)
		}
	}
	return x
}

func (s sentRecord) sent() engine.Sent {
	body := s.Bytes
	if s.Text != "" {
		body = []byte(s.Text)
	}
	return engine.Sent{
		Method: s.Method, URL: s.URL, Proto: s.Proto, Header: s.Header, Body: body, BodySize: s.BodySize, BodyCut: s.BodyCut, Remote: s.Remote, TLS: s.TLS,
	}
}

// folded is what a search looks in.
func (e Entry) folded() string {
	return strings.ToLower(strings.Join([]string{
		e.Method, e.URL, e.Template, strings.Join(e.Path, " "), e.EnvironmentName, e.statusText(), e.Problem, e.Token,
	}, "\n"))
}
