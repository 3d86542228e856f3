package crashtest

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"testing"
)

// TestMain is the test, or one of the workers it starts.
func TestMain(m *testing.M) {
	if runtime.GOOS == "windows" {
		fmt.Println("skipped: needs signals")
		return
	}
	if text, ok := os.LookupEnv(orderVariable); ok {
		os.Exit(work(text))
	}
	flag.Int("kills", 20, "how many workers each case kills")
	flag.Int("expiries", 4, "how many expiries the herd meets")
	flag.Uint64("seed", 0, "of the random times; 0 takes another each time")
	flag.Parse()
	os.Exit(m.Run())
}

func flagValue[T any](name string) T {
	return flag.Lookup(name).Value.(flag.Getter).Get().(T)
}
