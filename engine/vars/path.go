package vars

import "strings"

// PathVar splits a path segment that is a path variable: ":id.json" is the
// name "id" and the rest ".json". The name runs to the first dot, so ":a-:b"
// is one name. ok is false for other segments.
func PathVar(segment string) (name, rest string, ok bool) {
	if len(segment) < 2 || segment[0] != ':' {
		return "", "", false
	}
	name = segment[1:]
	if i := strings.IndexByte(name, '.'); i >= 0 {
		name, rest = name[:i], name[i:]
	}
	return name, rest, name != ""
}

// FillPath returns the segment with its path variable replaced by what value
// says. Like Postman it leaves the segment alone if there is no value, or an
// empty one. The value is not encoded: a slash in it makes a new segment.
func FillPath(segment string, value func(name string) string) string {
	name, rest, ok := PathVar(segment)
	if !ok {
		return segment
	}
	v := value(name)
	if v == "" {
		return segment
	}
	return v + rest
}
