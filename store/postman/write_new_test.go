package postman_test

import (
	"strings"
	"testing"

	"postern/engine/collection"
	"postern/store/postman"
)

// known is a file with fields that the model does not hold, at every level.
const known = `{
	"info": {
		"name": "Known",
		"schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
	},
	"item": [
		{
			"name": "Users",
			"x-folder": 1.0,
			"item": [
				{
					"name": "List",
					"id": "list",
					"uid": "7-list",
					"x-request": [1, 2.50],
					"request": {
						"method": "GET",
						"header": [
							{
								"key": "Accept",
								"value": "*/*",
								"x-row": "kept"
							}
						],
						"url": "http://h/users"
					},
					"response": [
						{
							"name": "OK",
							"originalRequest": {
								"method": "GET"
							},
							"body": "[]"
						}
					]
				}
			]
		},
		{
			"name": "Ping",
			"request": "http://h/ping"
		}
	]
}
`

// edited reads known, edits it and returns the file, also after a second edit
// of the same model.
func edited(t *testing.T, text string, edits ...func(c *collection.Collection)) string {
	t.Helper()
	c, err := postman.ReadCollection([]byte(text), "known.json")
	if err != nil {
		t.Fatal(err)
	}
	out := []byte(nil)
	for _, edit := range edits {
		edit(c)
		if out, err = postman.WriteCollection([]byte(text), c.Clone()); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := postman.ReadCollection(out, "known.json"); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return string(out)
}

// nested is the text of the request List, one level deeper than in known.
func nested(text, by string) string {
	from := strings.Index(text, "\t\t\t\t{\n\t\t\t\t\t\"name\": \"List\"")
	to := strings.Index(text[from:], "\n\t\t\t]") + from
	return strings.TrimSpace(strings.ReplaceAll(text[from:to], "\n\t\t\t\t", "\n"+by))
}

func TestWhatMovesIntoANewFolderKeepsItsText(t *testing.T) {
	for _, eol := range []string{"\n", "\r\n"} {
		got := edited(t, strings.ReplaceAll(known, "\n", eol), func(c *collection.Collection) {
			folder := &collection.Item{ID: "new", Name: "New", Folder: true, Items: c.Items[0].Items}
			c.Items[0].Items = nil
			c.Items = append(c.Items, &collection.Item{ID: "outer", Name: "Outer", Folder: true, Items: []*collection.Item{folder}})
		})
		if strings.Count(got, "\n") != strings.Count(got, eol) {
			t.Error("the line ends are mixed")
		}
		got = strings.ReplaceAll(got, "\r\n", "\n")
		if want := nested(known, "\t\t\t\t\t\t"); strings.Count(got, want) != 1 {
			t.Errorf("not found:\n%s\nin:\n%s", want, got)
		}
	}
}

func TestACopyKeepsWhatTheModelDoesNotKnow(t *testing.T) {
	got := edited(t, known, func(c *collection.Collection) {
		n := 0
		d := c.Items[0].Duplicate(func() string { n++; return "copy-" + string(rune('0'+n)) })
		d.Name = "Users too"
		c.Items = append(c.Items, d)
	}, func(c *collection.Collection) {
		c.Items[2].Items[0].Request.Headers[0].Value = "text/html"
	})
	for want, times := range map[string]int{
		`"x-folder": 1.0`: 2, `"x-request": [1, 2.50]`: 2, `"x-row": "kept"`: 2, `"originalRequest"`: 2,
		`"id": "copy-1"`: 1, `"id": "copy-2"`: 1, `"id": "list"`: 1, `"uid"`: 1, `"*/*"`: 1, `"text/html"`: 1, `"Users too"`: 1,
	} {
		if n := strings.Count(got, want); n != times {
			t.Errorf("%s is there %d times, not %d", want, n, times)
		}
	}
	copied := got[strings.Index(got, `"Users too"`):]
	if want := "\t\t\t\t\t\"x-request\": [1, 2.50],\n"; !strings.Contains(copied, want) {
		t.Errorf("the copy is not laid out like the file:\n%s", copied)
	}
	if !strings.HasPrefix(got, known[:strings.LastIndex(known, "\n\t\t}")]) {
		t.Errorf("what was there changed:\n%s", got)
	}
}

func TestMoveOutOfACopiedFolder(t *testing.T) {
	got := edited(t, known, func(c *collection.Collection) {
		d := c.Items[0].Duplicate(func() string { return "copy" })
		d.Items[0].ID = "copied-list"
		c.Items = append(c.Items, d.Items[0], d)
		d.Items = c.Items[1:2]                          // Ping goes into the copy
		c.Items = append(c.Items[:1:1], c.Items[2:]...) // and out of the collection's own list
	})
	if strings.Count(got, `"name": "Ping"`) != 1 || strings.Count(got, `"name": "List"`) != 2 {
		t.Errorf("got %s", got)
	}
}

func TestNewExampleIsWrittenAsPostmanExportsIt(t *testing.T) {
	got := edited(t, known, func(c *collection.Collection) {
		r := collection.Request{Method: "GET", URL: collection.ParseURL("http://h/users")}
		c.AddExample("list", collection.Example{
			Name: "Two", Original: &r, Status: "OK", Code: 200, Preview: "json", Body: "[1]",
			Header: []collection.Param{{Key: "Content-Type", Value: "application/json"}},
		})
	})
	want := `						},
						{
							"name": "Two",
							"originalRequest": {
								"method": "GET",
								"header": [],
								"url": {
									"raw": "http://h/users",
									"protocol": "http",
									"host": [
										"h"
									],
									"path": [
										"users"
									]
								}
							},
							"status": "OK",
							"code": 200,
							"_postman_previewlanguage": "json",
							"header": [
								{
									"key": "Content-Type",
									"value": "application/json"
								}
							],
							"cookie": [],
							"body": "[1]"
						}
					]
`
	if !strings.Contains(got, want) {
		t.Errorf("got %s", got)
	}
	if len(strings.Split(got, "\n"))-len(strings.Split(known, "\n")) != strings.Count(want, "\n")-2 {
		t.Error("other lines changed too")
	}
}
