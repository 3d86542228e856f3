package jsondoc

import (
	"slices"
	"strings"
)

// Edit collects changes to a [Doc] and renders the new text. It leaves the
// document as it is.
type Edit struct {
	d       *Doc
	layout  Layout
	replace map[int32]string
	plans   map[int32][]Slot
	// touched are the nodes with a change, sorted before rendering.
	touched []int32
}

// Slot is one place of a rearranged array or object: an element or member
// that is there already, or a new one.
type Slot struct {
	// Old is the element to keep, from this container or another of the same
	// kind; absent means New.
	Old Value
	// Key is a new member's key; empty in arrays.
	Key string
	New any
}

// Edit starts a set of changes.
func (d *Doc) Edit() *Edit {
	return &Edit{d: d, layout: d.Layout(), replace: map[int32]string{}, plans: map[int32][]Slot{}}
}

// Changed reports whether anything was changed.
func (e *Edit) Changed() bool { return len(e.touched) > 0 }

// Set replaces a value.
func (e *Edit) Set(v Value, x any) {
	l := e.layout
	if (v.Is(Array) || v.Is(Object)) && v.Len() > 0 && !strings.Contains(v.Raw(), "\n") {
		l = e.oneLine()
	}
	e.replace[v.i] = Format(x, l, e.d.indentAt(v.Offset()))
	e.touch(v)
}

// SetMember replaces an object's member, or appends it when there is none.
func (e *Edit) SetMember(obj Value, key string, x any) {
	old, slots := obj.Get(key), e.slots(obj)
	for i, s := range slots {
		if old.Exists() && s.Old == old {
			e.Set(old, x)
			return
		}
		if !s.Old.Exists() && s.Key == key {
			slots[i].New = x
			return
		}
	}
	e.Arrange(obj, append(slots, Slot{Key: key, New: x}))
}

// DeleteMember removes an object's member and its duplicates.
func (e *Edit) DeleteMember(obj Value, key string) {
	slots := e.slots(obj)
	kept := slices.DeleteFunc(slices.Clone(slots), func(s Slot) bool {
		return s.Old.Exists() && s.Old.Key() == key || !s.Old.Exists() && s.Key == key
	})
	if len(kept) != len(slots) {
		e.Arrange(obj, kept)
	}
}

// Arrange gives an array or object new contents. What is kept keeps its
// bytes; something moved here from elsewhere is indented anew.
func (e *Edit) Arrange(container Value, slots []Slot) {
	e.plans[container.i] = slots
	e.touch(container)
}

func (e *Edit) touch(v Value) { e.touched = append(e.touched, v.i) }

// slots returns the present plan of a container.
func (e *Edit) slots(v Value) []Slot {
	if p, ok := e.plans[v.i]; ok {
		return p
	}
	var out []Slot
	for _, c := range v.Children() {
		out = append(out, Slot{Old: c})
	}
	return out
}

// Text renders the document with all changes.
func (e *Edit) Text() string {
	if !e.Changed() {
		return e.d.text
	}
	root := e.d.nodes[0]
	b := make([]byte, 0, len(e.d.text)+len(e.d.text)/16)
	b = append(b, e.d.text[:root.start]...)
	b = append(b, e.Render(e.d.Root())...)
	return string(append(b, e.d.text[root.end:]...))
}

// Render renders one value with all changes so far.
func (e *Edit) Render(v Value) string {
	slices.Sort(e.touched)
	return string(e.render(nil, v.i))
}

// Moved is a value with all changes so far, for another place of the text.
func (e *Edit) Moved(v Value) Moved {
	return Moved{Text: e.Render(v), Indent: e.d.indentAt(v.Offset())}
}

// Alone is a value as a document of its own, as it was read.
func (e *Edit) Alone(v Value) (*Doc, error) {
	return Parse(strings.ReplaceAll(v.Raw(), "\n"+e.d.indentAt(v.Offset()), "\n"))
}

func (e *Edit) render(b []byte, i int32) []byte {
	if s, ok := e.replace[i]; ok {
		return append(b, s...)
	}
	n := e.d.nodes[i]
	if k, _ := slices.BinarySearch(e.touched, i); k == len(e.touched) || e.touched[k] >= n.next {
		return append(b, e.d.text[n.start:n.end]...)
	}
	v := Value{e.d, i}
	slots, spaces := e.slots(v), e.d.spaces(v)
	b = append(b, e.d.text[n.start])
	for k, s := range slots {
		if k > 0 {
			b = append(b, ',')
		}
		at, own := spaces.find(s.Old)
		lead := e.lead(v, spaces, k)
		if own {
			lead = spaces.lead[at]
		}
		b = append(b, lead...)
		b = e.renderSlot(b, s, lead, own)
		if own && k < len(slots)-1 && at < len(spaces.trail)-1 {
			b = append(b, spaces.trail[at]...)
		}
	}
	if len(slots) > 0 {
		b = append(b, e.tail(v, spaces)...)
	}
	return append(b, e.d.text[n.end-1])
}

func (e *Edit) renderSlot(b []byte, s Slot, lead string, own bool) []byte {
	nl := strings.LastIndexByte(lead, '\n')
	if s.Old.Exists() {
		from := len(b)
		if start := e.d.start(s.Old); start < s.Old.Offset() { // a member: its key first
			b = append(b, e.d.text[start:s.Old.Offset()]...)
		}
		b = e.render(b, s.Old.i)
		if own || nl < 0 { // where a line begins is far off in a file of one line
			return b
		}
		if was := e.d.indentAt(e.d.start(s.Old)); was != lead[nl+1:] {
			// A line end inside JSON is never inside a string.
			moved := strings.ReplaceAll(string(b[from:]), "\n"+was, "\n"+lead[nl+1:])
			b = append(b[:from], moved...)
		}
		return b
	}
	l, indent := e.layout, lead[nl+1:]
	if nl < 0 {
		l = e.oneLine()
	}
	if s.Key != "" {
		b = append(AppendString(b, s.Key), e.layout.Colon...)
	}
	return appendNew(b, s.New, l, indent)
}

func (e *Edit) oneLine() Layout {
	l := Layout{Colon: e.layout.Colon, Gap: e.layout.Gap}
	if e.layout.Break != "" {
		l.Gap = " "
	}
	return l
}

// lead is the space before a new element at place k.
func (e *Edit) lead(v Value, s spaces, k int) string {
	switch n := len(s.lead); {
	case n == 0 && e.layout.Break == "":
		if k > 0 {
			return e.layout.Gap
		}
		return ""
	case n == 0:
		return e.layout.Break + e.d.indentAt(v.Offset()) + e.layout.Indent
	case k == 0:
		return s.lead[0]
	case n > 1:
		return s.lead[1]
	case strings.Contains(s.lead[0], "\n"):
		return s.lead[0]
	}
	return e.oneLine().Gap
}

// tail is the space before the closing bracket.
func (e *Edit) tail(v Value, s spaces) string {
	if n := len(s.trail); n > 0 {
		return s.trail[n-1]
	}
	if e.layout.Break == "" {
		return ""
	}
	return e.layout.Break + e.d.indentAt(v.Offset())
}

// spaces are the blanks around the children of a container.
type spaces struct {
	lead, trail []string
	nodes       []int32
}

func (d *Doc) spaces(v Value) spaces {
	var s spaces
	at := v.Offset() + 1
	for _, c := range v.Children() {
		end := int(c.node().end)
		stop := end
		for strings.IndexByte(" \t\r\n", d.text[stop]) >= 0 {
			stop++
		}
		s.nodes = append(s.nodes, c.i)
		s.lead = append(s.lead, d.text[at:d.start(c)])
		s.trail = append(s.trail, d.text[end:stop])
		at = stop + 1
	}
	return s
}

// find returns the place of a child, if it is one of these.
func (s spaces) find(v Value) (int, bool) {
	if !v.Exists() {
		return 0, false
	}
	return slices.BinarySearch(s.nodes, v.i)
}

// start is where an element begins; a member begins with its key.
func (d *Doc) start(v Value) int {
	if v.i > 0 {
		if k := d.nodes[v.i-1]; k.kind == String && k.end <= d.nodes[v.i].start &&
			strings.Contains(d.text[k.end:d.nodes[v.i].start], ":") {
			return int(k.start)
		}
	}
	return v.Offset()
}

// indentAt returns the blanks at the start of the line that holds offset.
func (d *Doc) indentAt(offset int) string {
	line := d.text[strings.LastIndexByte(d.text[:offset], '\n')+1 : offset]
	return line[:len(line)-len(strings.TrimLeft(line, " \t"))]
}
