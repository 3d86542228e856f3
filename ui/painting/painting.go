// Package painting is a picture of a response as it is drawn in cells: it is
// asked for in the size that there is room for, drawn beside, and drawn anew in
// another size.
//
// Its owner says after every event, by [Painting.Ask], which picture it has room
// for, and gives what comes of that to [Painting.Take]; what is late is dropped.
package painting

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

// Painting is a picture as it is drawn, or about to be. Its zero value is none,
// on a terminal that cannot draw.
type Painting struct {
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

// CanDraw says whether the terminal has the colours for pictures.
func (d *Painting) CanDraw(able bool) { d.able = able }

// Draws reports whether a picture can be drawn: its bytes are shown, where it
// cannot.
func (d *Painting) Draws(of *picture.Picture, th *theme.Theme) bool {
	return d.able && th.Coloured() && (d.err == nil || d.of != of)
}

// Same is a picture as it is known already, if it is.
func (d *Painting) Same(of *picture.Picture) *picture.Picture {
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

// Answer is what came of the wish for a picture in a size.
type Answer struct {
	of            *picture.Picture
	width, height int
	rows          []string
	columns       int
	err           error
}

// Ask wishes for a picture in a size, unless it was asked for in that already;
// nil is no picture. What was asked for before is given up.
func (d *Painting) Ask(of *picture.Picture, w, h int) pane.Intent {
	on := of != nil && w > 0 && h > 0
	if on && d.of == of && d.width == w && d.height == h {
		return nil
	}
	if d.stop != nil {
		d.stop()
		*d = Painting{able: d.able, known: d.known}
	}
	if !on {
		return nil
	}
	own, stop := context.WithCancel(context.Background())
	*d = Painting{able: d.able, of: of, width: w, height: h, stop: stop, known: d.known}
	return pane.Work{Do: func(ctx context.Context) pane.Intent {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		defer context.AfterFunc(own, cancel)()
		out := Answer{of: of, width: w, height: h}
		img, err := of.Fit(ctx, w, 2*h)
		if err != nil {
			out.err = err
			return out
		}
		out.rows, out.columns = theme.Pixels(img), img.Bounds().Dx()
		return out
	}}
}

// Take takes the picture, and reports whether it was still waited for.
func (d *Painting) Take(in Answer) bool {
	if in.of != d.of || in.width != d.width || in.height != d.height || errors.Is(in.err, context.Canceled) {
		return false
	}
	if d.stop != nil {
		d.stop()
	}
	d.rows, d.columns, d.err, d.stop = in.rows, in.columns, in.err, nil
	return true
}

// Margin is the room to the left of a picture.
const Margin = 1

// Rows are the rows of a picture, exactly as wide as that and at most so many.
func (d *Painting) Rows(of *picture.Picture, th *theme.Theme, width, height int) []string {
	if d.rows == nil || d.of != of {
		return []string{text.Of(theme.Faint, safe.Lit(" drawing…")).Render(th, theme.None, width)}
	}
	if d.columns > width-Margin { // the room has just become narrower
		return nil
	}
	out := make([]string, 0, len(d.rows))
	for _, row := range d.rows[:min(len(d.rows), max(height, 0))] {
		out = append(out, th.Space(theme.None, Margin)+row+th.Space(theme.None, width-Margin-d.columns))
	}
	return out
}

// Label says what picture it is whose bytes are so many, and how to see those or
// the picture, whichever is not on show.
func (d *Painting) Label(of *picture.Picture, size int64, env pane.Env, shown, raw bool) text.Line {
	l := text.Of(theme.Strong, safe.Clean(" "+of.Format)).
		Plus(theme.Plain, safe.Clean(fmt.Sprintf(" picture · %d × %d · %s", of.Width, of.Height, payload.FormatSize(size))))
	key := safe.Clean("   " + env.Keys.Key(keymap.Raw))
	switch {
	case shown:
		l = l.Plus(theme.KeyName, key).Plus(theme.Faint, safe.Lit(" shows its bytes"))
	case d.of == of && d.err != nil:
		l = l.Plus(theme.Warn, safe.Clean("   ! "+d.err.Error()))
	case !d.able || !env.Theme.Coloured():
		l = l.Plus(theme.Faint, safe.Lit("   not drawn: it needs 256 colours"))
	case raw:
		l = l.Plus(theme.KeyName, key).Plus(theme.Faint, safe.Lit(" shows it"))
	}
	return l
}
