package words

import (
	"fmt"
	"time"
)

// Took spells how long something took, the way people read response times: what
// is shorter than a millisecond is not nothing.
func Took(d time.Duration) string {
	switch { // a figure that would be rounded up to a digit more is one of the next
	case d < 9950*time.Microsecond:
		return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000)
	case d < 999500*time.Microsecond:
		return fmt.Sprintf("%d ms", d.Round(time.Millisecond).Milliseconds())
	case d < 9995*time.Millisecond:
		return fmt.Sprintf("%.2f s", d.Seconds())
	case d < 59950*time.Millisecond:
		return fmt.Sprintf("%.1f s", d.Seconds())
	}
	if d = d.Round(time.Second); d < time.Hour {
		return fmt.Sprintf("%dm %02ds", d/time.Minute, d%time.Minute/time.Second)
	}
	return fmt.Sprintf("%dh %02dm", d/time.Hour, d%time.Hour/time.Minute)
}
