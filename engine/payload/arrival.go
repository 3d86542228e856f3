package payload

import (
	"sort"
	"time"
)

// maxArrivals is how many moments of arrival are remembered: the latest. They
// take 1 MiB.
const maxArrivals = 1 << 16

// arrival is when the bytes before an offset, and behind that of the arrival
// before, arrived.
type arrival struct {
	end int64
	at  int64 // in milliseconds
}

// KeepTimes makes the body remember when what is written from now on arrived.
func (w *Writer) KeepTimes() {
	w.body.mu.Lock()
	defer w.body.mu.Unlock()
	w.body.timed = true
}

// grow counts bytes that have come. Whoever calls it holds the lock: nobody
// sees a byte whose moment is not known yet.
func (b *Body) grow(n int64) {
	b.size += n
	if b.timed && n > 0 {
		b.arrived()
	}
}

// arrived remembers that the body has grown. Whoever calls it holds the lock.
func (b *Body) arrived() {
	at := time.Now().UnixMilli()
	switch n := len(b.arrivals); {
	case n > 0 && b.arrivals[n-1].at == at:
		b.arrivals[n-1].end = b.size
		return
	case n == maxArrivals:
		b.forgot = b.arrivals[n/2-1].end
		b.arrivals = b.arrivals[:copy(b.arrivals, b.arrivals[n/2:])]
	}
	b.arrivals = append(b.arrivals, arrival{b.size, at})
}

// Arrived is when the byte at off arrived, to the millisecond; zero if that is
// not known.
func (b *Body) Arrived(off int64) time.Time {
	b.mu.RLock()
	defer b.mu.RUnlock()
	i := sort.Search(len(b.arrivals), func(i int) bool { return b.arrivals[i].end > off })
	if off < b.forgot || i == len(b.arrivals) {
		return time.Time{}
	}
	return time.UnixMilli(b.arrivals[i].at)
}
