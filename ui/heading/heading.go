// Package heading is the line above a request: its method, its URL and the way to
// send it, two of which are edited in it.
//
// It changes the request it was made with, and reports that it did. A curl
// command in the place of the address is handed on, see [Heading.Command].
package heading

import (
	"slices"
	"strings"

	"postern/engine/collection"
	"postern/ui/keymap"
	"postern/ui/names"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/cells"
	"postern/ui/widget/choice"
	"postern/ui/widget/complete"
	"postern/ui/widget/field"
	"postern/ui/widget/tabs"
	"postern/ui/widget/text"
)

// Subject is what the line is about: the request that it shows and changes, what
// the names in it stand for, and whether it is being sent.
type Subject struct {
	Request *collection.Request
	Names   *names.Names
	Sending *bool
}

// Heading is the line. Make one with [New]. At most one of pick, typed and isURL
// is on.
type Heading struct {
	env   pane.Env
	of    Subject
	url   *field.Field
	isURL bool           // the URL is being edited
	pick  *choice.Choice // the methods, while one is chosen
	typed *field.Field   // the method, while it is typed
	width int
	// command is what stood in the place of the address, until it is handed on.
	command string
}

// methods are offered when the method is changed; any other can be typed.
func methods() []string {
	return []string{"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"}
}

// New returns the line of a request.
func New(env pane.Env, of Subject) *Heading {
	return &Heading{env: env, of: of, url: field.New(env, field.Options{
		Spans:       func(s string) []cells.Span { return of.Names.Address(s, of.Request.URL.Vars) },
		Placeholder: safe.Lit("https://…"),
	})}
}

// Load takes over what the request is now.
func (h *Heading) Load() {
	if !h.isURL {
		h.url.Set(h.of.Request.URL.Text())
	}
}

// Leave ends what is going on without taking it.
func (h *Heading) Leave() { h.isURL, h.pick, h.typed = false, nil, nil }

// LeaveURL ends the typing of the URL without taking it.
func (h *Heading) LeaveURL() { h.isURL = false }

// EditURL begins to type the URL.
func (h *Heading) EditURL() { h.isURL = true }

// Editing reports whether something is being typed or picked; Picking whether the
// method is picked, TypingMethod whether it is typed.
func (h *Heading) Editing() bool      { return h.isURL || h.pick != nil || h.typed != nil }
func (h *Heading) Picking() bool      { return h.pick != nil }
func (h *Heading) TypingMethod() bool { return h.typed != nil }

// Typed is the URL as it is being typed; ok is false while it is not.
func (h *Heading) Typed() (url string, ok bool) { return h.url.Value(), h.isURL }

// Commit takes what is being typed and reports whether it changed something.
func (h *Heading) Commit() bool {
	h.pick = nil
	switch {
	case h.typed != nil:
		return h.takeMethod(h.typed.Value())
	case h.isURL:
		return h.takeURL()
	}
	return false
}

// PickMethod opens the choice of the method.
func (h *Heading) PickMethod() {
	options := methodOptions()
	at := slices.Index(methods(), h.of.Request.Method)
	if at < 0 {
		at = len(options) - 1
	}
	h.pick = choice.New(h.env, options, at)
}

// Key handles a key press while editing, and reports a change.
func (h *Heading) Key(k pane.Key) bool {
	if h.pick != nil {
		taken, done := h.pick.Key(k.KeyPressMsg)
		if !done {
			return false
		}
		return h.picked(taken)
	}
	f := h.url
	if h.typed != nil {
		f = h.typed
	}
	switch f.Key(k.KeyPressMsg) {
	case field.Abandoned:
		h.Leave()
		h.Load()
	case field.Accepted, field.Next, field.Prev, field.Up, field.Down:
		return h.Commit()
	}
	return false
}

// picked ends the choice. The last option is to type a method.
func (h *Heading) picked(taken bool) bool {
	at := h.pick.At()
	h.pick = nil
	if !taken {
		return false
	}
	if m := methods(); at < len(m) {
		return h.takeMethod(m[at])
	}
	h.typed = field.New(h.env, field.Options{})
	h.typed.Set(h.of.Request.Method)
	return false
}

// takeMethod ends the typing of the method and reports whether it is another.
func (h *Heading) takeMethod(m string) bool {
	h.typed = nil
	m = strings.ToUpper(strings.TrimSpace(m))
	if m == "" || m == h.of.Request.Method {
		return false
	}
	h.of.Request.Method = m
	return true
}

// takeURL ends the typing of the URL and reports whether it is another.
func (h *Heading) takeURL() bool {
	h.isURL = false
	u := &h.of.Request.URL
	if h.url.Value() == u.Text() {
		return false
	}
	if s := h.url.Value(); IsCommand(s) { // typed, or pasted as keys
		h.command = s
		return false
	}
	*u = u.WithText(h.url.Value())
	return true
}

// Command hands on what stood in the place of the address, once.
func (h *Heading) Command() string {
	s := h.command
	h.command = ""
	return s
}

// IsCommand reports whether a text is a curl command, as in documents, and no
// address.
func IsCommand(s string) bool {
	s = strings.TrimPrefix(strings.TrimSpace(s), "$ ")
	return strings.HasPrefix(s, "curl ") || strings.HasPrefix(s, "curl.exe ")
}

// Paste takes pasted text.
func (h *Heading) Paste(s string) {
	switch {
	case h.typed != nil:
		h.typed.Paste(s)
	case h.isURL:
		h.url.Paste(strings.TrimSpace(s))
	}
}

// Place is a part of the line that can be clicked.
type Place int

// The places.
const (
	Method Place = iota
	URL
	Send
)

// At is the place of a cell.
func (h *Heading) At(x int) Place {
	p := h.parts()
	switch {
	case p.sendX > 0 && x >= p.sendX:
		return Send
	case x < p.urlX:
		return Method
	}
	return URL
}

// Click puts the cursor where it was clicked, or takes the option there. It
// reports a change.
func (h *Heading) Click(x int) bool {
	switch p := h.parts(); {
	case h.pick != nil:
		return h.pick.Click(x) && h.picked(true)
	case h.typed != nil:
		h.typed.Click(x - 1)
	case h.isURL:
		h.url.Click(x - p.urlX)
	}
	return false
}

// parts is where the parts of the line stand.
type parts struct {
	method     text.Line
	urlX, urlW int
	send       text.Line
	sendX      int // 0: there is no room for it
}

func (h *Heading) parts() parts {
	method := safe.Clean(h.of.Request.Method).Cut(9)
	p := parts{send: h.sendPart()}
	p.method = text.Of(theme.Plain, safe.Lit(" ")).Plus(theme.Method(h.of.Request.Method), method)
	if h.typed != nil {
		p.method = text.Of(theme.Plain, cells.Blank(12))
	} else if h.width >= 30 {
		p.method = p.method.Plus(theme.Faint, safe.Lit(" ▾"))
	}
	p.method = p.method.Plus(theme.Plain, safe.Lit(" "))
	p.urlX = min(p.method.Width(), h.width)
	p.urlW = h.width - p.urlX
	if w := p.send.Width(); p.urlW-w >= 16 {
		p.urlW -= w
		p.sendX = h.width - w
	}
	return p
}

func (h *Heading) sendPart() text.Line {
	if *h.of.Sending {
		l := text.Of(theme.Warn, safe.Lit("  sending"))
		if k := h.env.Keys.Key(keymap.Cancel); k != "" {
			l = l.Plus(theme.Faint, safe.Lit(" · ")).Plus(theme.KeyName, safe.Clean(k)).Plus(theme.Faint, safe.Lit(" stops"))
		}
		return l.Plus(theme.Plain, safe.Lit(" "))
	}
	return text.Of(theme.Plain, safe.Lit("  ")).Plus(theme.KeyName, safe.Clean(h.env.Keys.Key(keymap.Send))).
		Plus(theme.Faint, safe.Lit(" Send "))
}

// View returns the line in exactly its width.
func (h *Heading) View(focus bool) string {
	th := h.env.Theme
	if h.pick != nil {
		return h.pick.View(h.width, theme.None)
	}
	p := h.parts()
	var b strings.Builder
	if h.typed != nil && p.urlX > 2 {
		h.typed.Resize(p.urlX - 2)
		b.WriteString(th.Space(theme.None, 1) + h.typed.View(theme.Marked, focus) + th.Space(theme.None, 1))
	} else {
		b.WriteString(p.method.Render(th, theme.None, p.urlX))
	}
	base := theme.None
	if h.isURL {
		base = theme.Marked
	}
	h.url.Resize(p.urlW)
	b.WriteString(h.url.View(base, h.isURL && focus))
	if p.sendX > 0 {
		b.WriteString(p.send.Render(th, theme.None, h.width-p.sendX))
	}
	return b.String()
}

// Typing is the URL as it is typed, with where it stands, and what may stand in
// it.
func (h *Heading) Typing() (complete.Typing, complete.Source) {
	if !h.isURL {
		return complete.Typing{}, nil
	}
	return complete.Typing{In: h.url, X: h.parts().urlX + h.url.Caret()}, h.of.Names.Offer
}

// Resize sets the width in cells.
func (h *Heading) Resize(width int) { h.width = width }

// Recolour colours anew, because the names' values changed.
func (h *Heading) Recolour() { h.url.Recolour() }

// Restyle draws anew with env.
func (h *Heading) Restyle(env pane.Env) {
	h.env = env
	h.url.Restyle(env)
	if h.typed != nil {
		h.typed.Restyle(env)
	}
	if h.pick != nil {
		h.pick.Restyle(env)
	}
}

// methodOptions are the methods to pick from, the last one being any other.
func methodOptions() []tabs.Tab {
	var out []tabs.Tab
	for _, m := range methods() {
		out = append(out, tabs.Tab{Label: safe.Clean(m), Role: theme.Method(m)})
	}
	return append(out, tabs.Tab{Label: safe.Lit("other…")})
}
