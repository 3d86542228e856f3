package difftest

import (
	"os"
	"testing"
	"time"

	"github.com/dop251/goja"

	"postern/engine/script/sandbox"
)

func TestMain(m *testing.M) {
	sandbox.MainWith(still)
	os.Exit(m.Run())
}

// still makes an interpreter that knows one moment and one random number:
// two runs are not made at once, and what scripts make of either is to be the
// same in both. The clock stands for a thousand looks, as in runs.js, so that a
// script which waits for it gets on.
func still(rt *goja.Runtime) {
	looks := 0
	rt.SetTimeSource(func() time.Time {
		looks++
		return time.UnixMilli(1767323045678).Add(time.Duration(looks/1000) * time.Second)
	})
	rt.SetRandSource(func() float64 { return 0.5 })
}
