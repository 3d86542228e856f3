package vars

import "strings"

const (
	// maxPasses is how often Postman rescans a text; it is what ends a cycle.
	maxPasses = 19
	// maxGrowth is how many bytes expansion may add. Without it a variable
	// that holds itself twice would grow by 2^19, and ten times by 10^19.
	maxGrowth = 16 << 20
	// maxNested is how many of them may come from values that hold names
	// themselves, beside the first: all that is added so is read again with
	// every pass, and the names in 16 MiB take seconds.
	maxNested = 1 << 20
	// maxUses is how many replacements of one text are told one by one. In a
	// text with more, a name is told once: millions of names that lead to each
	// other would fill the memory otherwise.
	maxUses = 1 << 12
)

// Expand replaces every {{name}} by its value, again and again while something
// changes, at most 19 times. What no layer knows stays in the text as it is, and
// so does what would make it too long.
//
// The uses tell where each value came from, in the order of replacing, and end
// with the names that are still there. After some thousands only names not yet
// told are added. A text without templates comes back
// itself, with no uses.
func (s Set) Expand(text string) (string, []Use) { return s.AppendExpand(nil, text) }

// AppendExpand is [Set.Expand] with the uses appended to those of other texts.
func (s Set) AppendExpand(uses []Use, text string) (string, []Use) {
	ref, ok := next(text, 0)
	if !ok {
		return text, uses
	}
	l := log{uses: uses, from: len(uses)}
	b := bounds{length: len(text) + maxGrowth}
	for range maxPasses {
		var changed bool
		text, changed = s.pass(text, ref, &l, &b)
		if ref, ok = next(text, 0); !ok {
			return text, l.uses
		}
		if !changed || b.met {
			break
		}
	}
	return text, s.left(text, l.uses)
}

// log collects the uses of one text.
type log struct {
	uses []Use
	// from is where the uses of this text begin.
	from int
	// told are the names in uses, once there are too many.
	told map[string]bool
}

func (l *log) add(u Use) {
	if len(l.uses)-l.from < maxUses {
		l.uses = append(l.uses, u)
		return
	}
	if l.told == nil {
		l.told = make(map[string]bool)
		for _, u := range l.uses[l.from:] {
			l.told[u.Name] = true
		}
	}
	if !l.told[u.Name] {
		l.told[u.Name] = true
		l.uses = append(l.uses, u)
	}
}

// bounds ends the growth of a text.
type bounds struct {
	// length is how long it may become.
	length int
	// began says that a value that holds names was put in, nested how many bytes
	// came from others.
	began  bool
	nested int
	// met says that something was too long.
	met bool
}

// allow reports whether a text may grow to length by putting value in the place
// of ref.
func (b *bounds) allow(length int, ref Ref, value string) bool {
	nested, names := b.nested, Has(value)
	if names && b.began {
		nested += len(value) - (ref.End - ref.Start)
	}
	if length > b.length || nested > maxNested {
		b.met = true
		return false
	}
	b.began, b.nested = b.began || names, nested
	return true
}

// pass replaces the templates of a text once; first is its first one.
func (s *Set) pass(text string, first Ref, tale *log, b *bounds) (string, bool) {
	var out strings.Builder
	done, changed := 0, false
	for ref, ok := first, true; ok; ref, ok = next(text, ref.End) {
		v, l, found := s.lookup(ref.Name)
		if !found {
			continue
		}
		value := v.Text()
		if !b.allow(out.Len()+len(text)-done+len(value), ref, value) {
			continue
		}
		tale.add(Use{Name: ref.Name, Value: value, Scope: l.Scope, Layer: l.Name, Secret: v.Secret, Resolved: true})
		if ref.End-ref.Start == len(text) {
			return value, true // "{{name}}" is the most common text
		}
		if !changed {
			out.Grow(len(text) + len(value))
		}
		changed = true
		out.WriteString(text[done:ref.Start])
		out.WriteString(value)
		done = ref.End
	}
	if !changed {
		return text, false
	}
	out.WriteString(text[done:])
	return out.String(), true
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
