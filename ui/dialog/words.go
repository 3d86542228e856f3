package dialog

import (
	"fmt"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/text"
)

// Wrap breaks a text into lines of at most width cells: at blanks, and inside a
// word only if it is longer than a line. Host names and paths stay whole that
// way. An empty text is one empty line.
func Wrap(t safe.Text, width int) []safe.Text {
	if width <= 0 || t.Width() <= width {
		return []safe.Text{t}
	}
	var (
		out  []safe.Text
		s    = t.String()
		from = 0 // where the line starts
		used = 0 // its cells
		at   = 0 // where the word starts
	)
	for word := range strings.SplitSeq(s, " ") {
		w := ansi.StringWidth(word)
		if at > from && used+1+w > width {
			out = append(out, safe.Clean(s[from:at-1]))
			from, used = at, 0
		} else if at > from {
			used++
		}
		if w > width {
			parts := Chop(safe.Clean(word), width)
			out = append(out, parts[:len(parts)-1]...)
			last := parts[len(parts)-1].String()
			from, w = at+len(word)-min(len(last), len(word)), ansi.StringWidth(last)
		}
		used += w
		at += len(word) + 1
	}
	return append(out, safe.Clean(s[from:]))
}

// Chop breaks a text into lines of exactly width cells, as for an address that
// is read off the screen.
func Chop(t safe.Text, width int) []safe.Text {
	if width <= 0 || t.Width() <= width {
		return []safe.Text{t}
	}
	return lines(ansi.Hardwrap(t.String(), width, true))
}

func lines(s string) []safe.Text {
	parts := strings.Split(s, "\n")
	out := make([]safe.Text, len(parts))
	for i, p := range parts {
		out[i] = safe.Clean(p)
	}
	return out
}

// Paragraph is a wrapped text in one look.
func Paragraph(r theme.Role, t safe.Text, width int) []text.Line {
	ts := Wrap(t, width)
	out := make([]text.Line, len(ts))
	for i, l := range ts {
		out[i] = text.Of(r, l)
	}
	return out
}

// Left says how much time is left, as coarse as is useful: "3d 4h", "1h 05m",
// "54m", "4m 12s", "9s"; nothing left is "expired".
func Left(d time.Duration) safe.Text {
	d = d.Round(time.Second)
	days, hours := d/(24*time.Hour), d%(24*time.Hour)/time.Hour
	minutes, seconds := d%time.Hour/time.Minute, d%time.Minute/time.Second
	switch {
	case d <= 0:
		return safe.Lit("expired")
	case days > 0:
		return safe.Clean(fmt.Sprintf("%dd %dh", days, hours))
	case hours > 0:
		return safe.Clean(fmt.Sprintf("%dh %02dm", hours, minutes))
	case d >= 10*time.Minute:
		return safe.Clean(fmt.Sprintf("%dm", minutes))
	case minutes > 0:
		return safe.Clean(fmt.Sprintf("%dm %02ds", minutes, seconds))
	}
	return safe.Clean(fmt.Sprintf("%ds", seconds))
}

// Column returns t in exactly width cells.
func Column(t safe.Text, width int) safe.Text {
	t = t.Cut(width)
	return t.Plus(safe.Clean(strings.Repeat(" ", max(width-t.Width(), 0))))
}
