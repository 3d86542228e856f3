package openapi

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"

	"postern/engine/collection"
	"postern/store/format/draft"
	"postern/store/postman/jsondoc"
)

// operation becomes a request.
type operation struct {
	*reader
	method, path, name, where string
	// item is the path's object, v the operation's.
	item, v jsondoc.Value
	q       *collection.Request
}

func (o *operation) request() *collection.Item {
	it := draft.Request(o.name, o.method, o.base()+inPath(o.path))
	o.q = it.Request
	o.q.Description = o.v.Get("description").Text()
	if o.v.Get("deprecated").True() {
		o.q.Description = strings.TrimSpace("Deprecated. " + o.q.Description)
	}
	params := o.params()
	for _, p := range params {
		o.param(p)
	}
	o.accept()
	if o.v2 {
		o.body2(params)
	} else {
		o.body(o.deref(o.where, o.v.Get("requestBody")))
	}
	o.security()
	it.Examples = o.examples()
	if n := o.v.Get("callbacks").Len(); n > 0 {
		o.log.Add(o.where, "callbacks", "%d requests that the server makes are left behind", n)
	}
	return it
}

// base is where the path of the address starts.
func (o *operation) base() string {
	for _, v := range []jsondoc.Value{o.v, o.item} {
		if own := v.Get("servers").At(0); own.Exists() {
			o.log.Add(o.where, "servers", "it has a server of its own, which stands in its address")
			s := o.server(own, o.where)
			for _, x := range s.vars {
				o.variable(x)
			}
			return s.url
		}
	}
	return "{{baseUrl}}"
}

// variable adds a variable to the collection unless it has one of the name.
func (r *reader) variable(v collection.Variable) {
	for _, have := range r.c.Vars {
		if have.Key == v.Key {
			return
		}
	}
	r.c.Vars = append(r.c.Vars, v)
}

var (
	wholeSegment = regexp.MustCompile(`(^|/)\{([^{}/]+)\}`)
	inSegment    = regexp.MustCompile(`\{([^{}/]+)\}`)
)

// inPath writes path parameters as path variables where a segment begins with
// one, else as variables.
func inPath(path string) string {
	var out []string
	for s := range strings.SplitSeq(path, "/") {
		m := wholeSegment.FindStringSubmatch(s)
		behind := ""
		if m != nil {
			behind = s[len(m[0]):]
		}
		if m != nil && (behind == "" || behind[0] == '.') && !strings.Contains(m[2], ".") && !strings.Contains(behind, "{") {
			out = append(out, ":"+m[2]+behind)
			continue
		}
		out = append(out, inSegment.ReplaceAllString(s, "{{$1}}"))
	}
	return strings.Join(out, "/")
}

// params are the path's parameters and the operation's, which win.
func (o *operation) params() []jsondoc.Value {
	var out []jsondoc.Value
	at := map[string]int{}
	for _, list := range []jsondoc.Value{o.item.Get("parameters"), o.v.Get("parameters")} {
		for _, p := range list.Children() {
			if !o.afford(0) {
				return out
			}
			p = o.deref(o.where, p)
			id := p.Get("in").Text() + " " + p.Get("name").Text()
			if i, ok := at[id]; ok {
				out[i] = p
				continue
			}
			at[id] = len(out)
			out = append(out, p)
		}
	}
	return out
}

// param makes a row of a parameter. Those that need not be sent are off.
func (o *operation) param(p jsondoc.Value) {
	row := collection.Param{
		Key: p.Get("name").Text(), Value: o.paramValue(p),
		Description: p.Get("description").Text(), Disabled: !p.Get("required").True(),
	}
	if p.Get("style").Text() == "deepObject" {
		o.log.Add(o.where, row.Key, "is an object in several rows, which stand in one here")
	}
	switch in := p.Get("in").Text(); in {
	case "path":
		o.pathParam(row)
	case "query", "querystring":
		o.q.URL.Query = append(o.q.URL.Query, row)
	case "header":
		switch strings.ToLower(row.Key) {
		case "accept", "content-type", "authorization": // the document says them elsewhere
		default:
			o.q.Headers = append(o.q.Headers, row)
		}
	case "cookie":
		row.Key, row.Value = "Cookie", row.Key+"="+row.Value
		o.q.Headers = append(o.q.Headers, row)
	case "body", "formData": // Swagger's bodies
	default:
		o.log.Add(o.where, row.Key, "is a parameter in %q, which is not known, and is left behind", in)
	}
}

func (o *operation) pathParam(row collection.Param) {
	row.Disabled = false
	for i, v := range o.q.URL.Vars {
		if v.Key == row.Key {
			o.q.URL.Vars[i] = row
			return
		}
	}
	if strings.Contains(o.path, "{"+row.Key+"}") {
		o.variable(collection.Variable{Key: row.Key, Value: row.Value, Description: row.Description})
	}
}

// paramValue is an example of a parameter; there is none but where the document
// gives one.
func (o *operation) paramValue(p jsondoc.Value) string {
	schema := p
	if s := o.deref(o.where, p.Get("schema")); s.Exists() {
		schema = s
	}
	if v := first(p.Get("example"), o.firstExample(p.Get("examples")), schema.Get("example"), schema.Get("examples").At(0), schema.Get("default"), schema.Get("const"), schema.Get("enum").At(0)); v.Exists() {
		if v.Is(jsondoc.Array) {
			return v.Join(",")
		}
		return v.Text()
	}
	items := o.deref(o.where, schema.Get("items"))
	return first(items.Get("default"), items.Get("enum").At(0)).Text()
}

func first(vs ...jsondoc.Value) jsondoc.Value {
	for _, v := range vs {
		if v.Exists() {
			return v
		}
	}
	return jsondoc.Value{}
}

// firstExample is the value of the first of named examples.
func (r *reader) firstExample(list jsondoc.Value) jsondoc.Value {
	for _, e := range list.Members() {
		return r.exampleValue("", e)
	}
	return jsondoc.Value{}
}

func (r *reader) exampleValue(where string, e jsondoc.Value) jsondoc.Value {
	e = r.deref(where, e)
	if u := e.Get("externalValue").Text(); u != "" {
		r.log.Add(where, "examples", "%s is in another file, which is not read", u)
	}
	return first(e.Get("value"), e.Get("dataValue"))
}

// accept asks for what the first good answer is in.
func (o *operation) accept() {
	media := ""
	for code, v := range o.v.Get("responses").Members() {
		if strings.HasPrefix(code, "2") && media == "" {
			for m := range o.deref(o.where, v).Get("content").Members() {
				media = m
				break
			}
		}
	}
	if o.v2 {
		media = first(o.v.Get("produces"), o.root.Get("produces")).At(0).Text()
	}
	if media != "" && media != "*/*" {
		o.q.Headers = append(o.q.Headers, collection.Param{Key: "Accept", Value: media})
	}
}

// examples are the answers that the document gives examples of.
func (o *operation) examples() []collection.Example {
	var out []collection.Example
	add := func(code, media, name string, x jsondoc.Value) {
		switch size := len(x.Raw()); {
		case size > draft.MaxExample:
			o.log.Add(o.where, "responses", "an example of %d bytes is left behind", size)
		case o.afford(size):
			out = append(out, example(code, media, name, x))
		}
	}
	for code, v := range o.v.Get("responses").Members() {
		v = o.deref(o.where, v)
		for media, m := range v.Get("content").Members() {
			if x := m.Get("example"); x.Exists() {
				add(code, media, v.Get("description").Text(), x)
			}
			for name, e := range m.Get("examples").Members() {
				if x := o.exampleValue(o.where, e); x.Exists() {
					add(code, media, cmp.Or(o.deref(o.where, e).Get("summary").Text(), name), x)
				}
			}
		}
		for media, x := range v.Get("examples").Members() { // Swagger's
			if o.v2 {
				add(code, media, v.Get("description").Text(), x)
			}
		}
	}
	return out
}

func example(code, media, name string, x jsondoc.Value) collection.Example {
	n, _ := strconv.Atoi(code) // "default" and "2XX" are no number
	return collection.Example{
		Name: cmp.Or(name, code), Code: n, Body: pretty(x), Preview: draft.Language(media),
		Header: []collection.Param{{Key: "Content-Type", Value: media}},
	}
}
