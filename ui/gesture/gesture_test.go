package gesture_test

import (
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"postern/ui/gesture"
	"postern/ui/layout"
	"postern/ui/pane"
)

// board writes down what it is told.
type board struct {
	in     layout.Input
	dialog layout.Rect
	said   []string
}

func newBoard() *board { return &board{in: layout.Input{Width: 120, Height: 40}} }

func (b *board) say(format string, args ...any) tea.Cmd {
	b.said = append(b.said, fmt.Sprintf(format, args...))
	return nil
}

func (b *board) Layout() (layout.Input, layout.Output) { return b.in, layout.Compute(b.in) }
func (b *board) Dialog() (layout.Rect, bool)           { return b.dialog, !b.dialog.Empty() }
func (b *board) TellDialog(ev pane.Event) tea.Cmd      { return b.say("dialog %T%v", ev, ev) }
func (b *board) TellPane(s layout.Slot, ev pane.Event) tea.Cmd {
	return b.say("%d %T%v", s, ev, ev)
}
func (b *board) Focus(s layout.Slot) tea.Cmd { b.in.Focus = s; return b.say("focus %d", s) }
func (b *board) Bottom(x int) tea.Cmd        { return b.say("bottom %d", x) }
func (b *board) Resize(s layout.Sizes, done bool) tea.Cmd {
	b.in.Sizes = s
	return b.say("resize %v", done)
}

func down(x, y int) tea.Msg { return tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft} }
func move(x, y int) tea.Msg { return tea.MouseMotionMsg{X: x, Y: y, Button: tea.MouseLeft} }
func up(x, y int) tea.Msg   { return tea.MouseReleaseMsg{X: x, Y: y, Button: tea.MouseLeft} }

func TestWhatIsPressedGetsWhatFollows(t *testing.T) {
	for _, tt := range []struct {
		name   string
		dialog layout.Rect
		do     []tea.Msg
		want   []string
	}{
		{"a click", layout.Rect{}, []tea.Msg{down(3, 4), up(3, 4)}, []string{"focus 0", "0 pane.Click{2 3 false}", "0 pane.Release{2 3 false}"}},
		{"a click with ctrl opens", layout.Rect{}, []tea.Msg{tea.MouseClickMsg{X: 3, Y: 4, Button: tea.MouseLeft, Mod: tea.ModCtrl}, up(3, 4)}, []string{
			"focus 0", "0 pane.Click{2 3 true}", "0 pane.Release{2 3 false}",
		}},
		{"a drag goes on outside", layout.Rect{}, []tea.Msg{down(3, 4), move(3, 4), move(50, 6), up(51, 6)}, []string{
			"focus 0", "0 pane.Click{2 3 false}", "0 pane.Drag{49 5}", "0 pane.Release{50 5 false}",
		}},
		{"another button lets nothing go", layout.Rect{}, []tea.Msg{down(3, 4), tea.MouseReleaseMsg{Button: tea.MouseRight}, move(4, 5)}, []string{
			"focus 0", "0 pane.Click{2 3 false}", "0 pane.Drag{3 4}",
		}},
		{"a motion without the button ends it", layout.Rect{}, []tea.Msg{down(3, 4), tea.MouseMotionMsg{X: 5, Y: 5}, move(6, 6), up(6, 6)}, []string{
			"focus 0", "0 pane.Click{2 3 false}", "0 pane.Release{0 0 true}",
		}},
		{"as a second press does", layout.Rect{}, []tea.Msg{down(3, 4), move(4, 4), down(60, 4)}, []string{
			"focus 0", "0 pane.Click{2 3 false}", "0 pane.Drag{3 3}", "0 pane.Release{0 0 true}", "focus 1", "1 pane.Click{28 3 false}",
		}},
		{"a border is clicked", layout.Rect{}, []tea.Msg{down(40, 0), up(40, 0)}, []string{"focus 1"}},
		{"so is a divider", layout.Rect{}, []tea.Msg{down(31, 3), up(31, 3)}, []string{"focus 1"}},
		{"the last line", layout.Rect{}, []tea.Msg{down(7, 39), move(8, 39), up(8, 39)}, []string{"bottom 7"}},
		{"a dialog", layout.Rect{X: 10, Y: 5, W: 20, H: 9}, []tea.Msg{down(11, 7), move(12, 9), up(90, 9)}, []string{
			"dialog pane.Click{1 2 false}", "dialog pane.Drag{2 4}", "dialog pane.Release{80 4 false}",
		}},
		{"beside a dialog", layout.Rect{X: 10, Y: 5, W: 20, H: 9}, []tea.Msg{down(60, 7), move(61, 9), up(61, 9)}, nil},
		{"the wheel", layout.Rect{}, []tea.Msg{tea.MouseWheelMsg{X: 60, Y: 30, Button: tea.MouseWheelUp}}, []string{"2 pane.Wheel{-3}"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b, h := newBoard(), gesture.Hand{}
			b.dialog = tt.dialog
			for _, msg := range tt.do {
				h.Update(msg, b, time.Time{}.Add(time.Hour))
			}
			if d := cmp.Diff(tt.want, b.said); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestADialogThatOpensEndsADrag(t *testing.T) {
	b, h := newBoard(), gesture.Hand{}
	for _, msg := range []tea.Msg{down(3, 4), move(3, 9)} {
		h.Update(msg, b, time.Now())
	}
	b.dialog = layout.Rect{X: 1, Y: 1, W: 5, H: 5}
	h.Update(move(3, 10), b, time.Now())
	if want := "0 pane.Release{0 0 true}"; !slices.Contains(b.said, want) || h.Dragging() {
		t.Errorf("%q", b.said)
	}
}

func TestTwoClicksAreOneOnlyIfTheyAreQuick(t *testing.T) {
	b, h, now := newBoard(), gesture.Hand{}, time.Now()
	for _, wait := range []time.Duration{0, 300, 300, 500} {
		now = now.Add(wait * time.Millisecond)
		b.said = append(b.said, "")
		h.Update(down(3, 4), b, now)
		h.Update(up(3, 4), b, now)
	}
	var doubles []string
	for _, s := range b.said {
		if s == "0 pane.Click{2 3 true}" {
			doubles = append(doubles, s)
		}
	}
	if len(doubles) != 1 {
		t.Errorf("%d of four clicks are double: %q", len(doubles), b.said)
	}
}

// A drag that waits at an edge is told again until it leaves it.
func TestADragThatWaitsAtAnEdge(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, h := newBoard(), gesture.Hand{}
		h.Update(down(3, 4), b, time.Now())
		cmd := h.Update(move(3, 0), b, time.Now())
		b.said = nil
		var first tea.Msg
		for range 3 {
			if cmd == nil {
				t.Fatal("nothing goes on")
			}
			msg := cmd()
			if batch, ok := msg.(tea.BatchMsg); ok {
				msg = batch[len(batch)-1]()
			}
			if first == nil {
				first = msg
			}
			cmd = h.Update(msg, b, time.Now())
		}
		if len(b.said) != 3 {
			t.Errorf("told %q", b.said)
		}
		h.Update(up(3, 0), b, time.Now())
		h.Update(down(3, 4), b, time.Now())
		h.Update(move(3, 0), b, time.Now())
		b.said = nil
		if h.Update(first, b, time.Now()) != nil || len(b.said) > 0 {
			t.Error("a tick of a drag that is over goes on")
		}
	})
}

// Whatever the mouse, the terminal and the dialogs do, nobody is told of a drag
// or a release without a press before, and a divider that is not held stays.
func TestNothingBreaks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b, h := newBoard(), gesture.Hand{}
		buttons := []tea.MouseButton{tea.MouseLeft, tea.MouseLeft, tea.MouseLeft, tea.MouseNone, tea.MouseRight}
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			e := tea.Mouse{
				X: rapid.IntRange(-2, 130).Draw(t, "x"), Y: rapid.IntRange(-2, 45).Draw(t, "y"),
				Button: rapid.SampledFrom(buttons).Draw(t, "button"),
			}
			switch rapid.IntRange(0, 7).Draw(t, "what") {
			case 0, 1:
				h.Update(tea.MouseClickMsg(e), b, time.Now())
			case 2, 3, 4:
				h.Update(tea.MouseMotionMsg(e), b, time.Now())
			case 5:
				h.Update(tea.MouseReleaseMsg(e), b, time.Now())
			case 6:
				b.in.Width, b.in.Height = rapid.IntRange(1, 220).Draw(t, "w"), rapid.IntRange(1, 60).Draw(t, "h")
				h.Cancel(b)
			case 7:
				b.dialog.W = rapid.IntRange(0, 1).Draw(t, "open") * 30
				b.dialog.H = 10
			}
		}
		pressed := false
		for _, s := range b.said {
			var to, ev string
			fmt.Sscan(s, &to, &ev)
			switch {
			case len(ev) > 10 && ev[:10] == "pane.Click":
				pressed = true
			case len(ev) > 9 && (ev[:9] == "pane.Drag" || ev[:9] == "pane.Rele"):
				if !pressed {
					t.Fatalf("%q without a press: %q", s, b.said)
				}
				pressed = ev[:9] == "pane.Drag"
			}
		}
	})
}
