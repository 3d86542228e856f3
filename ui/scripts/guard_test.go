package scripts_test

import (
	"context"
	"testing"

	"postern/engine"
	"postern/engine/collection"
	"postern/ui/scripts"
)

type sent struct{ job collection.Job }

func (s *sent) Send(_ context.Context, job collection.Job, _ func(engine.Event)) (*engine.Exchange, error) {
	s.job = job
	return nil, nil
}

// A job that says of itself that it is trusted, as those of a run do, is not
// believed.
func TestAJobIsNotBelieved(t *testing.T) {
	var e sent
	job := collection.Job{Trusted: true, Before: []collection.Script{{Source: "1"}}}
	if _, err := scripts.New(&e, nil).Send(t.Context(), job, nil); err != nil || e.job.Trusted {
		t.Errorf("its scripts run: %v", err)
	}
}
