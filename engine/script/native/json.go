package native

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/dop251/goja"
)

// ParseJSON reads a text as JSON.parse does, several times as fast as the
// interpreter's own. Where the text is wrong it says so in the words of Postman,
// whose JSON.parse is one of its own, too.
func ParseJSON(rt *goja.Runtime, text goja.Value) goja.Value {
	p := &jsonParser{rt: rt, s: text.String()}
	v, err := p.document()
	switch {
	case err == "":
		return v
	case goja.IsUndefined(text): // a variable that is not there, mostly
		err = `"undefined" is not valid JSON`
	}
	o, e := rt.New(rt.Get("SyntaxError"), rt.ToValue(err))
	if e != nil {
		panic(rt.NewTypeError(err))
	}
	_ = o.DefineDataProperty("name", rt.ToValue("JSONError"), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE) // a new error takes it
	panic(o)
}

// maxDepth is how deep JSON may be nested; deeper would end the process.
const maxDepth = 20_000

type jsonParser struct {
	rt    *goja.Runtime
	s     string
	i     int
	depth int
}

func (p *jsonParser) document() (goja.Value, string) {
	v, err := p.value()
	if err != "" {
		return nil, err
	}
	p.space()
	if p.i < len(p.s) {
		return nil, p.unexpected()
	}
	return v, ""
}

func (p *jsonParser) space() {
	for p.i < len(p.s) {
		switch p.s[p.i] {
		case ' ', '\t', '\n', '\r':
			p.i++
		default:
			return
		}
	}
}

func (p *jsonParser) value() (goja.Value, string) {
	p.space()
	if p.i >= len(p.s) {
		if p.s == "" {
			return nil, p.wrong("No data, empty input", p.i)
		}
		return nil, p.wrong("No data, only a whitespace", p.i)
	}
	switch c := p.s[p.i]; {
	case c == '{':
		return p.object()
	case c == '[':
		return p.array()
	case c == '"':
		return p.str()
	case c == '-' || c >= '0' && c <= '9':
		return p.number()
	case strings.HasPrefix(p.s[p.i:], "true"):
		p.i += 4
		return p.rt.ToValue(true), ""
	case strings.HasPrefix(p.s[p.i:], "false"):
		p.i += 5
		return p.rt.ToValue(false), ""
	case strings.HasPrefix(p.s[p.i:], "null"):
		p.i += 4
		return goja.Null(), ""
	}
	return nil, p.unexpected()
}

func (p *jsonParser) object() (goja.Value, string) {
	if p.depth++; p.depth > maxDepth {
		return nil, "the JSON is nested too deep"
	}
	p.i++
	o := p.rt.NewObject()
	p.space()
	if p.i < len(p.s) && p.s[p.i] == '}' {
		p.i, p.depth = p.i+1, p.depth-1
		return o, ""
	}
	for first := true; ; first = false {
		p.space()
		if p.i >= len(p.s) || p.s[p.i] != '"' {
			if !first && p.i < len(p.s) && p.s[p.i] == '}' {
				return nil, p.wrong("Trailing comma in object", p.i)
			}
			return nil, p.unexpected()
		}
		k, err := p.str()
		if err != "" {
			return nil, err
		}
		p.space()
		if p.i >= len(p.s) || p.s[p.i] != ':' {
			return nil, p.unexpected()
		}
		p.i++
		if p.space(); p.i >= len(p.s) || !strings.ContainsRune(`{["-.0123456789tfn`, rune(p.s[p.i])) {
			return nil, p.wrong("No value found for key "+k.String(), p.i)
		}
		v, err := p.value()
		if err != "" {
			return nil, err
		}
		p.put(o, k.String(), v)
		p.space()
		switch {
		case p.i < len(p.s) && p.s[p.i] == ',':
			p.i++
		case p.i < len(p.s) && p.s[p.i] == '}':
			p.i, p.depth = p.i+1, p.depth-1
			return o, ""
		default:
			return nil, p.unexpected()
		}
	}
}

// put sets a member; "__proto__" is one like any other.
func (p *jsonParser) put(o *goja.Object, name string, v goja.Value) {
	if name == "__proto__" {
		_ = o.DefineDataProperty(name, v, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE) // a plain object takes it
		return
	}
	_ = o.Set(name, v) // as above
}

func (p *jsonParser) array() (goja.Value, string) {
	if p.depth++; p.depth > maxDepth {
		return nil, "the JSON is nested too deep"
	}
	p.i++
	var list []any
	p.space()
	if p.i < len(p.s) && p.s[p.i] == ']' {
		p.i, p.depth = p.i+1, p.depth-1
		return p.rt.NewArray(), ""
	}
	for {
		if p.space(); len(list) > 0 && p.i < len(p.s) && p.s[p.i] == ']' {
			return nil, p.wrong("Trailing comma in array", p.i)
		}
		v, err := p.value()
		if err != "" {
			return nil, err
		}
		list = append(list, v)
		p.space()
		switch {
		case p.i < len(p.s) && p.s[p.i] == ',':
			p.i++
		case p.i < len(p.s) && p.s[p.i] == ']':
			p.i, p.depth = p.i+1, p.depth-1
			return p.rt.NewArray(list...), ""
		default:
			return nil, p.unexpected()
		}
	}
}

func (p *jsonParser) number() (goja.Value, string) {
	from := p.i
	digits := func() bool {
		n := p.i
		for p.i < len(p.s) && p.s[p.i] >= '0' && p.s[p.i] <= '9' {
			p.i++
		}
		return p.i > n
	}
	if p.s[p.i] == '-' {
		p.i++
	}
	if p.i < len(p.s) && p.s[p.i] == '0' {
		p.i++
		if p.i < len(p.s) && p.s[p.i] >= '0' && p.s[p.i] <= '9' {
			return nil, p.unexpected()
		}
	} else if !digits() {
		return nil, p.wrong(`Bad numeric literal - "-"`, from)
	}
	whole := true
	if p.i < len(p.s) && p.s[p.i] == '.' {
		p.i, whole = p.i+1, false
		if !digits() {
			return nil, p.wrong(`Bad numeric literal - "`+p.s[from:p.i]+`"`, p.i)
		}
	}
	if p.i < len(p.s) && p.s[p.i]|0x20 == 'e' {
		p.i, whole = p.i+1, false
		if p.i < len(p.s) && (p.s[p.i] == '+' || p.s[p.i] == '-') {
			p.i++
		}
		if !digits() {
			return nil, p.wrong(`Bad numeric literal - "`+p.s[from:p.i]+`"`, p.i)
		}
	}
	text := p.s[from:p.i]
	if whole && len(text) < 16 && text != "-0" {
		n, _ := strconv.ParseInt(text, 10, 64) // digits, and few
		return p.rt.ToValue(n), ""
	}
	f, _ := strconv.ParseFloat(text, 64) // too large is infinite, as it should be
	return p.rt.ToValue(f), ""
}

// str reads a string. Only one with escapes is put together.
func (p *jsonParser) str() (goja.Value, string) {
	p.i++
	from := p.i
	for p.i < len(p.s) && p.s[p.i] != '"' && p.s[p.i] != '\\' && p.s[p.i] >= ' ' {
		p.i++
	}
	if p.i < len(p.s) && p.s[p.i] == '"' {
		p.i++
		return p.rt.ToValue(p.s[from : p.i-1]), ""
	}
	units := utf16Of(p.s[from:p.i])
	for p.i < len(p.s) {
		switch c := p.s[p.i]; {
		case c == '"':
			p.i++
			return goja.StringFromUTF16(units), ""
		case c < ' ':
			return nil, p.wrong("Unexpected control character", p.i)
		case c == '\\':
			u, ok := p.escape()
			if !ok {
				return nil, p.wrong("Bad escape sequence", min(p.i, len(p.s)))
			}
			units = append(units, u)
		default:
			n := p.i
			for p.i < len(p.s) && p.s[p.i] != '"' && p.s[p.i] != '\\' && p.s[p.i] >= ' ' {
				p.i++
			}
			units = append(units, utf16Of(p.s[n:p.i])...)
		}
	}
	return nil, p.unexpected()
}

func (p *jsonParser) escape() (uint16, bool) {
	p.i++
	if p.i >= len(p.s) {
		return 0, false
	}
	c := p.s[p.i]
	if i := strings.IndexByte(`"\/bfnrt`, c); i >= 0 {
		p.i++
		return uint16("\"\\/\b\f\n\r\t"[i]), true
	}
	if c != 'u' || p.i+5 > len(p.s) {
		return 0, false
	}
	n, err := strconv.ParseUint(p.s[p.i+1:p.i+5], 16, 16)
	p.i += 5
	return uint16(n), err == nil
}

// unexpected is the error of what stands where something else should.
func (p *jsonParser) unexpected() string {
	if p.i >= len(p.s) {
		return p.wrong("Unexpected end of input", len(p.s))
	}
	r, _ := utf8.DecodeRuneInString(p.s[p.i:])
	token := string(r)
	if r == '\'' {
		token = `\'`
	}
	return p.wrong("Unexpected token '"+token+"'", p.i)
}

// A line is shown from before the place on, and so much of it, in UTF-16 units.
const (
	shownBefore = 69
	maxShown    = 79
)

// wrong says what is wrong and where: line, column, and a mark below it.
func (p *jsonParser) wrong(what string, at int) string {
	from := strings.LastIndexAny(p.s[:at], "\n\r") + 1
	line := p.s[from:]
	if i := strings.IndexAny(line, "\n\r"); i >= 0 {
		line = line[:i]
	}
	before := utf16Of(p.s[from:at])
	column := len(before)
	head := fmt.Sprintf("%s at %d:%d\n", what, strings.Count(p.s[:from], "\n")+1, column+1)
	before = before[max(0, column-shownBefore):]
	shown := append(slices.Clone(before), utf16Of(line[at-from:min(len(line), at-from+4*maxShown)])...)
	mark := strings.Map(func(r rune) rune {
		if r == '\t' {
			return r
		}
		return ' '
	}, string(utf16.Decode(before)))
	return head + string(utf16.Decode(shown[:min(len(shown), maxShown)])) + "\n" + mark + "^"
}
