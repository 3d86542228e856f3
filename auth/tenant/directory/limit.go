package directory

import (
	"net/http"
	"strconv"
	"sync"
	"time"
)

// shownLimit is what the headers say when nothing is refused.
const shownLimit = 600

// limiter counts calls to each endpoint in windows of a minute.
type limiter struct {
	now func() time.Time
	max int // 0: refuse nothing

	mu     sync.Mutex
	window time.Time
	calls  map[string]int
}

// take counts a call, writes the three headers, and refuses the call if it is
// one too many.
func (l *limiter) take(endpoint string, h http.Header) *problem {
	l.mu.Lock()
	defer l.mu.Unlock()
	if w := l.now().Truncate(time.Minute); !w.Equal(l.window) {
		l.window = w
		clear(l.calls)
	}
	l.calls[endpoint]++
	limit, floor := l.max, 0
	if limit == 0 {
		limit, floor = shownLimit, 1
	}
	left := limit - l.calls[endpoint]
	reset := l.window.Add(time.Minute)
	// The canonical spelling of Go's headers is X-Rate-Limit-…, Okta's too.
	h.Set("X-Rate-Limit-Limit", strconv.Itoa(limit))
	h.Set("X-Rate-Limit-Remaining", strconv.Itoa(max(floor, left)))
	h.Set("X-Rate-Limit-Reset", strconv.FormatInt(reset.Unix(), 10))
	if l.max == 0 || left >= 0 {
		return nil
	}
	h.Set("Retry-After", strconv.Itoa(int(reset.Sub(l.now()).Seconds())+1))
	return refuse(http.StatusTooManyRequests, "E0000047", "API call exceeded rate limit due to too many requests.")
}
