package collection

import (
	"slices"
	"strings"
)

// URL is a request's address in parts, as Postman keeps it.
type URL struct {
	// Protocol is without "://"; "" when the text had none.
	Protocol string
	// User and Password are the userinfo; HasUser and HasPassword tell absent
	// from empty.
	User, Password       string
	HasUser, HasPassword bool
	Host                 []string
	// Port is as written, which may be a {{name}}.
	Port    string
	HasPort bool
	Path    []string
	// HasPath tells "http://h" from "http://h/".
	HasPath bool
	Query   []Param
	Hash    string
	HasHash bool
	// Vars are the path variables: the values of ":name" segments.
	Vars []Param
}

// String renders the address as it is sent, before {{names}} are resolved:
// disabled rows are left out and path variables replaced by their values.
// Nothing is percent-encoded but the delimiters inside query rows.
func (u URL) String() string {
	if len(u.Vars) == 0 {
		return u.Unresolved()
	}
	if len(u.Vars) <= fewVars {
		return u.render(u.resolved)
	}
	last := make(map[string]int, len(u.Vars))
	for i, v := range u.Vars {
		if !v.NoKey {
			last[v.Key] = i
		}
	}
	return u.render(func(segment string) string {
		name, ok := pathVariable(segment)
		if k, known := last[name]; ok && known {
			return u.Vars[k].insert(segment, name)
		}
		return segment
	})
}

// fewVars is how many path variables are faster looked through than put into a
// map.
const fewVars = 8

// Unresolved is String with every ":name" left as it is.
func (u URL) Unresolved() string { return u.render(func(s string) string { return s }) }

// Text is what an editor's URL field shows: Unresolved.
func (u URL) Text() string { return u.Unresolved() }

// WithText returns the URL after its text was edited. Rows that are still
// there keep what the text does not show: descriptions, their place in the
// file, the values of path variables. Disabled query rows, which the text
// never shows, stay where they are.
func (u URL) WithText(text string) URL {
	n := ParseURL(text)
	n.Query = mergeQuery(u.Query, n.Query)
	for i, v := range n.Vars {
		if k := lastNamed(u.Vars, v.Key); k >= 0 {
			n.Vars[i] = u.Vars[k]
		}
	}
	for _, v := range u.Vars { // rows that never named a segment are none of the text's business
		if !slices.ContainsFunc(u.Path, func(s string) bool { name, ok := pathVariable(s); return ok && name == v.Key }) &&
			lastNamed(n.Vars, v.Key) < 0 {
			n.Vars = append(n.Vars, v)
		}
	}
	return n
}

// mergeQuery carries the old rows' metadata over to the new rows: first to
// those with the same key and value, then to those with the same key, then to
// what stands in the same place.
func mergeQuery(old, rows []Param) []Param {
	var enabled []int
	for i, p := range old {
		if !p.Disabled {
			enabled = append(enabled, i)
		}
	}
	from := make([]int, len(rows)) // the old row of each new one, -1 for none
	for i := range from {
		from[i] = -1
	}
	used := make([]bool, len(old))
	match := func(same func(i, k int) bool) {
		for i := range rows {
			for _, k := range enabled {
				if from[i] < 0 && !used[k] && same(i, k) {
					from[i], used[k] = k, true
				}
			}
		}
	}
	match(func(i, k int) bool {
		return rows[i].Key == old[k].Key && rows[i].Value == queryPart(old[k].Value, false)
	})
	match(func(i, k int) bool { return rows[i].Key == old[k].Key })
	if len(rows) == len(enabled) {
		match(func(i, k int) bool { return enabled[i] == k })
	}
	out := make([]Param, 0, len(rows)+len(old)-len(enabled))
	for i, p := range rows {
		if k := from[i]; k >= 0 {
			p = carry(old[k], p)
		}
		out = append(out, p)
	}
	return withDisabled(old, out, from)
}

// carry returns the row was with the text of p.
func carry(was, p Param) Param {
	switch {
	case was.Literal() && p.NoValue: // the text never showed it
	case p.Value == queryPart(was.Value, false) && p.NoValue == was.NoValue:
	default:
		was.Value, was.NoValue, was.Source = p.Value, p.NoValue, ""
	}
	if p.Key != queryPart(was.Key, true) || p.NoKey != was.NoKey {
		was.Key, was.NoKey = p.Key, p.NoKey
	}
	return was
}

// withDisabled puts old's disabled rows back behind the row they followed.
func withDisabled(old, rows []Param, from []int) []Param {
	place := map[int]int{} // old row → index in rows
	for i, k := range from {
		if k >= 0 {
			place[k] = i
		}
	}
	at := -1
	behind := make([][]Param, len(rows)+1)
	for k, p := range old {
		if p.Disabled {
			behind[at+1] = append(behind[at+1], p)
		} else if i, ok := place[k]; ok {
			at = i
		}
	}
	out := slices.Clone(behind[0])
	for i, p := range rows {
		out = append(append(out, p), behind[i+1]...)
	}
	return out
}

func (u URL) render(segment func(string) string) string {
	b := make([]byte, 0, 256) // on the stack, and enough for most
	if u.Protocol != "" {
		b = append(append(b, strings.TrimSuffix(u.Protocol, "://")...), "://"...)
	}
	if u.HasUser || u.HasPassword {
		b = append(b, u.User...)
		if u.HasPassword {
			b = append(append(b, ':'), u.Password...)
		}
		b = append(b, '@')
	}
	for i, label := range u.Host {
		if i > 0 {
			b = append(b, '.')
		}
		b = append(b, label...)
	}
	if u.HasPort || u.Port != "" {
		b = append(append(b, ':'), u.Port...)
	}
	if u.HasPath || len(u.Path) > 0 {
		b = append(b, '/')
		for i, s := range u.Path {
			if i > 0 {
				b = append(b, '/')
			}
			b = append(b, segment(s)...)
		}
	}
	sep := byte('?')
	for _, p := range u.Query {
		if !p.Disabled {
			b = appendRow(append(b, sep), p)
			sep = '&'
		}
	}
	if u.HasHash || u.Hash != "" {
		b = append(append(b, '#'), u.Hash...)
	}
	return string(b)
}

// resolved replaces ":name" by its value. A variable that is empty, null or a
// number leaves the segment alone, and being disabled changes nothing.
func (u URL) resolved(segment string) string {
	name, ok := pathVariable(segment)
	if !ok {
		return segment
	}
	if k := lastNamed(u.Vars, name); k >= 0 {
		return u.Vars[k].insert(segment, name)
	}
	return segment
}

// insert puts a path variable's value in its place in a segment.
func (p Param) insert(segment, name string) string {
	if p.NoValue || p.Literal() || p.Value == "" {
		return segment
	}
	return p.Value + segment[len(name)+1:]
}

func lastNamed(rows []Param, key string) int {
	for i := len(rows) - 1; i >= 0; i-- {
		if rows[i].Key == key && !rows[i].NoKey {
			return i
		}
	}
	return -1
}

func appendRow(b []byte, p Param) []byte {
	if !p.NoKey {
		b = append(b, queryPart(p.Key, true)...)
	}
	if p.NoValue || p.Literal() {
		return b
	}
	return append(append(b, '='), queryPart(p.Value, false)...)
}

// queryPart encodes the delimiters that would split a row, outside of {{ }}.
func queryPart(s string, key bool) string {
	if !strings.ContainsAny(s, "&#=") {
		return s
	}
	m := maskTemplates(s)
	var b strings.Builder
	for i := range len(s) {
		switch c := m.mask[i]; {
		case c == '&':
			b.WriteString("%26")
		case c == '#':
			b.WriteString("%23")
		case c == '=' && key:
			b.WriteString("%3D")
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String()
}
