package editor

import (
	tea "charm.land/bubbletea/v2"

	"postern/ui/keymap"
)

// Key handles one key press.
func (e *Editor) Key(k tea.KeyPressMsg) Outcome {
	h := hand{e}
	if ed, ok := e.env.Edit.Selects(k); ok {
		e.text.anchor()
		h.step(ed)
		return Moved
	}
	ed, text := e.env.Edit.Read(k)
	switch {
	case ed == keymap.Ignore:
		return Ignored
	case ed == keymap.Abandon:
		return Left
	case ed == keymap.Format:
		return Formatted
	case ed == keymap.CopySelection || ed == keymap.CutSelection:
		return h.take(ed)
	case ed == keymap.SelectAll:
		e.text.sel = selection{on: true}
		h.step(keymap.TextEnd)
		return Moved
	case ed.Moves():
		if to, ok := e.text.leave(ed); ok {
			e.jump(to)
			return Moved
		}
		h.step(ed)
		return Moved
	}
	out := h.change(ed, text)
	if out != Ignored {
		e.jump(e.text.at)
	}
	return out
}

// hand does what keys mean.
type hand struct{ *Editor }

// take notes the selection, to be copied, and cuts it if it is to be cut.
func (e hand) take(ed keymap.Edit) Outcome {
	if e.taken = e.text.selected(); e.taken == "" {
		return Ignored
	}
	if ed == keymap.CopySelection {
		return Copied
	}
	e.text.over(ed, "")
	e.jump(e.text.at)
	return Cut
}

// step moves the cursor.
func (e hand) step(ed keymap.Edit) {
	if e.vertical(ed) {
		return
	}
	if to, ok := e.text.target(ed); ok {
		e.text.hist.seal()
		e.jump(to)
	}
}

// change handles the keys that change the text.
func (e hand) change(ed keymap.Edit, text string) Outcome {
	if out, ok := e.text.over(ed, text); ok {
		return out
	}
	switch ed {
	case keymap.Insert:
		return e.text.typed(text)
	case keymap.NewLine:
		return e.text.newLine()
	case keymap.NextField, keymap.Indent:
		return e.text.insert(e.opt.Indent, pasting)
	case keymap.PrevField, keymap.Outdent:
		return e.text.outdent()
	case keymap.EditUndo:
		return e.text.travel(e.text.hist.undo)
	case keymap.EditRedo:
		return e.text.travel(e.text.hist.redo)
	}
	return e.text.remove(ed)
}

// vertical handles the keys that go to other lines and keep the column.
func (e hand) vertical(ed keymap.Edit) bool {
	by := 0
	switch ed {
	case keymap.CursorUp:
		by = -1
	case keymap.CursorDown:
		by = 1
	case keymap.EditPageUp:
		by = -max(e.height-1, 1)
	case keymap.EditPageDown:
		by = max(e.height-1, 1)
	default:
		return false
	}
	e.text.hist.seal()
	goal := e.goal
	if goal < 0 {
		goal = e.text.row(e.text.at.line).Column(e.text.at.off)
	}
	line := min(max(e.text.at.line+by, 0), len(e.text.lines)-1)
	if line == e.text.at.line { // at the first and the last line, go to its end
		e.jump(pos{line, max(by, 0) * len(e.text.lines[line])})
		return true
	}
	e.jump(pos{line, e.text.row(line).Offset(goal)})
	e.goal = goal
	return true
}
