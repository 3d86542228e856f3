package postman_test

import (
	"bytes"
	"errors"
	"testing"

	"postern/auth"
	"postern/engine/collection"
	"postern/store/postman"
)

// edits are things a person does to a request.
func edits() map[string]func(it *collection.Item) {
	return map[string]func(it *collection.Item){
		"rename": func(it *collection.Item) { it.Name += "!" },
		"method": func(it *collection.Item) { it.Request.Method = "PATCH" },
		"type another address": func(it *collection.Item) {
			it.Request.URL = it.Request.URL.WithText("{{base}}/users/:id/x?limit=1&after")
		},
		"lengthen the path": func(it *collection.Item) {
			u := it.Request.URL
			it.Request.URL.Path, it.Request.URL.HasPath = append(u.Path, "more"), true
		},
		"turn all query rows over": func(it *collection.Item) {
			for i := range it.Request.URL.Query {
				it.Request.URL.Query[i].Disabled = !it.Request.URL.Query[i].Disabled
			}
		},
		"add a query row and a path variable": func(it *collection.Item) {
			u := &it.Request.URL
			u.Query = append([]collection.Param{{Key: "q", Value: "a&b"}}, u.Query...)
			u.Vars = append(u.Vars, collection.Param{Key: "v", Value: "1"})
		},
		"remove the first header, add a last": func(it *collection.Item) {
			q := it.Request
			if len(q.Headers) > 0 {
				q.Headers = q.Headers[1:]
			}
			q.Headers = append(q.Headers, collection.Param{Key: "X-New", Value: "\"1\"", Disabled: true})
		},
		"reverse the headers": func(it *collection.Item) {
			h := it.Request.Headers
			for i, k := 0, len(h)-1; i < k; i, k = i+1, k-1 {
				h[i], h[k] = h[k], h[i]
			}
		},
		"raw JSON body": func(it *collection.Item) {
			b := &it.Request.Body
			b.Mode, b.Raw, b.RawSource, b.Language = "raw", "{\n}", "", "json"
		},
		"form body": func(it *collection.Item) {
			b := &it.Request.Body
			b.Mode = "formdata"
			b.Form = append(b.Form, collection.FormPart{Param: collection.Param{Key: "f"}, Type: "file", Src: []string{"a", "b"}})
		},
		"urlencoded body": func(it *collection.Item) {
			b := &it.Request.Body
			b.Mode = "urlencoded"
			b.URLEncoded = append(b.URLEncoded, collection.Param{Key: "a", Value: "b"})
		},
		"own auth": func(it *collection.Item) {
			it.Request.Auth = &auth.Config{Type: "oauth2", Attrs: []auth.Attr{
				{Key: "scope", Value: "okta.users.read"}, {Key: "useBrowser", Value: true},
			}}
		},
		"change an attribute": func(it *collection.Item) {
			if a := it.Request.Auth; a != nil {
				*a = a.Set("token", "t")
			}
		},
		"another auth type": func(it *collection.Item) {
			if a := it.Request.Auth; a != nil {
				*a = a.As("basic").Set("username", "u")
			}
		},
		"inherit auth": func(it *collection.Item) { it.Request.Auth = nil },
		"a line more in every script": func(it *collection.Item) {
			for i := range it.Events {
				it.Events[i].Script = "// first\n" + it.Events[i].Script
			}
		},
		"a new script": func(it *collection.Item) {
			it.Events = append(it.Events, collection.Event{Listen: "test", Script: "a\nb"})
		},
		"behaviour": func(it *collection.Item) { it.Behavior = map[string]any{"followRedirects": false} },
	}
}

// TestEditsSurviveSaving makes each edit to every request of every file, saves
// and reads the file again: it must hold what the model held.
func TestEditsSurviveSaving(t *testing.T) {
	files := corpus(t)
	for what, edit := range edits() {
		t.Run(what, func(t *testing.T) {
			for name, data := range files {
				if len(data) > 150_000 {
					continue // the ten large ones have nothing that the others lack
				}
				f, err := postman.Read(data, name)
				if err != nil || f.Collection == nil || f.Collection.Schema == "v1" {
					continue
				}
				c := f.Collection
				for _, r := range c.Requests() {
					edit(r.Item)
				}
				checkSaved(t, name, data, c)
			}
		})
	}
}

// checkSaved saves c, and reads the result.
func checkSaved(t *testing.T, name string, data []byte, c *collection.Collection) {
	t.Helper()
	out, err := postman.WriteCollection(data, c)
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	back, err := postman.ReadCollection(out, name)
	if err != nil {
		t.Errorf("%s: the saved file is broken: %v", name, err)
		return
	}
	for _, r := range c.Requests() { // a body without a mode may come and go
		r.Item.Request.Body.Declared = false
	}
	var want, got bytes.Buffer
	if err := errors.Join(postman.WriteList(&want, c), postman.WriteList(&got, withoutEmptyBodies(back))); err != nil {
		t.Fatal(err)
	}
	if got.String() != want.String() {
		t.Errorf("%s: %s", name, firstDifference(got.String(), want.String()))
	}
}

func TestMovingEverySecondItemSurvives(t *testing.T) {
	for name, data := range corpus(t) {
		f, err := postman.Read(data, name)
		if err != nil || f.Collection == nil || f.Collection.Schema == "v1" || len(f.Collection.Items) == 0 {
			continue
		}
		c := f.Collection
		for i, r := range c.Folders() {
			if n := len(r.Item.Items); n > 1 && i%2 == 0 {
				c.Items = append(c.Items, r.Item.Items[n-1])
				r.Item.Items = r.Item.Items[:n-1]
			}
		}
		c.Items = append(c.Items[1:], c.Items[0].Duplicate(func() string { return "copy" }))
		checkSaved(t, name, data, c)
	}
}
