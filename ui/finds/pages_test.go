package finds_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"postern/engine"
	"postern/engine/collection"
	"postern/engine/payload"
	"postern/ui/finds"
)

// What comes of all pages tells of all of them, not of the last.
func TestAllPagesTellOfAll(t *testing.T) {
	page := func(url, link, body string) *engine.Exchange {
		return &engine.Exchange{ID: url, Sent: engine.Sent{Method: "GET", URL: url}, Response: &engine.Response{
			Status: 200, Header: http.Header{"Content-Type": {"application/json"}, "Link": {link}}, Body: payload.FromBytes([]byte(body)), WireSize: int64(len(body)),
		}}
	}
	one, two := `[{"id":1},{"id":2}]`, `[{"id":3}]`
	job := collection.Job{ID: "all", Request: collection.Request{Method: "GET", URL: collection.ParseURL("http://h.test/users")}}
	var asked []string
	send := func(_ context.Context, j collection.Job) (*engine.Exchange, error) {
		asked = append(asked, j.Request.URL.String())
		return page("http://h.test/users?after=2", "", two), nil
	}
	first := page("http://h.test/users", `<http://h.test/users?after=2>; rel="next"`, one)
	x, err := finds.Pages(t.Context(), send, first, job, func(int, int) {})
	if err != nil {
		t.Fatal(err)
	}
	b, err := x.Response.Body.Bytes(1 << 10)
	if err != nil || strings.Join(strings.Fields(string(b)), "") != `[{"id":1},{"id":2},{"id":3}]` {
		t.Errorf("the body is %s, %v", b, err)
	}
	if want := int64(len(one) + len(two)); x.Response.WireSize != want || x.Pages != 2 || x.ID != "all" {
		t.Errorf("%d bytes of %d pages in %s, want %d of 2", x.Response.WireSize, x.Pages, x.ID, want)
	}
	if len(asked) != 1 || asked[0] != "http://h.test/users?after=2" {
		t.Errorf("asked for %v", asked)
	}
}
