package runs_test

import (
	"testing"

	"postern/engine/collection"
	"postern/ui/desk"
	"postern/ui/runs"
)

// What is edited later, while the run is on its way, does not change what it
// sends.
func TestSubjectStays(t *testing.T) {
	it := &collection.Item{ID: "r", Name: "before", Request: &collection.Request{Method: "GET"}}
	c := &collection.Collection{ID: "c", Items: []*collection.Item{{ID: "f", Folder: true, Items: []*collection.Item{it}}}}
	d := &desk.Desk{Collections: []*collection.Collection{c}}
	for _, item := range []string{"", "f", "r"} {
		s, ok := runs.SubjectAt(d, "c\n"+item, "")
		if !ok || len(s.Plan.Requests) != 1 {
			t.Fatalf("at %q: %v, %d requests", item, ok, len(s.Plan.Requests))
		}
		_, renamed := c.Rename("r", "after")
		_, set := c.SetRequest("r", collection.Request{Method: "POST"})
		if got := s.Plan.Requests[0].Item; !renamed || !set || got.Name != "before" || got.Request.Method != "GET" {
			t.Errorf("at %q: it became %s %s", item, got.Request.Method, got.Name)
		}
		it.Name, it.Request = "before", &collection.Request{Method: "GET"}
	}
}
