package collection

import (
	"strings"
	"unicode"
)

// Parts are an address cut at its delimiters and no further: nothing decoded,
// nothing refused. Has… tells absent from empty.
type Parts struct {
	// Protocol is without "://".
	Protocol, User, Password, Host, Port string
	// Path is with its first slash, "" for none.
	Path string
	// Query and Hash are without their sign.
	Query, Hash string

	HasUser, HasPassword, HasPort, HasQuery, HasHash bool
}

// SplitURL takes an address apart the way Postman does: by its delimiters
// only. What stands in {{ }} is never a delimiter.
func SplitURL(text string) Parts {
	text = strings.TrimLeftFunc(text, func(r rune) bool { return unicode.IsSpace(r) || r == '\ufeff' })
	var p Parts
	m := maskTemplates(text)
	if before, hash, ok := m.cut("#"); ok {
		p.Hash, p.HasHash = hash.text, true
		m = before
	}
	if before, query, ok := m.cut("?"); ok {
		p.Query, p.HasQuery = query.text, true
		m = before
	}
	m = m.slashed()
	if before, after, ok := m.cut("://"); ok {
		p.Protocol = before.text
		m = after
		trimmed := m
		for strings.HasPrefix(trimmed.mask, "/") {
			trimmed = trimmed.from(1)
		}
		if len(trimmed.mask) < len(m.mask) && strings.EqualFold(p.Protocol, "file") {
			trimmed = m.from(len(m.mask) - len(trimmed.mask) - 1)
		}
		m = trimmed
	}
	if i := strings.IndexByte(m.mask, '/'); i >= 0 {
		p.Path = m.text[i:]
		m = m.to(i)
	}
	if i := strings.LastIndexByte(m.mask, '@'); i >= 0 {
		user, password, ok := m.to(i).cut(":")
		p.HasUser, p.User = true, user.text
		if ok {
			p.HasPassword, p.Password = true, password.text
		}
		m = m.from(i + 1)
	}
	if i := strings.LastIndexByte(m.mask, ':'); i >= 0 && !strings.Contains(m.mask[i:], "]") {
		p.HasPort, p.Port = true, m.from(i+1).text
		m = m.to(i)
	}
	p.Host = m.text
	return p
}

// ParseURL is [SplitURL] with host, path and query taken apart as well. Path
// variables get a row without a value each.
func ParseURL(text string) URL {
	p := SplitURL(text)
	u := URL{
		Protocol: p.Protocol, User: p.User, Password: p.Password, HasUser: p.HasUser, HasPassword: p.HasPassword,
		Port: p.Port, HasPort: p.HasPort, HasPath: p.Path != "", Hash: p.Hash, HasHash: p.HasHash,
	}
	if p.Host != "" {
		u.Host = ParseHost(p.Host)
	}
	if u.HasPath {
		u.Path = maskTemplates(p.Path[1:]).split("/")
		u.Vars = pathVariables(u.Path)
	}
	if p.HasQuery {
		u.Query = ParseQuery(p.Query)
	}
	return u
}

// ParseQuery takes the part of an address after "?" apart.
func ParseQuery(text string) []Param {
	parts := maskTemplates(text).split("&")
	rows := make([]Param, len(parts))
	for i, p := range parts {
		key, value, ok := maskTemplates(p).cut("=")
		rows[i] = Param{Key: key.text, Value: value.text, NoValue: !ok}
		// "a&&b" has a row of nothing in the middle; "a&" has an empty key at
		// its end, which is a row being typed.
		rows[i].NoKey = p == "" && i < len(parts)-1
	}
	return rows
}

// ParseHost splits a host name into its labels.
func ParseHost(text string) []string { return maskTemplates(text).split(".") }

// pathVariables makes a row for every ":name" segment.
func pathVariables(path []string) []Param {
	var rows []Param
	var seen map[string]bool // most paths have no variables
	for _, s := range path {
		name, ok := pathVariable(s)
		if !ok || seen[name] {
			continue
		}
		if seen == nil {
			seen = make(map[string]bool)
		}
		seen[name] = true
		rows = append(rows, Param{Key: name, NoValue: true})
	}
	return rows
}

// pathVariable returns the name in a ":name" or ":name.ext" path segment.
func pathVariable(segment string) (name string, ok bool) {
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

func (m masked) split(sep string) []string {
	out := make([]string, 0, strings.Count(m.mask, sep)+1)
	for {
		before, after, ok := m.cut(sep)
		out = append(out, before.text)
		if !ok {
			return out
		}
		m = after
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
