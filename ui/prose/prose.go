// Package prose turns descriptions into lines to read. Of Markdown it takes what
// helps in a terminal: headings, lists and code.
package prose

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"postern/ui/safe"
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
	code := false
	for _, l := range safe.Lines(src) {
		s := l.String()
		if strings.HasPrefix(strings.TrimSpace(s), "```") {
			code = !code
			continue
		}
		role := theme.Plain
		switch {
		case code:
			role = theme.Info
		case strings.HasPrefix(s, "#"):
			role = theme.Strong
			s = strings.TrimSpace(strings.TrimLeft(s, "#"))
		default:
			s = bullet(s)
		}
		out = append(out, Wrap(s, role, width)...)
	}
	return out
}

// bullet gives list items their dot.
func bullet(s string) string {
	in := len(s) - len(strings.TrimLeft(s, " "))
	if rest := s[in:]; strings.HasPrefix(rest, "* ") || strings.HasPrefix(rest, "- ") {
		return s[:in] + "• " + rest[2:]
	}
	return s
}

// Wrap breaks a clean line at words, with room for a margin at both sides.
func Wrap(s string, role theme.Role, width int) []text.Line {
	if width < 4 {
		return []text.Line{text.Of(role, safe.Clean(s))}
	}
	var out []text.Line
	for _, part := range strings.Split(ansi.Wrap(s, width-2, ""), "\n") {
		out = append(out, text.Of(role, safe.Clean(part)))
	}
	return out
}
