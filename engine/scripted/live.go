package scripted

import (
	"context"
	"slices"

	"postern/auth"
	"postern/engine"
	"postern/engine/collection"
	"postern/engine/redact"
	"postern/engine/script"
)

// live tells whoever watches a send what its scripts tell, as they do.
type live struct {
	s     *Sender
	ctx   context.Context
	job   collection.Job
	event script.Event
	watch func(engine.Event)
	// base is the exchange before these scripts; nil before the request.
	base *engine.Exchange
	// secrets are those that were known when the scripts told something first.
	secrets []auth.Secret
	knows   bool
	out     script.Outcome
}

// live returns what hears the scripts of a task; nil where nobody watches.
func (s *Sender) live(ctx context.Context, job *collection.Job, t script.Task, x *engine.Exchange, watch func(engine.Event)) func(script.Outcome) {
	if watch == nil {
		return nil
	}
	l := &live{s: s, ctx: ctx, job: *job, event: t.Event, watch: watch, base: x}
	watch(engine.Event{ID: job.ID, Phase: engine.PhaseScripts, Response: l.response()})
	return l.told
}

func (l *live) response() *engine.Response {
	if l.base == nil {
		return nil
	}
	return l.base.Response
}

// told hands on a piece with all before it.
func (l *live) told(piece script.Outcome) {
	if !l.knows {
		l.secrets, l.knows = l.known(), true
	}
	l.job.Scopes = Apply(l.job.Scopes, piece.Changes)
	o := &l.out
	o.Tests, o.Console, o.Errors = append(o.Tests, piece.Tests...), append(o.Console, piece.Console...), append(o.Errors, piece.Errors...)
	if len(o.Tests)+len(o.Console)+len(o.Errors) == 0 {
		return
	}
	x := engine.Exchange{ID: l.job.ID, ItemID: l.job.ItemID, Path: l.job.Path}
	if l.base != nil {
		x = *l.base
	}
	out := l.out // what is appended later lies behind it
	if l.event == script.BeforeRequest {
		x.Before = &out
	} else {
		x.After = &out
	}
	x.Secrets = slices.Concat(l.secrets, secrets(&l.job))
	l.watch(engine.Event{ID: l.job.ID, Phase: engine.PhaseScripts, Response: l.response(), Told: &x})
}

// known are the secrets of the exchange so far, or of the request as it would go
// out now.
func (l *live) known() []auth.Secret {
	out := l.s.literals(&l.job)
	if l.base != nil {
		return append(out, l.base.AllSecrets()...)
	}
	job := l.job
	job.Assume()
	p, _ := l.s.Prepare(l.ctx, job) // what cannot be built has the secrets that were found
	if p == nil {
		return out
	}
	out = append(append(out, p.Secrets...), redact.URLSecrets(p.Request.URL)...)
	for _, h := range p.Request.Header {
		out = append(out, redact.HeaderSecrets(h.Name, h.Value)...)
	}
	return out
}
