package sandbox

import (
	"regexp"
	"strings"

	"postern/engine/script"
)

// nothing says of an error whose cause the interpreter tells in general words,
// what it was that was not there or was of the wrong kind: its name stands at
// the place of the error.
func nothing(e *script.Error, scripts []string) {
	if e.Place.Script >= len(scripts) {
		return
	}
	before, after, ok := around(scripts[e.Place.Script], e.Place)
	if !ok {
		return
	}
	switch e.Message {
	case "Cannot access a variable before initialization":
		if name := word(after); name != "" {
			e.Message = "Cannot access '" + name + "' before initialization"
		}
	case "Cannot convert undefined or null to object", "object is not iterable":
		if name := listed(before, after); name != "" {
			e.Message = name + " is not iterable"
		}
	case "Cannot destructure what is undefined or null":
		e.Message = apart(before, after, e.Message)
	case "Class constructor cannot be invoked without 'new'":
		if name := ending(before); strings.HasPrefix(after, "(") && name != "" {
			e.Message = "Class constructor " + name + " cannot be invoked without 'new'"
		}
	}
	if of, ok := strings.CutPrefix(e.Message, "Value is not an object: "); ok {
		if in := regexp.MustCompile(`^(?:'([^']*)'|"([^"]*)"|([\w$]+))\s+in\s`).FindStringSubmatch(after); in != nil {
			e.Message = "Cannot use 'in' operator to search for '" + in[1] + in[2] + in[3] + "' in " + of
		} else if regexp.MustCompile(`^[^;\n]*\binstanceof\b`).MatchString(after) {
			e.Message = "Right-hand side of 'instanceof' is not an object"
		}
	}
}

// word is the name that a text begins with.
func word(text string) string { return regexp.MustCompile(`^[\w$]+`).FindString(text) }

// ending is the value that a text ends in the name of: names, members and calls.
func ending(text string) string {
	return regexp.MustCompile(`(?:[\w$]+(?:\([^()]*\)|\[[^\[\]]*\])*\s*\??\.\s*)*[\w$]*$`).FindString(text)
}

// pattern is a declaration or assignment that takes something apart.
const pattern = `(?:\[[^\[\]]*\]|\{[^{}]*\})\s*=\s*`

// listed is the name of what was to be gone through: behind the of of a loop,
// the dots of a spread, or the pattern of a list.
func listed(before, after string) string {
	if regexp.MustCompile(`[\w$)\]]$`).MatchString(before) && strings.HasPrefix(after, "[") {
		return "" // it is a member that is set
	}
	if of := regexp.MustCompile(`^(?:(?:const|let|var)\s+)?` + pattern + `([\w$.]+)`).FindStringSubmatch(after); of != nil {
		return of[1]
	}
	name := ending(before)
	head := strings.TrimSuffix(before, name)
	if name += word(after); name == "" {
		return ""
	}
	if strings.HasSuffix(head, "...") || regexp.MustCompile(`(?:\bof\s+|(?:^|[^\w$)\]])`+pattern+`)$`).MatchString(head) {
		return name
	}
	return ""
}

// apart names the first of the properties that were looked for in nothing, and
// what they were looked for in.
func apart(before, after, otherwise string) string {
	head, name := before, ""
	if of := regexp.MustCompile(`^(?:(?:const|let|var)\s+)?(\{[^{}]*\})\s*=\s*([\w$.]+)`).FindStringSubmatch(after); of != nil {
		head, name = of[1]+"=", of[2]
	} else {
		name = ending(before)
		head = strings.TrimSuffix(before, name)
		name += word(after)
	}
	keys := regexp.MustCompile(`\{\s*([\w$]+)[^{}]*\}\s*=\s*$`).FindStringSubmatch(head)
	if keys == nil || name == "" {
		return otherwise
	}
	what := "undefined or null"
	if name == "undefined" || name == "null" {
		what = name
	}
	return "Cannot destructure property '" + keys[1] + "' of '" + name + "' as it is " + what + "."
}
