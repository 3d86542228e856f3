package filter_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/tidwall/gjson"

	"postern/engine/payload"
	"postern/engine/payload/filter"
)

// source is one whose body is at hand.
func source(src []byte) *filter.Source {
	return filter.New(func(context.Context) (*payload.Body, error) { return payload.FromBytes(src), nil })
}

func TestFilter(t *testing.T) {
	src := `{"users":[{"id":9007199254740993,"name":"A\u0064a"},{"id":1e400,"name":"Bo"}],"@odata.nextLink":"https://x","n":null,"s":""}`
	for _, c := range []struct{ name, path, want string }{
		{"a number as it was sent", "users.0.id", "9007199254740993"},
		{"a string as it was sent", "users.0.name", `"A\u0064a"`},
		{"every element", "users.#.id", "[9007199254740993,1e400]"},
		{"a query", `users.#(name=="Bo").id`, "1e400"},
		{"a selection", "users.#.{name}", `[{"name":"A\u0064a"},{"name":"Bo"}]`},
		{"a modifier", "users.0|@keys", `["id","name"]`},
		{"a key that looks like one", `@odata\.nextLink`, `"https://x"`},
		{"null", "n", "null"},
		{"an empty string", "s", `""`},
		{"the count", "users.#", "2"},
		{"all of it", "@this", src},
	} {
		b, err := source([]byte(src)).Get(t.Context(), c.path)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := read(t, b); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

func TestFilterRefuses(t *testing.T) {
	deep := strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000)
	for _, c := range []struct {
		name, src, path string
		want            error
	}{
		{"no path", "{}", " ", filter.ErrRefused},
		{"modifiers that feed one another", `"` + strings.Repeat("x", 8<<20) + `"`, strings.Repeat("@reverse|", 100) + "@this", payload.ErrTooLarge},
		{"a long path", "{}", strings.Repeat("a", 1025), filter.ErrRefused},
		{"lines", "{}", "..#", filter.ErrRefused},
		{"dig", "{}", "@dig:a", filter.ErrRefused},
		{"dig behind a pipe", "{}", "a|@dig:a", filter.ErrRefused},
		{"dig in a selector", "{}", `[a,{"b":@dig:a}]`, filter.ErrRefused},
		{"pretty", "{}", "a.@pretty", filter.ErrRefused},
		{"a string in a string", "{}", "@tostr|@tostr", filter.ErrRefused},
		{"selectors that multiply", "{}", strings.Repeat("[@this,@this]|", 70) + "0", filter.ErrRefused},
		{"many selectors", "[" + strings.Repeat(" ", 1<<20) + "]", strings.Repeat("[0,0]|", 10) + "0", payload.ErrTooLarge},
		{"nothing there", "{}", "a", filter.ErrNoMatch},
		{"not JSON", "{]", "a", payload.ErrNotJSON},
		{"too deep", deep, "0.0", payload.ErrTooDeep},
	} {
		_, err := source([]byte(c.src)).Get(t.Context(), c.path)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: error %v, want %v", c.name, err, c.want)
		}
	}
}

func TestFilterOutputIsItsOwn(t *testing.T) {
	src := []byte(`{"a":[1,2]}`)
	b, err := source(src).Get(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	copy(src, bytes.Repeat([]byte{'x'}, len(src)))
	if got := read(t, b); got != "[1,2]" {
		t.Errorf("the result became %q", got)
	}
}

// A source reads its body once, and gives up on what nobody waits for.
func TestASourceIsReadOnce(t *testing.T) {
	loads := 0
	s := filter.New(func(context.Context) (*payload.Body, error) {
		loads++
		return payload.FromBytes([]byte(`{"a":[1,2]}`)), nil
	})
	for _, path := range []string{"a", "a.0", "a.#"} {
		if _, err := s.Get(t.Context(), path); err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
	if loads != 1 {
		t.Errorf("the body was read %d times", loads)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Get(gone, "a"); !errors.Is(err, context.Canceled) {
		t.Errorf("of what nobody waits for came %v", err)
	}
	if b, err := s.Get(t.Context(), "a.1"); err != nil || read(t, b) != "2" {
		t.Errorf("afterwards it does not work any more: %v", err)
	}
}

func TestKeys(t *testing.T) {
	src := `{"users":[{"id":1,"first.name":"A","profile":{"login":"x","email":"y"}},{"id":2,"late":1}],"url":"u","empty":[]}`
	for _, c := range []struct{ path, want string }{
		{"", "users url empty"},
		{"u", "users url"},
		{"users", ""},
		{"users.", "#"},
		{"users.#.", `id first\.name profile`},
		{"users.#.p", "profile"},
		{"users.#.profile.", "login email"},
		{"users.1.", "id late"},
		{"users.#(id==2).", "id late"},
		{"users.#(id>1)#.l", "late"},
		{"users|0.profile|e", "email"},
		{"empty.", ""},
		{"url.", ""},
		{"nothing.", ""},
		{"users.#(id", ""},
		{"{users,", ""},
	} {
		s := source([]byte(src))
		from, keys := s.Keys(t.Context(), c.path)
		if got := strings.Join(keys, " "); got != c.want {
			t.Errorf("%q goes on with %q, want %q", c.path, got, c.want)
		}
		for _, k := range keys {
			if _, err := s.Get(t.Context(), c.path[:from]+k); err != nil {
				t.Errorf("%q is offered, and %v", c.path[:from]+k, err)
			}
		}
	}
}

func read(t *testing.T, b *payload.Body) string {
	t.Helper()
	raw, err := b.Bytes(b.Size())
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func FuzzFilter(f *testing.F) {
	for _, s := range []string{"a.b", "#.a", "#(a>1)#|0", "{a,b}", "[@this,@this]", `a\.b`, "@flatten", `!"x"`, "..", "a.#(b=="} {
		f.Add(s)
	}
	src := []byte(`{"a":[{"b":1,"a":{"b":[[2],3]}},{"b":null}],"b":"x"}`)
	f.Fuzz(func(t *testing.T, path string) {
		b, err := source(src).Get(t.Context(), path)
		if (b == nil) == (err == nil) {
			t.Errorf("%q gives %v and %v", path, b, err)
		}
	})
}

func FuzzKeys(f *testing.F) {
	for _, s := range []string{"a.b", "#.a", "#(a>1)#.", `a\\.`, "..", "a.#(b==", "||"} {
		f.Add(s)
	}
	src := []byte(`{"a":[{"b":1,"a":{"b":[[2],3]}},{"b":null}],"b":"x"}`)
	f.Fuzz(func(t *testing.T, path string) {
		s := source(src)
		if from, _ := s.Keys(t.Context(), path); from > len(path) {
			t.Errorf("%q goes on at %d", path, from)
		}
	})
}

func BenchmarkFilter(b *testing.B) {
	var src bytes.Buffer
	src.WriteString("[")
	for i := 0; src.Len() < 10<<20; i++ {
		if i > 0 {
			src.WriteString(",")
		}
		fmt.Fprintf(&src, `{"id":"00u%d","status":"ACTIVE","profile":{"login":"user.%d@example.com","tags":["a","b"]}}`, i, i)
	}
	src.WriteString("]")
	again := source(src.Bytes())
	for _, c := range []struct {
		name string
		get  func() error
	}{
		{"once", func() error { _, err := source(src.Bytes()).Get(b.Context(), "#.profile.login"); return err }},
		{"again", func() error { _, err := again.Get(b.Context(), "#.profile.login"); return err }},
		{"gjson", func() error { gjson.GetBytes(src.Bytes(), "#.profile.login"); return nil }},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(src.Len()))
			for b.Loop() {
				if err := c.get(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
