package script

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"postern/engine/collection"
	"postern/engine/vars"
)

// Outcome is what a task's scripts did.
type Outcome struct {
	// Changes are what became of variables, in the order it happened.
	Changes []Change `json:",omitzero"`
	// Request is the request as a script before it has left it; nil when none
	// changed it. Its Auth is nil unless a script changed that; one that took it
	// away left "noauth".
	Request *collection.Request `json:"-"`
	Tests   []Test              `json:",omitzero"`
	Console []Line              `json:",omitzero"`
	// Errors are those of scripts that ended with one. It stops neither the
	// other scripts nor the request.
	Errors []Error `json:",omitzero"`
	// Next is where a run goes on; nil when no script said.
	Next *Next `json:",omitzero"`
	// Skip says that the request is not to be sent.
	Skip bool `json:",omitzero"`
	// Asked says that scripts asked for more than their task: sent a request, or
	// looked at the cookies of an address or changed them.
	Asked bool `json:"-"`
	// Visual is what a script made for the eye; nil when none did.
	Visual *Visual `json:",omitzero"`
	// Cut says that there was more than an outcome may hold of tests or of the
	// console.
	Cut bool `json:",omitzero"`
}

// Failed reports whether a script broke off, or a test failed.
func (o *Outcome) Failed() bool {
	return len(o.Errors) > 0 || slices.ContainsFunc(o.Tests, func(t Test) bool { return !t.Passed && !t.Skipped })
}

// Change is one change of one variable.
type Change struct {
	Scope vars.Scope
	Op    Op
	// Var is what is set; of Unset only the key counts, of Clear nothing.
	Var Var
}

// Op is a kind of change.
type Op string

// The changes that scripts make.
const (
	Set   Op = "set"
	Unset Op = "unset"
	Clear Op = "clear"
)

// Place is where in the task something happened.
type Place struct {
	// Script is the index in the task, Owner the name of what declares it.
	Script int
	Owner  string
	// Line and Column count from 1; 0 means unknown.
	Line, Column int
}

// String is the place as it is put behind a message, in brackets; nothing where
// it is unknown.
func (p Place) String() string {
	switch {
	case p.Owner == "":
		return ""
	case p.Line == 0:
		return fmt.Sprintf(" (script of %s)", p.Owner)
	}
	return fmt.Sprintf(" (script of %s, line %d)", p.Owner, p.Line)
}

// Test is what one pm.test came to, or one entry of the legacy tests object.
type Test struct {
	Name            string
	Passed, Skipped bool
	// Error and Message are the name and text of what failed.
	Error   string `json:",omitzero"`
	Message string `json:",omitzero"`
	// Differences tell where the two values that were compared differ, a line
	// each, if Message leaves that out.
	Differences []string `json:",omitzero"`
	// Place is the failing line, or that of the test.
	Place Place
}

// Why is what failed, with its place, and the differences below it. show makes
// each text fit to be shown.
func (t Test) Why(show func(string) string) string {
	lines := []string{show(t.Message) + t.Place.String()}
	for _, d := range t.Differences {
		lines = append(lines, show(d))
	}
	return strings.Join(lines, "\n")
}

// Line is one call of the console.
type Line struct {
	// Level is "log", "info", "warn", "error" or "debug"; "sent" is what became
	// of a request of the script's own, which nobody printed.
	Level string
	// Text is for people: what Node.js would print.
	Text string
	// Args are the arguments each, strings in quotes, as newman prints them.
	Args  []string
	Place Place
}

// Newman is the line as newman's reporter prints it.
func (l Line) Newman() string { return strings.Join(l.Args, ", ") }

// Sent reports whether it tells of a request of the script's own.
func (l Line) Sent() bool { return l.Level == "sent" }

// Error is what ended a script.
type Error struct {
	// Name is "TypeError" and the like; Message says what.
	Name, Message string
	Place         Place
}

// Next is where a run goes after this request.
type Next struct {
	// Name is a request's name or id; "" ends the iteration.
	Name string
}

// Visual is the page of pm.visualizer.
type Visual struct {
	Template string
	// Data is what the template was given, HTML what it made of it; Problem is
	// why it made nothing.
	Data          json.RawMessage
	HTML, Problem string
	// Text is what is left of the page of a send of the past: its lines.
	Text []string
}
