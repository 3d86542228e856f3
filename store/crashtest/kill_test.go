package crashtest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"postern/store/state"
)

// grace is how long the tenant takes a refresh token again, in the cases with
// one.
const grace = 30 * time.Second

// window is how long after its start a worker is killed at the latest: some
// refreshes' time. It grows where a machine takes longer to begin one.
const window = 100 * time.Millisecond

// longestWindow ends that: a rig in which no worker ever refreshes fails in time.
const longestWindow = 5 * time.Second

// deed is one way to kill workers.
type deed struct {
	name      string
	processes int
	grace     time.Duration
	signals   []os.Signal
}

// TestKill kills workers at random times, and looks after each time whether
// the session lives and the files are sound.
func TestKill(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		deed
		// excused says that a session may be lost if a refresh was
		// interrupted: the server gives no second chance.
		excused bool
	}{
		{deed{"SIGKILL, 1 process, grace", 1, grace, hard()}, false},
		{deed{"SIGKILL, 4 processes, grace", 4, grace, hard()}, false},
		{deed{"asked to end, 1 process, no grace", 1, 0, polite()}, false},
		{deed{"asked to end, 4 processes, no grace", 4, 0, polite()}, false},
		{deed{"SIGKILL, 1 process, no grace", 1, 0, hard()}, true},
		{deed{"SIGKILL, 4 processes, no grace", 4, 0, hard()}, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := newRig(t, tt.grace, order{Settle: settle}).killAll(tt.deed)
			t.Log(got)
			if got.corrupt > 0 || got.failed > 0 {
				t.Errorf("%d files corrupted, %d errors", got.corrupt, got.failed)
			}
			if got.lost > got.excused || got.lost > 0 && !tt.excused {
				t.Errorf("%d sessions lost, %d of them with a refresh interrupted and the person told", got.lost, got.excused)
			}
		})
	}
}

// TestKillShowsWhatIsMissing is the same with programs that lack one thing
// each: here sessions must get lost, or [TestKill] would show nothing.
func TestKillShowsWhatIsMissing(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		deed
		order order
		// atLeast is how many kills show it for sure.
		atLeast int
	}{
		{deed{"SIGTERM not heeded, no grace", 1, 0, []os.Signal{syscall.SIGTERM}}, order{Settle: settle, Rude: true}, 20},
		{deed{"no intents, no grace", 1, 0, hard()}, order{Settle: settle, Forgetful: true}, 20},
		{deed{"no intents, grace", 1, grace, hard()}, order{Settle: settle, Forgetful: true}, 500},
	} {
		if tt.atLeast > flagValue[int]("kills") {
			continue
		}
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, tt.grace, tt.order)
			got := r.killAll(tt.deed)
			shown := func() bool { return got.lost > got.excused || got.lost > 0 && !tt.order.Forgetful }
			for few := 10 * got.kills; !shown() && got.kills < few; { // where they fall is chance
				r.once(tt.deed, &got)
			}
			t.Log(got)
			if !shown() {
				t.Error("nothing was lost")
			}
		})
	}
}

// TestKillWithTheProgramsOwnPatience kills until a refresh was interrupted, and
// then waits as long as the program does.
func TestKillWithTheProgramsOwnPatience(t *testing.T) {
	t.Parallel()
	r := newRig(t, grace, order{})
	var x tally
	for x.pending == 0 && x.rounds < 40 {
		began := time.Now()
		r.once(deed{"", 1, 0, hard()}, &x)
		if took := time.Since(began); x.pending > 0 && took < 4*time.Second {
			t.Errorf("waited %s for the refresh that was interrupted", took)
		}
	}
	t.Log(x)
	if x.pending == 0 || x.lost+x.corrupt+x.failed > 0 {
		t.Error("no refresh was interrupted, or something was lost")
	}
}

func hard() []os.Signal   { return []os.Signal{syscall.SIGKILL} }
func polite() []os.Signal { return []os.Signal{syscall.SIGTERM, os.Interrupt, syscall.SIGHUP} }

// tally is what a case came to.
type tally struct {
	kills, refreshes int
	// pending counts the rounds after which an intent was found.
	rounds, pending int
	lost, excused   int
	corrupt, failed int
	// slowest is the longest that a worker took to end when asked.
	slowest time.Duration
}

func (x tally) String() string {
	return fmt.Sprintf("%d kills in %d rounds, %d refreshes, %d rounds ended with an intent; %d sessions lost (%d excused), %d corrupt, %d errors; the last to end took %s",
		x.kills, x.rounds, x.refreshes, x.pending, x.lost, x.excused, x.corrupt, x.failed, x.slowest.Round(time.Millisecond))
}

// killAll starts workers, kills all of them and looks, until enough are killed.
func (r *rig) killAll(d deed) (x tally) {
	r.Helper()
	for x.kills < flagValue[int]("kills") {
		r.once(d, &x)
	}
	x.refreshes, _ = r.refreshes()
	return x
}

// once is one round of killing and looking.
func (r *rig) once(d deed, x *tally) {
	r.Helper()
	x.rounds++
	x.kills += d.processes
	fates, took := r.round(d)
	x.slowest = max(x.slowest, took)
	k := build(r.order)
	if _, ok, err := k.store.Pending(r.Context(), key(k)); err != nil {
		x.corrupt++
		r.Log(err)
	} else if ok {
		x.pending++
	}
	over, why := r.verdict(k, fates, x)
	if err := k.close(); err != nil {
		r.Fatal(err)
	}
	if bad := damage(r.order.Dir, k.state); bad != nil {
		x.corrupt++
		r.Log(bad)
	}
	if over {
		x.lost++
		if why.Interrupted && strings.Contains(why.Lost, "a refresh was interrupted at ") {
			x.excused++
		} else {
			r.Logf("round %d: %+v", x.rounds, why)
		}
		r.logIn()
	}
}

// round has workers killed at times of their own, and waits for their ends.
func (r *rig) round(d deed) (fates []fate, took time.Duration) {
	r.Helper()
	workers := make([]*worker, d.processes)
	for i := range workers {
		workers[i] = r.start()
	}
	before, _ := r.refreshes()
	defer func() {
		if after, _ := r.refreshes(); after == before {
			r.window = min(2*r.window, longestWindow) // nobody got to one
		}
	}()
	var wg sync.WaitGroup
	var mu sync.Mutex
	for _, w := range workers {
		wg.Go(func() {
			<-time.After(r.dice.upTo(r.window))
			began := time.Now()
			// One that found the session lost has ended by itself.
			_ = w.cmd.Process.Signal(d.signals[int(r.dice.upTo(time.Duration(len(d.signals))))])
			f := w.end()
			f.asked = d.signals[0] != syscall.SIGKILL && !r.order.Rude
			mu.Lock()
			defer mu.Unlock()
			fates, took = append(fates, f), max(took, time.Since(began))
		})
	}
	wg.Wait()
	return fates, took
}

// verdict uses the refresh token once more, and reports whether the session is
// over, in the words of the first who met that.
func (r *rig) verdict(k *stack, fates []fate, x *tally) (over bool, why report) {
	r.Helper()
	for _, f := range fates {
		for _, said := range f.reports {
			if said.Failed != "" {
				x.failed++
				r.Log(said.Failed)
			}
			if said.Lost != "" && (why.Lost == "" || said.Interrupted) {
				why = said
			}
		}
		if f.asked && f.code != 0 {
			x.failed++
			r.Logf("a worker that was asked to end did with code %d: %s", f.code, f.said)
		}
	}
	ctx, cancel := context.WithTimeout(r.Context(), time.Minute)
	defer cancel()
	stored, ok, err := k.store.Load(ctx, key(k))
	if err != nil || !ok {
		x.corrupt++
		r.Logf("the token is gone: %v", err)
		return true, why
	}
	_, err = k.manager.Renew(ctx, k.config, stored)
	switch {
	case err == nil:
		return false, why
	case why.Lost == "":
		why = k.failure(err)
	}
	if why.Lost == "" {
		x.failed++
		r.Log(why.Failed)
	}
	return true, why
}

// damage looks at the files.
func damage(dir string, s *state.State) error {
	bad := s.Notices()
	names, err := os.ReadDir(dir)
	bad = append(bad, err)
	for _, n := range names {
		switch n.Name() {
		case "key", "vault.json", "vault.lock", "locks", "state.db", "state.db-wal", "state.db-shm":
		default:
			bad = append(bad, errors.New("left behind: "+n.Name()))
		}
	}
	db, err := sql.Open("sqlite", filepath.Join(dir, "state.db"))
	if err != nil {
		return errors.Join(append(bad, err)...)
	}
	defer db.Close()
	var sound string
	var aside int
	bad = append(bad, db.QueryRow(`PRAGMA integrity_check`).Scan(&sound), db.QueryRow(`SELECT count(*) FROM quarantine`).Scan(&aside))
	if sound != "ok" || aside > 0 {
		bad = append(bad, fmt.Errorf("integrity %q, %d records put aside", sound, aside))
	}
	return errors.Join(bad...)
}
