// Package trail gives the lines of a written exchange their looks: what was
// sent, what came back, what was odd. The text is that of auth.TraceText, and
// of what is written in the same way.
package trail

import (
	"strings"

	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/text"
)

// Lines are the lines of a trace.
func Lines(trace string) []text.Line {
	var out []text.Line
	for _, l := range safe.Lines(trace) {
		out = append(out, text.Of(role(l.String()), l))
	}
	return out
}

// role is the look of a line.
func role(line string) theme.Role {
	switch {
	case strings.HasPrefix(line, ">"), strings.HasPrefix(line, "<"):
		return theme.Faint
	case strings.HasPrefix(line, "!"):
		return theme.Error
	case line != "" && !strings.HasPrefix(line, " "):
		return theme.Strong
	}
	return theme.Plain
}
