package jsondoc

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// New JSON is described by nil, bool, int, string and the types below.
type (
	// Obj is a new object.
	Obj []Member
	// Arr is a new array.
	Arr []any
	// Raw is JSON text that is taken as it is.
	Raw string
	// Moved is JSON text that is indented for its new place; Indent is the
	// indentation of the line it began on.
	Moved struct{ Text, Indent string }
)

// Member is one member of an [Obj].
type Member struct {
	Key   string
	Value any
}

// Layout is how a text is laid out.
type Layout struct {
	// Break is the line end, "" for a text on one line.
	Break string
	// Indent is what one level adds.
	Indent string
	// Colon stands between key and value, usually ": ".
	Colon string
	// Gap follows a comma when the next element is on the same line.
	Gap string
}

// Tabs is the layout of a Postman export.
func Tabs() Layout { return Layout{Break: "\n", Indent: "\t", Colon: ": "} }

// OneLine is the layout of JavaScript's JSON.stringify.
func OneLine() Layout { return Layout{Colon: ":"} }

// Format renders new JSON; indent is the indentation of the line it starts on.
func Format(x any, l Layout, indent string) string {
	return string(appendNew(nil, x, l, indent))
}

func appendNew(b []byte, x any, l Layout, indent string) []byte {
	switch x := x.(type) {
	case nil:
		return append(b, "null"...)
	case bool:
		return strconv.AppendBool(b, x)
	case int:
		return strconv.AppendInt(b, int64(x), 10)
	case string:
		return AppendString(b, x)
	case Raw:
		return append(b, x...)
	case Moved:
		// A line end inside JSON is never inside a string.
		return append(b, strings.ReplaceAll(x.Text, "\n"+x.Indent, "\n"+indent)...)
	case Arr:
		return appendList(b, '[', ']', len(x), l, indent, func(b []byte, i int, in string) []byte {
			return appendNew(b, x[i], l, in)
		})
	case Obj:
		return appendList(b, '{', '}', len(x), l, indent, func(b []byte, i int, in string) []byte {
			b = append(AppendString(b, x[i].Key), l.Colon...)
			return appendNew(b, x[i].Value, l, in)
		})
	}
	// Only this module builds new JSON; a type missing above is a slip of the
	// programmer that the first test shows.
	panic("jsondoc: no JSON for this type")
}

func appendList(b []byte, left, right byte, n int, l Layout, indent string, elem func([]byte, int, string) []byte) []byte {
	b = append(b, left)
	in := indent + l.Indent
	for i := range n {
		if i > 0 {
			b = append(b, ',')
		}
		switch {
		case l.Break != "":
			b = append(append(b, l.Break...), in...)
		case i > 0:
			b = append(b, l.Gap...)
		}
		b = elem(b, i, in)
	}
	if n > 0 && l.Break != "" {
		b = append(append(b, l.Break...), indent...)
	}
	return append(b, right)
}

// AppendString appends s as a JSON string the way JavaScript's JSON.stringify
// spells it: no escapes that are not needed, lone surrogates as \ud800.
func AppendString(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	from := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' && c < utf8.RuneSelf {
			i++
			continue
		}
		if c >= utf8.RuneSelf {
			if r, n := utf8.DecodeRuneInString(s[i:]); r != utf8.RuneError || n > 1 {
				i += n
				continue
			}
			b = append(b, s[from:i]...)
			if i+2 < len(s) && c == 0xed && s[i+1]&0xe0 == 0xa0 && s[i+2]&0xc0 == 0x80 {
				b = append(b, '\\', 'u', 'd', hex[0x8|s[i+1]>>2&0x7], hex[s[i+1]&3<<2|s[i+2]>>4&3], hex[s[i+2]&0xf])
				i += 3
			} else {
				b = append(b, "\ufffd"...)
				i++
			}
			from = i
			continue
		}
		b = append(b, s[from:i]...)
		if k := strings.IndexByte("\"\\\b\f\n\r\t", c); k >= 0 {
			b = append(b, '\\', `"\bfnrt`[k])
		} else {
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&0xf])
		}
		i++
		from = i
	}
	return append(append(b, s[from:]...), '"')
}

// Layout finds out how the document is laid out, from its first lines.
func (d *Doc) Layout() Layout {
	l := Layout{Colon: ":"}
	if strings.Contains(d.text, "\n") {
		l = Layout{Break: "\n", Indent: "\t", Colon: ": "}
	}
	root := d.nodes[0]
	if root.next == 1 { // a scalar, or nothing in the brackets
		return l
	}
	lead := d.text[root.start+1 : d.nodes[1].start]
	if i := strings.LastIndexByte(lead, '\n'); i >= 0 {
		l.Break, l.Indent = "\n", lead[i+1:]
		if strings.HasSuffix(lead[:i], "\r") {
			l.Break = "\r\n"
		}
	} else {
		l.Break, l.Indent = "", ""
	}
	if first := (Value{d, 0}); first.Is(Object) {
		l.Colon = d.text[d.nodes[1].end:d.nodes[2].start]
		if l.Break == "" && len(l.Colon) > 1 {
			l.Gap = " "
		}
	}
	return l
}
