// Package crumbs tells how a response was reached: through which links, or from
// which moment of the past.
package crumbs

import (
	"cmp"
	"strings"

	"postern/engine"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/text"
	"postern/ui/words"
)

// Trail says how the exchange on show was reached. One that was simply sent has
// none.
type Trail struct {
	// Behind are the exchanges that links led through, the first first.
	Behind []*engine.Exchange
	// Past says that it comes from the history, Run that it was opened out of a
	// run.
	Past, Run bool
}

// First is the exchange that the links began with.
func (t Trail) First(x *engine.Exchange) *engine.Exchange {
	if len(t.Behind) > 0 {
		return t.Behind[0]
	}
	return x
}

// Resource is an address without its query.
func Resource(url string) string {
	url, _, _ = strings.Cut(url, "#")
	url, _, _ = strings.Cut(url, "?")
	return url
}

// steps are the names of the trail: that of the request, then where its links
// led.
func (t Trail) steps(x *engine.Exchange) []safe.Text {
	first := t.First(x)
	name := "…"
	if n := len(first.Path); n > 0 {
		name = first.Path[n-1]
	}
	out := []safe.Text{safe.Clean(name)}
	for i, step := range append(t.Behind[:len(t.Behind):len(t.Behind)], x) {
		switch {
		case i > 0 && step.Pages > 0:
			out = append(out, safe.Clean("all "+words.Plural(step.Pages, "page")))
		case i > 0:
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

// Line says in width cells where x is; nil for one that was simply sent. back is
// the key that leads back.
func (t Trail) Line(x *engine.Exchange, back string, width int) text.Line {
	switch {
	case x == nil:
		return nil
	case t.Past:
		l := text.Of(theme.Warn, safe.Clean(" sent "+x.Started.Local().Format("Jan 2 15:04:05"))).Plus(theme.Faint, safe.Lit(" · from the history · "))
		if t.Run {
			l = l.Plus(theme.KeyName, safe.Clean(back)).Plus(theme.Faint, safe.Lit(" back to the run · "))
		}
		return l.Plus(theme.Strong, safe.Clean(x.Sent.Method+" "+x.Redactor().URL(x.Sent.URL)))
	case len(t.Behind) == 0:
		return nil
	}
	hint := text.Of(theme.KeyName, safe.Lit("   ").Plus(safe.Clean(back))).Plus(theme.Faint, safe.Lit(" back "))
	l := crumbs(t.steps(x), width-1-hint.Width())
	gap := max(width-1-l.Width()-hint.Width(), 0)
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
