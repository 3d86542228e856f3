package safe_test

import (
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
