package payload_test

import (
	"testing"
	"testing/synctest"
	"time"

	"postern/engine/payload"
)

func TestArrived(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		w := payload.NewWriter(payload.Limits{})
		put := func() { _, _ = w.Write([]byte("ab")) }
		put()
		if at := w.Body().Arrived(0); !at.IsZero() {
			t.Errorf("nobody asked, and it came at %s", at)
		}
		w.KeepTimes()
		for range 200_000 { // at once: one moment is remembered
			put()
		}
		time.Sleep(time.Second)
		put()
		last := w.Body().Size() - 1
		for _, tt := range []struct {
			what string
			off  int64
			want time.Time
		}{
			{"the first byte", 2, start},
			{"the last of the same moment", last - 2, start},
			{"the first of the next", last - 1, start.Add(time.Second)},
			{"the last byte", last, start.Add(time.Second)},
			{"what is to come", last + 1, time.Time{}},
		} {
			if got := w.Body().Arrived(tt.off); !got.Equal(tt.want) {
				t.Errorf("%s came at %s, want %s", tt.what, got, tt.want)
			}
		}
		const many = 100_000
		for range many { // more moments than are remembered
			time.Sleep(time.Millisecond)
			put()
		}
		if at := w.Body().Arrived(2); !at.IsZero() {
			t.Errorf("of all %d moments, the first is remembered as %s", many, at)
		}
		last = w.Body().Size() - 1
		for _, ago := range []int{0, 1, 30_000} {
			want := start.Add(time.Second + time.Duration(many-ago)*time.Millisecond)
			if got := w.Body().Arrived(last - 2*int64(ago)); !got.Equal(want) {
				t.Errorf("%d moments ago was %s, want %s", ago, got, want)
			}
		}
	})
}

// Whoever sees a byte can ask when it came.
func TestArrivedIsKnownWithTheByte(t *testing.T) {
	w := payload.NewWriter(payload.Limits{})
	w.KeepTimes()
	b := w.Body()
	go func() {
		for range 500_000 {
			_, _ = w.Write([]byte("a"))
		}
		_, _ = w.Close()
	}()
	for !b.Done() {
		if n := b.Size(); n > 0 && b.Arrived(n-1).IsZero() {
			t.Fatalf("byte %d is there, and nobody knows since when", n-1)
		}
	}
}
