// Package shown lays a response body out for the screen: pretty where it can
// be, raw, filtered or as bytes. It reads files and takes its time: call it in
// commands.
package shown

import (
	"context"
	"errors"
	"mime"
	"strings"

	"postern/engine"
	"postern/engine/payload"
	"postern/engine/payload/charset"
	"postern/engine/payload/decode"
	"postern/engine/payload/picture"
	"postern/engine/payload/tree"
)

// RawFirst is the size of body, in bytes, from which the raw text is worth
// showing before the pretty one is ready.
const RawFirst = 256 << 10

// Document is a body laid out, or why it cannot be.
type Document struct {
	// ExchangeID is the exchange it is the body of.
	ExchangeID string
	Doc        payload.Document
	Lexer      payload.Lexer
	// Form says how it is laid out: "pretty", "events", "picture", "raw",
	// "filtered" or "hex".
	Form string
	// Filter is the gjson path that the filtered part of a body was got by.
	Filter string
	// Note says what is wrong with a body that is not laid out as it should be.
	Note string
	// Stream says that its end is what matters while it comes: events, or a
	// value a line. Events is how many events are laid out.
	Stream bool
	Events int64
	// Coming says that this is what has come of a body, and no more.
	Coming bool
	// Picture is what the body is a picture of; Doc are then its bytes.
	Picture *picture.Picture
	Err     error
}

// Has reports whether there is a body to lay out.
func Has(x *engine.Exchange) bool { return x != nil && x.Response != nil && x.Response.Body != nil }

// First is what can be shown at once of a body that takes its time to be laid
// out, unless before shows as much; Doc is nil if there is nothing.
func First(ctx context.Context, x *engine.Exchange, before payload.Document) Document {
	if shows(before, x) || kind(x) == payload.Image {
		return Document{}
	}
	return raw(ctx, x)
}

// raw is the body as it came: text, or bytes where it is none.
func raw(ctx context.Context, x *engine.Exchange) Document {
	if k := kind(x); k == payload.Binary || k == payload.Image {
		return Document{ExchangeID: x.ID, Doc: payload.Hex(x.Response.Body), Form: "hex"}
	}
	return Text(ctx, x)
}

// Text is the body as text, whatever it is but a picture: that are its bytes.
func Text(ctx context.Context, x *engine.Exchange) Document {
	k := kind(x)
	if k == payload.Image {
		doc := pictured(x)
		doc.Form = "raw"
		return doc
	}
	body, err := decoded(ctx, x)
	if err != nil {
		return Document{ExchangeID: x.ID, Err: err}
	}
	doc, err := payload.Index(ctx, body)
	return Document{ExchangeID: x.ID, Doc: doc, Lexer: payload.LexerFor(k), Form: "raw", Stream: isStream(x), Err: err}
}

// Pretty is JSON as a tree, a stream of events one by one, a picture, and
// anything else as it came.
func Pretty(ctx context.Context, x *engine.Exchange) Document {
	if isEvents(x) {
		return inEvents(ctx, x)
	}
	switch kind(x) {
	case payload.JSON:
	case payload.Image:
		return pictured(x)
	default:
		return raw(ctx, x)
	}
	body, err := decoded(ctx, x)
	if err != nil {
		return Document{ExchangeID: x.ID, Err: err}
	}
	index, err := tree.Open(ctx, body)
	if err != nil { // what is no tree is shown as it is
		doc := raw(ctx, x)
		if wrong := payload.Check(ctx, body); wrong != nil && body.Size() > 0 && saysJSON(x) {
			doc.Note = wrong.Error()
		}
		return doc
	}
	return Document{ExchangeID: x.ID, Doc: tree.NewView(index), Lexer: payload.LexerFor(payload.JSON), Form: "pretty"}
}

// pictured is a picture, of which only the size is known yet.
func pictured(x *engine.Exchange) Document {
	doc := Document{ExchangeID: x.ID, Doc: payload.Hex(x.Response.Body), Form: "hex"}
	p, err := picture.Open(x.Response.Body)
	if err != nil {
		doc.Note = err.Error()
		return doc
	}
	doc.Picture, doc.Form = p, "picture"
	return doc
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

// said is what a body is said to be.
func said(x *engine.Exchange) string {
	kind, _, _ := mime.ParseMediaType(x.Response.Header.Get("Content-Type")) // "" is not known
	return kind
}

// saysJSON reports whether a body is said to be one JSON value: a stream of
// many, such as application/x-ndjson, is not.
func saysJSON(x *engine.Exchange) bool {
	kind := said(x)
	return strings.HasSuffix(kind, "/json") || strings.HasSuffix(kind, "+json")
}

// decoded is the body as UTF-8; a body in an unknown charset stays as it is.
func decoded(ctx context.Context, x *engine.Exchange) (*payload.Body, error) {
	b := x.Response.Body
	head, err := b.Bytes(payload.SniffLen)
	if err != nil {
		return nil, err
	}
	u, err := decode.Body(ctx, b, charset.Of(x.Response.Header.Get("Content-Type"), head))
	if errors.Is(err, decode.ErrCharset) {
		return b, nil
	}
	return u, err
}
