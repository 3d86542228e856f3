package ui

import (
	"context"
	"errors"
	"os"

	tea "charm.land/bubbletea/v2"

	"postern/engine"
	"postern/engine/payload"
	"postern/ui/pane/response"
	"postern/ui/sends"
	"postern/ui/shown"
)

// maxClipboard is what terminals take through OSC 52.
const maxClipboard = 64 << 10

// bodies is what is done with response bodies.
type bodies struct{ *Model }

// document brings an exchange's body on screen: pretty where it can be, raw
// when asked for or while the pretty form of a large body is being made.
func (m bodies) document(x *engine.Exchange, raw bool) tea.Cmd {
	if !shown.Has(x) {
		return nil
	}
	ctx := m.ctx
	if raw {
		return func() tea.Msg { return documentMsg(shown.Text(ctx, x)) }
	}
	pretty := func() tea.Msg { return documentMsg(shown.Pretty(ctx, x)) }
	if x.Response.Body.Size() < shown.RawFirst {
		return pretty
	}
	return tea.Sequence(func() tea.Msg { return documentMsg(shown.Raw(ctx, x)) }, pretty)
}

// arriving shows what has come of an answer, twenty times a second.
func (m bodies) arriving(f *sends.Flight) tea.Cmd {
	x := f.Arriving()
	if x != nil && m.response.Exchange() != x {
		m.response.SetExchange(x)
	}
	m.response.SetProgress(f.Progress(m.now()))
	ctx, before := m.ctx, m.response.Document()
	return func() tea.Msg { return documentMsg(shown.Arriving(ctx, x, before)) }
}

// documentMsg brings a body laid out for the pager.
type documentMsg shown.Document

func (msg documentMsg) apply(m *Model) tea.Cmd {
	switch {
	case errors.Is(msg.Err, context.Canceled), errors.Is(msg.Err, os.ErrClosed), msg.Doc == nil && msg.Err == nil:
		return nil
	case msg.Err != nil:
		return m.toast.Fail(msg.Err)
	}
	m.response.SetDocument(msg.ExchangeID, msg.Doc, msg.Lexer, response.Layout{Form: msg.Form, Filter: msg.Filter, Note: msg.Note})
	return nil
}

// filter shows the part of a body that a gjson path leads to; "" is all of it.
func (m bodies) filter(x *engine.Exchange, path string) tea.Cmd {
	if path == "" || !shown.Has(x) {
		return m.document(x, false)
	}
	ctx := m.ctx
	return func() tea.Msg { return documentMsg(shown.Filtered(ctx, x, path)) }
}

// search looks for a text in the body on show.
func (bodies) search(in response.SearchAsked) tea.Cmd {
	return func() tea.Msg {
		found, err := shown.Find(in.Ctx, in.Lines, in.Query, in.From)
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
	m.response.SetFound(msg.in.ExchangeID, msg.in.Typed, msg.in.From, msg.found, msg.err)
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
	if !shown.Has(x) {
		return nil
	}
	b, err := x.Response.Body.Bytes(maxClipboard + 1)
	if err != nil {
		return m.toast.Fail(err)
	}
	return m.copied("the body", string(b))
}
