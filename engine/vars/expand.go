package vars

import "strings"

const (
	// maxPasses is how often Postman rescans a text; it is what ends a cycle.
	maxPasses = 19
	// maxGrowth is how many bytes expansion may add. Without it a variable
	// that holds itself twice would grow by 2^19, and ten times by 10^19.
	maxGrowth = 16 << 20
)

// Expand replaces every {{name}} by its value, again and again while something
// changes, at most 19 times. What no layer knows stays in the text as it is.
//
// The uses tell where each value came from, in the order of replacing, and end
// with the names that are still there. A text without templates comes back
// itself, with no uses.
func (s Set) Expand(text string) (string, []Use) { return s.AppendExpand(nil, text) }

// AppendExpand is [Set.Expand] with the uses appended to those of other texts.
func (s Set) AppendExpand(uses []Use, text string) (string, []Use) {
	ref, ok := next(text, 0)
	if !ok {
		return text, uses
	}
	limit := len(text) + maxGrowth
	for range maxPasses {
		var changed bool
		text, uses, changed = s.pass(text, ref, uses, limit)
		if ref, ok = next(text, 0); !ok {
			return text, uses
		}
		if !changed {
			break
		}
	}
	return text, s.left(text, uses)
}

// pass replaces the templates of a text once; first is its first one.
func (s *Set) pass(text string, first Ref, uses []Use, limit int) (string, []Use, bool) {
	var out strings.Builder
	done, changed := 0, false
	for ref, ok := first, true; ok; ref, ok = next(text, ref.End) {
		v, l, found := s.lookup(ref.Name)
		if !found || out.Len()+len(text)-done+len(v.Value) > limit {
			continue
		}
		uses = append(uses, Use{
			Name: ref.Name, Value: v.Value, Scope: l.Scope, Layer: l.Name, Secret: v.Secret, Resolved: true,
		})
		if ref.End-ref.Start == len(text) {
			return v.Value, uses, true // "{{name}}" is the most common text
		}
		if !changed {
			out.Grow(len(text) + len(v.Value))
		}
		changed = true
		out.WriteString(text[done:ref.Start])
		out.WriteString(v.Value)
		done = ref.End
	}
	if !changed {
		return text, uses, false
	}
	out.WriteString(text[done:])
	return out.String(), uses, true
}

// left appends the names that could not be replaced: unknown ones, and those
// that lead back to themselves.
func (s *Set) left(text string, uses []Use) []Use {
	for _, name := range Names(text) {
		_, l, known := s.lookup(name)
		use := Use{Name: name, Cyclic: known}
		if known {
			use.Scope, use.Layer = l.Scope, l.Name
		}
		uses = append(uses, use)
	}
	return uses
}
