package native

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"github.com/dop251/goja"
	"golang.org/x/net/idna"
)

// urlGroup takes addresses apart the way browsers do, as near as scripts look.
func urlGroup(rt *goja.Runtime) map[string]any {
	return map[string]any{
		"parse": func(address, base string) goja.Value {
			parts := parseAddress(address, base)
			if parts == nil {
				return goja.Null()
			}
			return rt.ToValue(parts)
		},
		"query":    queryEscape,
		"unescape": func(s string) string { return lenientUnescape(s) },
		"toASCII": func(s string) string {
			if out, err := idna.ToASCII(s); err == nil {
				return out
			}
			return s
		},
		"toUnicode": func(s string) string {
			if out, err := idna.ToUnicode(s); err == nil {
				return out
			}
			return s
		},
	}
}

// usual are the ports that an address need not name.
func usual(scheme, port string) bool {
	return scheme == "http" && port == "80" || scheme == "https" && port == "443" || scheme == "ws" && port == "80" || scheme == "wss" && port == "443" || scheme == "ftp" && port == "21"
}

func special(scheme string) bool {
	switch scheme {
	case "http", "https", "ws", "wss", "ftp":
		return true
	}
	return false
}

func parseAddress(address, base string) map[string]any {
	address = tidy(address)
	u, err := url.Parse(address)
	if err != nil {
		return nil
	}
	if !u.IsAbs() {
		b, err := url.Parse(tidy(base))
		if err != nil || !b.IsAbs() || b.Opaque != "" {
			return nil
		}
		fragment := u.Fragment != "" || strings.HasSuffix(address, "#")
		if u = b.ResolveReference(u); !fragment {
			u.Fragment, u.RawFragment = "", ""
		}
	}
	if n, err := strconv.Atoi(u.Port()); u.Port() != "" && (err != nil || n > 65535) {
		return nil
	}
	scheme := strings.ToLower(u.Scheme)
	if special(scheme) && u.Host == "" {
		return nil
	}
	host, err := idna.ToASCII(strings.ToLower(u.Hostname()))
	if err != nil {
		host = u.Hostname()
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	port := u.Port()
	if usual(scheme, port) {
		port = ""
	}
	path := u.EscapedPath()
	if special(scheme) {
		clean := (&url.URL{Path: "/"}).ResolveReference(&url.URL{Path: u.Path, RawPath: u.RawPath})
		if path = clean.EscapedPath(); path == "" {
			path = "/"
		}
	}
	out := map[string]any{
		"protocol": scheme + ":", "hostname": host, "port": port, "pathname": path,
		"username": "", "password": "", "search": "", "hash": "", "opaque": u.Opaque != "" || u.Host == "" && !strings.HasPrefix(address, scheme+"://"),
	}
	if u.Opaque != "" {
		out["pathname"] = u.Opaque
	}
	if u.User != nil {
		p, _ := u.User.Password()
		out["username"], out["password"] = url.PathEscape(u.User.Username()), url.PathEscape(p)
	}
	if u.RawQuery != "" {
		out["search"] = "?" + queryEscape(u.RawQuery)
	}
	if u.Fragment != "" {
		out["hash"] = "#" + u.EscapedFragment()
	}
	return out
}

// tidy writes an address as people may have meant it, the way browsers read it:
// without blanks around, with slashes that lean the right way and as many as
// there should be, and with per cent signs that mean nothing escaped.
func tidy(address string) string {
	address = strings.TrimFunc(address, func(r rune) bool { return r <= ' ' })
	if m := regexp.MustCompile(`^(?i)(https?|wss?|ftp):[/\\]*`).FindString(address); m != "" {
		head, tail := address[len(m):], ""
		if i := strings.IndexAny(head, "?#"); i >= 0 {
			head, tail = head[:i], head[i:]
		}
		scheme, _, _ := strings.Cut(m, ":")
		address = scheme + "://" + strings.ReplaceAll(head, `\`, "/") + tail
	}
	return regexp.MustCompile(`%([^0-9A-Fa-f]|[0-9A-Fa-f][^0-9A-Fa-f]|.?$)`).ReplaceAllString(address, "%25$1")
}

// queryEscape escapes what may not stand in a query, and no more.
func queryEscape(q string) string {
	var b strings.Builder
	for i := range len(q) {
		if c := q[i]; c <= ' ' || c >= 0x7f || c == '"' || c == '<' || c == '>' || c == '\'' {
			const digits = "0123456789ABCDEF"
			b.WriteByte('%')
			b.WriteByte(digits[c>>4])
			b.WriteByte(digits[c&15])
			continue
		}
		b.WriteByte(q[i])
	}
	return b.String()
}

// lenientUnescape decodes what is well escaped and leaves the rest.
func lenientUnescape(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]) {
			if u, err := url.PathUnescape(s[i : i+3]); err == nil {
				b.WriteString(u)
				i += 2
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return UTF8([]byte(b.String()))
}
