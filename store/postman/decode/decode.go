// Package decode turns a JSON document of Postman's into the model. It never
// fails: what it cannot understand is left in the file and told in a note. It
// reads the shapes of Postman's own software, strings for objects and maps for
// lists included; a new field is added in the file of its noun.
package decode

import (
	"encoding/hex"
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"

	"postern/engine/collection"
	"postern/store/postman/jsondoc"
)

// Collection reads a collection of any version. nodes are the values its items
// were read from, by their Origin: the first has Origin 1.
func Collection(root jsondoc.Value, file string) (c *collection.Collection, nodes []jsondoc.Value) {
	r := &reader{ids: map[string]int{}}
	if Version1(root) {
		c = r.version1(root)
	} else {
		c = r.version2(root)
	}
	c.File, c.Notes = file, r.notes
	return c, r.nodes
}

// Version1 reports whether a collection is in the format of 2015.
func Version1(root jsondoc.Value) bool {
	return !root.Get("info").Exists() && root.Get("requests").Is(jsondoc.Array)
}

// reader turns a document into a collection.
type reader struct {
	notes []collection.Note
	// nodes are the items by their Origin, from 1.
	nodes []jsondoc.Value
	// where are the names down to what is being read.
	where []string
	// ids counts how often an id was asked for.
	ids map[string]int
}

func (r *reader) note(field, what string) {
	r.notes = append(r.notes, collection.Note{Where: strings.Join(r.where, "/"), Field: field, What: what})
}

func (r *reader) version2(root jsondoc.Value) *collection.Collection {
	info := root.Get("info")
	if !info.Is(jsondoc.Object) {
		info = root
		r.note("info", "is missing, so the collection has no name")
	}
	c := &collection.Collection{
		Name:        label(info),
		Description: describe(info.Get("description")),
		Schema:      "v2.1",
		Auth:        r.auth(root.Get("auth")),
		Events:      r.events(root.Get("event")),
		Vars:        r.variables(root.Get("variable")),
	}
	if s := info.Get("schema").Text(); strings.Contains(s, "v2.0") || strings.Contains(s, "/collection/v2/") {
		c.Schema = "v2.0"
	}
	c.Behavior, c.BehaviorSource = r.behavior(root)
	c.ID = firstText(info.Get("_postman_id"), info.Get("id"), root.Get("id"))
	if c.ID == "" {
		c.ID = madeID("", c.Name, 0)
	}
	r.ids[c.ID] = 1
	c.Items = r.items(root.Get("item"), c.ID)
	return c
}

// label reads a name; Postman has none where the file says 0 or false.
func label(v jsondoc.Value) string {
	if name := v.Get("name"); name.Truthy() {
		return name.Text()
	}
	return ""
}

// items reads a list of items, which may also be a single one.
func (r *reader) items(v jsondoc.Value, parent string) []*collection.Item {
	named := map[string]int{}
	var out []*collection.Item
	add := func(e jsondoc.Value) {
		if !e.Is(jsondoc.Object) {
			if !e.Is(jsondoc.Null) {
				r.note("item", "has a member that is no object; it is left out")
			}
			return
		}
		name := label(e)
		out = append(out, r.item(e, name, parent, named[name]))
		named[name]++
	}
	switch v.Kind() {
	case jsondoc.Array:
		out = make([]*collection.Item, 0, v.Len())
		for _, e := range v.Children() {
			add(e)
		}
	case jsondoc.Object:
		add(v)
	case jsondoc.Absent, jsondoc.Null:
	default:
		r.note("item", "is no list; the folder is empty")
	}
	return out
}

func (r *reader) item(v jsondoc.Value, name, parent string, nth int) *collection.Item {
	r.nodes = append(r.nodes, v)
	it := &collection.Item{Name: name, Origin: len(r.nodes)}
	it.ID = r.id(firstText(v.Get("id"), v.Get("_postman_id")), parent, name, nth)
	r.where = append(r.where, name)
	defer func() { r.where = r.where[:len(r.where)-1] }()

	it.Events = r.events(v.Get("event"))
	it.Behavior, it.BehaviorSource = r.behavior(v)
	it.Description = describe(v.Get("description"))
	if sub := v.Get("item"); sub.Truthy() {
		it.Folder = true
		it.Auth = r.auth(v.Get("auth"))
		it.Items = r.items(sub, it.ID)
		if v.Get("request").Exists() {
			r.note("request", "belongs to a folder and is ignored, as in Postman")
		}
		return it
	}
	it.Request = r.request(v.Get("request"))
	it.Examples = r.examples(v.Get("response"))
	return it
}

// id returns the file's own id, or one made from the place in the tree, so
// that it is the same every time the file is read. An id that is there already
// gets a number.
func (r *reader) id(own, parent, name string, nth int) string {
	if own == "" {
		own = madeID(parent, name, nth)
	}
	id := own
	for r.ids[id] > 0 {
		r.ids[own]++
		id = own + "~" + strconv.Itoa(r.ids[own])
	}
	r.ids[id] = 1
	return id
}

func madeID(parent, name string, nth int) string {
	h := fnv.New128a()
	fmt.Fprintf(h, "%s\x00%s\x00%d", parent, name, nth)
	return hex.EncodeToString(h.Sum(nil))
}

func firstText(vs ...jsondoc.Value) string {
	for _, v := range vs {
		if s := v.Text(); s != "" {
			return s
		}
	}
	return ""
}

func (r *reader) behavior(v jsondoc.Value) (map[string]any, string) {
	b := v.Get("protocolProfileBehavior")
	switch b.Kind() {
	case jsondoc.Object:
		m, _ := b.Any().(map[string]any)
		return m, b.Raw()
	case jsondoc.Absent, jsondoc.Null:
	default:
		r.note("protocolProfileBehavior", "is no object; it is ignored")
	}
	return nil, ""
}

// variables reads a collection's variables.
func (r *reader) variables(v jsondoc.Value) []collection.Variable {
	var out []collection.Variable
	for i, e := range listOf(v) {
		if !e.Is(jsondoc.Object) {
			if !e.Is(jsondoc.Null) {
				r.note("variable", "has a member that is no object; it is left out")
			}
			continue
		}
		x := collection.Variable{
			Key: firstText(e.Get("key"), e.Get("id")), Value: typed(e.Get("value"), e.Get("type")), Type: e.Get("type").Text(),
			Disabled: e.Get("disabled").Truthy(), Description: describe(e.Get("description")), Origin: i + 1,
		}
		if e.Get("secret").Truthy() {
			x.Type = "secret"
		}
		out = append(out, x)
	}
	return out
}

// events reads scripts. A script that stands in another file is kept there
// and not run.
func (r *reader) events(v jsondoc.Value) []collection.Event {
	var out []collection.Event
	for i, e := range listOf(v) {
		if !e.Is(jsondoc.Object) {
			if !e.Is(jsondoc.Null) {
				r.note("event", "has a member that is no object; it is left out")
			}
			continue
		}
		script := e.Get("script")
		x := collection.Event{Disabled: e.Get("disabled").Truthy(), Origin: i + 1}
		if listen := e.Get("listen"); listen.Is(jsondoc.String) {
			x.Listen = listen.Str()
		}
		switch {
		case script.Get("src").Exists():
			r.note("event", "has a script in another file, which is not run")
		case script.Is(jsondoc.Object):
			x.Script = lines(script.Get("exec"))
		default:
			x.Script = lines(script)
		}
		if x.Listen != "prerequest" && x.Listen != "test" && x.Script != "" {
			r.note("event", fmt.Sprintf("listens to %q, which never happens", x.Listen))
		}
		out = append(out, x)
	}
	return out
}

// listOf returns the elements of an array, or a single object as the only one.
func listOf(v jsondoc.Value) []jsondoc.Value {
	if v.Is(jsondoc.Object) {
		return []jsondoc.Value{v}
	}
	var out []jsondoc.Value
	if v.Is(jsondoc.Array) {
		for _, e := range v.Children() {
			out = append(out, e)
		}
	}
	return out
}

// lines joins a script's lines; a script in one string loses its carriage
// returns, one in lines keeps them.
func lines(v jsondoc.Value) string {
	if v.Is(jsondoc.String) {
		return strings.ReplaceAll(v.Str(), "\r\n", "\n")
	}
	if !v.Is(jsondoc.Array) {
		return ""
	}
	return v.Join("\n")
}

func (r *reader) examples(v jsondoc.Value) []collection.Example {
	var out []collection.Example
	for i, e := range v.Children() {
		if !v.Is(jsondoc.Array) || !e.Is(jsondoc.Object) {
			continue
		}
		out = append(out, collection.Example{
			Name: e.Get("name").Text(), Status: e.Get("status").Text(), Code: e.Get("code").Int(),
			Header: r.headers(e.Get("header")), Body: e.Get("body").Text(), Origin: i + 1,
		})
	}
	return out
}

// describe reads a description, which is a string or an object with content.
func describe(v jsondoc.Value) string {
	if v.Is(jsondoc.Object) {
		return v.Get("content").Text()
	}
	return v.Text()
}
