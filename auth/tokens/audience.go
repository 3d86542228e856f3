package tokens

import (
	"context"
	"sync"

	"postern/auth"
)

// audience are those who wait for a flight. All of them see what it does: the
// steps as they come, the calls when they stop waiting.
type audience struct {
	mu    sync.Mutex
	calls []auth.TokenCall
	step  string
	all   map[*listener]struct{}
}

type listener struct{ ctx context.Context } // one wait, as in net/http.Request

// listen tells the owner of ctx what is done until stop is called.
func (a *audience) listen(ctx context.Context) (stop func()) {
	l := &listener{ctx}
	a.mu.Lock()
	step := a.step
	if a.all == nil {
		a.all = map[*listener]struct{}{}
	}
	a.all[l] = struct{}{}
	a.mu.Unlock()
	if step != "" {
		auth.Step(ctx, step)
	}
	return func() {
		a.mu.Lock()
		delete(a.all, l)
		calls := a.calls[:len(a.calls):len(a.calls)]
		a.mu.Unlock()
		for _, call := range calls {
			auth.Trace(ctx, call)
		}
	}
}

func (a *audience) called(call auth.TokenCall) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.calls = append(a.calls, call)
}

func (a *audience) stepped(step string) {
	a.mu.Lock()
	a.step = step
	all := make([]*listener, 0, len(a.all))
	for l := range a.all {
		all = append(all, l)
	}
	a.mu.Unlock()
	for _, l := range all {
		auth.Step(l.ctx, step)
	}
}
