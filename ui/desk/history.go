package desk

import (
	"maps"
	"slices"

	"postern/auth"
	"postern/engine/collection"
)

// maxSteps is how many edits can be undone. A step holds what it replaced, and
// bodies can be large.
const maxSteps = 500

// mark names something that can be ahead of its file: an item, or a document
// itself. Ids of items are unique within their document only.
type mark struct{ doc, id string }

// Version is how far everything was edited at a moment: a save takes one along
// and hands it to [Desk.Saved], so that what was edited meanwhile stays ahead.
type Version struct{ marks map[mark]int }

// Change is where an edit, its undoing or its redoing shows.
type Change struct {
	// Title says what it was: "renaming of Users".
	Title string
	// Collection and Item are ids; Item may be gone, or "" for the collection
	// itself. Both are "" for environments.
	Collection, Item string
	// Environment is an id, "" for none.
	Environment string
}

// step is one edit: the way there, the way back, and what is ahead of its file
// because of it.
type step struct {
	Change
	do    func() (undo func(), ok bool)
	undo  func()
	marks []mark
	// born is the id of the document that the step made, "" for none.
	born string
	// serial names the state the marks are in after the step, was those before.
	serial int
	was    []int
}

// history is the edits of everything on the desk, in one order. An undo is good
// for the state that its edit left, so they are undone strictly backwards.
//
// Every edit gives its marks a new state and every undo the one before, so that
// undoing what was edited since the last save leaves nothing unsaved.
type history struct {
	done, undone []*step
	serial       int
	// moves is what [history.Edits] counts.
	moves int
	// Rev counts everything that changes what names resolve to or what a
	// request is.
	Rev int
	// now is the state of every mark, saved that which the files are in.
	now, saved map[mark]int
}

func newHistory() history { return history{now: map[mark]int{}, saved: map[mark]int{}} }

// run carries out a new edit. It reports false when there is nothing to edit.
func (h *history) run(s *step) bool {
	h.serial++
	s.serial = h.serial
	if !h.apply(s) {
		return false
	}
	clear(h.undone)
	h.undone = h.undone[:0]
	if len(h.done) > maxSteps {
		h.done = slices.Delete(h.done, 0, len(h.done)-maxSteps)
	}
	return true
}

// apply does a step, for the first time or again.
func (h *history) apply(s *step) bool {
	undo, ok := s.do()
	if !ok {
		return false
	}
	s.undo, s.was = undo, s.was[:0]
	for _, m := range s.marks {
		s.was = append(s.was, h.now[m])
		h.now[m] = s.serial
	}
	h.done = append(h.done, s)
	h.moves++
	return true
}

// back undoes the last step.
func (h *history) back() (Change, bool) {
	s, ok := pop(&h.done)
	if !ok {
		return Change{}, false
	}
	s.undo()
	for i, m := range s.marks {
		h.now[m] = s.was[i]
	}
	h.undone = append(h.undone, s)
	h.moves++
	return s.Change, true
}

// again does the step that was undone last.
func (h *history) again() (Change, bool) {
	s, ok := pop(&h.undone)
	if !ok || !h.apply(s) {
		return Change{}, false
	}
	return s.Change, true
}

// forget takes steps out that can be neither undone nor done again. What they
// put ahead of its file stays so.
func (h *history) forget(match func(Change) bool) {
	drop := func(s *step) bool { return match(s.Change) }
	h.done, h.undone = slices.DeleteFunc(h.done, drop), slices.DeleteFunc(h.undone, drop)
}

func pop(steps *[]*step) (*step, bool) {
	n := len(*steps)
	if n == 0 {
		return nil, false
	}
	s := (*steps)[n-1]
	(*steps)[n-1] = nil
	*steps = (*steps)[:n-1]
	return s, true
}

// change carries out an edit of a collection; ids are what it puts ahead of the
// file.
func (h *history) change(doc, item, title string, do func() (func(), bool), ids ...string) bool {
	s := &step{Change: Change{Title: title, Collection: doc, Item: item}, do: do}
	for _, id := range ids {
		s.marks = append(s.marks, mark{doc, id})
	}
	h.Rev++
	return h.run(s)
}

// SetAuth gives an item, or a collection if it is nil, another auth; nil
// inherits.
func (h *history) SetAuth(c *collection.Collection, it *collection.Item, a *auth.Config) bool {
	item, id, name := "", c.ID, c.Name
	if it != nil {
		item, id, name = it.ID, it.ID, it.Name
	}
	return h.change(c.ID, item, "edit of the auth of "+name, func() (func(), bool) { return c.SetAuth(item, a) }, id)
}

// SetSettings gives an item, or a collection if it is nil, other settings; what
// names what is another in them.
func (h *history) SetSettings(c *collection.Collection, it *collection.Item, what string, s collection.Settings) bool {
	item, id, name := "", c.ID, c.Name
	if it != nil {
		item, id, name = it.ID, it.ID, it.Name
	}
	return h.change(c.ID, item, "edit of "+what+" of "+name, func() (func(), bool) { return c.SetSettings(item, s) }, id)
}

// bear takes a new document in, by its id.
func (h *history) bear(c Change, doc string, do func() (func(), bool)) {
	h.Rev++
	h.run(&step{Change: c, do: do, marks: []mark{{doc, doc}}, born: doc})
}

// ahead reports whether something is not as its file has it.
func (h *history) ahead(m mark) bool { return h.now[m] != h.saved[m] }

// Undo takes the last edit back, whatever it was of.
func (h *history) Undo() (Change, bool) {
	c, ok := h.back()
	h.Rev++
	return c, ok
}

// Redo does the edit again that was taken back last.
func (h *history) Redo() (Change, bool) {
	c, ok := h.again()
	h.Rev++
	return c, ok
}

// CanUndo reports whether there is an edit to take back.
func (h *history) CanUndo() bool { return len(h.done) > 0 }

// CanRedo reports whether there is one to do again.
func (h *history) CanRedo() bool { return len(h.undone) > 0 }

// Version returns how far everything is edited.
func (h *history) Version() Version { return Version{maps.Clone(h.now)} }

// Saved notes that a document was written as it was at a version. One that has a
// file is no longer taken back by an undo: that would not delete the file.
func (h *history) Saved(id string, v Version) {
	made := func(s *step) bool { return s.born == id }
	if slices.ContainsFunc(h.undone, made) {
		return // it was taken back while it was being written
	}
	h.done = slices.DeleteFunc(h.done, made)
	h.moves++
	for m, state := range v.marks {
		if m.doc == id {
			h.saved[m] = state
		}
	}
}

// Unsaved reports whether any file is behind. Every frame asks.
func (h *history) Unsaved() bool {
	for m := range h.now {
		if h.ahead(m) {
			return true
		}
	}
	return false
}

// Edited is the number of documents whose files are behind.
func (h *history) Edited() int { return len(h.edited()) }

// edited are the documents whose files are behind.
func (h *history) edited() map[string]bool {
	out := map[string]bool{}
	for m := range h.now {
		if h.ahead(m) {
			out[m.doc] = true
		}
	}
	return out
}

// IsEdited reports whether an item of a document, or the document itself, is
// ahead of its file.
func (h *history) IsEdited(doc, id string) bool { return h.ahead(mark{doc, id}) }

// EditedItems are the ids of all items and documents that are ahead of their
// files.
func (h *history) EditedItems() map[string]bool {
	out := map[string]bool{}
	for m := range h.now {
		if h.ahead(m) {
			out[m.id] = true
		}
	}
	return out
}
