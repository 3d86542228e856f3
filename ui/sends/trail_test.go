package sends_test

import (
	"testing"

	"postern/engine"
	"postern/ui/sends"
)

// A link that is followed from a response of the past leads back to that, and
// behind it is what was sent.
func TestTheTrailBehindThePast(t *testing.T) {
	for _, c := range []struct {
		name string
		sent bool
		want []string
	}{{"nothing was sent", false, []string{"past"}}, {"something was", true, []string{"past", "sent"}}} {
		s := sends.New()
		if c.sent {
			s.Keep("i", &engine.Exchange{ID: "sent"})
		}
		past := &engine.Exchange{ID: "past"}
		s.Flying["i"] = &sends.Flight{ID: "f", ItemID: "i", Cancel: func() {}, From: past}
		if !s.Done("i", "f", &engine.Exchange{ID: "new"}) || s.Last["i"].ID != "new" || len(s.Behind("i")) != len(c.want) {
			t.Errorf("%s: behind the link are %d", c.name, len(s.Behind("i")))
		}
		for _, want := range c.want {
			if !s.Back("i") || s.Last["i"].ID != want {
				t.Errorf("%s: back is %s, want %s", c.name, s.Last["i"].ID, want)
			}
		}
		if s.Back("i") {
			t.Errorf("%s: there is more behind", c.name)
		}
	}
}
