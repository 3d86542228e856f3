package redact

import (
	"encoding/json"
	"net/url"
	"regexp"
	"strings"

	"postern/auth"
)

// The texts that a name says are secret are masked where they stand under that
// name. Servers give them back elsewhere, an echo service all of them: whoever
// keeps a whole exchange collects them first and adds them to the secrets of
// its [Redactor].

// namedLength is how long such a text must be to be looked for elsewhere:
// "lang=de" in a cookie is not worth a page without the word "de".
const namedLength = 6

// member is a text member of a JSON object: its name, what is between, the
// text.
var member = regexp.MustCompile(`"((?:[^"\\]|\\.)*)"(\s*:\s*)"((?:[^"\\]|\\.)+)"`)

// part is a part of a multipart form: its head with the name in it, its text, and
// where it ends.
var part = regexp.MustCompile(`(?is)(content-disposition:[^\r\n]*\bname="([^"\r\n]*)"[^\r\n]*\r\n(?:[^\r\n]+\r\n)*\r\n)(.+?)(\r\n--|\z)`)

// isMultipart reports whether a body may have parts.
func isMultipart(s string) bool { return strings.Contains(s, "form-data") }

// HeaderSecrets returns the texts in a header that are secret by its name, or
// by that of a parameter in it.
func HeaderSecrets(name, value string) []auth.Secret {
	switch {
	case strings.EqualFold(name, "Authorization"), strings.EqualFold(name, "Proxy-Authorization"):
		_, credential, _ := strings.Cut(value, " ")
		return long(value, credential)
	case strings.EqualFold(name, "Cookie"):
		return cookieSecrets(strings.Split(value, ";"))
	case strings.EqualFold(name, "Set-Cookie"):
		pair, _, _ := strings.Cut(value, ";")
		return cookieSecrets([]string{pair})
	case Sensitive(name):
		return long(value)
	case isAddress(name):
		return URLSecrets(value)
	}
	return nil
}

// isAddress reports whether the value of a header of that name is an address.
func isAddress(name string) bool {
	return strings.EqualFold(name, "Location") || strings.EqualFold(name, "Referer") || strings.EqualFold(name, "Content-Location")
}

func cookieSecrets(pairs []string) []auth.Secret {
	var out []auth.Secret
	for _, pair := range pairs {
		name, value, ok := strings.Cut(strings.TrimSpace(pair), "=")
		if !ok {
			value = name
		}
		out = append(out, long(value)...)
		if plain := strings.Trim(value, `"`); plain != value {
			out = append(out, long(plain)...)
		}
	}
	return out
}

// URLSecrets returns the password of an address and what its parameters with
// the name of a secret hold, as they stand there and decoded.
func URLSecrets(s string) []auth.Secret {
	var out []auth.Secret
	if u, err := url.Parse(s); err == nil && u.User != nil {
		password, _ := u.User.Password()
		out = long(password)
	}
	start := strings.IndexAny(s, "?#")
	if start < 0 {
		return out
	}
	return append(out, paramSecrets(s[start:])...)
}

func paramSecrets(query string) []auth.Secret {
	var out []auth.Secret
	for pair := range strings.FieldsFuncSeq(query, func(r rune) bool { return r == '?' || r == '#' || r == '&' }) {
		key, value, _ := strings.Cut(pair, "=")
		if !secretParam(key) {
			continue
		}
		out = append(out, long(value)...)
		if plain, err := url.QueryUnescape(value); err == nil && plain != value {
			out = append(out, long(plain)...)
		}
	}
	return out
}

// BodySecrets returns the texts that a JSON body or a form of either kind has
// under the name of a secret.
func BodySecrets(s string) []auth.Secret {
	var out []auth.Secret
	for _, m := range member.FindAllStringSubmatch(s, -1) {
		if !secretMember(m[1]) || isTime(m[3]) {
			continue
		}
		var plain string
		if json.Unmarshal([]byte(`"`+m[3]+`"`), &plain) != nil {
			plain = m[3]
		}
		out = append(out, long(plain)...)
	}
	if isMultipart(s) {
		for _, m := range part.FindAllStringSubmatch(s, -1) {
			if secretMember(m[2]) {
				out = append(out, long(m[3])...)
			}
		}
	}
	if isForm(s) {
		out = append(out, paramSecrets(s)...)
	}
	return out
}

// isForm reports whether a body may be a form.
func isForm(s string) bool { return !strings.ContainsAny(s, "{}<> \n\"") }

// long are the texts that are long enough.
func long(texts ...string) []auth.Secret {
	var out []auth.Secret
	for _, t := range texts {
		if len(t) >= namedLength {
			out = append(out, auth.Secret(t))
		}
	}
	return out
}
