// Package scripted is a send with its scripts: those before the request may
// change variables and the request itself, or keep it from being sent; those
// behind the answer test it, and change variables too.
//
//	job ─▶ before ─▶ engine.Send ─▶ after ─▶ exchange
//
// The scripts run in the child of package engine/script; what they ask of the
// world, a request of their own or a cookie, goes through the engine. What they
// did stands in the exchange; nothing is kept here. Whoever sends takes the
// changes of variables over with [Apply], into the scopes of a run or into the
// documents that are open.
//
// Scripts of a job that is not trusted are held, and the exchange says so.
package scripted

import (
	"context"
	"errors"
	"slices"
	"sync"

	"postern/auth"
	"postern/engine"
	"postern/engine/collection"
	"postern/engine/redact"
	"postern/engine/script"
)

// Scripts runs the scripts of a task; [script.Host] is one.
type Scripts interface {
	Run(ctx context.Context, t script.Task, s script.Services) (script.Outcome, error)
}

// early are scripts that can get ready before there is a task.
type early interface{ Warm() }

// Sender sends jobs with their scripts. Make one with [New]; it is safe for
// concurrent use.
type Sender struct {
	*engine.Engine
	scripts Scripts
	// warmed says that the scripts were told to get ready.
	warmed sync.Once
	// texts are what scripts hold of secrets, by their source.
	texts sync.Map
}

// New returns a sender; it closes neither of the two. Without scripts it sends as
// the engine does.
func New(e *engine.Engine, s Scripts) *Sender { return &Sender{Engine: e, scripts: s} }

// Held is the warning of an exchange whose scripts did not run.
const Held = "its scripts were not run: you have not said that you trust them"

// Send is [engine.Engine.Send] with the scripts of the job around it. That a
// script or a test fails is no error: it stands in the exchange.
func (s *Sender) Send(ctx context.Context, job collection.Job, watch func(engine.Event)) (*engine.Exchange, error) {
	switch {
	case s.scripts == nil, len(job.Before)+len(job.After) == 0:
		return s.assumed(ctx, job, watch)
	case !job.Trusted:
		x, err := s.assumed(ctx, job, watch)
		if x != nil {
			x.Warnings = append(x.Warnings, Held)
		}
		return x, err
	}
	return s.send(ctx, job, watch)
}

// assumed sends a job as whom it is to be sent. Scripts see it as it says itself:
// the settings of another auth are none of theirs.
func (s *Sender) assumed(ctx context.Context, job collection.Job, watch func(engine.Event)) (*engine.Exchange, error) {
	open := job.Assume()
	x, err := s.Engine.Send(ctx, job, watch)
	if x != nil {
		x.Open = open
	}
	return x, err
}

func (s *Sender) send(ctx context.Context, job collection.Job, watch func(engine.Event)) (*engine.Exchange, error) {
	s.warm()
	before, err := s.before(ctx, &job, watch)
	if err != nil {
		return nil, err
	}
	if before != nil && before.Skip {
		return &engine.Exchange{ID: job.ID, ItemID: job.ItemID, Path: job.Path, Before: before, Secrets: append(secrets(&job), s.literals(&job)...)}, nil
	}
	x, err := s.assumed(ctx, job, watch)
	if x == nil && before != nil { // what the scripts told is not lost with the request
		x = &engine.Exchange{ID: job.ID, ItemID: job.ItemID, Path: job.Path}
		errors.As(err, &x.Err)
	}
	if x == nil {
		return x, err
	}
	x.Before, x.Secrets = before, slices.Concat(x.Secrets, secrets(&job), s.literals(&job))
	if err != nil || x.Response == nil || len(job.After) == 0 || job.Refused(x.Response.Status) {
		return x, err
	}
	return x, s.after(ctx, &job, x, watch)
}

// warm lets the first child start while the first request is under way, which
// takes as long as a request on the same machine.
func (s *Sender) warm() {
	s.warmed.Do(func() {
		if e, ok := s.scripts.(early); ok {
			go e.Warm()
		}
	})
}

// secrets are those of all variables: a script may print any of them.
func secrets(job *collection.Job) []auth.Secret {
	var out []auth.Secret
	for _, l := range job.Scopes.Layers {
		for _, v := range l.Vars {
			if (v.Secret || redact.Sensitive(v.Name)) && v.Value != "" {
				out = append(out, auth.Secret(v.Value))
			}
		}
	}
	return out
}

// before runs the scripts before the request and makes the job what they want
// it to be.
func (s *Sender) before(ctx context.Context, job *collection.Job, watch func(engine.Event)) (*script.Outcome, error) {
	if len(job.Before) == 0 {
		return nil, nil
	}
	t := task(job, script.BeforeRequest)
	t.Scripts, t.Request = job.Before, job.Request.Clone()
	t.Request.Auth = &job.Auth
	address, _ := job.Scopes.Expand(job.Request.URL.String())
	t.Cookies = s.cookies(job, address)
	out, err := s.run(ctx, job, t, s.live(ctx, job, t, nil, watch))
	if err != nil {
		return nil, err
	}
	job.Scopes = Apply(job.Scopes, out.Changes)
	if r := out.Request; r != nil {
		if r.Auth != nil {
			realm := job.Auth.Realm
			job.Auth, job.AuthFrom, job.AuthOwner = r.Auth.Clone(), "request", ""
			job.Auth.Realm = realm
		}
		job.Request = *r
	}
	return &out, nil
}

// after runs the scripts behind the answer.
func (s *Sender) after(ctx context.Context, job *collection.Job, x *engine.Exchange, watch func(engine.Event)) error {
	t := task(job, script.AfterResponse)
	t.Scripts, t.Request, t.Response = job.After, sent(job, x), response(x, true)
	t.Request.Auth = &job.Auth
	t.Cookies = s.cookies(job, x.Sent.URL)
	t.Response.Cookies = t.Cookies
	out, err := s.run(ctx, job, t, s.live(ctx, job, t, x, watch))
	if err != nil {
		return err
	}
	x.After = &out
	job.Scopes = Apply(job.Scopes, out.Changes)
	x.Secrets = append(x.Secrets, secrets(job)...)
	return nil
}

// run runs a task. A child that failed is the failure of the script it was at;
// only the end of ctx is an error.
func (s *Sender) run(ctx context.Context, job *collection.Job, t script.Task, told func(script.Outcome)) (script.Outcome, error) {
	out, err := s.scripts.Run(ctx, t, script.Services{
		Send: func(ctx context.Context, r collection.Request) (*script.Response, error) { return s.own(ctx, job, r) },
		Jar:  s.jarOf(job),
		Told: told,
	})
	if ctx.Err() != nil {
		return out, &engine.Error{Stage: engine.StageCancelled, Summary: "cancelled", Err: ctx.Err()}
	}
	if err != nil {
		e := script.Error{Name: "Error", Message: err.Error()}
		var f *script.Failure
		if errors.As(err, &f) {
			e.Place.Owner = f.Owner
			e.Message += ": " + f.Hint()
		}
		out.Errors = append(out.Errors, e)
	}
	return out, nil
}

var errFiles = errors.New("a script may not send files")

// own sends a request of a script's own: it inherits no auth, no name in it is
// replaced, and files are not read for it.
func (s *Sender) own(ctx context.Context, job *collection.Job, r collection.Request) (*script.Response, error) {
	if r.Body.Mode == "file" && r.Body.File != (collection.FileRef{}) {
		return nil, errFiles
	}
	for _, p := range r.Body.Form {
		if len(p.Src) > 0 {
			return nil, errFiles
		}
	}
	j := collection.Job{ID: job.ID, Path: job.Path, Request: r, Behavior: map[string]any{"disableBodyPruning": true}} // a body that a script gives is meant
	if r.Auth != nil {
		j.Auth, j.AuthFrom = r.Auth.Clone(), "request"
	}
	j.Auth.Realm = job.Auth.Realm
	x, err := s.Engine.Send(ctx, j, nil)
	if x != nil && x.Response != nil && x.Response.Body != nil {
		defer x.Response.Body.Close() // it is handed on as a copy
	}
	var failed *engine.Error
	switch {
	case errors.As(err, &failed): // a script is told what a person is, without the words of the network's library
		return nil, errors.New(failed.Summary)
	case err != nil:
		return nil, err
	}
	out := response(x, false)
	out.Cookies = s.cookies(&j, x.Sent.URL)
	return out, nil
}
