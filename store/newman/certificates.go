package newman

import (
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"postern/auth"
	"postern/engine/wire"
	"postern/store/postman/jsondoc"
	"postern/store/settings"
)

// Certificates reads a list of client certificates. The files it names are
// relative to dir, "" is the working directory.
func Certificates(file, dir string) ([]settings.Client, error) {
	d, err := read(file, "list of client certificates")
	if err != nil {
		return nil, err
	}
	if !d.Root().Is(jsondoc.Array) {
		return nil, d.bad(d.Root(), "the list of client certificates must be a list", `[{"matches": ["https://*.example.com/*"], "cert": {"src": "client.pem"}, "key": {"src": "client.key"}}]`)
	}
	var out []settings.Client
	for _, v := range d.Root().Children() {
		c, bad := d.certificate(v, dir)
		if bad != nil {
			return nil, bad
		}
		out = append(out, c)
	}
	return out, nil
}

// certificate reads one of them.
func (d *document) certificate(v jsondoc.Value, dir string) (settings.Client, *Error) {
	var c settings.Client
	if !v.Is(jsondoc.Object) {
		return c, d.bad(v, "a client certificate must be an object", "write it in braces: {…}")
	}
	for _, f := range []struct {
		key string
		to  *string
	}{{"cert", &c.Cert}, {"key", &c.Key}, {"pfx", &c.PFX}} {
		path, bad := d.source(v, f.key)
		if bad != nil {
			return c, bad
		}
		if *f.to = path; path != "" && dir != "" && !filepath.IsAbs(path) {
			*f.to = filepath.Join(dir, path)
		}
	}
	if (c.Cert == "") == (c.PFX == "") {
		return c, d.bad(v, `a client certificate needs "cert" or "pfx"`, `{"src": "client.pem"} names a file; pfx has the key in it too`)
	}
	secret, bad := d.text(v, "passphrase")
	if bad != nil {
		return c, bad
	}
	c.Passphrase = auth.Secret(secret)
	c.Fits, bad = d.matches(v)
	return c, bad
}

// source is a file: its name, or an object that holds it as src.
func (d *document) source(o jsondoc.Value, key string) (string, *Error) {
	if v := o.Get(key); v.Is(jsondoc.Object) {
		return d.text(v, "src")
	}
	return d.text(o, key)
}

const matchHint = `["https://*.example.com:8443/*"], or ["<all_urls>"] for every server`

// matches reads which requests a certificate is for.
func (d *document) matches(o jsondoc.Value) (func(wire.Need) bool, *Error) {
	list := o.Get("matches")
	if !list.Is(jsondoc.Array) {
		return nil, d.bad(o, `a client certificate needs a list "matches"`, matchHint)
	}
	var all []pattern
	for _, v := range list.Children() {
		s := v
		if v.Is(jsondoc.Object) {
			s = v.Get("pattern")
		}
		p, ok := parsePattern(s.Str())
		if !ok {
			return nil, d.bad(v, "this is no pattern of addresses", matchHint)
		}
		all = append(all, p)
	}
	return func(n wire.Need) bool {
		for _, p := range all {
			if p.fits(n) {
				return true
			}
		}
		return false
	}, nil
}

// pattern is one of the addresses that a certificate is for, as browsers'
// extensions write them: scheme://host:port/path.
type pattern struct {
	// never says that it is for schemes that show no certificate.
	never bool
	// host may be * or *.name, port *, and path has * and ?.
	host, port, path string
}

// everyAddress is the pattern of all.
const everyAddress = "<all_urls>"

func parsePattern(s string) (pattern, bool) {
	if s == everyAddress {
		return pattern{host: "*", port: "*", path: "*"}, true
	}
	m := regexp.MustCompile(`^([a-z+*]+)://(\*|(?:\*\.)?[^*/:\s]+)(?::(\*|\d{1,5}))?(/.*)$`).FindStringSubmatch(s)
	if m == nil {
		return pattern{}, false
	}
	p := pattern{never: true, host: strings.ToLower(m[2]), port: m[3], path: m[4]}
	for scheme := range strings.SplitSeq(m[1], "+") {
		switch scheme {
		case "*", "https":
			p.never = false
		case "http", "file", "ftp":
		default:
			return pattern{}, false
		}
	}
	if n, err := strconv.ParseUint(p.port, 10, 16); err == nil {
		p.port = strconv.FormatUint(n, 10)
	} else if p.port == "" {
		p.port = "443"
	} else if p.port != "*" {
		return pattern{}, false
	}
	return p, true
}

func (p pattern) fits(n wire.Need) bool {
	if p.never || p.port != "*" && p.port != n.Port {
		return false
	}
	suffix, below := strings.CutPrefix(p.host, "*.")
	named := p.host == "*" || p.host == n.Host || below && (n.Host == suffix || strings.HasSuffix(n.Host, "."+suffix))
	return named && glob(p.path, n.Path)
}

// glob matches * and ? without going back more than once for each star.
func glob(pattern, s string) bool {
	star, from := -1, 0
	p, i := 0, 0
	for i < len(s) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, from = p, i
			p++
		case p < len(pattern) && (pattern[p] == '?' || pattern[p] == s[i]):
			p, i = p+1, i+1
		case star >= 0:
			from++
			p, i = star+1, from
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}
