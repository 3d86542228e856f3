package postman_test

import (
	"bytes"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"postern/engine/vars"
	"postern/store/postman"
	"postern/store/postman/jsondoc"
)

// allocated is how many bytes f allocates.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// file wraps the text of items as a collection.
func file(items string) string { return `{"info":{"name":"c"},"item":[` + items + `]}` }

// TestHostileFilesAreRefused has files that exist to fill memory or stack.
func TestHostileFilesAreRefused(t *testing.T) {
	for _, tt := range []struct {
		name, text, want string
	}{
		{"deep arrays", strings.Repeat("[", 1<<20), "nested deeper"},
		{"deep objects", strings.Repeat(`{"item":`, 1<<20), "nested deeper"},
		{"deep folders", strings.Repeat(`{"item":[`, 1000) + strings.Repeat(`]}`, 1000), "nested deeper"},
		{"millions of values", file(strings.Repeat("1,", 6<<20) + "1"), "more than 5242880 values"},
		{"a million items", file(strings.Repeat("{},", 1_000_000) + "{}"), "more than 250000 requests"},
		{"folders with many items", file(strings.Repeat(`{"item":[`+strings.Repeat("{},", 999)+"{}]},", 300) + "{}"), "more than 250000 requests"},
		{"a million requests of 2015", `{"order":[],"requests":[` + strings.Repeat("{},", 1_000_000) + `{}]}`, "more than 250000 requests"},
		{"an endless string", `{"info":{"name":"` + strings.Repeat("x", 50<<20), "has no end"},
		{"too large", strings.Repeat(" ", jsondoc.MaxSize+1), "larger than"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			data := []byte(tt.text)
			var err error
			used := allocated(func() { _, err = postman.ReadCollection(data, "f.json") })
			var e *postman.Error
			if !errors.As(err, &e) || e.Hint == "" || !strings.Contains(err.Error(), tt.want) || !strings.HasPrefix(err.Error(), "f.json: ") {
				t.Errorf("error %.200v, want %q with a hint", err, tt.want)
			}
			if limit := 4*uint64(len(data)) + 512<<20; used > limit {
				t.Errorf("refusing %d bytes took %d, want at most %d", len(data), used, limit)
			}
		})
	}
}

// TestLargeButHonestFilesOpen has files of a size that nobody writes by hand
// and that must open, list and save in proportion to it.
func TestLargeButHonestFilesOpen(t *testing.T) {
	many := func(n int, row func(i int) string) string {
		var b strings.Builder
		for i := range n {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(row(i))
		}
		return b.String()
	}
	key := func(i int) string { return fmt.Sprintf(`"k%d":"v"`, i) }
	attr := func(i int) string { return fmt.Sprintf(`{"key":"k%d","value":"v"}`, i) }
	for _, tt := range []struct{ name, text string }{
		{"a string of 50 MB", file(`{"name":"r","request":{"url":"h","body":{"mode":"raw","raw":"` + strings.Repeat("x", 50<<20) + `"}}}`)},
		{"a name of 10 MB with escapes", file(`{"name":"` + strings.Repeat(`\n`, 5<<20) + `"}`)},
		{"200,000 attributes", file(`{"request":{"url":"h","auth":{"type":"x","x":[` + many(200_000, attr) + `]}}}`)},
		{"200,000 attributes in a map", file(`{"request":{"url":"h","auth":{"type":"x","x":{` + many(200_000, key) + `}}}}`)},
		{"200,000 members of a raw body", file(`{"request":{"url":"h","body":{"mode":"raw","raw":{` + many(200_000, key) + `}}}}`)},
		{"200,000 path variables", file(`{"request":{"url":{"host":["h"],"path":[` + many(200_000, func(i int) string { return fmt.Sprintf(`":k%d"`, i) }) +
			`],"variable":[` + many(200_000, attr) + `]}}}`)},
		{"200,000 path variables in a text", file(`{"request":"h` + strings.Repeat("/:k{{", 100_000) + strings.Repeat("/:x:y", 100_000) + `"}`)},
		{"200,000 headers in a text", file(`{"request":{"url":"h","header":"` + strings.Repeat(`a: b\r\n`, 200_000) + `"}}`)},
		{"200,000 keys of the behaviour", file(`{"protocolProfileBehavior":{` + many(200_000, key) + `},"request":"h"}`)},
		{"folders of folders", file(strings.Repeat(`{"item":[`, 240) + strings.Repeat(`]}`, 240))},
	} {
		t.Run(tt.name, func(t *testing.T) {
			data := []byte(tt.text)
			used := allocated(func() {
				c, err := postman.ReadCollection(data, "")
				if err != nil {
					t.Fatal(err)
				}
				if err := postman.WriteList(new(bytes.Buffer), c); err != nil {
					t.Fatal(err)
				}
				if out, err := postman.WriteCollection(data, c); err != nil || !bytes.Equal(out, data) {
					t.Errorf("saving without an edit changes the file, %v", err)
				}
			})
			if limit := 256*uint64(len(data)) + 64<<20; used > limit {
				t.Errorf("%d bytes took %d, want at most %d", len(data), used, limit)
			}
		})
	}
}

func TestFoldersThatListEachOtherEnd(t *testing.T) {
	var b strings.Builder
	b.WriteString(`{"order":[],"requests":[],"folders":[`)
	for i := range 60 { // every folder lists the next one twice: 2^60 of them
		fmt.Fprintf(&b, `{"id":"f%d","name":"f","order":[],"folders_order":["f%d","f%d"]},`, i, i+1, i+1)
	}
	b.WriteString(`{"id":"f60","order":[],"folders_order":["f1"]}],"folders_order":["f0"]}`)
	c := read(t, b.String())
	if n := len(c.Folders()); n == 0 || n > 10_000 {
		t.Errorf("%d folders", n)
	}
	if len(c.Notes) == 0 || !strings.Contains(c.Notes[len(c.Notes)-1].What, "left out") {
		t.Errorf("notes %v", c.Notes)
	}
}

func TestAMillionVariables(t *testing.T) {
	var b strings.Builder
	b.WriteString(`{"name":"e","values":[`)
	for i := range 1_000_000 {
		fmt.Fprintf(&b, `{"key":"k%d","value":"{{k%d}}"},`, i, i+1)
	}
	b.WriteString(`{"key":"k1000000","value":"end"}]}`)
	var e []vars.Var
	used := allocated(func() {
		env, err := postman.ReadEnvironment([]byte(b.String()), "")
		if err != nil {
			t.Fatal(err)
		}
		e = env.Layer().Vars
	})
	if limit := uint64(40 * b.Len()); used > limit || len(e) != 1_000_001 {
		t.Errorf("%d variables in %d bytes took %d, want at most %d", len(e), b.Len(), used, limit)
	}
	set := vars.NewSet(vars.Layer{Scope: vars.Environment, Vars: e})
	for text, want := range map[string]string{"{{k0}}": "{{k19}}", "{{k999990}}": "end"} {
		if got, _ := set.Expand(text); got != want {
			t.Errorf("%s became %s, want %s", text, got, want)
		}
	}
}
