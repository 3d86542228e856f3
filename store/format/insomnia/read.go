package insomnia

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"postern/engine/collection"
	"postern/store/format/draft"
	"postern/store/format/tree"
	"postern/store/postman/jsondoc"
)

// Detect reports whether the head of a file is that of an export.
func Detect(_ string, head []byte) bool {
	top := tree.Top(head)
	_, has := top["resources"]
	return top["_type"] == "export" || has && top["__export_format"] != "" || strings.Contains(top["type"], ".insomnia.rest/")
}

// Read reads an export; name is that of workspaces without one.
func Read(name string, data []byte) (draft.Imported, error) {
	root, err := tree.Parse(data)
	if err != nil {
		return draft.Imported{}, err
	}
	r := &reader{name: name}
	switch {
	case root.Get("resources").Is(jsondoc.Array):
		r.version4(root.Get("resources"))
	case root.Get("collection").Is(jsondoc.Array), root.Get("environments").Is(jsondoc.Object):
		r.version5(root)
	default:
		return draft.Imported{}, draft.Fail("export it from Insomnia again, as version 4 or 5", "there is no workspace in it")
	}
	return r.log.Done(r.collections, r.environments), nil
}

// reader reads one export.
type reader struct {
	name         string
	log          draft.Log
	collections  []*collection.Collection
	environments []*collection.Environment
	// c is the collection being read.
	c *collection.Collection
}

func (r *reader) begin(v jsondoc.Value) {
	r.c = &collection.Collection{Name: cmp.Or(v.Get("name").Text(), r.name, "Insomnia"), Description: v.Get("description").Text()}
	r.collections = append(r.collections, r.c)
}

// node is a resource of version 4 with what is below it.
type node struct {
	v    jsondoc.Value
	kind string
	sub  []*node
	used bool
}

// version4 reads a flat list, in which each resource names its parent.
func (r *reader) version4(list jsondoc.Value) {
	byID := map[string]*node{}
	var all []*node
	for _, v := range list.Children() {
		n := &node{v: v, kind: v.Get("_type").Text()}
		all = append(all, n)
		byID[v.Get("_id").Text()] = n
	}
	for _, n := range all {
		if parent := byID[n.v.Get("parentId").Text()]; parent != nil && parent != n {
			parent.sub = append(parent.sub, n)
		}
	}
	for _, n := range all {
		slices.SortStableFunc(n.sub, func(a, b *node) int {
			return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(sortKey(a.v), sortKey(b.v)))
		})
	}
	for _, n := range all {
		if n.kind != "workspace" {
			continue
		}
		r.begin(n.v)
		n.used = true
		r.c.Items = r.nodes("", n.sub, 1)
		if n.v.Get("scope").Text() == "environment" {
			r.onlyEnvironment()
		}
	}
	left := 0
	for _, n := range all {
		if !n.used {
			left++
		}
	}
	if left > 0 {
		r.log.Add("", "resources", "%d are in no workspace and are left behind", left)
	}
}

// rank puts environments first: their variables go before those of folders.
func rank(n *node) int {
	if n.kind == "environment" {
		return 0
	}
	return 1
}

// sortKey is a resource's place among its siblings, a time or a fraction of it.
func sortKey(v jsondoc.Value) float64 {
	f, _ := strconv.ParseFloat(v.Get("metaSortKey").Text(), 64)
	return f // 0 without one
}

// nodes makes the items of a workspace or folder. A resource is read once, so
// that parents in a circle are no trap.
func (r *reader) nodes(where string, list []*node, depth int) []*collection.Item {
	var out []*collection.Item
	for _, n := range list {
		if n.used {
			continue
		}
		n.used = true
		name := n.v.Get("name").Text()
		at := draft.Join(where, name)
		switch n.kind {
		case "request_group":
			if depth > draft.MaxFolders || !r.log.Take() {
				r.log.Add(at, "", "folders are deeper than %d, or too many, and are left behind", draft.MaxFolders)
				continue
			}
			f := r.folder(at, n.v)
			f.Items = r.nodes(at, n.sub, depth+1)
			out = append(out, f)
		case "request":
			if r.log.Take() {
				out = append(out, r.request(at, n.v))
			}
			for _, s := range n.sub {
				s.used = true // answers and meta data
			}
		case "environment":
			r.base(n.v.Get("data"))
			for _, s := range n.sub {
				s.used = true
				r.environment(s.v)
			}
		case "cookie_jar":
			r.cookies(n.v)
		default:
			r.log.Add(at, "_type", "%s is not known here and is left behind", cmp.Or(n.kind, "a resource without a type"))
		}
	}
	return out
}

func (r *reader) cookies(jar jsondoc.Value) {
	if n := jar.Get("cookies").Len(); n > 0 {
		r.log.Add("", "cookies", "%d are left behind: they belong to Insomnia's session", n)
	}
}

// version5 reads a tree.
func (r *reader) version5(root jsondoc.Value) {
	r.begin(root)
	if d := root.Get("meta").Get("description").Text(); d != "" {
		r.c.Description = d
	}
	base := root.Get("environments")
	r.base(base.Get("data"))
	r.c.Items = r.tree("", root.Get("collection"), 1)
	for _, e := range base.Get("subEnvironments").Children() {
		r.environment(e)
	}
	r.cookies(root.Get("cookieJar"))
	if !root.Get("collection").Exists() {
		r.onlyEnvironment()
	}
	for _, key := range []string{"spec", "testSuites", "mockServer", "certificates"} {
		if v := root.Get(key); v.Len() > 0 {
			r.log.Add("", key, "is not known here and is left behind")
		}
	}
}

func (r *reader) tree(where string, list jsondoc.Value, depth int) []*collection.Item {
	var out []*collection.Item
	for _, v := range list.Children() {
		at := draft.Join(where, v.Get("name").Text())
		switch {
		case depth > draft.MaxFolders:
			r.log.Add(at, "", "folders are deeper than %d and are left behind", draft.MaxFolders)
		case !r.log.Take():
			return out
		case v.Get("children").Is(jsondoc.Array):
			f := r.folder(at, v)
			f.Items = r.tree(at, v.Get("children"), depth+1)
			out = append(out, f)
		case v.Get("method").Exists():
			out = append(out, r.request(at, v))
		default:
			r.log.Add(at, "", "is no HTTP request or folder and is left behind")
		}
	}
	return out
}

// onlyEnvironment makes an environment of a workspace that is nothing else.
func (r *reader) onlyEnvironment() {
	e := &collection.Environment{Name: r.c.Name}
	for _, v := range r.c.Vars {
		e.Vars = append(e.Vars, collection.EnvVar{Key: v.Key, Initial: v.Value})
	}
	r.collections = r.collections[:len(r.collections)-1]
	r.environments = append([]*collection.Environment{e}, r.environments...)
}

func describe(v jsondoc.Value) string {
	return cmp.Or(v.Get("description").Text(), v.Get("meta").Get("description").Text())
}

func (r *reader) folder(where string, v jsondoc.Value) *collection.Item {
	f := &collection.Item{Name: v.Get("name").Text(), Folder: true, Description: describe(v)}
	f.Auth = r.auth(where, v.Get("authentication"))
	if n := v.Get("headers").Len(); n > 0 {
		r.log.Add(where, "headers", "%d headers of a folder are left behind: only requests have them here", n)
	}
	if data := v.Get("environment"); data.Len() > 0 {
		r.log.Add(where, "environment", "the folder's variables are the collection's now")
		for _, key := range r.base(data) {
			r.log.Add(where, key, "is left behind: the collection has a variable of the name")
		}
	}
	f.Description = r.scripts(where, v, f.Description)
	return f
}

// scripts keeps what Insomnia runs where people can read it: it speaks another
// language than ours.
func (r *reader) scripts(where string, v jsondoc.Value, description string) string {
	for _, s := range [][3]string{{"preRequest", "preRequestScript", "before the request"}, {"afterResponse", "afterResponseScript", "after the response"}} {
		code := cmp.Or(v.Get("scripts").Get(s[0]).Text(), v.Get(s[1]).Text())
		if strings.TrimSpace(code) == "" {
			continue
		}
		r.log.Add(where, s[0], "the script is not run; its text is in the description")
		description = strings.TrimSpace(description + "\n\nInsomnia's script " + s[2] + ":\n\n```js\n" + code + "\n```")
	}
	return description
}

// base adds variables that always count to the collection, and returns the names
// that it has already.
func (r *reader) base(data jsondoc.Value) (taken []string) {
	have := map[string]bool{}
	for _, v := range r.c.Vars {
		have[v.Key] = true
	}
	r.flatten("", data, 0, func(key, value string) {
		if have[key] {
			taken = append(taken, key)
			return
		}
		have[key] = true
		r.c.Vars = append(r.c.Vars, collection.Variable{Key: key, Value: value})
	})
	return taken
}

func (r *reader) environment(v jsondoc.Value) {
	e := &collection.Environment{Name: cmp.Or(v.Get("name").Text(), "Environment")}
	private := v.Get("isPrivate").True() || v.Get("meta").Get("isPrivate").True()
	secret := map[string]bool{}
	for _, kv := range v.Get("kvPairData").Children() {
		secret[kv.Get("name").Text()] = kv.Get("type").Text() == "secret"
	}
	r.flatten("", v.Get("data"), 0, func(key, value string) {
		v := collection.EnvVar{Key: key, Initial: value, Secret: private || secret[key]}
		if e.Vars = append(e.Vars, v); v.Secret && value != "" {
			r.log.Add(e.Name, key, "is a secret, which is in the environment's file now")
		}
	})
	if len(r.environments) < draft.MaxItems {
		r.environments = append(r.environments, e)
	}
}

// flatten gives the values in an object names with dots, as {{ _.a.b }} does.
func (r *reader) flatten(prefix string, v jsondoc.Value, depth int, add func(key, value string)) {
	for key, x := range v.Members() {
		if x.Is(jsondoc.Object) && depth < 16 {
			r.flatten(prefix+key+".", x, depth+1, add)
			continue
		}
		add(prefix+key, r.text("", "environment", x.Text()))
	}
}
