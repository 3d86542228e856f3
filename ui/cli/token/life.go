package token

import (
	"fmt"
	"strings"
	"time"

	"postern/auth"
	"postern/ui/safe"
	"postern/ui/theme"
)

// soon is when little is left of a token.
const soon = 2 * time.Minute

// life says how long a token lives, and how that looks.
func life(t auth.Token, now time.Time) (string, theme.Role) {
	if t.NeedsLogin {
		return "log in", theme.Error
	}
	left, known := t.Left(now)
	switch {
	case !known:
		return "unknown", theme.Faint
	case left <= 0:
		return "expired", theme.Error
	case left < soon:
		return span(left), theme.Warn
	}
	return span(left), theme.OK
}

// span writes a duration in the two units that count.
func span(d time.Duration) string {
	day := 24 * time.Hour
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%ds", d/time.Second)
	case d < time.Hour:
		return fmt.Sprintf("%dm", d/time.Minute)
	case d < day:
		return fmt.Sprintf("%dh %02dm", d/time.Hour, d%time.Hour/time.Minute)
	}
	return fmt.Sprintf("%dd %dh", d/day, d%day/time.Hour)
}

// relative says how far a time is from now.
func relative(at, now time.Time) string {
	const moment = time.Second
	switch {
	case at.Sub(now).Abs() < moment:
		return "now"
	case at.Before(now):
		return span(now.Sub(at)) + " ago"
	}
	return "in " + span(at.Sub(now))
}

// pad fills a text to width cells.
func pad(s string, width int) string {
	return s + strings.Repeat(" ", max(0, width-safe.Clean(s).Width()))
}

// renewal says in a word how a token is kept alive.
func renewal(t auth.Token) string {
	switch {
	case t.Renews():
		return "auto"
	case !auth.AutoRefresh(t.Config):
		return "off"
	}
	return "login"
}
