package script_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"postern/engine/script"
)

// What scripts tell is heard while they run: in order, with whose it is, and
// with the variables that were set before.
func TestScriptsAreHeardWhileTheyRun(t *testing.T) {
	var heard []string
	var changed []string
	begun := time.Now()
	var first time.Duration
	out, err := host(t, script.Limits{}).Run(context.Background(), task(`console.log("one"); pm.environment.set("token", "abc");
		await new Promise(r => setTimeout(r, 400)); pm.test("two", () => {}); const end = Date.now() + 200; while (Date.now() < end); console.log("three")`),
		script.Services{Told: func(p script.Outcome) {
			if first == 0 {
				first = time.Since(begun)
			}
			for _, l := range p.Console {
				heard = append(heard, l.Text+" of "+l.Place.Owner)
			}
			for _, t := range p.Tests {
				heard = append(heard, t.Name+" of "+t.Place.Owner)
			}
			for _, c := range p.Changes {
				changed = append(changed, c.Var.Key+"="+c.Var.Value)
			}
		}})
	if err != nil || len(out.Console) != 2 || len(out.Tests) != 1 || len(out.Changes) != 1 {
		t.Fatalf("the outcome is %+v, %v", out, err)
	}
	if got := strings.Join(heard, ", "); !strings.HasPrefix(got, "one of list users, two of list users") {
		t.Errorf("heard %q", got)
	}
	if got := strings.Join(changed, ", "); got != "token=abc" {
		t.Errorf("heard of the variables %q", got)
	}
	if all := time.Since(begun); first > all-400*time.Millisecond {
		t.Errorf("heard after %v of %v", first, all)
	}
}

// A script that never ends is heard, and ends when it is stopped.
func TestAnEndlessScriptIsHeardUntilItIsStopped(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var told time.Time
	lines := 0
	_, err := host(t, script.Limits{}).Run(ctx, task(`for (;;) console.log("again")`), script.Services{Told: func(p script.Outcome) {
		if lines += len(p.Console); told.IsZero() {
			told = time.Now()
			cancel()
		}
	}})
	if err == nil || lines == 0 || time.Since(told) > 500*time.Millisecond {
		t.Errorf("%d lines, %v, %v after it was stopped", lines, err, time.Since(told))
	}
}
