package words_test

import (
	"testing"
	"time"

	"postern/ui/words"
)

func TestTook(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0.0 ms", 640 * time.Microsecond: "0.6 ms", 9949 * time.Microsecond: "9.9 ms", 10 * time.Millisecond: "10 ms",
		999 * time.Millisecond: "999 ms", 1234 * time.Millisecond: "1.23 s", 12340 * time.Millisecond: "12.3 s",
	} {
		if got := words.Took(d); got != want {
			t.Errorf("%s is spelled %q, want %q", d, got, want)
		}
	}
}
