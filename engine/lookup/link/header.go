package link

import (
	"net/url"
	"strings"

	"postern/engine/lookup"
)

// maxHeaderLinks is how many links one header value may hold.
const maxHeaderLinks = 1000

// headers takes the links of the Link headers (RFC 8288) and of Location.
func (f *finder) headers(r lookup.Response) {
	for _, v := range r.Values("Link") {
		for _, h := range parseHeader(v) {
			f.headerLink(h)
		}
	}
	for _, name := range []string{"Location", "Content-Location"} {
		for _, v := range r.Values(name) {
			l := Link{Rel: strings.ToLower(name), Form: Header, Header: name}
			f.base.address(&l, v)
			f.put(l)
		}
	}
}

func (f *finder) headerLink(h headerLink) {
	if anchor, ok := h.params["anchor"]; ok { // a link of something else
		if u, why := f.base.resolve(anchor); why != NotRefused || !sameAddress(u.String(), f.base.url.String()) {
			return
		}
	}
	title := h.params["title"]
	if t, ok := h.params["title*"]; ok {
		title = extended(t, title)
	}
	rels := strings.Fields(h.params["rel"])
	if len(rels) == 0 {
		rels = []string{""}
	}
	for _, rel := range rels {
		if !strings.ContainsAny(rel, ":/") {
			rel = strings.ToLower(rel) // RFC 8288 section 2.1.1
		}
		l := Link{Rel: lookup.Clean(rel, maxTitle), Title: lookup.Clean(title, maxTitle), Form: Header, Header: "Link", top: true}
		f.base.address(&l, h.target)
		f.put(l)
	}
}

// headerLink is one link of a header, as it is written there.
type headerLink struct {
	target string
	params map[string]string // by lower-case name; the first of each counts
}

// parseHeader reads a header value by the algorithm of RFC 8288 appendix B.
// What does not fit ends it.
func parseHeader(v string) []headerLink {
	var out []headerLink
	for len(out) < maxHeaderLinks {
		v = strings.TrimLeft(v, " \t,")
		if v == "" || v[0] != '<' {
			return out
		}
		target, rest, ok := strings.Cut(v[1:], ">")
		if !ok {
			return out
		}
		h := headerLink{target: strings.TrimSpace(target), params: map[string]string{}}
		for rest = blank(rest); rest != "" && rest[0] == ';'; rest = blank(rest) {
			rest = h.param(blank(rest[1:]))
		}
		out = append(out, h)
		i := strings.IndexByte(rest, ',')
		if i < 0 {
			return out
		}
		v = rest[i:]
	}
	return out
}

func blank(s string) string { return strings.TrimLeft(s, " \t") }

// param reads one parameter and returns what is behind it.
func (h headerLink) param(s string) string {
	n := strings.IndexAny(s, "=;, \t")
	if n < 0 {
		n = len(s)
	}
	name, s := strings.ToLower(s[:n]), blank(s[n:])
	value := ""
	if strings.HasPrefix(s, "=") {
		value, s = paramValue(blank(s[1:]))
	}
	if _, have := h.params[name]; !have && name != "" {
		h.params[name] = value
	}
	return s
}

func paramValue(s string) (value, rest string) {
	if !strings.HasPrefix(s, `"`) {
		n := strings.IndexAny(s, ";,")
		if n < 0 {
			n = len(s)
		}
		return strings.TrimSpace(s[:n]), s[n:]
	}
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '"':
			return b.String(), s[i+1:]
		case s[i] == '\\' && i+1 < len(s):
			i++
			b.WriteByte(s[i])
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String(), ""
}

// extended decodes a parameter of RFC 8187, charset'language'text, or returns
// other if it is none.
func extended(v, other string) string {
	parts := strings.SplitN(v, "'", 3)
	if len(parts) != 3 || !strings.EqualFold(parts[0], "utf-8") {
		return other
	}
	text, err := url.PathUnescape(parts[2])
	if err != nil {
		return other
	}
	return text
}
