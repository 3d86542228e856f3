package sandbox

import (
	"errors"
	"strings"

	"github.com/dop251/goja"

	"postern/engine/script"
	"postern/engine/script/frame"
	"postern/engine/script/native"
	"postern/engine/script/wire"
)

// machine is an interpreter for one task, or for those of one session.
type machine struct {
	*process
	session string
	rt      *goja.Runtime
	loop    *loop
	notes   *notes
	// core is what module core exports: the functions that we call.
	core            *goja.Object
	require, native goja.Value
	loaded          map[string]goja.Value

	// task is the one of all tasks that runs.
	task  wire.Task
	tasks int
	body  []byte
	// current is the script that runs.
	current int
	result  script.Outcome
	// sets are where the variables stand in the result that were set.
	sets      map[changed]int
	skipped   bool
	calls     uint32
	questions questions
	// rejected are promises that failed and that nobody asked about.
	rejected []*goja.Promise
}

// maxCalls is how deep scripts may call; Node.js allows about as much.
const maxCalls = 9000

// ready are the modules that most scripts use, so that none waits for them.
func ready() []string { return []string{"pm", "chai", "response", "chai-contents", "request"} }

// ahead are modules that those need, from the last: they are compiled beside
// the others when the process starts, which one processor alone takes long for.
func ahead() []string {
	return []string{"list", "response", "chai-postman", "deep", "chai-words", "chai-inspect"}
}

// perTask are the modules that hold what belongs to a task.
func perTask() []string { return []string{"scopes", "legacy"} }

// machine makes an interpreter that has everything but a task; with warm also
// what is used most.
func (p *process) machine(warm bool) *machine {
	m := &machine{process: p, rt: goja.New(), loop: newLoop(), questions: questions{write: p.write}, notes: &notes{}, loaded: map[string]goja.Value{}}
	p.prepare(m.rt)
	m.rt.SetMaxCallStackSize(maxCalls)
	m.rt.SetPromiseRejectionTracker(m.track)
	m.loop.idle = func() { m.tell(frame.Idle) }
	m.loop.busy = func() { m.tell(frame.Busy) }
	m.native = m.natives()
	m.require = m.rt.ToValue(func(c goja.FunctionCall) goja.Value { return m.load(c.Argument(0).String()) })
	m.core = m.load("core").ToObject(m.rt)
	if warm {
		for _, name := range ready() {
			if len(p.tasks) > 0 { // it will ask for what it needs
				break
			}
			m.load(name)
		}
	}
	return m
}

// load is the require of our own modules: each is run once.
func (m *machine) load(name string) goja.Value {
	if v := m.loaded[name]; v != nil {
		return v
	}
	v, err := m.library.Load(m.rt, name, m.require, m.native)
	var thrown *goja.Exception
	if errors.As(err, &thrown) {
		panic(thrown.Value())
	} else if err != nil {
		m.throw(err)
	}
	m.loaded[name] = v
	return v
}

// throw makes an error of Go one of the script.
func (m *machine) throw(err error) { native.Throw(m.rt, err) }

func (m *machine) tell(k frame.Kind) {
	_ = m.write(frame.Message{Kind: k, ID: uint32(m.current)}) // a parent that is gone ends us
}

// start gives the interpreter its task.
func (m *machine) start(t wire.Task, body []byte) {
	m.task, m.body, m.session = t, body, t.Session
	m.tasks++
	m.current, m.result, m.rejected, m.notes = 0, script.Outcome{}, nil, &notes{}
	m.sets = map[changed]int{}
	for _, name := range perTask() {
		delete(m.loaded, name)
	}
	m.must("start")
}

// must calls a function of the core; that one fails is our own mistake, and
// told as the script's.
func (m *machine) must(name string, args ...goja.Value) goja.Value {
	call, _ := goja.AssertFunction(m.core.Get(name))
	v, err := call(goja.Undefined(), args...)
	if err != nil {
		m.failed(err)
		return goja.Undefined()
	}
	return v
}

// script runs one script, and waits for what it started.
func (m *machine) script(i int, source string) {
	m.current = i
	p, err := m.compile(i, source)
	if err != nil {
		m.notes.err(m.syntax(err, source))
		return
	}
	if p.old {
		m.load("sugar")
	}
	if i > 0 {
		m.tell(frame.Busy) // so that the parent knows which one runs
	}
	var promise *goja.Promise
	m.guard(func() error {
		v, err := m.rt.RunProgram(p.code)
		if err != nil {
			return err
		}
		call, _ := goja.AssertFunction(v)
		v, err = call(goja.Undefined())
		if err == nil && p.async {
			promise, _ = v.Export().(*goja.Promise)
		}
		return err
	})
	m.settle(promise)
	for !m.skipped && m.loop.step() {
		m.settle(promise)
	}
	m.loop.clear()
	m.questions.clear()
	if !m.skipped {
		m.must("end", m.rt.ToValue(i))
	}
}

// guard runs what may fail with an error of the script.
func (m *machine) guard(run func() error) {
	if err := run(); err != nil {
		m.failed(err)
	}
}

// settle tells of promises that failed unseen. The script's own is one.
func (m *machine) settle(own *goja.Promise) {
	for len(m.rejected) > 0 {
		p := m.rejected[0]
		m.rejected = m.rejected[1:]
		e := m.describe(p.Result())
		if p != own && e.Place.Line == 0 {
			e.Place.Script = m.current
		}
		m.notes.err(e)
	}
}

func (m *machine) track(p *goja.Promise, op goja.PromiseRejectionOperation) {
	if op == goja.PromiseRejectionReject {
		m.rejected = append(m.rejected, p)
		return
	}
	for i, q := range m.rejected {
		if p == q {
			m.rejected = append(m.rejected[:i], m.rejected[i+1:]...)
			return
		}
	}
}

// call asks the parent for something and hands the answer to then.
func (m *machine) call(data []byte, then func(frame.Message)) error {
	if len(data) > m.limit {
		return frame.ErrSize
	}
	m.calls++
	m.loop.asked[m.calls] = func(r frame.Message) {
		m.questions.answered()
		then(r)
	}
	return m.questions.ask(frame.Message{Kind: frame.Call, ID: m.calls, Data: data})
}

// outcome is what is left to hand over, and the request if it was changed.
func (m *machine) outcome() (script.Outcome, []byte) {
	var request []byte
	if v := m.must("finish"); !goja.IsUndefined(v) && !goja.IsNull(v) {
		request = []byte(v.String())
	}
	out := m.notes.take()
	r := m.result
	r.Tests, r.Console, r.Errors, r.Cut = out.Tests, out.Console, out.Errors, out.Cut
	return r, request
}

// scriptName is where a script's code stands in a stack.
const scriptName = "script:"

func isScript(source string) bool { return strings.HasPrefix(source, scriptName) }
