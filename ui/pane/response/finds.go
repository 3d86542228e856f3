package response

import (
	"cmp"
	"strconv"
	"strings"

	"postern/engine"
	"postern/engine/lookup"
	"postern/engine/lookup/link"
	"postern/engine/redact"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/pager"
	"postern/ui/widget/text"
)

// The intents of what was found in a response.
type (
	// IDChosen is an id to be put somewhere.
	IDChosen struct{ ID lookup.ID }
	// LinkChosen is a link to follow, as seen from an exchange.
	LinkChosen struct {
		ExchangeID string
		Link       link.Link
	}
)

// finds are the ids and links of the exchange on show.
type finds struct {
	exchange string
	ids      []lookup.ID
	links    []link.Link
	// cut says why the ids are not all there are.
	cut lookup.Cut
	// spotter finds the links again in the body.
	spotter *link.Spotter
}

// SetFinds shows what was found in an exchange, if it is the one on show; cut
// says why the ids are not all there are.
func (p *Pane) SetFinds(exchangeID string, ids []lookup.ID, links []link.Link, cut lookup.Cut) {
	if p.x == nil || p.x.ID != exchangeID {
		return
	}
	p.finds = finds{exchange: exchangeID, ids: ids, links: links, cut: cut}
	linker{p}.spot(links)
	at := p.pager.Place() // they come late: the reader may be elsewhere already
	p.show()
	p.pager.Resume(at)
}

// ShowBody turns to the body.
func (p *Pane) ShowBody() {
	p.fresh = false
	if p.tab() != tabBody {
		p.turn(tabBody)
	}
}

// open is the wish of the row under the cursor.
func (f finds) open(tab, at int) pane.Intent {
	switch {
	case tab == tabIDs && at < len(f.ids):
		return IDChosen{f.ids[at]}
	case tab == tabLinks && at < len(f.links):
		return LinkChosen{f.exchange, f.links[at]}
	}
	return nil
}

// redactor masks the secrets of an exchange, or nothing of none.
func redactor(x *engine.Exchange) redact.Redactor {
	if x == nil {
		return redact.New()
	}
	return x.Redactor()
}

// count is a tab's note: nothing for none.
func count(n int) safe.Text {
	if n == 0 {
		return safe.Text{}
	}
	return safe.Clean(strconv.Itoa(n))
}

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

// idLines are the ids: what a person knows them by, what they are, the value.
func (f finds) idLines() pager.Lines {
	if len(f.ids) == 0 {
		return pager.Lines{text.Of(theme.Faint, safe.Lit("no ids in this response"))}
	}
	out := make(pager.Lines, len(f.ids))
	for i, id := range f.ids {
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
	if f.cut != 0 {
		out = append(out, text.Of(theme.Warn, safe.Clean(f.cut.String())))
	}
	return out
}

// linkLines are the links, numbered: what each is to the thing, and where it
// leads. One that leaves the origin, or cannot be followed, says so.
func (f finds) linkLines(red redact.Redactor) pager.Lines {
	if len(f.links) == 0 {
		return pager.Lines{text.Of(theme.Faint, safe.Lit("no links in this response"))}
	}
	out := make(pager.Lines, len(f.links))
	for i, k := range f.links {
		l := column(theme.LineNumber, safe.Clean(strconv.Itoa(i+1)), len(strconv.Itoa(len(f.links))))
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
