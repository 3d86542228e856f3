package facts

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"postern/auth"
	"postern/engine"
	"postern/engine/redact"
	"postern/ui/trail"
	"postern/ui/widget/pager"
)

// Console is the whole exchange as it was said, secrets masked: the calls
// for a token, each hop, the request and what was answered but for its body.
func Console(x *engine.Exchange) pager.Lines {
	if x == nil {
		return none("nothing was sent yet")
	}
	c := console{red: x.Redactor()}
	c.said(x.Before)
	if len(x.Tokens) > 0 {
		c.WriteString(auth.TraceText(x.Tokens) + "\n")
	}
	for _, h := range x.Hops {
		c.request(&h.Sent)
		c.answer(h.Status, h.Reason, h.Header)
		c.WriteByte('\n')
	}
	if x.Sent.Method != "" {
		c.request(&x.Sent)
	}
	if r := x.Response; r != nil {
		c.answer(r.Status, r.Reason, r.Header)
	}
	c.said(x.After)
	for _, w := range x.Warnings {
		c.WriteString("! " + c.red.Text(w) + "\n")
	}
	if x.Err != nil {
		c.WriteString("! " + c.red.Text(x.Err.Error()) + "\n")
	}
	return trail.Lines(strings.TrimRight(c.String(), "\n"))
}

// console writes an exchange in the way of [auth.TraceText].
type console struct {
	strings.Builder
	red redact.Redactor
}

func (c *console) request(s *engine.Sent) {
	fmt.Fprintf(c, "%s %s %s\n", s.Method, c.red.URL(s.URL), s.Proto)
	for _, h := range s.Header {
		fmt.Fprintf(c, "> %s: %s\n", h.Name, c.red.Header(h.Name, h.Value))
	}
	if len(s.Body) == 0 {
		return
	}
	c.WriteString(">\n")
	if !utf8.Valid(s.Body) {
		fmt.Fprintf(c, "> %d bytes of binary data\n", len(s.Body))
		return
	}
	for l := range strings.Lines(c.red.Text(string(s.Body))) {
		c.WriteString("> " + strings.TrimRight(l, "\r\n") + "\n")
	}
}

func (c *console) answer(status int, reason string, h http.Header) {
	fmt.Fprintf(c, "< %d %s\n", status, c.red.Text(reason))
	for _, name := range slices.Sorted(maps.Keys(h)) {
		for _, v := range h[name] {
			fmt.Fprintf(c, "< %s: %s\n", name, c.red.Header(name, v))
		}
	}
}
