// Package jsondoc is a JSON document that forgets nothing: every value knows
// its bytes, and an edit changes those bytes and no others. Key order,
// duplicate keys, number spelling, blanks and line ends survive.
//
// [Parse] makes a read-only [Doc]; [Value] walks it; [Edit] collects changes
// and renders the new text. JSON is strict here (RFC 8259): no comments, no
// trailing commas. The package knows nothing of Postman, files or encodings
// other than UTF-8.
//
// A document is a flat slice of nodes in reading order, 16 bytes each, because
// collections of ten thousand requests must open at once: a node's subtree is
// the slice up to its next field.
package jsondoc

import (
	"errors"
	"fmt"
	"strings"
)

// Limits of [Parse].
const (
	// MaxSize is the longest text it takes, in bytes.
	MaxSize = 100 << 20
	// MaxDepth is how deep arrays and objects may nest.
	MaxDepth = 500
	// maxValues is how many values a text may hold, keys included. A file of
	// requests has one for every 25 to 40 bytes; one with more of them is built
	// to fill the memory.
	maxValues = 5 << 20
)

// ErrTooLarge says that a text is longer than [MaxSize].
var ErrTooLarge = errors.New("larger than 100 MiB")

// Kind is the type of a [Value].
type Kind uint8

// The kinds. Absent is the kind of the zero [Value]: a member that is not
// there.
const (
	Absent Kind = iota
	Null
	Bool
	Number
	String
	Array
	Object
)

type node struct {
	start, end uint32
	// next is the index after the node's subtree.
	next int32
	kind Kind
	// escaped says that a string has a backslash in it.
	escaped bool
}

// Doc is one parsed text.
type Doc struct {
	text  string
	nodes []node
}

// SyntaxError says where a text stops being JSON.
type SyntaxError struct {
	// Line and Column count from 1; Column counts characters.
	Line, Column int
	// What is wrong, as a sentence without a full stop.
	What string
}

// Error returns "line 3, column 7: what".
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("line %d, column %d: %s", e.Line, e.Column, e.What)
}

// Text returns the text the document was parsed from.
func (d *Doc) Text() string { return d.text }

// Root returns the outermost value.
func (d *Doc) Root() Value { return Value{d: d} }

// Line returns the number of the line that holds the byte at offset, from 1.
func (d *Doc) Line(offset int) int {
	return 1 + strings.Count(d.text[:min(offset, len(d.text))], "\n")
}
