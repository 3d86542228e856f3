package hole

import (
	"strings"

	"postern/engine/lookup"
)

// url finds the holes of an address behind its host.
func (f *finder) url(text string, variables []Row) {
	path := pathStart(text)
	query := len(text)
	if i := strings.IndexAny(text[path:], "?#"); i >= 0 {
		query = path + i
	}
	holes := f.scan(text, InURL, "")
	before := ""
	for start := path; start < query; {
		end := start
		for end < query && text[end] != '/' {
			end++
		}
		segment := text[start:end]
		for len(holes) > 0 && holes[0].Start < end {
			if holes[0].Start >= start {
				f.put(holes[0].want(before, ""))
			}
			holes = holes[1:]
		}
		if name, ok := pathVariable(segment); ok {
			f.pathVariable(name, start, before, variables)
		}
		if segment != "" {
			before, _, _ = strings.Cut(segment, "(")
		}
		start = end + 1
	}
	for _, h := range holes {
		if h.Start >= query {
			f.put(h.want("", queryKey(text[query:h.Start])))
		}
	}
}

// pathStart is where the path begins: what is before it is a host, or a
// variable that stands for one.
func pathStart(text string) int {
	start := 0
	if i := strings.Index(text, "://"); i >= 0 {
		start = i + 3
	}
	if strings.HasPrefix(text, "/") {
		return 1
	}
	i := strings.IndexByte(text[start:], '/')
	if i < 0 {
		return len(text)
	}
	return start + i + 1
}

func pathVariable(segment string) (string, bool) {
	name, ok := strings.CutPrefix(segment, ":")
	name, _, _ = strings.Cut(name, ".")
	return name, ok && name != ""
}

// pathVariable finds the hole of a path variable: that it has no value, or
// the holes of its value.
func (f *finder) pathVariable(name string, start int, before string, variables []Row) {
	for i := len(variables) - 1; i >= 0; i-- {
		v := variables[i]
		if v.Name != name {
			continue
		}
		if v.Value == "" || v.Value[0] == '<' && v.Value[len(v.Value)-1] == '>' {
			break // a document's "<string>" is none
		}
		for _, h := range f.scan(v.Value, InPathVariable, name) {
			h, ok := h.want(before, name)
			f.put(h, ok)
		}
		return
	}
	h := Hole{Kind: PathVariable, Name: name, Place: InURL, Start: start, End: start + 1 + len(name)}
	f.put(h.want(before, ""))
}

func queryKey(before string) string {
	key, ok := strings.CutSuffix(before, "=")
	if !ok {
		return ""
	}
	return key[strings.LastIndexAny(key, "?&")+1:]
}

// want finds out what a hole wants, from its name, the path segment before it
// and the key it stands under. In a path the segment decides: what comes
// behind /users is a user, whatever the variable is called. It returns false
// for a hole that no response fills.
func (h Hole) want(segment, key string) (Hole, bool) {
	named, field, sure := wanted(h.Name)
	placed := ""
	if lookup.Plural(segment) {
		placed = lookup.Type(segment)
	}
	keyed, keyField, keySure := wanted(key)
	h.Field = field
	switch {
	case placed != "":
		h.Type = placed
		if named != placed {
			h.Also = named
		}
		return h, true
	case sure:
		h.Type = named
	case named == "" && segment != "" && !lookup.IsHole(segment) && !lookup.LooksLikeID(segment):
		h.Type = lookup.Type(segment) // /config/:id
	case keySure:
		h.Type, h.Field = keyed, keyField
		h.Also = named
	case setting(h.Name) || h.Kind == Variable && setting(key):
		return h, false
	default:
		h.Type = named
	}
	return h, true
}

// wanted reads a name: "userId" wants a user, "login" a user's login. sure
// says that the name speaks of an id or a login.
func wanted(name string) (typ, field string, sure bool) {
	if base, _, ok := lookup.TrimID(name); ok {
		return lookup.Type(base), "", base != ""
	}
	low := strings.ToLower(name)
	for _, w := range []struct{ end, field string }{
		{"login", "login"},
		{"username", "login"},
		{"user_name", "login"},
		{"upn", "login"},
		{"email", "email"},
		{"name", "name"},
	} {
		if base, ok := strings.CutSuffix(low, w.end); ok {
			base = strings.Trim(name[:len(base)], "_-. ")
			if base == "" && w.field == "name" {
				break
			}
			if base == "" || base == "user" || base == "primary" {
				return "user", w.field, true
			}
			return lookup.Type(base), w.field, true
		}
	}
	return lookup.Type(name), "", false
}

// setting reports whether a name speaks of how to reach a server, or of what
// to ask it, and not of a thing it has.
func setting(name string) bool {
	low := strings.ToLower(name)
	for _, end := range []string{
		"url", "uri", "host", "domain", "server", "port", "scheme", "protocol", "version", "token", "key", "secret",
		"password", "passwd", "code", "scope", "scopes", "state", "nonce", "limit", "page", "size", "offset", "cursor",
		"date", "time", "timestamp", "authorization", "authentication", "accept", "content-type", "signature", "env",
		"expires", "challenge", "verifier", "region", "locale", "lang", "filter", "query", "q", "search",
	} {
		if strings.HasSuffix(low, end) {
			return true
		}
	}
	return false
}

// Fits says how well an id fits the hole, from 0, not at all, to 100. An id
// of unknown type fits a little, and any id fits a hole that does not say what
// it wants.
func (h Hole) Fits(id lookup.ID) int {
	if h.Value(id) == "" {
		return 0
	}
	if h.Field == "" && h.Name != "" && strings.EqualFold(h.Name, id.Key) && !strings.EqualFold(h.Name, "id") {
		return 100
	}
	n := max(lookup.Related(h.Type, id.Type), lookup.Related(h.Also, id.Type)-20)
	switch {
	case n <= 0 && h.Type == "":
		n = 30
	case n <= 0 && id.Type == "":
		n = 20
	case n > 5 && !id.Own:
		n -= 5
	}
	return max(n, 0)
}

// Value is what of a thing fills the hole: its id, or the login or email it
// asks for, "" if that is not known.
func (h Hole) Value(id lookup.ID) string {
	switch {
	case h.Field == "":
		return id.Value
	case h.Field == "name" && strings.HasSuffix(id.Label, "…"):
		return ""
	case h.Field == "name":
		return id.Label
	}
	for _, v := range []string{id.Detail, id.Label} {
		if v != "" && !strings.ContainsAny(v, " …") && (h.Field != "email" || strings.Contains(v, "@")) {
			return v
		}
	}
	return ""
}
