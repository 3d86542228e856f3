package seen_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"postern/engine/lookup"
	"postern/engine/lookup/hole"
	"postern/engine/lookup/seen"
)

var start = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

func user(value, label, detail string) lookup.ID {
	return lookup.ID{Value: value, Label: label, Detail: detail, Type: "user"}
}

// all are the ids of an index, the newest first.
func all(x *seen.Index) []seen.ID { return x.Fitting(func(lookup.ID) int { return 1 }) }

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
	kept := x.Add(start.Add(1), []lookup.ID{user("3", "Cy", ""), user("1", "", "")})
	if d := cmp.Diff([]string{"3", "1", "2", "9"}, values(all(&x))); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"3", "1"}, values(kept)); d != "" || kept[1].Label != "Ann" || kept[1].At != start.Add(1) {
		t.Errorf("the label was lost, or the time stayed: %v", kept)
	}
	x.Add(start, []lookup.ID{user("1", "Ann Lee", "")})
	if got := all(&x)[0]; got.Label != "Ann Lee" || x.Len() != 4 {
		t.Errorf("the newest label does not count: %v, %d", got, x.Len())
	}
	var y seen.Index
	y.Load(all(&x))
	if d := cmp.Diff(all(&x), all(&y)); d != "" {
		t.Errorf("saved and loaded:\n%s", d)
	}
}

func TestFitting(t *testing.T) {
	var x seen.Index
	x.Add(start, []lookup.ID{user("1", "", ""), {Value: "g", Type: "group"}, user("2", "", ""), {Value: "a", Type: "app"}})
	got := x.Fitting(func(id lookup.ID) int { return map[string]int{"user": 20, "group": 90}[id.Type] })
	if d := cmp.Diff([]string{"g", "1", "2"}, values(got)); d != "" {
		t.Error(d)
	}
}

func TestChoices(t *testing.T) {
	var cs seen.Choices
	for _, c := range []seen.Choice{{Item: "get", Hole: "id", Value: "1"}, {Item: "put", Hole: "id", Value: "2"}, {Item: "get", Hole: "id", Value: "3", Type: "user"}, {Item: "put", Hole: "x", Value: "4"}} {
		cs = cs.With(c)
	}
	for _, tc := range []struct{ item, hole, want string }{
		{"get", "id", "3"}, {"put", "id", "2"}, {"another", "id", "3"}, {"get", "nothing", ""},
	} {
		if c, ok := cs.Last(tc.item, tc.hole); c.Value != tc.want || ok != (tc.want != "") {
			t.Errorf("%s of %s is %q, want %q", tc.hole, tc.item, c.Value, tc.want)
		}
	}
	if got := cs.In("put"); len(got) != 2 || got[0].Value != "4" {
		t.Errorf("of put: %v", got)
	}
	if c, _ := cs.Last("get", "id"); !c.Of(seen.ID{ID: user("3", "Ann", "")}) || c.Of(seen.ID{ID: lookup.ID{Value: "3", Type: "group"}}) {
		t.Error("the chosen id is not known again")
	}
	for i := range 3000 {
		cs = cs.With(seen.Choice{Item: fmt.Sprint(i)})
	}
	if len(cs) != 1000 {
		t.Errorf("%d are kept", len(cs))
	}
}

func TestMax(t *testing.T) {
	x := seen.Index{Max: 3}
	for i := range 500 {
		x.Add(start, []lookup.ID{user(fmt.Sprint(i), "", "")})
	}
	if d := cmp.Diff([]string{"499", "498", "497"}, values(all(&x))); d != "" {
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
			x.Add(start, []lookup.ID{user(v, "", "")})
			model = slices.Insert(model, 0, v)
			model = model[:min(len(model), 20)]
		}
		if got := values(all(&x)); !slices.Equal(got, model) || x.Len() != len(model) {
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

// The lookup asks of each id how well it fits the hole.
func BenchmarkFitting(b *testing.B) {
	var x seen.Index
	x.Add(start, tenThousand())
	h := hole.Find(hole.Request{URL: "{{url}}/users/{{userId}}"})[0]
	for b.Loop() {
		if len(x.Fitting(h.Fits)) == 0 {
			b.Fatal("nothing found")
		}
	}
}

func BenchmarkAdd(b *testing.B) {
	ids := tenThousand()
	for b.Loop() {
		var x seen.Index
		x.Add(start, ids)
	}
}
