package report

import (
	"strconv"

	"postern/engine/runner"
	"postern/engine/runner/matrix"
)

// grid is what the requests of a run came to as several identities.
type grid struct {
	Identities []string  `json:"identities"`
	Requests   []gridRow `json:"requests"`
}

type gridRow struct {
	ID     string `json:"id"`
	Path   string `json:"path"`
	Method string `json:"method"`
	// Open says that it has No Auth and was sent as it is.
	Open  bool       `json:"noAuth"`
	Cells []gridCell `json:"cells"`
}

type gridCell struct {
	As string `json:"as"`
	// Expected is a pattern, "" for nothing.
	Expected string       `json:"expected,omitempty"`
	Answers  []gridAnswer `json:"answers"`
	// Met is null where nothing was expected, or nothing was sent.
	Met *bool `json:"met"`
}

type gridAnswer struct {
	// Status is 0 without an answer; then Outcome says more.
	Status  int    `json:"status"`
	Outcome string `json:"outcome"`
	Count   int    `json:"count"`
	Missed  bool   `json:"missed,omitempty"`
}

// gridOf is a grid as reports tell of it; nil of none.
func gridOf(g *matrix.Grid) *grid {
	if g == nil {
		return nil
	}
	out := &grid{Identities: g.As}
	for _, r := range g.Rows {
		n := gridRow{ID: r.Ref.Item.ID, Path: r.Ref.Path(), Method: method(r.Ref), Open: r.Open}
		for i, c := range r.Cells {
			n.Cells = append(n.Cells, cellOf(g.As[i], c))
		}
		out.Requests = append(out.Requests, n)
	}
	return out
}

func cellOf(as string, c matrix.Cell) gridCell {
	n := gridCell{As: as, Expected: string(c.Expected), Answers: []gridAnswer{}}
	met, judged := true, false
	for _, t := range c.Tally {
		n.Answers = append(n.Answers, gridAnswer{Status: t.Status, Outcome: string(t.Kind), Count: t.Count, Missed: t.Missed})
		met = met && !t.Missed
		judged = judged || c.Expected != "" && t.Kind != matrix.Skipped
	}
	if judged {
		n.Met = &met
	}
	return n
}

// Text is the answer in a word, for the page.
func (a gridAnswer) Text() string {
	if a.Status > 0 {
		return strconv.Itoa(a.Status)
	}
	return a.Outcome
}

// Class is its look on the page.
func (a gridAnswer) Class() string {
	switch {
	case a.Outcome == string(matrix.Skipped), a.Status >= 400:
		return "odd"
	case a.Status == 0:
		return "bad"
	}
	return "good"
}

// mark is a sign and its look on the page.
type mark struct{ Sign, Class string }

// Mark says whether the cell is as expected; nil says nothing.
func (c gridCell) Mark() *mark {
	switch {
	case c.Met == nil:
		return nil
	case *c.Met:
		return &mark{"✓", "good"}
	}
	return &mark{"✗", "bad"}
}

// leader is the identity that every request is sent as last; "" in a run without.
func (r Run) leader() string {
	if r.Grid == nil {
		return ""
	}
	return r.Grid.As[0]
}

// expected is what a request was expected to be answered, "" for nothing.
func (r Run) expected(e runner.Done) matrix.Pattern {
	if r.Grid == nil {
		return ""
	}
	for i, as := range r.Grid.As {
		if as == e.As {
			return r.Grid.Rows[e.Position].Cells[i].Expected
		}
	}
	return ""
}
