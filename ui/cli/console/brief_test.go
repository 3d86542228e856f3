package console_test

import (
	"testing"
	"time"

	"postern/ui/cli/console"
)

func TestBrief(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0:                        "0.0ms",
		430 * time.Microsecond:   "0.4ms",
		9949 * time.Microsecond:  "9.9ms",
		12345 * time.Microsecond: "12ms",
		1234 * time.Millisecond:  "1.23s",
		90 * time.Second:         "1m30s",
	} {
		if got := console.Brief(d); got != want {
			t.Errorf("Brief(%d) = %q, want %q", d, got, want)
		}
	}
}
