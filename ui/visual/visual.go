// Package visual is the page that scripts made for the eye, laid out beside the
// loop: a large one takes longer than a frame.
package visual

import (
	"context"

	"postern/engine"
	"postern/ui/facts"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/pager"
	"postern/ui/widget/text"
)

// Page is the page of one exchange: of the one that was asked for last. The zero
// Page is ready.
type Page struct {
	of    *engine.Exchange
	lines pager.Lines
}

// Laid is a page that was laid out, for [Page.Take].
type Laid struct {
	of    *engine.Exchange
	lines pager.Lines
}

// Ask wishes for the page of an exchange, unless that was asked for already.
func (p *Page) Ask(x *engine.Exchange) pane.Intent {
	if x == nil || x == p.of {
		return nil
	}
	*p = Page{of: x}
	return pane.Work{Do: func(context.Context) pane.Intent { return Laid{x, facts.Visual(x)} }}
}

// Take takes what was asked for last, and reports whether it was that.
func (p *Page) Take(l Laid) bool {
	if l.of != p.of {
		return false
	}
	if p.lines = l.lines; p.lines == nil {
		p.lines = pager.Lines{} // it has come, and is empty
	}
	return true
}

// Lines are the page of an exchange, or that it is still to come.
func (p *Page) Lines(x *engine.Exchange) pager.Lines {
	if x != p.of || p.lines == nil {
		return pager.Lines{text.Of(theme.Faint, safe.Lit("drawing…"))}
	}
	return p.lines
}
