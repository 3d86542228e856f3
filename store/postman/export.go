package postman

import (
	"slices"
	"strings"

	"postern/auth"
	"postern/engine/collection"
	"postern/store/postman/decode"
	"postern/store/postman/encode"
	"postern/store/postman/jsondoc"
)

// Version is a format that collections are written in, spelled as
// [collection.Collection.Schema] spells it.
type Version string

// The versions that [Export] writes.
const (
	Version20 Version = "v2.0"
	Version21 Version = "v2.1"
)

// Versions are all that [Export] writes, the newest first.
func Versions() []Version { return []Version{Version21, Version20} }

// Export returns a collection of any version as a file of version v, in UTF-8
// and without the wrapping of an API answer. The error is an [*Error].
//
// Between v2.0 and v2.1 only what the two write differently is changed, the
// schema, auth attributes and addresses: everything else stays to the byte,
// unknown fields and saved examples included, and a file that has the version
// already comes out as it went in. A v1 file is made anew from the model, and
// what the model does not hold is left behind.
func Export(data []byte, file string, v Version) ([]byte, error) {
	f, err := open(data, file, Collection)
	if err != nil {
		return nil, err
	}
	maps := v == Version20
	c, _ := decode.Collection(f.root, file)
	if c.Schema == "v1" {
		return layout(encode.Collection(c, maps)), nil
	}
	doc := f.doc
	if f.root != doc.Root() {
		if doc, err = unwrapped(f.root); err != nil {
			return nil, err // the same text was read before
		}
	}
	x := exporter{Edit: doc.Edit(), maps: maps}
	if c.Schema != string(v) || !doc.Root().Path("info", "schema").Exists() {
		x.schema(doc.Root(), c)
	}
	x.owner(doc.Root())
	return []byte(x.Text()), nil
}

// unwrapped makes a document of one value of another.
func unwrapped(v jsondoc.Value) (*jsondoc.Doc, error) {
	text := v.Raw()
	if nl := strings.LastIndexByte(text, '\n'); nl >= 0 {
		if indent := text[nl : len(text)-1]; strings.TrimSpace(indent) == "" {
			text = strings.ReplaceAll(text, indent, "\n") // a line end inside JSON is never inside a string
		}
	}
	return jsondoc.Parse(text + "\n")
}

// exporter edits what v2.0 and v2.1 write differently.
type exporter struct {
	*jsondoc.Edit
	maps bool
}

// schema says the new version; a file of the time before info gets one.
func (x *exporter) schema(root jsondoc.Value, c *collection.Collection) {
	if info := root.Get("info"); info.Is(jsondoc.Object) {
		x.SetMember(info, "schema", encode.Schema(x.maps))
		return
	}
	x.SetMember(root, "info", encode.Info(c, x.maps))
}

// owner is the collection, a folder or a request's item.
func (x *exporter) owner(v jsondoc.Value) {
	x.auth(v.Get("auth"))
	x.request(v.Get("request"))
	for _, e := range elements(v.Get("response")) {
		x.request(e.Get("originalRequest"))
	}
	for _, e := range elements(v.Get("item")) {
		x.owner(e)
	}
}

// elements are the objects of a list, or the only one without its list.
func elements(v jsondoc.Value) []jsondoc.Value {
	if v.Is(jsondoc.Object) {
		return []jsondoc.Value{v}
	}
	var out []jsondoc.Value
	if v.Is(jsondoc.Array) {
		for _, e := range v.Children() {
			if e.Is(jsondoc.Object) {
				out = append(out, e)
			}
		}
	}
	return out
}

func (x *exporter) request(v jsondoc.Value) {
	if !v.Is(jsondoc.Object) {
		return // absent, or an address alone, as both versions have it
	}
	x.auth(v.Get("auth"))
	x.url(v.Get("url"))
}

// auth changes the attributes of every type that a block has, also of those
// that are not in use.
func (x *exporter) auth(block jsondoc.Value) {
	other := jsondoc.Object
	if x.maps {
		other = jsondoc.Array
	}
	if !block.Is(jsondoc.Object) {
		return
	}
	for kind, v := range block.Members() {
		if kind != "type" && v.Is(other) {
			x.Set(v, encode.Attrs(&auth.Config{Type: kind, Attrs: decode.Attrs(kind, v)}, x.maps))
		}
	}
}

// url makes parts of a text, and for v2.0 a text of parts that say no more. A
// part this package does not know keeps an address as it is.
func (x *exporter) url(v jsondoc.Value) {
	u := decode.URL(v)
	switch {
	case x.maps && v.Is(jsondoc.Object) && encode.InText(u) && plain(v):
		x.Set(v, u.Text())
	case !x.maps && v.Is(jsondoc.String):
		parts := encode.URL(u)
		again := decode.URL(jsondoc.Snippet(jsondoc.Format(parts, jsondoc.OneLine(), "")))
		if encode.SameURL(u, again) {
			x.Set(v, parts)
		}
	}
}

// plain reports whether an address and its rows have known members only.
func plain(v jsondoc.Value) bool {
	parts := []string{"raw", "protocol", "auth", "host", "port", "path", "query", "hash", "variable"}
	row := []string{"key", "value", "equals", "disabled", "description"}
	for k, e := range v.Members() {
		if !slices.Contains(parts, k) {
			return false
		}
		for _, r := range elements(e) {
			for m := range r.Members() {
				if (k == "query" || k == "variable") && !slices.Contains(row, m) {
					return false
				}
			}
		}
	}
	return true
}
