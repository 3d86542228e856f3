package report

import (
	"github.com/google/uuid"

	"postern/engine/collection"
	"postern/engine/runner"
	"postern/engine/script/shape"
)

// cursor is a place of the run.
type cursor struct {
	Position      int    `json:"position"`
	Iteration     int    `json:"iteration"`
	Length        int    `json:"length"`
	Cycles        int    `json:"cycles"`
	Ref           string `json:"ref"`
	HTTPRequestID string `json:"httpRequestId,omitempty"`
	// The first of a run has these too, that of an iteration the last of them.
	Empty *bool `json:"empty,omitempty"`
	EOF   *bool `json:"eof,omitempty"`
	BOF   *bool `json:"bof,omitempty"`
	CR    *bool `json:"cr,omitempty"`
}

// at is newman's cursor of a place.
func at(c runner.Cursor) cursor {
	n := cursor{Position: c.Position, Iteration: c.Iteration, Length: c.Length, Cycles: c.Iterations, Ref: uuid.NewString(), HTTPRequestID: uuid.NewString()}
	yes, no := true, false
	switch {
	case c.Position == 0 && c.Iteration == 0:
		n.Empty, n.EOF, n.BOF, n.CR = &no, &no, &yes, &no
	case c.Position == 0:
		n.CR = &yes
	}
	return n
}

// request is a request as Postman's software writes it: with empty lists where
// an address has none.
type request struct {
	shape.Request
	URL    address     `json:"url"`
	Header []shape.Row `json:"header,omitempty"`
}

type address struct {
	shape.URL
	Query    []shape.Row `json:"query"`
	Variable []shape.Row `json:"variable"`
}

func requestOf(r collection.Request) request {
	n := shape.Of(r)
	rows := func(list []shape.Row) []shape.Row { return append([]shape.Row{}, list...) }
	return request{Request: n, URL: address{n.URL, rows(n.URL.Query), rows(n.URL.Variable)}, Header: n.Header}
}
