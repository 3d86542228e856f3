package vars

import "strings"

// Ref is one {{name}} of a text: text[Start:End] is the whole template, braces
// included. The name is verbatim.
type Ref struct {
	Start, End int
	Name       string
}

// Scan returns the templates of a text from left to right. Of nested ones it
// returns the innermost, as that is what is replaced first. It finds what the
// expression {{[^{}]*}} finds, in one pass and without its machinery.
func Scan(text string) []Ref {
	var refs []Ref
	for at := 0; ; {
		r, ok := next(text, at)
		if !ok {
			return refs
		}
		refs = append(refs, r)
		at = r.End
	}
}

// Has reports whether the text holds a template.
func Has(text string) bool {
	_, ok := next(text, 0)
	return ok
}

// Names returns the names used in the texts, each once, in the order they are
// first met.
func Names(texts ...string) []string {
	var names []string
	var seen map[string]bool // most texts have no names
	for _, t := range texts {
		for r, ok := next(t, 0); ok; r, ok = next(t, r.End) {
			if seen == nil {
				seen = make(map[string]bool)
			}
			if !seen[r.Name] {
				seen[r.Name] = true
				names = append(names, r.Name)
			}
		}
	}
	return names
}

// next finds the first template that starts at or after from.
func next(text string, from int) (Ref, bool) {
	for from < len(text) {
		i := strings.Index(text[from:], "{{")
		if i < 0 {
			return Ref{}, false
		}
		open := from + i
		for open+2 < len(text) && text[open+2] == '{' {
			open++ // of "{{{a}}" the last two braces open
		}
		end := open + 2
		for end < len(text) && text[end] != '{' && text[end] != '}' {
			end++
		}
		if strings.HasPrefix(text[end:], "}}") {
			return Ref{Start: open, End: end + 2, Name: text[open+2 : end]}, true
		}
		from = end
	}
	return Ref{}, false
}
