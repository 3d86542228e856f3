package collection_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"postern/auth"
	"postern/engine/collection"
)

func TestEditsAndTheirWayBack(t *testing.T) {
	tests := []struct {
		name string
		edit func(c *collection.Collection) (func(), bool)
		want []string // paths of all requests; nil when the edit is refused
	}{
		{
			"rename",
			func(c *collection.Collection) (func(), bool) { return c.Rename("5", "Pong") },
			[]string{"Users/List", "Users/Get/One", "Users/Roles/List", "list", "Pong", "ping"},
		},
		{
			"insert in front",
			func(c *collection.Collection) (func(), bool) { return c.Insert("f-Roles", 0, request("n", "New")) },
			[]string{"Users/List", "Users/Get/One", "Users/Roles/New", "Users/Roles/List", "list", "Ping", "ping"},
		},
		{
			"insert at the end",
			func(c *collection.Collection) (func(), bool) { return c.Insert("", -1, request("n", "New")) },
			[]string{"Users/List", "Users/Get/One", "Users/Roles/List", "list", "Ping", "ping", "New"},
		},
		{
			"remove a folder",
			func(c *collection.Collection) (func(), bool) { return c.Remove("f-Users") },
			[]string{"list", "Ping", "ping"},
		},
		{
			"move down in the same list",
			func(c *collection.Collection) (func(), bool) { return c.Move("4", "", 4) },
			[]string{"Users/List", "Users/Get/One", "Users/Roles/List", "Ping", "ping", "list"},
		},
		{
			"move into a folder",
			func(c *collection.Collection) (func(), bool) { return c.Move("f-Roles", "f-Empty", 0) },
			[]string{"Users/List", "Users/Get/One", "Empty/Roles/List", "list", "Ping", "ping"},
		},
		{"a folder into itself", func(c *collection.Collection) (func(), bool) { return c.Move("f-Users", "f-Roles", 0) }, nil},
		{"into a request", func(c *collection.Collection) (func(), bool) { return c.Insert("5", 0, request("n", "New")) }, nil},
		{"what is not there", func(c *collection.Collection) (func(), bool) { return c.Remove("nope") }, nil},
		{"a request for a folder", func(c *collection.Collection) (func(), bool) {
			return c.SetRequest("f-Users", collection.Request{})
		}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := sample()
			undo, ok := tt.edit(c)
			if !ok {
				if d := cmp.Diff(sample(), c); tt.want != nil || d != "" {
					t.Errorf("refused, or changed something: %s", d)
				}
				return
			}
			var got []string
			for _, r := range c.Requests() {
				got = append(got, r.Path())
			}
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Error(d)
			}
			undo()
			if d := cmp.Diff(sample(), c); d != "" {
				t.Errorf("undone it differs: %s", d)
			}
		})
	}
}

func TestSetRequest(t *testing.T) {
	c := sample()
	undo, ok := c.SetRequest("1", collection.Request{Method: "PUT"})
	if !ok || c.Chain("1")[1].Request.Method != "PUT" {
		t.Fatal("the request is not replaced")
	}
	if undo(); c.Chain("1")[1].Request.Method != "GET" {
		t.Error("undo did not bring it back")
	}
}

func TestAuthAndItsWayBack(t *testing.T) {
	for name, id := range map[string]string{"collection": "", "folder": "f-Users", "request": "1"} {
		t.Run(name, func(t *testing.T) {
			c := sample()
			undo, ok := c.SetAuth(id, &auth.Config{Type: "basic"})
			if !ok {
				t.Fatal("refused")
			}
			var chain []*collection.Item
			if id != "" {
				chain = c.Chain(id)
			}
			if cfg, from, _ := c.EffectiveAuth(chain); cfg == nil || cfg.Type != "basic" || from != name {
				t.Errorf("in effect is %+v from %q", cfg, from)
			}
			undo()
			if d := cmp.Diff(sample(), c); d != "" {
				t.Errorf("undone it differs: %s", d)
			}
		})
	}
	if _, ok := sample().SetAuth("nope", nil); ok {
		t.Error("what is not there has an auth")
	}
}

func TestNameAndExamplesAndTheirWayBack(t *testing.T) {
	c := sample()
	rename, ok := c.SetName("Other")
	if !ok || c.Name != "Other" {
		t.Fatal("the collection is not renamed")
	}
	add, ok := c.AddExample("1", collection.Example{Name: "OK"})
	if !ok || len(c.Chain("1")[1].Examples) != 1 {
		t.Fatal("the example is not there")
	}
	if _, ok := c.AddExample("f-Users", collection.Example{}); ok {
		t.Error("a folder got an example")
	}
	add()
	rename()
	if d := cmp.Diff(sample(), c); d != "" {
		t.Errorf("undone, the collection is not as before: %s", d)
	}
}
