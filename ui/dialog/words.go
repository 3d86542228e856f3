package dialog

import (
	"fmt"
	"strings"
	"time"

	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/text"
)

// Paragraph is a wrapped text in one look.
func Paragraph(r theme.Role, t safe.Text, width int) []text.Line {
	ts := t.Wrap(width)
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
