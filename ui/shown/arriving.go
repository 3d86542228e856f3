package shown

import (
	"context"
	"fmt"
	"slices"

	"postern/engine"
	"postern/engine/payload"
	"postern/engine/payload/charset"
	"postern/engine/payload/decode"
	"postern/engine/payload/events"
)

// Arriving is a body that is still coming, as it comes: before grows if it is
// that body already. Doc is nil as long as so little has come that it could
// still turn out to be something else.
func Arriving(ctx context.Context, x *engine.Exchange, before payload.Document) Document {
	if !Has(x) {
		return Document{}
	}
	body := x.Response.Body
	if lines, ok := before.(*payload.Lines); ok && lines.Source() == body {
		return growing(ctx, x, lines)
	}
	if hex := payload.Hex(body); hex == before {
		return Document{ExchangeID: x.ID, Doc: hex, Form: "hex"}
	}
	if isEvents(x) {
		return growing(ctx, x, payload.Fed(events.New(body)))
	}
	done := body.Done()
	head, err := body.Bytes(payload.SniffLen)
	if err != nil {
		return Document{ExchangeID: x.ID, Err: err}
	}
	said := x.Response.Header.Get("Content-Type")
	if !done && !charset.Settled(said, head) {
		return Document{ExchangeID: x.ID}
	}
	k := kind(x)
	if k == payload.Binary || k == payload.Image {
		return Document{ExchangeID: x.ID, Doc: payload.Hex(body), Form: "hex"}
	}
	lines, _ := decode.Arriving(body, charset.Of(said, head)) // one in an unknown charset stays as it is
	doc := growing(ctx, x, lines)
	doc.Lexer = payload.LexerFor(k)
	return doc
}

// growing is a document with what has come since the last time.
func growing(ctx context.Context, x *engine.Exchange, lines *payload.Lines) Document {
	doc := Document{ExchangeID: x.ID, Doc: lines, Form: "raw", Stream: isStream(x), Err: lines.Grow(ctx)}
	if s, ok := lines.Feed().(*events.Stream); ok {
		doc.Form, doc.Lexer, doc.Events = "events", events.Tokens, s.Count()
		if s.Full() {
			doc.Note = fmt.Sprintf("only %d events are laid out: the raw body has all", s.Count())
		}
	}
	return doc
}

// inEvents is a stream of events, one by one. What is called one and is none is
// shown as it came.
func inEvents(ctx context.Context, x *engine.Exchange) Document {
	done := x.Response.Body.Done()
	doc := growing(ctx, x, payload.Fed(events.New(x.Response.Body)))
	if done && doc.Err == nil && doc.Doc.Lines() == 0 && x.Response.Body.Size() > 0 {
		doc = raw(ctx, x)
		doc.Note = "there is no event in this stream"
	}
	return doc
}

// shows reports whether a document shows what has come of a body.
func shows(doc payload.Document, x *engine.Exchange) bool {
	lines, ok := doc.(*payload.Lines)
	return ok && lines.Source() == x.Response.Body
}

// StaysRaw reports whether a stream of events was chosen to be seen as it comes:
// it stays so when all of it is there.
func StaysRaw(doc payload.Document, x *engine.Exchange) bool {
	lines, ok := doc.(*payload.Lines)
	return ok && Has(x) && isEvents(x) && lines.Feed() == nil && lines.Body() == x.Response.Body
}

func isEvents(x *engine.Exchange) bool { return said(x) == "text/event-stream" }

// isStream says that a body has no end that somebody waits for.
func isStream(x *engine.Exchange) bool {
	return slices.Contains([]string{
		"text/event-stream", "application/x-ndjson", "application/ndjson", "application/jsonl", "application/json-seq", "application/stream+json",
	}, said(x))
}
