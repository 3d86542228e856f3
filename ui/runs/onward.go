package runs

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"postern/engine/cookies"
	"postern/engine/payload"
	"postern/engine/runner"
	store "postern/store/history"
	"postern/ui/cli/run/resume"
	"postern/ui/dialog"
	"postern/ui/dialog/run"
	"postern/ui/keymap"
	"postern/ui/pane"
)

// mark is what is noted beside the place of a run, to go on from there.
type mark struct {
	// Listed are how many rows it had, of those that Totals count.
	Listed int        `json:"listed"`
	Totals run.Totals `json:"totals"`
	// Sent is the newest of its sends in the history.
	Sent int64 `json:"sent"`
	// Data is the data file as it was read.
	Data content `json:"data"`
}

// content tells a data file from what it was before; the zero one is no file.
type content struct {
	Size int    `json:"size,omitempty"`
	Sum  string `json:"sum,omitempty"`
}

func contentOf(text []byte) content {
	sum := sha256.Sum256(text)
	return content{len(text), hex.EncodeToString(sum[:])}
}

// place is where a run of before goes on: what was kept of it, and what it was
// like there.
type place struct {
	resume.Kept
	mark
	was  found
	rows []run.Row
}

// kept names what is kept of a run of the history.
func kept(id int64) resume.Run { return resume.Run{File: store.PlaceOf(id)} }

// errNotKept says that nobody knows where a run stopped.
var errNotKept = errors.New("where it stopped is not kept: open it to run it again")

// elsewhereError says that a run is one of the command line, with the words that go
// on with it there.
type elsewhereError struct{ line string }

func (e *elsewhereError) Error() string {
	return "it ran on the command line: " + e.line
}

// place is where a run of the history goes on.
func (d Deps) place(ctx context.Context, f found) (*place, error) {
	if d.Halts == nil {
		return nil, errNotKept
	}
	k, err := resume.Find(ctx, d.Halts, kept(f.run.ID))
	var missing *resume.NotKeptError
	switch {
	case errors.As(err, &missing) && f.Line != "":
		return nil, &elsewhereError{f.Line}
	case errors.As(err, &missing):
		return nil, errNotKept
	case err != nil:
		return nil, err
	}
	p := &place{Kept: *k, was: f}
	if err := json.Unmarshal(k.Own, &p.mark); err != nil {
		return nil, errNotKept // another version's
	}
	if f.run.Elapsed > 0 {
		p.rows = f.Rows[:min(p.Listed, len(f.Rows))]
	} else { // what was sent since is sent again
		p.rows = slices.DeleteFunc(slices.Clone(f.Rows), func(r run.Row) bool { return r.History > p.Sent })
	}
	return p, nil
}

// feed is that of the run that goes on.
func (p *place) feed(now time.Time, stop func()) *run.Feed {
	return run.Onward(now, p.Place.Summary.Elapsed, stop, p.Totals, p.rows)
}

// told is how many requests were told of.
func told(p runner.Place) int { return p.Summary.Requests + p.Summary.Skipped }

// lifted is a run that is to go on, out of the history.
type lifted struct {
	found
	from *place
}

// lift reads the run that is to go on; 0 is the one on show.
func (r *Runs) lift(id int64) pane.Intent {
	if id == 0 {
		id = r.last.id
	}
	d := r.deps
	if d.Log == nil {
		return pane.Noted{Text: noHistory, Warn: true}
	}
	return pane.Work{Do: func(ctx context.Context) pane.Intent {
		f, err := d.read(ctx, id)
		if err != nil {
			return pane.Failed{Err: err}
		}
		from, err := d.place(ctx, f)
		var elsewhere *elsewhereError
		if errors.Is(err, errNotKept) || errors.As(err, &elsewhere) {
			return pane.Noted{Text: err.Error(), Warn: true}
		} else if err != nil {
			return pane.Failed{Err: err}
		}
		from.was.left = true
		return lifted{f, from}
	}}
}

// goOn goes on with a run.
func (r *Runs) goOn(in lifted) pane.Intent {
	s := in.run
	at := s.Collection + "\n" + s.Item
	subject, ok := r.deps.Find(at)
	why := ""
	switch {
	case r.feed != nil && !r.feed.Ended():
		why = "a run is going on: stop it first"
	case s.Going != store.Over:
		why = "it is " + going(s.Going) + " as it is"
	case !ok:
		why = notOpen
	case subject.Meta.Environment != s.Environment && s.EnvironmentName == "":
		why = "it ran without an environment: choose none with " + r.env.Keys.Shown(keymap.SwitchEnv) + " first"
	case subject.Meta.Environment != s.Environment:
		why = "it ran with " + s.EnvironmentName + ": choose that with " + r.env.Keys.Shown(keymap.SwitchEnv) + " first"
	}
	if why != "" {
		return pane.Noted{Text: why, Warn: true}
	}
	out := pane.Batch{dialog.Closed{Name: "runs"}, dialog.Closed{Name: "run"}}
	return append(out, r.run(at, errand{choice: in.Choice, items: in.Items, began: s.Started, id: s.ID, from: in.from}))
}

// fits says why a plan cannot go on from there, or nil.
func (p *place) fits(plan runner.Plan, file string, data content) error {
	if data != p.Data {
		then := payload.FormatSize(int64(p.Data.Size)) + " then"
		if data.Size == p.Data.Size {
			then = "as then, with other content"
		}
		return fmt.Errorf("the data file %s is another one now (%s, %s)", file, payload.FormatSize(int64(data.Size)), then)
	}
	if err := p.Place.Check(plan); err != nil {
		return fmt.Errorf("the collection has changed: %w", err)
	}
	return nil
}

// bake puts the cookies of then beside those of now, which are newer.
func (p *place) bake(jar *cookies.Ledger) {
	if jar == nil {
		return
	}
	all := jar.All()
	for _, c := range p.Cookies {
		same := func(o cookies.Cookie) bool { return o.Name == c.Name && o.Domain == c.Domain && o.Path == c.Path }
		if !slices.ContainsFunc(all, same) {
			jar.Put(c)
		}
	}
}

// ledger is the jar that a run's cookies are in; nil if it cannot be read.
func (d Deps) ledger(p runner.Plan) *cookies.Ledger {
	realm := ""
	if p.Env != nil {
		realm = p.Env.Realm()
	}
	if d.Jar == nil {
		return nil
	}
	jar, _ := d.Jar(realm).(*cookies.Ledger) // another one keeps its cookies to itself
	return jar
}
