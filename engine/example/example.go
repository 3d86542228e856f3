// Package example makes a saved example of an exchange: the request as it is
// saved and templated, and the answer it got, with every secret masked. An
// example stands in a file that others get, so nothing in it may log in.
//
// It is not for keeping exchanges: history has them whole.
package example

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"postern/auth"
	"postern/engine"
	"postern/engine/collection"
	"postern/engine/payload"
	"postern/engine/payload/charset"
	"postern/engine/payload/decode"
	"postern/engine/redact"
	"postern/engine/vars"
)

// MaxBody is the largest body of an example, in bytes: it becomes a string in
// the collection's file.
const MaxBody = 5 << 20

// ErrNoResponse says that a send brought nothing that could be an example.
var ErrNoResponse = errors.New("there is no response to save")

// Of returns the example that x is of asked, the request as it was sent but
// for its templates. Auth stays out of it, as in Postman. A body that is not
// text stays out too, since a file of JSON cannot hold it.
func Of(ctx context.Context, name string, asked collection.Request, x *engine.Exchange) (collection.Example, error) {
	if x == nil || x.Response == nil {
		return collection.Example{}, ErrNoResponse
	}
	r := x.Redactor()
	original := masked(asked.Clone(), r)
	e := collection.Example{
		Name: name, Original: &original, Status: x.Response.Reason, Code: x.Response.Status,
		Header: headers(x.Response.Header, r),
	}
	if x.Response.Body == nil {
		return e, nil
	}
	body, kind, err := text(ctx, x.Response)
	if err != nil {
		return collection.Example{}, fmt.Errorf("save the response as an example: %w", err)
	}
	e.Body, e.Preview = r.Body(body), languages()[kind]
	return e, nil
}

// languages are Postman's words for what a body is.
func languages() map[payload.Kind]string {
	return map[payload.Kind]string{
		payload.JSON: "json", payload.XML: "xml", payload.HTML: "html", payload.Text: "text", payload.Empty: "text",
	}
}

// text is a body as UTF-8, "" if it is none.
func text(ctx context.Context, res *engine.Response) (string, payload.Kind, error) {
	if n := res.Body.Size(); n > MaxBody {
		return "", 0, fmt.Errorf("its body of %s is larger than %s", payload.FormatSize(n), payload.FormatSize(MaxBody))
	}
	head, err := res.Body.Bytes(payload.SniffLen)
	if err != nil {
		return "", 0, err
	}
	kind := payload.Sniff(res.Header.Get("Content-Type"), head)
	if kind == payload.Binary || kind == payload.Image {
		return "", kind, nil
	}
	body, err := decode.Body(ctx, res.Body, charset.Of(res.Header.Get("Content-Type"), head))
	if errors.Is(err, decode.ErrCharset) {
		body, err = res.Body, nil
	}
	if err != nil {
		return "", 0, err
	}
	b, err := body.Bytes(2 * MaxBody) // a narrow charset grows in UTF-8
	return strings.ToValidUTF8(string(b), "\ufffd"), kind, err
}

// headers are those of the answer, in the order of their names.
func headers(h http.Header, r redact.Redactor) []collection.Param {
	var out []collection.Param
	for name, values := range h {
		for _, v := range values {
			out = append(out, collection.Param{Key: name, Value: r.Header(name, v)})
		}
	}
	slices.SortStableFunc(out, func(a, b collection.Param) int { return strings.Compare(a.Key, b.Key) })
	return out
}

// masked is a request without its secrets. What comes from variables is none:
// the templates stay.
func masked(q collection.Request, r redact.Redactor) collection.Request {
	q.Auth = nil
	param := func(name, value string) string {
		if probe := "?" + name + "=x"; r.URL(probe) != probe { // its name says so
			return auth.Mask
		}
		return r.Text(value)
	}
	rows(q.Headers, r.Header)
	rows(q.URL.Query, param)
	rows(q.URL.Vars, param)
	rows(q.Body.URLEncoded, param)
	for i := range q.Body.Form {
		q.Body.Form[i].Param = one(q.Body.Form[i].Param, param)
	}
	if q.URL.HasPassword && !templated(q.URL.Password) {
		q.URL.Password = auth.Mask
	}
	for _, s := range []*string{&q.Body.Raw, &q.Body.GraphQL.Query, &q.Body.GraphQL.Variables, &q.Body.File.Content} {
		*s = r.Text(*s)
	}
	for i := range q.URL.Path {
		q.URL.Path[i] = r.Text(q.URL.Path[i])
	}
	return q
}

func rows(ps []collection.Param, mask func(name, value string) string) {
	for i, p := range ps {
		ps[i] = one(p, mask)
	}
}

func one(p collection.Param, mask func(name, value string) string) collection.Param {
	if p.Value != "" && !templated(p.Value) {
		p.Value = mask(p.Key, p.Value)
	}
	return p
}

// templated reports whether a value is variables and nothing more, but for the
// word that names a scheme: "Bearer {{token}}".
func templated(value string) bool {
	if word, rest, ok := strings.Cut(value, " "); ok && !strings.Contains(word, "{{") {
		value = rest
	}
	refs := vars.Scan(value)
	if len(refs) == 0 {
		return false
	}
	at := 0
	for _, ref := range refs {
		if strings.TrimSpace(value[at:ref.Start]) != "" {
			return false
		}
		at = ref.End
	}
	return strings.TrimSpace(value[at:]) == ""
}
