package bruno

import (
	"fmt"
	"regexp"
	"strings"

	"postern/engine/collection"
)

// file is a parsed file: blocks in their order.
type file []block

// block is name { … } or name [ … ].
type block struct {
	name string
	// rows are those of a dictionary or a list.
	rows []collection.Param
	// text is what stands in the block, without the indentation.
	text string
}

// get is the block of a name, and whether there is one.
func (f file) get(name string) (block, bool) {
	for _, b := range f {
		if b.name == name {
			return b, true
		}
	}
	return block{}, false
}

// value is the value of a row, or "".
func (b block) value(key string) string {
	for _, r := range b.rows {
		if r.Key == key {
			return r.Value
		}
	}
	return ""
}

// isText reports whether a block holds text instead of rows.
func isText(name string) bool {
	switch name {
	case "docs", "tests", "script:pre-request", "script:post-response", "example":
		return true
	case "body:form-urlencoded", "body:multipart-form", "body:file":
		return false
	}
	return name == "body" || strings.HasPrefix(name, "body:") || strings.HasPrefix(name, "script")
}

// parse reads the blocks of a file. A block ends with a bracket at the start of
// a line.
func parse(text string) (file, error) {
	var out file
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	for i := 0; i < len(lines); i++ {
		head := strings.TrimSpace(lines[i])
		if head == "" || strings.HasPrefix(head, "#") || strings.HasPrefix(head, "//") {
			continue
		}
		open := head[len(head)-1]
		closing := map[byte]string{'{': "}", '[': "]"}[open]
		if closing == "" {
			if name, ok := strings.CutSuffix(head, "}"); ok && strings.HasSuffix(strings.TrimSpace(name), "{") {
				out = append(out, block{name: strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(name), "{"))})
				continue
			}
			return nil, fmt.Errorf("line %d: expected the start of a block, such as meta {", i+1)
		}
		end := i + 1
		for end < len(lines) && strings.TrimRight(lines[end], " \t") != closing {
			end++
		}
		if end == len(lines) {
			return nil, fmt.Errorf("line %d: the block never ends", i+1)
		}
		b := block{name: strings.TrimSpace(head[:len(head)-1])}
		body := lines[i+1 : end]
		switch {
		case isText(b.name):
			b.text = outdent(body)
		case open == '[':
			b.rows = list(body)
		default:
			b.rows = dictionary(body)
		}
		out = append(out, b)
		i = end
	}
	return out, nil
}

// outdent takes the two blanks off that the lines of a text begin with.
func outdent(lines []string) string {
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = strings.TrimPrefix(l, "  ")
	}
	return strings.Join(out, "\n")
}

// list are names with commas between them.
func list(lines []string) []collection.Param {
	var out []collection.Param
	for _, l := range lines {
		for name := range strings.SplitSeq(l, ",") {
			if name = strings.TrimSpace(name); name != "" {
				out = append(out, row(name, ""))
			}
		}
	}
	return out
}

// row is a row whose key may say that it is off.
func row(key, value string) collection.Param {
	key, off := strings.CutPrefix(strings.TrimSpace(key), "~")
	if len(key) > 1 && key[0] == '"' && key[len(key)-1] == '"' {
		key = strings.ReplaceAll(key[1:len(key)-1], `\"`, `"`)
	}
	return collection.Param{Key: key, Value: value, Disabled: off}
}

// fence stands around a value of several lines.
const fence = "'''"

// annotation says something about the row below it: @name or @name(value).
var annotation = regexp.MustCompile(`^@([A-Za-z_][A-Za-z0-9_-]*)(?:\((.*))?$`)

// dictionary are lines of key: value. Of annotations only a description counts.
func dictionary(lines []string) []collection.Param {
	var out []collection.Param
	about := ""
	for i := 0; i < len(lines); i++ {
		l := strings.TrimSpace(lines[i])
		if l == "" || strings.HasPrefix(l, "#") || strings.HasPrefix(l, "//") {
			continue
		}
		if m := annotation.FindStringSubmatch(l); m != nil {
			arg := m[2]
			if rest, ok := strings.CutPrefix(arg, fence); ok {
				arg, _, i = fenced(rest, lines, i)
			} else {
				arg = unquote(strings.TrimSuffix(arg, ")"))
			}
			if m[1] == "description" {
				about = arg
			}
			continue
		}
		key, value := cutKey(l)
		if rest, ok := strings.CutPrefix(value, fence); ok {
			var behind string
			value, behind, i = fenced(rest, lines, i)
			value += behind // it says more about the value
		}
		p := row(key, value)
		p.Description, about = about, ""
		out = append(out, p)
	}
	return out
}

// fenced is a value of several lines that begins in line i, what stands behind
// its end, and the line it ends in.
func fenced(first string, lines []string, i int) (text, behind string, end int) {
	var out []string
	if first != "" {
		out = append(out, first)
	}
	for i++; i < len(lines); i++ {
		if rest, ok := strings.CutPrefix(strings.TrimSpace(lines[i]), fence); ok {
			behind = rest
			break
		}
		out = append(out, strings.TrimPrefix(lines[i], "    "))
	}
	return strings.Join(out, "\n"), behind, i
}

// unquote takes the quotes off an annotation's value.
func unquote(s string) string {
	if len(s) >= 2 && (s[0] == '\'' || s[0] == '"') && s[len(s)-1] == s[0] {
		return strings.NewReplacer(`\\`, `\`, `\'`, `'`, `\"`, `"`).Replace(s[1 : len(s)-1])
	}
	return s
}

// cutKey takes a line apart at its colon; a key in quotes may have some itself.
func cutKey(l string) (key, value string) {
	at := 0
	if s := strings.TrimPrefix(l, "~"); strings.HasPrefix(s, `"`) {
		if end := strings.Index(s[1:], `":`); end >= 0 {
			at = len(l) - len(s) + end + 2
		}
	}
	key, value, _ = strings.Cut(l[at:], ":")
	return l[:at] + key, strings.TrimSpace(value)
}
