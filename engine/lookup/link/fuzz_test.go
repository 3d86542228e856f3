package link_test

import (
	"encoding/json"
	"strings"
	"testing"

	"postern/engine/address"
	"postern/engine/lookup"
	"postern/engine/lookup/link"
)

// safe checks what holds for every link, whatever a server writes: its texts
// can be kept, and what sends requests sees the origin that was judged.
func safe(t *testing.T, from string, l link.Link) {
	t.Helper()
	for _, s := range []string{l.Rel, l.Title, l.Text} {
		if s != lookup.Clean(s, 200) {
			t.Errorf("text %q", s)
		}
	}
	for _, u := range []string{l.URL, l.Doc} {
		for _, r := range u {
			if r <= ' ' || r >= 0x7f || strings.ContainsRune("{}<>\"\\`", r) {
				t.Errorf("address %q", u)
			}
		}
	}
	if l.URL == "" {
		return
	}
	u := address.Parse(l.URL, false)
	if u.HasUser || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		t.Errorf("address %q", l.URL)
	}
	if same := u.Origin() == address.Parse(from, false).Origin(); l.Same && !same {
		t.Errorf("%q is not of the origin of %q", l.URL, from)
	}
}

func FuzzFind(f *testing.F) {
	for _, href := range []string{
		"/a", "?b", "//h/c", "https://x.com:443/", "javascript:alert(1)", "https://x.com@y/", "https:\\\\y", "/{a}{?b}", "{{k}}",
		"https://[::1]:80/", "https://x.com%2f@y", "https://x.com:/", "http://:", "http://x.com:443/", "https://X.COM.", "/%zz", "https://x.com#@y", "/a?{{k}}#{{k}}",
	} {
		f.Add(href, "next", `<`+href+`>; rel="next"; title*=UTF-8''%1b`)
	}
	const from = "https://x.com/v1/users?a=1"
	f.Fuzz(func(t *testing.T, href, rel, header string) {
		h, _ := json.Marshal(href)
		r, _ := json.Marshal(rel)
		body := `{"_links":{"curies":[{"name":"c","href":` + string(h) + `}],"c:x":{"href":` + string(h) + `,"templated":true,"title":` + string(r) + `},` +
			string(r) + `:{"href":` + string(h) + `}},"links":{"next":` + string(h) + `},"@odata.nextLink":` + string(h) + `,"u":` + string(h) + `}`
		got := link.Find(lookup.Response{
			URL: from, Body: []byte(body),
			Header: map[string][]string{"Link": {header}, "Location": {href}},
		}, lookup.Limits{})
		for _, l := range got.Links {
			safe(t, from, l)
			safe(t, from, l.Expand(from, map[string]string{"a": href, "b": rel}))
		}
		if l, ok := link.Next(got); ok && (l.URL == "" || l.Refused != link.NotRefused) {
			t.Errorf("next is %+v", l)
		}
	})
}

func FuzzBody(f *testing.F) {
	f.Add([]byte(`{"_links":{"a":[{"href":"/x","templated":true}],"curies":[{"name":"a","href":"{rel}"}]}}`))
	f.Add([]byte(`{"links":[{"rel":["next"],"href":"http:\/\/x"}],"meta":{"location":"//"},"$ref":""}`))
	f.Add([]byte(`[{"next":"h\/"},{"hints":{"allow":["POST"]}},"h\u0074tp:","http://"]`))
	const from = "https://x.com/"
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, l := range link.Find(lookup.Response{URL: from, Body: body}, lookup.Limits{}).Links {
			safe(t, from, l)
			if l.End > len(body) || l.Start >= l.End {
				t.Errorf("at %d to %d", l.Start, l.End)
			}
		}
	})
}

func FuzzJoin(f *testing.F) {
	f.Add(`[1]`, `[2,{"a":[]}]`)
	f.Add(`{"value":[],"n":[[1]]}`, `{"value":[3]}`)
	f.Fuzz(func(t *testing.T, a, b string) {
		if !json.Valid([]byte(a)) || !json.Valid([]byte(b)) {
			return
		}
		var out strings.Builder
		j := link.NewJoiner(&out)
		if j.Add([]byte(a)) != nil {
			return
		}
		_ = j.Add([]byte(b)) // one that is refused leaves the first as it is
		if err := j.Close(); err != nil || !json.Valid([]byte(out.String())) {
			t.Errorf("%s and %s make %s: %v", a, b, out.String(), err)
		}
	})
}
