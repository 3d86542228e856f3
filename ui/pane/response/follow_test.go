package response_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"postern/engine"
	"postern/engine/payload"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/pane/response"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget"
	"postern/ui/widget/text"
)

// coming is a pane in which a body arrives, with what lets it grow by rows.
func coming(t *testing.T, l response.Layout) (p *response.Pane, grow func(rows int)) {
	t.Helper()
	w := payload.NewWriter(payload.Limits{})
	x := answered("x", "i", "")
	x.Response = &engine.Response{Status: 200, Body: w.Body()}
	lines := payload.NewLines(w.Body())
	p = response.New(widget.DefaultEnv())
	p.Focus(true)
	p.Resize(70, 12)
	n := 0
	grow = func(rows int) {
		t.Helper()
		for range rows {
			n++
			_, _ = fmt.Fprintf(w, "row %d.\n", n)
		}
		if err := lines.Grow(context.Background()); err != nil {
			t.Fatal(err)
		}
		p.SetDocument("x", lines, nil, l)
	}
	p.SetExchange(x)
	p.SetProgress(text.Of(theme.Plain, safe.Lit("receiving")))
	grow(100)
	return p, grow
}

func TestWhatIsFollowed(t *testing.T) {
	stream, plain := response.Layout{Form: "raw", Stream: true}, response.Layout{Form: "raw"}
	act := func(id keymap.ID) pane.Event { return pane.Act{ID: id} }
	for _, tt := range []struct {
		name   string
		layout response.Layout
		events []pane.Event
		// last says that the last row is on screen after the body has grown.
		last  bool
		title string
	}{
		{"a stream", stream, nil, true, "following"},
		{"a body", plain, nil, false, ""},
		{"a body whose end was gone to", plain, []pane.Event{act(keymap.Bottom)}, true, "following"},
		{"a stream left upwards", stream, []pane.Event{act(keymap.Up)}, false, "G follows"},
		{"by the wheel", stream, []pane.Event{pane.Wheel{Lines: -1}}, false, "G follows"},
		{"by a click", stream, []pane.Event{pane.Click{X: 10, Y: 4}}, false, "G follows"},
		{"to the top", stream, []pane.Event{act(keymap.Top)}, false, "G follows"},
		{"and back", stream, []pane.Event{act(keymap.PageUp), act(keymap.Bottom)}, true, "following"},
		{"and back step by step", stream, []pane.Event{act(keymap.Up), act(keymap.Down)}, true, "following"},
		{"not all the way back", stream, []pane.Event{act(keymap.Up), act(keymap.Up), act(keymap.Down)}, false, "G follows"},
		{"down at the end", stream, []pane.Event{act(keymap.Down)}, true, "following"},
		{"elsewhere and back", stream, []pane.Event{act(keymap.NextTab), act(keymap.PrevTab)}, true, "following"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p, grow := coming(t, tt.layout)
			for _, e := range tt.events {
				p.Update(e)
			}
			grow(50)
			if got := strings.Contains(screen(p), "row 150."); got != tt.last {
				t.Errorf("the last row is on screen: %v\n%s", got, screen(p))
			}
			if got := p.Title().String(); !strings.HasSuffix(got, tt.title) || tt.title == "" && strings.Contains(got, "follow") {
				t.Errorf("the title is %q", got)
			}
		})
	}
}

func TestTheEndIsOnScreenWhenAllHasCome(t *testing.T) {
	p, grow := coming(t, response.Layout{Form: "raw", Stream: true})
	before := p.Exchange()
	whole := *before
	grow(1)
	p.SetExchange(&whole)
	lines, err := payload.Index(context.Background(), whole.Response.Body)
	if err != nil {
		t.Fatal(err)
	}
	p.SetDocument("x", lines, nil, response.Layout{Form: "raw", Stream: true})
	sees(t, p, "row 101.")
	do(p, keymap.Top)
	p.SetDocument("x", lines, nil, response.Layout{Form: "raw", Stream: true})
	sees(t, p, "row 1.")
}
