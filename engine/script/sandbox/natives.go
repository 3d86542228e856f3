package sandbox

import (
	"encoding/json"
	"errors"
	"maps"
	"strconv"
	"time"

	"github.com/dop251/goja"

	"postern/engine/script"
	"postern/engine/script/frame"
	"postern/engine/script/native"
	"postern/engine/script/wire"
	"postern/engine/vars"
)

// natives is the object that our modules reach us by. Scripts do not see it.
func (m *machine) natives() goja.Value {
	o := m.rt.NewObject()
	set := func(name string, f any) {
		if err := o.Set(name, f); err != nil {
			panic(err) // a plain object takes everything
		}
	}
	set("piece", func(c goja.FunctionCall) goja.Value { return m.piece(c.Argument(0).String()) })
	set("group", func(name string) goja.Value { return native.Group(m.rt, name) })
	set("parse", func(s goja.Value) goja.Value { return native.ParseJSON(m.rt, s) })
	set("expand", func(pattern string) []string {
		text, err := m.classes.Expand(pattern)
		if err != nil {
			return []string{"", "Invalid regular expression: " + err.Error()}
		}
		return []string{text}
	})
	set("source", m.classes.Source)
	set("event", func(goja.FunctionCall) goja.Value { return m.rt.ToValue(m.task.Event) })
	set("body", m.bodyReader)
	set("limit", func() int { return m.task.Message })
	set("timer", m.timer)
	set("clear", m.loop.cancel)
	set("call", m.ask)
	set("test", func(c goja.FunctionCall) goja.Value {
		place, ok := c.Argument(4).Export().(script.Place)
		if !ok {
			place = m.here()
		}
		t := script.Test{Name: c.Argument(0).String(), Passed: c.Argument(1).ToBoolean(), Skipped: c.Argument(2).ToBoolean(), Place: place}
		if lines, ok := c.Argument(5).(*goja.Object); ok {
			_ = m.rt.ExportTo(lines, &t.Differences) // they are the prelude's own
		}
		m.test(t, c.Argument(3))
		return goja.Undefined()
	})
	set("here", func() script.Place { return m.here() })
	set("line", func(level, text string, args []string) {
		m.notes.line(script.Line{Level: level, Text: text, Args: args, Place: m.here()})
	})
	set("fail", func(v goja.Value) { m.notes.err(m.describe(v)) })
	set("words", func(v goja.Value) []string { e := m.describe(v); return []string{e.Name, e.Message} })
	set("change", m.change)
	set("next", func(name string) { m.result.Next = &script.Next{Name: name} })
	set("skip", m.skip)
	set("visual", func(template, data, html, problem string) {
		m.result.Visual = &script.Visual{Template: template, Data: json.RawMessage(data), HTML: html, Problem: problem}
	})
	set("noVisual", func() { m.result.Visual = nil })
	set("replace", m.replace)
	return o
}

// piece is a piece of the task, read when it is first asked for.
func (m *machine) piece(name string) goja.Value {
	var raw json.RawMessage
	switch name {
	case "info":
		raw = m.task.Info
	case "globals":
		raw = m.task.Globals
	case "collection":
		raw = m.task.Collection
	case "environment":
		raw = m.task.Environment
	case "data":
		raw = m.task.Data
	case "local":
		raw = m.task.Local
	case "request":
		raw = m.task.Request
	case "response":
		raw = m.task.Response
	case "cookies":
		raw = m.task.Cookies
	}
	return m.parsed(raw)
}

// parsed is a value of JSON, null where there is none.
func (m *machine) parsed(raw json.RawMessage) goja.Value {
	if len(raw) == 0 {
		return goja.Null()
	}
	return native.ParseJSON(m.rt, m.rt.ToValue(string(raw)))
}

func (m *machine) timer(run goja.Callable, ms float64, again bool) int64 {
	d := time.Duration(min(max(ms, 1), 1<<31)) * time.Millisecond
	every := time.Duration(0)
	if again {
		every = d
	}
	return m.loop.after(d, every, func() {
		m.guard(func() error { _, err := run(goja.Undefined()); return err })
	})
}

// errTold is the error of a question that is too long to be asked.
var errTold = errors.New("the request of the script is larger than may be handed over")

// ask asks the parent; then gets an error text, the answer and its body.
func (m *machine) ask(question string, then goja.Callable) {
	err := m.call([]byte(question), func(r frame.Message) {
		var reply wire.Reply
		if err := json.Unmarshal(r.Data, &reply); err != nil {
			reply.Error = err.Error()
		}
		m.guard(func() error {
			_, err := then(goja.Undefined(), m.rt.ToValue(reply.Error), m.parsed(reply.Response), m.parsed(reply.Cookies), m.rt.ToValue(m.rt.NewArrayBuffer(r.Blob)))
			return err
		})
	})
	if err != nil {
		m.throw(errTold)
	}
}

// test notes a test. What failed is any value; undefined means nothing did.
func (m *machine) test(t script.Test, failure goja.Value) {
	if !t.Passed && failure != nil && !goja.IsUndefined(failure) {
		e := m.describe(failure)
		t.Error, t.Message = e.Name, e.Message
		if e.Place.Line > 0 {
			t.Place = e.Place
		}
	}
	m.notes.test(t)
}

// errChanges is the error of a change that is one too many.
var errChanges = errors.New("a script may set " + strconv.Itoa(wire.MostChanges) + " variables: keep what belongs together as one list")

// changed names what a change was of.
type changed struct {
	scope vars.Scope
	key   string
}

// change notes a change of a variable. One that is set again is changed once, to
// what it is in the end.
func (m *machine) change(scope int, op, name, value, typ string) {
	c := script.Change{Scope: vars.Scope(scope), Op: script.Op(op), Var: script.Var{Key: name, Value: value, Type: script.Type(typ)}}
	n := changed{c.Scope, name}
	i, again := m.sets[n]
	switch {
	case c.Op == script.Set && again:
		m.result.Changes[i] = c
	case len(m.result.Changes) >= wire.MostChanges:
		m.throw(errChanges)
	default:
		switch c.Op {
		case script.Set:
			m.sets[n] = len(m.result.Changes)
		case script.Unset:
			delete(m.sets, n)
		case script.Clear:
			maps.DeleteFunc(m.sets, func(n changed, _ int) bool { return n.scope == c.Scope })
		}
		m.result.Changes = append(m.result.Changes, c)
	}
	m.notes.change(c)
}

// skip ends the script where it stands, and all that would come.
func (m *machine) skip() {
	m.skipped, m.result.Skip = true, true
	m.rt.Interrupt(skip{})
}

// replace replaces the {{names}} of a text; layers are [scope, name, value, …]
// from the one that wins.
func (m *machine) replace(text string, layers [][]string) string {
	list := make([]vars.Layer, 0, len(layers))
	for i, flat := range layers {
		l := vars.Layer{Scope: vars.Scope(min(i, int(vars.Globals)))}
		for j := 0; j+1 < len(flat); j += 2 {
			l.Vars = append(l.Vars, vars.Var{Name: flat[j], Value: flat[j+1]})
		}
		list = append(list, l)
	}
	out, _ := vars.NewSet(list...).Expand(text)
	return out
}
