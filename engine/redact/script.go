package redact

import (
	"regexp"
	"slices"
	"strings"

	"postern/auth"
)

// The places of a script where a text stands under a name: an assignment or a
// member, a call with the name before the text, and a row of headers or of a
// form. The text is what is in the last group that has one.
var scriptTexts = []*regexp.Regexp{
	regexp.MustCompile("([\\w$-]+)[\"'`]?\\]?\\s*(?::|={1,3})\\s*" + literal),
	regexp.MustCompile("[\"'`]([\\w$.-]+)[\"'`]\\s*,\\s*" + literal),
	regexp.MustCompile("\\bkey[\"']?\\s*:\\s*[\"'`]([\\w$.-]+)[\"'`]\\s*,\\s*[\"']?value[\"']?\\s*:\\s*" + literal),
}

// literal is a text of JavaScript on one line.
const literal = "(?:\"((?:[^\"\\\\\\n]|\\\\.)*)\"|'((?:[^'\\\\\\n]|\\\\.)*)'|`((?:[^`\\\\\\n]|\\\\.)*)`)"

// noSecrets are what stands under the names of secrets and is none.
var noSecrets = []string{"string", "number", "boolean", "object", "undefined", "Bearer", "bearer", "secret", "password"}

// mostTexts is how many of a script are looked for: one with more is made to keep
// whoever masks it busy.
const mostTexts = 256

// ScriptSecrets returns the texts that a script holds under a name that says
// secret. One that is put together, or has another name, cannot be known.
func ScriptSecrets(source string) []auth.Secret {
	var out []auth.Secret
	add := func(found []auth.Secret) {
		for _, f := range found {
			if len(out) < mostTexts && !slices.Contains(out, f) {
				out = append(out, f)
			}
		}
	}
	for _, places := range scriptTexts {
		for _, m := range places.FindAllStringSubmatch(source, -1) {
			name, text := m[1], strings.Join(m[2:], "") // only one of the three matched
			switch {
			case strings.Contains(text, "{{"), strings.Contains(text, "${"), slices.Contains(noSecrets, text), text == name, isTime(text):
			case strings.EqualFold(name, "Authorization"), strings.EqualFold(name, "Proxy-Authorization"), strings.EqualFold(name, "Cookie"):
				add(HeaderSecrets(name, text))
			case (Sensitive(name) || secretMember(name)) && !strings.ContainsAny(text, " \t"):
				add(long(text))
			}
		}
	}
	return out
}
