package collection_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"postern/engine/collection"
)

type rows = []collection.Param

func TestParseURL(t *testing.T) {
	tests := []struct {
		text string
		want collection.URL
	}{
		{"", collection.URL{}},
		{"{{base}}/a?b={{x}}&c", collection.URL{Host: []string{"{{base}}"}, Path: []string{"a"}, HasPath: true, Query: rows{{Key: "b", Value: "{{x}}"}, {Key: "c", NoValue: true}}}},
		{"localhost:8080/x", collection.URL{Host: []string{"localhost"}, Port: "8080", HasPort: true, Path: []string{"x"}, HasPath: true}},
		{"http:/x/y", collection.URL{Host: []string{"http"}, HasPort: true, Path: []string{"x", "y"}, HasPath: true}},
		{"//x.com/a", collection.URL{Path: []string{"", "x.com", "a"}, HasPath: true}},
		{"h?", collection.URL{Host: []string{"h"}, Query: rows{{NoValue: true}}}},
		{"?a=b&", collection.URL{Query: rows{{Key: "a", Value: "b"}, {NoValue: true}}}},
		{"?a&&b", collection.URL{Query: rows{{Key: "a", NoValue: true}, {NoKey: true, NoValue: true}, {Key: "b", NoValue: true}}}},
		{"http://h/p#x?y", collection.URL{Protocol: "http", Host: []string{"h"}, Path: []string{"p"}, HasPath: true, Hash: "x?y", HasHash: true}},
		{":id/x", collection.URL{Port: "id", HasPort: true, Path: []string{"x"}, HasPath: true}},
		{"http://u:p:q@h/", collection.URL{Protocol: "http", User: "u", HasUser: true, Password: "p:q", HasPassword: true, Host: []string{"h"}, Path: []string{""}, HasPath: true}},
		{"http://[::1]:80", collection.URL{Protocol: "http", Host: []string{"[::1]"}, Port: "80", HasPort: true}},
		{"http://[::1]/", collection.URL{Protocol: "http", Host: []string{"[::1]"}, Path: []string{""}, HasPath: true}},
		{"  http:////h\\a ", collection.URL{Protocol: "http", Host: []string{"h"}, Path: []string{"a "}, HasPath: true}},
		{"file:///a", collection.URL{Protocol: "file", Path: []string{"a"}, HasPath: true}},
		{"{{a/b:c?d#e}}.x", collection.URL{Host: []string{"{{a/b:c?d#e}}", "x"}}},
		{"{{a{{b.c}}", collection.URL{Host: []string{"{{a{{b.c}}"}}},
		{"h/:id.json/:id/:x-y/:", collection.URL{
			Host: []string{"h"}, Path: []string{":id.json", ":id", ":x-y", ":"}, HasPath: true,
			Vars: rows{{Key: "id", NoValue: true}, {Key: "x-y", NoValue: true}},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			if d := cmp.Diff(tt.want, collection.ParseURL(tt.text)); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestURLString(t *testing.T) {
	u := collection.URL{
		Protocol: "https", Host: []string{"h", "x"}, Port: "{{p}}", HasPort: true, HasPath: true,
		Path: []string{"a", ":id.json", ":none", ":empty", ":n", ":last"},
		Query: rows{
			{Key: "off", Value: "1", Disabled: true},
			{Key: "a&b=c", Value: "d&e=f#{{g&h}}"},
			{Key: "null", NoValue: true},
			{Key: "number", Value: "5", Source: "5"},
			{Key: "edited", Value: "6", Source: "5"},
			{NoKey: true, Value: "v"},
			{NoKey: true, NoValue: true},
		},
		Hash: "", HasHash: true,
		Vars: rows{
			{Key: "id", Value: "1/2", Disabled: true},
			{Key: "empty"},
			{Key: "n", Value: "7", Source: "7"},
			{Key: "last", Value: "first"},
			{Key: "last", Value: "last"},
		},
	}
	want := "https://h.x:{{p}}/a/1/2.json/:none/:empty/:n/last?a%26b%3Dc=d%26e=f%23{{g&h}}&null&number&edited=6&=v&#"
	if got := u.String(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	want = "https://h.x:{{p}}/a/:id.json/:none/:empty/:n/:last?"
	if got := u.Unresolved(); !strings.HasPrefix(got, want) {
		t.Errorf("unresolved %s", got)
	}
	u.Query = rows{{Key: "a", Disabled: true}}
	if got := u.Text(); strings.Contains(got, "?") {
		t.Errorf("with all rows off: %s", got)
	}
}

func TestWithTextKeepsWhatTheTextDoesNotShow(t *testing.T) {
	u := collection.ParseURL("{{url}}/users/:id?limit=25&after=x")
	u.Query[0].Description, u.Query[0].Origin = "how many", 1
	u.Query[1].Origin = 3
	u.Query = append(u.Query[:1:1], collection.Param{Key: "search", Value: "off", Disabled: true, Origin: 2}, u.Query[1])
	u.Vars[0] = collection.Param{Key: "id", Value: "7", Origin: 1}
	u.Vars = append(u.Vars, collection.Param{Key: "unused", Value: "u", Origin: 2})
	tests := []struct {
		name, text string
		query      rows
		vars       rows
	}{
		{"the same text", u.Text(), u.Query, u.Vars},
		{
			"another value", "{{url}}/users/:id?limit=50&after=x",
			rows{{Key: "limit", Value: "50", Description: "how many", Origin: 1}, u.Query[1], u.Query[2]},
			u.Vars,
		},
		{
			"another key in the same place", "{{url}}/users/:id?max=25&after=x",
			rows{{Key: "max", Value: "25", Description: "how many", Origin: 1}, u.Query[1], u.Query[2]},
			u.Vars,
		},
		{"a row less", "{{url}}/users/:id?after=x", rows{u.Query[1], u.Query[2]}, u.Vars},
		{
			"a row more in front", "{{url}}/users/:id?new&limit=25&after=x",
			rows{{Key: "new", NoValue: true}, u.Query[0], u.Query[1], u.Query[2]},
			u.Vars,
		},
		{"no query", "{{url}}/users/:id", rows{u.Query[1]}, u.Vars},
		{
			"another path variable", "{{url}}/users/:login?limit=25&after=x", u.Query,
			rows{{Key: "login", NoValue: true}, u.Vars[1]},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := u.WithText(tt.text)
			if d := cmp.Diff(tt.query, got.Query); d != "" {
				t.Error(d)
			}
			if d := cmp.Diff(tt.vars, got.Vars); d != "" {
				t.Error(d)
			}
			if got.Text() != tt.text {
				t.Errorf("text is %s", got.Text())
			}
		})
	}
}

// TestTextIsStable checks that an address shows what was typed, and that
// showing it and typing that again changes nothing.
func TestTextIsStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{
			"http://", "h", ".", "/", ":id", "?", "&", "=", "#", "@", ":", "{{", "}}", "{{a}}", "{{b?c}}", "é", " ", "%20", "\\",
		}), 0, 12).Draw(t, "parts"), "")
		u := collection.ParseURL(text)
		if u.Protocol == "" && strings.Contains(strings.ReplaceAll(text, `\`, "/"), "://") {
			t.Skip("an empty protocol is not shown, so that the next one becomes it")
		}
		shown := u.Text()
		again := collection.ParseURL(shown)
		if again.Text() != shown {
			t.Fatalf("%q shows as %q, then as %q", text, shown, again.Text())
		}
		if d := cmp.Diff(u, u.WithText(shown)); d != "" && shown == text {
			t.Fatalf("typing %q again changes: %s", shown, d)
		}
	})
}

// FuzzParseURL takes addresses apart and puts them together again: no text may
// crash it, and nothing but blanks at the start, slashes and empty protocols
// may be lost.
func FuzzParseURL(f *testing.F) {
	for _, text := range []string{
		"{{base}}/a?b={{x}}&c", "localhost:8080/x", "http:/x/y", "//x.com/a", "h?", "?a=b&", "?a&&b", "http://h/p#x?y", ":id/x",
		"http://u:p:q@h/", "http://[::1]:80/:id.json/::", "file:///a", "{{a{{b}}.{{{c}}}:{{p}}", " http:\\\\h\\a ", "é😀%zz",
	} {
		f.Add(text)
	}
	paths, err := filepath.Glob(filepath.Join("..", "..", "..", "shared", "collections", "*.json"))
	if err != nil {
		f.Fatal(err)
	}
	raw := regexp.MustCompile(`"raw": ?"([^"\\]+)"`)
	for _, p := range paths {
		data, err := os.ReadFile(p)
		if err != nil {
			f.Fatal(err)
		}
		for _, m := range raw.FindAllStringSubmatch(string(data), 5) {
			f.Add(m[1])
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		u := collection.ParseURL(text)
		if got, want := u.String(), u.Unresolved(); got != want {
			t.Fatalf("%q has no values for its variables and resolves from %q to %q", text, want, got)
		}
		letters := func(s string) string {
			return strings.Map(func(r rune) rune {
				if strings.ContainsRune(`/\\:@?#&=`, r) || unicode.IsSpace(r) || r == '\ufeff' {
					return -1
				}
				return r
			}, s)
		}
		shown := u.Text()
		if !strings.ContainsAny(text, "&#=") && letters(shown) != letters(text) {
			t.Fatalf("%q shows as %q", text, shown)
		}
		if !strings.Contains(strings.ReplaceAll(text, `\`, "/"), "://") && collection.ParseURL(shown).Text() != shown {
			t.Fatalf("%q shows as %q, then as %q", text, shown, collection.ParseURL(shown).Text())
		}
		for _, v := range u.Vars {
			if v.Key == "" || !v.NoValue {
				t.Fatalf("%q has the path variable %+v", text, v)
			}
		}
	})
}
