package link_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/tidwall/gjson"

	"postern/engine/lookup"
	"postern/engine/lookup/link"
)

// brief is a link as the tables write it: form, relation, method unless GET,
// address with "=" for the same origin, template or refusal, title, place.
func brief(l link.Link) string {
	s := fmt.Sprintf("%s %s", l.Form, l.Rel)
	if l.Method != "GET" {
		s += " " + l.Method
	}
	switch {
	case l.Refused != link.NotRefused:
		s += " REFUSED " + l.Refused.String()
	case l.Template != "":
		s += fmt.Sprintf(" %s %v", l.Template, l.Vars)
	}
	if l.URL != "" {
		s += " " + l.URL
	}
	if l.Same {
		s += " ="
	}
	if l.Downgrade {
		s += " DOWN"
	}
	if l.Title != "" {
		s += fmt.Sprintf(" %q", l.Title)
	}
	if l.Doc != "" {
		s += " doc " + l.Doc
	}
	return s + " @" + l.Path + l.Header
}

func briefs(ls []link.Link) []string {
	var out []string
	for _, l := range ls {
		out = append(out, brief(l))
	}
	return out
}

func TestBody(t *testing.T) {
	const from = "https://x.com/api/v1/users?limit=2"
	for _, tc := range []struct {
		name, body string
		want       []string
		next       string
	}{
		{
			"Okta", `[{"id":"1","_links":{"self":{"href":"https://x.com/api/v1/users/1"},"deactivate":{"href":"/api/v1/users/1/off","method":"POST"},"logo":[{"name":"medium","href":"https://cdn.net/a.png"}],"users":{"href":"g/u","hints":{"allow":["PUT","DELETE"]}}}}]`,
			[]string{
				`HAL self https://x.com/api/v1/users/1 = @0._links.self.href`,
				`HAL deactivate POST https://x.com/api/v1/users/1/off = @0._links.deactivate.href`,
				`HAL logo https://cdn.net/a.png "medium" @0._links.logo.0.href`,
				`HAL users PUT https://x.com/api/v1/g/u = @0._links.users.href`,
			},
			"",
		},
		{
			"HAL with curies and templates", `{"_links":{"curies":[{"name":"ea","href":"http://d.com/rels/{rel}","templated":true}],"ea:find":{"href":"/orders{?id,q}","templated":true,"title":"Find"},"ea:one":{"href":"/orders/{id}","templated":true},"next":{"href":"?page=2"}},"_embedded":{"ea:order":[{"_links":{"self":{"href":"/orders/1"}}}]}}`,
			[]string{
				`HAL ea:find /orders{?id,q} [id q] https://x.com/orders = "Find" doc http://d.com/rels/find @_links.ea:find.href`,
				`HAL ea:one /orders/{id} [id] doc http://d.com/rels/one @_links.ea:one.href`,
				`HAL next https://x.com/api/v1/users?page=2 = @_links.next.href`,
				`HAL self https://x.com/orders/1 = @_embedded.ea:order.0._links.self.href`,
			},
			"https://x.com/api/v1/users?page=2",
		},
		{
			"JSON:API", `{"links":{"self":"/articles","next":"/articles?page[offset]=2","last":null,"about":"in words"},"data":[{"type":"articles","id":"1","relationships":{"author":{"links":{"related":{"href":"/articles/1/author","title":"Author"}}}},"links":{"self":"/articles/1"}}]}`,
			[]string{
				`JSON:API self https://x.com/articles = @links.self`,
				`JSON:API next https://x.com/articles?page[offset]=2 = @links.next`,
				`JSON:API related https://x.com/articles/1/author = "Author" @data.0.relationships.author.links.related.href`,
				`JSON:API self https://x.com/articles/1 = @data.0.links.self`,
			},
			"https://x.com/articles?page[offset]=2",
		},
		{
			"OData", `{"@odata.context":"https://g.com/$metadata#users","@odata.nextLink":"https://x.com/users?$skiptoken=a","value":[{"@odata.id":"users('1')","manager@odata.navigationLink":"users('1')/manager"}]}`,
			[]string{
				`URL @odata.context https://g.com/$metadata#users @\@odata\.context`,
				`OData next https://x.com/users?$skiptoken=a = @\@odata\.nextLink`,
				`OData self https://x.com/api/v1/users('1') = @value.0.\@odata\.id`,
				`OData manager https://x.com/api/v1/users('1')/manager = @value.0.manager\@odata\.navigationLink`,
			},
			"https://x.com/users?$skiptoken=a",
		},
		{
			"SCIM", `{"Resources":[{"groups":[{"value":"e9","$ref":"../Groups/e9","display":"Guides"}],"meta":{"location":"https://x.com/v2/Users/1"}}],"definitions":{"$ref":"#/x"}}`,
			[]string{
				`SCIM groups https://x.com/api/Groups/e9 = @Resources.0.groups.0.\$ref`,
				`SCIM self https://x.com/v2/Users/1 = @Resources.0.meta.location`,
			},
			"",
		},
		{
			"Siren", `{"entities":[{"rel":["item"],"href":"/orders/1"}],"actions":[{"name":"add-item","method":"POST","href":"/items"},{"name":"find","title":"Find","href":"/find"}],"links":[{"rel":["self","x"],"href":"/orders"},{"rel":["next"],"href":"/orders?2"}]}`,
			[]string{
				`href item https://x.com/orders/1 = @entities.0.href`,
				`Siren add-item POST https://x.com/items = @actions.0.href`,
				`Siren find https://x.com/find = "Find" @actions.1.href`,
				`Siren self https://x.com/orders = @links.0.href`,
				`Siren next https://x.com/orders?2 = @links.1.href`,
			},
			"https://x.com/orders?2",
		},
		{
			"plain", `{"html_url":"https://github.com/a","text":"see https://x.com now","more":["HTTP://X.com:80/b","http:\/\/x.com\/c"],"paging":{"next":"/u?cursor=2"},"https":"https"}`,
			[]string{
				`URL html_url https://github.com/a @html_url`,
				`URL more http://x.com/b DOWN @more.0`,
				`URL more http://x.com/c DOWN @more.1`,
				`URL next https://x.com/u?cursor=2 = @paging.next`,
			},
			"https://x.com/u?cursor=2",
		},
		{"a cursor is no link", `{"next":"eyJhIjoxfQ==","data":[{"next":"/x"}]}`, []string{`URL next https://x.com/x = @data.0.next`}, ""},
		{"the page itself is not the next", `{"next":"https://x.com/api/v1/users?limit=2"}`, []string{`URL next https://x.com/api/v1/users?limit=2 = @next`}, ""},
		{"the same twice", `[{"u":"https://a.b/"},{"u":"https://a.b/"}]`, []string{`URL u https://a.b/ @0.u`}, ""},
		{"no JSON", `<a href="https://a.b">`, nil, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := link.Find(lookup.Response{URL: from, Status: 200, Body: []byte(tc.body)}, lookup.Limits{})
			if d := cmp.Diff(tc.want, briefs(got.Links)); d != "" {
				t.Errorf("-want +got:\n%s", d)
			}
			if next, _ := link.Next(got); next.URL != tc.next {
				t.Errorf("next is %q, want %q", next.URL, tc.next)
			}
			for _, l := range got.Links {
				if raw := tc.body[l.Start:l.End]; raw != gjson.Get(tc.body, l.Path).Raw {
					t.Errorf("%s is not at its offset: %q", l.Path, raw)
				}
			}
		})
	}
}

func TestHeader(t *testing.T) {
	for _, tc := range []struct {
		name string
		link []string
		want []string
	}{
		{"two headers", []string{`<https://x.com/u?after=1>; rel="next"`, `<https://x.com/u>; rel="self"`}, []string{
			`Link header next https://x.com/u?after=1 = @Link`, `Link header self https://x.com/u = @Link`,
		}},
		{"one header, quotes and commas", []string{`</a,b>; title="x, \"y\"; z"; rel=next , <c>;rel="prev Last"`}, []string{
			`Link header next https://x.com/a,b = "x, \"y\"; z" @Link`, `Link header prev https://x.com/v1/c = @Link`, `Link header last https://x.com/v1/c = @Link`,
		}},
		{"extended title", []string{`<a>;rel=up;title*=UTF-8'de'%c3%9cber;title=other`}, []string{`Link header up https://x.com/v1/a = "Über" @Link`}},
		{"the first rel counts", []string{`<a>; rel=next; rel=prev`}, []string{`Link header next https://x.com/v1/a = @Link`}},
		{"about something else", []string{`<a>; rel=next; anchor="/other"`}, nil},
		{"about this", []string{`<a>; rel=next; anchor=""`}, []string{`Link header next https://x.com/v1/a = @Link`}},
		{"rubbish", []string{`next`, `<a`, `;rel=next`, ``, `<javascript:alert(1)>;rel=next`}, []string{
			`Link header next REFUSED it is no http or https address @Link`,
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := link.Find(lookup.Response{URL: "https://x.com/v1/u", Header: map[string][]string{"link": tc.link}}, lookup.Limits{})
			if d := cmp.Diff(tc.want, briefs(got.Links)); d != "" {
				t.Errorf("-want +got:\n%s", d)
			}
		})
	}
}

func TestHostile(t *testing.T) {
	const from = "https://x.com:443/u"
	for _, tc := range []struct {
		name, href string
		refused    link.Refusal
		url        string
		same       bool
	}{
		{"script", "javascript:alert(1)", link.BadScheme, "", false},
		{"script in capitals", "JaVaScRiPt://x.com/%0aalert(1)", link.BadScheme, "", false},
		{"data", "data:text/html,x", link.BadScheme, "", false},
		{"file", "file:///etc/passwd", link.BadScheme, "", false},
		{"user", "https://x.com@evil.com/", link.HasUser, "", false},
		{"user and password", "https://a:b@x.com/", link.HasUser, "", false},
		{"backslash", `https://evil.com\@x.com/`, link.Odd, "", false},
		{"backslash path", `/\evil.com`, link.Odd, "", false},
		{"newline", "https://x.com/\nHost: evil", link.Odd, "", false},
		{"escape", "https://x.com/\x1b[2J", link.Odd, "", false},
		{"C1", "https://x.com/\u009b2J", link.Odd, "", false},
		{"blank", "https://x.com /a", link.Odd, "", false},
		{"other letters", "https://x.c\u043em/", link.Odd, "", false},
		{"no host", "https:///a", link.NoAddress, "", false},
		{"a port without a host", "http://:80/", link.NoAddress, "", false},
		{"no slashes", "https:x.com", link.NoAddress, "", false},
		{"long", "/" + strings.Repeat("a", 9000), link.TooLong, "", false},
		{"other host", "//evil.com/a", link.NotRefused, "https://evil.com/a", false},
		{"other port", "https://x.com:8443/", link.NotRefused, "https://x.com:8443/", false},
		{"other scheme", "http://x.com:443/", link.NotRefused, "http://x.com:443/", false},
		{"longer host", "https://x.com.evil.com/", link.NotRefused, "https://x.com.evil.com/", false},
		{"same, plain", "https://x.com/a/b-c_d.json", link.NotRefused, "https://x.com/a/b-c_d.json", true},
		{"same, steps", "/a/../../b/./c..d/.e", link.NotRefused, "https://x.com/b/c..d/.e", true},
		{"a host that begins like it", "https://x.common/a", link.NotRefused, "https://x.common/a", false},
		{"same, no port behind the colon", "https://x.com:/b", link.NotRefused, "https://x.com/b", true},
		{"same, spelt otherwise", "HTTPS://X.COM/a/../b", link.NotRefused, "https://x.com/b", true},
		{"a variable to steal", "/a/{{apikey}}?k={{apikey}}#{{apikey}}", link.NotRefused, "https://x.com/a/%7B%7Bapikey%7D%7D?k=%7B%7Bapikey%7D%7D#%7B%7Bapikey%7D%7D", true},
		{"bidi", "/a\u202eb?\u202e", link.NotRefused, "https://x.com/a%E2%80%AEb?%E2%80%AE", true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := lookup.Response{URL: from, Body: fmt.Appendf(nil, `{"_links":{"a":{"href":%s}}}`, gjson.AppendJSONString(nil, tc.href))}
			got := link.Find(r, lookup.Limits{})
			if len(got.Links) != 1 {
				t.Fatalf("%d links", len(got.Links))
			}
			l := got.Links[0]
			if l.Refused != tc.refused || l.URL != tc.url || l.Same != tc.same {
				t.Errorf("refused %q, %q, same origin %v; want %q, %q, %v", l.Refused, l.URL, l.Same, tc.refused, tc.url, tc.same)
			}
			if l.Text != lookup.Clean(l.Text, 200) || l.Text == "" {
				t.Errorf("text %q", l.Text)
			}
		})
	}
}

func TestTooMany(t *testing.T) {
	var b strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&b, `{"u":"https://a.b/%d"},`, i)
	}
	got := link.Find(lookup.Response{Body: []byte("[" + b.String() + "1]")}, lookup.Limits{})
	if len(got.Links) != 10_000 || got.Cut != lookup.CutCount {
		t.Errorf("%d links, cut %q", len(got.Links), got.Cut)
	}
}
