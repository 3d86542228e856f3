// Package wire is what a task and its answers look like on the pipe, where the
// types of package script are not what travels.
//
// Pieces that a script may never look at stay JSON text, so that the child
// reads only what is asked for.
package wire

import "encoding/json"

// Task is a task. The response's body is the message's blob.
type Task struct {
	Event   string
	Scripts []string
	Session string `json:",omitzero"`
	Info    json.RawMessage
	// The scopes, each a script.Scope.
	Globals, Collection, Environment, Data, Local json.RawMessage
	// Request is in Postman's own shape, see package shape.
	Request json.RawMessage
	// Response is a script.Response, or null.
	Response json.RawMessage
	// Later says that the body is there for the asking.
	Later   bool `json:",omitzero"`
	Cookies json.RawMessage
	Memory  int64
	Message int
}

// The names of what a script asks for.
const (
	Send       = "send"
	Cookies    = "cookies"
	SetCookie  = "setCookie"
	DropCookie = "dropCookie"
	Run        = "run"
	Body       = "body"
)

// AtOnce is how many questions a child has answered side by side. More wait in
// the child, where what a task may use is limited. An answer may be large, and is
// in the parent until it is handed over.
const AtOnce = 16

// MostChanges is how many changes of variables one task may make; setting one
// again counts once. Whoever takes them over goes through lists of what there is.
const MostChanges = 5000

// Call is a question of a script.
type Call struct {
	Name string
	// Request is for Send, in Postman's shape.
	Request json.RawMessage `json:",omitzero"`
	// URL, Cookie and Key are for cookies; of Run, Key is the request and Vars
	// the variables, each a script.Var.
	URL    string          `json:",omitzero"`
	Key    string          `json:",omitzero"`
	Cookie json.RawMessage `json:",omitzero"`
	Vars   json.RawMessage `json:",omitzero"`
}

// Reply is the answer. The body of a response, or for Body that of the task's,
// is the message's blob.
type Reply struct {
	Error    string          `json:",omitzero"`
	Response json.RawMessage `json:",omitzero"`
	Cookies  json.RawMessage `json:",omitzero"`
}
