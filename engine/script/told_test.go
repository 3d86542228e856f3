package script_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"postern/engine/collection"
	"postern/engine/script"
)

// What scripts tell is heard while they run: in order, with whose it is, and
// with the variables that were set before, also long before. The script goes on
// once it was heard.
func TestScriptsAreHeardWhileTheyRun(t *testing.T) {
	var heard []string
	var changed []string
	first := make(chan struct{})
	var once sync.Once
	out, err := host(t, script.Limits{Wait: 2 * time.Minute}).Run(context.Background(), task(`pm.environment.set("token", "abc"); await new Promise(r => setTimeout(r, 100)); console.log("one");
		await pm.sendRequest("http://h"); pm.test("two", () => {}); console.log("three")`),
		script.Services{
			Send: func(ctx context.Context, r collection.Request) (*script.Response, error) {
				select {
				case <-first:
				case <-ctx.Done():
					t.Error("a script that waits is not heard, or not what it set")
				}
				return answer(ctx, r)
			},
			Told: func(p script.Outcome) {
				for _, l := range p.Console {
					heard = append(heard, l.Text+" of "+l.Place.Owner)
				}
				for _, t := range p.Tests {
					heard = append(heard, t.Name+" of "+t.Place.Owner)
				}
				for _, c := range p.Changes {
					changed = append(changed, c.Var.Key+"="+c.Var.Value)
				}
				if len(heard) > 0 && len(changed) > 0 {
					once.Do(func() { close(first) })
				}
			},
		})
	if err != nil || len(out.Console) != 3 || len(out.Tests) != 1 || len(out.Changes) != 1 {
		t.Fatalf("the outcome is %+v, %v", out, err)
	}
	if got := strings.Join(heard, ", "); !strings.HasPrefix(got, "one of list users") {
		t.Errorf("heard %q", got)
	}
	if got := strings.Join(changed, ", "); got != "token=abc" {
		t.Errorf("heard of the variables %q", got)
	}
}

// A script that never ends is heard, and ends when it is stopped.
func TestAnEndlessScriptIsHeardUntilItIsStopped(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	lines := 0
	_, err := host(t, script.Limits{Time: time.Minute}).Run(ctx, task(`for (;;) console.log("again")`), script.Services{Told: func(p script.Outcome) {
		lines += len(p.Console)
		cancel()
	}})
	if !errors.Is(err, context.Canceled) || lines == 0 {
		t.Errorf("%d lines, %v", lines, err)
	}
}
