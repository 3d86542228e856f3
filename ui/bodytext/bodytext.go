// Package bodytext is one text of a request, its body or a script, while it is looked at and
// edited: an editor that colours its kind of text and the {{names}} in it, and
// of JSON says where it is wrong and gives it its usual form.
//
// Where the text comes from and goes to is its owner's business. Another kind
// of text needs a lexer in package syntax, and nothing here.
package bodytext

import (
	"fmt"

	"postern/engine/payload"
	"postern/ui/jsontext"
	"postern/ui/names"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/syntax"
	"postern/ui/theme"
	"postern/ui/widget/cells"
	"postern/ui/widget/editor"
	"postern/ui/widget/text"
)

// longest is the length of a line from which on it is not coloured: nobody
// reads it in colour, and a lexer would go over all of it for every key.
const longest = 16 << 10

// checked is the size up to which a text is checked with every key, which
// takes two milliseconds then. A larger one is checked when the editing ends.
const checked = 1 << 20

// Text is the text. Make one with [New].
type Text struct {
	*editor.Editor
	kind func() payload.Kind
	// seen is the owner's text that the editor was given.
	seen string
	// verdict is on the text of a revision.
	verdict struct {
		rev     int
		json    bool
		problem *jsontext.Problem
	}
}

// New returns an empty text. kind is asked what it is whenever it is drawn; a
// text in which names stand for nothing has nil for them.
func New(env pane.Env, n *names.Names, kind func() payload.Kind, placeholder safe.Text) *Text {
	t := &Text{kind: kind}
	t.Editor = editor.New(env, editor.Options{Numbers: true, Placeholder: placeholder, Highlight: func(line string) []cells.Span {
		if len(line) > longest {
			return nil
		}
		spans := syntax.Spans(syntax.LexerFor(kind()), []byte(line), 0)
		if n == nil {
			return spans
		}
		return cells.Overlay(spans, n.Spans(line))
	}})
	t.verdict.rev = -1
	return t
}

// Load takes over what the owner's text is now. Of another text cursor and
// history are forgotten; an editing that goes on stays as long as the text did
// not change under it.
func (t *Text) Load(now string, another bool) {
	switch {
	case another:
		t.Edit(false)
		t.Set(now)
	case now != t.seen:
		t.Edit(false)
		t.Reload(now)
	}
	t.seen = now
	t.Refresh() // the kind may be another
}

// Take returns the text if it is not the owner's any more.
func (t *Text) Take() (now string, changed bool) {
	now = t.Text()
	changed = now != t.seen
	t.seen = now
	return now, changed
}

// JSON reports whether the text is meant as JSON.
func (t *Text) JSON() bool { return t.kind() == payload.JSON }

// Problem is what is wrong with a text that is JSON, or nil.
func (t *Text) Problem() *jsontext.Problem {
	v, json := &t.verdict, t.JSON()
	if v.rev == t.Rev() && v.json == json {
		return v.problem
	}
	now := ""
	if json {
		now = t.Text()
	}
	if len(now) > checked && t.Editing() {
		return nil
	}
	v.rev, v.json, v.problem = t.Rev(), json, nil
	if json {
		v.problem = jsontext.Check(now)
	}
	return v.problem
}

// Pretty gives a text that is JSON its usual form, and reports whether it had
// another. If something is wrong with it the cursor goes there instead.
func (t *Text) Pretty() bool {
	if !t.JSON() {
		return false
	}
	now := t.Text()
	if p := jsontext.Check(now); p != nil {
		t.Go(p.Line-1, p.Column-1)
		return false
	}
	pretty := jsontext.Pretty(now, "  ")
	if pretty == now || pretty == "" {
		return false
	}
	t.Replace(pretty)
	return true
}

// Complaint tells the problem, or nothing.
func (t *Text) Complaint() text.Line {
	p := t.Problem()
	if p == nil {
		return nil
	}
	return text.Of(theme.Error, safe.Lit("✗ ")).Plus(theme.Warn, safe.Clean(fmt.Sprintf("line %d, column %d: %s", p.Line, p.Column, p.What)))
}
