package reads

import (
	"slices"
	"strings"
)

// statements are what may be called where nobody gets the value.
var statements = []string{"pm.test", "pm.test.skip"}

// values are the globals, and members of them, that give nothing but data or
// pure functions, and what leads on from them. A chain may go on behind one.
var values = []string{
	"pm.response.json", "pm.response.text", "pm.response.code", "pm.response.status", "pm.response.reason", "pm.response.headers",
	"pm.response.responseTime", "pm.response.responseSize", "pm.response.size", "pm.response.to", "pm.response.body",
	"pm.response.contentInfo", "pm.response.encoding",
	"pm.request.headers", "pm.request.url", "pm.request.method", "pm.request.body", "pm.request.name", "pm.request.id",
	"pm.request.addHeader", "pm.request.removeHeader", "pm.request.upsertHeader", "pm.request.getHeaders",
	"pm.info.eventName", "pm.info.iteration", "pm.info.iterationCount", "pm.info.requestName", "pm.info.requestId",
	"pm.variables.get", "pm.variables.has", "pm.variables.toObject", "pm.variables.replaceIn",
	"pm.environment.get", "pm.environment.has", "pm.environment.toObject", "pm.environment.replaceIn", "pm.environment.name",
	"pm.globals.get", "pm.globals.has", "pm.globals.toObject", "pm.globals.replaceIn",
	"pm.collectionVariables.get", "pm.collectionVariables.has", "pm.collectionVariables.toObject", "pm.collectionVariables.replaceIn",
	"pm.iterationData.get", "pm.iterationData.has", "pm.iterationData.toObject",
	"pm.expect",
	"postman.getEnvironmentVariable", "postman.getGlobalVariable", "postman.getResponseHeader",
	"responseBody", "responseCode", "responseHeaders", "responseTime", "iteration", "environment", "globals", "data", "request",
	"undefined", "NaN", "Infinity",
	"console.log", "console.info", "console.warn", "console.error", "console.debug",
	"JSON.parse", "JSON.stringify",
	"Object.keys", "Object.values", "Object.entries", "Array.isArray", "Array.from",
	"Number", "String", "Boolean", "parseInt", "parseFloat", "isNaN", "isFinite",
	"encodeURIComponent", "decodeURIComponent", "encodeURI", "decodeURI", "atob", "btoa", "xml2Json",
	"Date.now", "Date.parse", "Date.UTC",
	"Math.abs", "Math.ceil", "Math.floor", "Math.max", "Math.min", "Math.pow", "Math.random", "Math.round", "Math.sqrt", "Math.trunc", "Math.PI",
}

// scopes are the members of pm that hold variables.
var scopes = []string{"variables", "environment", "globals", "collectionVariables"}

// makes are what may be made new.
var makes = []string{"Date", "RegExp", "Error", "TypeError", "RangeError", "Set", "Map", "Array", "Object"}

// named are members that look another one up by its name, and go on with it.
var named = []string{"property", "ownProperty", "haveOwnProperty", "ownPropertyDescriptor", "haveOwnPropertyDescriptor", "jsonBody", "findInParents", "findParentContaining"}

// forbidden are members that lead from any value to what is everybody's.
var forbidden = []string{
	"constructor", "prototype", "__proto__", "__defineGetter__", "__defineSetter__", "__lookupGetter__", "__lookupSetter__",
	"caller", "callee", "arguments", "_flags", "_obj",
}

// leading are members that lead there from what has them by that name: what was
// checked, which the error of a failed check tells though its name is hidden in
// data; and what lets a function work on what it is not made for.
var leading = []string{"actual", "expected", "call", "apply", "bind"}

// forbiddenIn reports whether a path of members has a forbidden one.
func forbiddenIn(path string) bool {
	return slices.ContainsFunc(forbidden, func(w string) bool { return strings.Contains(path, w) })
}

// member goes through the name of a member of any value.
func (r *reader) member(name string) {
	switch {
	case name == "cookies":
		r.doubt(Cookies)
	case slices.Contains(forbidden, name), slices.Contains(leading, name), slices.Contains(named, name):
		r.doubt(Unclear)
	}
}

// global goes through a chain that begins with a name of none of the script's
// own.
func (r *reader) global(chain []string) {
	for n := 1; n <= min(len(chain), 3); n++ {
		if slices.ContainsFunc(values, func(v string) bool { return slices.Equal(strings.Split(v, "."), chain[:n]) }) {
			for _, name := range chain[n:] {
				r.member(name)
			}
			return
		}
	}
	r.doubt(because(chain))
}

// because is why a global is doubted.
func because(chain []string) Doubt {
	last := chain[len(chain)-1]
	switch chain[0] {
	case "pm", "postman":
	case "responseCookies":
		return Cookies
	default:
		return Unclear
	}
	switch {
	case slices.Contains(chain, "cookies"), last == "getResponseCookie":
		return Cookies
	case last == "sendRequest", last == "runRequest":
		return Sends
	case last == "setNextRequest", last == "skipRequest":
		return Steers
	case len(chain) > 2 && slices.Contains(scopes, chain[1]) && (last == "set" || last == "unset" || last == "clear"),
		strings.HasSuffix(last, "EnvironmentVariable"), strings.HasSuffix(last, "GlobalVariable"), strings.HasSuffix(last, "Variables"):
		return Changes
	}
	return Unclear
}
