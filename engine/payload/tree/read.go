package tree

import "postern/engine/payload"

// maxDepth is how deep a document may be nested to be shown as a tree.
const maxDepth = 500

// Kind is what stands in a row.
type Kind uint8

// The kinds of row.
const (
	// Object and Array rows are the opening bracket of a container; a
	// container without members is one row.
	Object Kind = iota + 1
	Array
	String
	Number
	Bool
	Null
	// Close rows are the closing bracket of a container.
	Close
)

// found is one row as it is read: a member with its key and value, the opening
// bracket of a container instead of its value, or a closing bracket.
type found struct {
	// start is the key, or the value where there is none. keyEnd is behind
	// the key and equal to start where there is none.
	start, keyEnd int64
	// val and end are the value. Of a container that has members it is the
	// bracket alone.
	val, end int64
	depth    int
	kind     Kind
	// empty says that a container has no members.
	empty bool
}

// opens says that rows one deeper follow.
func (f *found) opens() bool { return (f.kind == Object || f.kind == Array) && !f.empty }

// reader takes a document apart, row by row. Between two rows its state is no
// more than a place, a depth and one bit a level, so that reading can begin
// at any row.
//
//	toRow ─► read ─► toRow ─► … ─► over
type reader struct {
	scanner
	depth int
	// objects has a bit for each open container: set for an object.
	objects [maxDepth/64 + 1]uint64
	// after says that a member stands before, so that a comma is due; comma
	// that it has been read.
	after, comma bool
	// whole says that behind the end nothing more will come.
	whole bool
}

// inObject says what the innermost open container is.
func (r *reader) inObject() bool { return r.objects[r.depth/64]>>(r.depth%64)&1 != 0 }

func (r *reader) push(object bool) {
	r.depth++
	bit := uint64(1) << (r.depth % 64)
	r.objects[r.depth/64] &^= bit
	if object {
		r.objects[r.depth/64] |= bit
	}
	r.after = false
}

// over says that the document is complete.
func (r *reader) over() bool { return r.depth == 0 && r.after }

// toRow goes to the start of the next row.
func (r *reader) toRow() error {
	if r.off() == 0 {
		if err := r.mark(); err != nil {
			return err
		}
	}
	c, err := r.space()
	if err != nil {
		return err
	}
	r.comma = false
	if !r.after || r.depth > 0 && (c == ']' || c == '}') {
		return nil
	}
	r.i++
	if c != ',' || r.over() { // one value only
		return r.refuse(c)
	}
	if _, err = r.space(); err == nil {
		r.comma = true
	}
	return err
}

// mark skips a byte order mark.
func (r *reader) mark() error {
	c, err := r.space()
	if err != nil || c != 0xef || r.off() != 0 {
		return err
	}
	return r.word("\xef\xbb\xbf")
}

// row takes the next row. It is written where it is kept: a row is large
// enough for copies of it to be felt.
func (r *reader) row(f *found) error {
	if err := r.toRow(); err != nil {
		return err
	}
	return r.read(f)
}

// read takes the row that begins here. If the bytes end in it, errMore is
// returned and nothing but the place has changed.
func (r *reader) read(f *found) error {
	*f = found{start: r.off(), depth: r.depth}
	c, err := r.space()
	if err != nil {
		return err
	}
	if c == ']' || c == '}' {
		return r.close(f, c)
	}
	if f.keyEnd = f.start; r.depth > 0 && r.inObject() {
		if err := r.key(f); err != nil {
			return err
		}
		if c, err = r.space(); err != nil {
			return err
		}
	}
	f.val = r.off()
	if err := r.value(f, c); err != nil {
		return err
	}
	f.end = r.off()
	if f.kind <= Array && r.depth == maxDepth {
		return payload.ErrTooDeep
	}
	if f.opens() {
		f.end = f.val + 1
		r.push(f.kind == Object)
		return nil
	}
	r.after = true
	return nil
}

func (r *reader) close(f *found, c byte) error {
	r.i++
	if r.depth == 0 || r.comma || r.inObject() != (c == '}') {
		return r.refuse(c)
	}
	r.depth--
	r.after = true
	f.keyEnd, f.val, f.end, f.depth, f.kind = f.start, f.start, f.start+1, r.depth, Close
	return nil
}

// key takes a key and the colon.
func (r *reader) key(f *found) error {
	if err := r.text(); err != nil {
		return err
	}
	f.keyEnd = r.off()
	c, err := r.space()
	if err != nil {
		return err
	}
	r.i++
	if c != ':' {
		return r.refuse(c)
	}
	return nil
}

// value takes a value that begins with c; of a container only the bracket,
// and both where it is empty.
func (r *reader) value(f *found, c byte) error {
	switch c {
	case '"':
		f.kind = String
		return r.text()
	case '{', '[':
		return r.open(f, c)
	case 't':
		f.kind = Bool
		return r.word("true")
	case 'f':
		f.kind = Bool
		return r.word("false")
	case 'n':
		f.kind = Null
		return r.word("null")
	}
	if c != '-' && (c < '0' || c > '9') {
		r.i++
		return r.refuse(c)
	}
	f.kind = Number
	return r.number(r.whole)
}

func (r *reader) open(f *found, c byte) error {
	f.kind = Array
	shut := byte(']')
	if c == '{' {
		f.kind, shut = Object, '}'
	}
	r.i++
	next, err := r.space()
	if err != nil {
		return err
	}
	if next == shut {
		r.i++
		f.empty = true
	}
	return nil
}
