package grid_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postern/engine/collection"
	"postern/engine/runner/matrix"
	"postern/ui/cli/run/grid"
	"postern/ui/safe"
	"postern/ui/theme"
)

// plain paints nothing but cleans, as a stream without colours does.
func plain(_ theme.Role, text string) string { return safe.Clean(text).String() }

// answered is a cell of statuses in turn; a negative one was not expected.
func answered(want matrix.Pattern, statuses ...int) matrix.Cell {
	c := matrix.Cell{Expected: want}
	for _, s := range statuses {
		o := matrix.Outcome{Kind: matrix.Answered, Status: max(s, -s), Missed: s < 0}
		i := slices.IndexFunc(c.Tally, func(t matrix.Tally) bool { return t.Outcome == o })
		if i < 0 {
			i = len(c.Tally)
			c.Tally = append(c.Tally, matrix.Tally{Outcome: o})
		}
		c.Tally[i].Count++
		c.Last = o
	}
	return c
}

func came(k matrix.Kind, missed bool) matrix.Cell {
	o := matrix.Outcome{Kind: k, Missed: missed}
	return matrix.Cell{Tally: []matrix.Tally{{Outcome: o, Count: 1}}, Last: o}
}

func row(method string, cells []matrix.Cell, names ...string) matrix.Row {
	r := matrix.Row{Cells: cells}
	for i, n := range names {
		it := &collection.Item{Name: n, Folder: i < len(names)-1}
		if !it.Folder {
			it.Request = &collection.Request{Method: method}
			r.Ref.Item = it
		}
		r.Ref.Chain = append(r.Ref.Chain, it)
	}
	return r
}

// below puts requests into the folders of the first.
func below(first matrix.Row, more ...matrix.Row) []matrix.Row {
	for i := range more {
		more[i].Ref.Chain = append(slices.Clone(first.Ref.Chain[:len(first.Ref.Chain)-1]), more[i].Ref.Chain...)
	}
	return append([]matrix.Row{first}, more...)
}

func sample() *matrix.Grid {
	g := &matrix.Grid{As: []string{"admin", "reader", "none"}, Judged: true}
	g.Rows = below(
		row("GET", []matrix.Cell{answered("200", 200), answered("200", 200), answered("401", 401)}, "Users", "List users"),
		row("DELETE", []matrix.Cell{answered("204", 204), answered("403", -204), answered("401", 401)}, "Admin", "Delete 用户"),
		row("", []matrix.Cell{came(matrix.Login, true), came(matrix.Failed, true), came(matrix.Skipped, false)}, "Odd"),
	)
	ping := row("GET", []matrix.Cell{answered("", 200), answered("", 200), answered("", 200)}, "Ping")
	ping.Open = true
	g.Rows = append(g.Rows, ping, row("GET", make([]matrix.Cell, 3), "Never sent"))
	return g
}

func TestWhole(t *testing.T) {
	d := grid.New(sample(), grid.Look{Width: 80, Paint: plain}, true)
	want := `                        admin    reader   none
Users
  GET    List users     200 ✓    200 ✓    401 ✓
  Admin
    DELETE Delete 用户  204 ✓    204 ✗    401 ✓
  GET    Odd            login ✗  error ✗  –
GET    ○ Ping           200      200      200
GET    Never sent
`
	if diff := cmp.Diff(want, d.Whole()); diff != "" {
		t.Error(diff)
	}
	if got := d.Note(); got != "○ has No Auth: sent as it is, the same for everybody" {
		t.Errorf("the note is %q", got)
	}
}

func TestPlainSigns(t *testing.T) {
	g := sample()
	g.Rows[1].Cells[1] = answered("403", -204, 403, 403)
	g.Rows[0].Ref.Chain[len(g.Rows[0].Ref.Chain)-1].Name = strings.Repeat("long ", 20)
	got := grid.New(g, grid.Look{Width: 80, Plain: true, Paint: plain}, true)
	text := got.Whole() + got.Note()
	if i := strings.IndexFunc(strings.ReplaceAll(text, "用户", ""), func(r rune) bool { return r > 126 }); i >= 0 {
		t.Errorf("there is %q in\n%s", text[i:i+4], text)
	}
	if !strings.Contains(text, "204x1 403x2 x") {
		t.Errorf("nothing tells of all answers\n%s", text)
	}
}

// In a run of several iterations a cell tells all it came to, what was not
// expected first; row by row only the latest.
func TestIterations(t *testing.T) {
	g := &matrix.Grid{As: []string{"admin", "reader"}, Judged: true, Rows: []matrix.Row{
		row("GET", []matrix.Cell{answered("200", 200, 200, 200), answered("403", 403, 403, -200, 403)}, "List"),
	}}
	if got := grid.New(g, grid.Look{Paint: plain}, true).Row(0); got != "GET List  200 ✓    200×1 403×3 ✗\n" {
		t.Errorf("in all it is %q", got)
	}
	if got := grid.New(g, grid.Look{Paint: plain}, false).Row(0); got != "GET List  200 ✓    403 ✓\n" {
		t.Errorf("the latest is %q", got)
	}
}

// Whatever the width, no line is wider, no status is cut, and every cell stands
// below its identity.
func TestEveryWidth(t *testing.T) {
	g := &matrix.Grid{Judged: true}
	var cells []matrix.Cell
	for i := range 12 {
		g.As = append(g.As, strings.Repeat("identität ", i%4+1)+strconv.Itoa(i))
		cells = append(cells, answered("200", 200+i))
	}
	g.Rows = []matrix.Row{
		row("OPTIONS", cells, "Ordner "+strings.Repeat("漢字", 20), "A request with a name that is as long as a sentence and then some"),
		row("GET", slices.Clone(cells), "a", "b", "c", "d", "e", "f", "g", "h"),
		row("GET", slices.Clone(cells), "\x1b]0;evil\x07 name\u202e"),
	}
	for width := 20; width <= 200; width++ {
		for _, whole := range []bool{true, false} {
			text := grid.New(g, grid.Look{Width: width, Paint: plain}, whole).Whole()
			for line := range strings.Lines(text) {
				if w := safe.Clean(strings.TrimRight(line, "\n")).Width(); w > width {
					t.Fatalf("at %d a line is %d wide: %q", width, w, line)
				}
			}
			for i := range 12 {
				if n := strings.Count(text, strconv.Itoa(200+i)+" ✓"); n != 3 {
					t.Fatalf("at %d status %d stands there %d times:\n%s", width, 200+i, n, text)
				}
			}
			if strings.ContainsAny(text, "\x1b\x07\u202e") {
				t.Fatal("what a file says reaches the terminal as it is")
			}
		}
	}
}
