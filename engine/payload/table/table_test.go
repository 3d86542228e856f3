package table_test

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/tidwall/gjson"

	"postern/engine/payload"
	"postern/engine/payload/table"
	"postern/engine/payload/tree"
)

func index(t testing.TB, src string) *tree.Index {
	t.Helper()
	x, err := tree.Open(context.Background(), payload.FromBytes([]byte(src)))
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func open(t testing.TB, src string) *table.Table {
	t.Helper()
	x := index(t, src)
	row, err := table.Where(x)
	if err != nil {
		t.Fatal(err)
	}
	tab, err := table.Open(context.Background(), x, row)
	if err != nil {
		t.Fatal(err)
	}
	return tab
}

func names(t *table.Table) []string {
	var out []string
	for _, c := range t.Columns() {
		out = append(out, c.Name)
	}
	return out
}

const people = `[
	{"id": 2, "profile": {"login": "tony", "a.b": [1, 2]}, "big": 12345678901234567890},
	{"id": 10, "profile": {"login": "Ada \"x\"", "none": null}, "id": 11},
	{"id": "z", "extra": {}, "profile": {"login": "bob, junior"}}
]`

func TestColumnsAreTheMembersOfAllThatWasRead(t *testing.T) {
	tab := open(t, people)
	want := []string{"id", "profile.login", "profile.a.b", "big", "profile.none", "extra"}
	if d := cmp.Diff(want, names(tab)); d != "" {
		t.Error(d)
	}
	cells, err := tab.Row(0)
	if err != nil {
		t.Fatal(err)
	}
	if cells[3].Raw != "12345678901234567890" || cells[1].Text() != "tony" || cells[4].Raw != "" || cells[2].Text() != "[1, 2]" {
		t.Errorf("cells %q", cells)
	}
	if cells, err = tab.Row(1); err != nil || cells[0].Raw != "10" || cells[1].Text() != `Ada "x"` || cells[4].Raw != "null" {
		t.Errorf("cells %q, %v", cells, err)
	}
	for _, c := range tab.Columns() { // a column's path is one for the filter
		for i, item := range gjson.Parse(people).Array() {
			cells, err := tab.Row(i)
			if err != nil {
				t.Fatal(err)
			}
			k := slices.Index(tab.Columns(), c)
			if got := item.Get(c.Path).Raw; got != cells[k].Raw {
				t.Errorf("row %d: %s finds %q, the table %q", i, c.Path, got, cells[k].Raw)
			}
		}
	}
}

func TestColumnsThatTurnUpLaterAreAdded(t *testing.T) {
	var b strings.Builder
	for i := range 500 {
		fmt.Fprintf(&b, `{"id":%d},`, i)
	}
	tab := open(t, "["+b.String()+`{"id":500,"late":true}]`)
	if got := names(tab); len(got) != 1 {
		t.Fatalf("columns %v", got)
	}
	cells, err := tab.Row(500)
	if err != nil || len(cells) != 2 || cells[1].Raw != "true" || len(tab.Columns()) != 2 {
		t.Fatalf("cells %q of %v, %v", cells, names(tab), err)
	}
	if r, err := tab.Place(500); err != nil || r.Ord != 500 {
		t.Fatalf("row 500 is %+v, %v", r, err)
	}
}

func TestWhereTheListIs(t *testing.T) {
	for _, tt := range []struct {
		name, src string
		path      string
	}{
		{"the document", `[{"a":1}]`, "@this"},
		{"a list of numbers", `[1,2]`, "@this"},
		{"a member", `{"schemas":["x"],"total":1,"Resources":[{"id":1}],"more":[{"id":2}]}`, "Resources"},
		{"nothing", `{"a":[1],"b":[],"c":{"d":[{}]}}`, ""},
		{"a scalar", `1`, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			x := index(t, tt.src)
			row, err := table.Where(x)
			if tt.path == "" {
				if !errors.Is(err, table.ErrNoTable) {
					t.Fatalf("row %d, error %v", row, err)
				}
				return
			}
			p, err2 := x.Path(row)
			if err != nil || err2 != nil || p.GJSON() != tt.path {
				t.Fatalf("at %q, %v, %v", p.GJSON(), err, err2)
			}
		})
	}
	if _, err := table.Open(context.Background(), index(t, `[]`), 0); !errors.Is(err, table.ErrNoTable) {
		t.Errorf("an empty list: %v", err)
	}
}

func TestSort(t *testing.T) {
	tab := open(t, `[{"v":"b"},{"v":10},{"v":9},{},{"v":"A"},{"v":true},{"v":null},{"v":false},{"v":[1]},{"v":-1e3}]`)
	col := tab.Columns()[0]
	up, err := tab.Sort(context.Background(), col, false)
	if d := cmp.Diff([]int{3, 6, 7, 5, 9, 2, 1, 4, 0, 8}, up); d != "" || err != nil {
		t.Errorf("%v %s", err, d)
	}
	down, err := tab.Sort(context.Background(), col, true)
	if d := cmp.Diff([]int{8, 0, 4, 1, 2, 9, 5, 7, 3, 6}, down); d != "" || err != nil {
		t.Errorf("%v %s", err, d)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := tab.Sort(ctx, col, false); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestCSVIsReadBackAsItWas(t *testing.T) {
	tab := open(t, people)
	var b strings.Builder
	if err := tab.CSV(context.Background(), &b, tab.Columns()[:4], []int{2, 0, 1}); err != nil {
		t.Fatal(err)
	}
	got, err := csv.NewReader(strings.NewReader(b.String())).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"id", "profile.login", "profile.a.b", "big"},
		{"z", "bob, junior", "", ""},
		{"2", "tony", "[1, 2]", "12345678901234567890"},
		{"10", `Ada "x"`, "", ""},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestHostileLists(t *testing.T) {
	keys := "{"
	for i := range 5000 {
		keys += fmt.Sprintf(`"k%d":1,`, i)
	}
	for name, src := range map[string]string{
		"many keys":  "[" + keys + `"end":1}]`,
		"large item": `[{"a":"` + strings.Repeat("x", 1<<20) + `","b":1},{"a":2}]`,
		"deep item":  `[` + strings.Repeat(`{"a":`, 400) + "1" + strings.Repeat("}", 400) + "]",
		"mixed":      `[1,"x",null,{"a":1},[2]]`,
	} {
		t.Run(name, func(t *testing.T) {
			tab := open(t, src)
			if n := len(tab.Columns()); n == 0 || n > 200 {
				t.Errorf("%d columns", n)
			}
			for _, c := range tab.Columns()[:1] {
				if _, err := tab.Sort(context.Background(), c, false); err != nil {
					t.Error(err)
				}
			}
			if err := tab.CSV(context.Background(), &strings.Builder{}, tab.Columns(), nil); err != nil {
				t.Error(err)
			}
		})
	}
}

// BenchmarkTable is a screen of a list of 250,000 objects, and sorting it.
func BenchmarkTable(b *testing.B) {
	var src strings.Builder
	src.WriteByte('[')
	for i := range 250_000 {
		fmt.Fprintf(&src, `{"id":"00u%d","profile":{"login":"user.%d@example.com","city":"Malmö"},"n":%d,"text":%q},`, i, i*7919%250_000, i, strings.Repeat("x", 300))
	}
	src.WriteString("{}]")
	tab := open(b, src.String())
	at := 0
	b.Run("screen", func(b *testing.B) {
		for b.Loop() {
			at = (at*31 + 7919) % (tab.Len() - 50)
			for i := range 50 {
				if _, err := tab.Row(at + i); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
	b.Run("sort", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := tab.Sort(b.Context(), tab.Columns()[1], false); err != nil {
				b.Fatal(err)
			}
		}
	})
}
