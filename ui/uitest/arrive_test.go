package uitest_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"postern/ui/keymap"
	"postern/ui/uitest"
)

const streams = `{
	"info": {"name": "S", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
	"item": [
		{"name": "List", "request": {"method": "GET", "url": "http://tenant.test/list"}},
		{"name": "Events", "request": {"method": "GET", "url": "http://tenant.test/events"}}
	]
}
`

// slowly answers with a list of a thousand objects, one in ten milliseconds, or
// with events without end.
func slowly(w http.ResponseWriter, r *http.Request) {
	write := func(s string) bool {
		_, _ = io.WriteString(w, s)
		_ = http.NewResponseController(w).Flush()
		select {
		case <-time.After(10 * time.Millisecond):
			return true
		case <-r.Context().Done():
			return false
		}
	}
	if r.URL.Path == "/events" {
		w.Header().Set("Content-Type", "text/event-stream")
		for i := 0; write(fmt.Sprintf("event: tick\ndata: {\"n\":%d}\n\n", i)); i++ {
		}
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Late", "seen when all is there")
	write("[\n")
	for i := range 1000 {
		if !write(fmt.Sprintf("{\"id\":\"item-%d\",\"pad\":%q},\n", i, strings.Repeat("x", 300))) {
			return
		}
	}
	write("{\"id\":\"last\"}]")
}

func streamFiles() map[string][]byte {
	return map[string][]byte{"s.postman_collection.json": []byte(streams)}
}

func TestABodyIsShownWhileItComes(t *testing.T) {
	uitest.Run(t, uitest.Options{Files: streamFiles(), Handler: http.HandlerFunc(slowly)}, func(s *uitest.Session) {
		s.Open("List")
		s.Do(keymap.Zoom, keymap.Send, keymap.Pane3)
		s.Wait(300 * time.Millisecond)
		s.Sees(`{"id":"item-0"`, "receiving")
		s.SeesNot("200 OK")
		s.Do(keymap.Bottom)
		s.SeesNot(`"item-0"`)
		s.Do(keymap.Search)
		s.Type("item-3")
		s.Press("enter")
		s.Sees("1 of", "item-3", "receiving")
		s.Do(keymap.Top)
		s.Wait(20 * time.Second)
		s.Sees("200 OK", `"id": "item-0",`)
		s.SeesNot("receiving")
		s.Do(keymap.FoldAll)
		s.Sees("{…},  2 members")
	})
}

func TestAStreamWithoutEndIsShownAndStopped(t *testing.T) {
	uitest.Run(t, uitest.Options{Files: streamFiles(), Handler: http.HandlerFunc(slowly)}, func(s *uitest.Session) {
		s.Open("Events")
		s.Do(keymap.Send, keymap.Pane3)
		s.Wait(time.Minute)
		s.Sees(`{"n":5990}`, "receiving")
		s.Do(keymap.Top, keymap.Cancel)
		s.Sees("cancelled", "1 #1 tick", `{"n":0}`)
		s.SeesNot("receiving")
	})
}
