package sandbox

import (
	"regexp"
	"strings"

	"postern/engine/script"
)

// called puts what was called into the message of an error that says only that
// it is no function: the interpreter knows the place of the bracket, and the
// text before it is what people look for.
func (m *machine) called(e *script.Error) {
	if e.Name != "TypeError" || e.Place.Script >= len(m.task.Scripts) {
		return
	}
	member := strings.HasSuffix(e.Message, " is not a function")
	value := strings.HasPrefix(e.Message, "Value is not an object: ") || strings.HasPrefix(e.Message, "Not a function: ") || e.Message == "Value is not a constructor"
	if !member && !value {
		return
	}
	before, after, ok := around(m.task.Scripts[e.Place.Script], e.Place)
	if !ok {
		return
	}
	if value && strings.HasPrefix(after, "new ") {
		if name := regexp.MustCompile(`^[\w$.]+`).FindString(strings.TrimSpace(after[4:])); name != "" {
			e.Message = name + " is not a constructor"
		}
		return
	}
	if !strings.HasPrefix(after, "(") {
		return
	}
	name := regexp.MustCompile(`[\w$]+(?:\([^()]*\)|\[[^\[\]]*\]|\s*\??\.\s*[\w$]+)*$`).FindString(before)
	name = regexp.MustCompile(`\s+`).ReplaceAllString(regexp.MustCompile(`\([^()]*\)`).ReplaceAllString(name, "(...)"), "")
	last := strings.TrimSuffix(e.Message, " is not a function")
	if name != "" && (value || strings.HasSuffix(name, last)) {
		e.Message = name + " is not a function"
	}
}

// around is the text of a script before a place, as much as matters, and behind.
func around(source string, p script.Place) (before, after string, ok bool) {
	at := 0
	for range p.Line - 1 {
		n := strings.IndexByte(source[at:], '\n')
		if n < 0 {
			return "", "", false
		}
		at += n + 1
	}
	at += p.Column - 1
	if p.Line < 1 || at < 0 || at >= len(source) {
		return "", "", false
	}
	return source[max(0, at-300):at], source[at:], true
}
