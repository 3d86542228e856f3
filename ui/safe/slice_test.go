package safe_test

import (
	"slices"
	"testing"

	"postern/ui/safe"
)

func TestSliceIsExact(t *testing.T) {
	for _, c := range []struct {
		name, text string
		from, to   int
		want       string
	}{
		{"all", "abc", 0, 9, "abc"},
		{"inside", "abcd", 1, 3, "bc"},
		{"behind the end", "ab", 2, 5, ""},
		{"turned round", "ab", 2, 1, ""},
		{"left half of a wide one", "世x", 0, 1, " "},
		{"right half of a wide one", "世x", 1, 3, " x"},
		{"keycap", "#️x", 0, 1, "#"},
		{"between wide ones", "世界", 1, 3, "  "},
		{"combining", "ae\u0301b", 1, 2, "e\u0301"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := safe.Clean(c.text).Slice(c.from, c.to).String(); got != c.want {
				t.Errorf("Slice(%d, %d) of %q = %q, want %q", c.from, c.to, c.text, got, c.want)
			}
		})
	}
}

func TestCutFits(t *testing.T) {
	for _, c := range []struct {
		name, text string
		width      int
		want       string
	}{
		{"fits", "abc", 3, "abc"},
		{"too long", "abcd", 3, "ab…"},
		{"nothing", "abc", 0, ""},
		{"wide at the edge", "世界", 3, "世…"},
		{"wide over the edge", "世界", 2, "…"},
		{"keycap", "#️AB", 2, "#…"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := safe.Clean(c.text).Cut(c.width).String(); got != c.want {
				t.Errorf("Cut(%d) of %q = %q, want %q", c.width, c.text, got, c.want)
			}
		})
	}
}

func TestSplit(t *testing.T) {
	for _, c := range []struct {
		name, text string
		at         []int
		want       []string
	}{
		{"nowhere", "abc", nil, []string{"abc"}},
		{"inside", "abcd", []int{1, 3}, []string{"a", "bc", "d"}},
		{"the same place twice", "abc", []int{1, 1}, []string{"a", "", "bc"}},
		{"at the ends", "abc", []int{0, 3}, []string{"", "abc", ""}},
		{"behind the end", "abc", []int{2, 9}, []string{"ab", "c", ""}},
		{"inside a character", "ae\u0301b", []int{2, 4}, []string{"ae\u0301", "", "b"}},
		{"inside a rune", "世界", []int{1}, []string{"世", "界"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, piece := range safe.Clean(c.text).Split(c.at...) {
				got = append(got, piece.String())
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("Split(%v) of %q = %q, want %q", c.at, c.text, got, c.want)
			}
		})
	}
}

func TestHead(t *testing.T) {
	for _, c := range []struct {
		text       string
		width      int
		head, rest string
	}{
		{"abc", 2, "ab", "c"},
		{"abc", 9, "abc", ""},
		{"abc", 0, "", "abc"},
		{"abc", -1, "", "abc"},
		{"a世b", 2, "a", "世b"},
		{"a世b", 3, "a世", "b"},
		{"e\u0301x", 1, "e\u0301", "x"},
	} {
		if head, rest := safe.Clean(c.text).Head(c.width); head.String() != c.head || rest.String() != c.rest {
			t.Errorf("%q in %d: %q and %q, not %q and %q", c.text, c.width, head, rest, c.head, c.rest)
		}
	}
}
