package sandbox

import (
	"encoding/json"
	"errors"

	"github.com/dop251/goja"

	"postern/engine/script/frame"
	"postern/engine/script/native"
	"postern/engine/script/wire"
)

// errPast is the error of a response that a script kept from another task.
var errPast = errors.New("the body of this response is gone: read it in the script of its own request")

// bodyReader is what reads the body of this task's response.
func (m *machine) bodyReader() goja.Value {
	task := m.tasks
	body := func() []byte {
		if task != m.tasks {
			m.throw(errPast)
		}
		return m.whole()
	}
	o := m.rt.NewObject()
	for name, f := range map[string]any{
		"text":  func() string { return native.UTF8(body()) },
		"bytes": func() goja.Value { return m.rt.ToValue(m.rt.NewArrayBuffer(append([]byte(nil), body()...))) },
	} {
		if err := o.Set(name, f); err != nil {
			panic(err) // a plain object takes everything
		}
	}
	return o
}

// whole is the body. A large one is handed over only when a script asks for it,
// which waits for it.
func (m *machine) whole() []byte {
	if !m.task.Later {
		return m.body
	}
	question, err := json.Marshal(wire.Call{Name: wire.Body})
	if err != nil {
		m.throw(err)
	}
	m.calls++
	if err := m.write(frame.Message{Kind: frame.Call, ID: m.calls, Data: question}); err != nil {
		m.throw(err)
	}
	r := m.loop.await(m.calls)
	var reply wire.Reply
	if err := json.Unmarshal(r.Data, &reply); err != nil {
		m.throw(err)
	}
	if reply.Error != "" {
		m.throw(errors.New("the body of the response cannot be read: " + reply.Error))
	}
	m.body, m.task.Later = r.Blob, false
	return m.body
}
