package payload

// Document is what a pager shows: rows that can be had in any order, each of
// bounded length, so that what is drawn depends on the screen and not on the
// body. What folds is a Document too: the package tree has it.
type Document interface {
	// Lines is the number of rows. It grows while a body arrives.
	Lines() int
	// Line is row i, counted from 0.
	Line(i int) Line
}

// Line is one row of a document.
type Line struct {
	// Text is the raw bytes without the line end. It must not be changed and
	// stays valid.
	Text []byte
	// Offset is where Text begins in the body.
	Offset int64
	// Number is the line of the text, from 1, that this row is a part of.
	Number int
	// Part is 0 for the first row of a line and counts up for the rest of a
	// line that was too long for one row.
	Part int
	// Err says why the row could not be read. Text is then empty.
	Err error
}
