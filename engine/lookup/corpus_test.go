package lookup_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tidwall/gjson"

	"postern/engine/lookup"
	"postern/engine/lookup/hole"
	"postern/engine/lookup/ids"
	"postern/engine/lookup/link"
)

// collections are vendors' collections, which are no part of the module.
func collections(t *testing.T) map[string]gjson.Result {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		if dir == filepath.Dir(dir) {
			t.Skip("skipped: needs the module's root")
		}
		dir = filepath.Dir(dir)
	}
	files, err := filepath.Glob(filepath.Join(dir, "..", "shared", "collections", "*.json"))
	if err != nil || len(files) == 0 {
		t.Skip("skipped: needs ../shared/collections")
	}
	out := map[string]gjson.Result{}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		doc := gjson.ParseBytes(b)
		if c := doc.Get("collection"); c.IsObject() {
			doc = c
		}
		out[filepath.Base(file)] = doc
	}
	return out
}

// requests visits the requests of a collection of format v2.
func requests(items gjson.Result, visit func(item gjson.Result)) {
	items.ForEach(func(_, item gjson.Result) bool {
		if item.Get("request").Exists() {
			visit(item)
		}
		requests(item.Get("item"), visit)
		return true
	})
}

// address is the text of a request's URL.
func address(request gjson.Result) string {
	u := request.Get("url")
	if u.Type == gjson.String {
		return u.String()
	}
	return u.Get("raw").String()
}

func headers(list gjson.Result) map[string][]string {
	h := map[string][]string{}
	list.ForEach(func(_, row gjson.Result) bool {
		if key := row.Get("key").String(); key != "" {
			h[key] = append(h[key], row.Get("value").String())
		}
		return true
	})
	return h
}

// counts are what was found in the saved examples.
type counts struct {
	examples, withIDs, withLabels, withTypes, withLinks  int
	ids, labels, types, links, refused, next, candidates int
}

func (c *counts) look(t *testing.T, r lookup.Response) {
	if !gjson.ValidBytes(r.Body) {
		return
	}
	c.examples++
	found, links := ids.Find(r, lookup.Limits{}), link.Find(r, lookup.Limits{})
	if strings.ContainsAny(idText(r.Body), "id") && len(found.IDs) == 0 {
		c.candidates++
	}
	labels, types := 0, 0
	for _, id := range found.IDs {
		if id.Label != "" {
			labels++
		}
		if id.Type != "" {
			types++
		}
		if at := gjson.GetBytes(r.Body, id.Path); id.Path != "" && at.Raw != string(r.Body[id.Start:id.End]) {
			t.Errorf("%s of %s leads to %q", id.Path, r.URL, at.Raw)
		}
	}
	for _, l := range links.Links {
		if l.Refused != link.NotRefused {
			c.refused++
		}
	}
	if _, ok := link.Next(links); ok {
		c.next++
	}
	c.ids, c.labels, c.types, c.links = c.ids+len(found.IDs), c.labels+labels, c.types+types, c.links+len(links.Links)
	c.withIDs, c.withLabels = c.withIDs+min(1, len(found.IDs)), c.withLabels+min(1, labels)
	c.withTypes, c.withLinks = c.withTypes+min(1, types), c.withLinks+min(1, len(links.Links))
}

// idText is the text of the first id that the plain way would find.
func idText(body []byte) string {
	for _, path := range []string{"id", "0.id", "data.0.id", "data.id", "items.0.id", "entries.0.id"} {
		if v := gjson.GetBytes(body, path); v.Type == gjson.String || v.Type == gjson.Number {
			if s := v.String(); s != "" && !strings.ContainsAny(s, " <>") {
				return "id"
			}
		}
	}
	return ""
}

// Every example that vendors saved with their requests: where there is a real
// id in plain sight it is found, and every path leads to it.
func TestExamples(t *testing.T) {
	var all counts
	for _, doc := range collections(t) {
		requests(doc.Get("item"), func(item gjson.Result) {
			item.Get("response").ForEach(func(_, res gjson.Result) bool {
				from := address(res.Get("originalRequest"))
				if from == "" {
					from = address(item.Get("request"))
				}
				all.look(t, lookup.Response{
					URL: from, Status: int(res.Get("code").Int()),
					Header: headers(res.Get("header")), Body: []byte(res.Get("body").String()),
				})
				return true
			})
		})
	}
	t.Logf("%+v", all)
	if all.candidates > 0 {
		t.Errorf("%d examples have an id in plain sight and none was found", all.candidates)
	}
	if all.types*100 < all.ids*95 {
		t.Errorf("%d of %d ids have a type", all.types, all.ids)
	}
}

// Every hole in vendors' URLs: it is found, it is known what it wants, and the
// collection's own list is offered.
func TestHoles(t *testing.T) {
	total, typed, listed := 0, 0, 0
	for _, doc := range collections(t) {
		var cs []hole.Candidate
		var holes []hole.Hole
		requests(doc.Get("item"), func(item gjson.Result) {
			q := item.Get("request")
			r := hole.Request{URL: address(q), Body: q.Get("body.raw").String()}
			found := hole.Find(r)
			for _, h := range found {
				text := map[hole.Place]string{hole.InURL: r.URL, hole.InBody: r.Body}[h.Place]
				if !strings.Contains(text[h.Start:h.End], h.Name) {
					t.Errorf("hole %q is at %q", h.Name, text[h.Start:h.End])
				}
				if h.Place == hole.InURL {
					holes = append(holes, h)
				}
			}
			cs = append(cs, hole.Candidate{Name: item.Get("name").String(), Method: q.Get("method").String(), URL: r.URL, Holes: len(found)})
		})
		for _, h := range holes {
			total++
			if h.Type != "" {
				typed++
			}
			if len(hole.Lists(cs, h.Type)) > 0 {
				listed++
			}
		}
	}
	t.Logf("%d holes in URLs, %d of a known type, %d with a list to get them from", total, typed, listed)
	if typed*100 < total*95 {
		t.Errorf("%d of %d holes have a type", typed, total)
	}
}

// The list of users is what is offered for a user in Okta's own collection.
func TestOktaLists(t *testing.T) {
	doc := collections(t)["okta__okta-developer-docs__users.json"]
	var cs []hole.Candidate
	requests(doc.Get("item"), func(item gjson.Result) {
		u := address(item.Get("request"))
		cs = append(cs, hole.Candidate{
			Name: item.Get("name").String(), Method: item.Get("request.method").String(), URL: u,
			Holes: len(hole.Find(hole.Request{URL: u})),
		})
	})
	got := hole.Lists(cs, "user")
	if len(got) == 0 || !strings.Contains(got[0].Name, "List Users") {
		t.Errorf("the first of %d is %+v", len(got), got[:min(1, len(got))])
	}
}
