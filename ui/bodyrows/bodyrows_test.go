package bodyrows_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postern/engine/lookup"
	"postern/engine/lookup/link"
	"postern/engine/payload"
	"postern/engine/payload/tree"
	"postern/ui/bodyrows"
	"postern/ui/theme"
	"postern/ui/widget/text"
)

const body = `{"name":"Ada","tags":["a","b"],"none":{},"one":{"a":1},"self":"https://h.test/users/1"}`

// plain colours nothing.
func plain(_ []byte, st payload.State) ([]payload.Token, payload.State) { return nil, st }

// lines are the rows of the text as it came, pretty those of the tree.
func lines(t *testing.T, body string) *bodyrows.Rows {
	t.Helper()
	l := payload.NewLines(payload.FromBytes([]byte(body)))
	if err := l.Grow(context.Background()); err != nil {
		t.Fatal(err)
	}
	return bodyrows.New(l, plain)
}

func pretty(t *testing.T) *bodyrows.Rows {
	t.Helper()
	x, err := tree.Open(context.Background(), payload.FromBytes([]byte(body)))
	if err != nil {
		t.Fatal(err)
	}
	d := bodyrows.New(tree.NewView(x), plain)
	if err := d.Text.Grow(context.Background()); err != nil {
		t.Fatal(err)
	}
	return d
}

// in are the parts of a row with a look.
func in(l text.Line, role theme.Role) (out []string) {
	for _, s := range l {
		if s.Role == role {
			out = append(out, s.Text.String())
		}
	}
	return out
}

func all(d *bodyrows.Rows) (out []string) {
	for i := range d.Len() {
		out = append(out, d.Row(i).String())
	}
	return out
}

func TestRow(t *testing.T) {
	if d := cmp.Diff([]string{"a   b", "c"}, all(lines(t, "a\tb\nc\n"))); d != "" {
		t.Error(d)
	}
	d := pretty(t)
	if n := d.Len(); n != 12 || d.Row(1).String() != `  "name": "Ada",` || d.Plain(1) != `"name": "Ada",` {
		t.Errorf("%d rows: %q", n, all(d))
	}
	if got := d.Row(12).String(); got != "cannot read this row: no such row" || in(d.Row(12), theme.Error) == nil {
		t.Errorf("one that is not there is %q", got)
	}
	d.Tree.FoldLevel(1)
	want := []string{"{", `  "name": "Ada",`, `  "tags": […],  2 members`, `  "none": {},`, `  "one": {…},  1 member`, `  "self": "https://h.test/users/1"`, "}"}
	if d := cmp.Diff(want, all(d)); d != "" {
		t.Error(d)
	}
}

// The hits of a search are marked where they are seen, the chosen one otherwise
// than the others, and one that is folded away is unfolded to stand somewhere.
func TestHits(t *testing.T) {
	for name, d := range map[string]*bodyrows.Rows{"as it came": lines(t, body), "pretty": pretty(t)} {
		t.Run(name, func(t *testing.T) {
			found, err := payload.Search(context.Background(), d.Text, payload.Query{Text: "a"}, 0, 0, nil)
			if err != nil {
				t.Fatal(err)
			}
			if d.Found, d.Current = found, 1; len(found.Hits) < 4 {
				t.Fatalf("%d hits", len(found.Hits))
			}
			var seen, current int
			for i := range d.Len() {
				seen += len(in(d.Row(i), theme.Match))
				current += len(in(d.Row(i), theme.MatchCurrent))
			}
			if current != 1 || seen != len(found.Hits)-1 {
				t.Errorf("%d hits are marked, %d as the chosen one; there are %d", seen, current, len(found.Hits))
			}
			for i, h := range found.Hits {
				if d.Tree != nil {
					d.Tree.FoldLevel(1)
				}
				row, from, to := d.Place(h)
				if got := d.Row(row).Slice(from, to).String(); !strings.EqualFold(got, "a") {
					t.Errorf("hit %d stands in row %d from %d to %d: %q", i, row, from, to, got)
				}
			}
		})
	}
}

func TestLinks(t *testing.T) {
	d := pretty(t)
	if got := d.Links([]byte(d.Plain(10))); got != nil {
		t.Errorf("without links there are %v", got)
	}
	found := link.Find(lookup.Response{URL: "https://h.test/", Body: []byte(body)}, lookup.Limits{})
	d.Spotter = link.NewSpotter(found.Links, "https://h.test/")
	if got := in(d.Row(10), theme.Link); cmp.Diff([]string{"https://h.test/users/1"}, got) != "" {
		t.Errorf("%q are links of %q", got, d.Row(10))
	}
}

func TestFirstReaching(t *testing.T) {
	hits := []payload.Hit{{Span: payload.Span{Offset: 2, Len: 3}}, {Span: payload.Span{Offset: 7, Len: 1}}}
	for off, want := range map[int64]int{0: 0, 2: 0, 4: 0, 5: 1, 7: 1, 8: 2} {
		if got := bodyrows.FirstReaching(hits, off); got != want {
			t.Errorf("from %d on it is hit %d, want %d", off, got, want)
		}
	}
	if got := bodyrows.FirstReaching(nil, 3); got != 0 {
		t.Errorf("of none it is hit %d", got)
	}
}
