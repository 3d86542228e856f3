// Package editor is a text input of many lines, for bodies and notes.
//
// The text is a slice of lines; a key costs what it changes and a drawing what
// is visible, so ten thousand lines feel like ten. What the text means comes
// from a hook that colours single lines. Line endings are kept as they are: if
// all of them are CRLF, new ones are too.
package editor

import (
	"strings"
	"unicode/utf8"

	"postern/ui/keymap"
	"postern/ui/safe"
	"postern/ui/widget"
	"postern/ui/widget/cells"
	"postern/ui/widget/complete"
)

// tabStop is how far a tab reaches.
const tabStop = 4

// Options say how an editor looks and feels.
type Options struct {
	// Highlight colours one line; the spans are in order and do not overlap.
	Highlight func(line string) []cells.Span
	// Numbers puts line numbers in front where there is room.
	Numbers bool
	// Indent is one level of indentation; "" means two blanks.
	Indent string
	// Placeholder is shown while there is no text and no cursor.
	Placeholder safe.Text
}

// Outcome is what a key did.
type Outcome int

// The outcomes.
const (
	// Ignored keys did nothing.
	Ignored Outcome = iota
	// Moved means that only the cursor changed.
	Moved
	// Changed means that the text did.
	Changed
	// Left ends the editing. The text stays; its owner decides.
	Left
	// Copied asks for the selection to be copied, see [Editor.Taken], and Cut
	// for one that is gone from the text, which is a change too.
	Copied
	Cut
	// Formatted asks for the text in its usual form, see [Editor.Replace].
	Formatted
)

// Editor is the widget. Make one with [New].
type Editor struct {
	env  widget.Env
	opt  Options
	text buffer
	goal int // the column that moving up and down aims at; -1 is the cursor's

	top, left     int
	width, height int

	view    string
	fresh   bool
	editing bool
	taken   string
}

// New returns an empty editor.
func New(env widget.Env, o Options) *Editor {
	if o.Indent == "" {
		o.Indent = "  "
	}
	return &Editor{env: env, opt: o, text: buffer{lines: []string{""}, eol: "\n", indent: o.Indent}, goal: -1}
}

// Set replaces the text, puts the cursor at its start and forgets the history.
func (e *Editor) Set(text string) {
	e.text.set(text)
	e.top, e.left = 0, 0
	e.jump(pos{})
}

// Reload replaces the text like Set, and stays where it was as far as there is
// such a place.
func (e *Editor) Reload(text string) {
	e.text.set(text)
	e.jump(e.text.at)
}

// Text returns the text with its line endings, byte for byte.
func (e *Editor) Text() string { return strings.Join(e.text.lines, e.text.eol) }

// Lines is the number of lines.
func (e *Editor) Lines() int { return len(e.text.lines) }

// Cursor returns the line and the byte offset in it, from 0.
func (e *Editor) Cursor() (line, off int) { return e.text.at.line, e.text.at.off }

// Typed returns the line the cursor is in, its number, and the cursor's offset
// in it.
func (e *Editor) Typed() (line string, row, at int) { return e.Line(), e.text.at.line, e.text.at.off }

// Splice puts s in the place of some bytes of the cursor's line, and the cursor
// behind it. It is a step of the history.
func (e *Editor) Splice(from, to int, s string) {
	n := e.text.at.line
	e.text.replace(pos{n, from}, pos{n, to}, s, pos{n, from + len(s)}, pasting)
	e.jump(e.text.at)
}

// Typing is the editor and the cell of its cursor while it is edited.
func (e *Editor) Typing() complete.Typing {
	if !e.editing {
		return complete.Typing{}
	}
	x := e.gutter() + e.text.row(e.text.at.line).Column(e.text.at.off) - e.left
	return complete.Typing{In: e, X: x, Y: e.text.at.line - e.top}
}

// Resize gives the editor its size in cells.
func (e *Editor) Resize(width, height int) {
	width, height = max(width, 0), max(height, 0)
	if width != e.width || height != e.height {
		e.width, e.height, e.fresh = width, height, false
	}
}

// Size returns what [Editor.Resize] was given.
func (e *Editor) Size() (width, height int) { return e.width, e.height }

// Line returns the line the cursor is in.
func (e *Editor) Line() string { return e.text.lines[e.text.at.line] }

// Restyle makes the editor draw anew, with env.
func (e *Editor) Restyle(env widget.Env) { e.env, e.fresh = env, false }

// Refresh asks the Highlight hook again, as when the variables changed.
func (e *Editor) Refresh() { e.fresh = false }

// Edit shows the cursor or hides it.
func (e *Editor) Edit(on bool) {
	if e.editing != on {
		e.editing, e.fresh = on, false
		e.text.sel = selection{}
		e.text.hist.seal()
	}
}

// Editing reports whether the cursor is shown.
func (e *Editor) Editing() bool { return e.editing }

// Taken is the text that was last copied or cut, with its line endings.
func (e *Editor) Taken() string { return e.taken }

// Go puts the cursor at a character of a line, both from 0, and in sight.
func (e *Editor) Go(line, char int) {
	line = min(max(line, 0), len(e.text.lines)-1)
	off := 0
	for ; char > 0 && off < len(e.text.lines[line]); char-- {
		_, n := utf8.DecodeRuneInString(e.text.lines[line][off:])
		off += n
	}
	e.text.sel = selection{}
	e.jump(pos{line, off})
}

// Rev counts the changes of the text.
func (e *Editor) Rev() int { return e.text.rev }

// Replace puts another text in the place of all of it, as one step of the
// history. The cursor stays in its line as far as there is one.
func (e *Editor) Replace(text string) {
	b := &e.text
	last := len(b.lines) - 1
	b.hist.seal()
	b.replace(pos{}, pos{last, len(b.lines[last])}, strings.ReplaceAll(text, "\r\n", "\n"), b.at, pasting)
	e.jump(b.at)
}

// Paste inserts pasted text.
func (e *Editor) Paste(s string) Outcome {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	out, ok := e.text.over(keymap.Insert, s)
	if !ok {
		out = e.text.insert(s, pasting)
	}
	e.jump(e.text.at)
	return out
}

// Click puts the cursor at a cell of the editor.
func (e *Editor) Click(x, y int) {
	e.text.hist.seal()
	e.text.sel = selection{}
	line := min(max(e.top+y, 0), len(e.text.lines)-1)
	e.jump(pos{line, e.text.row(line).Offset(e.left + x - e.gutter())})
}

// Scroll moves the window by some lines, down positive, and takes the cursor
// along only as far as it must.
func (e *Editor) Scroll(by int) {
	e.top = max(min(e.top+by, len(e.text.lines)-e.height), 0)
	e.fresh = false
	if line := min(max(e.text.at.line, e.top), e.top+max(e.height-1, 0), len(e.text.lines)-1); line != e.text.at.line {
		e.text.at = pos{line, min(e.text.at.off, len(e.text.lines[line]))}
		e.text.at.off = e.text.row(line).Snap(e.text.at.off)
		e.goal = -1
	}
}

// Act handles the moving actions while the editor is only looked at.
func (e *Editor) Act(id keymap.ID) bool {
	switch id {
	case keymap.Up:
		e.Scroll(-1)
	case keymap.Down:
		e.Scroll(1)
	case keymap.PageUp:
		e.Scroll(-max(e.height-1, 1))
	case keymap.PageDown:
		e.Scroll(max(e.height-1, 1))
	case keymap.Top:
		e.Scroll(-len(e.text.lines))
	case keymap.Bottom:
		e.Scroll(len(e.text.lines))
	default:
		return false
	}
	return true
}

// jump moves the cursor to the nearest place there is.
func (e *Editor) jump(to pos) {
	e.text.move(to)
	e.goal, e.fresh = -1, false
	e.follow()
}

// follow scrolls so that the cursor is visible.
func (e *Editor) follow() {
	room := e.width - e.gutter()
	if e.height == 0 || room <= 0 {
		return
	}
	e.top = max(min(e.top, e.text.at.line), e.text.at.line-e.height+1, 0)
	row := e.text.row(e.text.at.line)
	col := row.Column(e.text.at.off)
	end := max(row.Column(row.Next(e.text.at.off)), col+1)
	e.left = max(min(e.left, col), end-room, 0)
}
