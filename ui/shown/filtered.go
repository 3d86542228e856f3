package shown

import (
	"context"
	"errors"
	"fmt"

	"postern/engine"
	"postern/engine/payload"
	"postern/engine/payload/filter"
	"postern/engine/payload/tree"
)

// Filter is a body that is filtered again and again, as a path is typed. It
// holds the body in memory: forget it when the typing ends.
type Filter struct {
	exchange string
	src      *filter.Source
}

// NewFilter returns the filter of a body, of which nothing is read yet.
func NewFilter(x *engine.Exchange) *Filter {
	return &Filter{x.ID, filter.New(func(ctx context.Context) (*payload.Body, error) { return decoded(ctx, x) })}
}

// Filtered is the part of a body that a gjson path leads to.
func Filtered(ctx context.Context, x *engine.Exchange, path string) Document {
	return NewFilter(x).At(ctx, path)
}

// At is the part that a path leads to.
func (f *Filter) At(ctx context.Context, path string) Document {
	body, err := f.src.Get(ctx, path)
	if err != nil {
		return Document{ExchangeID: f.exchange, Err: err}
	}
	doc := Document{ExchangeID: f.exchange, Lexer: payload.LexerFor(payload.JSON), Form: "filtered", Filter: path}
	index, err := tree.Open(ctx, body)
	if err == nil {
		doc.Doc = tree.NewView(index)
		return doc
	}
	lines, err := payload.Index(ctx, body) // as it is
	if err != nil {
		return Document{ExchangeID: f.exchange, Err: err}
	}
	doc.Doc = lines
	return doc
}

// Keys are the steps that a path could go on with, and where they begin in it.
func (f *Filter) Keys(ctx context.Context, path string) (from int, keys []string) {
	return f.src.Keys(ctx, path)
}

// Kept is a body with the filter that is on for it; "" is none. A body that it
// does not fit is shown whole, with a word about it.
func Kept(ctx context.Context, x *engine.Exchange, path string) Document {
	if path == "" {
		return Pretty(ctx, x)
	}
	doc := Filtered(ctx, x, path)
	if doc.Err == nil || errors.Is(doc.Err, context.Canceled) {
		return doc
	}
	why := doc.Err
	doc = Pretty(ctx, x)
	doc.Note = fmt.Sprintf("the filter %s does not fit: %v", path, why)
	if errors.Is(why, filter.ErrNoMatch) {
		doc.Note = why.Error() // names the path itself
	}
	return doc
}
