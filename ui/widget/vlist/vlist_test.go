package vlist_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"postern/ui/keymap"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget"
	"postern/ui/widget/text"
	"postern/ui/widget/vlist"
)

func list(n, width, height int) *vlist.List {
	l := &vlist.List{}
	l.SetCount(n)
	l.Resize(width, height)
	return l
}

func draw(l *vlist.List, drawn *int) []string {
	s := l.Draw(widget.DefaultEnv().Theme, theme.Selected, func(i, _ int) text.Line {
		*drawn++
		return text.Of(theme.Plain, safe.Clean("row "+strconv.Itoa(i)))
	})
	return strings.Split(ansi.Strip(s), "\n")
}

func TestOnlyVisibleRowsAreDrawn(t *testing.T) {
	l := list(1_000_000, 10, 4)
	l.Act(keymap.Bottom)
	drawn := 0
	want := []string{"row 99999 ", "row 99999 ", "row 99999 ", "row 99999▐"}
	if d := cmp.Diff(want, cutEach(draw(l, &drawn))); d != "" {
		t.Error(d)
	}
	if drawn != 4 {
		t.Errorf("%d rows drawn", drawn)
	}
}

// cutEach takes the ends of cut rows for equal.
func cutEach(rows []string) []string {
	for i, r := range rows {
		rows[i] = strings.ReplaceAll(r, "…", "9")
	}
	return rows
}

func TestMoves(t *testing.T) {
	for _, tc := range []struct {
		name        string
		acts        []keymap.ID
		cursor, top int
	}{
		{"down", []keymap.ID{keymap.Down}, 1, 0},
		{"up at the top", []keymap.ID{keymap.Up}, 0, 0},
		{"bottom", []keymap.ID{keymap.Bottom}, 99, 90},
		{"down at the bottom", []keymap.ID{keymap.Bottom, keymap.Down}, 99, 90},
		{"page down keeps rows in sight", []keymap.ID{keymap.PageDown}, 9, 2},
		{"up from below keeps rows in sight", []keymap.ID{keymap.Bottom, keymap.PageUp}, 90, 88},
		{"bottom and top", []keymap.ID{keymap.Bottom, keymap.Top}, 0, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			l := list(100, 20, 10)
			for _, id := range tc.acts {
				if !l.Act(id) {
					t.Fatalf("%s is no move", id)
				}
			}
			if l.Cursor() != tc.cursor || l.Top() != tc.top {
				t.Errorf("cursor %d, top %d; want %d, %d", l.Cursor(), l.Top(), tc.cursor, tc.top)
			}
		})
	}
	if l := list(3, 20, 10); l.Act(keymap.Send) {
		t.Error("send is a move")
	}
}

func TestTheWheelLeavesTheCursor(t *testing.T) {
	l := list(100, 20, 10)
	l.Wheel(50)
	if l.Cursor() != 0 || l.Top() != 50 {
		t.Errorf("cursor %d, top %d", l.Cursor(), l.Top())
	}
	l.Act(keymap.Down)
	if l.Cursor() != 1 || l.Top() != 0 {
		t.Errorf("after a move: cursor %d, top %d", l.Cursor(), l.Top())
	}
}

func TestSelectBringsAFarRowToTheMiddle(t *testing.T) {
	l := list(100, 20, 10)
	l.Select(50)
	if l.Top() != 45 {
		t.Errorf("top %d", l.Top())
	}
	l.Select(46)
	if l.Top() != 45 {
		t.Errorf("a visible row scrolls to %d", l.Top())
	}
}

func TestAStaticListScrolls(t *testing.T) {
	l := list(100, 20, 10)
	l.Static = true
	l.Act(keymap.Down)
	l.Act(keymap.PageDown)
	if l.Top() != 10 {
		t.Errorf("top %d", l.Top())
	}
}

func TestRowAt(t *testing.T) {
	l := list(3, 20, 10)
	if row, ok := l.RowAt(2); row != 2 || !ok {
		t.Errorf("line 2 is row %d, %v", row, ok)
	}
	for _, y := range []int{-1, 3, 10} {
		if _, ok := l.RowAt(y); ok {
			t.Errorf("line %d has a row", y)
		}
	}
}

func TestTheCursorStaysInAndTheViewIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := &vlist.List{Static: rapid.Bool().Draw(t, "static")}
		for range rapid.IntRange(1, 20).Draw(t, "steps") {
			switch rapid.IntRange(0, 5).Draw(t, "step") {
			case 0:
				l.Resize(rapid.IntRange(1, 40).Draw(t, "w"), rapid.IntRange(1, 30).Draw(t, "h"))
			case 1:
				l.SetCount(rapid.IntRange(0, 100).Draw(t, "n"))
			case 2:
				l.Select(rapid.IntRange(-5, 120).Draw(t, "row"))
			case 4:
				if l.Grab(rapid.IntRange(0, 40).Draw(t, "x"), rapid.IntRange(-1, 30).Draw(t, "y")) {
					l.Pull(rapid.IntRange(-9, 60).Draw(t, "to"))
				}
			case 3:
				l.Wheel(rapid.IntRange(-30, 30).Draw(t, "lines"))
			default:
				l.Act(rapid.SampledFrom([]keymap.ID{keymap.Up, keymap.Down, keymap.PageUp, keymap.PageDown, keymap.Top, keymap.Bottom}).Draw(t, "move"))
				if c := l.Cursor(); !l.Static && l.Count() > 0 && l.Height() > 0 && (c < l.Top() || c >= l.Top()+l.Height()) {
					t.Fatalf("cursor %d is out of the window %d+%d", c, l.Top(), l.Height())
				}
			}
			if c, n := l.Cursor(), l.Count(); c < 0 || c > 0 && c >= n {
				t.Fatalf("cursor %d of %d rows", c, n)
			}
			if top := l.Top(); top < 0 || top > max(0, l.Count()-l.Height()) {
				t.Fatalf("top %d of %d rows in %d lines", top, l.Count(), l.Height())
			}
			drawn := 0
			if rows := draw(l, &drawn); len(rows) != max(l.Height(), 1) {
				t.Fatalf("%d lines, want %d", len(rows), l.Height())
			}
		}
	})
}

// The thumb comes to the mouse, so that it stays under it while it is pulled.
func TestTheScrollBarIsPulled(t *testing.T) {
	var l vlist.List
	l.Resize(20, 10)
	l.SetCount(100)
	if l.Grab(18, 5) || l.Grab(19, 10) {
		t.Fatal("grabbed beside it")
	}
	if !l.Grab(19, 9) || l.Top() != 90 {
		t.Errorf("at the end: top %d", l.Top())
	}
	for y, last := 9, 91; y >= 0; y-- {
		l.Pull(y)
		if l.Top() >= last || (y == 0) != (l.Top() == 0) {
			t.Errorf("line %d: top %d", y, l.Top())
		}
		last = l.Top()
	}
	l.Let()
	if l.Pull(9); l.Top() != 0 {
		t.Errorf("pulled after it was let go of: top %d", l.Top())
	}
	l.SetCount(10)
	if l.Grab(19, 3) {
		t.Error("there is no scroll bar")
	}
}
