// Package sift is the filter of a response: the line in which a gjson path is
// typed, what it leaves of the body while it is typed, the paths of before, and
// which of them is on for which request.
//
//	| ─▶ typing ─┬─ a character ─▶ Asked ─▶ evaluated beside ─▶ Take: shown, or why not
//	             ├─ ↑ ↓ ─▶ a path of before, tab ─▶ the next step
//	             ├─ enter ─▶ Kept: it stays on, also for the next answer
//	             └─ esc ─▶ Dropped: what was on show comes back
//
// It shows nothing of a body itself: its owner does, and puts back what was
// there. Everything that reads is a [pane.Work]; an answer to a path that has
// changed meanwhile is dropped by its number, and its evaluation is given up.
package sift

import (
	"context"
	"errors"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"postern/engine"
	"postern/engine/payload/filter"
	"postern/engine/payload/tree"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/shown"
	"postern/ui/widget"
	"postern/ui/widget/filterbar"
)

// A body of a megabyte is filtered in a blink. With a larger one it is waited
// until the typing pauses.
const (
	small = 1 << 20
	pause = 120 * time.Millisecond
)

// Outcome is what a key did.
type Outcome int

// The outcomes.
const (
	// Nothing is for the owner to do.
	Nothing Outcome = iota
	// Asked means that there is another path: see the [pane.Work].
	Asked
	// Kept means that the path leads somewhere and is to be kept: show what
	// [Sift.Found] is, and call [Sift.Keep].
	Kept
	// Whole ends the typing without a path: all of the body is wanted.
	Whole
	// Dropped ends the typing: what was there before is wanted back.
	Dropped
	// Moved means that the key moves in the body; see [Sift.Key].
	Moved
)

// Sift is the filter. Make one with [New].
type Sift struct {
	bar  *filterbar.Bar
	edit keymap.Editing
	past past
	// on are the paths that are on, by request.
	on map[string]string

	// item is the request whose answer is filtered, src its body, large how
	// long a pause it needs.
	item  string
	src   *shown.Filter
	pause time.Duration
	// asked numbers the paths; stop ends the evaluation of the last.
	asked int
	stop  context.CancelFunc
	// keeping says that the path is kept as soon as it was evaluated.
	keeping bool
	// found is what the last path brought.
	found Answer
}

// Answer is what came of a path.
type Answer struct {
	asked int
	Doc   shown.Document
	// empty says that it leads to a list of nothing.
	empty bool
	// keys are the steps it could go on with, from the offset from on.
	from int
	keys []string
}

// New returns a filter that is off.
func New(env widget.Env) *Sift {
	return &Sift{bar: filterbar.New(env, safe.Lit(" |"), safe.Lit("#.profile.email")), edit: env.Edit, on: map[string]string{}}
}

// Restyle draws anew with env.
func (s *Sift) Restyle(env widget.Env) {
	s.edit = env.Edit
	s.bar.Restyle(env)
}

// On is the path that is on for a request, "" for none.
func (s *Sift) On(item string) string { return s.on[item] }

// Off takes the filter of a request off.
func (s *Sift) Off(item string) { delete(s.on, item) }

// Typing reports whether a path is being typed.
func (s *Sift) Typing() bool { return s.bar.Focused() }

// Open begins to type a path for the body of x, which is of some request; now is
// the one that is on show.
func (s *Sift) Open(request string, x *engine.Exchange, now string) pane.Intent {
	s.Close()
	s.item, s.src, s.pause = request, shown.NewFilter(x), 0
	if x.Response.Body.Size() > small {
		s.pause = pause
	}
	s.past.begin(s.item, now)
	s.bar.Set(now)
	s.bar.Focus(true)
	return s.ask()
}

// Close ends the typing and what is under way for it.
func (s *Sift) Close() {
	s.end()
	s.bar.Focus(false)
	s.src, s.keeping, s.found = nil, false, Answer{}
}

// end gives up the evaluation that is waited for.
func (s *Sift) end() {
	if s.stop != nil {
		s.stop()
		s.stop = nil
	}
	s.asked++
}

// Keep takes the path as it is typed, whatever comes of it. The intent is
// [PathsChanged].
func (s *Sift) Keep() (in pane.Intent) {
	if path := s.bar.Text(); path != "" {
		s.on[s.item] = path
		s.past.add(s.item, path)
		in = PathsChanged{slices.Clone(s.past.all)}
	} else {
		s.Off(s.item)
	}
	s.Close()
	return in
}

// PathsChanged says that a path was added to those of before.
type PathsChanged struct{ Paths []string }

// Remember takes the paths of an earlier run, behind those of this one.
func (s *Sift) Remember(paths []string) {
	for _, p := range paths[:min(len(paths), maxPast)] {
		if !slices.Contains(s.past.all, p) {
			s.past.all = append(s.past.all, p)
		}
	}
}

// Wrong reports whether the path is known to lead nowhere.
func (s *Sift) Wrong() bool { return s.stop == nil && s.found.Doc.Err != nil }

// Key handles a key press. With [Asked] comes the work, with [Moved] an action
// for the body.
func (s *Sift) Key(k tea.KeyPressMsg) (Outcome, pane.Intent, keymap.ID) {
	s.keeping = false
	if e, _ := s.edit.Read(k); e == keymap.NextField {
		return s.complete()
	}
	switch out, move := s.bar.Key(k); {
	case out == filterbar.Changed:
		s.past.typed(s.bar.Text())
		return Asked, s.ask(), ""
	case out == filterbar.Kept:
		return s.keep(), nil, ""
	case out == filterbar.Dropped:
		s.Close()
		return Dropped, nil, ""
	case out == filterbar.Moved && (move == keymap.Up || move == keymap.Down):
		return s.recall(move)
	case out == filterbar.Moved:
		return Moved, nil, move
	}
	return Nothing, nil, ""
}

// Paste inserts pasted text.
func (s *Sift) Paste(text string) pane.Intent {
	if s.bar.Paste(text) != filterbar.Changed {
		return nil
	}
	s.past.typed(s.bar.Text())
	return s.ask()
}

// keep is enter: a path that leads nowhere stays to be mended.
func (s *Sift) keep() Outcome {
	switch {
	case s.bar.Text() == "":
		s.Keep()
		return Whole
	case s.stop != nil:
		s.keeping = true
		return Nothing
	case s.Wrong():
		return Nothing
	}
	return Kept
}

// recall puts an earlier path into the line, or a later one.
func (s *Sift) recall(move keymap.ID) (Outcome, pane.Intent, keymap.ID) {
	by := 1
	if move == keymap.Down {
		by = -1
	}
	path, ok := s.past.step(by)
	if !ok {
		return Nothing, nil, ""
	}
	s.bar.Set(path)
	return Asked, s.ask(), ""
}

// complete takes the first step that the path could go on with.
func (s *Sift) complete() (Outcome, pane.Intent, keymap.ID) {
	path := s.bar.Text()
	if s.stop != nil || len(s.found.keys) == 0 || s.found.from > len(path) {
		return Nothing, nil, ""
	}
	s.bar.Set(path[:s.found.from] + s.found.keys[0])
	s.past.typed(s.bar.Text())
	return Asked, s.ask(), ""
}

// ask is the wish for what is typed to be evaluated.
func (s *Sift) ask() pane.Intent {
	s.end()
	own, stop := context.WithCancel(context.Background())
	s.stop = stop
	src, path, asked, wait := s.src, s.bar.Text(), s.asked, s.pause
	return pane.Work{Do: func(ctx context.Context) pane.Intent {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		defer context.AfterFunc(own, cancel)()
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(wait):
		}
		a := Answer{asked: asked}
		if path != "" {
			a.Doc = src.At(ctx, path)
			a.empty = members(a.Doc) == 0
		}
		a.from, a.keys = src.Keys(ctx, path)
		return a
	}}
}

// Take takes an answer in. show says that its document is to be shown, keep
// that [Sift.Keep] is to be called: that was asked for before it came. A list of nothing, which most paths lead to
// while they are typed, is shown when it is kept.
func (s *Sift) Take(a Answer) (show, keep bool) {
	if a.asked != s.asked || s.stop == nil || errors.Is(a.Doc.Err, context.Canceled) {
		return false, false
	}
	s.stop() // it has ended by itself
	s.stop, s.found = nil, a
	if s.keeping && a.Doc.Doc != nil {
		return true, true
	}
	s.keeping = false
	return a.Doc.Doc != nil && !a.empty, false
}

// Found is what the path in the line leaves.
func (s *Sift) Found() shown.Document { return s.found.Doc }

// lost reports whether the path leads to nothing.
func (a Answer) lost() bool { return a.empty || errors.Is(a.Doc.Err, filter.ErrNoMatch) }

// members is how many members a list or an object has that a path leads to; -1
// if it is neither.
func members(d shown.Document) int {
	v, ok := d.Doc.(*tree.View)
	if !ok {
		return -1
	}
	if r, err := v.Index().Row(0); err == nil && (r.Kind == tree.Array || r.Kind == tree.Object) {
		return r.Kids
	}
	return -1
}
