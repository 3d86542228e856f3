package runner_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postern/engine"
	"postern/engine/collection"
	"postern/engine/runner"
	"postern/engine/script"
)

// telling tells a line and sends nothing.
type telling struct{}

func (telling) Send(_ context.Context, j collection.Job, watch func(engine.Event)) (*engine.Exchange, error) {
	if watch != nil {
		watch(engine.Event{Phase: engine.PhaseScripts})
		watch(engine.Event{Phase: engine.PhaseScripts, Told: &engine.Exchange{After: &script.Outcome{Console: []script.Line{{Text: "of " + j.Path[len(j.Path)-1]}}}}})
	}
	return &engine.Exchange{}, nil
}

// order notes the kinds of events.
type order []string

func (o *order) Report(e runner.Event) {
	switch e := e.(type) {
	case runner.Sending:
		*o = append(*o, "sending "+e.Ref.Item.Name)
	case runner.Told:
		*o = append(*o, fmt.Sprintf("%s told %s", e.Ref.Item.Name, e.Exchange.After.Console[0].Text))
	case runner.Done:
		*o = append(*o, "done "+e.Ref.Item.Name)
	}
}

// What scripts tell comes between the sending of their request and its end; of
// requests that overlap nothing comes before.
func TestARunHearsScripts(t *testing.T) {
	script := []collection.Event{{Listen: collection.AfterResponse, Script: "1"}}
	c := &collection.Collection{Name: "C", Items: []*collection.Item{
		{ID: "a", Name: "A", Events: script, Request: &collection.Request{Method: "GET"}},
		{ID: "b", Name: "B", Request: &collection.Request{Method: "GET"}},
	}}
	p := runner.Plan{Collection: c, Requests: c.Requests()}
	var got order
	if _, err := runner.Run(t.Context(), telling{}, p, &got); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(order{"sending A", "A told of A", "done A", "sending B", "done B"}, got); d != "" {
		t.Error(d)
	}
	got, p.Parallel = nil, 2
	if _, err := runner.Run(t.Context(), telling{}, p, &got); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(order{"sending A", "done A", "sending B", "done B"}, got); d != "" {
		t.Error(d)
	}
}
