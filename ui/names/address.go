package names

import (
	"strings"

	"postern/engine/collection"
	"postern/ui/theme"
	"postern/ui/widget/cells"
)

// Address marks the names of an address, and its path variables, whose values
// are vars.
func (n *Names) Address(s string, vars []collection.Param) []cells.Span {
	return cells.Overlay(segments(s, vars), n.Spans(s))
}

// segments marks every ":name" segment of an address: those with a value and
// those without.
func segments(s string, vars []collection.Param) []cells.Span {
	var out []cells.Span
	path, _, _ := strings.Cut(s, "?")
	path, _, _ = strings.Cut(path, "#")
	for at := 0; ; {
		i := strings.Index(path[at:], "/:")
		if i < 0 {
			return out
		}
		from := at + i + 1
		at = from + 1
		end := len(path)
		if j := strings.IndexAny(path[at:], "/."); j >= 0 {
			end = at + j
		}
		if end == at || from > 1 && path[from-2] == '/' { // "//:" is no segment
			continue
		}
		role := theme.Unresolved
		for _, v := range vars {
			if v.Key == path[at:end] && v.Value != "" {
				role = theme.Variable
			}
		}
		out = append(out, cells.Span{From: from, To: end, Role: role})
	}
}
