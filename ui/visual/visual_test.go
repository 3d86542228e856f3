package visual_test

import (
	"context"
	"testing"

	"postern/engine"
	"postern/engine/script"
	"postern/ui/pane"
	"postern/ui/visual"
)

// The page of an exchange is laid out once, by a command, and one that nobody
// waits for any more is dropped.
func TestPage(t *testing.T) {
	of := func(page string) *engine.Exchange {
		return &engine.Exchange{After: &script.Outcome{Visual: &script.Visual{HTML: "<p>" + page + "</p>"}}}
	}
	a, b := of("a"), of("b")
	var p visual.Page
	ask := func(x *engine.Exchange) visual.Laid {
		t.Helper()
		w, ok := p.Ask(x).(pane.Work)
		if !ok {
			t.Fatal("nothing is asked for")
		}
		return w.Do(context.Background()).(visual.Laid)
	}
	first := ask(a)
	if p.Ask(a) != nil {
		t.Error("the same is asked for twice")
	}
	if got := p.Lines(a)[0].String(); got != "drawing…" {
		t.Errorf("before it came: %q", got)
	}
	second := ask(b)
	if p.Take(first) || p.Lines(b)[0].String() != "drawing…" {
		t.Error("a stale page is taken")
	}
	if !p.Take(second) || p.Lines(b)[0].String() != "b" || p.Lines(a)[0].String() != "drawing…" {
		t.Errorf("it is %v", p.Lines(b))
	}
	if p.Ask(nil) != nil {
		t.Error("a page of nothing is asked for")
	}
}
