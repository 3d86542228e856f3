package stops_test

import (
	"testing"

	"postern/ui/keymap"
	"postern/ui/widget/stops"
)

// line is a title, or a row.
type line rune

func (l line) Stops() bool { return l != 't' }

func TestTitlesArePassedOver(t *testing.T) {
	for _, tt := range []struct {
		lines string
		from  int
		id    keymap.ID
		want  int
	}{
		{"rrtr", 1, keymap.Down, 3},
		{"rrtr", 3, keymap.Up, 1},
		{"trr", 1, keymap.Up, 1},
		{"ttr", 2, keymap.Top, 2},
		{"rrt", 0, keymap.Bottom, 1},
		{"rtt", 0, keymap.Down, 0},
		{"rrrrr", 0, keymap.PageDown, 3},
		{"rrtrr", 4, keymap.PageUp, 1},
		{"rrrrr", 2, keymap.PageUp, 0},
		{"t", 0, keymap.Down, 0},
		{"", 0, keymap.Bottom, 0},
	} {
		x := stops.List[line]{Lines: []line(tt.lines), Cursor: tt.from}
		if !x.Act(tt.id, 3) || x.Cursor != tt.want || x.Moved != (tt.from != tt.want) {
			t.Errorf("%q: %s from %d leads to %d, want %d; moved: %v", tt.lines, tt.id, tt.from, x.Cursor, tt.want, x.Moved)
		}
		if _, ok := x.At(); ok != (tt.lines != "") {
			t.Errorf("%q: there is a line: %v", tt.lines, ok)
		}
	}
	if new(stops.List[line]).Act(keymap.Open, 1) {
		t.Error("to open is to move")
	}
}

func TestAMoveSaysWhetherItWent(t *testing.T) {
	x := stops.List[line]{Lines: []line("trt")}
	x.Go(0)
	if x.Cursor != 1 || x.Move(1) || x.Move(-1) {
		t.Errorf("at %d it goes on", x.Cursor)
	}
}
