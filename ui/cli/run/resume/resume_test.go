package resume_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"postern/engine/collection"
	"postern/engine/cookies"
	"postern/engine/runner"
	"postern/engine/script"
	"postern/engine/vars"
	"postern/store/state"
	"postern/ui/cli/run/resume"
)

// drawer keeps places in memory.
type drawer struct {
	mu      sync.Mutex
	held    []state.Halt
	written int
	takes   time.Duration
	err     error
}

func (d *drawer) Keep(_ context.Context, h state.Halt) error {
	time.Sleep(d.takes) // of the bubble's clock
	d.mu.Lock()
	defer d.mu.Unlock()
	d.written++
	if d.err != nil {
		return d.err
	}
	d.held = slices.DeleteFunc(d.held, func(o state.Halt) bool { return o.Name == h.Name })
	d.held = slices.Insert(d.held, 0, h)
	return nil
}

func (d *drawer) Of(context.Context, string) ([]state.Halt, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.held), nil
}

func (d *drawer) Forget(_ context.Context, _, name string) error {
	d.held = slices.DeleteFunc(d.held, func(o state.Halt) bool { return o.Name == name })
	return nil
}

func subject(env string) resume.Run {
	r := resume.Run{File: "/c.json"}
	r.Fact("environment", env)
	return r
}

// place is that behind n requests.
func place(n int) runner.Place {
	return runner.Place{Iteration: n, Request: "r1 One", Summary: runner.Summary{Requests: n, Iterations: n}, Changes: []script.Change{
		{Scope: vars.Globals, Op: script.Set, Var: script.Var{Key: "n", Value: "1", Type: script.Number}},
	}}
}

func reached(p runner.Place) runner.Reached {
	return runner.Reached{Place: func() runner.Place { return p }}
}

// A run that is killed has been kept now and then: however many requests there
// are, every two seconds, and one after the other.
func TestNowAndThen(t *testing.T) {
	for _, tc := range []struct {
		name        string
		takes       time.Duration
		at, written int
	}{
		{"quickly", 0, 10_000, 5},
		{"slowly", 3*time.Second - time.Millisecond/2, 5_000, 2}, // it ends between two requests
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := &drawer{takes: tc.takes}
				jar := cookies.NewLedger()
				jar.Put(cookies.Cookie{Cookie: http.Cookie{Name: "session", Value: "s", Domain: "h", Path: "/"}})
				k := resume.NewKeeper(d, subject("dev"), jar)
				k.Report(began(10_000))
				for i := range 10_000 {
					time.Sleep(time.Millisecond)
					k.Report(reached(place(i + 1)))
				}
				synctest.Wait()
				written := d.written
				got, err := resume.Find(t.Context(), d, subject("dev"))
				if err != nil || got.Place.Iteration != tc.at || written != tc.written {
					t.Fatalf("written %d times, at last %+v, %v", written, got, err)
				}
				if diff := cmp.Diff(place(tc.at), got.Place); diff != "" || len(got.Cookies) != 1 || got.Cookies[0].Name != "session" {
					t.Error(diff, got.Cookies)
				}
				k.Report(runner.Ended{})
				if _, err := resume.Find(t.Context(), d, subject("dev")); err == nil {
					t.Error("it is still kept after its end")
				}
			})
		})
	}
}

func began(iterations int) runner.Began {
	return runner.Began{Requests: make([]collection.Ref, 1), Iterations: iterations}
}

func TestTheEndOfARun(t *testing.T) {
	left := place(3)
	for _, tc := range []struct {
		name   string
		began  runner.Began
		events []runner.Event
		err    error
		kept   bool
		held   int
	}{
		{"it comes to its end", began(9), []runner.Event{reached(left), runner.Ended{}}, nil, false, 0},
		{"it ends early", began(9), []runner.Event{reached(left), runner.Ended{Left: &left}}, nil, true, 1},
		{"before anything", began(9), []runner.Event{runner.Ended{Left: &runner.Place{}}}, nil, false, 0},
		{"it cannot be kept", began(9), []runner.Event{reached(left), runner.Ended{Left: &left}}, errors.New("full"), false, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := &drawer{err: tc.err}
			k := resume.NewKeeper(d, subject("dev"), nil)
			k.Report(tc.began)
			for _, e := range tc.events {
				k.Report(e)
			}
			if kept, err := k.Kept(); kept != tc.kept || !errors.Is(err, tc.err) || len(d.held) != tc.held {
				t.Errorf("kept %t, %v, %d held", kept, err, len(d.held))
			}
		})
	}
}

// Who forgets --resume and notices soon loses nothing; there is never more than
// one place of a run, and none once it has come to its end.
func TestAnOlderPlace(t *testing.T) {
	old, left := place(3), place(5)
	d := &drawer{}
	for _, tc := range []struct {
		name   string
		events []runner.Event
		at     int // 0 is nowhere
	}{
		{"the first run ends early", []runner.Event{reached(old), runner.Ended{Left: &old}}, 3},
		{"one begun anew is cancelled before anything", []runner.Event{runner.Ended{Left: &runner.Place{}}}, 3},
		{"one begun anew ends early", []runner.Event{reached(left), runner.Ended{Left: &left}}, 5},
		{"one begun anew comes to its end", []runner.Event{reached(left), runner.Ended{}}, 0},
	} {
		k := resume.NewKeeper(d, subject("dev"), nil)
		k.Report(began(9))
		for _, e := range tc.events {
			k.Report(e)
		}
		got, err := resume.Find(t.Context(), d, subject("dev"))
		if (err == nil) != (tc.at > 0) || got != nil && got.Place.Iteration != tc.at || len(d.held) > 1 {
			t.Errorf("%s: %+v, %v, %d held", tc.name, got, err, len(d.held))
		}
	}
}

func TestFind(t *testing.T) {
	d := &drawer{}
	k := resume.NewKeeper(d, subject("dev"), nil)
	left := place(3)
	k.Report(began(9))
	k.Report(reached(left))
	k.Report(runner.Ended{Left: &left})
	if got, err := resume.Find(t.Context(), d, subject("dev")); err != nil || got.Place.Iteration != 3 {
		t.Errorf("%+v, %v", got, err)
	}
	_, err := resume.Find(t.Context(), d, subject("prod"))
	var missing *resume.NotKeptError
	if !errors.As(err, &missing) || !slices.Equal(missing.Others, []string{"environment: dev then, prod now"}) {
		t.Errorf("%v: %+v", err, missing)
	}
	d.held[0].Data = []byte("{")
	if _, err := resume.Find(t.Context(), d, subject("dev")); !errors.As(err, &missing) || len(missing.Others) > 0 {
		t.Errorf("what cannot be read: %v", err)
	}
}

// What the owner of a run notes is kept beside each place, and goes with it.
func TestWhatIsNotedBesideAPlace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &drawer{}
		k := resume.NewKeeper(d, subject("dev"), nil).Noting(func(p runner.Place) json.RawMessage {
			return json.RawMessage(strconv.Itoa(p.Iteration))
		})
		find := func() string {
			synctest.Wait()
			got, err := resume.Find(t.Context(), d, subject("dev"))
			if err != nil {
				return err.Error()
			}
			return string(got.Own)
		}
		k.Report(began(9))
		time.Sleep(3 * time.Second)
		k.Report(reached(place(4)))
		if got := find(); got != "4" {
			t.Errorf("on its way: %s", got)
		}
		left := place(5)
		k.Report(runner.Ended{Left: &left})
		if got := find(); got != "5" {
			t.Errorf("at its end: %s", got)
		}
	})
}
