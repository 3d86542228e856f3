package payload_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"postern/engine/payload"
)

func layOut(t testing.TB, src []byte) ([]byte, error) {
	t.Helper()
	w := payload.NewWriter(payload.Limits{})
	defer w.Abort()
	if err := payload.Pretty(t.Context(), payload.FromBytes(src), w); err != nil {
		return nil, err
	}
	return read(t, w.Body()), nil
}

// indent is what the standard library makes of it.
func indent(t testing.TB, src []byte) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := json.Indent(&buf, bytes.TrimSpace(src), "", "  "); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func compact(t testing.TB, src []byte) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := json.Compact(&buf, src); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// values are JSON texts with odd but legal spelling.
func values(depth int) *rapid.Generator[string] {
	space := rapid.SampledFrom([]string{"", "", " ", "\n", "\t\r\n "})
	scalar := rapid.SampledFrom([]string{
		"null", "true", "false", "0", "-0", "9007199254740993", "1e400", "-1.50E+007", "0.0",
		`""`, `"a"`, `"\u001b\/\"\\"`, `"\uD83D"`, `"é😀"`, "\"\xff\xfe\"", "\"\u202e\u009b\"", `"12345678"`, `"1234567\n"`,
	})
	return rapid.Custom(func(t *rapid.T) string {
		kind := rapid.IntRange(0, 3).Draw(t, "kind")
		if depth == 0 || kind > 1 {
			return scalar.Draw(t, "scalar")
		}
		var out strings.Builder
		out.WriteByte("[{"[kind])
		for i := range rapid.IntRange(0, 4).Draw(t, "members") {
			if i > 0 {
				out.WriteByte(',')
			}
			out.WriteString(space.Draw(t, "space"))
			if kind == 1 {
				out.WriteString(rapid.SampledFrom([]string{`"k"`, `"k"`, `""`, `"\u0041:"`}).Draw(t, "key"))
				out.WriteString(space.Draw(t, "space") + ":")
			}
			out.WriteString(space.Draw(t, "space") + values(depth-1).Draw(t, "value") + space.Draw(t, "space"))
		}
		out.WriteString(space.Draw(t, "space"))
		out.WriteByte("]}"[kind])
		return out.String()
	})
}

func TestPrettyKeepsEverythingButSpace(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		src := []byte(values(4).Draw(rt, "json"))
		got, err := layOut(t, src)
		if err != nil {
			rt.Fatalf("%q: %v", src, err)
		}
		if want := indent(t, src); !bytes.Equal(got, want) {
			rt.Fatalf("%q became\n%s\nwant\n%s", src, got, want)
		}
		if want := compact(t, src); !bytes.Equal(compact(t, got), want) {
			rt.Fatalf("%q became %q", want, compact(t, got))
		}
	})
}

// TestPrettyAcrossBlocks moves every byte of a text over the place where the
// body is read in pieces.
func TestPrettyAcrossBlocks(t *testing.T) {
	const block = 256 << 10
	core := `{"k\u00e9y\\":[-12.5e+10,true,null,"\ud83d\ude00 long enough for eight","x"],"e":{}}`
	want := indent(t, []byte(core))
	for shift := range len(core) + 2 {
		src := []byte(strings.Repeat(" ", block-len(core)-1+shift) + core)
		got, err := layOut(t, src)
		if err != nil || !bytes.Equal(got, want) {
			t.Fatalf("shift %d: %v\n%s", shift, err, got)
		}
	}
}

func TestPrettyFromDisk(t *testing.T) {
	src := users(1 * mega)
	w := payload.NewWriter(payload.Limits{Memory: 1000})
	if _, err := w.Write(src); err != nil {
		t.Fatal(err)
	}
	b, err := w.Close()
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	out := payload.NewWriter(payload.Limits{Memory: 1000})
	defer out.Abort()
	if err := payload.Pretty(t.Context(), b, out); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(read(t, out.Body()), indent(t, src)) {
		t.Error("not what json.Indent makes of it")
	}
}

func TestPrettyRefusesWhatIsNotJSON(t *testing.T) {
	for _, c := range []struct {
		name, src string
		offset    int64
		found     string
	}{
		{"nothing", "", 0, "end of text"},
		{"only space", " \n", 2, "end of text"},
		{"html", "<html>", 0, `"<"`},
		{"a word cut short", "tru", 3, "end of text"},
		{"a wrong word", "[nul]", 4, `"]"`},
		{"two values", "1 2", 2, `"2"`},
		{"comma at the end", "[1,]", 3, `"]"`},
		{"comma in an object", `{"a":1,}`, 7, `"}"`},
		{"no key", "{1:2}", 1, `"1"`},
		{"no colon", `{"a" 1}`, 5, `"1"`},
		{"no comma", "[1 2]", 3, `"2"`},
		{"the wrong bracket", `{"a":1]`, 6, `"]"`},
		{"the other wrong bracket", "[1}", 2, `"}"`},
		{"one bracket too many", "[]]", 2, `"]"`},
		{"an open array", "[", 1, "end of text"},
		{"an open string", `"abc`, 4, "end of text"},
		{"a line break in a string", "\"a\nb\"", 2, `"\n"`},
		{"a control character among many", "\"long enough for eight\x01 at a time\"", 22, `"\x01"`},
		{"three hex digits", `"\u004"`, 6, `"\""`},
		{"an unknown escape", `"\x"`, 2, `"x"`},
		{"a bad hex digit", `"\u00g0"`, 5, `"g"`},
		{"a leading zero", "01", 1, `"1"`},
		{"a number cut short", "-", 1, "end of text"},
		{"a point without digits", "[1.]", 3, `"]"`},
		{"a plus sign", "+1", 0, `"+"`},
		{"an escape sequence", "\x1b[2J", 0, `"\x1b"`},
	} {
		_, err := layOut(t, []byte(c.src))
		var syntax *payload.SyntaxError
		if !errors.As(err, &syntax) || !errors.Is(err, payload.ErrNotJSON) {
			t.Errorf("%s: error %v", c.name, err)
			continue
		}
		if syntax.Offset != c.offset || syntax.Found != c.found {
			t.Errorf("%s: found %s at %d, want %s at %d", c.name, syntax.Found, syntax.Offset, c.found, c.offset)
		}
	}
}

func TestPrettyDropsTheByteOrderMark(t *testing.T) {
	got, err := layOut(t, []byte("\ufeff[1]"))
	if err != nil || string(got) != "[\n  1\n]" {
		t.Errorf("%q, %v", got, err)
	}
}

func TestPrettyBoundsDepth(t *testing.T) {
	nest := func(n int) []byte { return []byte(strings.Repeat("[", n) + strings.Repeat("]", n)) }
	deep, err := layOut(t, nest(500))
	if err != nil {
		t.Fatalf("500 levels: %v", err)
	}
	if got := compact(t, deep); !bytes.Equal(got, nest(500)) {
		t.Errorf("500 levels became %d bytes", len(got))
	}
	if longest := 499*2*(2*64+2) + 2; len(deep) > longest {
		t.Errorf("500 levels take %d bytes, more than %d", len(deep), longest)
	}
	for _, n := range []int{501, 10_000, 1_000_000} {
		if _, err := layOut(t, nest(n)); !errors.Is(err, payload.ErrTooDeep) {
			t.Errorf("%d levels: error %v", n, err)
		}
	}
	if _, err := layOut(t, bytes.Repeat([]byte(`{"":`), 1_000_000)); !errors.Is(err, payload.ErrTooDeep) {
		t.Errorf("a million objects: error %v", err)
	}
}

func TestPrettyBoundsGrowth(t *testing.T) {
	src := []byte(strings.Repeat("[", 64) + strings.Repeat("1,", 10_000) + "1" + strings.Repeat("]", 64))
	w := payload.NewWriter(payload.Limits{Total: 1 << 20})
	defer w.Abort()
	if err := payload.Pretty(t.Context(), payload.FromBytes(src), w); !errors.Is(err, payload.ErrTooLarge) {
		t.Errorf("error %v", err)
	}
}

func TestPrettyStopsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := payload.Pretty(ctx, payload.FromBytes([]byte("[1]")), payload.NewWriter(payload.Limits{})); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func FuzzPretty(f *testing.F) {
	for _, s := range []string{`{"a":[1,2.5e-3,"\u00e9",{}],"a":null}`, "[", `"\ud800"`, "-0", "1 ", "[[],{}]", `{"a":tru`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		got, err := layOut(t, src)
		if bytes.HasPrefix(src, []byte("\ufeff")) || errors.Is(err, payload.ErrTooDeep) {
			return
		}
		if valid := json.Valid(src); valid != (err == nil) {
			t.Fatalf("json.Valid says %v, we say %v", valid, err)
		}
		if err != nil {
			return
		}
		if !bytes.Equal(compact(t, got), compact(t, src)) {
			t.Errorf("%q became %q", src, got)
		}
	})
}
