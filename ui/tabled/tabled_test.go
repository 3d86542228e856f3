package tabled_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"postern/engine/payload"
	"postern/engine/payload/tree"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/tabled"
	"postern/ui/widget"
)

const users = `{"page":1,"users":[{"id":2,"at":{"a.b":"x"}},{"id":1,"at":{"a.b":"y"}},{"id":3}],"tags":["a"]}`

func index(t *testing.T, body string) *tree.Index {
	t.Helper()
	x, err := tree.Open(context.Background(), payload.FromBytes([]byte(body)))
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// do carries a wish of the table out and has the table take what came of it.
func do(t *testing.T, l *tabled.List, in pane.Intent) pane.Intent {
	t.Helper()
	w, ok := in.(pane.Work)
	if !ok {
		t.Fatalf("the wish is %T", in)
	}
	return l.Take(w.Do(context.Background()).(tabled.Answer))
}

// open is the table that the row of a document belongs to.
func open(t *testing.T, x *tree.Index, row int) *tabled.List {
	t.Helper()
	l := new(tabled.List)
	l.Restyle(widget.DefaultEnv())
	l.Resize(40, 6)
	if in := do(t, l, l.Open(x, row)); in != nil || !l.On() {
		t.Fatalf("it does not open: %+v", in)
	}
	return l
}

// rows are those of the table, blanks squeezed.
func rows(l *tabled.List) (out []string) {
	for line := range strings.SplitSeq(ansi.Strip(l.View()), "\n") {
		if f := strings.Fields(line); len(f) > 0 {
			out = append(out, strings.Join(f, " "))
		}
	}
	return out
}

// A third sort gives the order of the list back.
func TestSort(t *testing.T) {
	l := open(t, index(t, users), 0)
	for _, want := range [][]string{
		{"id ↑ at.a.b", "2 1 y", "1 2 x", "3 3"},
		{"id ↓ at.a.b", "3 3", "1 2 x", "2 1 y"},
		{"id at.a.b", "1 2 x", "2 1 y", "3 3"},
	} {
		in, done := l.Act(keymap.SortColumn)
		if in != nil {
			do(t, l, in)
		}
		if d := cmp.Diff(want, rows(l)); d != "" || !done {
			t.Error(d)
		}
	}
}

// What comes late is dropped, and what was stopped says nothing.
func TestLate(t *testing.T) {
	x := index(t, users)
	l := new(tabled.List)
	l.Restyle(widget.DefaultEnv())
	first := l.Open(x, 0).(pane.Work)
	if got := l.Note().String(); !l.Waiting() || got != "making the table…" {
		t.Errorf("it says %q", got)
	}
	second := l.Open(x, 0).(pane.Work)
	if a := first.Do(context.Background()).(tabled.Answer); l.Take(a) != nil || l.On() || !l.Waiting() {
		t.Error("the first wish is still waited for")
	}
	l.Close()
	if a := second.Do(context.Background()).(tabled.Answer); l.Take(a) != nil || l.On() || l.Waiting() {
		t.Error("a table opens that nobody wants any more")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if a := l.Open(x, 0).(pane.Work).Do(ctx).(tabled.Answer); l.Take(a) != nil || l.On() {
		t.Error("what was stopped is told as a failure")
	}
}

func TestNoTable(t *testing.T) {
	l := new(tabled.List)
	in := do(t, l, l.Open(index(t, `{"a":1}`), 0))
	if f, ok := in.(pane.Failed); !ok || !strings.HasPrefix(f.Err.Error(), "show as a table: ") {
		t.Errorf("an object opens as %+v", in)
	}
	if l.On() || l.Note().String() != "" {
		t.Errorf("it says %q", l.Note())
	}
}

func TestCopy(t *testing.T) {
	l := open(t, index(t, users), 0)
	if in, _ := l.Act(keymap.Copy); cmp.Diff(pane.Intent(pane.CopyAsked{What: "the value", Text: "2"}), in) != "" {
		t.Errorf("a cell is copied as %+v", in)
	}
	in, _ := l.Act(keymap.CopyAll)
	got, _ := do(t, l, in).(pane.CopyAsked)
	if got.Text != "id,at.a.b\r\n2,x\r\n1,y\r\n3,\r\n" || got.Whole != nil {
		t.Errorf("all is copied as %q", got.Text)
	}
}

// What is too large for any clipboard is there to be written.
func TestCopyLarge(t *testing.T) {
	var b strings.Builder
	b.WriteString(`[{"id":0}`)
	for i := range 300 {
		fmt.Fprintf(&b, `,{"id":%d,"name":"%s"}`, i, strings.Repeat("x", 5000))
	}
	b.WriteString("]")
	l := open(t, index(t, b.String()), 0)
	in, _ := l.Act(keymap.CopyAll)
	got, _ := do(t, l, in).(pane.CopyAsked)
	if got.Whole == nil || len(got.Text) <= 1<<20 || len(got.Text) > 2<<20 {
		t.Fatalf("%d bytes are copied, all: %v", len(got.Text), got.Whole == nil)
	}
	var all bytes.Buffer
	if _, err := got.Whole.WriteTo(&all); err != nil || !strings.HasPrefix(all.String(), got.Text) || strings.Count(all.String(), "\n") != 302 {
		t.Errorf("%d bytes are written, %v", all.Len(), err)
	}
}

func TestPath(t *testing.T) {
	x := index(t, users)
	l := open(t, x, 0)
	l.Act(keymap.Down)
	l.Act(keymap.Right)
	path, ok := l.Path(x)
	if want := (tree.Path{{Key: "users"}, {Index: 1, InArray: true}, {Key: "at"}, {Key: "a.b"}}); !ok || cmp.Diff(want, path) != "" {
		t.Errorf("the cell is at %+v", path)
	}
}

// What is about the tree ends the table.
func TestAct(t *testing.T) {
	x := index(t, users)
	for id, want := range map[keymap.ID]struct{ done, on bool }{
		keymap.Cancel: {true, false}, keymap.Search: {false, false}, keymap.UnfoldAll: {false, false},
		keymap.Wrap: {true, true}, keymap.Send: {false, true},
	} {
		l := open(t, x, 0)
		if in, done := l.Act(id); in != nil || done != want.done || l.On() != want.on {
			t.Errorf("%s: done %v, on %v", id, done, l.On())
		}
	}
}

// A table that was held comes back as it was, in the size of now.
func TestRestore(t *testing.T) {
	l := open(t, index(t, users), 0)
	l.Act(keymap.Down)
	at, _ := l.Row()
	held := l.Held()
	l.Close()
	if l.On() || l.Held() != nil {
		t.Fatal("it is still on")
	}
	l.Resize(30, 4)
	l.Restore(held)
	if now, _ := l.Row(); now != at || strings.Count(l.View(), "\n") != 3 {
		t.Errorf("it is back at row %d, was at %d:\n%s", now, at, l.View())
	}
}

func TestMouse(t *testing.T) {
	l := open(t, index(t, users), 0)
	in, row := l.Click(8, 0)
	if in == nil || row {
		t.Fatal("a click on a header does not sort")
	}
	do(t, l, in)
	if _, row := l.Click(8, 2); !row {
		t.Error("a click on a row meets none")
	}
	if in, row := l.Click(8, 5); in != nil || row {
		t.Errorf("a click below the rows: %v, %v", in, row)
	}
}
