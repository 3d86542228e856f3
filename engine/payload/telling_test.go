package payload_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"postern/engine/payload"
)

// slow is a context in which every look at it takes a while: a search looks
// once in every block of the body.
type slow struct{ context.Context }

func (s slow) Err() error {
	time.Sleep(20 * time.Millisecond)
	return s.Context.Err()
}

func TestASearchTellsWhatItHasFoundSoFar(t *testing.T) {
	const blocks, perBlock = 100, 256 << 10
	line := strings.Repeat("x", 1020) + "hit\n"
	body := payload.FromBytes([]byte(strings.Repeat(line, blocks*perBlock/len(line))))
	lines, err := payload.Index(t.Context(), body)
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		var told []payload.Found
		tell := func(f *payload.Found) { told = append(told, *f) }
		f, err := payload.SearchTelling(slow{t.Context()}, lines, payload.Query{Text: "hit"}, 0, 100, tell)
		if err != nil || f.Total != int(body.Size())/len(line) {
			t.Fatalf("found %+v, %v", f, err)
		}
		// 100 blocks of 20 ms each, told every 50 ms at most.
		if len(told) < 20 || len(told) > 40 {
			t.Errorf("told %d times", len(told))
		}
		for i := 1; i < len(told); i++ {
			if told[i].Total <= told[i-1].Total || len(told[i].Hits) != 100 || told[i].Hits[0].Row != 0 {
				t.Fatalf("told %d of %d after %d", len(told[i].Hits), told[i].Total, told[i-1].Total)
			}
		}
	})
}

func TestASearchThatIsStoppedKeepsWhatItFound(t *testing.T) {
	body := payload.FromBytes([]byte(strings.Repeat("hit\n", 1<<20)))
	lines, err := payload.Index(t.Context(), body)
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		f, err := payload.SearchTelling(slow{ctx}, lines, payload.Query{Text: "hit"}, 0, 10, func(*payload.Found) { cancel() })
		if !errors.Is(err, context.Canceled) || f == nil || len(f.Hits) != 10 || f.Total == 1<<20 {
			t.Fatalf("found %+v, %v", f, err)
		}
	})
}
