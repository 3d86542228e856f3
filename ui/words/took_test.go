package words_test

import (
	"testing"
	"time"

	"postern/ui/words"
)

func TestTook(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0.0 ms", 640 * time.Microsecond: "0.6 ms", 9949 * time.Microsecond: "9.9 ms", 9951 * time.Microsecond: "10 ms",
		10 * time.Millisecond: "10 ms", 12499 * time.Microsecond: "12 ms", 12500 * time.Microsecond: "13 ms",
		999 * time.Millisecond: "999 ms", 999600 * time.Microsecond: "1.00 s", 1234 * time.Millisecond: "1.23 s",
		9994 * time.Millisecond: "9.99 s", 9996 * time.Millisecond: "10.0 s", 12340 * time.Millisecond: "12.3 s",
		59940 * time.Millisecond: "59.9 s", 59960 * time.Millisecond: "1m 00s", 90 * time.Second: "1m 30s", 3723 * time.Second: "1h 02m",
	} {
		if got := words.Took(d); got != want {
			t.Errorf("%s is spelled %q, want %q", d, got, want)
		}
	}
}
