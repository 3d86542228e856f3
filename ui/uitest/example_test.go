package uitest_test

import (
	"net/http"
	"strings"
	"testing"

	"postern/ui/keymap"
	"postern/ui/uitest"
)

// secretive asks with secrets of every kind, one of them from a variable.
const secretive = `{
	"info": {"name": "S", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
	"item": [
		{
			"name": "Ask",
			"request": {
				"method": "GET",
				"header": [
					{"key": "Authorization", "value": "Bearer canary-literal-token"},
					{"key": "X-Api-Key", "value": "{{key}}"},
					{"key": "Accept", "value": "*/*"}
				],
				"url": "{{url}}/ask?access_token=canary-in-query&q=1"
			},
			"response": [
				{
					"name": "Old",
					"originalRequest": {"method": "GET"},
					"body": "old"
				}
			]
		},
		{"name": "Picture", "request": {"method": "GET", "url": "{{url}}/picture"}}
	]
}
`

func secretiveFiles() map[string][]byte {
	return map[string][]byte{
		"s.postman_collection.json": []byte(secretive),
		"dev.postman_environment.json": []byte(`{"name":"dev","values":[{"key":"url","value":"http://tenant.test","enabled":true},
			{"key":"key","value":"canary-from-variable","type":"secret","enabled":true}]}`),
	}
}

// asked answers with a secret it was sent and one of its own.
func asked(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/picture" {
		_, _ = w.Write([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00"))
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Set-Cookie", "session=canary-cookie; Path=/")
	_, _ = w.Write([]byte(`{"you": "` + r.Header.Get("X-Api-Key") + `", "ok": true}`))
}

func TestSaveTheResponseAsAnExample(t *testing.T) {
	uitest.Run(t, uitest.Options{Files: secretiveFiles(), Handler: http.HandlerFunc(asked)}, func(s *uitest.Session) {
		s.Open("Ask")
		s.Do(keymap.Pane3, keymap.SaveExample)
		s.Sees("nothing was sent yet")
		s.Do(keymap.Send)
		s.Sees("200 OK")
		s.Do(keymap.Pane3, keymap.SaveExample)
		s.Sees("Save as an example", "secrets masked")
		s.Press("ctrl+u")
		s.Type("It works")
		s.Press("enter")
		s.Sees("added the example It works", "● unsaved")
		s.Do(keymap.Save)
		got := s.File("s.postman_collection.json")
		if strings.Count(got, "canary") != strings.Count(secretive, "canary") {
			t.Errorf("a secret is in the example:\n%s", got)
		}
		for _, want := range []string{
			`"originalRequest": {"method": "GET"},` + "\n\t\t\t\t\t\"body\": \"old\"\n\t\t\t\t},\n\t\t\t\t{\n\t\t\t\t\t\"name\": \"It works\",\n\t\t\t\t\t\"originalRequest\": {\n",
			`"value": "{{key}}"`, `"code": 200`, `"_postman_previewlanguage": "json"`, `\"ok\": true`, `"value": "session=••••••••; Path=/"`, `"value": "Bearer ••••••••"`,
		} {
			if !strings.Contains(got, want) {
				t.Errorf("no %s in\n%s", want, got)
			}
		}
		before, _, _ := strings.Cut(secretive, "\n\t\t\t]\n\t\t},\n\t\t{\"name\": \"Picture\"")
		if !strings.HasPrefix(got, before+",") || !strings.HasSuffix(got, secretive[len(before):]) {
			t.Errorf("other lines changed too:\n%s", got)
		}
		s.Do(keymap.Undo, keymap.Save)
		if s.File("s.postman_collection.json") != secretive {
			t.Error("undone, the example is still there")
		}
	})
}

// The request in an example is the one that was sent, not the one it became.
func TestAnExampleHoldsWhatWasSent(t *testing.T) {
	uitest.Run(t, uitest.Options{Files: secretiveFiles(), Handler: http.HandlerFunc(asked)}, func(s *uitest.Session) {
		s.Open("Picture")
		s.Do(keymap.Send)
		s.Sees("200 OK")
		s.Do(keymap.Pane2, keymap.EditURL)
		s.Type("/another")
		s.Press("enter")
		s.Do(keymap.Pane3, keymap.SaveExample)
		s.Press("enter")
		s.Do(keymap.Save)
		got := s.File("s.postman_collection.json")
		if _, example, ok := strings.Cut(got, `"name": "Picture", "originalRequest": {`); !ok || strings.Contains(example, "another") {
			t.Errorf("got %s", got)
		}
		if strings.Contains(got, "PNG") || !strings.Contains(got, `"body": ""`) {
			t.Errorf("a body that is no text is in the file:\n%s", got)
		}
	})
}
