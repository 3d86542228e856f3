package tree

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/tidwall/gjson"
)

// maxKey is how much of a key is read to be part of a path.
const maxKey = 1 << 10

// Step is one step from a container to a member.
type Step struct {
	// Key is the key, unescaped, if the container is an object.
	Key string
	// Index is the place, from 0, if it is an array.
	Index   int
	InArray bool
}

// Path leads from the document to a value. Of keys that stand twice in an
// object it cannot tell the one from the other.
type Path []Step

// Path is the path of a row; of a closing bracket that of its container.
func (x *Index) Path(row int) (Path, error) {
	chain, err := x.Chain(row)
	if err != nil {
		return nil, err
	}
	path := make(Path, 0, len(chain))
	for i := 1; i < len(chain); i++ {
		r := chain[i]
		if chain[i-1].Kind == Array {
			path = append(path, Step{Index: r.Ord, InArray: true})
			continue
		}
		raw, err := x.Bytes(r.Key, maxKey)
		if err != nil {
			return nil, err
		}
		path = append(path, Step{Key: unquote(raw)})
	}
	return path, nil
}

// unquote is a key as text. One that is too long is cut.
func unquote(raw []byte) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	return strings.Trim(string(raw), `"`)
}

// GJSON writes the path for the filter: users.0.first\.name. The document is
// "@this".
func (p Path) GJSON() string {
	if len(p) == 0 {
		return "@this"
	}
	var b strings.Builder
	for i, s := range p {
		if i > 0 {
			b.WriteByte('.')
		}
		if s.InArray {
			b.WriteString(strconv.Itoa(s.Index))
			continue
		}
		b.WriteString(gjson.Escape(s.Key))
	}
	return b.String()
}

// PM writes the path as a script reads it:
// pm.response.json().users[0]["first.name"].
func (p Path) PM() string {
	var b strings.Builder
	b.WriteString("pm.response.json()")
	for _, s := range p {
		switch {
		case s.InArray:
			b.WriteString("[" + strconv.Itoa(s.Index) + "]")
		case isName(s.Key):
			b.WriteString("." + s.Key)
		default:
			q, _ := json.Marshal(s.Key) // a string always can be
			b.WriteString("[" + string(q) + "]")
		}
	}
	return b.String()
}

// isName says that a script can write a key behind a dot.
func isName(key string) bool {
	for i := range len(key) {
		c := key[i]
		letter := c|0x20 >= 'a' && c|0x20 <= 'z' || c == '_' || c == '$'
		if !letter && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return key != ""
}
