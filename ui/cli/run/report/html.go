package report

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strings"
	"time"

	"postern/engine/payload"
	"postern/engine/redact"
	"postern/engine/runner"
	"postern/engine/script"
	"postern/ui/words"
)

// HTML is a page for people: the totals, the requests with their tests, and
// when each was under way. It is one file that loads nothing. Make one with
// [NewHTML].
type HTML struct {
	run      Run
	file     string
	literals redact.Redactor
	rows     *spool
	page     *template.Template
	sum      runner.Summary
	err      error
	// resumed says where the run went on that another one had left.
	resumed string
}

//go:embed page.html
var page string

// NewHTML returns the report that goes to file.
func NewHTML(run Run, file string) (*HTML, error) {
	rows, err := newSpool()
	if err != nil {
		return nil, err
	}
	t, err := template.New("page").Funcs(template.FuncMap{"noun": words.Noun}).Parse(page)
	if err != nil {
		return nil, fmt.Errorf("write the report: %w", err)
	}
	return &HTML{run: run, literals: run.Literals(), file: file, rows: rows, page: t}, nil
}

// htmlRow is one request of the page. Times are in milliseconds.
type htmlRow struct {
	Name, As, Method, URL, Status, Class, Size string
	Iteration                                  int
	// Start is from the begin of the run; Wait until the first byte.
	Start, Wait, Transfer float64
	// Took, Waited and Received are such times in words.
	Took, Waited, Received string
	Error                  string
	Tests                  []htmlTest
	Console, Body          string
	Open                   bool
}

type htmlTest struct{ Name, Class, Mark, Why string }

// Report implements [runner.Reporter].
func (h *HTML) Report(e runner.Event) {
	switch e := e.(type) {
	case runner.Began:
		h.resumed = e.Resumed()
	case runner.Done:
		h.done(e)
	case runner.Ended:
		h.sum = e.Summary
	}
}

func (h *HTML) done(e runner.Done) {
	r := htmlRow{Name: name(e.Ref), As: e.As, Method: method(e.Ref), Iteration: e.Iteration + 1, Status: "–", Class: "bad"}
	x, mask := e.Exchange, redact.Redactor{}
	if x != nil {
		mask = x.Public().And(h.literals)
		r.URL = mask.URL(x.Sent.URL)
	}
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	if x != nil && x.Response != nil {
		r.Status = strings.TrimSpace(fmt.Sprintf("%d %s", x.Response.Status, mask.Text(x.Response.Reason)))
		r.Class = map[bool]string{true: "good", false: "odd"}[x.Response.Status < 400]
		r.Size = payload.FormatSize(x.Response.Body.Size())
		took, transfer := response(x), x.Timing.Transfer
		wait := max(0, took-transfer)
		r.Start, r.Wait, r.Transfer = ms(x.Started.Sub(h.run.Started)), ms(wait), ms(transfer)
		r.Took, r.Waited, r.Received = words.Took(took), words.Took(wait), words.Took(transfer)
		r.Body = h.body(e, mask)
	}
	if x != nil && x.Skipped() {
		r.Status, r.Class = "skipped", "odd"
	}
	if e.Err != nil {
		r.Error, r.Class, r.Open = mask.Text(failure(e)), "bad", true
	}
	each(x, func(_ string, out *script.Outcome) { r.scripts(out, mask) })
	var b bytes.Buffer
	if err := h.page.ExecuteTemplate(&b, "row", r); err != nil {
		h.err = err
		return
	}
	h.rows.append(b.Bytes())
}

// shownBody is how much of a body the page shows, in bytes.
const shownBody = 4 << 10

func (h *HTML) body(e runner.Done, mask redact.Redactor) string {
	s, ok := text(e.Exchange, mask)
	switch {
	case s == "":
		return ""
	case !ok:
		return "(" + payload.FormatSize(e.Exchange.Response.Body.Size()) + " that are no text)"
	case len(s) > shownBody:
		return strings.ToValidUTF8(s[:shownBody], "") + "\n… of " + payload.FormatSize(e.Exchange.Response.Body.Size())
	}
	return s
}

// scripts adds what the scripts of one event did.
func (r *htmlRow) scripts(out *script.Outcome, mask redact.Redactor) {
	for _, l := range out.Console {
		r.Console += mask.Text(l.Text) + "\n"
	}
	for _, t := range out.Tests {
		n := htmlTest{Name: mask.Text(t.Name), Class: "good", Mark: "✓"}
		switch {
		case t.Skipped:
			n.Class, n.Mark = "odd", "–"
		case !t.Passed:
			n.Class, n.Mark, n.Why, r.Open = "bad", "✗", t.Why(mask.Text), true
		}
		r.Tests = append(r.Tests, n)
	}
	for _, s := range out.Errors {
		r.Tests, r.Open = append(r.Tests, htmlTest{Name: "a script broke off", Class: "bad", Mark: "✗", Why: mask.Text(s.Name+": "+s.Message) + s.Place.String()}), true
	}
}

// Finish writes the page.
func (h *HTML) Finish() error {
	defer h.rows.close()
	if h.err != nil {
		return fmt.Errorf("write the report: %w", h.err)
	}
	return save(h.file, h.write)
}

func (h *HTML) write(w io.Writer) error {
	env := ""
	if h.run.Env != nil {
		env = h.run.Env.Name
	}
	err := h.page.ExecuteTemplate(w, "head", map[string]any{
		"Name": h.run.Collection.Name, "Env": env, "Started": h.run.Started.Format("2 January 2006, 15:04:05 MST"), "Sum": h.sum, "Resumed": h.resumed,
		"Took": words.Took(h.sum.Elapsed), "Bytes": payload.FormatSize(h.sum.Bytes),
		"Span": max(1, float64(h.sum.Elapsed.Microseconds())/1000), "Passed": h.sum.Tests - h.sum.FailedTests, "Grid": gridOf(h.run.Grid),
	})
	if err == nil {
		err = h.rows.copyTo(w)
	}
	if err == nil {
		_, err = io.WriteString(w, "</main></body></html>\n")
	}
	return err
}
