package matrix

import (
	"postern/auth"
	"postern/engine"
	"postern/engine/collection"
	"postern/engine/runner"
)

// Grid is what every request of a run was answered to every identity.
type Grid struct {
	// As are the names of the identities: the columns.
	As   []string
	Rows []Row
	// Judged says that something was expected.
	Judged bool
}

// Row is one request of the run.
type Row struct {
	Ref collection.Ref
	// NoAuth says that the request has No Auth where its auth stands.
	NoAuth bool
	// Open says that it was sent as it is, the same for everybody: it has No Auth
	// and carries nothing else to be authorised by.
	Open bool
	// Cells are those of the identities in their order.
	Cells []Cell
}

// Cell is what a request came to for one identity, in all iterations.
type Cell struct {
	// Expected is what the answer was expected to be, "" for nothing.
	Expected Pattern
	// Tally counts what it came to, each once, in the order of their first time.
	Tally []Tally
	// Last is the latest of them.
	Last Outcome
}

// Tally is an outcome and how often there was one.
type Tally struct {
	Outcome
	Count int
}

// Outcome is what became of one send.
type Outcome struct {
	Kind Kind
	// Status is that of the answer, if there was one.
	Status int
	// Missed says that it is not what was expected.
	Missed bool
}

// Kind is a kind of outcome.
type Kind string

// What may become of a send. The zero kind is that nothing has yet.
const (
	// Answered: there is a status.
	Answered Kind = "answered"
	// Login: its token takes a login first.
	Login Kind = "login"
	// Failed: there is no answer, for another reason.
	Failed Kind = "failed"
	// Skipped: its script kept it from being sent.
	Skipped Kind = "skipped"
)

// Expected counts the answers that were held against an expectation, and those of
// them that missed it.
func (g *Grid) Expected() (missed, of int) {
	for _, r := range g.Rows {
		for _, c := range r.Cells {
			for _, t := range c.Tally {
				if c.Expected == "" || t.Kind != Answered {
					continue
				}
				of += t.Count
				if t.Missed {
					missed += t.Count
				}
			}
		}
	}
	return missed, of
}

// add writes down what became of a send.
func (c *Cell) add(o Outcome) {
	c.Last = o
	for i := range c.Tally {
		if c.Tally[i].Outcome == o {
			c.Tally[i].Count++
			return
		}
	}
	c.Tally = append(c.Tally, Tally{o, 1})
}

// outcome is what became of a send that was expected to be answered so.
func outcome(x *engine.Exchange, err *engine.Error, expected Pattern) Outcome {
	switch {
	case x != nil && x.Skipped():
		return Outcome{Kind: Skipped}
	case err != nil && auth.KindOf(err) == auth.KindNeedsLogin:
		return Outcome{Kind: Login, Missed: expected != ""}
	case err != nil || x == nil || x.Response == nil:
		return Outcome{Kind: Failed, Missed: expected != ""}
	}
	status := x.Response.Status
	return Outcome{Kind: Answered, Status: status, Missed: expected != "" && !expected.Fits(status)}
}

func newGrid(p *runner.Plan, as []Identity, judged bool) *Grid {
	g := &Grid{Judged: judged}
	for _, id := range as {
		g.As = append(g.As, id.Name)
	}
	for _, ref := range p.Requests {
		c, _, _ := p.Collection.EffectiveAuth(ref.Chain)
		g.Rows = append(g.Rows, Row{Ref: ref, NoAuth: c != nil && c.Type == auth.NoAuth{}.Type(), Cells: make([]Cell, len(as))})
	}
	return g
}
