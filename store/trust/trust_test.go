package trust_test

import (
	"testing"

	"postern/engine/collection"
	"postern/store/state"
	"postern/store/trust"
)

func TestTrust(t *testing.T) {
	st := state.New(t.TempDir())
	t.Cleanup(func() { _ = st.Close() })
	s := trust.New(state.TablesIn(func() *state.State { return st }))
	a, b := collection.Script{Owner: "A", Source: "pm.test()"}, collection.Script{Owner: "B", Source: "console.log(1)"}

	unknown := func(want int, scripts ...collection.Script) {
		t.Helper()
		got, err := s.Unknown(t.Context(), scripts)
		if err != nil || len(got) != want {
			t.Errorf("%v are unknown, %v: want %d", got, err, want)
		}
		if all, err := s.All(t.Context(), scripts); err != nil || all != (want == 0) {
			t.Errorf("all are trusted: %v, %v", all, err)
		}
	}
	unknown(0)
	unknown(2, a, b, a)
	if err := s.Trust(t.Context(), []collection.Script{a}); err != nil {
		t.Fatal(err)
	}
	unknown(1, a, b)
	if err := s.Trust(t.Context(), []collection.Script{a, b}); err != nil {
		t.Fatal(err)
	}
	unknown(0, a, b)
	// It is the text that counts, not where it stands.
	unknown(0, collection.Script{Owner: "elsewhere", Source: a.Source})
	unknown(1, collection.Script{Owner: "A", Source: a.Source + " "})
}
