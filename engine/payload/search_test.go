package payload_test

import (
	"bytes"
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"postern/engine/payload"
)

// tester is a test or a property.
type tester interface {
	Context() context.Context
	Fatal(args ...any)
	Helper()
}

func indexed(t tester, src []byte) *payload.Lines {
	t.Helper()
	l, err := payload.Index(t.Context(), payload.FromBytes(src))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func spans(t tester, src []byte, q payload.Query) []payload.Span {
	t.Helper()
	f, err := payload.Search(t.Context(), indexed(t, src), q, 0, 1<<20, nil)
	if err != nil {
		t.Fatal(err)
	}
	var out []payload.Span
	for _, h := range f.Hits {
		out = append(out, h.Span)
	}
	return out
}

// diffSpans is cmp.Diff, asked only when there is a difference: it is slow.
func diffSpans(want, got []payload.Span) string {
	if slices.Equal(want, got) {
		return ""
	}
	return cmp.Diff(want, got)
}

// naivePlain looks at the whole text at once.
func naivePlain(src, needle string) []payload.Span {
	var out []payload.Span
	at := int64(0)
	parts := strings.Split(src, needle)
	for _, part := range parts[:len(parts)-1] {
		at += int64(len(part))
		out = append(out, payload.Span{Offset: at, Len: len(needle)})
		at += int64(len(needle))
	}
	return out
}

// naiveRegexp asks each line.
func naiveRegexp(src, expr string) []payload.Span {
	re := regexp.MustCompile(expr)
	var out []payload.Span
	at := 0
	for line := range strings.SplitAfterSeq(src, "\n") {
		for _, m := range re.FindAllStringIndex(strings.TrimSuffix(line, "\n"), -1) {
			if m[1] > m[0] {
				out = append(out, payload.Span{Offset: int64(at + m[0]), Len: m[1] - m[0]})
			}
		}
		at += len(line)
	}
	return out
}

// haystacks are texts of few letters with room before and after, so that
// matches fall on both sides of the place where a body is read in pieces.
func haystacks() *rapid.Generator[string] {
	letters := rapid.SampledFrom([]rune("aabbAB. \n\r@[`{é"))
	return rapid.Custom(func(t *rapid.T) string {
		core := rapid.StringOfN(letters, 0, 60, -1).Draw(t, "text")
		if !rapid.Bool().Draw(t, "long") {
			return core
		}
		const block = 256 << 10
		fill := strings.Repeat("-", 63) + "\n"
		if rapid.Bool().Draw(t, "one line") {
			fill = strings.Repeat("-", 64)
		}
		pad := strings.Repeat(fill, block/64)
		cut := rapid.IntRange(0, 60).Draw(t, "cut")
		return pad[:block-cut] + core + pad
	})
}

func TestPlainSearchEqualsNaive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		src := haystacks().Draw(t, "haystack")
		needle := rapid.StringOfN(rapid.SampledFrom([]rune("abAB.@[`{é")), 1, 4, -1).Draw(t, "needle")
		exact := spans(t, []byte(src), payload.Query{Text: needle, Case: payload.CaseExact})
		if d := diffSpans(naivePlain(src, needle), exact); d != "" {
			t.Errorf("exact %q: %s", needle, d)
		}
		folded := spans(t, []byte(src), payload.Query{Text: needle, Case: payload.CaseFold})
		if d := diffSpans(naivePlain(strings.ToLower(src), strings.ToLower(needle)), folded); d != "" {
			t.Errorf("folded %q: %s", needle, d)
		}
	})
}

func TestRegexpSearchEqualsLineByLine(t *testing.T) {
	exprs := []string{
		"a+", "^a", "b$", "^$", `\s+`, "[^a]+", "(?s)a.*b", "a\nb|A", `\Aa`, `a\z`, "(?-m)^a$", `\ba`, "a*", ".", `[\n]`, "(a|b){2,3}", "é", `(?i)AB`, `\x{a}a`,
	}
	texts := rapid.StringOfN(rapid.SampledFrom([]rune("aabbAB. \n\r@é")), 0, 60, -1)
	rapid.Check(t, func(t *rapid.T) {
		src := texts.Draw(t, "text")
		expr := rapid.SampledFrom(exprs).Draw(t, "expression")
		got := spans(t, []byte(src), payload.Query{Text: expr, Regexp: true, Case: payload.CaseExact})
		if d := diffSpans(naiveRegexp(src, expr), got); d != "" {
			t.Errorf("%q: %s", expr, d)
		}
	})
	// Once more where the body is read in pieces: the lines before are left
	// to themselves, the race detector makes expressions slow.
	pad := strings.Repeat(strings.Repeat("-", 4095)+"\n", 64)
	pad = pad[:len(pad)-20] + "\n"
	for i, expr := range exprs {
		src := "aab\n b A\né.ab\na\r\n" + texts.Example(i) + "\naabbA"
		got := spans(t, []byte(pad+src), payload.Query{Text: expr, Regexp: true, Case: payload.CaseExact})
		got = slices.DeleteFunc(got, func(s payload.Span) bool { return s.Offset < int64(len(pad)) })
		for k := range got {
			got[k].Offset -= int64(len(pad))
		}
		if d := diffSpans(naiveRegexp(src, expr), got); d != "" {
			t.Errorf("%q over the edge: %s", expr, d)
		}
	}
}

func TestPlainSearchOverTheEdge(t *testing.T) {
	const block = 256 << 10
	for shift := range 9 {
		src := strings.Repeat("-", block-shift) + "Needle" + strings.Repeat("-", 99)
		want := []payload.Span{{Offset: int64(block - shift), Len: 6}}
		if d := diffSpans(want, spans(t, []byte(src), payload.Query{Text: "needle"})); d != "" {
			t.Errorf("shift %d: %s", shift, d)
		}
	}
}

func TestFoldingKnowsEveryByte(t *testing.T) {
	var src []byte
	for c := range 256 {
		src = append(src, byte(c))
	}
	for c := byte(1); c < 128; c++ {
		want := 1
		if c|0x20 >= 'a' && c|0x20 <= 'z' {
			want = 2
		}
		if got := spans(t, src, payload.Query{Text: string(c), Case: payload.CaseFold}); len(got) != want {
			t.Errorf("%q is found %d times, want %d", c, len(got), want)
		}
	}
}

func TestRegexpOnOneLongLine(t *testing.T) {
	const block = 256 << 10
	for _, shift := range []int{0, 1, 8, 4096, 5000} {
		src := strings.Repeat("-", block-shift) + "user.777@" + strings.Repeat("-", 8000)
		want := []payload.Span{{Offset: int64(block - shift), Len: 9}}
		got := spans(t, []byte(src), payload.Query{Text: `user\.7+@`, Regexp: true})
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("shift %d: %s", shift, d)
		}
		if got := spans(t, []byte(src), payload.Query{Text: `^[-u]`, Regexp: true}); len(got) != 1 {
			t.Errorf("shift %d: %d beginnings of one line", shift, len(got))
		}
	}
}

func TestSmartCase(t *testing.T) {
	src := []byte("Ada ada ADA École école")
	for _, c := range []struct {
		name  string
		query payload.Query
		want  int
	}{
		{"small letters find all", payload.Query{Text: "ada"}, 3},
		{"a capital finds itself", payload.Query{Text: "Ada"}, 1},
		{"folding on demand", payload.Query{Text: "Ada", Case: payload.CaseFold}, 3},
		{"exact on demand", payload.Query{Text: "ada", Case: payload.CaseExact}, 1},
		{"letters beyond ASCII", payload.Query{Text: "école"}, 2},
		{"an expression", payload.Query{Text: `^a\w+`, Regexp: true}, 1},
		{"a class is no capital", payload.Query{Text: `a\Sa`, Regexp: true}, 3},
		{"a capital in an expression", payload.Query{Text: `A\wa`, Regexp: true}, 1},
	} {
		if got := spans(t, src, c.query); len(got) != c.want {
			t.Errorf("%s: %d matches, want %d", c.name, len(got), c.want)
		}
	}
}

func TestSearchKeepsThoseAround(t *testing.T) {
	l := indexed(t, []byte(strings.Repeat("a row\n", 100)))
	for _, c := range []struct {
		name        string
		from        int64
		limit       int
		first, rows int
		begin       int
	}{
		{"all fit", 0, 0, 0, 100, 0},
		{"from the start", 0, 10, 0, 10, 0},
		{"from the middle", 6 * 52, 10, 47, 10, 47},
		{"from near the start", 6 * 2, 10, 0, 10, 0},
		{"from the end", 6 * 100, 10, 95, 5, 95},
		{"one only", 6 * 50, 1, 50, 1, 50},
	} {
		f, err := payload.Search(t.Context(), l, payload.Query{Text: "row"}, c.from, c.limit, nil)
		if err != nil {
			t.Fatal(err)
		}
		if f.Total != 100 || f.First != c.first || len(f.Hits) != c.rows {
			t.Errorf("%s: total %d, first %d, %d hits; want 100, %d, %d", c.name, f.Total, f.First, len(f.Hits), c.first, c.rows)
			continue
		}
		for i, h := range f.Hits {
			want := payload.Hit{Span: payload.Span{Offset: int64(6*(c.begin+i) + 2), Len: 3}, Row: c.begin + i, Col: 2}
			if h != want {
				t.Errorf("%s: hit %d is %+v, want %+v", c.name, i, h, want)
			}
		}
	}
}

func TestSearchRefuses(t *testing.T) {
	l := indexed(t, []byte("a"))
	for _, c := range []struct {
		name  string
		query payload.Query
	}{
		{"nothing", payload.Query{}},
		{"a long text", payload.Query{Text: strings.Repeat("a", 1025)}},
		{"a long expression", payload.Query{Text: strings.Repeat("a", 1025), Regexp: true}},
		{"a broken expression", payload.Query{Text: "(", Regexp: true}},
		{"an expression that grows", payload.Query{Text: "((a{1000}){1000}){1000}", Regexp: true}},
		{"nesting", payload.Query{Text: strings.Repeat("(", 1024), Regexp: true}},
	} {
		if _, err := payload.Search(t.Context(), l, c.query, 0, 0, nil); !errors.Is(err, payload.ErrQuery) {
			t.Errorf("%s: error %v", c.name, err)
		}
	}
}

func TestSearchStopsWithItsContext(t *testing.T) {
	l := indexed(t, bytes.Repeat([]byte("a"), 1<<20))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if f, err := payload.Search(ctx, l, payload.Query{Text: "a"}, 0, 0, nil); !errors.Is(err, context.Canceled) || f.Total != 0 {
		t.Errorf("a cancelled search found %+v, %v", f, err)
	}
}

func FuzzRegexp(f *testing.F) {
	for _, s := range []string{"a+", "^a$", `\s+`, "[^a]", "(?s).", `\n`, "(?i)k", `\A|\z`} {
		f.Add(s, "aab\n k\n")
	}
	f.Fuzz(func(t *testing.T, expr, src string) {
		if _, err := regexp.Compile("(?m)" + expr); err != nil || len(expr) > 1024 || expr == "" {
			return
		}
		for _, s := range spans(t, []byte(src), payload.Query{Text: expr, Regexp: true}) {
			if text := src[s.Offset:][:s.Len]; text == "" || strings.Contains(text, "\n") {
				t.Errorf("%q matches %q", expr, text)
			}
		}
	})
}
