package finds

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"postern/auth"
	"postern/engine"
	"postern/engine/address"
	"postern/engine/collection"
	"postern/engine/lookup"
	"postern/engine/lookup/link"
	"postern/engine/payload"
	"postern/ui/sends"
	"postern/ui/words"
)

// maxPages is how many pages are loaded into one view.
const maxPages = 1000

// ErrLastPage says that there is no page after the one on show.
var ErrLastPage = errors.New("this response names no next page at its own origin")

// Send sends a job, as the engine does.
type Send func(ctx context.Context, job collection.Job) (*engine.Exchange, error)

// Loading sends a job for the pages behind an exchange, see [Pages].
func Loading(e sends.Engine, first *engine.Exchange) sends.Send {
	return func(ctx context.Context, job collection.Job, f *sends.Flight) (*engine.Exchange, error) {
		send := func(ctx context.Context, job collection.Job) (*engine.Exchange, error) {
			return e.Send(ctx, job, f.Note)
		}
		return Pages(ctx, send, first, job, func(pages, members int) {
			f.Members.Store(int64(members))
			f.Pages.Store(int64(pages))
		})
	}
}

// Pages loads the pages that follow an exchange and returns one exchange with
// all of them as one document. job is what its request is sent as; see [Followed]
// for what of it goes along. A next page at another origin is none. note hears of
// each page, and how many members the list has with it. If ctx ends, or a page
// fails, what was loaded so far is the document, and a warning says so.
func Pages(ctx context.Context, send Send, first *engine.Exchange, job collection.Job, note func(pages, members int)) (*engine.Exchange, error) {
	w := payload.NewWriter(payload.Limits{})
	j := link.NewJoiner(w)
	x := *first
	x.ID, x.Started, x.Hops, x.Tokens, x.Warnings = job.ID, time.Now(), nil, nil, nil
	page, last := first, first
	n, received := 0, int64(0)
	for {
		body, err := io.ReadAll(io.LimitReader(page.Response.Body.Reader(), maxBody))
		if err == nil {
			err = j.Add(body)
		}
		if err != nil && n == 0 {
			return nil, fmt.Errorf("load all pages: %w", err)
		}
		if err != nil {
			x.Warnings = append(x.Warnings, fmt.Sprintf("page %d could not be joined: %v", n+1, err))
			break
		}
		n, received = n+1, received+page.Response.WireSize
		note(n, j.Members())
		next, ok := link.Next(link.Find(lookup.Response{
			URL: page.Sent.URL, Status: page.Response.Status, Header: page.Response.Header, Body: body,
		}, lookup.Limits{}))
		if page != first {
			_ = page.Response.Body.Close() // it is in the document
		}
		if !ok || !next.Same || n == maxPages {
			break
		}
		to, _ := Followed(job, next, true)
		if page, err = send(ctx, to); page != nil {
			x.Tokens = append(x.Tokens, page.Tokens...)
			x.Secrets = append(x.Secrets, page.Secrets...)
		}
		if why := unusable(page, err); why != "" {
			x.Warnings = append(x.Warnings, fmt.Sprintf("the pages end after %d: %s", n, why))
			break
		}
		last = page
	}
	if n == 1 && len(x.Warnings) == 0 {
		return nil, ErrLastPage
	}
	if err := j.Close(); err != nil {
		return nil, fmt.Errorf("load all pages: %w", err)
	}
	body, err := w.Close()
	if err != nil {
		return nil, fmt.Errorf("load all pages: %w", err)
	}
	r := *last.Response
	r.Body, r.WireSize = body, received
	x.Response, x.Timing.Total, x.Pages = &r, time.Since(x.Started), n
	x.Warnings = append(x.Warnings, words.Plural(n, "page")+" in one document")
	return &x, nil
}

// asGet is r as a GET of an address, without a body.
func asGet(r collection.Request, url string) collection.Request {
	r = r.Clone()
	r.Method, r.Body, r.URL = "GET", collection.Body{}, collection.ParseURL(url)
	return r
}

// Followed is the job of a link in an answer: with the headers and the auth of
// job if it stays where job itself goes, elsewhere with neither, which kept says.
// That it stays where the answer came from is not enough: links, or another
// environment since, may have led away from where they belong. Without retain
// they never go.
func Followed(job collection.Job, k link.Link, retain bool) (to collection.Job, kept bool) {
	home, _ := job.Scopes.Expand(job.Request.URL.Text())
	kept = retain && k.Same && address.Parse(k.URL, true).Origin() == address.Parse(home, true).Origin()
	job.Request = asGet(job.Request, k.URL)
	if !kept {
		job.Request.Headers, job.Auth = nil, auth.Config{Type: "noauth", Realm: job.Auth.Realm}
	}
	return job, kept
}

// unusable says why a page cannot be joined, "" if it can.
func unusable(x *engine.Exchange, err error) string {
	switch {
	case err != nil:
		return err.Error()
	case x == nil || x.Response == nil || x.Response.Body == nil:
		return "a page without a body"
	case x.Err != nil:
		return x.Err.Error()
	case x.Response.Status >= 300:
		return fmt.Sprintf("a page with status %d", x.Response.Status)
	}
	return ""
}
