package lines

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"postern/engine"
	"postern/engine/payload"
	"postern/engine/redact"
	"postern/ui/facts"
	"postern/ui/theme"
	"postern/ui/words"
)

// shownBody is how much of a body --verbose shows, in bytes; margin is what is
// masked behind that, and not shown where the body goes on: a piece of a secret
// is none that a redactor knows.
const (
	shownBody = 2 << 10
	margin    = 7 * shownBody
)

// verbose prints a send as it went over the wire: both heads, the beginnings of
// both bodies, and where the time went. Secrets are masked.
func (r *Lines) verbose(x *engine.Exchange, mask redact.Redactor) {
	for _, h := range x.Hops {
		r.print(theme.Faint, "    "+r.signs.sent+" "+h.Sent.Method+" "+mask.URL(h.Sent.URL)+" "+r.signs.got+" "+strconv.Itoa(h.Status)+" "+h.Reason)
	}
	if x.Sent.URL == "" {
		return
	}
	r.print(theme.Plain, "    "+r.signs.sent+" "+x.Sent.Method+" "+mask.URL(x.Sent.URL)+" "+x.Sent.Proto)
	for _, h := range x.Sent.Header {
		r.print(theme.Faint, "      "+h.Name+": "+mask.Header(h.Name, h.Value))
	}
	r.content(x.Sent.Body, x.Sent.BodySize, mask)
	if x.Response == nil {
		return
	}
	r.print(theme.Plain, "    "+r.signs.got+" "+strings.TrimSpace(strconv.Itoa(x.Response.Status)+" "+mask.Text(x.Response.Reason)))
	for _, name := range slices.Sorted(maps.Keys(x.Response.Header)) {
		for _, v := range x.Response.Header[name] {
			r.print(theme.Faint, "      "+name+": "+mask.Header(name, v))
		}
	}
	if b := x.Response.Body; b != nil {
		head, _ := b.Bytes(shownBody + margin) // what cannot be read again is not shown
		r.content(head, b.Size(), mask)
	}
	r.print(theme.Faint, "      "+r.phases(x.Timing))
}

// visual prints the page that scripts made for the eye.
func (r *Lines) visual(x *engine.Exchange, mask redact.Redactor) {
	page := facts.VisualText(x, mask)
	if len(page) == 0 {
		return
	}
	r.gap()
	for _, line := range page {
		r.print(theme.Plain, "      "+line)
	}
	r.gap()
}

// content prints the beginning of a body.
func (r *Lines) content(body []byte, size int64, mask redact.Redactor) {
	if size == 0 || len(body) == 0 {
		return
	}
	whole := int64(len(body)) == size
	for n := 0; !whole && n < utf8.UTFMax && len(body) > 0 && !utf8.Valid(body); n++ { // cut within a character
		body = body[:len(body)-1]
	}
	if !utf8.Valid(body) {
		r.print(theme.Faint, "      ("+payload.FormatSize(size)+" that are no text)")
		return
	}
	text := mask.Body(string(body))
	if size > int64(len(body)) {
		text = mask.Beginning(text[:max(0, len(text)-margin)])
	}
	if len(text) > shownBody {
		text, whole = strings.ToValidUTF8(text[:shownBody], ""), false
	}
	r.gap()
	for line := range strings.SplitSeq(strings.TrimRight(text, "\n"), "\n") {
		r.print(theme.Plain, "      "+line)
	}
	if !whole {
		r.print(theme.Faint, "      (cut here; the body has "+payload.FormatSize(size)+")")
	}
	r.gap()
}

// phases says where the time of a send went.
func (r *Lines) phases(t engine.Timing) string {
	var out []string
	add := func(what string, d time.Duration) {
		if d > 0 {
			out = append(out, what+" "+words.Took(d))
		}
	}
	add("token", t.Auth)
	if t.Reused {
		out = append(out, "connection kept")
	}
	add("dns", t.DNS)
	add("connect", t.Connect)
	add("tls", t.TLS)
	add("first byte", t.FirstByte)
	add("transfer", t.Transfer)
	add("total", t.Total)
	return strings.Join(out, " "+r.signs.dot+" ")
}
