package response

import (
	"context"
	"errors"
	"io/fs"

	"postern/engine"
	"postern/ui/pane"
	"postern/ui/shown"
	"postern/ui/widget/text"
)

// DocumentAsked says that the body is wanted in another form. It is an
// [Answer].
type DocumentAsked struct {
	ExchangeID string
	Raw        bool
}

// Show wishes for it.
func (in DocumentAsked) Show(p *Pane) pane.Intent { return Body(p, in.Raw) }

// Body wishes for the body of the exchange on show: pretty where it can be and
// with the filter that is on, raw when asked for or while that of a large body is
// being made.
func Body(p *Pane, raw bool) pane.Intent {
	x := p.x
	if !shown.Has(x) {
		return nil
	}
	if raw {
		return laid(func(ctx context.Context) shown.Document { return shown.Text(ctx, x) }, nil)
	}
	path := p.Filter()
	pretty := laid(func(ctx context.Context) shown.Document { return shown.Kept(ctx, x, path) }, nil)
	if x.Response.Body.Size() < shown.RawFirst {
		return pretty
	}
	before := p.Document()
	return laid(func(ctx context.Context) shown.Document { return shown.First(ctx, x, before) }, pretty)
}

// Arriving shows what has come of the answer to a send in flight, how that is
// going, and what its scripts have told; x and told are nil before there is
// something.
func Arriving(p *Pane, x *engine.Exchange, progress text.Line, told *engine.Exchange) pane.Intent {
	if x != nil && p.x != x {
		p.SetExchange(x)
	}
	p.SetProgress(progress)
	tell(p, told)
	before := p.Document()
	return laid(func(ctx context.Context) shown.Document {
		doc := shown.Arriving(ctx, x, before)
		doc.Coming = true
		return doc
	}, nil)
}

// laid wishes for a body to be laid out, and then for what comes after.
func laid(out func(context.Context) shown.Document, then pane.Intent) pane.Intent {
	return pane.Work{Do: func(ctx context.Context) pane.Intent { return Laid{out(ctx), then} }}
}

// Laid is a body that was laid out. It is an [Answer].
type Laid struct {
	shown.Document
	// Then is what is wished for afterwards.
	Then pane.Intent
}

// Show shows it in p, if it is still wanted.
func (d Laid) Show(p *Pane) pane.Intent {
	switch {
	case errors.Is(d.Err, context.Canceled), errors.Is(d.Err, fs.ErrClosed), d.Doc == nil && d.Err == nil, d.Coming && !p.Busy():
	case d.Err != nil:
		return pane.Batch{pane.Failed{Err: d.Err}, d.Then}
	case d.Filter != "" && d.Filter != p.Filter(): // it was taken off meanwhile
	default:
		p.SetDocument(d.ExchangeID, d.Doc, d.Lexer, Layout{
			Form: d.Form, Filter: d.Filter, Note: d.Note, Stream: d.Stream, Events: d.Events, Picture: d.Picture,
		})
	}
	return d.Then
}
