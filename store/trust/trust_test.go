package trust_test

import (
	"fmt"
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

// What has changed is told of the place where the trusted one stood.
func TestChanged(t *testing.T) {
	st := state.New(t.TempDir())
	t.Cleanup(func() { _ = st.Close() })
	s := trust.New(state.TablesIn(func() *state.State { return st }))
	at := func(place, source string) collection.Script {
		return collection.Script{Owner: "A", Source: source, Place: place}
	}
	changed := func(one collection.Script, known bool, want string) {
		t.Helper()
		c, ok, err := s.Changed(t.Context(), one)
		got := ""
		for _, l := range c.Added {
			got += fmt.Sprintf("%d %s;", l.New, l.Text)
		}
		if got += fmt.Sprintf(" -%d", c.Removed); err != nil || ok != known || got != want {
			t.Errorf("changed: %v %q, %v: want %v %q", ok, got, err, known, want)
		}
	}
	changed(at("a", "one"), false, " -0")
	if err := s.Trust(t.Context(), []collection.Script{at("a", "one\ntwo\nthree"), at("b", "one\ntwo\nthree"), at("", "lost")}); err != nil {
		t.Fatal(err)
	}
	changed(at("a", "one\n2\nthree\nfour"), true, "2 2;4 four; -1")
	changed(at("b", "two"), true, " -2")
	changed(at("a", "one\r\ntwo\r\nthree"), true, " -0")
	changed(at("c", "one"), false, " -0")
	changed(at("", "found"), false, " -0")
	if err := s.Trust(t.Context(), []collection.Script{at("a", "new")}); err != nil {
		t.Fatal(err)
	}
	changed(at("a", "newer"), true, "1 newer; -1")
}
