package response

import (
	"cmp"
	"strings"

	"postern/engine"
	"postern/ui/keymap"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/text"
)

// Trail says how the exchange on show was reached. One that was simply sent has
// none.
type Trail struct {
	// Behind are the exchanges that links led through, the first first.
	Behind []*engine.Exchange
	// Past says that it comes from the history.
	Past bool
}

// SetTrail says how the exchange on show was reached. Call it after
// [Pane.SetExchange], which forgets it.
func (p *Pane) SetTrail(t Trail) {
	p.trail, p.fresh = t, false
	p.place()
}

// first is the exchange that the links began with.
func (t Trail) first(x *engine.Exchange) *engine.Exchange {
	if len(t.Behind) > 0 {
		return t.Behind[0]
	}
	return x
}

// resource is an address without its query.
func resource(url string) string {
	url, _, _ = strings.Cut(url, "#")
	url, _, _ = strings.Cut(url, "?")
	return url
}

// steps are the names of the trail: that of the request, then where its links
// led.
func (t Trail) steps(x *engine.Exchange) []safe.Text {
	first := t.first(x)
	name := "…"
	if n := len(first.Path); n > 0 {
		name = first.Path[n-1]
	}
	out := []safe.Text{safe.Clean(name)}
	for i, step := range append(t.Behind[:len(t.Behind):len(t.Behind)], x) {
		if i > 0 {
			out = append(out, safe.Clean(seenFrom(first.Sent.URL, step.Redactor().URL(step.Sent.URL))))
		}
	}
	return out
}

// seenFrom is an address without its origin, if that is from's.
func seenFrom(from, url string) string {
	if rest, ok := strings.CutPrefix(url, origin(from)); ok && (rest == "" || strings.Contains("/?#", rest[:1])) {
		return cmp.Or(rest, "/")
	}
	return url
}

// origin is what stands before an address's path.
func origin(url string) string {
	scheme, rest, _ := strings.Cut(url, "://")
	if i := strings.IndexAny(rest, "/?#"); i >= 0 {
		rest = rest[:i]
	}
	return scheme + "://" + rest
}

// heading is where the exchange on show is, for the line below the tabs; nil for
// one that was simply sent.
func (p *Pane) heading() text.Line {
	switch {
	case p.x == nil:
		return nil
	case p.trail.Past:
		l := text.Of(theme.Warn, safe.Clean(" sent "+p.x.Started.Local().Format("Jan 2 15:04:05"))).Plus(theme.Faint, safe.Lit(" · from the history · "))
		return l.Plus(theme.Strong, safe.Clean(p.x.Sent.Method+" "+p.x.Redactor().URL(p.x.Sent.URL)))
	case len(p.trail.Behind) == 0:
		return nil
	}
	hint := text.Of(theme.KeyName, safe.Lit("   ").Plus(safe.Clean(p.env.Keys.Shown(keymap.Back)))).Plus(theme.Faint, safe.Lit(" back "))
	l := crumbs(p.trail.steps(p.x), p.width-1-hint.Width())
	gap := max(p.width-1-l.Width()-hint.Width(), 0)
	return append(append(text.Of(theme.Plain, safe.Lit(" ")), l...).Plus(theme.Plain, safe.Clean(strings.Repeat(" ", gap))), hint...)
}

// crumbs are steps in a line of at most width cells: the first ones are left out
// if they are many.
func crumbs(steps []safe.Text, width int) text.Line {
	const arrow = " › "
	last := len(steps) - 1
	l := text.Of(theme.Strong, steps[last].Cut(width))
	for i := last - 1; i >= 0; i-- {
		longer := append(text.Of(theme.Faint, steps[i].Plus(safe.Lit(arrow))), l...)
		if longer.Width() > width || i > 0 && longer.Width()+len("…"+arrow) > width {
			if cut := append(text.Of(theme.Faint, safe.Lit("…"+arrow)), l...); cut.Width() <= width {
				return cut
			}
			return l
		}
		l = longer
	}
	return l
}
