package finds

import (
	"cmp"
	"fmt"
	"strings"

	"postern/engine/collection"
	"postern/engine/lookup/hole"
)

// Subject is the request whose hole is to be filled.
type Subject struct {
	ItemID  string
	Name    string
	Request collection.Request
	// Fresh is the request as it is now, for when time has passed; Update only.
	Fresh func() (collection.Request, bool)
	// Value is what a {{name}} stands for; false if it is unknown.
	Value func(name string) (string, bool)
	// Realm is the environment, "" for none.
	Realm string
	// Origin is where the request goes, "" if that cannot be told.
	Origin string
	// Candidates are the requests of its collection, which Collection is, and
	// Others those of the other collections.
	Candidates, Others []Candidate
	Collection         string
}

// Candidate is a request that may list what is looked for. It is not changed any
// more: an edit makes another.
type Candidate struct {
	Collection, ID, Name string
	Request              *collection.Request
}

// SubjectOf is the subject of a job of a collection, one of all.
func SubjectOf(j collection.Job, c *collection.Collection, all []*collection.Collection) Subject {
	url, _ := j.Scopes.Expand(j.Request.URL.Text())
	s := Subject{
		ItemID: j.ItemID, Request: j.Request, Realm: j.Auth.Realm, Origin: originOf(url), Collection: c.ID,
		Value: func(name string) (string, bool) {
			v, _, ok := j.Scopes.Lookup(name)
			return v.Value, ok
		},
		Fresh: func() (collection.Request, bool) {
			if chain := c.Chain(j.ItemID); len(chain) > 0 && chain[len(chain)-1].Request != nil {
				return *chain[len(chain)-1].Request, true
			}
			return collection.Request{}, false
		},
	}
	if n := len(j.Path); n > 0 {
		s.Name = j.Path[n-1]
	}
	s.Candidates = candidates(nil, c.ID, c.Items)
	for _, o := range all {
		if o != c {
			s.Others = candidates(s.Others, o.ID, o.Items)
		}
	}
	return s
}

// candidates adds the requests of a collection that may list something to out.
func candidates(out []Candidate, collectionID string, items []*collection.Item) []Candidate {
	for _, it := range items {
		switch {
		case it.Folder:
			out = candidates(out, collectionID, it.Items)
		case it.Request != nil && (it.Request.Method == "GET" || it.Request.Method == ""):
			out = append(out, Candidate{collectionID, it.ID, it.Name, it.Request})
		}
	}
	return out
}

// with is the subject once a variable has a value.
func (s Subject) with(name, value string) Subject {
	before := s.Value
	s.Value = func(n string) (string, bool) {
		if n == name {
			return value, true
		}
		return before(n)
	}
	return s
}

// of is the subject of one of the candidates, under the same environment.
func (s Subject) of(c Candidate) Subject {
	s.Collection, s.ItemID, s.Name, s.Request, s.Fresh = c.Collection, c.ID, c.Name, *c.Request, nil
	return s
}

// request is what of a subject is searched for holes.
func (s Subject) request() hole.Request {
	r := hole.Request{URL: s.Request.URL.Text(), Value: s.Value, Body: s.Request.Body.Raw}
	for _, v := range s.Request.URL.Vars {
		r.Variables = append(r.Variables, hole.Row{Name: v.Key, Value: v.Value})
	}
	for _, h := range s.Request.Headers {
		if !h.Disabled {
			r.Headers = append(r.Headers, hole.Row{Name: h.Key, Value: h.Value})
		}
	}
	return r
}

// holes are what the request lacks, each name once.
func (s Subject) holes() []hole.Hole { return unlike(hole.Find(s.request())) }

// filled are the holes of the URL that have a value by now, those of which the
// value stands in the URL itself by what was put there.
func (s Subject) filled(put map[string]string) []hole.Hole {
	r := s.request()
	r.Body, r.Headers, r.Value = "", nil, nil
	for i, v := range r.Variables {
		if !strings.Contains(v.Value, "{{") {
			r.Variables[i].Value = ""
		}
	}
	var out []hole.Hole
	for _, h := range hole.Find(r) {
		if h.Type != "" && h.Kind != hole.Placeholder {
			out = append(out, h)
		}
	}
	r = s.request()
	for name, text := range put {
		if h, ok := hole.Filled(r, name, text); ok {
			out = append(out, h)
		}
	}
	return unlike(out)
}

// unlike leaves out holes of the same name: one value fills them all.
func unlike(holes []hole.Hole) []hole.Hole {
	seen := map[string]bool{}
	var out []hole.Hole
	for _, h := range holes {
		key := fmt.Sprint(h.Kind, h.Name)
		if h.Kind == hole.Placeholder {
			key += fmt.Sprint(h.Place, h.Start)
		}
		if !seen[key] {
			seen[key] = true
			out = append(out, h)
		}
	}
	return out
}

// inURL reports whether a hole is in the address, which cannot be sent with it.
func inURL(h hole.Hole) bool { return h.Place == hole.InURL || h.Place == hole.InPathVariable }

// value is what stands in a hole that was filled before, "" for an open one.
func (s Subject) value(h hole.Hole) string {
	switch h.Kind {
	case hole.Variable:
		v, _ := s.Value(h.Name)
		return v
	case hole.PathVariable:
		for _, v := range s.Request.URL.Vars {
			if v.Key == h.Name {
				return v.Value
			}
		}
	case hole.Placeholder:
		if url := s.Request.URL.Text(); h.Place == hole.InURL && h.End <= len(url) {
			return url[h.Start:h.End]
		}
	}
	return ""
}

// fill returns the request with h replaced by value.
func fill(r collection.Request, h hole.Hole, value string) collection.Request {
	r = r.Clone()
	put := func(s string) string {
		if h.End > len(s) {
			return s
		}
		return s[:h.Start] + value + s[h.End:]
	}
	switch {
	case h.Kind == hole.PathVariable:
		for i := range r.URL.Vars {
			if r.URL.Vars[i].Key == h.Name {
				r.URL.Vars[i].Value = value
				return r
			}
		}
		r.URL.Vars = append(r.URL.Vars, collection.Param{Key: h.Name, Value: value})
	case h.Place == hole.InPathVariable:
		for i, v := range r.URL.Vars {
			if v.Key == h.Row {
				r.URL.Vars[i].Value = put(v.Value)
			}
		}
	case h.Place == hole.InHeader:
		for i, v := range r.Headers {
			if v.Key == h.Row {
				r.Headers[i].Value = put(v.Value)
			}
		}
	case h.Place == hole.InBody:
		r.Body.Raw = put(r.Body.Raw)
	default:
		r.URL = r.URL.WithText(put(r.URL.Text()))
	}
	return r
}

// lists are the requests that would list what a hole wants, those without holes
// of their own first. The second guess counts if the first leads to none, and so
// do other collections. typ is what they list.
func (s Subject) lists(h hole.Hole) (out []Candidate, typ string) {
	for _, from := range [][]Candidate{s.Candidates, s.Others} {
		for _, typ := range []string{h.Type, h.Also} {
			if out := s.listsOf(from, typ); len(out) > 0 {
				return out, typ
			}
		}
	}
	return nil, cmp.Or(h.Type, h.Also)
}

func (s Subject) listsOf(from []Candidate, typ string) []Candidate {
	byID := map[string]Candidate{}
	var all []hole.Candidate
	for _, c := range from {
		if c.ID != s.ItemID {
			byID[c.ID] = c
			all = append(all, hole.Candidate{ID: c.ID, Name: c.Name, Method: c.Request.Method, URL: c.Request.URL.Text()})
		}
	}
	some := hole.Lists(all, typ)
	some = some[:min(len(some), 4*maxLists)] // to count holes takes longer
	for i, c := range some {
		some[i].Holes = len(s.of(byID[c.ID]).holes())
	}
	some = hole.Lists(some, typ)
	var out []Candidate
	for _, c := range some[:min(len(some), maxLists)] {
		out = append(out, byID[c.ID])
	}
	return out
}
