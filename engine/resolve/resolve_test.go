package resolve_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postern/auth"
	"postern/engine/address"
	"postern/engine/resolve"
	"postern/engine/vars"
)

func environment(of ...vars.Var) vars.Set {
	return vars.NewSet(vars.Layer{Scope: vars.Environment, Name: "dev", Vars: of})
}

func TestExpand(t *testing.T) {
	r := resolve.New(environment(
		vars.Var{Name: "host", Value: "h.test"},
		vars.Var{Name: "key", Value: "k-{{part}}", Secret: true},
		vars.Var{Name: "part", Value: "42"},
		vars.Var{Name: "none", Secret: true},
		vars.Var{Name: "self", Value: "{{self}}"},
	))
	for _, tt := range []struct {
		text, want string
		secret     bool
	}{
		{"plain", "plain", false},
		{"{{host}}/{{host}}", "h.test/h.test", false},
		{"a {{key}}", "a k-42", true},
		{"a {{none}}", "a ", false},
		{"{{gone}}", "{{gone}}", false},
		{"{{gone}}", "{{gone}}", false},
		{"{{self}}", "{{self}}", false},
	} {
		if got, secret := r.Expand(tt.text, "header", "X-A"); got != tt.want || secret != tt.secret {
			t.Errorf("%q is %q, secret %v; want %q, %v", tt.text, got, secret, tt.want, tt.secret)
		}
	}
	var used []string
	for _, u := range r.Uses {
		used = append(used, u.Name)
	}
	for what, d := range map[string]string{
		"uses":     cmp.Diff([]string{"host", "key", "part", "none", "gone", "self"}, slices.Compact(used)),
		"missing":  cmp.Diff([]string{"gone", "self"}, r.Missing),
		"warnings": cmp.Diff([]string{"{{gone}} in the header X-A is not set", "{{self}} in the header X-A refers to itself"}, r.Warnings),
		"secrets":  cmp.Diff([]auth.Secret{"k-{{part}}", "k-42"}, r.Secrets),
	} {
		if d != "" {
			t.Errorf("%s: %s", what, d)
		}
	}
}

// Each use of a dynamic name has a value of its own, and is told of.
func TestExpandDynamic(t *testing.T) {
	r := resolve.New(environment())
	r.Expand("{{$guid}} {{$guid}}", "body")
	if len(r.Uses) != 2 || r.Uses[0].Value == r.Uses[1].Value {
		t.Errorf("the uses are %+v", r.Uses)
	}
}

func TestNoURL(t *testing.T) {
	r := resolve.New(vars.Set{})
	for raw, want := range map[string][2]string{
		"":                {"the request has no URL", "type an address, such as {{url}}/users"},
		"{{url}}{{path}}": {"{{url}} is empty", "give url a value in the environment"},
	} {
		if e := r.NoURL(raw); e.Summary != want[0] || e.Hint != want[1] {
			t.Errorf("%q: %s; %s", raw, e.Summary, e.Hint)
		}
	}
}

func TestReachable(t *testing.T) {
	dev := environment(vars.Var{Name: "self", Value: "{{self}}"})
	for _, tt := range []struct {
		name, url, what, hint string
		set                   vars.Set
	}{
		{name: "an address", url: "https://h.test:65535/{{in the path}}"},
		{name: "one without a port", url: "http://h.test/"},
		{name: "one of version 6", url: "http://[::1]:80/"},
		{
			name: "another scheme", url: "ftp://h.test/",
			what: `cannot send to "ftp://" addresses`, hint: "start the address with http:// or https://",
		},
		{
			name: "no host", url: "https:///users",
			what: "the URL has no host", hint: "start the address with https:// and a host name",
		},
		{
			name: "a host with a blank", url: "https://h test/",
			what: `"h test" is not a host name`, hint: "check the part between :// and the next slash",
		},
		{
			name: "port 0", url: "https://h.test:0/",
			what: `"0" is not a port`, hint: "a port is a number from 1 to 65535",
		},
		{
			name: "a port too high", url: "https://h.test:65536/",
			what: `"65536" is not a port`, hint: "a port is a number from 1 to 65535",
		},
		{
			name: "a name without a value", url: "https://{{host}}/", set: dev,
			what: "{{host}} is not set", hint: "set host in the environment",
		},
		{
			name: "several", url: "{{scheme}}://{{host}}:{{port}}/",
			what: "{{scheme}} and {{host}} and {{port}} are not set", hint: "set scheme and host and port in the environment; none is chosen",
		},
		{
			name: "one that leads back to itself", url: "https://{{self}}/", set: dev,
			what: "{{self}} refers to itself", hint: "give self a value without {{self}} in it",
		},
		{
			name: "the same without an environment", url: "https://{{self}}/",
			set:  vars.NewSet(vars.Layer{Scope: vars.Collection, Vars: []vars.Var{{Name: "self", Value: "{{self}}"}}}),
			what: "{{self}} refers to itself", hint: "give self a value without {{self}} in it",
		},
		{
			name: "in an environment without a name", url: "https://{{host}}/",
			set:  vars.NewSet(vars.Layer{Scope: vars.Environment}),
			what: "{{host}} is not set", hint: "set host in the environment",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := resolve.New(tt.set)
			url, _ := r.Expand(tt.url, "URL")
			e := r.Reachable(address.Split(url))
			if e == nil {
				if tt.what != "" {
					t.Errorf("it is reachable, want: %s", tt.what)
				}
				return
			}
			if e.Summary != tt.what || e.Hint != tt.hint {
				t.Errorf("%s; %s", e.Summary, e.Hint)
			}
		})
	}
}
