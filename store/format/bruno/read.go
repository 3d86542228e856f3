package bruno

import (
	"cmp"
	"strings"

	"postern/engine/collection"
	"postern/store/format/draft"
)

// Detect reports whether a file is one of Bruno's.
func Detect(name string, head []byte) bool {
	text := strings.TrimSpace(strings.TrimPrefix(string(head), "\ufeff"))
	if strings.HasSuffix(strings.ToLower(name), ".bru") {
		return strings.ContainsAny(text, "{[")
	}
	return strings.HasPrefix(text, "meta {")
}

// Read reads a single file: a collection with one request, or an environment.
func Read(name string, data []byte) (draft.Imported, error) {
	r := &reader{}
	f, err := r.parse(name, data)
	if err != nil {
		return draft.Imported{}, err
	}
	if _, ok := method(f); !ok {
		if _, vars := f.get("vars"); !vars {
			return draft.Imported{}, draft.Fail("import the folder that bruno.json is in", "there is no request in it")
		}
		r.environment(name, f)
		return r.log.Done(nil, r.environments), nil
	}
	r.c = &collection.Collection{Name: cmp.Or(name, "Bruno")}
	it := r.request("", strings.TrimSuffix(name, ".bru"), f)
	r.c.Items = []*collection.Item{it}
	return r.log.Done([]*collection.Collection{r.c}, nil), nil
}

// reader reads one collection.
type reader struct {
	log          draft.Log
	c            *collection.Collection
	environments []*collection.Environment
	// headers are those of the collection and the folders, from the outside in.
	headers []collection.Param
}

func (r *reader) parse(name string, data []byte) (file, error) {
	text, err := draft.Text(data)
	if err != nil {
		return nil, err
	}
	f, err := parse(text)
	if err != nil {
		return nil, draft.Fail("repair that place, or save it in Bruno again", "read %s: %w", cmp.Or(name, "Bruno file"), err)
	}
	return f, nil
}

// verbs are the names of the blocks with a request's address.
const verbs = " get post put delete patch options head connect trace http "

// method is the block with the address.
func method(f file) (block, bool) {
	for _, b := range f {
		if strings.Contains(verbs, " "+b.name+" ") {
			return b, true
		}
	}
	return block{}, false
}

// environment reads vars, and the names of secrets, whose values are never in
// the file.
func (r *reader) environment(name string, f file) {
	e := &collection.Environment{Name: name}
	for _, b := range f {
		for _, v := range b.rows {
			x := collection.EnvVar{Key: v.Key, Initial: r.value("environment "+name, v.Key, v.Value), Disabled: v.Disabled}
			switch b.name {
			case "vars:secret":
				x.Secret = true
				r.log.Add("", v.Key, "the secret of the environment %s is not in Bruno's file: set it here again", name)
			case "vars":
			default:
				continue
			}
			e.Vars = append(e.Vars, x)
		}
	}
	r.environments = append(r.environments, e)
}

// value tells of names that nobody here answers to. Else Bruno's templates are
// ours.
func (r *reader) value(where, field, s string) string {
	if strings.Contains(s, "{{process.env.") {
		r.log.Add(where, field, "reads the process environment: set the variable process.env.… in an environment")
	}
	return s
}

// request makes an item of a file.
func (r *reader) request(where, name string, f file) *collection.Item {
	meta, _ := f.get("meta")
	name = cmp.Or(meta.value("name"), name)
	where = draft.Join(where, name)
	b, _ := method(f)
	verb := strings.ToUpper(b.name)
	if b.name == "http" {
		verb = cmp.Or(b.value("method"), "GET")
	}
	it := draft.Request(name, verb, r.value(where, "url", b.value("url")))
	q := it.Request
	r.params(where, q, f)
	if h, ok := f.get("headers"); ok {
		q.Headers = r.rows(where, "headers", h.rows)
	}
	for _, h := range r.headers {
		if _, own := draft.Header(q.Headers, h.Key); !own {
			q.Headers = append(q.Headers, h)
		}
	}
	q.Body = r.body(where, b.value("body"), f)
	q.Auth = r.auth(where, cmp.Or(b.value("auth"), "none"), f)
	q.Description = r.docs(where, f)
	r.variables(where, f)
	r.unknown(where, f)
	if s, ok := f.get("settings"); ok && s.value("followRedirects") == "false" {
		it.Behavior = map[string]any{"followRedirects": false}
	}
	return it
}

// known are the blocks that are read, by their names up to the first colon.
const known = " meta params query headers auth body vars script tests docs assert settings "

// unknown tells of the blocks that nobody here reads.
func (r *reader) unknown(where string, f file) {
	for _, b := range f {
		name, _, _ := strings.Cut(b.name, ":")
		if !strings.Contains(known+verbs, " "+name+" ") {
			r.log.Add(where, b.name, "is not known here and is left behind")
		}
	}
}

func (r *reader) rows(where, field string, rows []collection.Param) []collection.Param {
	out := make([]collection.Param, len(rows))
	for i, p := range rows {
		p.Value = r.value(where, field, p.Value)
		out[i] = p
	}
	return out
}

// params adds the rows of the address. The query stands in the address too;
// only the block has the rows that are off.
func (r *reader) params(where string, q *collection.Request, f file) {
	for _, name := range []string{"params:query", "query"} {
		if p, ok := f.get(name); ok {
			q.URL.Query = r.rows(where, name, p.rows)
			break
		}
	}
	path, _ := f.get("params:path")
	for _, p := range r.rows(where, "params:path", path.rows) {
		for i, v := range q.URL.Vars {
			if v.Key == p.Key {
				q.URL.Vars[i] = p
			}
		}
	}
}

// variables become those of the collection, which counts for more requests than
// the one.
func (r *reader) variables(where string, f file) {
	b, _ := f.get("vars:pre-request")
	for _, v := range b.rows {
		name := strings.TrimPrefix(v.Key, "@")
		have := false
		for _, x := range r.c.Vars {
			have = have || x.Key == name
		}
		if have {
			r.log.Add(where, v.Key, "is left behind: the collection has a variable of the name")
			continue
		}
		r.c.Vars = append(r.c.Vars, collection.Variable{Key: name, Value: r.value(where, v.Key, v.Value), Disabled: v.Disabled})
		if where != "" {
			r.log.Add(where, v.Key, "is a variable of the whole collection now")
		}
	}
}

// docs is the description, with what only Bruno runs behind it.
func (r *reader) docs(where string, f file) string {
	b, _ := f.get("docs")
	out := []string{strings.TrimSpace(b.text)}
	for _, name := range []string{"script:pre-request", "script:post-response", "tests"} {
		if s, ok := f.get(name); ok && strings.TrimSpace(s.text) != "" {
			r.log.Add(where, name, "is not run; its text is in the description")
			out = append(out, "Bruno's "+name+":\n\n```js\n"+strings.TrimSpace(s.text)+"\n```")
		}
	}
	for _, name := range []string{"vars:post-response", "assert"} {
		s, _ := f.get(name)
		if len(s.rows) == 0 {
			continue
		}
		r.log.Add(where, name, "is not carried out; its text is in the description")
		lines := []string{"Bruno's " + name + ":\n"}
		for _, p := range s.rows {
			lines = append(lines, "    "+p.Key+": "+p.Value)
		}
		out = append(out, strings.Join(lines, "\n"))
	}
	return strings.TrimSpace(strings.Join(out, "\n\n"))
}
