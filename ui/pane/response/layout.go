package response

import (
	"fmt"

	"postern/engine/payload"
	"postern/engine/payload/picture"
	"postern/ui/facts"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/text"
	"postern/ui/words"
)

// Layout says how a body is laid out.
type Layout struct {
	// Form is "pretty", "events", "picture", "raw", "filtered" or "hex".
	Form string
	// Filter is the path that leads to what is on show; "" is all of the body.
	Filter string
	// Note is what is wrong with the body.
	Note string
	// Stream says that the end of the body is what matters while it comes.
	Stream bool
	// Events is how many events are on show.
	Events int64
	// Picture is what the body is a picture of, or nil.
	Picture *picture.Picture
}

// title is what the pane's title says of the layout: what is left out of the
// body, and why it is not laid out.
func (l Layout) title() text.Line {
	switch {
	case l.Filter != "":
		return text.Of(theme.Title, safe.Lit(" ─ ")).Plus(theme.Warn, safe.Lit("only ").Plus(safe.Clean(l.Filter)))
	case l.Note != "":
		return text.Of(theme.Title, safe.Lit(" ─ ")).Plus(theme.Warn, safe.Clean(l.Note))
	case l.Events > 0:
		return text.Of(theme.Title, safe.Clean(" ─ "+l.events()))
	}
	return nil
}

// events says how many they are.
func (l Layout) events() string {
	if l.Events == 1 {
		return "1 event"
	}
	return fmt.Sprintf("%d events", l.Events)
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

// Title is status, time and size.
func (p *Pane) Title() text.Line {
	t := text.Of(theme.Title, safe.Lit("Response"))
	if p.progress != nil {
		return append(t, follower{p}.title()...)
	}
	if p.x == nil {
		return t
	}
	if r := p.x.Response; r != nil {
		// A person's time at the login page says nothing about the server.
		s := " · " + words.Took(p.x.Timing.Total-p.x.Timing.Auth)
		if r.Body != nil {
			s += " · " + payload.FormatSize(r.Body.Size())
		}
		t = t.Plus(theme.Title, safe.Lit(" ─ ")).
			Plus(theme.Status(r.Status), safe.Clean(fmt.Sprintf("%d %s", r.Status, r.Reason))).
			Plus(theme.Title, safe.Clean(s))
		t = append(t, facts.Verdict(p.x)...)
		return append(t, p.layout.title()...).Plus(theme.Faint, folder{p}.crumbs())
	}
	t = t.Plus(theme.Title, safe.Lit(" ─ "))
	if facts.Cancelled(p.x.Err) {
		return t.Plus(theme.Warn, safe.Lit("cancelled"))
	}
	return t.Plus(theme.Error, safe.Lit("failed"))
}
