package cells_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"postern/ui/theme"
	"postern/ui/widget/cells"
)

func TestRowTranslates(t *testing.T) {
	for _, c := range []struct {
		name    string
		row     cells.Row
		starts  []int // byte offsets at which a character starts, and the end
		columns []int // the columns of those
	}{
		{"ascii", cells.Of("abc"), []int{0, 1, 2, 3}, []int{0, 1, 2, 3}},
		{"wide", cells.Of("世界a"), []int{0, 3, 6, 7}, []int{0, 2, 4, 5}},
		{"combining", cells.Of("e\u0301x"), []int{0, 3, 4}, []int{0, 1, 2}},
		{"family", cells.Of("👩\u200d👩\u200d👧!"), []int{0, 18, 19}, []int{0, 6, 7}},
		{"escape is two cells", cells.Of("a\x1b[m"), []int{0, 1, 2, 3, 4}, []int{0, 1, 3, 4, 5}},
		{"invalid byte is four", cells.Of("\xffé"), []int{0, 1, 3}, []int{0, 4, 5}},
		{"tab is a blank", cells.Of("\ta"), []int{0, 1, 2}, []int{0, 1, 2}},
		{"tab stops", cells.Tabbed("a\tb", 4), []int{0, 1, 2, 3}, []int{0, 1, 4, 5}},
		{"masked", cells.Masked("世a"), []int{0, 3, 4}, []int{0, 1, 2}},
		{"empty", cells.Of(""), []int{0}, []int{0}},
	} {
		t.Run(c.name, func(t *testing.T) {
			at := 0
			for i, want := range c.starts {
				if at != want {
					t.Fatalf("character %d starts at %d, want %d", i, at, want)
				}
				if got := c.row.Column(at); got != c.columns[i] {
					t.Errorf("column of %d = %d, want %d", at, got, c.columns[i])
				}
				if got := c.row.Offset(c.columns[i]); got != at {
					t.Errorf("offset of column %d = %d, want %d", c.columns[i], got, at)
				}
				if i > 0 && c.row.Prev(at) != c.starts[i-1] {
					t.Errorf("before %d is %d, want %d", at, c.row.Prev(at), c.starts[i-1])
				}
				at = c.row.Next(at)
			}
			if at != len(c.row.Raw()) || c.row.Width() != c.columns[len(c.columns)-1] {
				t.Errorf("ends at %d, %d wide", at, c.row.Width())
			}
		})
	}
}

func TestWords(t *testing.T) {
	const s = "{{url}}/api_v1/Grüße  x"
	var right, left []int
	for at := 0; at < len(s); {
		at = cells.WordRight(s, at)
		right = append(right, at)
	}
	for at := len(s); at > 0; {
		at = cells.WordLeft(s, at)
		left = append(left, at)
	}
	if want := []int{5, 14, 22, 25}; !slices.Equal(right, want) {
		t.Errorf("to the right: %v, want %v", right, want)
	}
	if want := []int{24, 15, 8, 2, 0}; !slices.Equal(left, want) {
		t.Errorf("to the left: %v, want %v", left, want)
	}
}

func TestFitAndEdges(t *testing.T) {
	for _, c := range []struct {
		name  string
		text  string
		left  int
		width int
		fit   bool
		want  string
	}{
		{"fits", "abc", 0, 3, true, "abc"},
		{"too long", "abcd", 0, 3, true, "ab…"},
		{"wide too long", "世界世界", 0, 4, true, "世 …"},
		{"window", "abcdef", 2, 3, false, "cde"},
		{"through a wide one", "世界", 1, 2, false, "  "},
		{"behind the end", "ab", 5, 3, false, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := cells.Of(c.text)
			l := r.Draw(c.left, c.width, cells.Style{})
			if c.fit {
				l = r.Fit(c.width, cells.Style{})
			}
			got := ""
			for _, s := range l {
				got += s.Text.String()
			}
			if got != c.want {
				t.Errorf("drawn %q, want %q", got, c.want)
			}
		})
	}
}

func TestSpansAndCursor(t *testing.T) {
	for _, text := range []string{"ab{{c}}d", "äb{{c}}d"} {
		from := strings.Index(text, "{{")
		st := cells.Style{Spans: []cells.Span{{From: from, To: from + 5, Role: theme.Variable}}, HasCursor: true, Cursor: from + 2}
		var roles []theme.Role
		for _, s := range cells.Of(text).Draw(0, 20, st) {
			roles = append(roles, slices.Repeat([]theme.Role{s.Role}, s.Text.Width())...)
		}
		p, v := theme.Plain, theme.Variable
		if want := []theme.Role{p, p, v, v, theme.Cursor, v, v, p}; !slices.Equal(roles, want) {
			t.Errorf("%q: roles %v, want %v", text, roles, want)
		}
	}
}

func TestOverlay(t *testing.T) {
	a, b := theme.JSONString, theme.Variable
	under := []cells.Span{{From: 0, To: 4, Role: a}, {From: 4, To: 10, Role: a}, {From: 12, To: 14, Role: a}}
	over := []cells.Span{{From: 2, To: 6, Role: b}, {From: 7, To: 8, Role: b}}
	want := []cells.Span{{0, 2, a}, {2, 6, b}, {6, 7, a}, {7, 8, b}, {8, 10, a}, {12, 14, a}}
	if got := cells.Overlay(under, over); !slices.Equal(got, want) {
		t.Errorf("overlay = %v, want %v", got, want)
	}
}

func TestDrawIsExact(t *testing.T) {
	th := theme.New(theme.Dark())
	piece := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"世", "e\u0301", "#️", "🇩🇪", "\x1b[2J", "\u202e", "\xff", "\t", "ก็", "\u1160", "\u3164"}))
	rapid.Check(t, func(t *rapid.T) {
		raw := strings.Join(rapid.SliceOfN(piece, 0, 5).Draw(t, "raw"), "")
		r := cells.Tabbed(raw, rapid.IntRange(0, 4).Draw(t, "tab"))
		left, width := rapid.IntRange(0, 30).Draw(t, "left"), rapid.IntRange(1, 30).Draw(t, "width")
		st := cells.Style{HasCursor: true, Cursor: r.Snap(rapid.IntRange(0, len(raw)).Draw(t, "cursor"))}
		out := r.Draw(left, width, st).Render(th, theme.None, width)
		if got := ansi.StringWidth(ansi.Strip(out)); got != width {
			t.Fatalf("%d cells, want %d: %q", got, width, out)
		}
		if fit := ansi.StringWidth(ansi.Strip(r.Fit(width, st).Render(th, theme.None, width))); fit != width {
			t.Fatalf("fitted to %d cells, want %d", fit, width)
		}
	})
}

// What is made of the beginning of a line alone is what is made of the line.
func TestFitIsThatOfTheWholeLine(t *testing.T) {
	th := theme.New(theme.Dark())
	piece := rapid.SampledFrom([]string{"a", "bc", "世", "e\u0301", "🇩🇪", "\x1b", "\xff", "\t", "\u0301"})
	rapid.Check(t, func(t *rapid.T) {
		raw := strings.Join(rapid.SliceOfN(piece, 0, 12).Draw(t, "raw"), "")
		width := rapid.IntRange(-1, 20).Draw(t, "width")
		st := cells.Style{Spans: []cells.Span{{From: 1, To: 3, Role: theme.Variable}}}
		got, want := cells.Fit(raw, width, st).Render(th, theme.None, 20), cells.Of(raw).Fit(width, st).Render(th, theme.None, 20)
		if got != want {
			t.Fatalf("%q in %d cells: %q, not %q", raw, width, got, want)
		}
		if got, want := cells.WidthTo(raw, width), min(cells.Of(raw).Width(), max(width, 0)); got != want {
			t.Fatalf("%q is %d of %d wide, not %d", raw, got, width, want)
		}
	})
}

// A value of megabytes is drawn with every key that is pressed.
func BenchmarkFit(b *testing.B) {
	raw := strings.Repeat("世\x1b", 100_000)
	for b.Loop() {
		cells.Fit(raw, 40, cells.Style{})
	}
}

// A box over wide characters leaves the line as wide as it was.
func TestOver(t *testing.T) {
	for _, c := range []struct{ name, line, want string }{
		{"plain", "abcdefgh", "ab[##]gh"},
		{"wide at the left edge", "a世defgh", "a [##]gh"},
		{"wide at the right edge", "abcde世h", "ab[##] h"},
		{"wide at both", "a世de世h", "a [##] h"},
		{"coloured", "\x1b[1ma世de世h\x1b[m", "a [##] h"},
	} {
		if got := ansi.Strip(cells.Over(c.line, "[##]", 2, 4, 8)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
