package response

import (
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/text"
)

// Layout says how a body is laid out.
type Layout struct {
	// Form is "pretty", "raw", "filtered" or "hex".
	Form string
	// Filter is the path that leads to what is on show; "" is all of the body.
	Filter string
	// Note is what is wrong with the body.
	Note string
}

// Filter returns the path that leads to what is on show, or "" for all of it.
func (p *Pane) Filter() string { return p.layout.Filter }

// title is what the pane's title says of the layout: what is left out of the
// body, and why it is not laid out.
func (l Layout) title() text.Line {
	switch {
	case l.Filter != "":
		return text.Of(theme.Title, safe.Lit(" ─ ")).Plus(theme.Warn, safe.Lit("only ").Plus(safe.Clean(l.Filter)))
	case l.Note != "":
		return text.Of(theme.Title, safe.Lit(" ─ ")).Plus(theme.Warn, safe.Clean(l.Note))
	}
	return nil
}

// whole is a path in the part on show as a path in the whole body. The part's
// own beginning is the filter itself.
func (l Layout) whole(path string, root bool) string {
	switch {
	case l.Filter == "":
		return path
	case root:
		return l.Filter
	}
	return l.Filter + "|" + path
}
