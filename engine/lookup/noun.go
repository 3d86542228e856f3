package lookup

import (
	"slices"
	"strings"
	"unicode"
)

// Type writes the name of a kind of thing in one way, whatever it was called:
// "Users", "user" and "urn:…:User" are all "user", and "authorizationServers"
// is "auth server". It returns "" for what is no name.
func Type(name string) string {
	if i := strings.LastIndexAny(name, ":#/."); i >= 0 {
		name = name[i+1:]
	}
	ws := words(name)
	if len(ws) == 0 || len(ws) > 5 {
		return ""
	}
	ws[len(ws)-1] = singular(ws[len(ws)-1])
	return alias(strings.Join(ws, " "))
}

// alias joins the words that vendors have for one thing.
func alias(t string) string {
	switch t {
	case "person", "people", "member", "owner", "manager", "creator", "author", "assignee", "me", "usr",
		"created by", "updated by", "modified by", "owned by", "last modified by", "directory object":
		return "user"
	case "application":
		return "app"
	case "organization", "organisation":
		return "org"
	case "authorization server":
		return "auth server"
	case "identity provider":
		return "idp"
	case "kid":
		return "key"
	}
	if strings.HasSuffix(t, " user") { // "in reply to user"
		return "user"
	}
	return t
}

// words splits a name at its separators and changes of case, in lower case.
func words(s string) []string {
	var out []string
	var w []rune
	end := func() {
		if len(w) > 0 {
			out = append(out, string(w))
			w = nil
		}
	}
	rs := []rune(s)
	if len(rs) > 80 {
		return nil
	}
	for i, r := range rs {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			end()
			continue
		}
		afterLower := i > 0 && !unicode.IsUpper(rs[i-1])
		beforeLower := i+1 < len(rs) && unicode.IsLower(rs[i+1]) && rs[i+1] != 's'
		if unicode.IsUpper(r) && (afterLower || beforeLower) {
			end()
		}
		w = append(w, unicode.ToLower(r))
	}
	end()
	return out
}

// singular is good enough for English resource names.
func singular(w string) string {
	switch w {
	case "people":
		return "person"
	case "children":
		return "child"
	case "indices":
		return "index"
	case "series", "news", "alias", "media", "data", "species", "apis", "kubernetes", "sms", "aws", "dns", "https":
		return w
	case "statuses", "aliases", "buses":
		return strings.TrimSuffix(w, "es")
	}
	switch {
	case len(w) < 4 && w != "ids":
		return w
	case strings.HasSuffix(w, "ies"):
		return strings.TrimSuffix(w, "ies") + "y"
	case hasAnySuffix(w, "sses", "xes", "ches", "shes", "zes"):
		return strings.TrimSuffix(w, "es")
	case hasAnySuffix(w, "ss", "us", "is"):
		return w
	}
	return strings.TrimSuffix(w, "s")
}

func hasAnySuffix(s string, ends ...string) bool {
	for _, e := range ends {
		if strings.HasSuffix(s, e) {
			return true
		}
	}
	return false
}

// Plural reports whether a path segment names a collection of things.
func Plural(segment string) bool {
	if IsHole(segment) || LooksLikeID(segment) || generic(segment) {
		return false
	}
	ws := words(segment)
	return len(ws) > 0 && singular(ws[len(ws)-1]) != ws[len(ws)-1]
}

// generic reports whether a path segment is there on the way to things and
// names none.
func generic(segment string) bool {
	switch s := strings.ToLower(segment); s {
	case "api", "apis", "rest", "scim", "odata", "services", "admin", "oauth2", "oidc", "resource", "resources",
		"relationships", "search", "list", "all", "query", "batch", "bulk", "count", "graphql", "current", "latest", "data", "public":
		return true
	default:
		return version(s)
	}
}

func version(s string) bool {
	s, ok := strings.CutPrefix(s, "v")
	return ok && s != "" && strings.Trim(s, "0123456789._") == ""
}

// PathType is the kind of thing that an address answers with: "user" for
// /groups/{id}/users, for /users/00u1 and for /users/00u1/lifecycle/activate.
func PathType(url string) string {
	segs := Segments(url)
	n := len(segs)
	for i := n - 1; i >= max(0, n-2); i-- {
		if Plural(segs[i]) {
			return Type(segs[i])
		}
	}
	for i := n - 3; i >= 0; i-- {
		if Plural(segs[i]) {
			return Type(segs[i])
		}
	}
	for i := n - 1; i >= 0; i-- {
		if !IsHole(segs[i]) && !LooksLikeID(segs[i]) && !generic(segs[i]) {
			return Type(segs[i])
		}
	}
	return ""
}

// PathID is the id that an address ends in, and the kind of thing it names. It
// returns "" when the address ends in something else.
func PathID(url string) (id, typ string) {
	segs := Segments(url)
	n := len(segs)
	if n < 2 || IsHole(segs[n-1]) || generic(segs[n-1]) || Plural(segs[n-1]) {
		return "", ""
	}
	id = segs[n-1]
	if !LooksLikeID(id) && !Plural(segs[n-2]) {
		return "", ""
	}
	if id == "me" || id == "self" {
		return "", ""
	}
	return id, PathType(url)
}

// Segments are the parts of an address's path, without empty ones. The
// OData form users('x') counts as two. The host may be a {{variable}}; the
// address of a saved request is as good as that of a sent one.
func Segments(url string) []string {
	if i := strings.IndexAny(url, "?#"); i >= 0 {
		url = url[:i]
	}
	_, path, absolute := strings.Cut(url, "://")
	if !absolute {
		path = url
	}
	first := absolute || !strings.HasPrefix(url, "/")
	var out []string
	for s := range strings.SplitSeq(path, "/") {
		if first { // the host, or the variable that stands for it
			first = false
			if absolute || strings.HasPrefix(s, "{{") || strings.ContainsAny(s, ".:") {
				continue
			}
		}
		if name, key, ok := strings.Cut(s, "("); ok && strings.HasSuffix(key, ")") {
			out = append(out, name)
			s = strings.Trim(key[:len(key)-1], `'"`)
		}
		s, _, _ = strings.Cut(s, "-by-") // Keycloak: roles-by-id/…
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

// IsHole reports whether a path segment stands for a value that is to come.
func IsHole(segment string) bool {
	return segment != "" && (segment[0] == ':' || strings.ContainsAny(segment, "{}<>"))
}

// LooksLikeID reports whether a text is more likely an id than a word.
func LooksLikeID(s string) bool {
	digits, letters, marks := 0, 0, 0
	for i := range len(s) {
		switch c := s[i]; {
		case '0' <= c && c <= '9':
			digits++
		case c == '@':
			return true
		case c == '-' || c == '_':
			marks++
		case c <= ' ' || c == '/' || c == '%':
			return false
		default:
			letters++
		}
	}
	switch {
	case digits == 0 || version(strings.ToLower(s)):
		return false
	case letters == 0 || len(s) >= 10 || marks > 0:
		return true
	}
	return s[0] >= '0' && s[0] <= '9' && len(s) >= 4
}

// TrimID takes the ending off a key or a variable that says it holds an id:
// "user" of "userId", "user_id", "userUuid", "userIds". many tells that it
// holds several. A name that is nothing but such an ending has "" left.
func TrimID(key string) (base string, many, ok bool) {
	for _, end := range []string{"id", "uid", "uuid", "guid"} {
		for _, s := range []string{"", "s"} {
			if base, ok := trimEnd(key, end+s); ok {
				return base, s != "", true
			}
		}
	}
	return key, false, false
}

// trimEnd cuts a last word off a name. In "paid" there is none, as it takes a
// separator or a change of case to make a word.
func trimEnd(key, end string) (string, bool) {
	n := len(key) - len(end)
	if n < 0 || !strings.EqualFold(key[n:], end) {
		return "", false
	}
	base := key[:n]
	switch {
	case strings.Trim(base, "_-$@. ") == "":
		return "", true
	case strings.ContainsAny(base[n-1:], "_-. "):
		return strings.TrimRight(base, "_-. "), true
	case key[n] >= 'a': // no change of case: only the plainest are taken
		switch base {
		case "user", "group", "client", "app", "org", "tenant", "role", "account", "policy":
			return base, true
		}
		return "", false
	}
	return base, base[n-1] >= 'a' || base[n-1] <= '9'
}

// ListType is the kind of thing that an address lists, or "" when it answers
// with one thing or cannot be told: "user" for /users, /groups/{id}/users and
// /users/search, "" for /users/{id}.
func ListType(url string) string {
	segs := Segments(url)
	n := len(segs)
	for n > 0 && generic(segs[n-1]) {
		if strings.EqualFold(segs[n-1], "count") {
			return ""
		}
		n--
	}
	switch {
	case n == 0 || IsHole(segs[n-1]) || LooksLikeID(segs[n-1]):
		return ""
	case Plural(segs[n-1]):
		return Type(segs[n-1])
	case slices.ContainsFunc(segs[:n-1], Plural): // /users/me, /users/{id}/password
		return ""
	}
	return Type(segs[n-1])
}

// Related says how near two kinds of thing are, from 0 to 100: "account" and
// "service account" are often one thing under two names, an app of one vendor
// is the client of another.
func Related(a, b string) int {
	switch {
	case a == "" || b == "":
		return 0
	case a == b:
		return 100
	case lastWord(a) == lastWord(b):
		return 60
	case kin(a) != "" && kin(a) == kin(b):
		return 50
	}
	return 0
}

func lastWord(t string) string { return t[strings.LastIndexByte(t, ' ')+1:] }

func kin(t string) string {
	switch t {
	case "app", "client", "service principal":
		return "app"
	case "user", "identity", "account", "principal", "login", "profile":
		return "user"
	case "org", "tenant", "realm", "enterprise":
		return "org"
	}
	return ""
}
