package response_test

import (
	"context"
	"testing"

	tea "charm.land/bubbletea/v2"

	"postern/engine/payload"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/pane/response"
)

// seeking is a pane of a hundred rows in which a search has begun, with all
// that it will find.
func seeking(t *testing.T) (*response.Pane, response.SearchAsked, *payload.Found) {
	t.Helper()
	p := open(t, answered("x", "i", rows(100)), "pretty")
	do(p, keymap.Search)
	for _, r := range "row" {
		p.Update(pane.Key{KeyPressMsg: tea.KeyPressMsg{Code: r, Text: string(r)}})
	}
	in := p.Update(pane.Key{KeyPressMsg: tea.KeyPressMsg{Code: tea.KeyEnter}}).(response.SearchAsked)
	all, err := payload.Search(context.Background(), in.Lines, in.Query, in.From, 0, nil)
	if err != nil {
		t.Fatal(err)
	}
	return p, in, all
}

// soFar is a search that knows its first n hits.
func soFar(all *payload.Found, n int) payload.Progress {
	return payload.Progress{Found: payload.Found{Hits: all.Hits[:n], Total: n}, Searched: int64(n), Size: 100}
}

func TestTheFirstHitIsGoneToAtOnce(t *testing.T) {
	p, in, all := seeking(t)
	in.Tell(p, soFar(all, 0))
	sees(t, p, "searching… 0 found in 0 %   esc stops")
	in.Tell(p, soFar(all, 30))
	sees(t, p, "searching… 1 of 30 in 30 %")
	do(p, keymap.Next, keymap.Next)
	sees(t, p, "searching… 3 of 30 in 30 %", `"row 4"`)
	do(p, keymap.Prev, keymap.Prev, keymap.Prev) // before the first is not known yet
	sees(t, p, "searching… 1 of 30")
	do(p, keymap.Next)
	in.Tell(p, soFar(all, 60))
	sees(t, p, "searching… 2 of 60 in 60 %")
	do(p, keymap.Bottom) // the reader goes elsewhere, and stays there
	in.Answer(p, all, nil)
	sees(t, p, "2 of 100   n next", "row 101")
}

func TestASearchIsStoppedAndKeepsWhatItFound(t *testing.T) {
	p, in, all := seeking(t)
	in.Tell(p, soFar(all, 30))
	do(p, keymap.Cancel)
	if in.Ctx.Err() == nil {
		t.Error("it goes on")
	}
	sees(t, p, "stopped: 1 of 30 in 30 %   n next")
	do(p, keymap.Next)
	sees(t, p, "stopped: 2 of 30 in 30 %")
	in.Tell(p, soFar(all, 60)) // too late
	sees(t, p, "stopped: 2 of 30 in 30 %")
	do(p, keymap.Cancel)
	if p.Searching() {
		t.Error("a second time does not end it")
	}
}

func TestASearchIsStoppedBeforeItHasHits(t *testing.T) {
	p, in, _ := seeking(t)
	in.Tell(p, payload.Progress{Found: payload.Found{Total: 7, First: 7}, Searched: 20, Size: 100})
	do(p, keymap.Cancel, keymap.Next)
	sees(t, p, "stopped: 7 found in 20 %")
}
