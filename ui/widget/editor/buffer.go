package editor

import (
	"slices"
	"strings"
	"unicode/utf8"

	"postern/ui/keymap"
	"postern/ui/widget/cells"
)

// pos is a place in the text: a line and a byte offset in it.
type pos struct{ line, off int }

// buffer is the text with the cursor in it, and how it came to be so. It knows
// nothing of the screen.
type buffer struct {
	lines  []string // never empty
	eol    string
	indent string // one level
	at     pos
	sel    selection
	hist   history
	// rev counts the changes of the text.
	rev int
}

// set replaces the text and forgets the history.
func (b *buffer) set(text string) {
	b.eol = "\n"
	if n := strings.Count(text, "\n"); n > 0 && n == strings.Count(text, "\r\n") {
		b.eol = "\r\n"
	}
	b.lines = strings.Split(text, b.eol)
	b.hist = history{}
	b.sel = selection{}
	b.rev++
}

// row returns the cells of a line.
func (b *buffer) row(line int) cells.Row { return cells.Tabbed(b.lines[line], tabStop) }

// move puts the cursor at the nearest place there is.
func (b *buffer) move(to pos) {
	to.line = min(max(to.line, 0), len(b.lines)-1)
	to.off = b.row(to.line).Snap(to.off)
	b.at = to
}

// target returns where the other moving keys lead.
func (b *buffer) target(ed keymap.Edit) (pos, bool) {
	line, at := b.lines[b.at.line], b.at
	switch ed {
	case keymap.CursorLeft:
		return b.before(), true
	case keymap.CursorRight:
		return b.after(), true
	case keymap.WordLeft:
		if at.off == 0 {
			return b.before(), true
		}
		at.off = cells.WordLeft(line, at.off)
	case keymap.WordRight:
		if at.off == len(line) {
			return b.after(), true
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
		at = pos{len(b.lines) - 1, len(b.lines[len(b.lines)-1])}
	default:
		return pos{}, false
	}
	return at, true
}

// before and after return the places next to the cursor, across lines.
func (b *buffer) before() pos {
	switch {
	case b.at.off > 0:
		return pos{b.at.line, b.row(b.at.line).Prev(b.at.off)}
	case b.at.line > 0:
		return pos{b.at.line - 1, len(b.lines[b.at.line-1])}
	}
	return b.at
}

func (b *buffer) after() pos {
	switch {
	case b.at.off < len(b.lines[b.at.line]):
		return pos{b.at.line, b.row(b.at.line).Next(b.at.off)}
	case b.at.line < len(b.lines)-1:
		return pos{b.at.line + 1, 0}
	}
	return b.at
}

// remove handles the deleting keys.
func (b *buffer) remove(ed keymap.Edit) Outcome {
	line, from, to := b.lines[b.at.line], b.at, b.at
	switch ed {
	case keymap.DeleteBack:
		from = b.before()
		if in := indentOf(line); len(in) == b.at.off && strings.HasSuffix(in, b.indent) {
			from = pos{b.at.line, b.at.off - len(b.indent)}
		}
	case keymap.DeleteForward:
		to = b.after()
	case keymap.DeleteWordBack:
		from, _ = b.target(keymap.WordLeft)
	case keymap.DeleteWordForward:
		to, _ = b.target(keymap.WordRight)
	case keymap.DeleteToStart:
		from.off = 0
	case keymap.DeleteToEnd:
		to.off = len(line)
		if b.at.off == len(line) {
			to = b.after()
		}
	default:
		return Ignored
	}
	return b.replace(from, to, "", from, deleting)
}

// typed inserts what a key types. A closing bracket on a line of blanks goes
// back one level.
func (b *buffer) typed(s string) Outcome {
	line := b.lines[b.at.line]
	if closes(s) && strings.TrimSpace(line) == "" && len(line) == b.at.off && strings.HasSuffix(line, b.indent) {
		from := pos{b.at.line, len(line) - len(b.indent)}
		return b.replace(from, b.at, s, pos{b.at.line, from.off + len(s)}, pasting)
	}
	return b.insert(s, typing)
}

// insert puts text at the cursor, which ends up behind it.
func (b *buffer) insert(s string, k kind) Outcome {
	end := pos{b.at.line, b.at.off + len(s)}
	if n := strings.Count(s, "\n"); n > 0 {
		end = pos{b.at.line + n, len(s) - strings.LastIndexByte(s, '\n') - 1}
	}
	out := b.replace(b.at, b.at, s, end, k)
	if k == typing && strings.TrimSpace(s) == "" {
		b.hist.seal() // a word is one step back
	}
	return out
}

// newLine breaks the line and keeps its indentation: one level more behind an
// opening bracket, whose closing one gets a line of its own.
func (b *buffer) newLine() Outcome {
	line := b.lines[b.at.line]
	head, tail := line[:b.at.off], line[b.at.off:]
	in := indentOf(head)
	s := "\n" + in
	opened := opens(head)
	if opened {
		s += b.indent
	}
	end := pos{b.at.line + 1, len(s) - 1}
	if opened && closes(firstRune(tail)) {
		s += "\n" + in
	}
	return b.replace(b.at, b.at, s, end, pasting)
}

// outdent takes one level from the start of the line.
func (b *buffer) outdent() Outcome {
	n := b.excess(b.lines[b.at.line])
	return b.replace(pos{b.at.line, 0}, pos{b.at.line, n}, "", pos{b.at.line, max(b.at.off-n, 0)}, pasting)
}

// excess is how much of a line's indentation is one level.
func (b *buffer) excess(line string) int {
	switch {
	case strings.HasPrefix(line, b.indent):
		return len(b.indent)
	case line != "" && (line[0] == '\t' || line[0] == ' '):
		return 1
	}
	return 0
}

// replace puts s in the place of what lies between two places and the cursor
// at end. Everything that changes the text goes through here.
func (b *buffer) replace(from, to pos, s string, end pos, k kind) Outcome {
	if from == to && s == "" {
		return Moved
	}
	old := b.lines[from.line : to.line+1]
	with := strings.Split(old[0][:from.off]+s+old[len(old)-1][to.off:], "\n")
	st := step{at: from.line, old: slices.Clone(old), new: with, before: b.at, after: end}
	b.lines = slices.Replace(b.lines, from.line, to.line+1, with...)
	b.hist.record(st, k)
	b.sel = selection{}
	b.rev++
	b.move(end)
	return Changed
}

// travel goes a step back or forth in the history.
func (b *buffer) travel(take func() (step, bool)) Outcome {
	st, ok := take()
	if !ok {
		return Moved
	}
	b.lines = slices.Replace(b.lines, st.at, st.at+len(st.old), st.new...)
	b.sel = selection{}
	b.rev++
	b.move(st.after)
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
