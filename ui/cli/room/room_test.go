package room

import "testing"

// Little in use leaves garbage some room; much in use gets no more than usual.
func TestPercent(t *testing.T) {
	for _, c := range []struct {
		used uint64
		want int
	}{{0, 600}, {4 << 20, 600}, {8 << 20, 300}, {12 << 20, 200}, {24 << 20, 100}, {500 << 20, 100}} {
		if got := percent(c.used); got != c.want {
			t.Errorf("%d MiB in use: %d %%, want %d", c.used>>20, got, c.want)
		}
	}
}
