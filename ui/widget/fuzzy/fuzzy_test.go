package fuzzy_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"postern/ui/widget/fuzzy"
)

func fold(rows [][]string) []fuzzy.Text {
	out := make([]fuzzy.Text, len(rows))
	for i, r := range rows {
		out[i] = fuzzy.Fold(r...)
	}
	return out
}

func find(typed string, texts []fuzzy.Text) []int {
	return fuzzy.Find(fuzzy.Parse(typed), len(texts), func(i int) *fuzzy.Text { return &texts[i] })
}

func TestFind(t *testing.T) {
	people := fold([][]string{
		{"Tony Stark", "00u1", "tony@stark.com"},
		{"Pepper Potts", "00u2", "pepper@stark.com"},
		{"Starkey Tone", "00u3"},
		{"Zo\u00e9 Str\u00f6m", "00u4"},
		{"Somebody", "stark"},
	})
	requests := fold([][]string{
		{"Get user by login", "Users"},
		{"Get user", "Users"},
		{"Forget the user", "Users"},
		{"Users", "Get"},
	})
	for _, tc := range []struct {
		name, typed string
		rows        []fuzzy.Text
		want        []int
	}{
		{"nothing", "  ", people, []int{0, 1, 2, 3, 4}},
		{"the best place first", "stark", people, []int{4, 2, 0, 1}},
		{"words in any order and case", "STARK tony", people, []int{0}},
		{"another text than the first", "00u2", people, []int{1}},
		{"letters in order", "tnysrk", people, []int{0}},
		{"not across the texts", "zs0", people, []int{}},
		{"accents do not count", "zoe strom", people, []int{3}},
		{"accents typed", "Zo\u00e9", people, []int{3}},
		{"a mark is no letter", "\x1f", people, []int{0, 1, 2, 3, 4}},
		{"nobody", "xyz", people, []int{}},
		{"the whole of it first", "get user", requests, []int{1, 0, 3, 2}},
		{"what it is called counts more", "users", requests, []int{3, 0, 1, 2}},
		{"fewer pieces first", "getuser", requests, []int{0, 1, 2}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if d := cmp.Diff(tc.want, append([]int{}, find(tc.typed, tc.rows)...)); d != "" {
				t.Errorf("-want +got:\n%s", d)
			}
		})
	}
}

func TestRanges(t *testing.T) {
	for _, tc := range []struct {
		name, typed string
		texts, want []string
	}{
		{"where it stands best", "a", []string{"banana", "x a"}, []string{"", "a"}},
		{"each word once", "stark tony", []string{"Tony Stark", "tony@stark.com"}, []string{"Tony Stark", ""}},
		{"letters", "tnsk", []string{"Tony Stark"}, []string{"T n S k"}},
		{"accents", "zoe", []string{"Anna Zo\u00e9 \u0130"}, []string{"Zo\u00e9"}},
		{"a word that is nowhere", "q", []string{"abc"}, []string{""}},
		{"nothing typed", "", []string{"abc"}, []string{""}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			for i, rs := range fuzzy.Parse(tc.typed).Ranges(tc.texts...) {
				got := ""
				for _, r := range rs {
					if got != "" {
						got += " "
					}
					got += tc.texts[i][r.From:r.To]
				}
				if want := tc.want[i]; got != want {
					t.Errorf("%q: %q, want %q", tc.texts[i], got, want)
				}
			}
		})
	}
}

// Whatever is typed, what matches is marked somewhere, and inside of the text.
func TestWhatMatchesIsMarked(t *testing.T) {
	letters := rapid.StringOf(rapid.RuneFrom([]rune("abcAB -İ世é\u0301ß\x1f")))
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.SliceOfN(letters, 1, 3).Draw(t, "texts")
		q := fuzzy.Parse(letters.Draw(t, "typed"))
		row := fuzzy.Fold(texts...)
		rank, ok := q.Rank(&row)
		if rank < 0 || ok && len(fuzzy.Find(q, 1, func(int) *fuzzy.Text { return &row })) != 1 {
			t.Fatalf("rank %d, %v", rank, ok)
		}
		marked := 0
		for i, rs := range q.Ranges(texts...) {
			at := 0
			for _, r := range rs {
				if r.From < at || r.To < r.From || r.To > len(texts[i]) {
					t.Fatalf("%q: %v", texts[i], rs)
				}
				at = r.To
			}
			marked += len(rs)
		}
		if ok && !q.Empty() && marked == 0 {
			t.Fatalf("it matches %q and nothing is marked", texts)
		}
	})
}

func BenchmarkFind(b *testing.B) {
	first := []string{"Tony", "Pepper", "Steve", "Natasha", "Bruce", "Wanda", "Peter", "Carol", "Scott", "Nick"}
	last := []string{"Stark", "Potts", "Rogers", "Romanoff", "Banner", "Maximoff", "Parker", "Danvers", "Lang", "Fury"}
	rows := make([][]string, 10_000)
	for i := range rows {
		f, l := first[i%10], last[i/10%10]
		rows[i] = []string{fmt.Sprintf("%s %s %d", f, l, i), fmt.Sprintf("00u%017d", i*7919), fmt.Sprintf("%s.%s%d@example.com", f, l, i), "user"}
	}
	texts := fold(rows)
	for _, typed := range []string{"", "s", "stark", "tony stark 5", "tnystrk", "zzz"} {
		b.Run("typed="+typed, func(b *testing.B) {
			for b.Loop() {
				find(typed, texts)
			}
		})
	}
	b.Run("fold", func(b *testing.B) {
		for b.Loop() {
			fold(rows)
		}
	})
}
