package response

import (
	"context"
	"errors"
	"fmt"

	"postern/engine/payload"
	"postern/engine/payload/picture"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/text"
)

// painting is a picture as it is drawn in the pane, or about to be.
type painting struct {
	// able says that the terminal has colours enough.
	able bool
	of   *picture.Picture
	// width and height are the cells it was last asked for; rows are in those,
	// once they have come.
	width, height int
	rows          []string
	// columns is how many cells a row has.
	columns int
	err     error
	// stop ends what is waited for.
	stop context.CancelFunc
	// known are the pictures that were shown last, which hold their pixels.
	known []*picture.Picture
}

// maxKnown is how many pictures are held: each takes 4 MiB at most.
const maxKnown = 4

// same is a picture as it is known already, if it is.
func (d *painting) same(of *picture.Picture) *picture.Picture {
	if of == nil {
		return nil
	}
	for _, k := range d.known {
		if k.Body() == of.Body() {
			return k
		}
	}
	d.known = append(d.known, of)
	d.known = d.known[max(0, len(d.known)-maxKnown):]
	return of
}

// painted is what came of the wish for a picture in a size.
type painted struct {
	of            *picture.Picture
	width, height int
	rows          []string
	columns       int
	err           error
}

// CanDraw says whether the terminal has the colours for pictures.
func (p *Pane) CanDraw(able bool) {
	p.painting.able, p.fresh = able, false
	p.place()
}

// Wish is what the pane wants done by itself: the picture in the pane's size.
// It is to be asked after every event.
func (p *Pane) Wish() pane.Intent {
	d := &p.painting
	w, h := painter{p}.size()
	on := painter{p}.on() && w > 0 && h > 0
	if on && d.of == p.layout.Picture && d.width == w && d.height == h {
		return nil
	}
	if d.stop != nil {
		d.stop()
		*d = painting{able: d.able, known: d.known}
	}
	if !on {
		return nil
	}
	own, stop := context.WithCancel(context.Background())
	*d = painting{able: true, of: p.layout.Picture, width: w, height: h, stop: stop, known: d.known}
	p.fresh = false
	of := d.of
	return pane.Work{Do: func(ctx context.Context) pane.Intent {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		defer context.AfterFunc(own, cancel)()
		out := painted{of: of, width: w, height: h}
		img, err := of.Fit(ctx, w, 2*h)
		if err != nil {
			out.err = err
			return out
		}
		out.rows, out.columns = theme.Pixels(img), img.Bounds().Dx()
		return out
	}}
}

// Show shows the picture in p, if p still waits for it.
func (in painted) Show(p *Pane) pane.Intent {
	d := &p.painting
	if in.of != d.of || in.width != d.width || in.height != d.height || errors.Is(in.err, context.Canceled) {
		return nil
	}
	if d.stop != nil {
		d.stop()
	}
	d.rows, d.columns, d.err, d.stop, p.fresh = in.rows, in.columns, in.err, nil, false
	p.place()
	return nil
}

// painter is how a picture is shown.
type painter struct{ *Pane }

// on reports whether a picture is on show: its bytes are, where it cannot be
// drawn.
func (p painter) on() bool {
	d := p.painting
	return p.tab() == tabBody && p.layout.Form == "picture" && d.able && p.env.Theme.Coloured() && (d.err == nil || d.of != p.layout.Picture)
}

// margin is the room to the left of a picture.
const margin = 1

// size is the room for a picture, in cells.
func (p painter) size() (w, h int) {
	h = p.height - p.above() - p.filter.Height()
	if p.search.shown() {
		h--
	}
	return p.width - 2*margin, h
}

// rows are the rows of the picture, as wide as the pane.
func (p painter) rows() []string {
	d := p.painting
	th := p.env.Theme
	if d.rows == nil || d.of != p.layout.Picture {
		return []string{text.Of(theme.Faint, safe.Lit(" drawing…")).Render(th, theme.None, p.width)}
	}
	_, h := p.size()
	out := make([]string, 0, h)
	for _, row := range d.rows[:min(len(d.rows), max(h, 0))] {
		if d.columns > p.width-margin { // the pane has just become narrower
			return nil
		}
		out = append(out, th.Space(theme.None, margin)+row+th.Space(theme.None, p.width-margin-d.columns))
	}
	return out
}

// label says what picture it is, above it and above its bytes.
func (p painter) label() []text.Line {
	d := p.layout.Picture
	if d == nil || p.tab() != tabBody || p.x == nil || p.progress != nil {
		return nil
	}
	l := text.Of(theme.Strong, safe.Clean(" "+d.Format)).
		Plus(theme.Plain, safe.Clean(fmt.Sprintf(" picture · %d × %d · %s", d.Width, d.Height, payload.FormatSize(p.x.Response.Body.Size()))))
	key := safe.Clean("   " + p.env.Keys.Key(keymap.Raw))
	switch {
	case p.on():
		l = l.Plus(theme.KeyName, key).Plus(theme.Faint, safe.Lit(" shows its bytes"))
	case p.painting.of == d && p.painting.err != nil:
		l = l.Plus(theme.Warn, safe.Clean("   ! "+p.painting.err.Error()))
	case !p.painting.able || !p.env.Theme.Coloured():
		l = l.Plus(theme.Faint, safe.Lit("   not drawn: it needs 256 colours"))
	case p.layout.Form == "raw":
		l = l.Plus(theme.KeyName, key).Plus(theme.Faint, safe.Lit(" shows it"))
	}
	return []text.Line{l}
}
