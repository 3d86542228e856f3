package ui

import (
	"context"
	"errors"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"postern/engine"
	"postern/engine/payload"
	"postern/ui/pane/response"
)

const (
	// rawFirst is the size of body, in bytes, from which the raw text is
	// shown before the pretty one is ready.
	rawFirst = 256 << 10
	// maxClipboard is what terminals take through OSC 52.
	maxClipboard = 64 << 10
)

// bodies is what is done with response bodies.
type bodies struct{ *Model }

// document brings an exchange's body on screen: pretty where it can be, raw
// when asked for or while the pretty form of a large body is being made.
func (m bodies) document(x *engine.Exchange, raw bool) tea.Cmd {
	if x == nil || x.Response == nil || x.Response.Body == nil {
		return nil
	}
	ctx := m.ctx
	if raw {
		return func() tea.Msg { return textDocument(ctx, x) }
	}
	pretty := func() tea.Msg { return prettyDocument(ctx, x) }
	if x.Response.Body.Size() < rawFirst {
		return pretty
	}
	return tea.Sequence(func() tea.Msg { return rawDocument(ctx, x) }, pretty)
}

// documentMsg brings a body laid out for the pager.
type documentMsg struct {
	id    string
	doc   payload.Document
	lexer payload.Lexer
	form  string
	err   error
}

func (msg documentMsg) apply(m *Model) tea.Cmd {
	switch {
	case errors.Is(msg.err, context.Canceled):
		return nil
	case msg.err != nil:
		return m.toast.Fail(msg.err)
	}
	m.response.SetDocument(msg.id, msg.doc, msg.lexer, msg.form)
	return nil
}

func kind(x *engine.Exchange) payload.Kind {
	head, err := x.Response.Body.Bytes(payload.SniffLen)
	if err != nil {
		return payload.Binary
	}
	kind := x.Response.Header.Get("Content-Type")
	k := payload.Sniff(kind, head)
	if k == payload.Binary && strings.HasPrefix(kind, "text/") { // control characters are shown as symbols
		return payload.Text
	}
	return k
}

// rawDocument is the body as it came: text, or bytes where it is none.
func rawDocument(ctx context.Context, x *engine.Exchange) tea.Msg {
	if k := kind(x); k == payload.Binary || k == payload.Image {
		return documentMsg{id: x.ID, doc: payload.Hex(x.Response.Body), form: "hex"}
	}
	return textDocument(ctx, x)
}

// textDocument is the body as text, whatever it is.
func textDocument(ctx context.Context, x *engine.Exchange) tea.Msg {
	k := kind(x)
	body, err := decoded(ctx, x)
	if err != nil {
		return documentMsg{id: x.ID, err: err}
	}
	doc, err := payload.Index(ctx, body)
	return documentMsg{id: x.ID, doc: doc, lexer: payload.LexerFor(k), form: "raw", err: err}
}

func prettyDocument(ctx context.Context, x *engine.Exchange) tea.Msg {
	k := kind(x)
	if k != payload.JSON {
		return rawDocument(ctx, x)
	}
	body, err := decoded(ctx, x)
	if err != nil {
		return documentMsg{id: x.ID, err: err}
	}
	body, err = payload.Pretty(ctx, body)
	if err != nil { // what cannot be laid out is shown as it is
		return rawDocument(ctx, x)
	}
	doc, err := payload.Index(ctx, body)
	return documentMsg{id: x.ID, doc: doc, lexer: payload.LexerFor(k), form: "pretty", err: err}
}

// filter shows the part of a body that a gjson path leads to; "" is all of it.
func (m bodies) filter(x *engine.Exchange, path string) tea.Cmd {
	if path == "" || x == nil || x.Response == nil || x.Response.Body == nil {
		return m.document(x, false)
	}
	ctx := m.ctx
	return func() tea.Msg {
		body, err := decoded(ctx, x)
		if err == nil {
			body, err = payload.Filter(ctx, body, path)
		}
		if err != nil {
			return documentMsg{id: x.ID, err: fmt.Errorf("filter %s: %w", path, err)}
		}
		if pretty, err := payload.Pretty(ctx, body); err == nil { // else as it is
			body = pretty
		}
		doc, err := payload.Index(ctx, body)
		return documentMsg{id: x.ID, doc: doc, lexer: payload.LexerFor(payload.JSON), form: "filtered", err: err}
	}
}

// decoded is the body as UTF-8; a body in an unknown charset stays as it is.
func decoded(ctx context.Context, x *engine.Exchange) (*payload.Body, error) {
	b := x.Response.Body
	head, err := b.Bytes(payload.SniffLen)
	if err != nil {
		return nil, err
	}
	u, err := payload.Decode(ctx, b, payload.Charset(x.Response.Header.Get("Content-Type"), head))
	if errors.Is(err, payload.ErrCharset) {
		return b, nil
	}
	return u, err
}

// search looks for a text in the body on show.
func (m bodies) search(in response.SearchAsked) tea.Cmd {
	ctx := m.ctx
	return func() tea.Msg {
		found, err := payload.Search(ctx, in.Lines, in.Query, in.From, 0)
		return foundMsg{in: in, found: found, err: err}
	}
}

// foundMsg brings the outcome of a search.
type foundMsg struct {
	in    response.SearchAsked
	found *payload.Found
	err   error
}

func (msg foundMsg) apply(m *Model) tea.Cmd {
	m.response.SetFound(msg.in.ExchangeID, msg.in.Query.Text, msg.in.From, msg.found, msg.err)
	return nil
}

// copied puts a text into the clipboard of the person's own terminal (OSC 52),
// which works over SSH too.
func (m *Model) copied(what, s string) tea.Cmd {
	if len(s) > maxClipboard {
		return m.toast.Warn(what + " is too large for the clipboard of a terminal (" + payload.FormatSize(int64(len(s))) + ")")
	}
	return tea.Batch(tea.SetClipboard(s), m.toast.Note("copied "+what))
}

func (m bodies) copyBody(x *engine.Exchange) tea.Cmd {
	if x == nil || x.Response == nil || x.Response.Body == nil {
		return nil
	}
	b, err := x.Response.Body.Bytes(maxClipboard + 1)
	if err != nil {
		return m.toast.Fail(err)
	}
	return m.copied("the body", string(b))
}
