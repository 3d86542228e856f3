package sandbox

import (
	"regexp"
	"strings"

	"postern/engine/script"
)

// hints say what to do instead, for names that scripts look for in vain.
func hints() map[string]string {
	const send = "scripts send requests with pm.sendRequest"
	const page = "scripts have no page"
	out := map[string]string{
		"fetch": send, "axios": send, "XMLHttpRequest": send, "WebSocket": send, "got": send, "superagent": send,
		"window": page, "document": page, "navigator": page, "location": page, "$": page, "jQuery": page, "alert": page + ": use console.log", "prompt": page,
		"localStorage": "keep values with pm.globals.set", "sessionStorage": "keep values with pm.variables.set",
		"process": "scripts see nothing of the machine: values come from pm.environment", "Deno": "scripts see nothing of the machine", "Bun": "scripts see nothing of the machine",
		"global": "it is globalThis here", "self": "it is globalThis here", "module": "each script is alone: share values by variables", "exports": "each script is alone: share values by variables",
		"expect": "it is pm.expect", "should": "it is pm.expect", "test": "it is pm.test", "response": "it is pm.response", "variables": "it is pm.variables", "collectionVariables": "it is pm.collectionVariables",
		"FormData": "say body: { mode: 'formdata', formdata: [] } to pm.sendRequest", "Headers": "say header: [] to pm.sendRequest", "performance": "use Date.now()", "faker": "use pm.variables.replaceIn('{{$randomFullName}}')",
	}
	for _, library := range []string{"moment", "uuid", "ajv", "chai", "xml2js", "lodash", "assert", "util", "path", "querystring", "url"} {
		out[library] = "begin with const " + library + " = require('" + library + "')"
	}
	out["Ajv"] = "begin with const Ajv = require('ajv')"
	return out
}

// newer are members of pm that only newer versions of Postman's app have.
const newer = `\bpm\s*\.\s*(datasets|message|mock|state)\b`

// hint adds to the message of an error what to do instead, where a name is
// known that scripts look for in vain.
func hint(e *script.Error, scripts []string) {
	if name, ok := strings.CutSuffix(e.Message, " is not defined"); ok && e.Name == "ReferenceError" {
		if h := hints()[name]; h != "" {
			e.Message += ": " + h
		}
		return
	}
	if e.Name != "TypeError" || e.Place.Script >= len(scripts) {
		return
	}
	before, after, ok := around(scripts[e.Place.Script], e.Place)
	if !ok {
		return
	}
	line := before[strings.LastIndexByte(before, '\n')+1:]
	rest, _, _ := strings.Cut(after, "\n")
	switch {
	case strings.HasPrefix(e.Message, "Cannot read properties of undefined"):
		if name := regexp.MustCompile(newer).FindString(line + rest); name != "" {
			e.Message += ": postern has no " + name
		}
	case e.Message == "Cannot convert undefined or null to object":
		// The interpreter says no more of an assignment to a member of nothing.
		if at := regexp.MustCompile(`[\w$\])]\s*\.\s*([\w$]+)\s*=[^=>]`).FindStringSubmatch(line + rest); at != nil && !strings.Contains(line+rest, "Object.") {
			e.Message = "Cannot set properties of undefined (setting '" + at[1] + "')"
		}
	}
}

// said puts what the parser says of a script into words that say what to do.
func said(e *script.Error, source string) {
	lines := strings.Split(source, "\n")
	if e.Place.Line > len(lines) { // it is what we put behind
		e.Message = "Unexpected end of input"
		e.Place.Line, e.Place.Column = len(lines), len(lines[len(lines)-1])+1
		return
	}
	at := ""
	if e.Place.Line > 0 && e.Place.Column > 0 && e.Place.Column <= len(lines[e.Place.Line-1]) {
		at = lines[e.Place.Line-1][e.Place.Column-1:]
	}
	switch {
	case strings.HasPrefix(at, "import") || strings.HasPrefix(at, "export"):
		e.Message = "scripts are no modules: use require instead of import, and variables instead of export"
	case strings.HasPrefix(e.Message, "Async generators"):
		e.Message = "postern has no async generators: let a function return a list of promises, or await in a loop"
	case e.Message == "Unexpected token ILLEGAL" && strings.IndexAny(at, "'\"`") == 0:
		e.Message = "Invalid or unexpected token: a text that does not end"
	case e.Message == "Unexpected token ILLEGAL":
		e.Message = "Invalid or unexpected token"
	}
}
