package link_test

import (
	"strings"
	"testing"

	"postern/engine/lookup"
	"postern/engine/lookup/link"
)

const seenFrom = "https://h.test/api/list"

func spotter(t *testing.T, body string) *link.Spotter {
	t.Helper()
	return link.NewSpotter(link.Find(lookup.Response{URL: seenFrom, Body: []byte(body)}, lookup.Limits{}).Links, seenFrom)
}

func TestSpots(t *testing.T) {
	long := "/users?after=" + strings.Repeat("a1", 150)
	s := spotter(t, `{"_links":{"self":{"href":"/users/1"},"up":{"href":"..\/list"},"next":{"href":"`+long+`"},"page":{"href":"/users{?after}","templated":true},"mail":{"href":"mailto:a@b"}}}`)
	for _, c := range []struct{ name, row, want string }{
		{"a row of a tree", `    "href": "/users/1",`, "/users/1>https://h.test/users/1"},
		{"an escape", `"href": "..\/list"`, `..\/list>https://h.test/list`},
		{"a long one", `"href": "` + long + `"`, long + ">https://h.test" + long},
		{"a template", `"href": "/users{?after}"`, "/users{?after}>https://h.test/users"},
		{"an unknown path", `"href": "/users/2"`, ""},
		{"a key", `"/users/1": true`, ""},
		{"a refused one", `"href": "mailto:a@b"`, ""},
		{"minified", `{"a":{"href":"/users/1"},"b":["https://x.test/y","/users/1"]}`, "/users/1>https://h.test/users/1 https://x.test/y>https://x.test/y /users/1>https://h.test/users/1"},
		{"in a text", `"see": "at https://x.test/a(b) (or http://y.test/c?d=e&f), maybe."`, "https://x.test/a(b)>https://x.test/a(b) http://y.test/c?d=e&f>http://y.test/c?d=e&f"},
		{"plain text", `see https://x.test/a.`, "https://x.test/a>https://x.test/a"},
		{"HTML", `<a href='https://x.test/a'>b</a>`, "https://x.test/a>https://x.test/a"},
		{"a user name", `https://a:b@x.test/`, ""},
		{"the end of a word", `xhttps://x.test/`, ""},
		{"no end", `"href": "/users/1`, ""},
		{"nothing but the scheme", `https://`, ""},
		{"two quotes", `""`, ""},
	} {
		var got []string
		for _, sp := range s.In([]byte(c.row)) {
			got = append(got, c.row[sp.From:sp.To]+">"+sp.Link.URL)
		}
		if g := strings.Join(got, " "); g != c.want {
			t.Errorf("%s: %s\nwant %s", c.name, g, c.want)
		}
	}
}

// A link that nobody has found before is judged like any other.
func TestSpotsKnowTheOrigin(t *testing.T) {
	for _, sp := range spotter(t, "{}").In([]byte("https://h.test/a https://h.test.evil/a http://h.test/a")) {
		if same := sp.Link.URL == "https://h.test/a"; sp.Link.Same != same || sp.Link.Method != "GET" {
			t.Errorf("%s is of the same origin: %v", sp.Link.URL, sp.Link.Same)
		}
	}
}

func FuzzSpots(f *testing.F) {
	for _, s := range []string{`"a":"https://x`, `\"`, `"\"`, "https://x.)", "http://[", `"\ud800"`} {
		f.Add([]byte(s))
	}
	s := link.NewSpotter(nil, seenFrom)
	f.Fuzz(func(t *testing.T, row []byte) {
		last := 0
		for _, sp := range s.In(row) {
			if sp.From < last || sp.To <= sp.From || sp.To > len(row) {
				t.Fatalf("%q: a spot from %d to %d after %d", row, sp.From, sp.To, last)
			}
			last = sp.To
		}
	})
}
