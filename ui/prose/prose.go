// Package prose turns descriptions into lines to read. Of Markdown it takes what
// helps in a terminal: headings, lists, quotes, code, links, and what is bold or
// emphasised.
package prose

import (
	"regexp"
	"strings"

	"postern/ui/theme"
	"postern/ui/widget/text"
)

// Lines is Markdown as lines of at most width cells, wrapped at words.
func Lines(markdown string, width int) []text.Line {
	src := strings.TrimSpace(markdown)
	if src == "" {
		return nil
	}
	var out []text.Line
	code, re := false, marks()
	for s := range strings.SplitSeq(src, "\n") {
		s = strings.ReplaceAll(strings.TrimSuffix(s, "\r"), "\t", "    ")
		if strings.HasPrefix(strings.TrimSpace(s), "```") {
			code = !code
			continue
		}
		if code {
			out = append(out, Wrap(s, theme.Info, width)...)
			continue
		}
		out = append(out, line(re, s, width)...)
	}
	return out
}

// line is a line outside of code.
func line(re *regexp.Regexp, s string, width int) []text.Line {
	role, hang := theme.Plain, 0
	switch rest := strings.TrimLeft(s, " "); {
	case strings.HasPrefix(s, "#"):
		role = theme.Strong
		s = strings.TrimSpace(strings.TrimLeft(s, "#"))
	case strings.HasPrefix(rest, ">"):
		role, hang = theme.Faint, 2
		s = "│ " + strings.TrimSpace(rest[1:])
	case strings.HasPrefix(rest, "|"): // a row of a table
		return Wrap(s, role, width)
	default:
		hang = len(s) - len(rest) + marker(rest)
		s = bullet(s)
	}
	return wrap(pieces(re, s, role), max(width-2, 2), hang)
}

// marker is the width of what begins an item of a list.
func marker(s string) int {
	n := len(s) - len(strings.TrimLeft(s, "0123456789"))
	switch {
	case strings.HasPrefix(s, "* "), strings.HasPrefix(s, "- "):
		return 2
	case n > 0 && (strings.HasPrefix(s[n:], ". ") || strings.HasPrefix(s[n:], ") ")):
		return n + 2
	}
	return 0
}

// bullet gives list items their dot.
func bullet(s string) string {
	in := len(s) - len(strings.TrimLeft(s, " "))
	if rest := s[in:]; strings.HasPrefix(rest, "* ") || strings.HasPrefix(rest, "- ") {
		return s[:in] + "• " + rest[2:]
	}
	return s
}

// Wrap breaks a line at words, with room for a margin at both sides.
func Wrap(s string, role theme.Role, width int) []text.Line {
	return wrap([]piece{{s, role}}, max(width-2, 2), 0)
}
