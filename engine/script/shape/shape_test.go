package shape

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postern/auth"
	"postern/engine/collection"
)

func TestThereAndBack(t *testing.T) {
	rows := []collection.Param{{Key: "a", Value: "1"}, {Key: "b", NoValue: true}, {NoKey: true, Value: "c"}, {Key: "d", Disabled: true}}
	for name, r := range map[string]collection.Request{
		"plain":      {Method: "GET", URL: collection.ParseURL("http://h")},
		"slash":      {Method: "GET", URL: collection.ParseURL("http://h/")},
		"templates":  {Method: "GET", URL: collection.ParseURL("{{base}}/{{v}}/x?q={{q}}#{{h}}")},
		"everything": {Method: "PATCH", URL: collection.ParseURL("https://u:p@a.b.c:{{port}}/x/:id/?a=1&b&c="), Headers: rows},
		"raw":        {Method: "POST", Body: collection.Body{Declared: true, Mode: "raw", Raw: "{\"a\": \"é\"}", Language: "json"}},
		"urlencoded": {Method: "POST", Body: collection.Body{Declared: true, Mode: "urlencoded", URLEncoded: rows}},
		"form": {Method: "POST", Body: collection.Body{Declared: true, Mode: "formdata", Form: []collection.FormPart{
			{Param: collection.Param{Key: "f", NoValue: true}, Type: "file", Src: []string{"a.txt", "b.txt"}, ContentType: "text/plain", FileName: "n"}, {Param: rows[0], Type: "text"},
		}}},
		"graphql": {Method: "POST", Body: collection.Body{Declared: true, Mode: "graphql", GraphQL: collection.GraphQL{Query: "{a}", Operation: "o", Variables: `{"b":1}`}}},
		"file":    {Method: "POST", Body: collection.Body{Declared: true, Mode: "file", File: collection.FileRef{Src: "x"}}},
		"auth":    {Method: "GET", Auth: &auth.Config{Type: "oauth2", Attrs: []auth.Attr{{Key: "accessToken", Value: "t"}, {Key: "scope", Value: "{{s}}"}}}},
	} {
		b, err := json.Marshal(Of(r))
		if err != nil {
			t.Fatal(err)
		}
		got, err := Parse(b)
		if err != nil {
			t.Fatal(err)
		}
		if r.URL.Vars != nil && got.URL.String() != r.URL.String() {
			t.Errorf("%s: %s", name, got.URL.String())
		}
		if d := cmp.Diff(plain(r), plain(got)); d != "" {
			t.Errorf("%s: %s\n%s", name, d, b)
		}
	}
}

// plain takes away what makes no difference: empty lists and absent ones.
func plain(r collection.Request) collection.Request {
	for _, l := range []*[]collection.Param{&r.Headers, &r.URL.Query, &r.URL.Vars, &r.Body.URLEncoded} {
		if len(*l) == 0 {
			*l = nil
		}
	}
	if len(r.URL.Path) == 0 {
		r.URL.Path = nil
	}
	if len(r.URL.Host) == 0 {
		r.URL.Host = nil
	}
	return r
}

func TestWhatPeopleWrite(t *testing.T) {
	for text, want := range map[string]string{
		`"http://h/p?x=1"`:                     "GET http://h/p?x=1",
		`{"url":"h:8080/p"}`:                   "GET h:8080/p",
		`{"url":{"raw":"http://h/p"}}`:         "GET http://h/p",
		`{"url":{"host":"a.b","path":"/c/d"}}`: "GET a.b/c/d",
		`{"method":"post","url":{"protocol":"https","host":["h"],"port":8443,"path":["x",5]}}`: "POST https://h:8443/x/5",
	} {
		r, err := Parse([]byte(text))
		if got := r.Method + " " + r.URL.String(); err != nil || got != want {
			t.Errorf("%s: %s, %v", text, got, err)
		}
	}
	for _, header := range []string{`{"A":"b","C":5}`, `["A: b","C: 5"]`, `[{"key":"A","value":"b"},{"key":"C","value":5}]`, `"A: b\nC: 5"`} {
		r, err := Parse([]byte(`{"url":"h","header":` + header + `}`))
		if err != nil || len(r.Headers) != 2 || r.Headers[0].Key != "A" || r.Headers[0].Value != "b" || r.Headers[1].Value != "5" {
			t.Errorf("%s: %+v %v", header, r.Headers, err)
		}
	}
	if _, err := Parse([]byte(`5`)); err == nil {
		t.Error("a number is no request")
	}
}
