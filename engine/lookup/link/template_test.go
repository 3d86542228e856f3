package link_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"postern/engine/lookup"
	"postern/engine/lookup/link"
)

func TestExpand(t *testing.T) {
	values := map[string]string{"var": "value", "hello": "Hello World!", "path": "/foo/bar", "empty": "", "x": "1024", "y": "768", "pct": "50%", "enc": "a%20b", "uni": "ü"}
	for _, tc := range []struct{ name, template, want string }{
		{"simple", "{var}", "value"},
		{"encoded", "{hello}", "Hello%20World%21"},
		{"reserved", "{+hello}", "Hello%20World!"},
		{"reserved path", "{+path}/here", "/foo/bar/here"},
		{"reserved keeps what is encoded", "{+enc}{enc}", "a%20ba%2520b"},
		{"a bare percent sign", "{+pct}", "50%25"},
		{"fragment", "X{#var}", "X#value"},
		{"several", "map?{x,y}", "map?1024,768"},
		{"several with an empty one", "{x,empty}", "1024,"},
		{"several, reserved", "{+x,hello,y}", "1024,Hello%20World!,768"},
		{"label", "X{.x,y}", "X.1024.768"},
		{"segments", "{/var,x}/here", "/value/1024/here"},
		{"parameters", "{;x,y,empty}", ";x=1024;y=768;empty"},
		{"query", "{?x,y,empty}", "?x=1024&y=768&empty="},
		{"more query", "?fixed=yes{&x}", "?fixed=yes&x=1024"},
		{"prefix", "{var:3}{uni:1}", "val%C3%BC"},
		{"explode", "{?x*}", "?x=1024"},
		{"unknown", "a{none}b{?none,x}", "ab?x=1024"},
		{"no expression", "{}{ x}{{x}}{x", "{}{ x}{1024}{x"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := link.Expand(tc.template, values); got != tc.want {
				t.Errorf("%s → %q, want %q", tc.template, got, tc.want)
			}
		})
	}
	if d := cmp.Diff([]string{"a", "b", "c-d"}, link.Vars("/{a}{?b,a}{#c-d:3}")); d != "" {
		t.Error(d)
	}
}

func TestExpandLink(t *testing.T) {
	const from = "https://x.com/orders"
	for _, tc := range []struct {
		name, href, value, url string
		refused                link.Refusal
		same                   bool
	}{
		{"segment", "/orders/{v}", "a/b c", "https://x.com/orders/a%2Fb%20c", link.NotRefused, true},
		{"a host from a value", "https://{v}/", "evil.com", "https://evil.com/", link.NotRefused, false},
		{"a user from a value", "https://x.com{+v}", "@evil.com", "", link.HasUser, false},
		{"a variable to steal", "/o{?v}", "{{k}}", "https://x.com/o?v=%7B%7Bk%7D%7D", link.NotRefused, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			body := `{"_links":{"a":{"templated":true,"href":"` + tc.href + `"}}}`
			l := link.Find(lookup.Response{URL: from, Body: []byte(body)}, lookup.Limits{}).Links[0]
			l = l.Expand(from, map[string]string{"v": tc.value})
			if l.URL != tc.url || l.Refused != tc.refused || l.Same != tc.same {
				t.Errorf("%q, refused %q, same %v", l.URL, l.Refused, l.Same)
			}
		})
	}
}
