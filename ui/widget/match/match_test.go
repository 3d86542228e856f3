package match_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/match"
)

func TestIn(t *testing.T) {
	for _, tc := range []struct {
		name, typed, text string
		want              bool
	}{
		{"nothing typed", "  ", "List Users", true},
		{"part of a word", "ist", "List Users", true},
		{"any case", "LIST", "List Users", true},
		{"words in any order", "users list", "List Users", true},
		{"one word is missing", "list groups", "List Users", false},
		{"beyond ASCII", "ÜBER", "Nachricht über", true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := match.Parse(tc.typed).In(match.Fold(tc.text)); got != tc.want {
				t.Errorf("%q in %q: %v", tc.typed, tc.text, got)
			}
		})
	}
}

func TestRanges(t *testing.T) {
	for _, tc := range []struct {
		name, typed, text string
		want              []string
	}{
		{"every place", "a", "banana", []string{"a", "a", "a"}},
		{"overlapping words join", "ana nab", "bananab", []string{"ananab"}},
		{"letters that grow in lower case", "x", "İİx", []string{"x"}},
		{"letters that shrink in lower case", "x", "ẞẞx", []string{"x"}},
		{"in order", "users list", "List Users", []string{"List", "Users"}},
		{"nothing", "z", "abc", nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var got []string
			for _, r := range match.Parse(tc.typed).Ranges(tc.text) {
				got = append(got, tc.text[r.From:r.To])
			}
			if d := cmp.Diff(tc.want, got); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestAt(t *testing.T) {
	got := match.At("aéb", []int{1, 3, 99})
	if d := cmp.Diff([]match.Range{{From: 1, To: 4}}, got); d != "" {
		t.Error(d)
	}
}

func TestPaintKeepsTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.RuneFrom([]rune("abcAB İ世é"))).Draw(t, "text")
		q := match.Parse(rapid.StringOf(rapid.RuneFrom([]rune("ab i世"))).Draw(t, "typed"))
		txt := safe.Clean(s)
		got, marked := "", 0
		for _, sp := range match.Paint(theme.Plain, txt, q.Ranges(txt.String())) {
			got += sp.Text.String()
			if sp.Role == theme.Match {
				marked++
			}
		}
		if got != txt.String() {
			t.Fatalf("painted %q, not %q", got, txt)
		}
		if !q.Empty() && q.In(match.Fold(s)) && marked == 0 {
			t.Fatalf("%q matches and nothing is marked", s)
		}
	})
}

func TestFit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		txt := safe.Clean(rapid.StringOf(rapid.RuneFrom([]rune("abcAB İ世é\u0301🇩"))).Draw(t, "text"))
		q := match.Parse(rapid.StringOf(rapid.RuneFrom([]rune("ab i世\u0301"))).Draw(t, "typed"))
		width := rapid.IntRange(-1, 12).Draw(t, "width")
		got := match.Fit(theme.Plain, txt, q.Ranges(txt.String()), width)
		if want := txt.Cut(width).String(); got.String() != want {
			t.Fatalf("%q in %d cells: %q, not %q", txt, width, got, want)
		}
	})
}

// What is out of sight is not painted.
func TestFitPaintsWhatIsSeen(t *testing.T) {
	name := safe.Clean(strings.Repeat("ab", 10_000))
	got := match.Fit(theme.Plain, name, match.Parse("a").Ranges(name.String()), 10)
	if len(got) != 10 || got.Width() != 10 {
		t.Errorf("%d spans, %d cells", len(got), got.Width())
	}
}

// What was typed again is looked for once, and of thousands of words a few dozen
// are marked.
func TestManyWords(t *testing.T) {
	var words []string
	for i := range 1000 {
		words = append(words, "a", strconv.Itoa(1000+i))
	}
	q := match.Parse(strings.Join(words, " "))
	if all := strings.Join(words, ","); !q.In(all) || q.In(strings.ReplaceAll(all, "1999", "")) {
		t.Error("not every word has to be in a text")
	}
	if rs := q.Ranges("a1000,1999"); !cmp.Equal(rs, []match.Range{{From: 0, To: 5}}) {
		t.Errorf("marks at %v", rs)
	}
}

// Somebody pastes what is in a name of 20 KB as often.
func BenchmarkRanges(b *testing.B) {
	name := strings.Repeat("a\n", 10_000)
	q := match.Parse(name)
	for b.Loop() {
		q.Ranges(name)
	}
}

// Names come from files: one of a megabyte, with a match in every few
// characters, is drawn with every key that is pressed.
func BenchmarkFit(b *testing.B) {
	q := match.Parse("1")
	for _, n := range []int{1_000, 100_000} {
		name := safe.Clean("e" + strings.Repeat("\u0301", n))
		rs := q.Ranges(name.String())
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			for b.Loop() {
				match.Fit(theme.Plain, name, rs, 40)
			}
		})
		b.Run("whole/"+strconv.Itoa(n), func(b *testing.B) {
			for b.Loop() {
				match.Paint(theme.Plain, name, rs)
			}
		})
	}
}
