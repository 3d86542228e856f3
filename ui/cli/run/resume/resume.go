// Package resume keeps where a run is, so that one that ended early can go on:
// the request that comes next, what scripts have done to variables, the cookies,
// and the totals.
//
//	events of a run ─▶ [Keeper] ─▶ store/state ─▶ [Find] ─▶ plan of the next one
//
// A place is kept for one [Run]: the same file with the same environment, folders
// and data. It is written when a run ends early, and now and then while it goes
// on, since a run that is killed says nothing; what was sent since is then sent
// again. What scripts leave in the names of their interpreter is not kept.
//
// A place stays until its run leaves a newer one or comes to an end. Who forgets
// --resume, and cancels the run that begins anew, has lost nothing. There is one
// for each run, and store/state keeps only so many.
package resume

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"postern/engine/cookies"
	"postern/engine/runner"
	"postern/store/state"
)

// Run says what a run is. One that goes on must be the same.
type Run struct {
	// File is the absolute path of the collection.
	File string
	// Facts are what was asked for beside it, in an order that never changes.
	Facts []Fact
}

// Fact is one thing that a run was asked for.
type Fact struct {
	// Of is for people, such as "environment"; Is what was given for it, "" is
	// nothing.
	Of, Is string
}

// Fact adds one.
func (r *Run) Fact(of, is string) { r.Facts = append(r.Facts, Fact{of, is}) }

// name tells runs of a file apart.
func (r *Run) name() string {
	text, err := json.Marshal(r)
	if err != nil {
		panic(err) // texts can always be written
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// differences say in what a run is another one than r.
func (r *Run) differences(o Run) []string {
	var out []string
	for _, f := range r.Facts {
		i := slices.IndexFunc(o.Facts, func(g Fact) bool { return g.Of == f.Of })
		if i >= 0 && o.Facts[i] != f {
			out = append(out, fmt.Sprintf("%s: %s then, %s now", f.Of, given(o.Facts[i].Is), given(f.Is)))
		}
	}
	return out
}

func given(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

// Kept is what was kept of a run.
type Kept struct {
	Run     Run
	Place   runner.Place
	Cookies []cookies.Cookie
	// Own is what the owner of the run noted at the place, see [Keeper.Noting].
	Own json.RawMessage `json:",omitempty"`
}

// NotKeptError says that there is no place to go on at. Others are the runs of
// the same file that there are places of, and how each differs.
type NotKeptError struct {
	File   string
	Others []string
}

// Error says so.
func (e *NotKeptError) Error() string {
	if len(e.Others) > 0 {
		return "what was kept of " + e.File + " is of another run"
	}
	return "nothing is kept of a run of " + e.File + " that ended early"
}

// Halts keeps places; [state.Halts] does.
type Halts interface {
	Keep(ctx context.Context, h state.Halt) error
	Of(ctx context.Context, file string) ([]state.Halt, error)
	Forget(ctx context.Context, file, name string) error
}

// Find returns what was kept of a run. The error is a [*NotKeptError] if that is
// nothing.
func Find(ctx context.Context, halts Halts, r Run) (*Kept, error) {
	all, err := halts.Of(ctx, r.File)
	if err != nil {
		return nil, err
	}
	missing := &NotKeptError{File: r.File}
	for _, h := range all {
		var k Kept
		if err := json.Unmarshal(h.Data, &k); err != nil {
			continue // another version's
		}
		if h.Name == r.name() {
			return &k, nil
		}
		missing.Others = append(missing.Others, r.differences(k.Run)...)
	}
	missing.Others = slices.Compact(missing.Others)
	return nil, missing
}

// every is how often a place is written while the run goes on.
const every = 2 * time.Second

// patience is how long it may take to write one.
const patience = 10 * time.Second

// Keeper is a [runner.Reporter] that keeps the place of a run. Make one with
// [NewKeeper].
type Keeper struct {
	halts Halts
	run   Run
	jar   *cookies.Ledger
	own   func(runner.Place) json.RawMessage
	// several says that the run has more than one request; came that one was
	// told of, and kept that the last place was written.
	several, came, kept bool
	last                time.Time
	// writing is the write under way, if there is one; its error comes out of
	// it.
	writing chan error
	err     error
}

// NewKeeper keeps the places of a run with the cookies of a jar.
func NewKeeper(halts Halts, r Run, jar *cookies.Ledger) *Keeper {
	return &Keeper{halts: halts, run: r, jar: jar}
}

// Noting has something of the owner's kept with each place. It is asked for while
// the run waits.
func (k *Keeper) Noting(own func(runner.Place) json.RawMessage) *Keeper {
	k.own = own
	return k
}

// Kept reports whether the run can go on, and why its place could not be kept.
func (k *Keeper) Kept() (bool, error) { return k.kept, k.err }

// Report implements [runner.Reporter].
func (k *Keeper) Report(e runner.Event) {
	switch e := e.(type) {
	case runner.Began:
		k.several = len(e.Requests)*e.Iterations > 1
		k.last = time.Now()
		k.kept = e.From != nil
	case runner.Reached:
		k.came = true
		k.sometimes(e)
	case runner.Ended:
		k.end(e)
	}
}

// sometimes writes the place if it is time to, beside the run.
func (k *Keeper) sometimes(e runner.Reached) {
	if now := time.Now(); !k.several || k.err != nil || now.Sub(k.last) < every {
		return
	}
	if k.writing != nil {
		select {
		case k.err = <-k.writing:
		default:
			return // it is slow; the next one will be newer
		}
	}
	k.last = time.Now()
	done := make(chan error, 1)
	k.writing = done
	kept := k.noted(e.Place()) // never changed, only replaced
	go func() { done <- k.write(kept) }()
}

// noted is a place with what its owner notes.
func (k *Keeper) noted(p runner.Place) Kept {
	kept := Kept{Run: k.run, Place: p}
	if k.own != nil {
		kept.Own = k.own(p)
	}
	return kept
}

func (k *Keeper) write(kept Kept) error {
	if k.jar != nil {
		kept.Cookies = k.jar.All()
	}
	data, err := json.Marshal(kept)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	return k.halts.Keep(ctx, state.Halt{File: k.run.File, Name: k.run.name(), Data: data})
}

// end keeps the last place, or forgets what was kept of a run that is over.
func (k *Keeper) end(e runner.Ended) {
	if k.writing != nil {
		k.err = <-k.writing
	}
	switch {
	case e.Left == nil && k.several:
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		k.err, k.kept = k.halts.Forget(ctx, k.run.File, k.run.name()), false
	case e.Left != nil && k.came && e.Left.Summary.Iterations > 0:
		k.err = k.write(k.noted(*e.Left))
		k.kept = k.err == nil
	}
}
