// Package mask keeps the secrets of a conversation with an authorization server
// out of what people see of it: error texts, the timeline, a copied trace.
//
// It knows two things: the values that are secret ([New]) and the names that
// are ([IsSecret]). It does not decide what is shown; and what a terminal does
// with the rest is a matter for [Clean] and for who draws it.
//
// To have more names count as secret, add them to the list in [IsSecret].
package mask

import (
	"encoding/json"
	"errors"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"postern/auth"
)

// Masker hides the secrets of one exchange. The zero value hides only what
// looks like one.
type Masker struct{ replacer *strings.Replacer }

// minSecret is the shortest value that is masked wherever it stands; shorter
// ones would make holes in ordinary words.
const minSecret = 4

// New returns a masker that knows the values of secrets.
func New(secrets ...string) Masker {
	var pairs []string
	// The longest first: one secret may be a part of another.
	secrets = slices.Clone(secrets)
	slices.SortFunc(secrets, func(a, b string) int { return len(b) - len(a) })
	for _, v := range secrets {
		if len(v) < minSecret {
			continue
		}
		for _, form := range spellings(v) {
			pairs = append(pairs, form, auth.Mask)
		}
	}
	return Masker{strings.NewReplacer(pairs...)}
}

// spellings are a text as it is, in addresses and forms, in web pages and in
// JSON.
func spellings(v string) []string {
	query := url.QueryEscape(v)
	list := []string{v, query, url.PathEscape(v), strings.ReplaceAll(query, "+", "%20"), html.EscapeString(v)}
	if b, err := json.Marshal(v); err == nil {
		list = append(list, string(b[1:len(b)-1]))
	}
	return append(list, strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(v))
}

// IsSecret reports whether a parameter or member of that name holds a secret.
func IsSecret(name string) bool {
	name = strings.ToLower(name)
	for _, end := range []string{"_type", "_types", "_hint", "_method", "_expires_in", "_endpoint", "_uri", "_url"} {
		if strings.HasSuffix(name, end) {
			return false // it is about a secret
		}
	}
	for _, part := range []string{"secret", "password", "token", "assertion", "verifier", "key", "signature", "authorization"} {
		if strings.Contains(name, part) {
			return true
		}
	}
	// The last is an address with the one before in it.
	return slices.Contains([]string{"code", "device_code", "user_code", "verification_uri_complete"}, name)
}

// Text cleans a server's text for the screen.
func (m Masker) Text(s string, most int) string {
	if m.replacer != nil {
		s = m.replacer.Replace(s)
	}
	return Clean(s, most)
}

// What looks like a secret in a body nobody understands.
const (
	secretNames = `(?:token|secret|password|code|assertion|verifier)`
	// A name with what follows it: a quoted text, a list or object to the end,
	// or a word.
	namedSecret = `(?is)(` + secretNames + `\w*["']?\s*[:=]\s*)(?:"(?:[^"\\]|\\.)*"?|'[^']*'?|[\[{].*|[^"'&<>\s,}]+)`
	xmlSecret   = `(?i)(<[^<>]*` + secretNames + `[^<>]*>)[^<]+`
	// A JWT, or any word longer than those of a sentence.
	opaque = `eyJ[\w-]{6,}(?:\.[\w-]*)*|[\w.~+/=%-]{24,}`
)

// Excerpt is the beginning of a body that is no token answer, without what
// looks like a token.
func (m Masker) Excerpt(body []byte) string {
	if s := m.hide(string(body[:min(len(body), 4096)]), 200); s != "" {
		return s
	}
	return "empty body"
}

// hide masks in a text nobody understands what looks like a secret.
func (m Masker) hide(s string, most int) string {
	for _, pattern := range []string{namedSecret, xmlSecret} {
		s = regexp.MustCompile(pattern).ReplaceAllString(s, "${1}"+auth.Mask)
	}
	return m.Text(regexp.MustCompile(opaque).ReplaceAllString(s, auth.Mask), most)
}

// URL writes an address for the timeline.
func (m Masker) URL(u *url.URL) string {
	shown := *u
	shown.User = nil
	var pairs []string
	for pair := range strings.SplitSeq(shown.RawQuery, "&") {
		if key, value, ok := strings.Cut(pair, "="); ok && value != "" && IsSecret(key) {
			pair = key + "=" + auth.Mask
		}
		pairs = append(pairs, pair)
	}
	shown.RawQuery = ""
	s := shown.String()
	if u.RawQuery != "" {
		s += "?" + strings.Join(pairs, "&")
	}
	return m.Text(s, 2000)
}

// Header copies the header of a request or an answer for the timeline.
func (m Masker) Header(h http.Header) http.Header {
	out := http.Header{}
	for name, values := range h {
		for _, v := range values {
			scheme, _, _ := strings.Cut(v, " ")
			switch {
			case name == "Authorization" && (scheme == "Basic" || scheme == "Bearer"):
				v = scheme + " " + auth.Mask
			case name == "Set-Cookie" || name == "Cookie" || IsSecret(name):
				v = auth.Mask
			case name == "Location":
				v, _, _ = strings.Cut(v, "#")
				v, _, _ = strings.Cut(v, "?") // a login's redirects carry codes and tokens
			}
			out[name] = append(out[name], m.Text(v, 1000))
		}
	}
	return out
}

// Error hides the secrets in err's text. The address is left out: it may
// carry parameters.
func (m Masker) Error(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		err = u.Err
	}
	return maskedError{m.Text(err.Error(), 300), err}
}

// maskedError can be asked what it is, and does not show what it wraps.
type maskedError struct {
	text string
	err  error
}

func (e maskedError) Error() string { return e.text }

func (e maskedError) Is(target error) bool { return errors.Is(e.err, target) }

// Clean makes a text from outside fit for one line of the screen: control and
// format characters become blanks, and what is too long is cut after most runes.
func Clean(s string, most int) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || !unicode.IsGraphic(r) || unicode.Is(unicode.Cf, r) {
			return ' '
		}
		return r
	}, s)
	s = strings.Join(strings.Fields(s), " ")
	if runes := []rune(s); len(runes) > most {
		s = string(runes[:most]) + "…"
	}
	return s
}
