package request

import (
	"strings"

	"postern/ui/theme"
	"postern/ui/widget/cells"
)

// urlSpans also marks the path variables of an address.
func (d *document) urlSpans(s string) []cells.Span {
	return cells.Overlay(d.pathSpans(s), d.names.Spans(s))
}

// pathSpans marks every ":name" segment.
func (d *document) pathSpans(s string) []cells.Span {
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
		for _, v := range d.Request.URL.Vars {
			if v.Key == path[at:end] && v.Value != "" {
				role = theme.Variable
			}
		}
		out = append(out, cells.Span{From: from, To: end, Role: role})
	}
}
