package openapi

import (
	"cmp"
	"slices"
	"strings"

	"postern/engine/collection"
	"postern/store/format/draft"
	"postern/store/format/tree"
	"postern/store/postman/jsondoc"
)

// Detect reports whether the head of a file says that it is such a document.
func Detect(_ string, head []byte) bool {
	top := tree.Top(head)
	return strings.HasPrefix(top["openapi"], "3") || strings.HasPrefix(top["swagger"], "2")
}

// Read reads a document. name is what it is called if it has no title.
func Read(name string, data []byte) (draft.Imported, error) {
	root, err := tree.Parse(data)
	if err != nil {
		return draft.Imported{}, err
	}
	if !root.Get("openapi").Exists() && !root.Get("swagger").Exists() {
		return draft.Imported{}, draft.Fail("check that it is a whole OpenAPI 3 document", "this is no OpenAPI document")
	}
	r := &reader{
		root: root, v2: root.Get("swagger").Exists(), refs: map[string]jsondoc.Value{},
		needs: map[string]bool{}, values: maxValues, bytes: maxBytes,
	}
	info := root.Get("info")
	r.c = &collection.Collection{Name: cmp.Or(info.Get("title").Text(), name, "OpenAPI"), Description: info.Get("description").Text()}
	r.servers()
	r.rootAuth()
	r.paths()
	for _, key := range []string{"webhooks", "x-webhooks"} {
		if n := root.Get(key).Len(); n > 0 {
			r.log.Add("", key, "%d requests that the server makes are left behind", n)
		}
	}
	return r.log.Done([]*collection.Collection{r.c}, r.environments()), nil
}

// reader reads one document.
type reader struct {
	root jsondoc.Value
	v2   bool
	log  draft.Log
	c    *collection.Collection
	// refs are the references that were followed.
	refs map[string]jsondoc.Value
	// bases are the servers.
	bases []server
	// needs are the credentials that the security schemes ask for, by their
	// variable; order is that of the file.
	needs map[string]bool
	order []string
	// values and bytes are what samples, rows and examples may still come to.
	values, bytes int
}

// maxRefs is how many references may point to each other.
const maxRefs = 32

// deref follows references inside of the document. What cannot be found is
// absent, and told.
func (r *reader) deref(where string, v jsondoc.Value) jsondoc.Value {
	for range maxRefs {
		ref := v.Get("$ref")
		if !ref.Is(jsondoc.String) {
			return v
		}
		v = r.point(where, ref.Str())
	}
	r.log.Add(where, "$ref", "references run in a circle and are left behind")
	return jsondoc.Value{}
}

// point is what a reference points to.
func (r *reader) point(where, ref string) jsondoc.Value {
	if v, ok := r.refs[ref]; ok {
		return v
	}
	pointer, local := strings.CutPrefix(ref, "#/")
	v := jsondoc.Value{}
	if local {
		v = r.root
		for key := range strings.SplitSeq(pointer, "/") {
			v = v.Get(strings.NewReplacer("~1", "/", "~0", "~", "%7B", "{", "%7D", "}").Replace(key))
		}
	}
	switch {
	case !local:
		r.log.Add(where, "$ref", "%s is in another file, which is not read", ref)
	case !v.Exists():
		r.log.Add(where, "$ref", "%s is not there", ref)
	}
	r.refs[ref] = v
	return v
}

// methods are the operations of a path.
var methods = []string{"get", "put", "post", "delete", "options", "head", "patch", "trace", "query"}

// paths makes the requests, in folders called after their first tag.
func (r *reader) paths() {
	folders := map[string]*collection.Item{}
	for _, t := range r.root.Get("tags").Children() {
		if name := t.Get("name").Text(); name != "" && folders[name] == nil && r.log.Take() {
			folders[name] = &collection.Item{Name: name, Folder: true, Description: t.Get("description").Text()}
			r.c.Items = append(r.c.Items, folders[name])
		}
	}
	for path, item := range r.root.Get("paths").Members() {
		if !strings.HasPrefix(path, "/") {
			continue // an extension
		}
		item = r.deref(path, item)
		for method, v := range item.Members() {
			if !slices.Contains(methods, method) || !v.Is(jsondoc.Object) {
				continue
			}
			tags := v.Get("tags")
			tag := tags.At(0).Text()
			if tag != "" && folders[tag] == nil && r.log.Take() {
				folders[tag] = &collection.Item{Name: tag, Folder: true}
				r.c.Items = append(r.c.Items, folders[tag])
			}
			if !r.log.Take() {
				return
			}
			o := operation{reader: r, method: method, path: path, item: item, v: v, name: title(method, path, v)}
			o.where = draft.Join(tag, o.name)
			if tags.Len() > 1 {
				r.log.Add(o.where, "tags", "it is in the folder of its first tag only")
			}
			if f := folders[tag]; f != nil {
				f.Items = append(f.Items, o.request())
			} else {
				r.c.Items = append(r.c.Items, o.request())
			}
		}
	}
	r.c.Items = slices.DeleteFunc(r.c.Items, func(it *collection.Item) bool { return it.Folder && len(it.Items) == 0 })
}

// title is what an operation is called.
func title(method, path string, v jsondoc.Value) string {
	return cmp.Or(v.Get("summary").Text(), v.Get("operationId").Text(), strings.ToUpper(method)+" "+path)
}
