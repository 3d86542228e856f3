package collection_test

import (
	"testing"

	"postern/auth"
	"postern/engine/collection"
	"postern/engine/vars"
)

// assuming is a job of a request that is authorised in some way, as somebody
// with a token.
func assuming(typ, url string, headers ...string) collection.Job {
	j := collection.Job{
		Request: collection.Request{Method: "GET", URL: collection.ParseURL(url)},
		Auth:    auth.Config{Type: typ, Realm: "dev"},
		As:      &collection.Identity{Auth: &auth.Config{Type: "oauth2", Realm: "other", Record: "k1"}},
		Scopes: vars.NewSet(vars.Layer{Scope: vars.Environment, Vars: []vars.Var{
			{Name: "auth", Value: "authorization"}, {Name: "base", Value: "http://ada:pw@h"}, {Name: "id", Value: "7"},
		}}),
	}
	for i := 0; i < len(headers); i += 2 {
		j.Request.Headers = append(j.Request.Headers, collection.Param{Key: headers[i], Value: headers[i+1]})
	}
	return j
}

func TestAssume(t *testing.T) {
	for _, tc := range []struct {
		name    string
		job     collection.Job
		open    bool
		url     string
		headers int
	}{
		{"its own or inherited auth", assuming("basic", "http://h/u"), false, "http://h/u", 0},
		{"no auth block at all", assuming("", "http://h/u"), false, "http://h/u", 0},
		{"No Auth", assuming("noauth", "http://h/{{id}}", "X-Api-Key", "k"), true, "http://h/{{id}}", 1},
		{"a header by hand", assuming("noauth", "http://h/{{id}}", "AUTHORIZATION", "Bearer x", "X-A", "1"), false, "http://h/{{id}}", 1},
		{"a header by a variable", assuming("noauth", "http://h/u", "{{auth}}", "Bearer x"), false, "http://h/u", 0},
		{"a user in the address", assuming("noauth", "http://ada:pw@h/u?a=1"), false, "http://h/u?a=1", 0},
		{"a user in a variable", assuming("noauth", "{{base}}/{{id}}"), false, "http://h/7", 0},
		{"a token in the address", assuming("noauth", "http://h/u?access_token=t&a=1"), false, "http://h/u?a=1", 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			j := tc.job
			if open := j.Assume(); open != tc.open {
				t.Errorf("open is %t", open)
			}
			if got := j.Request.URL.String(); got != tc.url || len(j.Request.Headers) != tc.headers {
				t.Errorf("it goes to %s with %v", got, j.Request.Headers)
			}
			want := auth.Config{Type: "oauth2", Realm: "dev", Record: "k1"}
			if tc.open {
				want = auth.Config{Type: "noauth", Realm: "dev"}
			}
			if j.Auth.Type != want.Type || j.Auth.Realm != want.Realm || j.Auth.Record != want.Record {
				t.Errorf("its auth is %+v", j.Auth)
			}
			if len(tc.job.Request.Headers) > 0 && tc.job.Request.Headers[0].Key == "" {
				t.Error("the rows of the request itself were changed")
			}
		})
	}
}

// Nobody in particular, and an identity that leaves the auth alone, change
// nothing.
func TestAssumeNobody(t *testing.T) {
	for _, as := range []*collection.Identity{nil, {Guest: true}} {
		j := assuming("bearer", "http://ada:pw@h/", "Authorization", "x")
		j.As = as
		if j.Assume() || j.Auth.Type != "bearer" || len(j.Request.Headers) != 1 || !j.Request.URL.HasUser {
			t.Errorf("%+v makes it %+v", as, j)
		}
		if got := j.Refused(403); got != (as != nil) || j.Refused(200) {
			t.Errorf("%+v: refused is %t", as, got)
		}
	}
}
