package settings

import (
	"testing"
	"testing/synctest"
	"time"
)

// Work that does not end is waited for only so long, and not begun again while it
// goes on.
func TestWorkWithoutEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := make(slot, 1)
		free := make(chan struct{})
		start := time.Now()
		if s.within(time.Minute, func() { <-free }) || time.Since(start) != time.Minute {
			t.Errorf("it was waited for %v", time.Since(start))
		}
		began := false
		if s.within(time.Minute, func() { began = true }) || began {
			t.Error("more work was begun")
		}
		close(free)
		synctest.Wait()
		if !s.within(time.Minute, func() { began = true }) || !began {
			t.Error("nothing is done any more")
		}
	})
}
