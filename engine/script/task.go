package script

import (
	"time"

	"postern/engine/collection"
	"postern/engine/vars"
)

// Event says when a task's scripts run.
type Event string

// The two events that Postman runs scripts for.
const (
	BeforeRequest Event = "prerequest"
	AfterResponse Event = "test"
)

// Task is what a child needs to run the scripts of one event of one request:
// see [collection.Collection.Scripts] for the scripts in their order.
type Task struct {
	Event   Event
	Scripts []collection.Script
	Info    Info
	Scopes  Scopes
	// Session is what tasks share that may find what the others left, those of
	// one run: names that were set without var, and all that is loaded already.
	// "" is one of this task alone.
	Session string
	// Request is as it is saved before it is sent, and as it was sent after
	// that. Its Auth is the effective one; a script may read it.
	Request collection.Request
	// Response is nil when there is none: before the request, and when it
	// failed.
	Response *Response
	// Cookies are those that go to the request's address.
	Cookies []Cookie
}

// Info is what pm.info and pm.execution tell of the run.
type Info struct {
	// Name and ID are the request's.
	Name, ID string
	// Location are the names from the collection to the request.
	Location []string
	// Iteration counts from 0; Iterations is 0 for a single send.
	Iteration, Iterations int
}

// Scopes are the variables of every scope. A name that is in several lists of
// one scope is in the last.
type Scopes struct {
	Globals, Collection, Environment, Data, Local Scope
}

// Scope is one list of variables in order. Disabled ones are left out.
type Scope struct {
	// Name and ID are the environment's, where the scope is one.
	Name string `json:",omitzero"`
	ID   string `json:",omitzero"`
	Vars []Var  `json:",omitzero"`
}

// Var is a variable as scripts see it: a value with a type.
type Var struct {
	Key string
	// Value is the text of a string, number or boolean, the JSON of an array or
	// object.
	Value string
	Type  Type `json:",omitzero"`
}

// Type is what JavaScript takes a value for.
type Type = vars.Type

// The types of values; anything else, "" included, is Text.
const (
	Text    Type = ""
	Number       = vars.Number
	Boolean      = vars.Boolean
	Null         = vars.Null
	JSON         = vars.JSON
)

// Template is what a {{name}} in a request becomes: what JavaScript makes of
// the value when it is put into a text.
func (v Var) Template() string {
	return (&vars.Var{Value: v.Value, Type: v.Type}).Text()
}

// Header is one line of a header, in the order in which it came.
type Header struct{ Key, Value string }

// Response is an answer, to the task's request or to one of a script's own.
type Response struct {
	Code int
	// Reason is the server's own words; "" means the usual ones.
	Reason string
	Header []Header
	// Body is the decoded body. What is above [Limits.Message] is cut, and a
	// script that reads it is told so.
	Body []byte `json:"-"`
	// Later reads the body when a script first looks at it, in place of Body. It
	// is for the response of a task, and needs BodySize.
	Later func() ([]byte, error) `json:"-"`
	// Cut says that Body is only the beginning.
	Cut bool `json:",omitzero"`
	// Time is how long the answer took.
	Time time.Duration
	// WireSize, HeaderSize and BodySize are in bytes; BodySize 0 means
	// len(Body).
	WireSize, HeaderSize, BodySize int64
	// Cookies are those that the answer's address has now.
	Cookies []Cookie `json:",omitzero"`
}

// Cookie is one cookie as scripts see it.
type Cookie struct {
	Name, Value, Domain, Path string
	// Expires is zero for a cookie of the session.
	Expires          time.Time `json:",omitzero"`
	Secure, HTTPOnly bool
	HostOnly         bool
}
