package response_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/pane/response"
)

const users = `{"page":1,"users":[
	{"id":10,"profile":{"login":"tony","a.b":true},"big":12345678901234567890},
	{"id":9,"profile":{"login":"ada\u001b[31m, \"countess\"","a.b":null}},
	{"id":100,"profile":{"login":"Bob"},"tags":["x",{"k":1}]}
],"other":[{"x":1}]}`

// carry does what the workbench does with a wish of the table, and returns
// what came of it for others.
func carry(p *response.Pane, in pane.Intent) []pane.Intent {
	switch in := in.(type) {
	case nil:
		return nil
	case pane.Work:
		return carry(p, in.Do(context.Background()))
	case response.Answer:
		return carry(p, in.Show(p))
	case pane.Batch:
		var out []pane.Intent
		for _, one := range in {
			out = append(out, carry(p, one)...)
		}
		return out
	}
	return []pane.Intent{in}
}

// tell carries out actions and all that follows from them.
func tell(p *response.Pane, ids ...keymap.ID) []pane.Intent {
	var out []pane.Intent
	for _, id := range ids {
		out = carry(p, do(p, id))
	}
	return out
}

// tableRows are the lines of the table, blanks squeezed.
func tableRows(p *response.Pane) []string {
	var out []string
	for _, l := range strings.Split(screen(p), "\n")[1:] {
		if f := strings.Fields(l); len(f) > 0 {
			out = append(out, strings.Join(f, " "))
		}
	}
	return out
}

func TestTheListAsATable(t *testing.T) {
	p := folding(t, users)
	p.Resize(90, 12)
	tell(p, keymap.Table)
	want := []string{
		"id profile.login profile.a.b big tags",
		"1 10 tony true 12345678901234567890",
		`2 9 ada^[[31m, "countess" null`,
		`3 100 Bob ["x",{"k":1}]`,
	}
	if got := tableRows(p); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("the table:\n%s", strings.Join(got, "\n"))
	}
	lines := strings.Split(screen(p), "\n")
	for i, end := range []string{"id", " 10", "  9", "100"} { // numbers at the right edge
		if got := ansi.Cut(lines[i+1], 0, 6); i > 0 && !strings.HasSuffix(got, end) {
			t.Errorf("line %d begins with %q", i, got)
		}
	}
	tell(p, keymap.Down, keymap.Right)
	if got := p.Title().String(); !strings.HasSuffix(got, "─ row 2 of 3 · profile.login") {
		t.Errorf("title %q", got)
	}
}

func TestWhichList(t *testing.T) {
	for _, tt := range []struct {
		name, src string
		down      int
		want      string
	}{
		{"of the document", users, 0, "id profile.login"},
		{"around the cursor", `{"users":[{"id":1}],"other":[{"x":1}]}`, 8, "x"},
		{"the list on the row itself", `{"a":[{"b":1}],"c":[5,6]}`, 6, "value"},
		{"around a list of texts", `[{"b":["x","y"]}]`, 3, "b"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := folding(t, tt.src)
			p.Resize(70, 40)
			for range tt.down {
				tell(p, keymap.Down)
			}
			tell(p, keymap.Table)
			if got := tableRows(p)[0]; !strings.HasPrefix(got, tt.want) {
				t.Errorf("the table begins with %q", got)
			}
		})
	}
}

// What cannot be a table says so and stays as it is.
func TestNoTable(t *testing.T) {
	for name, src := range map[string]string{"an object": `{"a":1}`, "an empty list": `[]`, "a text": `"x"`} {
		t.Run(name, func(t *testing.T) {
			p := folding(t, src)
			out := tell(p, keymap.Table)
			if len(out) != 1 || p.Tabled() {
				t.Fatalf("said %v", out)
			}
			if f, ok := out[0].(pane.Failed); !ok || !strings.Contains(f.Err.Error(), "show as a table: not a list") {
				t.Errorf("said %v", out[0])
			}
		})
	}
}

func TestSortingATable(t *testing.T) {
	p := folding(t, users)
	tell(p, keymap.Table)
	order := func() string {
		var out []string
		for _, l := range tableRows(p)[1:4] {
			out = append(out, l[:1])
		}
		return strings.Join(out, "")
	}
	for _, tt := range []struct{ name, want, mark string }{
		{"upwards", "213", "id ↑"},
		{"downwards", "312", "id ↓"},
		{"not at all", "123", "id "},
	} {
		tell(p, keymap.SortColumn)
		if got := order(); got != tt.want {
			t.Errorf("%s: %s", tt.name, got)
		}
		sees(t, p, tt.mark)
	}
	tell(p, keymap.Right, keymap.SortColumn)
	if got := order(); got != "231" {
		t.Errorf("by login: %s", got)
	}
	// The cursor stays on the first user, which is the last row now.
	if got := p.Title().String(); !strings.HasSuffix(got, "row 3 of 3 · profile.login · by profile.login ↑") {
		t.Errorf("title %q", got)
	}
}

func TestChoosingColumns(t *testing.T) {
	p := folding(t, users)
	p.Resize(90, 12)
	tell(p, keymap.Table, keymap.Right, keymap.HideColumn)
	if got := tableRows(p)[0]; got != "id profile.a.b big tags" {
		t.Errorf("without the login: %q", got)
	}
	tell(p, keymap.ChooseColumns)
	sees(t, p, "✓ id", "✓ profile.a.b", "  profile.login")
	tell(p, keymap.Top, keymap.Toggle, keymap.Down, keymap.Toggle, keymap.Cancel)
	if got := tableRows(p)[0]; got != "profile.login profile.a.b big tags" {
		t.Errorf("chosen: %q", got)
	}
	for range 9 {
		tell(p, keymap.HideColumn)
	}
	if got := len(strings.Fields(tableRows(p)[0])); got != 1 {
		t.Errorf("%d columns are left, the last one has to stay", got)
	}
}

func TestCopyingFromATable(t *testing.T) {
	p := folding(t, users)
	tell(p, keymap.Table, keymap.SortColumn, keymap.Right, keymap.Right, keymap.HideColumn, keymap.Left, keymap.Top)
	for _, tt := range []struct {
		id         keymap.ID
		what, text string
	}{
		{keymap.Copy, "the value", "ada\x1b[31m, \"countess\""},
		{keymap.CopyPath, "the path", "users.1.profile.login"},
		{keymap.CopyScriptPath, "the path for a script", "pm.response.json().users[1].profile.login"},
		{
			keymap.CopyAll, "the table as CSV",
			"id,profile.login,big,tags\r\n9,\"ada\x1b[31m, \"\"countess\"\"\",,\r\n10,tony,12345678901234567890,\r\n100,Bob,,\"[\"\"x\"\",{\"\"k\"\":1}]\"\r\n",
		},
	} {
		out := tell(p, tt.id)
		if len(out) != 1 || out[0] != (response.CopyAsked{What: tt.what, Text: tt.text}) {
			t.Errorf("%s: %q", tt.id, out)
		}
	}
	sees(t, p, "id ↑") // copying changes nothing
	tell(p, keymap.ChooseColumns, keymap.Down, keymap.Toggle, keymap.Open, keymap.Right)
	out := tell(p, keymap.CopyPath)
	if len(out) != 1 || out[0] != (response.CopyAsked{What: "the path", Text: `users.1.profile.a\.b`}) {
		t.Errorf("a key with a dot: %q", out)
	}
}

// What is too large to be copied can be written, and tells how much that is.
func TestWritingALargeTable(t *testing.T) {
	row := `{"id":1,"text":"` + strings.Repeat("x", 1000) + `"},`
	p := folding(t, "["+strings.Repeat(row, 1200)+`{"id":2,"text":"last"}]`)
	tell(p, keymap.Table)
	out := tell(p, keymap.CopyAll)
	in, ok := out[0].(response.CopyAsked)
	if !ok || in.Whole == nil {
		t.Fatalf("%T has no writer", out[0])
	}
	var b strings.Builder
	if n, err := in.Whole.WriteTo(&b); err != nil || n != int64(b.Len()) || !strings.HasSuffix(b.String(), "2,last\r\n") {
		t.Errorf("%d bytes are told of %d, %v", n, b.Len(), err)
	}
}

func TestLeavingATable(t *testing.T) {
	p := folding(t, users)
	do(p, keymap.FoldAll)
	tell(p, keymap.Table, keymap.Bottom, keymap.Open)
	if got := p.Title().String(); p.Tabled() || !strings.HasSuffix(got, "─ users.2") {
		t.Errorf("opened at %q", got)
	}
	for _, id := range []keymap.ID{keymap.Table, keymap.Cancel, keymap.FoldAll} {
		tell(p, keymap.Table)
		if !p.Tabled() {
			t.Fatalf("no table before %s", id)
		}
		tell(p, id)
		if p.Tabled() {
			t.Errorf("%s stays in the table", id)
		}
	}
	// The table of an object begins at that object.
	p = folding(t, users)
	tell(p, keymap.Bottom, keymap.Top)
	for range 12 {
		tell(p, keymap.Down)
	}
	where := p.Title().String()
	tell(p, keymap.Table)
	if got := p.Title().String(); !strings.Contains(where, "users.1") || !strings.Contains(got, "row 2 of 3") {
		t.Errorf("from %q to %q", where, got)
	}
}

// What comes too late changes nothing.
func TestLateTables(t *testing.T) {
	p := folding(t, users)
	first := do(p, keymap.Table)
	p.SetExchange(nil)
	carry(p, first)
	if p.Tabled() {
		t.Error("a table of an exchange that is not on show")
	}
	p = folding(t, users)
	tell(p, keymap.Table)
	old := do(p, keymap.SortColumn)
	tell(p, keymap.Right, keymap.SortColumn)
	carry(p, old)
	sees(t, p, "profile.login ↑")
}

// Backing out ends what is under way first, and then the table.
func TestBackingOutOfATable(t *testing.T) {
	p := folding(t, users)
	asked := do(p, keymap.Table)
	tell(p, keymap.Cancel)
	carry(p, asked)
	if got := p.Title().String(); p.Tabled() || strings.Contains(got, "making") {
		t.Errorf("a table that nobody waits for: %q", got)
	}
	tell(p, keymap.Table)
	asked = do(p, keymap.SortColumn)
	if got := p.Title().String(); !strings.HasSuffix(got, "─ sorting…") {
		t.Errorf("title %q", got)
	}
	tell(p, keymap.Cancel)
	carry(p, asked)
	if got := p.Title().String(); !p.Tabled() || strings.Contains(got, "by id") || strings.Contains(got, "sorting") {
		t.Errorf("title %q", got)
	}
	tell(p, keymap.Cancel)
	if p.Tabled() {
		t.Error("still in the table")
	}
}

// Of a long list only what is on screen is read, and it stays in its columns.
func TestALongTable(t *testing.T) {
	var b strings.Builder
	b.WriteString("[")
	const n = 100_000
	for i := range n {
		if i > 0 {
			b.WriteString(",")
		}
		fmt.Fprintf(&b, `{"id":%d,"name":"user %d","city":"日本 %d","wide":"%s"}`, (i*7919)%n, i, i, strings.Repeat("w", i%90))
	}
	b.WriteString("]")
	p := folding(t, b.String())
	tell(p, keymap.Table)
	for _, w := range []int{40, 41, 80, 120, 1, 3} {
		p.Resize(w, 9)
		for _, id := range []keymap.ID{keymap.Bottom, keymap.Right, keymap.Right, keymap.Right, keymap.PageUp, keymap.Left, keymap.ChooseColumns, keymap.ChooseColumns, keymap.Top} {
			tell(p, id)
			lines := strings.Split(screen(p), "\n")
			if len(lines) != 9 {
				t.Fatalf("%d cells, %s: %d lines", w, id, len(lines))
			}
			for _, l := range lines {
				if got := ansi.StringWidth(l); got != w {
					t.Fatalf("%d cells, %s: a line has %d: %q", w, id, got, l)
				}
			}
		}
	}
	p.Resize(40, 9)
	tell(p, keymap.Right, keymap.Right, keymap.Right)
	sees(t, p, "‹", "wide")
	tell(p, keymap.Left, keymap.Left, keymap.Left, keymap.SortColumn, keymap.Top)
	sees(t, p, "id ↑", "›")
	if got := strings.Fields(tableRows(p)[1]); got[1] != "0" {
		t.Errorf("the first row is %v", got)
	}
	out := tell(p, keymap.CopyAll)
	if c, ok := out[0].(response.CopyAsked); !ok || len(c.Text) < 1<<20 || len(c.Text) > 2<<20 {
		t.Errorf("%d bytes were made for the clipboard", len(c.Text))
	}
}

// A header sorts, a cell is chosen, a double click opens.
func TestATableByMouse(t *testing.T) {
	p := folding(t, users)
	tell(p, keymap.Table)
	at := func(what string) pane.Click {
		for y, l := range strings.Split(screen(p), "\n") {
			if i := strings.Index(l, what); i >= 0 {
				return pane.Click{X: ansi.StringWidth(l[:i]), Y: y}
			}
		}
		t.Fatalf("%q is not to be seen", what)
		return pane.Click{}
	}
	carry(p, p.Update(at("profile.login")))
	sees(t, p, "profile.login ↑")
	carry(p, p.Update(at("Bob")))
	if got := p.Title().String(); !strings.Contains(got, "row 2 of 3 · profile.login") {
		t.Errorf("title %q", got)
	}
	click := at("Bob")
	click.Double = true
	carry(p, p.Update(click))
	if got := p.Title().String(); !strings.HasSuffix(got, "users.2") {
		t.Errorf("opened %q", got)
	}
}
