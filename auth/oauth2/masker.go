package oauth2

import (
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"postern/auth"
)

// masker keeps the secrets of one token request, and those of its answer, out
// of texts that people see.
type masker struct{ replacer *strings.Replacer }

// minSecret is the shortest value that is masked wherever it stands; shorter
// ones would make holes in ordinary words.
const minSecret = 4

// masker returns one that knows the secrets of r.
func (s settings) masker(r tokenRequest) masker {
	secrets := []string{s.clientSecret, s.password, s.verifier, s.basic()}
	for _, f := range r.fields {
		if isSecret(f.key) {
			secrets = append(secrets, f.value)
		}
	}
	for _, p := range r.params {
		if isSecret(p.Key) || p.In == auth.InHeader {
			secrets = append(secrets, p.Value)
		}
	}
	var pairs []string
	// The longest first: one secret may be a part of another.
	slices.SortFunc(secrets, func(a, b string) int { return len(b) - len(a) })
	for _, v := range secrets {
		if len(v) < minSecret {
			continue
		}
		for _, form := range []string{v, url.QueryEscape(v), url.PathEscape(v)} {
			pairs = append(pairs, form, auth.Mask)
		}
	}
	return masker{strings.NewReplacer(pairs...)}
}

// isSecret reports whether a parameter of that name holds a secret.
func isSecret(name string) bool {
	name = strings.ToLower(name)
	for _, part := range []string{"secret", "password", "token", "assertion", "verifier", "key", "signature", "authorization"} {
		if strings.Contains(name, part) {
			return true
		}
	}
	return name == "code"
}

// text cleans a server's text for the screen.
func (m masker) text(s string, most int) string { return clean(m.replacer.Replace(s), most) }

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

// excerpt is the beginning of a body that is no token answer, without what
// looks like a token.
func (m masker) excerpt(body []byte) string {
	s := string(body[:min(len(body), 4096)])
	for _, pattern := range []string{namedSecret, xmlSecret} {
		s = regexp.MustCompile(pattern).ReplaceAllString(s, "${1}"+auth.Mask)
	}
	s = regexp.MustCompile(opaque).ReplaceAllString(s, auth.Mask)
	if s = m.text(s, 200); s == "" {
		return "empty body"
	}
	return s
}

// url writes an address for the timeline.
func (m masker) url(u *url.URL) string {
	shown := *u
	shown.User = nil
	var pairs []string
	for pair := range strings.SplitSeq(shown.RawQuery, "&") {
		if key, value, ok := strings.Cut(pair, "="); ok && value != "" && isSecret(key) {
			pair = key + "=" + auth.Mask
		}
		pairs = append(pairs, pair)
	}
	shown.RawQuery = ""
	s := shown.String()
	if u.RawQuery != "" {
		s += "?" + strings.Join(pairs, "&")
	}
	return m.text(s, 2000)
}

// header copies an answer's header for the timeline.
func (m masker) header(h http.Header) http.Header {
	out := http.Header{}
	for name, values := range h {
		for _, v := range values {
			switch {
			case name == "Set-Cookie" || isSecret(name):
				v = auth.Mask
			case name == "Location":
				v, _, _ = strings.Cut(v, "#")
				v, _, _ = strings.Cut(v, "?") // a login's redirects carry codes and tokens
			}
			out[name] = append(out[name], m.text(v, 1000))
		}
	}
	return out
}

// error hides the secrets in err's text. The address is left out: it may
// carry parameters.
func (m masker) error(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		err = u.Err
	}
	return maskedError{m.text(err.Error(), 300), err}
}

// maskedError can be asked what it is, and does not show what it wraps.
type maskedError struct {
	text string
	err  error
}

func (e maskedError) Error() string { return e.text }

func (e maskedError) Is(target error) bool { return errors.Is(e.err, target) }

// clean makes a text from outside fit for one line of the screen: control and
// format characters become blanks, and what is too long is cut.
func clean(s string, most int) string {
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
