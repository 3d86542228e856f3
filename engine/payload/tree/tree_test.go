package tree_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/tidwall/gjson"
	"pgregory.net/rapid"

	"postern/engine/payload"
	"postern/engine/payload/tree"
)

// document draws a random document: of any shape, laid out or not, with keys
// that stand twice.
func document(t *rapid.T) []byte {
	rnd := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
	size := rapid.IntRange(1, 60_000).Draw(t, "size")
	var b bytes.Buffer
	write(&b, rnd, size, 0)
	src := b.Bytes()
	if rapid.Bool().Draw(t, "laid out") {
		var out bytes.Buffer
		if err := json.Indent(&out, src, "", "\t"); err != nil {
			t.Fatal(err)
		}
		src = out.Bytes()
	}
	return src
}

// write writes a value of about size bytes.
func write(b *bytes.Buffer, rnd *rand.Rand, size, depth int) {
	kind := rnd.IntN(3)
	switch {
	case size < 20 || depth > 30:
		scalars := []string{"1", "-0.5e+7", "123456789012345678901234567890", "true", "false", "null", `""`, `"a\"b\u00e9\\"`, `"ü ☃"`, "{}", "[]", "[ ]"}
		b.WriteString(scalars[rnd.IntN(len(scalars))])
	case kind == 0 && size > 3000 && rnd.IntN(3) == 0:
		b.WriteString(`"` + strings.Repeat(`xé\n`, size/5) + `"`)
	default:
		object := rnd.IntN(2) == 0
		b.WriteByte("[{"[b2i(object)])
		end := b.Len() + size
		part := 1 + rnd.IntN(size)
		for i := 0; i == 0 || b.Len() < end; i++ {
			if i > 0 {
				b.WriteByte(',')
			}
			if object {
				fmt.Fprintf(b, "%q:", []string{"id", "a.b", "name", "", "x y", "@k", "0", "ключ"}[rnd.IntN(8)])
			}
			write(b, rnd, min(part, end-b.Len()), depth+1)
		}
		b.WriteByte("]}"[b2i(object)])
	}
}

func b2i(v bool) int {
	if v {
		return 1
	}
	return 0
}

// all is the text of all rows.
func all(t interface{ Fatal(...any) }, v *tree.View) string {
	var b strings.Builder
	for i := range v.Lines() {
		l := v.Line(i)
		if l.Err != nil {
			t.Fatal(l.Err)
		}
		b.Write(l.Text)
		b.WriteByte('\n')
	}
	return b.String()
}

func open(t interface{ Fatal(...any) }, src []byte) *tree.View {
	x, err := tree.Open(context.Background(), payload.FromBytes(src))
	if err != nil {
		t.Fatal(err)
	}
	return tree.NewView(x)
}

// indented is what the standard library makes of a document, with long strings
// cut as rows are.
func indented(t *rapid.T, src []byte) string {
	var out bytes.Buffer
	if err := json.Indent(&out, src, "", "  "); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestRowsAreThoseOfTheStandardLibrary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		src := document(t)
		got := strings.Split(all(t, open(t, src)), "\n")
		want := strings.Split(indented(t, src)+"\n", "\n")
		if len(got) != len(want) {
			t.Fatalf("%d rows, want %d", len(got), len(want))
		}
		for i := range want {
			if head, cut := strings.CutSuffix(strings.TrimSuffix(got[i], ","), "…"); cut {
				if len(head) < 4000 || !strings.HasPrefix(want[i], head) {
					t.Fatalf("row %d: %.100q is not the beginning of %.100q", i, head, want[i])
				}
				continue
			}
			if got[i] != want[i] {
				t.Fatalf("row %d: %.200q, want %.200q", i, got[i], want[i])
			}
		}
	})
}

// model is what a view must show: the rows of the document with a set of
// folded containers.
type model struct {
	rows   []tree.Row
	folded map[int]bool
}

func newModel(t *rapid.T, x *tree.Index) *model {
	m := &model{folded: map[int]bool{}}
	for i := range x.Rows() {
		r, err := x.Row(i)
		if err != nil {
			t.Fatal(err)
		}
		m.rows = append(m.rows, r)
	}
	return m
}

func (m *model) visible() []int {
	var out []int
	for i := 0; i < len(m.rows); i++ {
		out = append(out, i)
		if m.folded[i] {
			i = m.rows[i].Close
		}
	}
	return out
}

func (m *model) level(n int) {
	for i, r := range m.rows {
		m.folded[i] = r.Opens() && r.Depth >= n
	}
}

func TestFoldingIsThatOfASetOfFolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := open(t, document(t))
		m := newModel(t, v.Index())
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			now := m.visible()
			i := rapid.IntRange(0, len(now)-1).Draw(t, "row")
			r := m.rows[now[i]]
			switch rapid.SampledFrom([]string{"fold", "unfold", "all", "level"}).Draw(t, "do") {
			case "fold":
				if r.Opens() && !m.folded[r.Number] {
					v.Fold(i)
					m.folded[r.Number] = true
				}
			case "unfold": // only where nothing was remembered inside
				if m.folded[r.Number] {
					v.UnfoldAll(i)
					m.inside(r)
				}
			case "all":
				if r.Opens() {
					v.UnfoldAll(i)
					m.inside(r)
				}
			case "level":
				n := rapid.IntRange(0, 9).Draw(t, "level")
				v.FoldLevel(n)
				if n > 7 {
					n = tree.All
				}
				m.level(n)
			}
			m.compare(t, v)
		}
	})
}

func (m *model) inside(r tree.Row) {
	for i := r.Number; i < r.Close; i++ {
		m.folded[i] = false
	}
}

func (m *model) compare(t *rapid.T, v *tree.View) {
	want := m.visible()
	if v.Lines() != len(want) {
		t.Fatalf("%d rows, want %d", v.Lines(), len(want))
	}
	for i, n := range want {
		r, err := v.Row(i)
		if err != nil || r.Number != n || r.Folded != m.folded[n] {
			t.Fatalf("row %d is %d (folded %v, %v), want %d (folded %v)", i, r.Number, r.Folded, err, n, m.folded[n])
		}
		if at, ok := v.Find(n); at != i || !ok {
			t.Fatalf("row %d is found at %d", i, at)
		}
	}
}

func TestUnfoldingByLevelShowsOneMoreLevel(t *testing.T) {
	v := open(t, []byte(`{"a":{"b":{"c":[1,{"d":2}]}},"e":[3]}`))
	v.FoldLevel(1)
	if got, want := all(t, v), "{\n  \"a\": {…},\n  \"e\": […]\n}\n"; got != want {
		t.Fatalf("folded by level 1: %s", got)
	}
	v.Unfold(1)
	if got, want := all(t, v), "{\n  \"a\": {\n    \"b\": {…}\n  },\n  \"e\": […]\n}\n"; got != want {
		t.Fatalf("unfolded: %s", got)
	}
	v.Unfold(2)
	if at, ok := v.Fold(1); at != 1 || !ok {
		t.Fatalf("folded at %d, %v", at, ok)
	}
	v.FoldLevel(tree.All)
	if at, ok := v.Fold(4); at != 3 || !ok { // the row "1" in c
		t.Fatalf("folding a member folds its container: at %d, %v", at, ok)
	}
	v.Fold(2)
	v.Unfold(2)
	if r, _ := v.Row(3); !r.Folded {
		t.Fatal("what was folded inside is unfolded")
	}
	if i, err := v.Reveal(6); err != nil || string(v.Line(i).Text) != `          "d": 2` {
		t.Fatalf("revealed at %d: %q, %v", i, v.Line(i).Text, err)
	}
}

func TestPathsLeadBackToTheirValues(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		src := document(t)
		x := open(t, src).Index()
		for range 30 {
			n := rapid.IntRange(0, x.Rows()-1).Draw(t, "row")
			r, err := x.Row(n)
			if err != nil {
				t.Fatal(err)
			}
			if r.Kind == tree.Close {
				if r, err = x.Row(r.Close); err != nil {
					t.Fatal(err)
				}
			}
			value, err := x.Bytes(r.Value, len(src))
			if err != nil || !json.Valid(value) {
				t.Fatalf("value of row %d: %.100q, %v", n, value, err)
			}
			p, err := x.Path(n)
			if err != nil {
				t.Fatal(err)
			}
			if want := follow(t, src, p); want != "" && want != string(value) {
				t.Fatalf("path %q leads to %.100q, not %.100q", p.GJSON(), want, value)
			}
		}
	})
}

// follow goes a path with another reader; "" if a key on it stands twice or is
// empty, so that no path can tell.
func follow(t *rapid.T, src []byte, p tree.Path) string {
	at := gjson.ParseBytes(src)
	for _, s := range p {
		seen, n := gjson.Result{}, 0
		at.ForEach(func(k, v gjson.Result) bool {
			if s.InArray && n == s.Index || !s.InArray && k.String() == s.Key {
				if !s.InArray && (seen.Exists() || s.Key == "") {
					seen = gjson.Result{}
					return false
				}
				seen = v
			}
			n++
			return true
		})
		if !seen.Exists() {
			return ""
		}
		at = seen
	}
	if got := gjson.GetBytes(src, p.GJSON()); got.Raw != at.Raw {
		t.Fatalf("the filter %q finds %.100q, want %.100q", p.GJSON(), got.Raw, at.Raw)
	}
	return at.Raw
}

func TestRowOfEveryByte(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		src := document(t)
		v := open(t, src)
		off := int64(rapid.IntRange(0, len(src)-1).Draw(t, "offset"))
		n, err := v.Index().RowOf(off)
		if err != nil {
			t.Fatal(err)
		}
		r, _ := v.Index().Row(n)
		if r.Key.Offset > off && n > 0 {
			t.Fatalf("byte %d: row %d begins at %d", off, n, r.Key.Offset)
		}
		if n+1 < v.Index().Rows() {
			if next, _ := v.Index().Row(n + 1); next.Key.Offset <= off {
				t.Fatalf("byte %d: row %d ends before it", off, n)
			}
		}
		if text := v.Line(n).Text; len(text) > r.Column(off) && r.Key.Offset == off && text[r.Column(off)] != src[off] {
			t.Fatalf("byte %d stands at %d of %q", off, r.Column(off), text)
		}
	})
}

func TestFormsOfAPath(t *testing.T) {
	src := `{"users":[{"first.name":"x","a b":{"$ok_1":[[7]]}}]}`
	x := open(t, []byte(src)).Index()
	n, err := x.RowOf(int64(strings.IndexByte(src, '7')))
	if err != nil {
		t.Fatal(err)
	}
	p, err := x.Path(n)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := p.GJSON(), `users.0.a b.\$ok_1.0.0`; got != want {
		t.Errorf("filter: %s, want %s", got, want)
	}
	if got, want := p.PM(), `pm.response.json().users[0]["a b"].$ok_1[0][0]`; got != want {
		t.Errorf("script: %s, want %s", got, want)
	}
	if p, err = x.Path(0); err != nil || p.GJSON() != "@this" || p.PM() != "pm.response.json()" {
		t.Errorf("the document: %s, %s, %v", p.GJSON(), p.PM(), err)
	}
	if _, err = x.Path(1000); !errors.Is(err, tree.ErrNoRow) {
		t.Errorf("no such row: %v", err)
	}
}

func TestMembersAreFoundByTheirPlace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := open(t, document(t)).Index()
		n := rapid.IntRange(0, x.Rows()-1).Draw(t, "row")
		chain, err := x.Chain(n)
		if err != nil {
			t.Fatal(err)
		}
		for i := 1; i < len(chain); i++ {
			got, err := x.Member(chain[i-1], chain[i].Ord)
			if chain[i].Depth > 7 {
				if !errors.Is(err, payload.ErrTooDeep) {
					t.Fatalf("at depth %d: %v", chain[i].Depth, err)
				}
				continue
			}
			if err != nil || got != chain[i] {
				t.Fatalf("member %d is %+v, %v; want %+v", chain[i].Ord, got, err, chain[i])
			}
		}
		if _, err := x.Member(chain[0], max(0, chain[0].Kids)); err == nil {
			t.Fatal("a member behind the last")
		}
	})
}
