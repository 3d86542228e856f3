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
		var told []payload.Progress
		tell := func(at payload.Progress) { told = append(told, at) }
		f, err := payload.Search(slow{t.Context()}, lines, payload.Query{Text: "hit"}, 0, 100, tell)
		if err != nil || f.Total != int(body.Size())/len(line) {
			t.Fatalf("found %+v, %v", f, err)
		}
		// 100 blocks of 20 ms each, told every 50 ms at most.
		if len(told) < 20 || len(told) > 40 {
			t.Errorf("told %d times", len(told))
		}
		if told[0].Searched > perBlock || told[0].Size != body.Size() {
			t.Errorf("the first hit is told after %d of %d bytes", told[0].Searched, told[0].Size)
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
		f, err := payload.Search(slow{ctx}, lines, payload.Query{Text: "hit"}, 0, 10, func(payload.Progress) { cancel() })
		if !errors.Is(err, context.Canceled) || f == nil || len(f.Hits) != 10 || f.Total == 1<<20 {
			t.Fatalf("found %+v, %v", f, err)
		}
	})
}

// What is told are the hits from the reader on: there is one to go to as soon
// as there is any, and those that were told stay in their places.
func TestASearchTellsOfWhatLiesAhead(t *testing.T) {
	line := strings.Repeat("x", 1020) + "hit\n"
	body := payload.FromBytes([]byte(strings.Repeat(line, 40<<20/len(line))))
	lines, err := payload.Index(t.Context(), body)
	if err != nil {
		t.Fatal(err)
	}
	from := body.Size() / 2
	synctest.Test(t, func(t *testing.T) {
		silent, ahead := 0, []payload.Hit(nil)
		tell := func(at payload.Progress) {
			if len(at.Hits) == 0 {
				silent++
				return
			}
			if at.Hits[0].Offset < from || at.First+len(at.Hits) != at.Total {
				t.Errorf("told %d hits from %d on, %d before them, of %d", len(at.Hits), at.Hits[0].Offset, at.First, at.Total)
			}
			for i, h := range ahead {
				if at.Hits[i] != h {
					t.Fatalf("hit %d was %v and is %v", i, h, at.Hits[i])
				}
			}
			ahead = at.Hits
		}
		f, err := payload.Search(slow{t.Context()}, lines, payload.Query{Text: "hit"}, from, 1<<20, tell)
		if err != nil || f.Total != len(f.Hits) || silent < 10 || len(ahead) < f.Total/3 {
			t.Errorf("found %d of %d hits, told %d ahead, %d times only their number: %v", len(f.Hits), f.Total, len(ahead), silent, err)
		}
	})
}

// What matches nowhere says how far it has come all the same.
func TestASearchWithoutHitsTellsItsShare(t *testing.T) {
	lines, err := payload.Index(t.Context(), payload.FromBytes([]byte(strings.Repeat("nothing\n", 1<<20))))
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		told := 0
		f, err := payload.Search(slow{t.Context()}, lines, payload.Query{Text: "hit"}, 0, 0, func(at payload.Progress) {
			told++
			if at.Total != 0 || at.Searched <= 0 || at.Searched >= at.Size {
				t.Errorf("told %+v", at)
			}
		})
		if err != nil || f.Total != 0 || told < 5 {
			t.Errorf("found %+v, told %d times: %v", f, told, err)
		}
	})
}
