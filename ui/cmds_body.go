package ui

import (
	"context"
	"errors"
	"os"

	tea "charm.land/bubbletea/v2"

	"postern/engine"
	"postern/ui/clip/board"
	"postern/ui/keymap"
	"postern/ui/outside"
	"postern/ui/pane"
	"postern/ui/pane/response"
	"postern/ui/sends"
	"postern/ui/shown"
)

// bodies is what is done with response bodies.
type bodies struct{ *Model }

// document brings an exchange's body on screen: pretty where it can be and with
// the filter that is on, raw when asked for or while that of a large body is
// being made.
func (m bodies) document(x *engine.Exchange, raw bool) tea.Cmd {
	if !shown.Has(x) {
		return nil
	}
	ctx := m.ctx
	if raw {
		return func() tea.Msg { return documentMsg(shown.Text(ctx, x)) }
	}
	path := m.response.Filter()
	pretty := func() tea.Msg { return documentMsg(shown.Kept(ctx, x, path)) }
	if x.Response.Body.Size() < shown.RawFirst {
		return pretty
	}
	before := m.response.Document()
	return tea.Sequence(func() tea.Msg { return documentMsg(shown.First(ctx, x, before)) }, pretty)
}

// arriving shows what has come of an answer, twenty times a second.
func (m bodies) arriving(f *sends.Flight) tea.Cmd {
	x := f.Arriving()
	if x != nil && m.response.Exchange() != x {
		m.response.SetExchange(x)
	}
	m.response.SetProgress(f.Progress(m.now(), m.env.Keys.Shown(keymap.Cancel)))
	response.Tell(m.response, f.Told())
	ctx, before := m.ctx, m.response.Document()
	return func() tea.Msg {
		doc := shown.Arriving(ctx, x, before)
		doc.Coming = true
		return documentMsg(doc)
	}
}

// documentMsg brings a body laid out for the pager.
type documentMsg shown.Document

func (msg documentMsg) apply(m *Model) tea.Cmd {
	switch {
	case errors.Is(msg.Err, context.Canceled), errors.Is(msg.Err, os.ErrClosed), msg.Doc == nil && msg.Err == nil, msg.Coming && !m.response.Busy():
		return nil
	case msg.Err != nil:
		return m.handle(pane.Failed{Err: msg.Err})
	case msg.Filter != "" && msg.Filter != m.response.Filter(): // it was taken off meanwhile
		return nil
	}
	m.response.SetDocument(msg.ExchangeID, msg.Doc, msg.Lexer, response.Layout{
		Form: msg.Form, Filter: msg.Filter, Note: msg.Note, Stream: msg.Stream, Events: msg.Events, Picture: msg.Picture,
	})
	return nil
}

// search looks for a text in the body on show.
func (m bodies) search(in response.SearchAsked) tea.Cmd {
	ctx := m.ctx
	return func() tea.Msg {
		f := shown.Find(ctx, in.Ctx, in.Lines, in.Query, in.From)
		return foundMsg{in, f, f.Next()}
	}
}

// foundMsg brings how far a search has come.
type foundMsg struct {
	in      response.SearchAsked
	finding *shown.Finding
	told    shown.Told
}

func (msg foundMsg) apply(m *Model) tea.Cmd {
	if !msg.told.Done {
		msg.in.Tell(m.response, msg.told.Progress)
		return func() tea.Msg { return foundMsg{msg.in, msg.finding, msg.finding.Next()} }
	}
	msg.in.Answer(m.response, msg.told.Found, msg.told.Err)
	return nil
}

// copied takes a text that was copied.
func (m *Model) copied(what, s string) tea.Cmd {
	return m.handle(pane.CopyAsked{What: what, Text: s})
}

func (m bodies) copyBody(x *engine.Exchange) tea.Cmd {
	if !shown.Has(x) {
		return nil
	}
	return func() tea.Msg {
		b, err := x.Response.Body.Bytes(board.Terminal + 1)
		if err != nil {
			return keptMsg{err}
		}
		whole, size := outside.Body(x)
		return wishedMsg{pane.CopyAsked{What: "the body", Text: string(b), Whole: whole, Size: size}}
	}
}
