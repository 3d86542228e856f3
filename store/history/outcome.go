package history

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"postern/auth"
	"postern/engine"
	"postern/engine/redact"
	"postern/engine/script"
	"postern/engine/script/visual"
)

// maxConsole is how much is kept of what scripts print, in bytes: a list reads
// no records, but every record is in the database.
const maxConsole = 64 << 10

// outcomeRecord is what scripts tested and said. What they changed is left out:
// it is not the history's to do again.
type outcomeRecord struct {
	Tests   []script.Test  `json:"tests,omitempty"`
	Console []script.Line  `json:"console,omitempty"`
	Errors  []script.Error `json:"errors,omitempty"`
	Cut     bool           `json:"cut,omitempty"`
	// Visual are the lines of a page that was made for the eye.
	Visual []string `json:"visual,omitempty"`
}

// outcome is what is written of what scripts did; nil if they said nothing.
func (k masker) outcome(o *script.Outcome) *outcomeRecord {
	if o == nil {
		return nil
	}
	r := outcomeRecord{Cut: o.Cut}
	for _, t := range o.Tests {
		t.Name, t.Error, t.Message, t.Place = k.said(t.Name), k.said(t.Error), k.said(t.Message), k.place(t.Place)
		t.Differences = k.each(t.Differences)
		if k.blind {
			t.Message, t.Differences = "", nil
		}
		r.Tests = append(r.Tests, t)
	}
	if k.blind {
		r.Cut = r.Cut || len(o.Console) > 0
		o = &script.Outcome{Errors: o.Errors}
	}
	left := maxConsole
	for _, l := range o.Console {
		if left -= len(l.Text); left < 0 {
			r.Cut = true
			break
		}
		l.Level, l.Text, l.Args, l.Place = k.said(l.Level), k.said(l.Text), nil, k.place(l.Place)
		r.Console = append(r.Console, l)
	}
	for _, e := range o.Errors {
		e.Name, e.Message, e.Place = k.said(e.Name), k.said(e.Message), k.place(e.Place)
		if k.blind {
			e.Message = ""
		}
		r.Errors = append(r.Errors, e)
	}
	r.Visual = k.visual(o.Visual)
	if len(r.Tests)+len(r.Console)+len(r.Errors)+len(r.Visual) == 0 {
		return nil
	}
	return &r
}

// each is [masker.said] of each text.
func (k masker) each(texts []string) []string {
	var out []string
	for _, s := range texts {
		out = append(out, k.said(s))
	}
	return out
}

// said is a text of a script's, which may be an answer or an address.
func (k masker) said(s string) string {
	s = k.text(k.red.Body(s))
	if !utf8.ValidString(s) {
		return strings.ToValidUTF8(s, "\ufffd")
	}
	return s
}

// visual is a page as text, as far as it is kept: it is made of the answer's body.
func (k masker) visual(v *script.Visual) []string {
	if v == nil || k.bodiless {
		return nil
	}
	lines := v.Text
	if len(lines) == 0 {
		lines = visual.Lines(v.HTML, visual.Look{Mask: k.said, Width: ansi.StringWidth})
	}
	left := maxConsole
	for i, l := range lines {
		if left -= len(l); left < 0 {
			return append(lines[:i:i], "…")
		}
	}
	return lines
}

func (k masker) place(p script.Place) script.Place {
	p.Owner = k.said(p.Owner)
	return p
}

// outcome is what the record tells.
func (r *outcomeRecord) outcome() *script.Outcome {
	if r == nil {
		return nil
	}
	out := &script.Outcome{Tests: r.Tests, Console: r.Console, Errors: r.Errors, Cut: r.Cut}
	if len(r.Visual) > 0 {
		out.Visual = &script.Visual{Text: r.Visual}
	}
	return out
}

// verdict is what a search finds of the tests.
func (e Entry) verdict() string {
	switch {
	case e.Tests == 0:
		return ""
	case e.Passed == e.Tests:
		return "tests passed"
	}
	return "tests failed " + strconv.Itoa(e.Tests-e.Passed)
}

// answered are the secrets of an answer that scripts could name one by one,
// without the names that tell them for what they are. blind says that they are
// not known.
func answered(x *engine.Exchange) (out []auth.Secret, blind bool) {
	if x.After == nil || x.Response == nil || x.Response.Body == nil {
		return nil, false
	}
	body, err := x.Response.Body.Bytes(maxBody)
	if err != nil || x.Response.Body.Size() > maxBody || bytes.IndexByte(body, 0) >= 0 {
		return nil, true
	}
	return redact.BodySecrets(string(body)), false
}
