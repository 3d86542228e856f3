// Package prelude is what scripts find when they start: pm, the older globals,
// and the libraries that Postman has, in JavaScript of our own.
//
// Every file of js is a module: a function body that gets module, exports,
// require and native, the last from package script/native. A module is compiled
// when it is first asked for, and run again in every new interpreter that asks
// for it. A library is added as a file, and with its name in the list of
// js/require.js.
package prelude

import (
	"embed"
	"fmt"
	"sync"

	"github.com/dop251/goja"
)

//go:embed js/*.js
var files embed.FS

// Library holds the modules of one process. It may be used by several
// goroutines at once.
type Library struct {
	// programs are the modules by their names, each a *module.
	programs sync.Map
}

// module is one that was asked for.
type module struct {
	once sync.Once
	code *goja.Program
	err  error
}

// New returns a library that has compiled nothing.
func New() *Library { return &Library{} }

// source is where a module's code stands in a stack.
func source(name string) string { return "postern:" + name }

// Program returns a module, a function (module, exports, require, native).
func (l *Library) Program(name string) (*goja.Program, error) {
	v, ok := l.programs.Load(name)
	if !ok {
		v, _ = l.programs.LoadOrStore(name, &module{})
	}
	m := v.(*module)
	m.once.Do(func() { m.code, m.err = compile(name) })
	return m.code, m.err
}

func compile(name string) (*goja.Program, error) {
	b, err := files.ReadFile("js/" + name + ".js")
	if err != nil {
		return nil, fmt.Errorf("no module %q", name)
	}
	return goja.Compile(source(name), "(function (module, exports, require, native) { 'use strict'; "+string(b)+"\n})", false)
}

// Load runs a module in an interpreter and returns what it exports.
func (l *Library) Load(rt *goja.Runtime, name string, require, native goja.Value) (goja.Value, error) {
	p, err := l.Program(name)
	if err != nil {
		return nil, err
	}
	v, err := rt.RunProgram(p)
	if err != nil {
		return nil, err
	}
	call, _ := goja.AssertFunction(v)
	module := rt.NewObject()
	exports := rt.NewObject()
	if err := module.Set("exports", exports); err != nil {
		return nil, err
	}
	if _, err := call(goja.Undefined(), module, exports, require, native); err != nil {
		return nil, err
	}
	return module.Get("exports"), nil
}
