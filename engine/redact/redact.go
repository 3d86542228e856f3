// Package redact hides secrets in whatever is about to be shown, logged or
// kept: header values by their name, and known secret texts wherever they
// stand, in the spellings they take on their way.
//
// It does not find secrets by guessing at content. What is secret is told to
// [New]; which headers and parameters always are is the lists of this package:
// add a line there.
package redact

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"postern/auth"
)

// Redactor replaces secrets by [auth.Mask]. The zero value knows no secret
// texts and still masks headers and parameters by their name. It is safe for
// concurrent use.
type Redactor struct {
	texts []*strings.Replacer
	// known are the texts that those look for, the longest of each list first.
	known [][]string
}

// minLength is how long a secret must be to be looked for: "1" or "on" as a
// secret would black out half the page.
const minLength = 4

// maxScheme is how long the name of an authentication scheme is at most; a
// longer first word of an Authorization header is part of the credential.
const maxScheme = 20

// New returns a Redactor for these secret texts.
func New(secrets ...auth.Secret) Redactor {
	var all []string
	for _, s := range secrets {
		if len(s) >= minLength {
			all = append(all, spellings(s.Reveal())...)
			all = append(all, rows(s.Reveal())...)
		}
	}
	if len(all) == 0 {
		return Redactor{}
	}
	// The replacer tries its texts in order, so the longest must come first.
	slices.SortFunc(all, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	all = slices.Compact(all)
	pairs := make([]string, 0, 2*len(all))
	for _, s := range all {
		pairs = append(pairs, s, auth.Mask)
	}
	return Redactor{texts: []*strings.Replacer{strings.NewReplacer(pairs...)}, known: [][]string{all}}
}

// And returns a Redactor that masks what r does, and then what more does: one
// that is made for each send need not learn anew what all of them share.
func (r Redactor) And(more Redactor) Redactor {
	return Redactor{texts: slices.Concat(r.texts, more.texts), known: slices.Concat(r.known, more.known)}
}

// rowLength is how long a line of a secret must be to be looked for by itself.
const rowLength = 16

// rows are the lines of a secret that has several, a key in PEM say: they may be
// told one by one, or with other ends.
func rows(s string) []string {
	if !strings.Contains(s, "\n") {
		return nil
	}
	return slices.DeleteFunc(strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == '\r' }), func(row string) bool {
		return len(row) < rowLength || strings.HasPrefix(row, "-----") // a mark of PEM
	})
}

// spellings are the forms in which a secret may turn up.
func spellings(s string) []string {
	if plain(s) {
		return append([]string{s}, base64s(s)...)
	}
	query := url.QueryEscape(s)
	all := []string{s, query, strings.ReplaceAll(query, "+", "%20"), url.PathEscape(s), percent(s, inPath), percent(s, inQuery)}
	for _, encoded := range all[1:] { // some write the digits small
		if strings.Contains(encoded, "%") {
			all = append(all, small(encoded))
		}
	}
	inJSON := quoted(s, false)
	all = append(all, quoted(s, true), inJSON, strings.ReplaceAll(inJSON, "/", `\/`), ascii(inJSON, "", `\u%04x`), ascii(inJSON, "", `\u%04X`), ascii(strings.ReplaceAll(s, `\`, `\\`), dotNet, `\u%04X`))
	all = append(all, html.EscapeString(s), strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&apos;").Replace(s))
	if narrow, ok := latin1(s); ok {
		all = append(all, narrow)
	}
	return append(all, base64s(s)...)
}

// plain reports whether s is spelled alike wherever text is: most tokens are.
func plain(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') && !strings.ContainsRune("-._~", r)
	})
}

// small writes the digits of encoded bytes small.
func small(encoded string) string {
	b := []byte(encoded)
	for i := 0; i+2 < len(b); i++ {
		if b[i] == '%' && isDigit(b[i+1]) && isDigit(b[i+2]) {
			copy(b[i+1:], bytes.ToLower(b[i+1:i+3]))
			i += 2
		}
	}
	return string(b)
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' || c >= 'A' && c <= 'F' }

// dotNet are the characters that the JSON of .NET has as numbers.
const dotNet = "\"&'+<>`"

// ascii writes what is not ASCII, and the characters of set, as JSON may, in its
// units of 16 bits.
func ascii(s, set, format string) string {
	var out strings.Builder
	for _, r := range s {
		if r < utf8.RuneSelf && !strings.ContainsRune(set, r) {
			out.WriteRune(r)
			continue
		}
		for _, unit := range utf16.AppendRune(nil, r) {
			fmt.Fprintf(&out, format, unit)
		}
	}
	return out.String()
}

// The characters that are encoded where a typed address holds them, beside all
// that is not printable ASCII; separators stay as they were typed. They are
// those of package address.
const (
	inPath  = " \"#<>?`{}"
	inQuery = " \"#'<>"
)

// percent encodes the characters of set.
func percent(s, set string) string {
	var out strings.Builder
	for i := range len(s) {
		if c := s[i]; c < 0x20 || c >= 0x7f || strings.IndexByte(set, c) >= 0 {
			fmt.Fprintf(&out, "%%%02X", c)
			continue
		}
		out.WriteByte(s[i])
	}
	return out.String()
}

// quoted is s inside a JSON string, with or without the HTML escapes that some
// encoders make.
func quoted(s string, forHTML bool) string {
	var out strings.Builder
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(forHTML)
	if enc.Encode(s) != nil {
		return s
	}
	return strings.TrimSuffix(out.String(), "\n")[1 : out.Len()-2]
}

// latin1 is s as headers carry it, in which a byte is a character; not ok if it
// is the same or cannot be.
func latin1(s string) (narrow string, ok bool) {
	var out []byte
	for _, r := range s {
		if r > 0xff {
			return "", false
		}
		out = append(out, byte(r))
	}
	return string(out), string(out) != s
}

// base64s are the texts that are found inside the base64 of anything that
// holds s, such as user:password: one for each way the bytes can fall into
// groups of three. What depends on the neighbours is cut off.
func base64s(s string) []string {
	if len(s) < 2*minLength {
		return nil // what is left of it would be found by chance
	}
	var all []string
	for lead := range 3 {
		padded := append(make([]byte, lead), s...)
		text := base64.RawStdEncoding.EncodeToString(padded)
		text = text[(lead*8+5)/6 : len(padded)*8/6]
		all = append(all, text, strings.NewReplacer("+", "-", "/", "_").Replace(text))
	}
	return all
}

// Text masks every known secret in s. Where s says that it was cut, so is what may
// be the beginning of one.
func (r Redactor) Text(s string) string {
	if len(r.texts) > 0 && strings.Contains(s, Cut) {
		return r.pieces(s)
	}
	return r.whole(s)
}

func (r Redactor) whole(s string) string {
	for _, t := range r.texts {
		s = t.Replace(s)
	}
	return s
}

// Body masks every known secret in a body, and the texts that its JSON or its
// form of either kind has under a name that says secret: the tokens of a token endpoint's
// answer, which nobody knows before.
func (r Redactor) Body(s string) string {
	s = member.ReplaceAllStringFunc(s, func(m string) string {
		p := member.FindStringSubmatch(m)
		if !secretMember(p[1]) || isTime(p[3]) {
			return m
		}
		return `"` + p[1] + `"` + p[2] + `"` + auth.Mask + `"`
	})
	if isMultipart(s) {
		s = part.ReplaceAllStringFunc(s, func(m string) string {
			p := part.FindStringSubmatch(m)
			if !secretMember(p[2]) {
				return m
			}
			return p[1] + auth.Mask + p[4]
		})
	}
	if isForm(s) {
		s = maskParams("?" + s)[1:]
	}
	return r.Text(s)
}

// isTime reports whether a text says when a secret was changed or ends, and so
// is none.
func isTime(s string) bool {
	_, err := time.Parse(time.RFC3339, s)
	return err == nil
}

// URL masks the password and the secret parameters of an address, and every
// known secret.
func (r Redactor) URL(s string) string {
	if scheme, rest, ok := strings.Cut(s, "://"); ok {
		end := strings.IndexAny(rest, "/?#")
		if end < 0 {
			end = len(rest)
		}
		if at := strings.LastIndexByte(rest[:end], '@'); at >= 0 {
			user, password, ok := strings.Cut(rest[:at], ":")
			if ok && password != "" {
				s = scheme + "://" + user + ":" + auth.Mask + rest[at:]
			}
		}
	}
	return r.Text(maskParams(s))
}

// maskParams masks the values of secret parameters in a query or a fragment.
func maskParams(s string) string {
	start := strings.IndexAny(s, "?#")
	if start < 0 {
		return s
	}
	var out strings.Builder
	out.WriteString(s[:start])
	for rest := s[start:]; rest != ""; {
		out.WriteByte(rest[0]) // the separator
		pair := rest[1:]
		end := strings.IndexAny(pair, "&#?")
		if end < 0 {
			end = len(pair)
		}
		key, value, _ := strings.Cut(pair[:end], "=")
		if value != "" && secretParam(key) {
			out.WriteString(key + "=" + auth.Mask)
		} else {
			out.WriteString(pair[:end])
		}
		rest = pair[end:]
	}
	return out.String()
}

// Header masks a header's value: all of it where the name says so, known
// secrets anywhere.
func (r Redactor) Header(name, value string) string {
	switch {
	case value == "":
		return ""
	case strings.EqualFold(name, "Authorization"), strings.EqualFold(name, "Proxy-Authorization"):
		scheme, _, ok := strings.Cut(value, " ")
		if !ok || len(scheme) > maxScheme {
			return auth.Mask
		}
		return r.Text(scheme) + " " + auth.Mask
	case strings.EqualFold(name, "Cookie"):
		return maskCookies(value)
	case strings.EqualFold(name, "Set-Cookie"):
		pair, attributes, _ := strings.Cut(value, ";")
		if attributes != "" {
			attributes = ";" + attributes
		}
		return maskCookies(pair) + attributes
	case Sensitive(name):
		return auth.Mask
	case isAddress(name):
		return r.URL(value)
	}
	return r.Text(value)
}

func maskCookies(value string) string {
	var out []string
	for pair := range strings.SplitSeq(value, ";") {
		name, _, ok := strings.Cut(strings.TrimSpace(pair), "=")
		switch {
		case ok:
			out = append(out, name+"="+auth.Mask)
		case name != "":
			out = append(out, auth.Mask)
		}
	}
	return strings.Join(out, "; ")
}
