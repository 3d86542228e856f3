package collection_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postern/auth"
	"postern/engine/collection"
	"postern/engine/vars"
)

func request(id, name string) *collection.Item {
	return &collection.Item{ID: id, Name: name, Request: &collection.Request{Method: "GET"}}
}

func folder(name string, items ...*collection.Item) *collection.Item {
	return &collection.Item{ID: "f-" + name, Name: name, Folder: true, Items: items}
}

// sample is a tree with a name twice, a name with a slash, and one name in
// two spellings.
func sample() *collection.Collection {
	return &collection.Collection{
		ID: "c", Name: "API",
		Items: []*collection.Item{
			folder("Users", request("1", "List"), request("2", "Get/One"), folder("Roles", request("3", "List"))),
			folder("Empty"),
			request("4", "list"),
			request("5", "Ping"),
			request("6", "ping"),
		},
	}
}

func TestFind(t *testing.T) {
	tests := []struct {
		name, query string
		want        string // ids of what is found, or of the candidates behind a "?"
	}{
		{"by id", "3", "3"},
		{"by path", "Users/List", "1"},
		{"by path from the collection's name", "API/Users/Roles/List", "3"},
		{"by path from a slash", "/Users/List", "1"},
		{"by the end of a path", "Roles/List", "3"},
		{"a name with a slash", "Get/One", "2"},
		{"a path with such a name", "Users/Get/One", "2"},
		{"the exact spelling wins", "ping", "6"},
		{"a name that is there twice", "List", "?1 3"},
		{"a name in other spelling", "PING", "?5 6"},
		{"the whole path wins over its end", "LIST", "4"},
		{"a path in other spelling", "users/roles/LIST", "3"},
		{"a folder is no request", "Empty", ""},
		{"nothing", "Nope", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			found, candidates := sample().Find(tt.query)
			got := ""
			if found.Item != nil {
				got = found.Item.ID
			}
			var ids []string
			for _, c := range candidates {
				ids = append(ids, c.Item.ID)
			}
			if len(ids) > 0 {
				got += "?" + strings.Join(ids, " ")
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
	if f, _ := sample().FindFolder("Users/Roles"); f.Item == nil || f.Path() != "Users/Roles" {
		t.Errorf("folder is %+v", f)
	}
}

func TestWalkStops(t *testing.T) {
	var seen []string
	sample().Walk(func(chain []*collection.Item, it *collection.Item) bool {
		seen = append(seen, collection.Ref{Chain: chain}.Path())
		return it.Name != "Roles"
	})
	if got := strings.Join(seen, " "); got != "Users Users/List Users/Get/One Users/Roles" {
		t.Errorf("walked %s", got)
	}
	if c := sample().Chain("3"); len(c) != 3 || c[2].ID != "3" {
		t.Errorf("chain is %v", c)
	}
	if c := sample().Chain("nope"); c != nil {
		t.Errorf("chain is %v", c)
	}
}

func TestEffectiveAuth(t *testing.T) {
	cfg := func(kind string) *auth.Config { return &auth.Config{Type: kind} }
	tests := []struct {
		name                                   string
		collection, outer, inner, request      *auth.Config
		wantType, wantFrom, wantOwner, comment string
	}{
		{name: "nobody declares any"},
		{name: "the collection's", collection: cfg("bearer"), wantType: "bearer", wantFrom: "collection", wantOwner: "API"},
		{name: "the outer folder's", collection: cfg("bearer"), outer: cfg("basic"), wantType: "basic", wantFrom: "folder", wantOwner: "Users"},
		{name: "the nearest folder's", outer: cfg("basic"), inner: cfg("digest"), wantType: "digest", wantFrom: "folder", wantOwner: "Roles"},
		{name: "the request's", inner: cfg("digest"), request: cfg("hawk"), wantType: "hawk", wantFrom: "request", wantOwner: "List"},
		{name: "no auth ends the search", collection: cfg("bearer"), inner: cfg("noauth"), wantType: "noauth", wantFrom: "folder", wantOwner: "Roles"},
		{name: "an unknown type too", collection: cfg("bearer"), request: cfg("inherit"), wantType: "inherit", wantFrom: "request", wantOwner: "List"},
		{name: "no type inherits", collection: cfg("bearer"), request: cfg(""), wantType: "bearer", wantFrom: "collection", wantOwner: "API"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := sample()
			chain := c.Chain("3")
			c.Auth, chain[0].Auth, chain[1].Auth, chain[2].Request.Auth = tt.collection, tt.outer, tt.inner, tt.request
			chain[2].Auth = cfg("ignored") // auth beside a request does not count
			got, from, owner := c.EffectiveAuth(chain)
			kind := ""
			if got != nil {
				kind = got.Type
			}
			if kind != tt.wantType || from != tt.wantFrom || owner != tt.wantOwner {
				t.Errorf("got %s from %s %s", kind, from, owner)
			}
		})
	}
}

func TestNewJob(t *testing.T) {
	c := sample()
	c.Vars = []collection.Variable{{Key: "a", Value: "collection"}, {Key: "b", Value: "off", Disabled: true}, {Key: "b", Value: "collection"}}
	c.Auth = &auth.Config{Type: "bearer", Attrs: []auth.Attr{{Key: "token", Value: "{{t}}"}}}
	c.Behavior = map[string]any{"followRedirects": false, "x": true}
	c.Items[0].Behavior = map[string]any{"followRedirects": true}
	current := "current"
	env := &collection.Environment{ID: "dev", Name: "Dev", Vars: []collection.EnvVar{
		{Key: "t", Initial: "initial", Current: &current, Secret: true}, {Key: "a", Initial: "no", Disabled: true},
	}}
	globals := &collection.Environment{ID: "g", Globals: true, Vars: []collection.EnvVar{{Key: "g", Initial: "1"}}}
	j := collection.NewJob(c, c.Chain("3"), env, globals, []vars.Var{{Name: "l", Value: "local"}})
	if d := cmp.Diff([]string{"API", "Users", "Roles", "List"}, j.Path); d != "" || j.ItemID != "3" {
		t.Errorf("path: %s", d)
	}
	if j.Auth.Realm != env.Realm() || j.Auth.Type != "bearer" || j.AuthFrom != "collection" || j.AuthOwner != "API" {
		t.Errorf("auth is %+v from %s", j.Auth, j.AuthFrom)
	}
	if d := cmp.Diff(map[string]any{"followRedirects": true, "x": true}, j.Behavior); d != "" {
		t.Error(d)
	}
	want := []vars.Layer{
		{Scope: vars.Local, Vars: []vars.Var{{Name: "l", Value: "local"}}},
		{Scope: vars.Environment, Name: "Dev", Vars: []vars.Var{{Name: "t", Value: "current", Secret: true}}},
		{Scope: vars.Collection, Name: "API", Vars: []vars.Var{{Name: "a", Value: "collection"}, {Name: "b", Value: "collection"}}},
		{Scope: vars.Globals, Vars: []vars.Var{{Name: "g", Value: "1"}}},
	}
	if d := cmp.Diff(want, j.Scopes.Layers); d != "" {
		t.Error(d)
	}
	j.Request.Headers = append(j.Request.Headers, collection.Param{Key: "X"})
	j.Behavior["x"] = false
	j.Auth = j.Auth.Set("token", "changed")
	if c.Auth.Get("token") != "{{t}}" || c.Behavior["x"] != true {
		t.Error("the job shares memory with the collection")
	}
	if j := collection.NewJob(c, c.Chain("5"), nil, nil, nil); j.Auth.Realm != "" || len(j.Scopes.Layers) != 1 {
		t.Errorf("without an environment: %+v", j)
	}
}

func TestCloneSharesNothing(t *testing.T) {
	c := sample()
	it := c.Items[0].Items[0]
	it.Behavior = map[string]any{"m": map[string]any{"k": "v"}}
	it.Request.Auth = &auth.Config{Type: "x", Attrs: []auth.Attr{{Key: "a", Value: []any{"v"}}}}
	it.Request.URL = collection.ParseURL("http://h/:a?b=c")
	it.Request.Body.Form = []collection.FormPart{{Src: []string{"s"}}}
	it.Events = []collection.Event{{Script: "s", Origin: 1}}
	it.Examples = []collection.Example{{Header: []collection.Param{{Key: "k"}}}}
	before, n := c.Clone(), c.Clone()
	if d := cmp.Diff(c, n); d != "" {
		t.Fatalf("a clone differs: %s", d)
	}
	x := n.Items[0].Items[0]
	x.Behavior["m"].(map[string]any)["k"] = "other"
	x.Request.Auth.Attrs[0].Value.([]any)[0] = "other"
	x.Request.URL.Path[0], x.Request.URL.Query[0].Key, x.Request.URL.Host[0] = "x", "x", "x"
	x.Request.Body.Form[0].Src[0] = "other"
	x.Events[0].Script, x.Examples[0].Header[0].Key = "other", "other"
	n.Items[0].Items = nil
	if d := cmp.Diff(before, c); d != "" {
		t.Errorf("the original changed: %s", d)
	}
	ids := 0
	d := c.Items[0].Duplicate(func() string { ids++; return strings.Repeat("n", ids) })
	if ids != 5 || d.ID != "n" || c.Items[0].ID != "f-Users" {
		t.Errorf("%d ids, duplicate is %+v", ids, d)
	}
	it.Origin = 7
	twice := it.Duplicate(func() string { return "m" }).Duplicate(func() string { return "k" })
	if twice.Origin != 0 || twice.Like != 7 || twice.Events[0].Origin != 1 {
		t.Errorf("a duplicate does not know what it is a copy of: %+v", twice)
	}
}

func TestScripts(t *testing.T) {
	c := sample()
	chain := c.Chain("3")
	c.Events = []collection.Event{{Listen: "test", Script: "1"}, {Listen: "test", Script: "off", Disabled: true}}
	chain[1].Events = []collection.Event{{Listen: "prerequest", Script: "no"}, {Listen: "test", Script: "2"}}
	chain[2].Events = []collection.Event{{Listen: "test", Script: "3"}, {Listen: "test"}}
	want := []collection.Script{{Owner: "API", Source: "1", Place: c.ID + "\n\ntest"}, {Owner: "Roles", Source: "2", Place: c.ID + "\nf-Roles\ntest"}, {Owner: "List", Source: "3", Place: c.ID + "\n3\ntest"}}
	if d := cmp.Diff(want, c.Scripts(chain, "test")); d != "" {
		t.Error(d)
	}
}

// Copies of an environment share their id; what is for one must not go to the
// other.
func TestRealmsOfCopies(t *testing.T) {
	dev, prod := &collection.Environment{ID: "1", Name: "dev"}, &collection.Environment{ID: "1", Name: "prod"}
	if dev.Realm() == prod.Realm() {
		t.Errorf("both are %q", dev.Realm())
	}
	if id, name := collection.SplitRealm(prod.Realm()); id != "1" || name != "prod" {
		t.Errorf("%q of %q", id, name)
	}
}
