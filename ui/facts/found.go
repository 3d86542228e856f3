package facts

import (
	"cmp"
	"strconv"
	"strings"

	"postern/engine"
	"postern/engine/lookup"
	"postern/engine/lookup/link"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/pager"
	"postern/ui/widget/text"
)

// The columns of the ids, in cells.
const (
	labelWidth = 28
	typeWidth  = 12
)

func column(r theme.Role, s safe.Text, width int) text.Line {
	l := text.Of(r, s.Cut(width))
	if gap := width - l.Width(); gap > 0 {
		l = l.Plus(theme.Plain, safe.Clean(strings.Repeat(" ", gap)))
	}
	return l.Plus(theme.Plain, safe.Lit("  "))
}

// IDs lists the ids that were found in a response: what a person knows them by,
// what they are, the value; cut says why they are not all there are.
func IDs(ids []lookup.ID, cut lookup.Cut) pager.Lines {
	if len(ids) == 0 {
		return none("no ids in this response")
	}
	out := make(pager.Lines, len(ids))
	for i, id := range ids {
		l := column(theme.Strong, safe.Clean(cmp.Or(id.Label, "–")), labelWidth)
		l = append(l, column(theme.Faint, safe.Clean(id.Type), typeWidth)...)
		l = l.Plus(theme.Accent, safe.Clean(id.Value))
		for _, more := range []string{id.Detail, id.Status} {
			if more != "" && more != id.Label {
				l = l.Plus(theme.Faint, safe.Lit("  ").Plus(safe.Clean(more)))
			}
		}
		out[i] = l
	}
	if cut != 0 {
		out = append(out, text.Of(theme.Warn, safe.Clean(cut.String())))
	}
	return out
}

// Links lists the links that were found in the response of x, numbered: what each
// is to the thing, and where it leads. One that leaves the origin, or cannot be
// followed, says so.
func Links(x *engine.Exchange, links []link.Link) pager.Lines {
	if len(links) == 0 {
		return none("no links in this response")
	}
	red := x.Redactor()
	out := make(pager.Lines, len(links))
	for i, k := range links {
		l := column(theme.LineNumber, safe.Clean(strconv.Itoa(i+1)), len(strconv.Itoa(len(links))))
		l = append(l, column(theme.Strong, safe.Clean(cmp.Or(k.Rel, k.Title, k.Form.String())), typeWidth)...)
		if k.Method != "" && k.Method != "GET" {
			l = l.Plus(theme.Method(k.Method), safe.Clean(k.Method+" "))
		}
		switch {
		case k.Refused != link.NotRefused:
			l = l.Plus(theme.Disabled, safe.Clean(red.Text(k.Text))).Plus(theme.Warn, safe.Lit("  ").Plus(safe.Clean(k.Refused.String())))
		case k.Template != "":
			l = l.Plus(theme.Accent, safe.Clean(red.URL(k.Template))).Plus(theme.Faint, safe.Lit("  template"))
		default:
			l = l.Plus(theme.Accent, safe.Clean(red.URL(k.URL)))
		}
		if k.Refused == link.NotRefused && !k.Same {
			l = l.Plus(theme.Warn, safe.Lit("  another origin"))
		}
		out[i] = l
	}
	return out
}
