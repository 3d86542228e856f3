package jsondoc

import (
	"iter"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Value is one value of a [Doc]. The zero Value is absent: asking it anything
// gives nothing, so that look-ups can be chained.
type Value struct {
	d *Doc
	i int32
}

func (v Value) node() node {
	if v.d == nil {
		return node{}
	}
	return v.d.nodes[v.i]
}

// Kind returns the value's type, [Absent] for the zero Value.
func (v Value) Kind() Kind { return v.node().kind }

// Is reports whether the value is of kind k.
func (v Value) Is(k Kind) bool { return v.Kind() == k }

// Exists reports whether the value is there; null is.
func (v Value) Exists() bool { return v.d != nil }

// Offset is where the value's text begins in the document, in bytes.
func (v Value) Offset() int { return int(v.node().start) }

// Raw returns the value's own JSON text.
func (v Value) Raw() string {
	if v.d == nil {
		return ""
	}
	n := v.node()
	return v.d.text[n.start:n.end]
}

// Str returns the text of a string, with its escapes undone, and "" for
// anything else. A surrogate without its other half becomes the three bytes
// that UTF-8 would use if it were allowed; [AppendString] turns them back.
func (v Value) Str() string {
	n := v.node()
	if n.kind != String {
		return ""
	}
	s := v.d.text[n.start+1 : n.end-1]
	if !n.escaped {
		return s
	}
	return unescape(s)
}

// True reports whether the value is the literal true.
func (v Value) True() bool { return v.Is(Bool) && v.d.text[v.node().start] == 't' }

// Len returns the number of elements or members.
func (v Value) Len() int {
	n := 0
	for range v.Children() {
		n++
	}
	return n
}

// Children ranges over the elements of an array or the values of an object's
// members.
func (v Value) Children() iter.Seq2[int, Value] {
	return func(yield func(int, Value) bool) {
		n := v.node()
		step := int32(0)
		switch n.kind {
		case Object:
			step = 1
		case Array:
		default:
			return
		}
		k := 0
		for i := v.i + 1 + step; i-step < n.next; i = v.d.nodes[i].next + step {
			if !yield(k, Value{v.d, i}) {
				return
			}
			k++
		}
	}
}

// Members ranges over an object's members in file order, duplicates included.
func (v Value) Members() iter.Seq2[string, Value] {
	return func(yield func(string, Value) bool) {
		if !v.Is(Object) {
			return
		}
		for _, m := range v.Children() {
			if !yield(m.Key(), m) {
				return
			}
		}
	}
}

// Key returns the key of a value that [Value.Members], [Value.Get] or
// [Value.Children] took out of an object.
func (v Value) Key() string { return Value{v.d, v.i - 1}.Str() }

// Get returns an object's member; of duplicates the last, as JavaScript does.
func (v Value) Get(key string) Value {
	n := v.node()
	if n.kind != Object {
		return Value{}
	}
	found := Value{}
	for i := v.i + 1; i < n.next; i = v.d.nodes[i+1].next {
		k := v.d.nodes[i]
		if k.escaped {
			if unescape(v.d.text[k.start+1:k.end-1]) != key {
				continue
			}
		} else if v.d.text[k.start+1:k.end-1] != key {
			continue
		}
		found = Value{v.d, i + 1}
	}
	return found
}

// Path returns Get(a).Get(b)….
func (v Value) Path(keys ...string) Value {
	for _, k := range keys {
		v = v.Get(k)
	}
	return v
}

// At returns an array's element, or an absent value.
func (v Value) At(index int) Value {
	for i, e := range v.Children() {
		if i == index {
			return e
		}
	}
	return Value{}
}

func unescape(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for {
		i := strings.IndexByte(s, '\\')
		if i < 0 {
			b.WriteString(s)
			return b.String()
		}
		b.WriteString(s[:i])
		c := s[i+1]
		s = s[i+2:]
		switch c {
		case 'b':
			b.WriteByte('\b')
		case 'f':
			b.WriteByte('\f')
		case 'n':
			b.WriteByte('\n')
		case 'r':
			b.WriteByte('\r')
		case 't':
			b.WriteByte('\t')
		case 'u':
			r, _ := hex4(s) // the parser has checked it
			s = s[4:]
			if utf16.IsSurrogate(r) {
				if low, ok := strings.CutPrefix(s, `\u`); ok {
					l, _ := hex4(low)
					if pair := utf16.DecodeRune(r, l); pair != utf8.RuneError {
						r, s = pair, low[4:]
					}
				}
			}
			writeWide(&b, r)
		default:
			b.WriteByte(c)
		}
	}
}

// writeWide writes r as UTF-8, a lone surrogate in the three bytes it would
// have.
func writeWide(b *strings.Builder, r rune) {
	if !utf16.IsSurrogate(r) {
		b.WriteRune(r)
		return
	}
	b.Write([]byte{0xe0 | byte(r>>12), 0x80 | byte(r>>6)&0x3f, 0x80 | byte(r)&0x3f})
}
