package lookup

import (
	"cmp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Response is the part of an answer that is looked at.
type Response struct {
	// URL is where the answer came from, as it was sent.
	URL string
	// Status is the HTTP status, or 0 when it is not known.
	Status int
	// Header is in the form of net/http's Header; names in any case.
	Header map[string][]string
	// Body is UTF-8. A body that is cut off is read as far as it goes.
	Body []byte
}

// Values returns the values of a header, whatever the case of its name.
func (r Response) Values(name string) []string {
	if vs, ok := r.Header[name]; ok {
		return vs
	}
	for k, vs := range r.Header {
		if strings.EqualFold(k, name) {
			return vs
		}
	}
	return nil
}

// ID names a thing at the server. All texts are safe to keep, but have to go
// through ui/safe like any other before they are drawn.
type ID struct {
	// Value is the id as it stands in the response: a string without its
	// quotes, a number digit by digit.
	Value string
	// Label is what a person calls the thing, or "".
	Label string
	// Detail is a second way to tell it: its login or email, or "".
	Detail string
	// Status is the thing's state as the server calls it ("ACTIVE"), or "".
	Status string
	// Type is what kind of thing it is, as [Type] writes it, or "".
	Type string
	// Key is the member it stood under ("id", "groupId"), or the header.
	Key string
	// Path is the gjson path to the value, or "" for one from a header.
	Path string
	// Start and End are the bytes of the value in the body, quotes included.
	// Both are 0 for one from a header.
	Start, End int
	// Source is the address of the response, without query and userinfo, for
	// those can hold secrets.
	Source string
	// Own says that the object it stood in is the thing itself and not one
	// that refers to it.
	Own bool
}

// Credential reports whether the id by itself lets its holder in, as that of
// a session may: at Okta it is the very value of the session's cookie. So does a
// signed token that stands where an id should. Such an id is not to be shown or
// saved.
func (id ID) Credential() bool {
	return lastWord(id.Type) == "session" || strings.HasPrefix(id.Value, "eyJ") && strings.Count(id.Value, ".") >= 2
}

// Cut says why a result is not all there is. The zero Cut says it is.
type Cut uint8

// The reasons.
const (
	// CutCount: there were more results than the limit.
	CutCount Cut = 1 << iota
	// CutDepth: parts nested deeper than the limit were passed over.
	CutDepth
	// CutSize: only the first part of the body was looked at.
	CutSize
	// CutBroken: the body ends early, or stops being JSON.
	CutBroken
)

// String is the reasons as a phrase, or "".
func (c Cut) String() string {
	var why []string
	for _, r := range []struct {
		bit  Cut
		text string
	}{
		{CutCount, "there are more than are listed"},
		{CutDepth, "what is nested very deeply was passed over"},
		{CutSize, "only the first part of the body was searched"},
		{CutBroken, "the body is not JSON to its end"},
	} {
		if c&r.bit != 0 {
			why = append(why, r.text)
		}
	}
	return strings.Join(why, "; ")
}

// Limits bound a search. A zero field stands for its default.
type Limits struct {
	// Count is how many results there are at most; each search has a default
	// of its own.
	Count int
	// Depth is how many levels of nesting are looked into: 100.
	Depth int
	// Size is how many bytes of the body are looked at: 64 MiB.
	Size int
}

// On returns the limits with the defaults in place, count that of Count, and
// what of a body is within them.
func (l Limits) On(body []byte, count int) (Limits, []byte, Cut) {
	l = Limits{
		Count: cmp.Or(max(l.Count, 0), count),
		Depth: cmp.Or(max(l.Depth, 0), 100),
		Size:  cmp.Or(max(l.Size, 0), 64<<20),
	}
	if len(body) > l.Size {
		return l, body[:l.Size], CutSize
	}
	return l, body, 0
}

// Place returns an address without what can hold a secret: userinfo, query
// and fragment.
func Place(url string) string {
	if i := strings.IndexAny(url, "?#"); i >= 0 {
		url = url[:i]
	}
	scheme, rest, ok := strings.Cut(url, "://")
	if !ok {
		return url
	}
	host, path := rest, ""
	if i := strings.IndexByte(rest, '/'); i >= 0 {
		host, path = rest[:i], rest[i:]
	}
	if i := strings.LastIndexByte(host, '@'); i >= 0 {
		host = host[i+1:]
	}
	return scheme + "://" + host + path
}

// Clean makes one line of a text from outside: white space becomes one blank,
// control and other unprintable characters go, and what is longer than limit
// characters is cut and ends in "…".
func Clean(s string, limit int) string {
	if len(s) <= limit && plain(s) {
		return s
	}
	var b strings.Builder
	n, gap, last := 0, false, 0
	put := func(r rune) bool {
		if n++; n == limit {
			last = b.Len()
		}
		if n > limit {
			return false
		}
		b.WriteRune(r)
		return true
	}
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			gap = n > 0
			continue
		case r == utf8.RuneError || !unicode.IsPrint(r):
			continue
		}
		if gap && !put(' ') || !put(r) {
			return b.String()[:last] + "…"
		}
		gap = false
	}
	return b.String()
}

// plain reports whether s is printable ASCII without odd blanks.
func plain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == ' ' && (i == 0 || i == len(s)-1 || s[i-1] == ' ') {
			return false
		}
	}
	return true
}
