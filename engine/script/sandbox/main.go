// Package sandbox is the process that scripts run in: the child of a
// script.Host.
//
// It is the program itself, started with one word; [Main] takes over before
// anything of the program is made. It shuts itself in (see confine), reads
// tasks from its standard input, runs each in an interpreter of its own that
// was made while there was nothing to do, and writes what came of it to its
// standard output. What scripts see is made by package script/prelude.
package sandbox

import (
	"bufio"
	"encoding/json"
	"os"
	"runtime/debug"
	"sync"

	"github.com/dop251/goja"

	"postern/engine/script"
	"postern/engine/script/frame"
	"postern/engine/script/native"
	"postern/engine/script/prelude"
	"postern/engine/script/wire"
)

// Main returns at once, unless the process was started to be a sandbox: then
// it never does. It is the first thing that main and TestMain call.
func Main() { MainWith(func(*goja.Runtime) {}) }

// MainWith is Main with something done to every interpreter before anything
// runs in it: tests that compare runs give it a clock that stands.
func MainWith(prepare func(*goja.Runtime)) {
	if len(os.Args) < 2 || os.Args[1] != script.Word {
		return
	}
	confine()
	debug.SetGCPercent(gcPercent)
	p := &process{in: os.Stdin, out: os.Stdout, prepare: prepare, library: prelude.New(), programs: map[key]*program{}, tasks: make(chan frame.Message, 1), limit: script.Defaults().Message}
	os.Stdout = os.Stderr // what is printed by mistake is no message
	go p.watchMemory()
	go p.read()
	go p.compileAhead()
	p.serve()
}

// gcPercent lets garbage grow to several times of what is in use, which is
// little: most of it is gone with its task. The memory limit stands above it.
const gcPercent = 400

// process is a child at work.
type process struct {
	in, out *os.File
	prepare func(*goja.Runtime)
	writing sync.Mutex
	limit   int
	library *prelude.Library
	// programs are scripts that were compiled before.
	programs map[key]*program
	classes  native.Classes
	tasks    chan frame.Message

	mu sync.Mutex
	// now is the task under way; replies go to it.
	now *machine
	// memory is the limit of the task under way.
	memory int64
}

// serve runs tasks until the parent goes. There is always an interpreter that
// nothing ran in, made while there was nothing to do; one that is of a session
// is kept for its next task instead.
func (p *process) serve() {
	spare := p.machine(true)
	var kept *machine
	for t := range p.tasks {
		var task wire.Task
		if err := json.Unmarshal(t.Data, &task); err != nil {
			panic(err) // our own parent wrote it
		}
		m := kept
		if m == nil || m.session != task.Session {
			m, spare = spare, nil
			if m == nil {
				m = p.machine(false)
			}
		}
		p.run(m, task, t.Blob)
		kept = nil
		if task.Session != "" && !m.skipped && !grown(task.Memory) {
			kept = m
		} else if spare == nil {
			spare = p.machine(true)
		}
	}
}

// compileAhead compiles what the first interpreter will need.
func (p *process) compileAhead() {
	for _, name := range ahead() {
		_, _ = p.library.Program(name) // who loads it is told what is wrong with it
	}
}

// read takes what the parent says, also while a script runs: so the child ends
// with its parent, whatever the script does.
func (p *process) read() {
	r := bufio.NewReaderSize(p.in, 64<<10)
	for {
		m, err := frame.Read(r, 1<<30) // the parent keeps to its limit
		if err != nil {
			os.Exit(0)
		}
		if m.Kind == frame.Task {
			p.tasks <- m
			continue
		}
		p.mu.Lock()
		now := p.now
		p.mu.Unlock()
		if now != nil {
			now.loop.deliver(m)
		}
	}
}

func (p *process) write(m frame.Message) error {
	p.writing.Lock()
	defer p.writing.Unlock()
	return frame.Write(p.out, m, p.limit)
}

// run runs one task and says what came of it.
func (p *process) run(m *machine, task wire.Task, body []byte) {
	p.mu.Lock()
	if p.memory != task.Memory {
		limitData(task.Memory)
		debug.SetMemoryLimit(task.Memory / 4 * 3) // it collects before it is too late
	}
	p.now, p.memory, p.limit = m, task.Memory, task.Message
	p.mu.Unlock()
	m.start(task, body)
	stop := m.notes.flushNow(p)
	for i := range task.Scripts {
		m.script(i, task.Scripts[i])
		if m.skipped {
			break
		}
	}
	stop()
	p.finish(m) // which runs what scripts made, too
	p.mu.Lock()
	p.now = nil
	p.mu.Unlock()
}

// finish writes the last piece of the outcome.
func (p *process) finish(m *machine) {
	out, request := m.outcome()
	data, err := json.Marshal(out)
	if err == nil {
		err = p.write(frame.Message{Kind: frame.Done, Data: data, Blob: request})
	}
	if err == nil {
		return
	}
	data, _ = json.Marshal(script.Outcome{Errors: []script.Error{{
		Name: "RangeError", Message: "the script set and changed more than can be handed over at once, so nothing of it counts",
	}}, Cut: true}) // plain text always is JSON
	if p.write(frame.Message{Kind: frame.Done, Data: data}) != nil {
		os.Exit(1)
	}
}
