package request

import (
	"slices"
	"strings"

	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/cells"
	"postern/ui/widget/choice"
	"postern/ui/widget/field"
	"postern/ui/widget/tabs"
	"postern/ui/widget/text"
)

// heading is the pane's first line: the method, the URL and the way to send.
// At most one of pick, typed and isURL is on.
type heading struct {
	env   pane.Env
	doc   *document
	url   *field.Field
	isURL bool           // the URL is being edited
	pick  *choice.Choice // the methods, while one is chosen
	typed *field.Field   // the method, while it is typed
	width int
}

// methods are offered when the method is changed; any other can be typed.
func methods() []string {
	return []string{"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"}
}

func newHeading(env pane.Env, d *document) *heading {
	return &heading{env: env, doc: d, url: field.New(env, field.Options{
		Spans:       func(s string) []cells.Span { return d.names.Address(s, d.Request.URL.Vars) },
		Placeholder: safe.Lit("https://…"),
	})}
}

// load takes over what the document holds now.
func (h *heading) load() {
	if !h.isURL {
		h.url.Set(h.doc.Request.URL.Text())
	}
}

// leave ends what is going on without taking it.
func (h *heading) leave() { h.isURL, h.pick, h.typed = false, nil, nil }

func (h *heading) editing() bool { return h.isURL || h.pick != nil || h.typed != nil }

// commit takes what is being typed and reports whether it changed something.
func (h *heading) commit() bool {
	h.pick = nil
	switch {
	case h.typed != nil:
		return h.takeMethod(h.typed.Value())
	case h.isURL:
		return h.takeURL()
	}
	return false
}

// pickMethod opens the choice of the method.
func (h *heading) pickMethod() {
	options := methodOptions()
	at := slices.Index(methods(), h.doc.Request.Method)
	if at < 0 {
		at = len(options) - 1
	}
	h.pick = choice.New(h.env, options, at)
}

// key handles a key press while editing, and reports a change.
func (h *heading) key(k pane.Key) bool {
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
		h.leave()
		h.load()
	case field.Accepted, field.Next, field.Prev, field.Up, field.Down:
		return h.commit()
	}
	return false
}

// picked ends the choice. The last option is to type a method.
func (h *heading) picked(taken bool) bool {
	at := h.pick.At()
	h.pick = nil
	if !taken {
		return false
	}
	if m := methods(); at < len(m) {
		return h.takeMethod(m[at])
	}
	h.typed = field.New(h.env, field.Options{})
	h.typed.Set(h.doc.Request.Method)
	return false
}

// takeMethod ends the typing of the method and reports whether it is another.
func (h *heading) takeMethod(m string) bool {
	h.typed = nil
	m = strings.ToUpper(strings.TrimSpace(m))
	if m == "" || m == h.doc.Request.Method {
		return false
	}
	h.doc.Request.Method = m
	return true
}

// takeURL ends the typing of the URL and reports whether it is another.
func (h *heading) takeURL() bool {
	h.isURL = false
	u := &h.doc.Request.URL
	if h.url.Value() == u.Text() {
		return false
	}
	if s := h.url.Value(); isCommand(s) { // typed, or pasted as keys
		h.doc.wish = h.command(s)
		return false
	}
	*u = u.WithText(h.url.Value())
	return true
}

// command hands on what was pasted in the place of the address.
func (h *heading) command(s string) pane.Intent {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s) // as terminals paste it
	return PastedCommand{ItemID: h.doc.ItemID, Request: h.doc.Request.Clone(), Text: s}
}

// isCommand reports whether a text is a curl command, as in documents, and no
// address.
func isCommand(s string) bool {
	s = strings.TrimPrefix(strings.TrimSpace(s), "$ ")
	return strings.HasPrefix(s, "curl ") || strings.HasPrefix(s, "curl.exe ")
}

func (h *heading) paste(s string) {
	switch {
	case h.typed != nil:
		h.typed.Paste(s)
	case h.isURL:
		h.url.Paste(strings.TrimSpace(s))
	}
}

// place is a part of the line that can be clicked.
type place int

const (
	onMethod place = iota
	onURL
	onSend
)

func (h *heading) at(x int) place {
	p := h.parts()
	switch {
	case p.sendX > 0 && x >= p.sendX:
		return onSend
	case x < p.urlX:
		return onMethod
	}
	return onURL
}

// click puts the cursor where it was clicked, or takes the option there. It
// reports a change.
func (h *heading) click(x int) bool {
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

func (h *heading) parts() parts {
	method := safe.Clean(h.doc.Request.Method).Cut(9)
	p := parts{send: h.sendPart()}
	p.method = text.Of(theme.Plain, safe.Lit(" ")).Plus(theme.Method(h.doc.Request.Method), method)
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

func (h *heading) sendPart() text.Line {
	if h.doc.Sending {
		l := text.Of(theme.Warn, safe.Lit("  sending"))
		if k := h.env.Keys.Key(keymap.Cancel); k != "" {
			l = l.Plus(theme.Faint, safe.Lit(" · ")).Plus(theme.KeyName, safe.Clean(k)).Plus(theme.Faint, safe.Lit(" stops"))
		}
		return l.Plus(theme.Plain, safe.Lit(" "))
	}
	return text.Of(theme.Plain, safe.Lit("  ")).Plus(theme.KeyName, safe.Clean(h.env.Keys.Key(keymap.Send))).
		Plus(theme.Faint, safe.Lit(" Send "))
}

// view returns the line in exactly its width.
func (h *heading) view(focus bool) string {
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

func (h *heading) restyle(env pane.Env) {
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
