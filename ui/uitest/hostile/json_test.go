package hostile_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"postern/engine/payload"
	"postern/engine/payload/filter"
	"postern/ui/keymap"
	"postern/ui/uitest"
)

// says answers with one body of JSON.
type saysJSON string

func (s saysJSON) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = io.WriteString(w, string(s)) // whoever has gone needs no answer
}

const oneRequest = `{"info":{"name":"A","schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
	"item":[{"name":"One","request":{"method":"GET","url":"http://tenant.test/one"}}]}`

func nested(n int, open, inner, shut string) string {
	return strings.Repeat(open, n) + inner + strings.Repeat(shut, n)
}

// What is too deep, too wide or too long for a tree is shown all the same, and
// searched, filtered, laid out and copied without a crash.
func TestA42HostileJSON(t *testing.T) {
	mega := 100_000
	switch {
	case *all:
		mega = 1_000_000
	case raced:
		mega = 10_000
	}
	for _, tt := range []struct{ name, src string }{
		{"depth 10", nested(10, "[", "1", "]")},
		{"depth 500", nested(499, `{"a":`, "1", "}")},
		{"depth 10,000", nested(10_000, "[", "1", "]")},
		{"depth 10,000 of objects", nested(10_000, `{"a":`, "1", "}")},
		{"depth as the memory", nested(10*mega, "[", "1", "]")},
		{"depth as the memory, not closed", strings.Repeat(`[{"a":`, 5*mega)},
		{"a million keys", `{` + strings.Repeat(`"k":1,`, 10*mega) + `"k":2}`},
		{"a million digits", `{"n":1` + strings.Repeat("0", 10*mega) + `}`},
		{"a text of 100 MB", `{"s":"` + strings.Repeat("long ", 20*mega) + `"}`},
		{"escapes", `["` + strings.Repeat(`\u001b[2J`, mega) + `"]`},
		{"not UTF-8", `["` + strings.Repeat("\xff\xc3", mega) + `"]`},
		{"two values", `{} ` + nested(100, "[", "", "]")},
		{"lone surrogates", `["\ud800","\udc00\ud800"]`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var before runtime.MemStats
			runtime.ReadMemStats(&before)
			uitest.Run(t, uitest.Options{Files: map[string][]byte{"a.json": []byte(oneRequest)}, Handler: saysJSON(tt.src)}, func(s *uitest.Session) {
				s.Open("One")
				s.Do(keymap.Send, keymap.Pane3)
				s.Sees("200 OK")
				for _, id := range []keymap.ID{
					keymap.Down, keymap.Toggle, keymap.FoldAll, keymap.UnfoldAll, keymap.Bottom, keymap.Table, keymap.Table,
					keymap.CopyAll, keymap.Copy, keymap.CopyPath, keymap.Raw, keymap.Bottom, keymap.Wrap, keymap.PageUp, keymap.Raw,
				} {
					s.Do(id)
					if strings.Contains(s.Screen(), "Save what was copied") { // it is too large for the clipboard
						s.Press("esc")
					}
					s.Sees("3 Response")
				}
				s.Do(keymap.Search)
				s.Type("a1")
				s.Press("enter", "esc")
				s.Do(keymap.Filter)
				s.Paste("0.0.a")
				s.Press("enter")
				s.Wait(time.Second)
				s.Sees("3 Response")
				if f := uitest.Foreign(s.Styled()); f != "" {
					t.Errorf("the frame holds %q", f)
				}
			})
			costs(t, before, uint64(8*len(tt.src))+most) // the server's copies are in it
		})
	}
}

// A path that would cost more than the person bargained for is refused or
// bounded.
func TestA43HostileFilters(t *testing.T) {
	src := []byte(`{"a":[` + strings.Repeat(`{"b":"`+strings.Repeat("x", 100)+`","c":[1,2,3]},`, 10_000) + `{}],"deep":` + nested(400, "[", "1", "]") + `}`)
	for _, tt := range []struct{ name, path string }{
		{"dig", "@dig:b"},
		{"lines", "..#.a"},
		{"two million modifiers", strings.Repeat("@this|", 2_000_000) + "a"},
		{"as many as are allowed", strings.Repeat("@this|", 169) + "a"},
		{"ten thousand brackets", strings.Repeat("[", 10_000)},
		{"brackets as are allowed", strings.Repeat("[", 1000)},
		{"braces as are allowed", strings.Repeat("{", 500) + strings.Repeat("}", 500)},
		{"copies that multiply", strings.Repeat("[@this,@this]|", 70) + "0"},
		{"copies of copies", "[a,a,a,a,a,a,a,a,a,a]|[@this,@this,@this,@this]|[@this,@this,@this,@this]|[@this,@this,@this,@this]"},
		{"queries in queries", strings.Repeat("a.#(b==", 100) + strings.Repeat(")", 100)},
		{"a pattern of stars", `a.#(b%"` + strings.Repeat("*x", 200) + `y")#`},
		{"question marks", `a.#(b%"` + strings.Repeat("?*", 200) + `")#`},
		{"every one of every one", "a.#.c.#.#.#.#"},
		{"text in text", strings.Repeat("@tostr|", 30) + "@this"},
		{"group and join", "a.#.@group|@join|@flatten|@values|@keys"},
		{"a key with controls", "\x1b[2J\u202e"},
		{"broken UTF-8", "a.\xff\xfe"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			source := filter.New(func(context.Context) (*payload.Body, error) { return payload.FromBytes(src), nil })
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute) // one takes milliseconds; the machine may be busy
			defer cancel()
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			b, err := source.Get(ctx, tt.path)
			runtime.ReadMemStats(&after)
			if b != nil && b.Size() > 64<<20 || b == nil && err == nil || errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("it gives %d bytes and %v", b.Size(), err)
			}
			if used := after.TotalAlloc - before.TotalAlloc; used > 512<<20 {
				t.Errorf("%d MB went through its hands", used>>20)
			}
		})
	}
}
