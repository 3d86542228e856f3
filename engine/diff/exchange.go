package diff

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"postern/engine"
	"postern/engine/payload"
	"postern/engine/payload/charset"
	"postern/engine/payload/decode"
)

const (
	// MaxBody is how much of a body is compared, in bytes.
	MaxBody = 4 << 20
	// maxLaidOut is how large one may become by laying it out.
	maxLaidOut = 4 * MaxBody
	// maxLines is how many lines of it are compared.
	maxLines = 100_000
	// maxLine is how much of a line is: one of a megabyte tells nobody
	// anything.
	maxLine = 4096
)

// Section is a part of two exchanges.
type Section struct {
	// Title is "Request", "Status", "Headers", "Tests" or "Body".
	Title string
	Lines []Line
	// Notes say what was not compared, and why.
	Notes []string
}

// Differs reports whether anything in the section does.
func (s Section) Differs() bool {
	return slices.ContainsFunc(s.Lines, func(l Line) bool { return l.Op != Same })
}

// Exchanges compares two exchanges, the older first. The error is that of ctx
// or of reading a body.
func Exchanges(ctx context.Context, before, after *engine.Exchange) ([]Section, error) {
	out := []Section{
		{Title: "Request", Lines: Lines(request(before), request(after))},
		{Title: "Status", Lines: Lines(status(before), status(after))},
		{Title: "Headers", Lines: Lines(headers(before), headers(after))},
	}
	if s := (Section{Title: "Tests", Lines: Lines(tests(before), tests(after))}); len(s.Lines) > 0 {
		out = append(out, s)
	}
	a, err := bodyOf(ctx, before)
	if err != nil {
		return nil, fmt.Errorf("read the older body: %w", err)
	}
	b, err := bodyOf(ctx, after)
	if err != nil {
		return nil, fmt.Errorf("read the newer body: %w", err)
	}
	return append(out, bodies(a, b)), nil
}

func request(x *engine.Exchange) []string { return []string{x.Sent.Method + " " + x.Sent.URL} }

func status(x *engine.Exchange) []string {
	switch {
	case x.Response != nil:
		return []string{strings.TrimSpace(fmt.Sprintf("%s %d %s", x.Response.Proto, x.Response.Status, x.Response.Reason))}
	case x.Err != nil:
		return []string{"no response: " + x.Err.Summary}
	}
	return []string{"no response"}
}

// tests are what came of the tests, a line each.
func tests(x *engine.Exchange) []string {
	var out []string
	for _, o := range x.Outcomes() {
		for _, t := range o.Tests {
			switch {
			case t.Skipped:
				out = append(out, "– "+t.Name)
			case t.Passed:
				out = append(out, "✓ "+t.Name)
			default:
				out = append(out, "✗ "+t.Name+": "+t.Message)
			}
		}
		for _, e := range o.Errors {
			out = append(out, "✗ a script broke off: "+e.Name+": "+e.Message)
		}
	}
	return out
}

// headers are the lines of the answer's headers by name; their order on the
// wire is not kept.
func headers(x *engine.Exchange) []string {
	if x.Response == nil {
		return nil
	}
	var out []string
	for _, name := range slices.Sorted(maps.Keys(x.Response.Header)) {
		for _, v := range x.Response.Header[name] {
			out = append(out, name+": "+v)
		}
	}
	return out
}

// text is a body as lines.
type text struct {
	lines []string
	// raw are the bytes of one that is no text, to tell whether it is the
	// same.
	raw  []byte
	size int64
	cut  bool
	// more are the lines behind those that are compared.
	more int
}

// bodyOf reads a body, JSON laid out.
func bodyOf(ctx context.Context, x *engine.Exchange) (text, error) {
	if x.Response == nil || x.Response.Body == nil {
		return text{}, nil
	}
	b := x.Response.Body
	raw, err := b.Bytes(MaxBody)
	if err != nil {
		return text{}, err
	}
	t := text{size: b.Size(), cut: b.Size() > MaxBody}
	contentType := x.Response.Header.Get("Content-Type")
	name := charset.Of(contentType, raw)
	part := payload.FromBytes(raw)
	decoded, err := decode.Body(ctx, part, name)
	switch {
	case errors.Is(err, decode.ErrCharset):
		decoded = part
	case err != nil:
		return text{}, err
	case decoded != part:
		defer decoded.Close()
	}
	head, err := decoded.Bytes(payload.SniffLen)
	if err != nil {
		return text{}, err
	}
	switch payload.Sniff(contentType, head) {
	case payload.Binary, payload.Image:
		t.raw = raw
		return t, nil
	}
	plain, err := laidOut(ctx, decoded, t.cut)
	if err != nil {
		return text{}, err
	}
	t.lines = lines(plain)
	if len(t.lines) > maxLines {
		t.lines, t.more = t.lines[:maxLines], len(t.lines)-maxLines
	}
	return t, nil
}

// laidOut is a body with JSON on lines of its own, also the beginning of it;
// any other is as it is.
func laidOut(ctx context.Context, b *payload.Body, cut bool) ([]byte, error) {
	w := payload.NewWriter(payload.Limits{Total: maxLaidOut})
	defer func() { _ = w.Abort() }() // it only gives memory back
	err := payload.Pretty(ctx, b, w)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err == nil, cut && w.Body().Size() > 0:
		p, err := w.Body().Bytes(maxLaidOut)
		return bytes.Clone(p), err
	}
	return b.Bytes(b.Size())
}

func lines(p []byte) []string {
	var out []string
	for l := range strings.Lines(string(p)) {
		l = strings.TrimRight(l, "\r\n")
		if len(l) > maxLine {
			end := maxLine
			for end > maxLine-utf8.UTFMax && !utf8.RuneStart(l[end]) {
				end--
			}
			l = l[:end] + "…"
		}
		out = append(out, l)
	}
	return out
}

// bodies compares two bodies.
func bodies(a, b text) Section {
	s := Section{Title: "Body"}
	switch {
	case a.raw == nil && b.raw == nil:
		s.Lines = Lines(a.lines, b.lines)
	case bytes.Equal(a.raw, b.raw) && a.size == b.size:
		s.Lines = Lines(summary(a), summary(b))
		s.Notes = append(s.Notes, "the bytes are the same")
	default:
		s.Lines = append(Lines(summary(a), nil), Lines(nil, summary(b))...)
		s.Notes = append(s.Notes, "the bytes differ; they are no text to compare by line")
	}
	s.Notes = append(s.Notes, limits(a, b)...)
	return s
}

// limits say what was not compared.
func limits(a, b text) []string {
	var out []string
	for _, side := range []struct {
		name string
		text text
	}{{"older", a}, {"newer", b}} {
		if side.text.cut {
			out = append(out, fmt.Sprintf("of the %s body the first %s of %s are compared", side.name, payload.FormatSize(MaxBody), payload.FormatSize(side.text.size)))
		}
		if side.text.more > 0 {
			out = append(out, fmt.Sprintf("of the %s body the first %d lines are compared, %d are not", side.name, maxLines, side.text.more))
		}
	}
	return out
}

// summary stands for a body that is no text.
func summary(t text) []string {
	if t.raw == nil && t.size > 0 {
		return []string{"text, " + payload.FormatSize(t.size)}
	}
	if t.size == 0 {
		return nil
	}
	return []string{"binary, " + payload.FormatSize(t.size)}
}
