package keymap

import (
	tea "charm.land/bubbletea/v2"
)

// Edit is what a key does inside a text field.
type Edit int

// The edits.
const (
	// Insert types the key's text.
	Insert Edit = iota
	// Ignore means the key does nothing in a text field.
	Ignore
	CursorLeft
	CursorRight
	CursorUp
	CursorDown
	WordLeft
	WordRight
	LineStart
	LineEnd
	TextStart
	TextEnd
	EditPageUp
	EditPageDown
	DeleteBack
	DeleteForward
	DeleteWordBack
	DeleteWordForward
	DeleteToStart
	DeleteToEnd
	NewLine
	Indent
	Outdent
	EditUndo
	EditRedo
	// SelectAll selects the whole text; in a field of one line, which has no
	// selection, it goes to the start as in a shell.
	SelectAll
	CopySelection
	CutSelection
	// Format puts the text into its usual form.
	Format
	// Abandon ends the editing without taking the text. NewLine ends it, taking
	// the text, in a field of one line.
	Abandon
	// NextField and PrevField move to another cell of a table or form.
	NextField
	PrevField
)

// Moves reports whether e moves the cursor and does nothing else.
func (e Edit) Moves() bool { return e >= CursorLeft && e <= EditPageDown }

// lineFeed is how a line break arrives that is pasted in a terminal without
// bracketed paste.
const lineFeed = "ctrl+j"

// Claims reports whether a text of several lines keeps a key for itself, though
// it is that of an action everywhere: what is pasted must not send anything.
func (e Editing) Claims(k tea.KeyPressMsg) bool { return k.Keystroke() == lineFeed }

// editKeys follow readline and the habits of editors.
func editKeys() map[string]Edit {
	return map[string]Edit{
		"left": CursorLeft, "ctrl+b": CursorLeft,
		"right": CursorRight, "ctrl+f": CursorRight,
		"up": CursorUp, "down": CursorDown,
		"alt+left": WordLeft, "ctrl+left": WordLeft, "alt+b": WordLeft,
		"alt+right": WordRight, "ctrl+right": WordRight, "alt+f": WordRight,
		"home": LineStart, "ctrl+a": SelectAll,
		"end":       LineEnd,
		"ctrl+home": TextStart, "ctrl+end": TextEnd,
		"pgup": EditPageUp, "pgdown": EditPageDown,
		"backspace": DeleteBack, "ctrl+h": DeleteBack, "shift+backspace": DeleteBack,
		"delete": DeleteForward, "ctrl+d": DeleteForward,
		"ctrl+w": DeleteWordBack, "alt+backspace": DeleteWordBack,
		"alt+d": DeleteWordForward, "alt+delete": DeleteWordForward,
		"ctrl+u": DeleteToStart, "ctrl+k": DeleteToEnd,
		"enter": NewLine, "shift+enter": NewLine, lineFeed: NewLine,
		"ctrl+z": EditUndo, "ctrl+y": EditRedo, "ctrl+shift+z": EditRedo,
		"alt+c": CopySelection, "ctrl+insert": CopySelection, "ctrl+x": CutSelection, "shift+delete": CutSelection,
		"alt+p": Format,
		"esc":   Abandon, "tab": NextField, "shift+tab": PrevField,
	}
}

// Editing maps keys to edits. Make one with [NewEditing].
type Editing struct{ keys map[string]Edit }

// NewEditing returns the default editing keys.
func NewEditing() Editing { return Editing{keys: editKeys()} }

// Read returns what a key does in a text field, and the text to insert for
// [Insert].
func (e Editing) Read(k tea.KeyPressMsg) (Edit, string) {
	if ed, ok := e.keys[k.Keystroke()]; ok {
		return ed, ""
	}
	if k.Text != "" {
		return Insert, k.Text
	}
	return Ignore, ""
}

// Selects returns the move by which a key extends the selection: that of the
// same key without shift.
func (e Editing) Selects(k tea.KeyPressMsg) (Edit, bool) {
	if k.Mod&tea.ModShift == 0 || k.Text != "" {
		return Ignore, false
	}
	if _, bound := e.keys[k.Keystroke()]; bound {
		return Ignore, false
	}
	k.Mod &^= tea.ModShift
	ed, ok := e.keys[k.Keystroke()]
	return ed, ok && ed.Moves()
}
