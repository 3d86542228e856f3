package report

import (
	"context"
	"errors"
	"net"
	"net/url"
	"strings"
	"syscall"

	"github.com/google/uuid"

	"postern/engine"
	"postern/engine/collection"
	"postern/engine/redact"
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
	URL    address  `json:"url"`
	Header []header `json:"header,omitempty"`
}

// header says of those that the program has added itself that it has.
type header struct {
	shape.Row
	System bool `json:"system,omitempty"`
}

type address struct {
	shape.URL
	Query    []shape.Row `json:"query"`
	Variable []shape.Row `json:"variable"`
}

func requestOf(r collection.Request) request {
	n := shape.Of(r)
	rows := func(list []shape.Row) []shape.Row { return append([]shape.Row{}, list...) }
	out := request{Request: n, URL: address{n.URL, rows(n.URL.Query), rows(n.URL.Variable)}}
	for _, h := range n.Header {
		out.Header = append(out.Header, header{Row: h})
	}
	return out
}

// sentOf is a request as it went out, masked; a form in its rows.
func sentOf(x *engine.Exchange, mask redact.Redactor) request {
	r := collection.Request{Method: x.Sent.Method, URL: collection.ParseURL(mask.URL(x.Sent.URL))}
	form := false
	for _, h := range x.Sent.Header {
		r.Headers = append(r.Headers, collection.Param{Key: h.Name, Value: mask.Header(h.Name, h.Value)})
		form = form || strings.EqualFold(h.Name, "Content-Type") && strings.HasPrefix(h.Value, "application/x-www-form-urlencoded")
	}
	body := mask.Body(string(x.Sent.Body))
	if x.Sent.BodyCut {
		body = strings.ToValidUTF8(short(body), "")
	}
	if form && body != "" {
		r.Body = collection.Body{Mode: "urlencoded", URLEncoded: rowsOf(body)}
	} else if body != "" {
		r.Body = collection.Body{Mode: "raw", Raw: body}
	}
	out := requestOf(r)
	for i, h := range x.Sent.Header {
		out.Header[i].System = h.System
	}
	return out
}

// rowsOf are the rows of a form as it was sent.
func rowsOf(body string) (out []collection.Param) {
	plain := func(s string) string {
		if t, err := url.QueryUnescape(s); err == nil {
			return t
		}
		return s
	}
	for pair := range strings.SplitSeq(body, "&") {
		key, value, _ := strings.Cut(pair, "=")
		out = append(out, collection.Param{Key: plain(key), Value: plain(value)})
	}
	return out
}

// parent is what a failed item lies in: a folder with an id and a name, or the
// collection, whose stand in its info.
type parent struct {
	ID   string `json:"id,omitempty"`
	Name string `json:"name,omitempty"`
	Info *info  `json:"info,omitempty"`
}

type info struct {
	ID     string `json:"_postman_id"`
	Name   string `json:"name"`
	Schema string `json:"schema"`
}

func parentOf(ref collection.Ref, c *collection.Collection) *parent {
	if len(ref.Chain) > 1 {
		folder := ref.Chain[len(ref.Chain)-2]
		return &parent{ID: folder.ID, Name: folder.Name}
	}
	return &parent{Info: &info{c.ID, c.Name, "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}}
}

// nodeCode is what Node.js calls an error of the network; "" is none of those
// that tools look for.
func nodeCode(err error) string {
	var dns *net.DNSError
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		return "ECONNREFUSED"
	case errors.Is(err, syscall.ECONNRESET):
		return "ECONNRESET"
	case errors.As(err, &dns):
		return "ENOTFOUND"
	case errors.Is(err, context.DeadlineExceeded):
		return "ESOCKETTIMEDOUT"
	}
	return ""
}
