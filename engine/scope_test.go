package engine_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"postern/engine"
	"postern/engine/collection"
)

// TestWhereNamesAreReplaced prepares one request that has names everywhere.
func TestWhereNamesAreReplaced(t *testing.T) {
	j := job("{{M}}", "{{base}}/:id/{{$filter}}?a={{rows}}&$filter=${code}", "base", "http://h.test/p", "n", "1", "rows", "x&y=1",
		"M", "DELETE", "m", "PUT", "follow", "true", "code", "no", "filter", "no")
	j.Request.URL.Vars[0] = collection.Param{Key: "id", Value: "{{n}}/2"}
	j = withHeaders(j, "X-{{n}}", "v{{n}} ${code} {{$filter}} {{nope}}")
	j = withAuth(j, "basic", "username", "u{{n}}", "password", "p{{n}}")
	j = withBehavior(j, "disableCookies", "{{follow}}")
	j.Request.Body = collection.Body{Mode: "urlencoded", URLEncoded: []collection.Param{{Key: "k{{n}}", Value: "{{rows}}"}, {Key: "{{nope}}"}}}

	_, err := newEngine(t, engine.Options{}).Prepare(t.Context(), j)
	if err == nil || !strings.Contains(err.Error(), "{{M}}") {
		t.Errorf("error %v, want one about the method {{M}}: names in methods are not replaced", err)
	}
	j.Request.Method = "POST"
	p, err := newEngine(t, engine.Options{}).Prepare(t.Context(), j)
	if err != nil {
		t.Fatal(err)
	}
	if want := "http://h.test/p/1/2/%7B%7B$filter%7D%7D?a=x&y=1&$filter=${code}"; p.Request.URL != want {
		t.Errorf("address %s, want %s", p.Request.URL, want)
	}
	headers := map[string]string{}
	for _, h := range p.Request.Header {
		headers[h.Name] = h.Value
	}
	for name, want := range map[string]string{
		"X-1": "v1 ${code} {{$filter}} {{nope}}", "Authorization": "Basic " + base64.StdEncoding.EncodeToString([]byte("u1:p1")),
	} {
		if headers[name] != want {
			t.Errorf("%s: %q, want %q", name, headers[name], want)
		}
	}
	if got, want := string(p.Body), "k1=x%26y%3D1&%7B%7Bnope%7D%7D="; got != want {
		t.Errorf("body %s, want %s", got, want)
	}
}
