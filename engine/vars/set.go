package vars

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"time"
)

// Set is the layers a name is looked up in, highest scope first. The dynamic
// variables ($guid, …) are asked after all of them. It is copied by value and
// safe for concurrent readers.
//
// A Set put together by hand works; one made by [NewSet] finds names quickly
// however many variables there are. The layers of either must not be changed
// once it is in use: [Set.With] makes a new one.
type Set struct {
	Layers []Layer

	source Source
	index  *index
}

// Source is where dynamic variables take time and randomness from. The zero
// value is the clock and a random generator of this machine.
type Source struct {
	// Now tells the time; nil means [time.Now].
	Now func() time.Time
	// Rand returns 64 random bits; nil means [rand.Uint64]. It must be safe
	// for concurrent use if the Set is used concurrently.
	Rand func() uint64
}

// Uint64 makes a Source a [rand.Source].
func (s Source) Uint64() uint64 {
	if s.Rand == nil {
		return rand.Uint64()
	}
	return s.Rand()
}

func (s Source) now() time.Time {
	if s.Now == nil {
		return time.Now()
	}
	return s.Now()
}

// index finds the winner of every name.
type index struct {
	layers []Layer
	at     map[string]place
}

// place is a variable's position in the layers.
type place struct{ layer, index int }

// indexFrom is how many variables make an index worth its building: one send
// looks a handful of names up.
const indexFrom = 32

// NewSet returns a Set of the layers, highest scope first, with an index if
// there are many variables.
func NewSet(layers ...Layer) Set {
	n := 0
	for _, l := range layers {
		n += len(l.Vars)
	}
	if n < indexFrom {
		return Set{Layers: layers}
	}
	ix := &index{layers: layers, at: make(map[string]place, n)}
	for i := len(layers) - 1; i >= 0; i-- {
		for j, v := range layers[i].Vars {
			ix.at[v.Name] = place{i, j}
		}
	}
	return Set{Layers: layers, index: ix}
}

// With returns a new indexed Set with the layers put in front, highest first.
func (s Set) With(layers ...Layer) Set {
	all := make([]Layer, 0, len(layers)+len(s.Layers))
	all = append(append(all, layers...), s.Layers...)
	return NewSet(all...).WithSource(s.source)
}

// WithSource returns a Set whose dynamic variables come from src.
func (s Set) WithSource(src Source) Set {
	s.source = src
	return s
}

// Equal reports whether two sets hold the same layers, however they were made.
func (s Set) Equal(o Set) bool {
	if len(s.Layers) != len(o.Layers) {
		return false
	}
	for i, l := range s.Layers {
		if !l.equal(o.Layers[i]) {
			return false
		}
	}
	return true
}

func (l Layer) equal(o Layer) bool {
	if l.Scope != o.Scope || l.Name != o.Name || len(l.Vars) != len(o.Vars) {
		return false
	}
	for i, v := range l.Vars {
		if v != o.Vars[i] {
			return false
		}
	}
	return true
}

// Lookup returns the variable the name stands for and the layer it came from.
// The name counts verbatim: blanks and case matter. A dynamic variable gets a
// new value with every call.
func (s Set) Lookup(name string) (Var, Layer, bool) {
	v, l, ok := s.lookup(name)
	if !ok {
		return Var{}, Layer{}, false
	}
	return *v, *l, true
}

func (s *Set) lookup(name string) (*Var, *Layer, bool) {
	if p, ok := s.find(name); ok {
		l := &s.Layers[p.layer]
		return &l.Vars[p.index], l, true
	}
	if value, ok := s.source.value(name); ok {
		return &Var{Name: name, Value: value}, &Layer{Scope: Dynamic}, true
	}
	return nil, nil, false
}

func (s *Set) find(name string) (place, bool) {
	if s.indexed() {
		p, ok := s.index.at[name]
		return p, ok
	}
	for i := range s.Layers {
		list := s.Layers[i].Vars
		for j := len(list) - 1; j >= 0; j-- {
			if list[j].Name == name {
				return place{i, j}, true
			}
		}
	}
	return place{}, false
}

// indexed reports whether the index describes the present Layers: a caller may
// have assigned others to the field.
func (s *Set) indexed() bool {
	if s.index == nil || len(s.index.layers) != len(s.Layers) {
		return false
	}
	return len(s.Layers) == 0 || &s.index.layers[0] == &s.Layers[0]
}

// Origin is one definition of a name.
type Origin struct {
	Var
	Scope Scope
	// Layer is the name of the environment or collection.
	Layer string
}

// Visible is a name as a template sees it: the definition that wins and those
// it hides, highest scope first.
type Visible struct {
	Origin
	Shadowed []Origin
}

// All returns every variable a template can use, except the dynamic ones (see
// [Dynamics]): layer by layer, in the order the names are first met.
func (s Set) All() []Visible {
	var all []Visible
	seen := make(map[string]int)
	for _, l := range s.Layers {
		last := make(map[string]int, len(l.Vars))
		for i, v := range l.Vars {
			last[v.Name] = i
		}
		for i, v := range l.Vars {
			if last[v.Name] != i {
				continue
			}
			o := Origin{Var: v, Scope: l.Scope, Layer: l.Name}
			if at, ok := seen[v.Name]; ok {
				all[at].Shadowed = append(all[at].Shadowed, o)
				continue
			}
			seen[v.Name] = len(all)
			all = append(all, Visible{Origin: o})
		}
	}
	return all
}

// Edit returns a Set in which the variables of a scope are what f makes of
// them, a new list; a scope that is not there yet gets its place among the
// others. f may be given nil.
func (s Set) Edit(scope Scope, f func([]Var) []Var) Set {
	layers := slices.Clone(s.Layers)
	i, found := slices.BinarySearchFunc(layers, scope, func(l Layer, sc Scope) int { return cmp.Compare(l.Scope, sc) })
	if !found {
		layers = slices.Insert(layers, i, Layer{Scope: scope})
	}
	layers[i].Vars = f(layers[i].Vars)
	return NewSet(layers...).WithSource(s.source)
}
