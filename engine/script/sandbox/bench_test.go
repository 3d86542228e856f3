package sandbox

import (
	"encoding/json"
	"os"
	"runtime/debug"
	"testing"

	"github.com/dop251/goja"

	"postern/engine/script"
	"postern/engine/script/prelude"
	"postern/engine/script/wire"
)

// BenchmarkTask is a task without the pipe: the part that is the child's.
func BenchmarkTask(b *testing.B) {
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		b.Fatal(err)
	}
	defer null.Close()
	defer debug.SetGCPercent(debug.SetGCPercent(gcPercent))
	p := &process{out: null, prepare: func(*goja.Runtime) {}, library: prelude.New(), programs: map[key]*program{}, limit: script.Defaults().Message}
	task := wire.Task{
		Event: "test", Scripts: []string{`pm.test("status is 200", function () { pm.response.to.have.status(200) })`},
		Response: json.RawMessage(`{"Code":200,"Reason":"OK","Header":[{"Key":"Content-Type","Value":"application/json"}]}`),
		Memory:   1 << 30, Message: 8 << 20,
	}
	b.Run("fresh", func(b *testing.B) {
		for b.Loop() {
			p.run(p.machine(false), task, []byte(`{}`))
		}
	})
	b.Run("session", func(b *testing.B) {
		m := p.machine(true)
		for b.Loop() {
			p.run(m, task, []byte(`{}`))
		}
	})
}
