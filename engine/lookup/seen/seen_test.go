package seen_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/sahilm/fuzzy"
	"pgregory.net/rapid"

	"postern/engine/lookup"
	"postern/engine/lookup/hole"
	"postern/engine/lookup/seen"
)

var start = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

func user(value, label, detail string) lookup.ID {
	return lookup.ID{Value: value, Label: label, Detail: detail, Type: "user"}
}

func values(ids []seen.ID) []string {
	var out []string
	for _, id := range ids {
		out = append(out, id.Value)
	}
	return out
}

func TestOrder(t *testing.T) {
	var x seen.Index
	x.Add(start, []lookup.ID{user("1", "Ann", ""), user("2", "Bob", ""), {Value: "9", Type: "group"}, {}})
	x.Add(start.Add(1), []lookup.ID{user("3", "Cy", ""), user("1", "", "")})
	if d := cmp.Diff([]string{"3", "1", "2", "9"}, values(x.All())); d != "" {
		t.Error(d)
	}
	if got := x.Search("user", "ann"); len(got) != 1 || got[0].At != start.Add(1) {
		t.Errorf("the label was lost, or the time stayed: %v", got)
	}
	x.Add(start, []lookup.ID{user("1", "Ann Lee", "")})
	if got := x.All()[0]; got.Label != "Ann Lee" || x.Len() != 4 {
		t.Errorf("the newest label does not count: %v, %d", got, x.Len())
	}
	var y seen.Index
	y.Load(x.All())
	if d := cmp.Diff(x.All(), y.All()); d != "" {
		t.Errorf("saved and loaded:\n%s", d)
	}
	x.Remove("1", "user")
	x.Remove("1", "user")
	if d := cmp.Diff([]string{"3", "2", "9"}, values(x.All())); d != "" {
		t.Error(d)
	}
}

func TestSearch(t *testing.T) {
	var x seen.Index
	x.Add(start, []lookup.ID{
		user("00u1", "Tony Stark", "tony@stark.com"),
		user("00u2", "Pepper Potts", "pepper@stark.com"),
		user("00u3", "Starkey Tone", ""),
		user("00u4", "Zo\u00e9 Str\u00f6m", ""),
		user("stark", "Somebody", ""),
		{Value: "00g1", Label: "Stark Industries", Type: "group"},
	})
	for _, tc := range []struct {
		name, typ, typed string
		want             []string
	}{
		{"nothing", "user", "  ", []string{"00u1", "00u2", "00u3", "00u4", "stark"}},
		{"all types", "", "industries", []string{"00g1"}},
		{"the best place first", "user", "stark", []string{"stark", "00u3", "00u1", "00u2"}},
		{"words in any order and case", "user", "STARK tony", []string{"00u1"}},
		{"by value", "user", "00u2", []string{"00u2"}},
		{"letters in order", "user", "tnysrk", []string{"00u1"}},
		{"not across its texts", "user", "zs0", nil},
		{"accents do not count", "user", "zoe strom", []string{"00u4"}},
		{"accents typed", "user", "Zo\u00e9", []string{"00u4"}},
		{"another type", "app", "stark", nil},
		{"control characters", "user", "\x1f", []string{"00u1", "00u2", "00u3", "00u4", "stark"}},
		{"nobody", "user", "xyz", nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if d := cmp.Diff(tc.want, values(x.Search(tc.typ, tc.typed))); d != "" {
				t.Errorf("-want +got:\n%s", d)
			}
		})
	}
	got := x.Find("stark", func(id lookup.ID) int { return map[string]int{"user": 20, "group": 90}[id.Type] })
	if got[0].Value != "00g1" {
		t.Errorf("the better fit is not first: %v", values(got))
	}
}

func TestMax(t *testing.T) {
	x := seen.Index{Max: 3}
	for i := range 500 {
		x.Add(start, []lookup.ID{user(fmt.Sprint(i), "", "")})
	}
	if d := cmp.Diff([]string{"499", "498", "497"}, values(x.All())); d != "" {
		t.Error(d)
	}
}

// The index does what a plain list would, whatever happens to it.
func TestModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := seen.Index{Max: 20}
		var model []string // the newest first
		for range rapid.IntRange(1, 200).Draw(t, "steps") {
			v := fmt.Sprint(rapid.IntRange(0, 30).Draw(t, "value"))
			i := slices.Index(model, v)
			if i >= 0 {
				model = slices.Delete(model, i, i+1)
			}
			if rapid.IntRange(0, 4).Draw(t, "what") == 0 {
				x.Remove(v, "user")
				continue
			}
			x.Add(start, []lookup.ID{user(v, "", "")})
			model = slices.Insert(model, 0, v)
			model = model[:min(len(model), 20)]
		}
		if got := values(x.All()); !slices.Equal(got, model) || x.Len() != len(model) {
			t.Fatalf("got %v, want %v", got, model)
		}
	})
}

func tenThousand() []lookup.ID {
	first := []string{"Tony", "Pepper", "Steve", "Natasha", "Bruce", "Wanda", "Peter", "Carol", "Scott", "Nick"}
	last := []string{"Stark", "Potts", "Rogers", "Romanoff", "Banner", "Maximoff", "Parker", "Danvers", "Lang", "Fury"}
	ids := make([]lookup.ID, 10_000)
	for i := range ids {
		f, l := first[i%10], last[i/10%10]
		ids[i] = user(fmt.Sprintf("00u%017d", i*7919), fmt.Sprintf("%s %s %d", f, l, i), fmt.Sprintf("%s.%s%d@example.com", f, l, i))
	}
	return ids
}

func BenchmarkSearch(b *testing.B) {
	ids := tenThousand()
	var x seen.Index
	x.Add(start, ids)
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = id.Label + " " + id.Value + " " + id.Detail
	}
	for _, typed := range []string{"", "s", "stark", "tony stark 5", "tnystrk", "zzz"} {
		b.Run("typed="+typed, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				x.Search("user", typed)
			}
		})
		if typed != "" {
			b.Run("sahilm/typed="+typed, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					fuzzy.Find(typed, texts)
				}
			})
		}
	}
}

// The lookup asks of each id how well it fits the hole.
func BenchmarkFindForHole(b *testing.B) {
	var x seen.Index
	x.Add(start, tenThousand())
	h := hole.Find(hole.Request{URL: "{{url}}/users/{{userId}}"})[0]
	for _, typed := range []string{"", "stark"} {
		b.Run("typed="+typed, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if len(x.Find(typed, h.Fits)) == 0 {
					b.Fatal("nothing found")
				}
			}
		})
	}
}

func BenchmarkAdd(b *testing.B) {
	ids := tenThousand()
	for b.Loop() {
		var x seen.Index
		x.Add(start, ids)
	}
}
