package payload_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"postern/engine/payload"
)

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
		b, err := payload.Filter(t.Context(), payload.FromBytes([]byte(src)), c.path)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := string(read(t, b)); got != c.want {
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
		{"no path", "{}", " ", payload.ErrQuery},
		{"modifiers that feed one another", `"` + strings.Repeat("x", 8<<20) + `"`, strings.Repeat("@reverse|", 100) + "@this", payload.ErrTooLarge},
		{"a long path", "{}", strings.Repeat("a", 1025), payload.ErrQuery},
		{"lines", "{}", "..#", payload.ErrQuery},
		{"dig", "{}", "@dig:a", payload.ErrQuery},
		{"dig behind a pipe", "{}", "a|@dig:a", payload.ErrQuery},
		{"dig in a selector", "{}", `[a,{"b":@dig:a}]`, payload.ErrQuery},
		{"pretty", "{}", "a.@pretty", payload.ErrQuery},
		{"a string in a string", "{}", "@tostr|@tostr", payload.ErrQuery},
		{"selectors that multiply", "{}", strings.Repeat("[@this,@this]|", 70) + "0", payload.ErrQuery},
		{"many selectors", "[" + strings.Repeat(" ", 1<<20) + "]", strings.Repeat("[0,0]|", 10) + "0", payload.ErrTooLarge},
		{"nothing there", "{}", "a", payload.ErrNoMatch},
		{"not JSON", "{]", "a", payload.ErrNotJSON},
		{"too deep", deep, "0.0", payload.ErrTooDeep},
	} {
		_, err := payload.Filter(t.Context(), payload.FromBytes([]byte(c.src)), c.path)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: error %v, want %v", c.name, err, c.want)
		}
	}
}

func TestFilterOutputIsItsOwn(t *testing.T) {
	src := []byte(`{"a":[1,2]}`)
	b, err := payload.Filter(t.Context(), payload.FromBytes(src), "a")
	if err != nil {
		t.Fatal(err)
	}
	copy(src, bytes.Repeat([]byte{'x'}, len(src)))
	if got := string(read(t, b)); got != "[1,2]" {
		t.Errorf("the result became %q", got)
	}
}

func FuzzFilter(f *testing.F) {
	for _, s := range []string{"a.b", "#.a", "#(a>1)#|0", "{a,b}", "[@this,@this]", `a\.b`, "@flatten", `!"x"`, "..", "a.#(b=="} {
		f.Add(s)
	}
	src := []byte(`{"a":[{"b":1,"a":{"b":[[2],3]}},{"b":null}],"b":"x"}`)
	f.Fuzz(func(t *testing.T, path string) {
		b, err := payload.Filter(t.Context(), payload.FromBytes(src), path)
		if (b == nil) == (err == nil) {
			t.Errorf("%q gives %v and %v", path, b, err)
		}
	})
}
