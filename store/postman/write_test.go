package postman_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"postern/auth"
	"postern/engine/collection"
	"postern/store/postman"
)

func TestUneditedSaveIsByteIdentical(t *testing.T) {
	n := 0
	for name, data := range corpus(t) {
		f, err := postman.Read(data, name)
		if err != nil {
			continue // TestCorpusOpens says so
		}
		var out []byte
		if f.Collection != nil {
			out, err = postman.WriteCollection(data, f.Collection.Clone())
		} else {
			out, err = postman.WriteEnvironment(data, f.Environment.Clone())
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if !bytes.Equal(out, data) {
			t.Errorf("%s: the saved file differs", name)
		}
		n++
	}
	t.Logf("%d files saved unchanged", n)
}

// small is a file with a style of its own: unusual order, spelling, unknown
// fields, a duplicate key.
const small = `{
  "info": {"name": "Small", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json", "x-unknown": 1.50},
  "item": [
    {
      "name": "Users",
      "item": [
        {
          "request": {
            "url": {
              "raw": "{{url}}/users/:id?limit=25",
              "host": ["{{url}}"],
              "path": ["users", ":id"],
              "query": [
                {"key": "limit", "value": "25"},
                {"key": "after", "value": null, "disabled": true}
              ],
              "variable": [{"key": "id", "value": "7"}]
            },
            "method": "GET",
            "header": [
              {"key": "Accept", "value": "application/json"},
              null,
              {"key": "X-Id", "value": "1"}
            ],
            "body": {"mode": "raw", "raw": "{\n\t\"a\": 1\n}"},
            "auth": {"type": "bearer", "bearer": [{"key": "token", "value": "{{t}}", "type": "string"}]}
          },
          "name": "Get \u00fcser",
          "name": "Get user"
        },
        {"name": "Plain", "request": "http://h/x"}
      ]
    }
  ],
  "variable": [
    {"key": "n", "value": 5}
  ]
}
`

// diff returns the lines that were taken out and put in.
func diff(before, after string) (out, in []string) {
	a, b := strings.Split(before, "\n"), strings.Split(after, "\n")
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return a, b
}

func TestOneEditTouchesItsLines(t *testing.T) {
	user := func(c *collection.Collection) *collection.Item { return c.Items[0].Items[0] }
	tests := []struct {
		name    string
		edit    func(c *collection.Collection)
		out, in string
	}{
		{
			"rename a request with a duplicate key",
			func(c *collection.Collection) { user(c).Name = "Get one" },
			`          "name": "Get user"`, `          "name": "Get one"`,
		},
		{
			"rename the collection",
			func(c *collection.Collection) { c.Name = "S" },
			`  "info": {"name": "Small", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json", "x-unknown": 1.50},`,
			`  "info": {"name": "S", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json", "x-unknown": 1.50},`,
		},
		{
			"header value behind a null row",
			func(c *collection.Collection) { user(c).Request.Headers[1].Value = "2" },
			`              {"key": "X-Id", "value": "1"}`, `              {"key": "X-Id", "value": "2"}`,
		},
		{
			"turn a query row on",
			func(c *collection.Collection) { user(c).Request.URL.Query[1].Disabled = false },
			`              "raw": "{{url}}/users/:id?limit=25",
              "host": ["{{url}}"],
              "path": ["users", ":id"],
              "query": [
                {"key": "limit", "value": "25"},
                {"key": "after", "value": null, "disabled": true}`,
			`              "raw": "{{url}}/users/:id?limit=25&after",
              "host": ["{{url}}"],
              "path": ["users", ":id"],
              "query": [
                {"key": "limit", "value": "25"},
                {"key": "after", "value": null}`,
		},
		{
			"path variable",
			func(c *collection.Collection) { user(c).Request.URL.Vars[0].Value = "{{me}}" },
			`              "variable": [{"key": "id", "value": "7"}]`, `              "variable": [{"key": "id", "value": "{{me}}"}]`,
		},
		{
			"body",
			func(c *collection.Collection) { user(c).Request.Body.Raw = "<é\u2028>" },
			`            "body": {"mode": "raw", "raw": "{\n\t\"a\": 1\n}"},`, `            "body": {"mode": "raw", "raw": "<é` + "\u2028" + `>"},`,
		},
		{
			"auth attribute",
			func(c *collection.Collection) { *user(c).Request.Auth = user(c).Request.Auth.Set("token", "x") },
			`            "auth": {"type": "bearer", "bearer": [{"key": "token", "value": "{{t}}", "type": "string"}]}`,
			`            "auth": {"type": "bearer", "bearer": [{"key": "token", "value": "x", "type": "string"}]}`,
		},
		{
			"another auth type leaves no secret of the old one",
			func(c *collection.Collection) { user(c).Request.Auth = &auth.Config{Type: "noauth"} },
			`            "auth": {"type": "bearer", "bearer": [{"key": "token", "value": "{{t}}", "type": "string"}]}`,
			`            "auth": {"type": "noauth"}`,
		},
		{
			"another auth type keeps what the block has for the old one",
			func(c *collection.Collection) {
				*user(c).Request.Auth = user(c).Request.Auth.As("basic").Set("username", "u")
			},
			`            "auth": {"type": "bearer", "bearer": [{"key": "token", "value": "{{t}}", "type": "string"}]}`,
			`            "auth": {"type": "basic", "bearer": [{"key": "token", "value": "{{t}}", "type": "string"}], "basic": [{"key": "username", "value": "u", "type": "string"}]}`,
		},
		{
			"a number stays a number",
			func(c *collection.Collection) { c.Vars[0].Value = "6" },
			`    {"key": "n", "value": 5}`, `    {"key": "n", "value": 6}`,
		},
		{
			"a new variable",
			func(c *collection.Collection) {
				c.Vars = append(c.Vars, collection.Variable{Key: "m", Value: "1"})
			},
			`    {"key": "n", "value": 5}`, `    {"key": "n", "value": 5},
    {
      "key": "m",
      "value": "1"
    }`,
		},
		{
			"delete a header keeps the null row",
			func(c *collection.Collection) {
				h := user(c).Request.Headers
				user(c).Request.Headers = h[:1]
			},
			`              null,
              {"key": "X-Id", "value": "1"}`, `              null`,
		},
		{
			"the text of a request that is a string",
			func(c *collection.Collection) {
				q := c.Items[0].Items[1].Request
				q.URL = q.URL.WithText("http://h/y")
			},
			`        {"name": "Plain", "request": "http://h/x"}`, `        {"name": "Plain", "request": "http://h/y"}`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, end := range []string{"\n", "\r\n"} {
				file := strings.ReplaceAll(small, "\n", end)
				c := read(t, file)
				tt.edit(c)
				got := write(t, file, c)
				out, in := diff(file, got)
				if o, i := strings.Join(out, "\n"), strings.Join(in, "\n"); strings.ReplaceAll(o, "\r", "") != tt.out || strings.ReplaceAll(i, "\r", "") != tt.in {
					t.Errorf("took out\n%s\nand put in\n%s", o, i)
				}
				if end == "\r\n" && strings.Count(got, "\n") != strings.Count(got, "\r\n") {
					t.Error("a line lost its carriage return")
				}
			}
		})
	}
}

func read(t testing.TB, file string) *collection.Collection {
	t.Helper()
	c, err := postman.ReadCollection([]byte(file), "test.json")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func write(t testing.TB, file string, c *collection.Collection) string {
	t.Helper()
	out, err := postman.WriteCollection([]byte(file), c)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func TestMoveAndDeleteItems(t *testing.T) {
	c := read(t, small)
	users := c.Items[0]
	plain := users.Items[1]
	users.Items = users.Items[:1]
	plain.Name = "Moved"
	c.Items = append([]*collection.Item{plain}, c.Items...)
	c.Items = append(c.Items, &collection.Item{ID: "new", Name: "New", Request: &collection.Request{Method: "PUT"}})
	got := write(t, small, c)
	if !strings.Contains(got, "  \"item\": [\n    {\"name\": \"Moved\", \"request\": \"http://h/x\"},\n    {\n      \"name\": \"Users\"") {
		t.Errorf("the request did not move to the front:\n%s", got)
	}
	back := read(t, got)
	var names []string
	for _, r := range append(back.Folders(), back.Requests()...) {
		names = append(names, r.Path())
	}
	if s := strings.Join(names, ", "); s != "Users, Moved, Users/Get user, New" {
		t.Errorf("tree is %s", s)
	}
	c.Items = nil
	if got := write(t, small, c); !strings.Contains(got, `"item": [],`) {
		t.Errorf("deleting everything left\n%s", got)
	}
}

func TestVersion1IsNotEdited(t *testing.T) {
	file := `{"id":"c","name":"Old","order":["r"],"folders":[],"requests":[{"id":"r","name":"A","url":"http://h","method":"GET"}]}`
	c := read(t, file)
	c.Items[0].Name = "B"
	if _, err := postman.WriteCollection([]byte(file), c); !errors.Is(err, postman.ErrVersion1) {
		t.Errorf("error is %v", err)
	}
}

// A block may have attributes of types it is not of; they come back with their
// type.
func TestAuthTypesBesideOneAnother(t *testing.T) {
	file := `{
	"info": {"name": "Types", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
	"auth": {
		"type": "noauth",
		"apikey": null,
		"bearer": [
			{"key": "token", "value": "{{t}}", "type": "string"}
		],
		"basic": {"username": "u"}
	},
	"item": []
}`
	c := read(t, file)
	if got := write(t, file, c); got != file {
		t.Errorf("read and written it is\n%s", got)
	}
	*c.Auth = c.Auth.As("bearer")
	if got := c.Auth.Get("token"); got != "{{t}}" {
		t.Errorf("the token of the other type is %q", got)
	}
	if got, want := write(t, file, c), strings.Replace(file, "noauth", "bearer", 1); got != want {
		t.Errorf("of another type it is\n%s", got)
	}
	*c.Auth = c.Auth.As("basic").Set("username", "v").As("noauth")
	if got, want := write(t, file, c), strings.Replace(file, `"u"`, `"v"`, 1); got != want {
		t.Errorf("with another user it is\n%s", got)
	}
}

// Of an attribute that is a list only the rows that differ are written.
func TestRowsOfAnAttribute(t *testing.T) {
	row := func(k, v string) any {
		return map[string]any{"key": k, "value": v, "enabled": true, "x": json.Number("1.50")}
	}
	line := func(k, v string) string {
		return `          {"key": "` + k + `", "value": "` + v + `", "enabled": true, "x": 1.50}`
	}
	start := []any{row("a", "1"), row("b", "2"), row("a", "3")}
	head := `{
  "info": {"name": "Rows", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
  "auth": {
    "type": "oauth2",
    "oauth2": [
      {
        "key": "tokenRequestParams",
        "value": [
`
	rest := `
        ],
        "type": "any"
      }
    ]
  },
  "item": []
}`
	rows := func(ls ...string) string { return head + strings.Join(ls, ",\n") + rest }
	file := rows(line("a", "1"), line("b", "2"), line("a", "3"))
	a, b, c := line("a", "1"), line("b", "2"), line("a", "3")
	for _, tt := range []struct {
		name string
		now  []any
		want string
	}{
		{"one is changed", []any{row("a", "1"), row("b", "x"), row("a", "3")}, rows(a, line("b", "x"), c)},
		{"the first goes", start[1:], rows(b, c)},
		{"the middle one goes", []any{start[0], start[2]}, rows(a, c)},
		{"the last goes", start[:2], rows(a, b)},
		{"one is put between", []any{start[0], map[string]any{"key": "n"}, start[1], start[2]}, rows(a, `          {
            "key": "n"
          }`, b, c)},
		{"one is put behind", append(slices.Clone(start), map[string]any{"key": "n"}), rows(a, b, c, `          {
            "key": "n"
          }`)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			col := read(t, file)
			*col.Auth = col.Auth.Set("tokenRequestParams", tt.now)
			if got := write(t, file, col); got != tt.want {
				t.Errorf("it is\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

func TestVersion2KeepsItsShape(t *testing.T) {
	file := `{
	"info": {"name": "Two", "schema": "https://schema.getpostman.com/json/collection/v2.0.0/collection.json"},
	"item": [
		{"name": "R", "request": {"url": "http://h/a", "method": "GET", "auth": {"type": "basic", "basic": {"username": "u"}}}}
	]
}`
	c := read(t, file)
	q := c.Items[0].Request
	q.URL = q.URL.WithText("http://h/b")
	*q.Auth = q.Auth.Set("password", "p")
	want := strings.ReplaceAll(strings.ReplaceAll(file, "h/a", "h/b"), `"u"}`, `"u", "password": "p"}`)
	if got := write(t, file, c); got != want {
		t.Errorf("got %s", got)
	}
}
