package scripts_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"postern/engine"
	"postern/engine/collection"
	"postern/store/trust"
	"postern/ui/scripts"
)

// sender notes whether the scripts of the last job would have run.
type sender struct{ ran bool }

func (s *sender) Send(_ context.Context, job collection.Job, _ func(engine.Event)) (*engine.Exchange, error) {
	s.ran = job.Trusted
	return &engine.Exchange{}, nil
}

// trusted are texts.
type trusted map[string]bool

func (t trusted) Unknown(_ context.Context, all []collection.Script) ([]collection.Script, error) {
	return slices.DeleteFunc(slices.Clone(all), func(s collection.Script) bool { return t[s.Source] }), nil
}

func (t trusted) Trust(_ context.Context, all []collection.Script) error {
	for _, s := range all {
		t[s.Source] = true
	}
	return nil
}

func (t trusted) Changed(context.Context, collection.Script) (trust.Change, bool, error) {
	return trust.Change{}, false, nil
}

// house is a collection with scripts of its own and of two requests, and its
// guard.
type house struct {
	*testing.T
	*scripts.Guard
	trusted trusted
	sender  *sender
	c       *collection.Collection
}

func newHouse(t *testing.T, known string) house {
	script := func(s string) []collection.Event {
		return []collection.Event{{Listen: collection.BeforeRequest, Script: s}}
	}
	h := house{T: t, trusted: trusted{}, sender: &sender{}, c: &collection.Collection{ID: "c", Events: script("top"), Items: []*collection.Item{
		{ID: "a", Request: &collection.Request{}, Events: script("a")}, {ID: "b", Request: &collection.Request{}, Events: script("b")},
	}}}
	h.Guard = scripts.New(h.sender, h.trusted)
	for s := range strings.FieldsSeq(known) {
		h.trusted[s] = true
	}
	return h
}

// write edits the script of an item as the person does; change does as another
// program would.
func (h house) write(item int, text string) {
	it := h.c.Items[item]
	s := it.Settings()
	s.Events = collection.WithScript(s.Events, collection.BeforeRequest, text)
	h.Wrote(h.c, it, s)
	it.Events = s.Events
}

func (h house) change(item int, text string) {
	h.c.Items[item].Events = []collection.Event{{Listen: collection.BeforeRequest, Script: text}}
}

// asked sends an item, and reports whether the person would be asked.
func (h house) asked(item int) bool {
	h.Helper()
	h.sender.ran = false
	job := collection.Job{Before: h.c.Scripts(h.c.Items[item:item+1], collection.BeforeRequest)}
	_, err := h.Send(h.Context(), job, nil)
	var u *scripts.Untrusted
	if err != nil && !errors.As(err, &u) {
		h.Fatal(err)
	}
	if asked := err != nil; asked == h.sender.ran {
		h.Fatalf("asked %v, ran %v", asked, h.sender.ran)
	}
	return err != nil
}

func TestWhatThePersonWritesIsTrusted(t *testing.T) {
	for _, tt := range []struct {
		name, known string
		do          func(house)
		asked       bool
	}{
		{"nothing was written", "top a b", func(house) {}, false},
		{"nothing is trusted", "", func(house) {}, true},
		{"written among the trusted", "top a b", func(h house) { h.write(0, "mine") }, false},
		{"written a letter at a time", "top a b", func(h house) { h.write(0, "m"); h.write(0, "mi"); h.write(0, "m") }, false},
		{"written and taken back", "top a b", func(h house) { h.write(0, "mine"); h.change(0, "a") }, false},
		{"written anew after it was taken back", "top a b", func(h house) { h.write(0, "m"); h.change(0, "a"); h.write(0, "other") }, false},
		{"written among others that are not", "top a", func(h house) { h.write(0, "mine") }, true},
		{"written over one that is not", "top b", func(h house) { h.write(0, "mine") }, true},
		{"changed by another program", "top a b", func(h house) { h.change(0, "theirs") }, true},
		{"changed by another program after it was written", "top a b", func(h house) { h.write(0, "mine"); h.change(0, "theirs") }, true},
		{"written over what another program changed", "top a b", func(h house) { h.write(0, "mine"); h.change(0, "theirs"); h.write(0, "theirs too") }, true},
		{"another one changed by another program", "top a b", func(h house) { h.write(1, "mine"); h.change(0, "theirs") }, true},
		{"written after the person was asked", "", func(h house) {
			h.write(0, "m")
			if err := h.Trust(h.Context(), scripts.All(h.c)); err != nil {
				h.Fatal(err)
			}
			h.write(0, "mine")
		}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := newHouse(t, tt.known)
			tt.do(h)
			if got := h.asked(0); got != tt.asked {
				t.Errorf("asked %v", got)
			}
			if !tt.asked && h.asked(0) {
				t.Error("it is asked the second time")
			}
		})
	}
}
