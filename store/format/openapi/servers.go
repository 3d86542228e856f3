package openapi

import (
	"cmp"
	"fmt"
	"strings"

	"postern/engine/collection"
	"postern/store/postman/jsondoc"
)

// server is an address with its variables as {{names}}.
type server struct {
	name, url string
	vars      []collection.Variable
}

// noHost stands where a document does not say on which machine the API is.
const noHost = "http://localhost"

// servers makes the variable baseUrl of the first server.
func (r *reader) servers() {
	if r.v2 {
		r.servers2()
	}
	for _, v := range r.root.Get("servers").Children() {
		r.bases = append(r.bases, r.server(v, ""))
	}
	if len(r.bases) == 0 {
		r.log.Add("", "servers", "it names no server; baseUrl is %s", noHost)
		r.bases = []server{{name: "default", url: noHost}}
	}
	first := r.bases[0]
	r.variable(collection.Variable{Key: "baseUrl", Value: first.url})
	for _, v := range first.vars {
		r.variable(v)
	}
}

func (r *reader) server(v jsondoc.Value, where string) server {
	address := strings.TrimSuffix(v.Get("url").Text(), "/")
	s := server{name: cmp.Or(v.Get("description").Text(), v.Get("name").Text(), address)}
	for name, x := range v.Get("variables").Members() {
		s.vars = append(s.vars, collection.Variable{
			Key: name, Value: first(x.Get("default"), x.Get("enum").At(0)).Text(), Description: x.Get("description").Text(),
		})
	}
	s.url = inSegment.ReplaceAllString(address, "{{$1}}")
	if !strings.Contains(s.url, "://") && !strings.HasPrefix(s.url, "{{") {
		if s.url != "" && !strings.HasPrefix(s.url, "/") {
			s.url = "/" + s.url
		}
		s.url = noHost + s.url
		r.log.Add(where, "servers", "the server has no host; its address is %s", s.url)
	}
	return s
}

// servers2 are those of Swagger 2.0, one for each scheme.
func (r *reader) servers2() {
	host := r.root.Get("host").Text()
	if host == "" {
		r.log.Add("", "host", "is not there; baseUrl is at %s", noHost)
	}
	base := strings.TrimSuffix(r.root.Get("basePath").Text(), "/")
	if base != "" && !strings.HasPrefix(base, "/") {
		base = "/" + base
	}
	schemes := []string{}
	for _, s := range r.root.Get("schemes").Children() {
		schemes = append(schemes, s.Text())
	}
	if len(schemes) == 0 {
		schemes = []string{"https"}
	}
	for _, s := range schemes {
		at := fmt.Sprintf("%s://%s", s, host)
		if host == "" {
			at = noHost
		}
		r.bases = append(r.bases, server{name: s, url: at + base})
	}
}

// environments are one for each server if there are several, with the
// credentials that the security schemes ask for.
func (r *reader) environments() []*collection.Environment {
	var out []*collection.Environment
	several := len(r.bases) > 1
	if !several && len(r.order) == 0 {
		return nil
	}
	for _, s := range r.bases {
		e := &collection.Environment{Name: r.c.Name}
		if several {
			e.Name += " (" + s.name + ")"
			e.Vars = append(e.Vars, collection.EnvVar{Key: "baseUrl", Initial: s.url})
			for _, v := range s.vars {
				e.Vars = append(e.Vars, collection.EnvVar{Key: v.Key, Initial: v.Value, Description: v.Description})
			}
		}
		for _, key := range r.order {
			e.Vars = append(e.Vars, collection.EnvVar{Key: key, Secret: r.needs[key]})
		}
		if out = append(out, e); len(out) == maxServers {
			r.log.Add("", "servers", "those behind the first %d are left behind", maxServers)
			break
		}
	}
	return out
}

// maxServers is how many servers become an environment.
const maxServers = 50
