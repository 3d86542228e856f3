// Package vars resolves {{names}}: it scans templates, looks names up in
// scope layers and says where every value came from.
//
// It does not know files, requests or the network. A new scope is a constant
// here and a layer in the caller's [Set]; a new dynamic variable is a line in
// dynamic.go.
package vars

// Scope says what kind of layer a value came from.
type Scope int

// The scopes, from the one that wins to the one that is asked last.
const (
	Local Scope = iota
	Data
	Environment
	Collection
	Globals
	Dynamic
)

// String returns the scope's name as it is shown to people.
func (s Scope) String() string {
	return [...]string{"local", "data", "environment", "collection", "globals", "dynamic"}[s]
}

// Var is one variable of a layer. Value is what it is, [Var.Text] what a
// {{name}} becomes.
type Var struct {
	Name, Value string
	Secret      bool
	// Type is what the value is to a script.
	Type Type
}

// Layer is one list of variables. Disabled variables are left out by whoever
// makes the layer; of duplicates the last wins.
type Layer struct {
	Scope Scope
	// Name is the environment's or collection's name.
	Name string
	Vars []Var
}

// Use tells what one {{name}} of a text was replaced by.
type Use struct {
	Name  string
	Value string
	Scope Scope
	// Layer is the name of the environment or collection it came from.
	Layer  string
	Secret bool
	// Resolved is false when no layer has the name; the text then keeps it.
	Resolved bool
	// Cyclic says that the name stayed in the text although a layer has it,
	// because its value leads back to itself or grows without end.
	Cyclic bool
}
