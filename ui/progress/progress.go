// Package progress says how something goes on that takes time: how much of it is
// done, how fast, and how long it still takes. It is the same for what comes,
// what is saved and what is imported.
package progress

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"postern/engine/payload"
)

const (
	// window is how far back the rate looks, step how far apart it looks.
	window = 5 * time.Second
	step   = 200 * time.Millisecond
	// patience is how long something takes before its rate is worth a word.
	patience = time.Second
)

// Meter is how far something has come, in bytes. It may be told from anywhere
// and as often as one likes. The zero value has not begun.
type Meter struct {
	mu          sync.Mutex
	done, total int64
	began       time.Time
	// past are what it was before, oldest first.
	past []sample
}

type sample struct {
	at   time.Time
	done int64
}

// Set says how much is done; total is how much there is, or nothing if nobody
// knows.
func (m *Meter) Set(done, total int64, now time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.began.IsZero() || done < m.done { // it begins, perhaps anew
		m.began, m.past = now, []sample{{now, done}}
	}
	m.done, m.total = done, total
	if last := m.past[len(m.past)-1]; now.Sub(last.at) >= step {
		m.past = append(m.past, sample{now, done})
	}
	for len(m.past) > 2 && now.Sub(m.past[1].at) > window {
		m.past = m.past[1:]
	}
}

// Text says how far it has come, from a second on with the rate and, if the end
// is known, the time that is left; "" before it has begun.
func (m *Meter) Text(now time.Time) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.began.IsZero() {
		return ""
	}
	parts := []string{payload.FormatSize(m.done)}
	if m.total > 0 {
		parts = []string{
			payload.FormatSize(m.done) + " of " + payload.FormatSize(m.total),
			fmt.Sprintf("%d %%", min(m.done, m.total)*100/m.total),
		}
	}
	if now.Sub(m.began) < patience {
		return parts[0]
	}
	rate := m.rate(now)
	parts = append(parts, payload.FormatSize(int64(rate))+"/s")
	if left := m.total - m.done; left > 0 && rate > 0 {
		parts = append(parts, Left(time.Duration(float64(left)/rate*float64(time.Second)))+" left")
	}
	return strings.Join(parts, " · ")
}

// rate is how much has come a second lately. It goes on falling while nothing
// comes.
func (m *Meter) rate(now time.Time) float64 {
	from := m.past[0]
	for _, s := range m.past[1:] {
		if now.Sub(s.at) >= window {
			from = s
		}
	}
	took := now.Sub(from.at).Seconds()
	if took <= 0 {
		return 0
	}
	return float64(m.done-from.done) / took
}

// Left is a time that something still takes, in a word that does not flicker.
func Left(d time.Duration) string {
	switch d = d.Round(time.Second); {
	case d < time.Second:
		return "1 s"
	case d < 2*time.Minute:
		return fmt.Sprintf("%d s", d/time.Second)
	case d < 2*time.Hour:
		return fmt.Sprintf("%d min", d.Round(time.Minute)/time.Minute)
	case d < 100*time.Hour:
		return fmt.Sprintf("%d h", d.Round(time.Hour)/time.Hour)
	}
	return "days"
}
