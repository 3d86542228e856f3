// Package hole finds what a saved request lacks before it can be sent: an
// unset {{userId}}, a path variable :id without a value, a literal {userId}
// as vendors' documents write it. It says what kind of id each wants, how
// well an id fits it ([Hole.Fits]), and which of a collection's requests
// would list such ids ([Lists]).
//
// It is not for variables that no response fills: names that speak of
// addresses, tokens and passwords are passed over, and so is the host.
package hole

import (
	"strings"

	"postern/engine/vars"
)

// Kind is how a hole is written.
type Kind uint8

// The kinds.
const (
	// Variable is a {{name}} that is unknown or empty.
	Variable Kind = iota
	// PathVariable is a :name segment without a value.
	PathVariable
	// Placeholder is a {name}, which nothing will replace.
	Placeholder
)

// Place is which text of the request a hole is in.
type Place uint8

// The places.
const (
	InURL Place = iota
	// InPathVariable is the value of a path variable; Row names it.
	InPathVariable
	// InHeader is the value of a header; Row names it.
	InHeader
	InBody
)

// Row is a named text.
type Row struct{ Name, Value string }

// Request is what of a request is searched, before its {{names}} are
// resolved.
type Request struct {
	// URL has path variables as :name.
	URL       string
	Variables []Row // the values of path variables
	Headers   []Row
	Body      string
	// Value is what a {{name}} stands for; false if it is unknown. Without it
	// all are unknown.
	Value func(name string) (string, bool)
}

// Hole is one place that wants a value.
type Hole struct {
	Kind Kind
	// Name is the variable's, without its marks.
	Name  string
	Place Place
	Row   string
	// Start and End are its bytes in the text, marks included.
	Start, End int
	// Type is the kind of thing it wants an id of, as [lookup.Type] writes
	// it, or "" when that cannot be told. Also is a second guess.
	Type, Also string
	// Field is what of the thing is wanted when that is not its id: "login",
	// "email" or "name".
	Field string
}

// The limits of a search.
const (
	maxHoles = 1000
	maxText  = 1 << 20
)

// Find returns the holes of a request: those of the URL, of path variables,
// headers and the body, each in the order of its text.
func Find(r Request) []Hole {
	f := finder{value: r.Value}
	f.url(r.URL, r.Variables)
	for _, h := range r.Headers {
		f.text(h.Value, InHeader, h.Name, func(int, int) string { return h.Name })
	}
	f.text(r.Body, InBody, "", func(at, _ int) string { return bodyKey(r.Body[:at]) })
	return f.out
}

type finder struct {
	value func(string) (string, bool)
	out   []Hole
}

// text finds the variables and placeholders of a text. key says under what
// name a place of the text stands.
func (f *finder) text(s string, p Place, row string, key func(start, end int) string) {
	for _, h := range f.scan(s, p, row) {
		f.put(h.want("", key(h.Start, h.End)))
	}
}

// scan finds them and does not ask what they want.
func (f *finder) scan(s string, p Place, row string) []Hole {
	if len(s) > maxText {
		s = s[:maxText]
	}
	var out []Hole
	at := 0
	for _, ref := range vars.Scan(s) {
		out = append(out, placeholders(s, at, ref.Start, p, row)...)
		at = ref.End
		name := strings.TrimSpace(ref.Name)
		if name == "" || strings.HasPrefix(name, "$") || f.known(ref.Name) {
			continue
		}
		out = append(out, Hole{Kind: Variable, Name: name, Place: p, Row: row, Start: ref.Start, End: ref.End})
		if len(out) >= maxHoles {
			return out
		}
	}
	return append(out, placeholders(s, at, len(s), p, row)...)
}

func (f *finder) known(name string) bool {
	if f.value == nil {
		return false
	}
	v, ok := f.value(name)
	return ok && v != ""
}

// placeholders finds each {name} of s[from:to].
func placeholders(s string, from, to int, p Place, row string) []Hole {
	var out []Hole
	for at := from; at < to && len(out) < maxHoles; {
		i := strings.IndexByte(s[at:to], '{')
		if i < 0 {
			break
		}
		start := at + i
		end := start + 1
		for end < to && nameByte(s[end], end == start+1) {
			end++
		}
		at = end
		if end == to || s[end] != '}' || end == start+1 || p == InBody && !apart(s, start, end) {
			continue
		}
		h := Hole{Kind: Placeholder, Name: s[start+1 : end], Place: p, Row: row, Start: start, End: end + 1}
		if start > from && s[start-1] == '$' { // ${name}
			h.Start--
		}
		out = append(out, h)
	}
	return out
}

func nameByte(c byte, first bool) bool {
	return 'a' <= c|0x20 && c|0x20 <= 'z' || !first && ('0' <= c && c <= '9' || strings.IndexByte("_-. ", c) >= 0)
}

// apart reports whether a placeholder of a body is a value or a part of one,
// and not the fields of a GraphQL query.
func apart(s string, start, end int) bool {
	const around = "\"'/=,:;&?#$>< \t\n"
	before, after := byte('"'), byte('"')
	if start > 0 {
		before = s[start-1]
	}
	if end+1 < len(s) {
		after = s[end+1]
	}
	return start > 0 && before != ' ' && strings.IndexByte(around, before) >= 0 && strings.IndexByte(around, after) >= 0
}

// bodyKey is the name under which a value stands whose text ends here: in
// JSON the last key, in a form the last name.
func bodyKey(before string) string {
	before = before[max(0, len(before)-200):]
	if i := strings.LastIndexAny(before, "&\n"); i >= 0 && strings.HasSuffix(before, "=") {
		return before[i+1 : len(before)-1]
	}
	head := strings.TrimRight(before, " \t\r\n\"[/")
	if i := strings.LastIndexByte(head, '['); i >= 0 && strings.HasSuffix(head, ",") && !strings.ContainsAny(head[i:], "]:") {
		head = strings.TrimRight(head[:i], " \t\r\n") // not the first of its list
	}
	head, ok := strings.CutSuffix(head, ":")
	if !ok {
		return ""
	}
	head, ok = strings.CutSuffix(strings.TrimRight(head, " \t"), `"`)
	if !ok {
		return ""
	}
	return head[strings.LastIndexByte(head, '"')+1:]
}

// put adds a hole, unless a response could not fill it.
func (f *finder) put(h Hole, ok bool) {
	if ok && len(f.out) < maxHoles {
		f.out = append(f.out, h)
	}
}

// Filled finds the place in the URL of r where a placeholder of a name once
// stood, by the text that was put there. The hole it returns spans that text.
func Filled(r Request, name, text string) (Hole, bool) {
	for at := 0; text != ""; {
		i := strings.Index(r.URL[at:], text)
		if i < 0 {
			break
		}
		start := at + i
		at = start + len(text)
		if !edge(r.URL, start-1) || !edge(r.URL, at) {
			continue
		}
		before := Request{URL: r.URL[:start] + "{" + name + "}" + r.URL[at:], Variables: r.Variables, Value: r.Value}
		for _, h := range Find(before) {
			if h.Kind == Placeholder && h.Place == InURL && h.Start == start {
				h.End = at
				return h, true
			}
		}
	}
	return Hole{}, false
}

// edge reports whether a part of an address ends at a byte of it.
func edge(url string, at int) bool {
	return at >= len(url) || at >= 0 && strings.IndexByte("/?&=#'()", url[at]) >= 0
}
