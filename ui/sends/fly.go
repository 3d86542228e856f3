package sends

import (
	"context"
	"errors"
	"maps"
	"strconv"
	"time"

	"postern/engine"
	"postern/engine/collection"
)

// Engine is what sends a job and tells watch how that goes.
type Engine interface {
	Send(ctx context.Context, job collection.Job, watch func(engine.Event)) (*engine.Exchange, error)
}

// Send is what a flight does.
type Send func(ctx context.Context, job collection.Job, f *Flight) (*engine.Exchange, error)

// By sends a job as it is.
func By(e Engine) Send {
	return func(ctx context.Context, job collection.Job, f *Flight) (*engine.Exchange, error) {
		return e.Send(ctx, job, f.Note)
	}
}

// With is a job with settings of its own on top.
func With(job collection.Job, behavior map[string]any) collection.Job {
	if behavior != nil {
		own := maps.Clone(behavior)
		for k, v := range job.Behavior {
			if _, ok := own[k]; !ok {
				own[k] = v
			}
		}
		job.Behavior = own
	}
	return job
}

// Landed is what a flight brought. On an error Exchange may still hold what was
// sent; it is nil if the request could not be built.
type Landed struct {
	ID, ItemID, Realm string
	// Path are the names down to the request.
	Path     []string
	Exchange *engine.Exchange
	Err      error
}

// Name is that of the request.
func (l Landed) Name() string { return l.Path[len(l.Path)-1] }

// Fly starts the flight of a job whose item is in none; from is the exchange that
// it goes on from, if it does. wait is to be called in a command.
func (s *Sends) Fly(ctx context.Context, job collection.Job, from *engine.Exchange, now time.Time, send Send) (f *Flight, wait func() Landed) {
	s.ids++
	job.ID = strconv.Itoa(s.ids)
	ctx, cancel := context.WithCancel(ctx)
	f = &Flight{ID: job.ID, ItemID: job.ItemID, Asked: job.Request.Clone(), Started: now, From: from, Cancel: cancel}
	s.Flying[job.ItemID] = f
	return f, func() Landed {
		x, err := send(ctx, job, f)
		return Landed{ID: job.ID, ItemID: job.ItemID, Realm: job.Auth.Realm, Path: job.Path, Exchange: x, Err: err}
	}
}

// Take takes a flight off and keeps what it brought, with its error in it. It
// reports false when the flight is not the item's current one.
func (s *Sends) Take(l Landed) (x *engine.Exchange, ok bool) {
	x = outcome(l)
	if !s.Done(l.ItemID, l.ID, x) {
		discard(x)
		return nil, false
	}
	return x, true
}

// outcome is the exchange of a flight with the error in it: one of our own where
// nothing came back.
func outcome(l Landed) *engine.Exchange {
	x := l.Exchange
	if x == nil {
		x = &engine.Exchange{ID: l.ID, ItemID: l.ItemID, Path: l.Path}
	}
	if x.Err == nil && l.Err != nil && !errors.As(l.Err, &x.Err) {
		x.Err = &engine.Error{Stage: engine.StageTransfer, Summary: "the send failed", Err: l.Err}
	}
	return x
}

// Drop takes off a flight that brought nothing to show instead of what it went on
// from. It reports false for any other.
func (s *Sends) Drop(l Landed) bool {
	f := s.Flying[l.ItemID]
	if l.Exchange != nil || f == nil || f.ID != l.ID || f.From == nil {
		return false
	}
	s.Land(l)
	return true
}

// Land takes off a flight that brought nothing to keep.
func (s *Sends) Land(l Landed) {
	if f := s.Flying[l.ItemID]; f != nil && f.ID == l.ID {
		f.Cancel()
		delete(s.Flying, l.ItemID)
	}
}

// Cancel ends the flight of an item, and reports whether it is in one.
func (s *Sends) Cancel(itemID string) bool {
	f := s.Flying[itemID]
	if f != nil {
		f.Cancel()
	}
	return f != nil
}

// CancelAll ends all flights, and reports whether there are any.
func (s *Sends) CancelAll() bool {
	for _, f := range s.Flying {
		f.Cancel()
	}
	return len(s.Flying) > 0
}
