package tree_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"postern/engine/payload"
	"postern/engine/payload/tree"
)

func TestADocumentThatArrivesInPiecesIsTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		src := document(t)
		want := open(t, src)
		w := payload.NewWriter(payload.Limits{})
		x := tree.New(w.Body())
		v := tree.NewView(x)
		level := rapid.SampledFrom([]int{1, 2, tree.All}).Draw(t, "level")
		v.FoldLevel(level)
		for at, known := 0, 0; at < len(src); {
			n := min(rapid.IntRange(1, 9000).Draw(t, "piece"), len(src)-at)
			if _, err := w.Write(src[at : at+n]); err != nil {
				t.Fatal(err)
			}
			at += n
			if err := x.Grow(context.Background()); err != nil {
				t.Fatal(err)
			}
			if x.Rows() < known {
				t.Fatalf("%d rows, and there were %d", x.Rows(), known)
			}
			known = x.Rows()
			if i := v.Lines() - 1; i >= 0 {
				if l := v.Line(i); l.Err != nil {
					t.Fatal(l.Err)
				}
			}
		}
		if _, err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if err := x.Grow(context.Background()); err != nil {
			t.Fatal(err)
		}
		want.FoldLevel(level)
		if got := all(t, v); got != all(t, want) {
			t.Fatalf("other rows than in one piece: %d, want %d", v.Lines(), want.Lines())
		}
	})
}

func TestFoldingWhatHasNotAllCome(t *testing.T) {
	w := payload.NewWriter(payload.Limits{})
	x := tree.New(w.Body())
	v := tree.NewView(x)
	more := func(s string) {
		t.Helper()
		if _, err := io.WriteString(w, s); err != nil {
			t.Fatal(err)
		}
		if err := x.Grow(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	more(`{"a":[1,2,`)
	if i, ok := v.Fold(1); !ok || i != 1 {
		t.Fatalf("folded at %d, %v", i, ok)
	}
	more(`3,4,`)
	if got, want := all(t, v), "{\n  \"a\": […],\n"; got != want {
		t.Errorf("while it comes: %q, want %q", got, want)
	}
	more(`5],"b":6}`)
	if _, err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := x.Grow(context.Background()); err != nil {
		t.Fatal(err)
	}
	if got, want := all(t, v), "{\n  \"a\": […],\n  \"b\": 6\n}\n"; got != want {
		t.Errorf("when it has come: %q, want %q", got, want)
	}
	if done, err := x.State(); !done || err != nil {
		t.Errorf("done %v, %v", done, err)
	}
	v.Unfold(1)
	if v.Lines() != 10 {
		t.Errorf("unfolded to %d rows", v.Lines())
	}
}

func TestWhatIsNotJSONKeepsTheRowsBefore(t *testing.T) {
	for _, tt := range []struct {
		name, src string
		offset    int64
		rows      int
	}{
		{"empty", "", 0, 0},
		{"cut off in an array", `{"a":[1,2`, 9, 4},
		{"cut off in a string", `["a","bc`, 8, 2},
		{"cut off in a word", `[tru`, 4, 1},
		{"a wrong bracket", `[1}`, 2, 2},
		{"a comma too many", `[1,]`, 3, 2},
		{"no comma", `[1 2]`, 3, 2},
		{"no key", `{1:2}`, 1, 1},
		{"no colon", `{"a" 2}`, 5, 1},
		{"two values", `[] []`, 3, 1},
		{"a bracket behind the end", `1]`, 1, 1},
		{"a bad number", `[01]`, 2, 2},
		{"a bad escape", `["\x"]`, 3, 1},
		{"a control character", "[\"\x01\"]", 2, 1},
		{"a word", `nil`, 1, 0},
		{"nothing but a mark", "\ufeff", 3, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			x, err := tree.Open(context.Background(), payload.FromBytes([]byte(tt.src)))
			var syntax *payload.SyntaxError
			if !errors.As(err, &syntax) || !errors.Is(err, payload.ErrNotJSON) {
				t.Fatalf("error %v", err)
			}
			if syntax.Offset != tt.offset || x.Rows() != tt.rows {
				t.Errorf("at byte %d with %d rows, want byte %d and %d rows", syntax.Offset, x.Rows(), tt.offset, tt.rows)
			}
			all(t, tree.NewView(x))
		})
	}
}

func TestItTakesExactlyWhatTheStandardLibraryTakes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		src := document(t)
		src = src[:min(len(src), 400)]
		for range rapid.IntRange(0, 3).Draw(t, "changes") {
			if len(src) > 0 {
				src[rapid.IntRange(0, len(src)-1).Draw(t, "at")] = rapid.SampledFrom([]byte("{}[],:\"\\0-e.t \n\x01\xff")).Draw(t, "byte")
			}
		}
		_, err := tree.Open(context.Background(), payload.FromBytes(src))
		if (err == nil) != json.Valid(src) {
			t.Fatalf("%q: %v, but valid is %v", src, err, json.Valid(src))
		}
	})
}

// TestHostileDocuments looks at documents that are meant to hurt: each is
// indexed, drawn at both ends, folded, searched for a path, and costs no more
// than a fraction of its own size.
func TestHostileDocuments(t *testing.T) {
	const mega = 1_000_000
	nest := func(n int, open, shut string) string { return strings.Repeat(open, n) + strings.Repeat(shut, n) }
	list := func(n int, item string) string { return "[" + strings.Repeat(item+",", n-1) + item + "]" }
	for _, tt := range []struct {
		name, src string
		err       error
	}{
		{"depth 10", nest(9, "[", "]"), nil},
		{"depth 500", nest(499, `{"a":`, "}")[:499*5] + "1" + strings.Repeat("}", 499), nil},
		{"depth 501", nest(501, "[", "]") + " ", payload.ErrTooDeep},
		{"depth 10,000,000", nest(10*mega, "[", "]"), payload.ErrTooDeep},
		{"depth 10,000,000, never closed", strings.Repeat("[", 10*mega), payload.ErrTooDeep},
		{"many deep ones", list(1000, strings.Repeat("[", 498)+"1"+strings.Repeat("]", 498)), nil},
		{"a million keys", "{" + strings.Repeat(`"k":1,`, mega) + `"k":1}`, nil},
		{"a million objects", list(mega, `{"a":[]}`), nil},
		{"a number of a million digits", "[1" + strings.Repeat("0", mega) + ",2]", nil},
		{"a string of 20 MB", `["` + strings.Repeat("ü", 10*mega) + `",1]`, nil},
		{"a key of 20 MB", `{"` + strings.Repeat("k", 20*mega) + `":[1,2],"b":3}`, nil},
		{"20 MB of blanks", "[1" + strings.Repeat(" ", 10*mega) + "," + strings.Repeat("\n", 10*mega) + "2]", nil},
		{"20 MB of blanks in a row", `{"a"` + strings.Repeat(" ", 20*mega) + `:[` + strings.Repeat(" ", 20) + `]}`, nil},
		{"truncated", list(100_000, `{"a":[1,{"b":"c"}]}`)[:mega], payload.ErrNotJSON},
		{"not UTF-8", "[\"" + strings.Repeat("\xff\xc3", 100_000) + "\"]", nil},
		{"escapes", `["` + strings.Repeat(`\u001b\"`, 100_000) + `"]`, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
			defer cancel()
			x, err := tree.Open(ctx, payload.FromBytes([]byte(tt.src)))
			if !errors.Is(err, tt.err) {
				t.Fatalf("error %v, want %v", err, tt.err)
			}
			if limit := int64(len(tt.src))/16 + 500_000; x.Memory() > limit {
				t.Errorf("takes %d bytes, of %d", x.Memory(), len(tt.src))
			}
			handle(t, x)
		})
	}
}

// handle does to a document what a person can do.
func handle(t *testing.T, x *tree.Index) {
	v := tree.NewView(x)
	for _, level := range []int{tree.All, 1, 3, 0} {
		v.FoldLevel(level)
		n := v.Lines()
		for _, i := range []int{0, 1, n / 2, n - 2, n - 1} {
			if i < 0 || i >= n {
				continue
			}
			l := v.Line(i)
			if l.Err != nil || len(l.Text) > 10_000 {
				t.Fatalf("row %d of %d at level %d: %d bytes, %v", i, n, level, len(l.Text), l.Err)
			}
			if _, err := x.Path(l.Number - 1); err != nil {
				t.Fatal(err)
			}
			if at, ok := v.Fold(i); ok && !v.Unfold(at) {
				t.Fatalf("row %d of %d at level %d stays folded", at, n, level)
			}
			v.FoldLevel(level)
		}
	}
}

func TestIndexingStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := tree.Open(ctx, payload.FromBytes([]byte(`[1]`))); !errors.Is(err, context.Canceled) {
		t.Fatalf("error %v", err)
	}
}
