package editor

// depth is how many steps can be taken back.
const depth = 500

// kind tells edits apart, so that a run of the same kind is one step.
type kind int

const (
	nothing kind = iota
	typing
	deleting
	pasting
)

// step says that the lines old, which begin at line at, became new.
type step struct {
	at            int
	old, new      []string
	before, after pos
}

func (s step) inverse() step {
	return step{at: s.at, old: s.new, new: s.old, before: s.after, after: s.before}
}

// history holds the steps to go back and forth. It keeps the lines that a step
// touched, not the text.
type history struct {
	past, future []step
	last         kind
}

// record notes a step. One that goes on where the last one of the same kind
// ended, within a line, becomes part of it.
func (h *history) record(s step, k kind) {
	h.future = nil
	if n := len(h.past) - 1; n >= 0 && k == h.last && k != pasting && h.past[n].continues(s) {
		h.past[n].new, h.past[n].after = s.new, s.after
		return
	}
	h.last = k
	h.past = append(h.past, s)
	if len(h.past) > depth {
		h.past = h.past[1:]
	}
}

func (s step) continues(n step) bool {
	return s.at == n.at && s.after == n.before && len(s.new) == 1 && len(n.old) == 1 && len(n.new) == 1
}

// seal makes the next edit a step of its own.
func (h *history) seal() { h.last = nothing }

func (h *history) undo() (step, bool) {
	h.seal()
	n := len(h.past) - 1
	if n < 0 {
		return step{}, false
	}
	s := h.past[n]
	h.past = h.past[:n]
	h.future = append(h.future, s)
	return s.inverse(), true
}

func (h *history) redo() (step, bool) {
	h.seal()
	n := len(h.future) - 1
	if n < 0 {
		return step{}, false
	}
	s := h.future[n]
	h.future = h.future[:n]
	h.past = append(h.past, s)
	return s, true
}
