package facts_test

import (
	"errors"
	"strings"
	"testing"

	"postern/engine"
	"postern/ui/facts"
)

// What lies behind an error is broken by the cells it takes: a word longer than a
// line does not run out of it, and one in another script is not broken too soon.
func TestTroubleFits(t *testing.T) {
	wide := strings.Repeat("é", 18)
	err := errors.New("no such host\n" + strings.Repeat("x", 45) + ".test " + wide)
	var got []string
	for _, l := range facts.Trouble(&engine.Exchange{Err: &engine.Error{Summary: "cannot connect", Err: err}}, 20) {
		got = append(got, strings.TrimSpace(l.String()))
		if l.Width() > 23 {
			t.Errorf("%q is %d cells wide", l.String(), l.Width())
		}
	}
	if all := strings.Join(got, "|"); !strings.Contains(all, "|no such host|") || !strings.Contains(all, wide) {
		t.Errorf("got %s", all)
	}
}

// They are asked for with every key, and made but once.
func TestWhatWentWrongIsMadeOnce(t *testing.T) {
	x := &engine.Exchange{Err: &engine.Error{Summary: "cannot connect", Err: errors.New("one two three four five")}}
	var w facts.Wrong
	first := w.Lines(x, 20)
	if len(first) < 3 || &w.Lines(x, 20)[0] != &first[0] {
		t.Errorf("%d lines, made anew", len(first))
	}
	if narrow := w.Lines(x, 10); len(narrow) <= len(first) {
		t.Errorf("%d lines in a narrow pane, %d in a wide one", len(narrow), len(first))
	}
	if got := w.Lines(&engine.Exchange{}, 20); got != nil {
		t.Errorf("nothing went wrong: %v", got)
	}
}
