package ids_test

import (
	"testing"

	"github.com/tidwall/gjson"

	"postern/engine/lookup"
	"postern/engine/lookup/ids"
)

func FuzzFind(f *testing.F) {
	for _, s := range []string{
		`[{"id":"1","profile":{"firstName":"A"},"_links":{"self":{"href":"/a/1"}}}]`,
		`{"Resources":[{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"emails":[{"value":"x"}],"members":[{"value":"1","$ref":"../a/1"}]}]}`,
		`{"data":{"type":"a","id":"1","relationships":{"b":{"data":[{"type":"c","id":"2"}]}}},"groupIds":["1",2],"groupName":"x"}`,
		`{"id":"\u001b[0m","name":"\u202e"}`, `[[[{"id":1}]`, `{"links":{"self":"x(1)"}}`,
	} {
		f.Add([]byte(s), "https://x/users/1")
	}
	f.Fuzz(func(t *testing.T, body []byte, url string) {
		r := lookup.Response{URL: url, Status: 201, Header: map[string][]string{"Location": {url}}, Body: body}
		got := ids.Find(r, lookup.Limits{Count: 100})
		known := map[[2]string]bool{}
		for _, id := range got.IDs {
			for _, s := range []string{id.Value, id.Label, id.Detail, id.Status, id.Key} {
				if s != lookup.Clean(s, 512) {
					t.Errorf("text %q", s)
				}
			}
			if k := [2]string{id.Value, id.Type}; id.Value == "" || known[k] {
				t.Errorf("%q is empty, or twice there", id.Value)
			} else {
				known[k] = true
			}
			if id.Path == "" && id.Start == 0 {
				continue
			}
			raw := gjson.ParseBytes(body[id.Start:id.End])
			if id.Key != "href" && id.Key != "self" && raw.String() != id.Value && raw.Raw != id.Value {
				t.Errorf("%q is not at its offset: %q", id.Value, raw.Raw)
			}
		}
		if len(got.IDs) > 100 {
			t.Errorf("%d ids", len(got.IDs))
		}
	})
}
