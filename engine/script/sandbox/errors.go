package sandbox

import (
	"errors"
	"regexp"
	"strconv"
	"strings"

	"github.com/dop251/goja"

	"postern/engine/script"
)

// skip is what a script is stopped with that skips its request.
type skip struct{}

// failed tells of the error that ended a script or a piece of it.
func (m *machine) failed(err error) {
	var stopped *goja.InterruptedError
	if errors.As(err, &stopped) {
		m.rt.ClearInterrupt()
		return
	}
	var thrown *goja.Exception
	var deep *goja.StackOverflowError
	switch {
	case errors.As(err, &deep):
		m.notes.err(script.Error{Name: "RangeError", Message: "Maximum call stack size exceeded", Place: m.first(deep.Stack())})
	case errors.As(err, &thrown):
		e := m.describe(thrown.Value())
		if e.Place.Line == 0 {
			e.Place = m.first(thrown.Stack())
		}
		m.notes.err(e)
	default:
		m.notes.err(script.Error{Name: "Error", Message: err.Error(), Place: script.Place{Script: m.current}})
	}
}

// describe says what was thrown: an error, or any value.
func (m *machine) describe(v goja.Value) script.Error {
	e := script.Error{Place: script.Place{Script: m.current}}
	o, ok := v.(*goja.Object)
	if !ok {
		e.Name, e.Message = "Error", text(v)
		return e
	}
	// Getters of the script may throw.
	if ex := m.rt.Try(func() {
		e.Name, e.Message = member(o, "name"), member(o, "message")
		e.Place = m.stack(member(o, "stack"))
	}); ex != nil || e.Name == "" && e.Message == "" {
		e.Name, e.Message = "Error", "an object that is no error was thrown"
		if ex := m.rt.Try(func() { e.Message = o.String() }); ex != nil {
			return e
		}
	}
	e.Message = asNode(e.Message)
	m.called(&e)
	nothing(&e, m.task.Scripts)
	hint(&e, m.task.Scripts)
	return e
}

func member(o *goja.Object, name string) string {
	v := o.Get(name)
	if v == nil || goja.IsUndefined(v) {
		return ""
	}
	return text(v)
}

func text(v goja.Value) string {
	if v == nil {
		return "undefined"
	}
	return v.String()
}

// first is the innermost place in a script.
func (m *machine) first(frames []goja.StackFrame) script.Place {
	for _, f := range frames {
		if isScript(f.SrcName()) {
			at, _ := strconv.Atoi(f.SrcName()[len(scriptName):])
			return position(at, f.Position())
		}
	}
	return script.Place{Script: m.current}
}

// stack is first for a stack that is text already: "at f (script:0:3:5(12))".
func (m *machine) stack(s string) script.Place {
	p := script.Place{Script: m.current}
	i := strings.Index(s, scriptName)
	if i < 0 {
		return p
	}
	s = s[i+len(scriptName):]
	for n, to := range []*int{&p.Script, &p.Line, &p.Column} {
		end := strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' })
		if end <= 0 {
			return script.Place{Script: m.current}
		}
		*to, _ = strconv.Atoi(s[:end])
		s = s[end:]
		if n < 2 && !strings.HasPrefix(s, ":") {
			return own(p)
		}
		s = strings.TrimPrefix(s, ":")
	}
	return own(p)
}

// here is the place in a script that is running now.
func (m *machine) here() script.Place { return m.first(m.rt.CaptureCallStack(0, nil)) }

// asNode puts what the interpreter says of mistakes into the words that people
// know from Node.js, and that scripts may be looking for.
func asNode(s string) string {
	for _, r := range []struct{ was, is string }{
		{`^Cannot read property '(.*)' of (undefined|null)$`, `Cannot read properties of $2 (reading '$1')`},
		{`^Cannot read property '(.*)' of undefined or null$`, `Cannot read properties of undefined (reading '$1')`},
		{`^Cannot set property '(.*)' of (undefined|null)$`, `Cannot set properties of $2 (setting '$1')`},
		{`^Value is not object coercible$`, `Cannot destructure what is undefined or null`},
		{`^Object has no member '(.*)'$`, `$1 is not a function`},
		{`^No initial value$`, `Reduce of empty array with no initial value`},
		{`^Malformed URI$`, `URI malformed`},
		{`^toFixed\(\) precision must`, `toFixed() digits argument must`},
	} {
		if !strings.HasPrefix(s, r.was[1:8]) {
			continue
		}
		if re := regexp.MustCompile(r.was); re.MatchString(s) {
			return re.ReplaceAllString(s, r.is)
		}
	}
	return s
}
