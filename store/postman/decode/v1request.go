package decode

import (
	"strings"

	"postern/engine/collection"
	"postern/store/postman/jsondoc"
)

// url1 reads a v1 address. The list of query rows wins over the query in the
// text, the lists of path variables over its ":name" segments.
func (r *reader) url1(v jsondoc.Value) collection.URL {
	u := collection.ParseURL(v.Get("url").Element())
	if rows := v.Get("queryParams"); rows.Len() > 0 {
		u.Query = nil
		for i, e := range rows.Children() {
			p := row1(e, i+1)
			if equals := e.Get("equals"); equals.Exists() {
				p.NoValue = p.Value == "" && !equals.Truthy()
			}
			u.Query = append(u.Query, p)
		}
	} else {
		for i, p := range u.Query { // the old parser has no half-typed last row
			u.Query[i].NoKey = p.Key == "" && p.NoValue
		}
	}
	var vars []collection.Param
	named := map[string]bool{}
	for i, e := range v.Get("pathVariableData").Children() {
		vars = append(vars, row1(e, i+1))
		named[vars[i].Key] = true
	}
	for k, e := range v.Get("pathVariables").Members() {
		if !named[k] {
			named[k] = true
			vars = append(vars, collection.Param{Key: k, Value: e.Text(), NoValue: e.Nil()})
		}
	}
	if vars != nil {
		u.Vars = vars
	}
	return u
}

// row1 reads a row that says enabled where v2 says disabled.
func row1(v jsondoc.Value, origin int) collection.Param {
	p := row(v, origin)
	p.Disabled = p.Disabled || v.Get("enabled").False()
	return p
}

// headers1 reads the list of rows and then the lines of the old text that it
// does not name. A name after "//" is disabled.
func (r *reader) headers1(v jsondoc.Value) []collection.Param {
	if v.Get("headers").Is(jsondoc.Array) {
		return r.headers(v.Get("headers"))
	}
	var out []collection.Param
	named := map[string]bool{}
	for i, e := range v.Get("headerData").Children() {
		p := headerRow(e, i+1)
		p.Disabled = p.Disabled || e.Get("enabled").False()
		if strings.HasPrefix(p.Key, "//") {
			p.Disabled = true
		}
		if p.Disabled {
			p.Key = strings.TrimSpace(strings.Replace(p.Key, "//", "", 1))
		}
		named[p.Key] = true
		out = append(out, p)
	}
	for _, p := range headerLines1(v.Get("headers").Text()) {
		if !named[p.Key] {
			out = append(out, p)
		}
	}
	return out
}

func headerLines1(s string) []collection.Param {
	var out []collection.Param
	for line := range strings.SplitSeq(s, "\n") {
		rest, off := strings.CutPrefix(line, "//")
		if off {
			rest = strings.TrimLeft(rest, " \t")
		}
		for _, p := range headerLines(rest) {
			p.Disabled = off
			out = append(out, p)
		}
	}
	return out
}

// body1 reads a v1 body: its mode decides, or what there is data for.
func (r *reader) body1(v jsondoc.Value) collection.Body {
	b := collection.Body{Declared: true}
	data, graph := v.Get("data"), v.Get("graphqlModeData")
	raw, hasRaw := rawMode1(v.Get("rawModeData"))
	mode := v.Get("dataMode")
	modes := map[string]string{"binary": "file", "graphql": "graphql", "params": "formdata", "raw": "raw", "urlencoded": "urlencoded"}
	b.Mode = modes[mode.Str()]
	if mode.Is(jsondoc.Null) || b.Mode == "" && !full1(data) && !full1(v.Get("rawModeData")) && !full1(graph) {
		return b
	}
	options := v.Get("dataOptions")
	if !full1(graph) {
		graph = jsondoc.Value{}
		if options.Get("graphql").Exists() && full1(data) {
			graph = data
		}
	}
	rows := data
	if !rows.Truthy() {
		rows = v.Get("rawModeData")
	}
	if b.Mode == "" {
		switch {
		case !hasRaw && rows.Is(jsondoc.Array):
			b.Mode = "formdata"
		case !hasRaw && graph.Exists():
			b.Mode = "graphql"
		default:
			b.Mode = "raw"
		}
	}
	b.Disabled = v.Get("dataDisabled").Truthy()
	b.Language = options.Path("raw", "language").Text()
	switch b.Mode {
	case "raw":
		if b.Raw = raw; !hasRaw {
			b.Raw = data.Str()
		}
	case "graphql":
		b.GraphQL = GraphQL(graph)
	case "file":
		b.File.Src = raw
	case "formdata":
		for i, e := range rows.Children() {
			if !e.Get("key").Nil() {
				b.Form = append(b.Form, part1(e, i+1))
			}
		}
	case "urlencoded":
		for i, e := range rows.Children() {
			if !e.Get("key").Nil() {
				b.URLEncoded = append(b.URLEncoded, row1(e, i+1))
			}
		}
	}
	return b
}

// rawMode1 reads raw data, which may be a text or a list of one.
func rawMode1(v jsondoc.Value) (string, bool) {
	if v.Is(jsondoc.Array) && v.Len() == 1 {
		v = v.At(0)
	}
	return v.Str(), v.Str() != ""
}

// full1 reports whether a field holds any data.
func full1(v jsondoc.Value) bool { return v.Str() != "" || v.Len() > 0 }

// part1 reads a form part; the value of a file part is its path.
func part1(v jsondoc.Value, origin int) collection.FormPart {
	p := formPart(v, origin)
	p.Disabled = p.Disabled || v.Get("enabled").False()
	if value := v.Get("value"); p.Type == "file" && !v.Get("src").Truthy() && value.Truthy() {
		p.Src, p.SrcSource, p.Value, p.NoValue, p.Source = nil, "null", "", true, ""
		if value.Is(jsondoc.String) || value.Is(jsondoc.Array) {
			p.Src, p.SrcSource = Sources(value), value.Raw()
		}
	}
	return p
}
