package link_test

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/tidwall/gjson"

	"postern/engine/lookup/link"
)

func TestJoin(t *testing.T) {
	for _, tc := range []struct {
		name  string
		pages []string
		want  string
		err   error
	}{
		{"lists", []string{`[{"id":1} , {"id":2}]`, " [ ]\n", `[{"id":3,"a":[1]}]`}, "[{\"id\":1} , {\"id\":2},\n{\"id\":3,\"a\":[1]}]", nil},
		{"an empty first", []string{`[]`, `[1]`}, `[1]`, nil},
		{"numbers stay as they are", []string{`[1.0]`, `[1e400,12345678901234567890]`}, "[1.0,\n1e400,12345678901234567890]", nil},
		{"OData", []string{`{"@odata.nextLink":"u","value":[{"a":["x"]}],"n":1}`, `{"value":[2]}`}, "{\"@odata.nextLink\":\"u\",\"value\":[{\"a\":[\"x\"]},\n2],\"n\":1}", nil},
		{"SCIM", []string{`{"schemas":["urn:a:very:long:one"],"Resources":[1]}`, `{"Resources":[2]}`}, "{\"schemas\":[\"urn:a:very:long:one\"],\"Resources\":[1,\n2]}", nil},
		{"HAL", []string{`{"_embedded":{"users":[1]},"tags":["a","b","c"]}`, `{"_embedded":{"users":[2]}}`}, "{\"_embedded\":{\"users\":[1,\n2]},\"tags\":[\"a\",\"b\",\"c\"]}", nil},
		{"the longest of unknown names", []string{`{"a":[1],"b":[1,2,3]}`, `{"a":[2],"b":[4]}`}, "{\"a\":[1],\"b\":[1,2,3,\n4]}", nil},
		{"brackets in texts", []string{`{"items":["]","[\"]"],"x":"]"}`, `{"items":["]"]}`}, "{\"items\":[\"]\",\"[\\\"]\",\n\"]\"],\"x\":\"]\"}", nil},
		{"no list", []string{`{"a":1}`}, "", link.ErrNoList},
		{"another page", []string{`{"items":[1]}`, `{"error":[]}`}, `{"items":[1]}`, link.ErrOtherPage},
		{"half a page", []string{`{"items":[1]}`, `{"items":[2`}, `{"items":[1]}`, io.ErrUnexpectedEOF},
		{"what is behind the list goes", []string{`[1,2],[3`}, "[1,2]", nil},
		{"HTML", []string{`[1]`, `<html>`}, `[1]`, io.ErrUnexpectedEOF},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var out strings.Builder
			j := link.NewJoiner(&out)
			var err error
			for _, p := range tc.pages {
				err = errors.Join(err, j.Add([]byte(p)))
			}
			if e := j.Close(); e != nil || !errors.Is(err, tc.err) || (err != nil) != (tc.err != nil) {
				t.Errorf("error %v, close %v; want %v", err, e, tc.err)
			}
			if out.String() != tc.want {
				t.Errorf("got  %s\nwant %s", out.String(), tc.want)
			}
			if out.Len() > 0 && !gjson.Valid(out.String()) {
				t.Error("not JSON")
			}
		})
	}
}

func TestMembers(t *testing.T) {
	j := link.NewJoiner(io.Discard)
	for _, p := range []struct {
		page string
		want int
	}{
		{`{"items":[{"a":[1,2]},[],3,"x,y",null]}`, 5},
		{`{"items":[]}`, 5},
		{`{"items":[{"a":{"b":{"c":{}}}}]}`, 6},
	} {
		if err := j.Add([]byte(p.page)); err != nil || j.Members() != p.want {
			t.Errorf("after %s there are %d members, want %d (%v)", p.page, j.Members(), p.want, err)
		}
	}
}
