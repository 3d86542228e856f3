package response

import (
	"postern/engine/payload/picture"
	"postern/ui/painting"
	"postern/ui/pane"
	"postern/ui/visual"
	"postern/ui/widget/text"
)

// CanDraw says whether the terminal has the colours for pictures.
func (p *Pane) CanDraw(able bool) {
	p.painting.CanDraw(able)
	p.fresh = false
	p.place()
}

// Wish is what the pane wants done by itself: the picture in the pane's size, or
// the page that scripts made. It is to be asked after every event.
func (p *Pane) Wish() pane.Intent {
	if p.tab() == tabVisual {
		if in := p.page.Ask(p.x); in != nil {
			return answering(in, takePage)
		}
	}
	var of *picture.Picture
	if (painter{p}).on() {
		of = p.layout.Picture
	}
	w, h := painter{p}.size()
	in := p.painting.Ask(of, w, h)
	if in != nil {
		p.fresh = false
	}
	return answering(in, func(p *Pane, a painting.Answer) pane.Intent {
		if p.painting.Take(a) {
			p.fresh = false
			p.place()
		}
		return nil
	})
}

// takePage shows a page that came, where the reader was in it.
func takePage(p *Pane, l visual.Laid) pane.Intent {
	if p.page.Take(l) && p.tab() == tabVisual {
		at := p.pager.Place()
		p.show()
		p.pager.Resume(at)
	}
	return nil
}

// painter is how a picture is shown.
type painter struct{ *Pane }

// on reports whether a picture is on show.
func (p painter) on() bool {
	return p.tab() == tabBody && p.layout.Form == "picture" && p.painting.Draws(p.layout.Picture, p.env.Theme)
}

// size is the room for a picture, in cells.
func (p painter) size() (w, h int) {
	h = p.height - p.above() - p.filter.Height()
	if p.search.shown() {
		h--
	}
	return p.width - 2*painting.Margin, h
}

// rows are the rows of the picture, as wide as the pane.
func (p painter) rows() []string {
	_, h := p.size()
	return p.painting.Rows(p.layout.Picture, p.env.Theme, p.width, h)
}

// label says what picture it is, above it and above its bytes.
func (p painter) label() []text.Line {
	of := p.layout.Picture
	if of == nil || p.tab() != tabBody || p.x == nil || p.progress != nil {
		return nil
	}
	return []text.Line{p.painting.Label(of, p.x.Response.Body.Size(), p.env, p.on(), p.layout.Form == "raw")}
}
