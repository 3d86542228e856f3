package collection_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"postern/auth"
	"postern/engine/collection"
)

// Who sends a job as somebody else leaves the collection alone that has lent it
// the request.
func TestLentJobLeavesTheCollection(t *testing.T) {
	it := &collection.Item{ID: "r", Name: "r", Request: &collection.Request{
		Method: "GET", URL: collection.ParseURL("http://u:p@h/a?access_token=x&b=1"),
		Headers: []collection.Param{{Key: "Authorization", Value: "Bearer x"}, {Key: "A", Value: "b"}},
	}}
	c := &collection.Collection{ID: "c", Items: []*collection.Item{it}}
	was := c.Clone()
	j := collection.LentJob(c, []*collection.Item{it}, nil, collection.Scopes(c, nil, nil, nil))
	j.As = &collection.Identity{Auth: &auth.Config{Type: "noauth"}}
	if j.Assume(); len(j.Request.Headers) != 1 || j.Request.URL.String() != "http://h/a?b=1" {
		t.Fatalf("it is sent with %v to %s", j.Request.Headers, j.Request.URL)
	}
	if d := cmp.Diff(was, c); d != "" {
		t.Error(d)
	}
}
