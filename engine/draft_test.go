package engine_test

import (
	"strings"
	"testing"

	"postern/auth"
	"postern/engine"
	"postern/engine/collection"
)

// lines is the exact request, with the system lines that never change left out
// unless all is set.
func lines(t *testing.T, e *engine.Engine, j collection.Job, all bool) string {
	t.Helper()
	p, err := e.Prepare(t.Context(), j)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, l := range engine.Lines(p, p.Redactor()) {
		switch l {
		case "User-Agent: test", "Accept: */*", "Cache-Control: no-cache", "Host: h",
			"Accept-Encoding: gzip, deflate, br", "Connection: keep-alive":
			if !all {
				continue
			}
		}
		out = append(out, l)
	}
	return strings.Join(out, "\n")
}

func TestPrepare(t *testing.T) {
	off := map[string]any{"user-agent": true, "accept": true, "cache-control": false, "content-type": true}
	disabled := job("GET", "http://h/")
	disabled.Request.Headers = []collection.Param{{Key: "X-Off", Value: "1", Disabled: true}, {Key: "", Value: "x"}, {Key: "Accept", Value: "x", Disabled: true}}
	form := job("POST", "http://h/")
	form.Request.Body = collection.Body{Mode: "urlencoded", URLEncoded: []collection.Param{{Key: "p", Value: "a+b&c"}}}
	path := job("PUT", "{{base}}/u/:id?a=x y&b", "base", "http://h/api", "n", "1")
	path.Request.URL.Vars = []collection.Param{{Key: "id", Value: "{{n}}"}}
	for _, tt := range []struct {
		name string
		job  collection.Job
		all  bool
		want []string
	}{
		{
			"the whole of it", withBody(withHeaders(job("POST", "http://h/x?q=a%20b"), "x-one", "1"), "json", `{"a":1 /*c*/}`), true,
			[]string{
				"POST http://h/x?q=a%20b HTTP/1.1", "x-one: 1", "Content-Type: application/json", "User-Agent: test", "Accept: */*",
				"Cache-Control: no-cache", "Host: h", "Accept-Encoding: gzip, deflate, br", "Connection: keep-alive",
				"Content-Length: 8", "", `{"a":1 }`,
			},
		},
		{"path variables and names", path, false, []string{"PUT http://h/api/u/1?a=x%20y&b HTTP/1.1", "Content-Length: 0"}},
		{"no method is GET", job("", "http://h/"), false, []string{"GET http://h/ HTTP/1.1"}},
		{"a method of one's own", job("LINK", "http://h/"), false, []string{"LINK http://h/ HTTP/1.1", "Content-Length: 0"}},
		{"DELETE without body", job("DELETE", "http://h/"), false, []string{"DELETE http://h/ HTTP/1.1"}},
		{"GET drops its body", withBody(job("GET", "http://h/"), "json", "{}"), false, []string{"GET http://h/ HTTP/1.1"}},
		{
			"GET keeps its body if told", withBehavior(withBody(job("GET", "http://h/"), "json", "{}"), "disableBodyPruning", true), false,
			[]string{"GET http://h/ HTTP/1.1", "Content-Type: application/json", "Content-Length: 2", "", "{}"},
		},
		{"DELETE keeps its body", withBody(job("DELETE", "http://h/"), "", "x"), false, []string{"DELETE http://h/ HTTP/1.1", "Content-Type: text/plain", "Content-Length: 1", "", "x"}},
		{"disabled rows", disabled, false, []string{"GET http://h/ HTTP/1.1"}},
		{"user rows replace system ones", withHeaders(job("GET", "http://h/"), "accept", "", "USER-AGENT", "me"), false, []string{"GET http://h/ HTTP/1.1", "accept: ", "USER-AGENT: me"}},
		{"same spelling twice", withHeaders(job("GET", "http://h/"), "X-A", "1", "X-A", "2"), false, []string{"GET http://h/ HTTP/1.1", "X-A: 1", "X-A: 2"}},
		{"the last spelling wins", withHeaders(job("GET", "http://h/"), "X-A", "1", "x-a", "2"), false, []string{"GET http://h/ HTTP/1.1", "x-a: 2"}},
		{"names in header names", withHeaders(job("GET", "http://h/", "n", "X-N", "v", "V"), "{{n}}", "{{v}}"), false, []string{"GET http://h/ HTTP/1.1", "X-N: V"}},
		{
			"switched off", withBehavior(withBody(job("POST", "http://h/"), "json", "{}"), "disabledSystemHeaders", off), false,
			[]string{"POST http://h/ HTTP/1.1", "Content-Length: 2", "", "{}"},
		},
		{
			"own type wins over raw", withBody(withHeaders(job("POST", "http://h/"), "content-type", "a/b"), "json", "{}"), false,
			[]string{"POST http://h/ HTTP/1.1", "content-type: a/b", "Content-Length: 2", "", "{}"},
		},
		{
			"form type wins over own", withHeaders(form, "content-type", "a/b"), false,
			[]string{"POST http://h/ HTTP/1.1", "content-type: application/x-www-form-urlencoded", "Content-Length: 11", "", "p=a%2Bb%26c"},
		},
		{"userinfo", job("GET", "http://u:p%40ssword@h/"), false, []string{"GET http://h/ HTTP/1.1", "Authorization: Basic " + auth.Mask}},
		{"userinfo and own header", withHeaders(job("GET", "http://u:p@h/"), "authorization", "X y"), false, []string{"GET http://h/ HTTP/1.1", "authorization: X " + auth.Mask}},
		{"verbatim", withBehavior(job("GET", "http://h/é\"x"), "disableUrlEncoding", true), false, []string{"GET http://h/é\"x HTTP/1.1"}},
		{"bearer", withAuth(job("GET", "http://h/?x=tok3n"), "bearer", "token", "tok3n"), false, []string{"GET http://h/?x=" + auth.Mask + " HTTP/1.1", "Authorization: Bearer " + auth.Mask}},
		{"unknown auth", withAuth(job("GET", "http://h/"), "akamai"), false, []string{"GET http://h/ HTTP/1.1"}},
		{
			"a token to be got", withAuth(job("GET", "http://h/"), "oauth2", "grant_type", "client_credentials", "accessTokenUrl", "http://idp/t"), false,
			[]string{"GET http://h/ HTTP/1.1", "Authorization: Bearer " + engine.PendingToken},
		},
		{"a body that is no text", withBody(job("POST", "http://h/"), "", "\x00\x01"), false, []string{"POST http://h/ HTTP/1.1", "Content-Type: text/plain", "Content-Length: 2", "", "(2 bytes)"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := newEngine(t, engine.Options{UserAgent: "test"})
			if got, want := lines(t, e, tt.job, tt.all), strings.Join(tt.want, "\n"); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

func TestPrepareNotes(t *testing.T) {
	e := newEngine(t, engine.Options{})
	j := withHeaders(withBody(job("POST", "http://h/{{p}}", "loop", "{{loop}}", "secret", "shh!"), "", "{{b}} {{secret}} {{loop}}"), "X-A", "{{a}}{{p}}")
	j = withAuth(withBehavior(j, "insecureHTTPParser", true), "akamai")
	p, err := e.Prepare(t.Context(), j)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"the setting insecureHTTPParser has no effect here",
		"{{p}} in the URL is not set", "{{a}} in the header X-A is not set", "{{p}} in the header X-A is not set",
		"{{b}} in the body is not set", "{{loop}} in the body refers to itself",
		`the auth type "akamai" is not known: the request goes out unsigned`,
	}
	if got := strings.Join(p.Warnings, "\n"); got != strings.Join(want, "\n") {
		t.Errorf("warnings\n%s\nwant\n%s", got, strings.Join(want, "\n"))
	}
	if got := strings.Join(p.Missing, " "); got != "p a b loop" {
		t.Errorf("missing %s", got)
	}
	if got := strings.Join(engine.Lines(p, p.Redactor()), "\n"); strings.Contains(got, "shh!") {
		t.Errorf("the secret shows in\n%s", got)
	}
}
