package collection

import (
	"strings"
	"unicode"
)

// ParseURL takes an address apart the way Postman does: by its delimiters
// only, decoding nothing, refusing nothing. What stands in {{ }} is never a
// delimiter. Path variables get a row without a value each.
func ParseURL(text string) URL {
	text = strings.TrimLeftFunc(text, func(r rune) bool { return unicode.IsSpace(r) || r == '\ufeff' })
	var u URL
	if text == "" {
		return u
	}
	m := maskTemplates(text)
	if before, hash, ok := m.cut("#"); ok {
		u.Hash, u.HasHash = hash.text, true
		m = before
	}
	if before, query, ok := m.cut("?"); ok {
		u.Query = parseQuery(query)
		m = before
	}
	m = m.slashed()
	if before, after, ok := m.cut("://"); ok {
		u.Protocol = before.text
		m = after
		trimmed := m
		for strings.HasPrefix(trimmed.mask, "/") {
			trimmed = trimmed.from(1)
		}
		if len(trimmed.mask) < len(m.mask) && strings.EqualFold(u.Protocol, "file") {
			trimmed = m.from(len(m.mask) - len(trimmed.mask) - 1)
		}
		m = trimmed
	}
	if before, path, ok := m.cut("/"); ok {
		u.HasPath = true
		for _, s := range path.split('/') {
			u.Path = append(u.Path, s.text)
		}
		m = before
	}
	if i := strings.LastIndexByte(m.mask, '@'); i >= 0 {
		user, password, ok := m.to(i).cut(":")
		u.HasUser, u.User = true, user.text
		if ok {
			u.HasPassword, u.Password = true, password.text
		}
		m = m.from(i + 1)
	}
	if i := strings.LastIndexByte(m.mask, ':'); i >= 0 && !strings.Contains(m.mask[i:], "]") {
		u.HasPort, u.Port = true, m.from(i+1).text
		m = m.to(i)
	}
	if m.text != "" {
		u.Host = ParseHost(m.text)
	}
	u.Vars = pathVariables(u.Path)
	return u
}

// ParseQuery takes the part of an address after "?" apart.
func ParseQuery(text string) []Param { return parseQuery(maskTemplates(text)) }

// ParseHost splits a host name into its labels.
func ParseHost(text string) []string {
	var out []string
	for _, s := range maskTemplates(text).split('.') {
		out = append(out, s.text)
	}
	return out
}

func parseQuery(m masked) []Param {
	parts := m.split('&')
	rows := make([]Param, len(parts))
	for i, p := range parts {
		key, value, ok := p.cut("=")
		rows[i] = Param{Key: key.text, Value: value.text, NoValue: !ok}
		// "a&&b" has a row of nothing in the middle; "a&" has an empty key at
		// its end, which is a row being typed.
		rows[i].NoKey = p.text == "" && i < len(parts)-1
	}
	return rows
}

// pathVariables makes a row for every ":name" segment.
func pathVariables(path []string) []Param {
	var rows []Param
	seen := map[string]bool{}
	for _, s := range path {
		if name, ok := PathVariable(s); ok && !seen[name] {
			seen[name] = true
			rows = append(rows, Param{Key: name, NoValue: true})
		}
	}
	return rows
}

// PathVariable returns the name in a ":name" or ":name.ext" path segment.
func PathVariable(segment string) (name string, ok bool) {
	name, ok = strings.CutPrefix(segment, ":")
	if !ok {
		return "", false
	}
	name, _, _ = strings.Cut(name, ".")
	return name, name != ""
}

// masked is a text beside a copy of the same length in which everything
// inside {{ }} is blotted out, so that delimiters are found in one and cut in
// the other.
type masked struct{ text, mask string }

func maskTemplates(text string) masked {
	if !strings.Contains(text, "{{") {
		return masked{text, text}
	}
	mask := []byte(text)
	for i := 0; i < len(text); {
		open := strings.Index(text[i:], "{{")
		if open < 0 {
			break
		}
		open += i
		stop := strings.IndexAny(text[open+2:], "{}")
		if stop < 0 {
			break
		}
		stop += open + 2
		if !strings.HasPrefix(text[stop:], "}}") {
			// "{{{a}}" or "{{a{{b}}": the innermost pair is the template.
			i = open + 1
			if text[stop] == '}' {
				i = stop + 1
			}
			continue
		}
		for k := open; k < stop+2; k++ {
			mask[k] = '_'
		}
		i = stop + 2
	}
	return masked{text, string(mask)}
}

func (m masked) from(i int) masked { return masked{m.text[i:], m.mask[i:]} }
func (m masked) to(i int) masked   { return masked{m.text[:i], m.mask[:i]} }

func (m masked) cut(sep string) (before, after masked, ok bool) {
	i := strings.Index(m.mask, sep)
	if i < 0 {
		return m, masked{}, false
	}
	return m.to(i), m.from(i + len(sep)), true
}

func (m masked) split(sep byte) []masked {
	var out []masked
	for {
		i := strings.IndexByte(m.mask, sep)
		if i < 0 {
			return append(out, m)
		}
		out = append(out, m.to(i))
		m = m.from(i + 1)
	}
}

// slashed turns backslashes outside of templates into slashes.
func (m masked) slashed() masked {
	if !strings.Contains(m.mask, `\`) {
		return m
	}
	text := []byte(m.text)
	for i := range text {
		if m.mask[i] == '\\' {
			text[i] = '/'
		}
	}
	return masked{string(text), strings.ReplaceAll(m.mask, `\`, "/")}
}
