package scripted

import (
	"maps"
	"net/http"
	"slices"

	"postern/engine"
	"postern/engine/collection"
	"postern/engine/redact"
	"postern/engine/script"
	"postern/engine/vars"
)

// mostBody is how much of a body a script can get, in bytes; a message to the
// child holds no more.
const mostBody = 8 << 20

// task is what the scripts of both events are told.
func task(job *collection.Job, e script.Event) script.Task {
	name := ""
	if n := len(job.Path); n > 0 {
		name = job.Path[n-1]
	}
	t := script.Task{Event: e, Session: job.Run, Info: script.Info{
		Name: name, ID: job.ItemID, Location: job.Path, Iteration: job.Iteration, Iterations: job.Iterations,
	}}
	for _, l := range job.Scopes.Layers {
		s := script.Scope{Name: l.Name, Vars: make([]script.Var, len(l.Vars))}
		for i, v := range l.Vars {
			s.Vars[i] = script.Var{Key: v.Name, Value: v.Value, Type: v.Type}
		}
		switch l.Scope {
		case vars.Local:
			t.Scopes.Local = s
		case vars.Data:
			t.Scopes.Data = s
		case vars.Environment:
			t.Scopes.Environment = s
		case vars.Collection:
			t.Scopes.Collection = s
		case vars.Globals:
			t.Scopes.Globals = s
		}
	}
	return t
}

// sent is the request as it went out.
func sent(job *collection.Job, x *engine.Exchange) collection.Request {
	r := job.Request.Clone()
	r.Method, r.URL, r.Headers = x.Sent.Method, collection.ParseURL(x.Sent.URL), nil
	for _, h := range x.Sent.Header {
		r.Headers = append(r.Headers, collection.Param{Key: h.Name, Value: h.Value})
	}
	expand := func(s *string) { *s, _ = job.Scopes.Expand(*s) }
	expand(&r.Body.Raw)
	expand(&r.Body.GraphQL.Query)
	expand(&r.Body.GraphQL.Variables)
	for i := range r.Body.URLEncoded {
		expand(&r.Body.URLEncoded[i].Key)
		expand(&r.Body.URLEncoded[i].Value)
	}
	for i := range r.Body.Form {
		expand(&r.Body.Form[i].Key)
		expand(&r.Body.Form[i].Value)
	}
	return r
}

// smallBody is what is handed to scripts whether they read it or not, in bytes:
// asking for it would take longer.
const smallBody = 64 << 10

// response is an answer as scripts see it. Where it may be read later, a large
// body is handed over only to a script that looks at it.
func response(x *engine.Exchange, later bool) *script.Response {
	r := x.Response
	out := &script.Response{Code: r.Status, Reason: r.Reason, Time: x.Timing.Total - x.Timing.Auth, WireSize: r.WireSize}
	for _, name := range slices.Sorted(maps.Keys(r.Header)) {
		for _, v := range r.Header[name] {
			out.Header = append(out.Header, script.Header{Key: name, Value: v})
			out.HeaderSize += int64(len(name) + len(v) + len(": \r\n"))
		}
	}
	if r.Body == nil {
		return out
	}
	out.BodySize = r.Body.Size()
	read := func() ([]byte, error) { return r.Body.Bytes(mostBody) }
	if later && out.BodySize > smallBody && !r.Body.Truncated() {
		out.Later = read
		return out
	}
	// What cannot be read again is as good as cut.
	var err error
	out.Body, err = read()
	out.Cut = err != nil || out.BodySize > mostBody || r.Body.Truncated()
	return out
}

// Apply returns the scopes with the changes that scripts made. A variable that
// is secret stays so, and a new one is if its name says it.
func Apply(set vars.Set, changes []script.Change) vars.Set {
	var scopes []vars.Scope
	some := map[vars.Scope][]script.Change{}
	for _, c := range changes {
		if some[c.Scope] == nil {
			scopes = append(scopes, c.Scope)
		}
		some[c.Scope] = append(some[c.Scope], c)
	}
	for _, scope := range scopes {
		set = set.Edit(scope, func(vs []vars.Var) []vars.Var { return applied(vs, some[scope]) })
	}
	return set
}

// applied is a list with all changes of its scope. A script may make many, so
// that each finds its place without a look at the others.
func applied(list []vars.Var, changes []script.Change) []vars.Var {
	at := make(map[string][]int, len(changes)) // where the names stand that change
	for _, c := range changes {
		at[c.Var.Key] = nil
	}
	out := slices.Clone(list)
	for i, v := range out {
		if _, changes := at[v.Name]; changes {
			at[v.Name] = append(at[v.Name], i)
		}
	}
	gone := map[int]bool{}
	remove := func(places []int) {
		for _, i := range places {
			gone[i] = true
		}
	}
	for _, c := range changes {
		key := c.Var.Key
		switch c.Op {
		case script.Clear:
			out = out[:0]
			clear(at)
			clear(gone)
		case script.Unset:
			remove(at[key])
			at[key] = nil
		case script.Set:
			v := vars.Var{Name: key, Value: c.Var.Value, Type: c.Var.Type, Secret: redact.Sensitive(key)}
			if len(at[key]) == 0 {
				at[key] = []int{len(out)}
				out = append(out, v)
				continue
			}
			i := at[key][0]
			v.Secret = v.Secret || out[i].Secret
			remove(at[key][1:]) // of several the last one won
			out[i], at[key] = v, at[key][:1]
		}
	}
	kept := out[:0]
	for i, v := range out {
		if !gone[i] {
			kept = append(kept, v)
		}
	}
	return kept
}

// cookies are those that go to an address.
func (s *Sender) cookies(job *collection.Job, address string) []script.Cookie {
	out, _ := s.jarOf(job).list(address) // an address that is none has no cookies
	return out
}

// cookie is a cookie as scripts see it.
func cookie(c *http.Cookie, host string) script.Cookie {
	return script.Cookie{
		Name: c.Name, Value: c.Value, Domain: host, Path: "/", Expires: c.Expires, Secure: c.Secure, HTTPOnly: c.HttpOnly,
	}
}
