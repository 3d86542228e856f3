package native

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/dop251/goja"
)

// xmlGroup reads XML into plain arrays: [name, attributes, children], where a
// child that is a string is text.
func xmlGroup(rt *goja.Runtime) map[string]any {
	return map[string]any{
		"parse": func(text string) goja.Value {
			v, err := parseXML(rt, text)
			if err != nil {
				Throw(rt, err)
			}
			return v
		},
	}
}

// element is one that is being read.
type element struct {
	name     string
	attrs    []any
	children []any
}

//lint:ignore ST1005 the words that people know
var errNoXML = errors.New("Non-whitespace before first tag.\nLine: 0\nColumn: 1\nChar: ")

func parseXML(rt *goja.Runtime, text string) (goja.Value, error) {
	text = strings.TrimPrefix(text, "\ufeff")
	d := xml.NewDecoder(strings.NewReader(text))
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // it is text already
	d.Strict = true
	d.Entity = xml.HTMLEntity
	stack := []*element{{}}
	for {
		t, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		top := stack[len(stack)-1]
		switch t := t.(type) {
		case xml.StartElement:
			if len(stack) > maxNested {
				return nil, errors.New("the XML is nested too deep")
			}
			stack = append(stack, opened(rt, t))
		case xml.EndElement:
			if len(stack) == 1 || qualified(t.Name) != top.name {
				//lint:ignore ST1005 the words that people know
				return nil, fmt.Errorf("Unexpected close tag\n%s\nChar: >", readTo(d, text))
			}
			stack = stack[:len(stack)-1]
			up := stack[len(stack)-1]
			up.children = append(up.children, closed(rt, top))
		case xml.CharData:
			if len(stack) == 1 && strings.TrimSpace(string(t)) != "" {
				return nil, fmt.Errorf("%w%c", errNoXML, []rune(strings.TrimSpace(string(t)))[0])
			}
			top.children = append(top.children, rt.ToValue(string(t)))
		}
	}
	if len(stack) > 1 {
		//lint:ignore ST1005 the words that people know
		return nil, fmt.Errorf("Unclosed root tag\n%s\nChar: ", readTo(d, text))
	}
	return closed(rt, stack[0]), nil
}

// readTo says how far a text was read, from nought, in letters.
func readTo(d *xml.Decoder, text string) string {
	line, _ := d.InputPos()
	read := text[:d.InputOffset()]
	return fmt.Sprintf("Line: %d\nColumn: %d", line-1, utf8.RuneCountInString(read[strings.LastIndexByte(read, '\n')+1:]))
}

func opened(rt *goja.Runtime, t xml.StartElement) *element {
	e := &element{name: qualified(t.Name)}
	for _, a := range t.Attr {
		e.attrs = append(e.attrs, rt.NewArray(qualified(a.Name), a.Value))
	}
	return e
}

func closed(rt *goja.Runtime, e *element) goja.Value {
	return rt.NewArray(e.name, rt.NewArray(e.attrs...), rt.NewArray(e.children...))
}

func qualified(n xml.Name) string {
	if n.Space != "" {
		return n.Space + ":" + n.Local
	}
	return n.Local
}
