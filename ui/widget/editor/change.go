package editor

import (
	"slices"
	"strings"
	"unicode/utf8"

	"postern/ui/keymap"
	"postern/ui/widget/cells"
)

// vertical handles the keys that go to other lines and keep the column.
func (e *Editor) vertical(ed keymap.Edit) bool {
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
	e.hist.seal()
	goal := e.goal
	if goal < 0 {
		goal = e.cells(e.at.line).Column(e.at.off)
	}
	line := min(max(e.at.line+by, 0), len(e.lines)-1)
	if line == e.at.line { // at the first and the last line, go to its end
		e.jump(pos{line, max(by, 0) * len(e.lines[line])})
		return true
	}
	e.jump(pos{line, e.cells(line).Offset(goal)})
	e.goal = goal
	return true
}

// target returns where the other moving keys lead.
func (e *Editor) target(ed keymap.Edit) (pos, bool) {
	line, at := e.lines[e.at.line], e.at
	switch ed {
	case keymap.CursorLeft:
		return e.before(), true
	case keymap.CursorRight:
		return e.after(), true
	case keymap.WordLeft:
		if at.off == 0 {
			return e.before(), true
		}
		at.off = cells.WordLeft(line, at.off)
	case keymap.WordRight:
		if at.off == len(line) {
			return e.after(), true
		}
		at.off = cells.WordRight(line, at.off)
	case keymap.LineStart:
		// First to the text, then to the margin.
		if n := len(indentOf(line)); at.off != n {
			at.off = n
		} else {
			at.off = 0
		}
	case keymap.LineEnd:
		at.off = len(line)
	case keymap.TextStart:
		at = pos{}
	case keymap.TextEnd:
		at = pos{len(e.lines) - 1, len(e.lines[len(e.lines)-1])}
	default:
		return pos{}, false
	}
	return at, true
}

// before and after return the places next to the cursor, across lines.
func (e *Editor) before() pos {
	switch {
	case e.at.off > 0:
		return pos{e.at.line, e.cells(e.at.line).Prev(e.at.off)}
	case e.at.line > 0:
		return pos{e.at.line - 1, len(e.lines[e.at.line-1])}
	}
	return e.at
}

func (e *Editor) after() pos {
	switch {
	case e.at.off < len(e.lines[e.at.line]):
		return pos{e.at.line, e.cells(e.at.line).Next(e.at.off)}
	case e.at.line < len(e.lines)-1:
		return pos{e.at.line + 1, 0}
	}
	return e.at
}

// remove handles the deleting keys.
func (e *Editor) remove(ed keymap.Edit) Outcome {
	line, from, to := e.lines[e.at.line], e.at, e.at
	switch ed {
	case keymap.DeleteBack:
		from = e.before()
		if in := indentOf(line); len(in) == e.at.off && strings.HasSuffix(in, e.opt.Indent) {
			from = pos{e.at.line, e.at.off - len(e.opt.Indent)}
		}
	case keymap.DeleteForward:
		to = e.after()
	case keymap.DeleteWordBack:
		from, _ = e.target(keymap.WordLeft)
	case keymap.DeleteWordForward:
		to, _ = e.target(keymap.WordRight)
	case keymap.DeleteToStart:
		from.off = 0
	case keymap.DeleteToEnd:
		to.off = len(line)
		if e.at.off == len(line) {
			to = e.after()
		}
	default:
		return Ignored
	}
	return e.replace(from, to, "", from, deleting)
}

// typed inserts what a key types. A closing bracket on a line of blanks goes
// back one level.
func (e *Editor) typed(s string) Outcome {
	line := e.lines[e.at.line]
	if closes(s) && strings.TrimSpace(line) == "" && len(line) == e.at.off && strings.HasSuffix(line, e.opt.Indent) {
		from := pos{e.at.line, len(line) - len(e.opt.Indent)}
		return e.replace(from, e.at, s, pos{e.at.line, from.off + len(s)}, pasting)
	}
	return e.insert(s, typing)
}

// insert puts text at the cursor, which ends up behind it.
func (e *Editor) insert(s string, k kind) Outcome {
	end := pos{e.at.line, e.at.off + len(s)}
	if n := strings.Count(s, "\n"); n > 0 {
		end = pos{e.at.line + n, len(s) - strings.LastIndexByte(s, '\n') - 1}
	}
	out := e.replace(e.at, e.at, s, end, k)
	if k == typing && strings.TrimSpace(s) == "" {
		e.hist.seal() // a word is one step back
	}
	return out
}

// newLine breaks the line and keeps its indentation: one level more behind an
// opening bracket, whose closing one gets a line of its own.
func (e *Editor) newLine() Outcome {
	line := e.lines[e.at.line]
	head, tail := line[:e.at.off], line[e.at.off:]
	in := indentOf(head)
	s := "\n" + in
	opened := opens(head)
	if opened {
		s += e.opt.Indent
	}
	end := pos{e.at.line + 1, len(s) - 1}
	if opened && closes(firstRune(tail)) {
		s += "\n" + in
	}
	return e.replace(e.at, e.at, s, end, pasting)
}

// outdent takes one level from the start of the line.
func (e *Editor) outdent() Outcome {
	line := e.lines[e.at.line]
	n := 0
	switch {
	case strings.HasPrefix(line, e.opt.Indent):
		n = len(e.opt.Indent)
	case line != "" && (line[0] == '\t' || line[0] == ' '):
		n = 1
	}
	return e.replace(pos{e.at.line, 0}, pos{e.at.line, n}, "", pos{e.at.line, max(e.at.off-n, 0)}, pasting)
}

// replace puts s in the place of what lies between two places and the cursor
// at end. Everything that changes the text goes through here.
func (e *Editor) replace(from, to pos, s string, end pos, k kind) Outcome {
	if from == to && s == "" {
		return Moved
	}
	old := e.lines[from.line : to.line+1]
	with := strings.Split(old[0][:from.off]+s+old[len(old)-1][to.off:], "\n")
	st := step{at: from.line, old: slices.Clone(old), new: with, before: e.at, after: end}
	e.lines = slices.Replace(e.lines, from.line, to.line+1, with...)
	e.hist.record(st, k)
	e.jump(end)
	return Changed
}

// travel goes a step back or forth in the history.
func (e *Editor) travel(take func() (step, bool)) Outcome {
	st, ok := take()
	if !ok {
		return Moved
	}
	e.lines = slices.Replace(e.lines, st.at, st.at+len(st.old), st.new...)
	e.jump(st.after)
	return Changed
}

func indentOf(line string) string {
	return line[:len(line)-len(strings.TrimLeft(line, " \t"))]
}

func opens(head string) bool {
	head = strings.TrimRight(head, " \t")
	return head != "" && strings.IndexByte("{[(", head[len(head)-1]) >= 0
}

func closes(s string) bool { return len(s) == 1 && strings.Contains("}])", s) }

func firstRune(s string) string {
	_, n := utf8.DecodeRuneInString(s)
	return s[:n]
}
