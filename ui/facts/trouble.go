package facts

import (
	"strings"

	"postern/engine"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/text"
)

// Trouble is what went wrong, in lines to stand above everything else; width is
// that of its texts.
func Trouble(x *engine.Exchange, width int) []text.Line {
	if x == nil || x.Err == nil {
		return nil
	}
	e := x.Err
	red := x.Redactor()
	out := []text.Line{nil, text.Of(theme.Error, safe.Clean(" ✗ "+red.Text(e.Summary)))}
	if c := cause(e); c != "" && !Cancelled(e) {
		for _, l := range wrap(red.Text(c), width) {
			out = append(out, text.Of(theme.Plain, safe.Lit("   ").Plus(l)))
		}
	}
	if e.Where != "" {
		out = append(out, text.Of(theme.Faint, safe.Clean("   at "+red.Text(e.Where))))
	}
	if e.Hint != "" {
		for _, l := range wrap(e.Hint, width) {
			out = append(out, text.Of(theme.Accent, safe.Lit("   ").Plus(l)))
		}
	}
	return append(out, nil)
}

// Wrong keeps the lines of [Trouble], which are asked for with every key: what
// masks a secret is made of all its spellings. The zero value is ready.
type Wrong struct {
	of    *engine.Error
	width int
	lines []text.Line
}

// Lines are those of what went wrong in x.
func (w *Wrong) Lines(x *engine.Exchange, width int) []text.Line {
	if x == nil || x.Err == nil {
		return nil
	}
	if w.of != x.Err || w.width != width {
		*w = Wrong{of: x.Err, width: width, lines: Trouble(x, width)}
	}
	return w.lines
}

// cause is what lies behind an error, as far as it says more than its summary.
func cause(e *engine.Error) string {
	if e.Err == nil {
		return ""
	}
	return strings.TrimLeft(strings.TrimPrefix(e.Err.Error(), e.Summary), ": ")
}

// wrap breaks s at blanks and line ends into lines of at most width cells.
func wrap(s string, width int) []safe.Text {
	return safe.Clean(strings.Join(strings.Fields(s), " ")).Wrap(max(width, 10))
}
