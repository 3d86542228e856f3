package shape_test

import (
	"encoding/json"
	"testing"

	"postern/engine/collection"
	"postern/engine/script/shape"
)

// A request comes back from its JSON as the same address.
func TestAddressesThereAndBack(t *testing.T) {
	for _, u := range []string{
		"http://127.0.0.1:8080/own/x?a=1&b#c", "https://u:p@example.com/", "{{url}}/users/:id?limit={{limit}}", "example.com", "http://h",
	} {
		b, err := json.Marshal(shape.Of(collection.Request{Method: "GET", URL: collection.ParseURL(u)}))
		if err != nil {
			t.Fatal(err)
		}
		if r, err := shape.Parse(b); err != nil || r.URL.String() != u {
			t.Errorf("%s comes back as %q, %v\n%s", u, r.URL.String(), err, b)
		}
	}
}

func TestLooseAddresses(t *testing.T) {
	for _, tc := range []struct{ text, want string }{
		{`"http://h/x"`, "http://h/x"},
		{`{"raw":"http://h/x"}`, "http://h/x"},
		{`{"protocol":"https","host":"a.b","path":"/x/y","port":8080}`, "https://a.b:8080/x/y"},
		{`{"protocol":"https","host":["a","b"],"path":["x"],"query":[{"key":"q","value":1}]}`, "https://a.b/x?q=1"},
		{`{"protocol":"http","host":["h"],"path":[":id"],"variable":[{"key":"id","value":7}]}`, "http://h/7"},
	} {
		if r, err := shape.Parse([]byte(`{"url":` + tc.text + `}`)); err != nil || r.URL.String() != tc.want {
			t.Errorf("%s is %q, %v: want %q", tc.text, r.URL.String(), err, tc.want)
		}
	}
}
