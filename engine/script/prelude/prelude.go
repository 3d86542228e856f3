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

	"github.com/dop251/goja"
)

//go:embed js/*.js
var files embed.FS

// Library holds the modules of one process. It is not for several goroutines.
type Library struct {
	programs map[string]*goja.Program
}

// New returns a library that has compiled nothing.
func New() *Library { return &Library{programs: map[string]*goja.Program{}} }

// Source is where a module's code stands in a stack.
func Source(name string) string { return "postern:" + name }

// Program returns a module, a function (module, exports, require, native).
func (l *Library) Program(name string) (*goja.Program, error) {
	if p := l.programs[name]; p != nil {
		return p, nil
	}
	b, err := files.ReadFile("js/" + name + ".js")
	if err != nil {
		return nil, fmt.Errorf("no module %q", name)
	}
	p, err := goja.Compile(Source(name), "(function (module, exports, require, native) { 'use strict'; "+string(b)+"\n})", false)
	if err != nil {
		return nil, err
	}
	l.programs[name] = p
	return p, nil
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
