package layout

import "testing"

// Every divider goes as far as it is moved, with what it divides staying usable,
// and all of its cells find it.
func TestDividers(t *testing.T) {
	for _, tt := range []struct {
		name string
		in   Input
		d    Divider
		x, y int
		at   func(Output) int
	}{
		{"column", Input{Width: 120, Height: 40}, Column, 30, 5, func(o Output) int { return o.Panes[Request].X }},
		{"its other half", Input{Width: 120, Height: 40}, Column, 31, 5, func(o Output) int { return o.Panes[Request].X }},
		{"left", Input{Width: 120, Height: 40}, Left, 5, 28, func(o Output) int { return o.Panes[Environment].Y }},
		{"left, alone", Input{Width: 80, Height: 31}, Left, 5, 21, func(o Output) int { return o.Panes[Environment].Y }},
		{"stacked", Input{Width: 120, Height: 40}, Stacked, 60, 14, func(o Output) int { return o.Panes[Response].Y }},
		{"beside", Input{Width: 200, Height: 40}, Beside, 114, 5, func(o Output) int { return o.Panes[Response].X }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Compute(tt.in).Divider(tt.x, tt.y); got != tt.d {
				t.Fatalf("at %d, %d is divider %d, not %d", tt.x, tt.y, got, tt.d)
			}
			was := tt.at(Compute(tt.in))
			for _, by := range []int{1, -1, 3, -3, 0} {
				in := tt.in
				in.Sizes = Moved(in, tt.d, by)
				if got := tt.at(Compute(in)); got != was+by {
					t.Errorf("by %d: at %d, was %d", by, got, was)
				}
			}
			for _, by := range []int{1000, -1000} {
				in := tt.in
				in.Sizes = Moved(in, tt.d, by)
				again := in
				again.Sizes = Moved(in, tt.d, by)
				if in.Sizes != again.Sizes {
					t.Errorf("by %d goes on beyond the bounds: %v, %v", by, in.Sizes, again.Sizes)
				}
				for s, r := range Compute(in).Panes {
					if !r.Empty() && (r.H < 4 || r.W < 16) {
						t.Errorf("by %d leaves %d with %+v", by, s, r)
					}
				}
				in.Sizes = in.Sizes.Unset(tt.d)
				if got := tt.at(Compute(in)); got != was {
					t.Errorf("set back it is at %d, was %d", got, was)
				}
			}
		})
	}
	zoomed := Compute(Input{Width: 120, Height: 40, Zoom: true})
	for x := range 120 {
		for y := range 40 {
			if zoomed.Divider(x, y) != NoDivider {
				t.Fatalf("a divider at %d, %d of a zoomed pane", x, y)
			}
		}
	}
}

// A size that the person gave a pane stays when the focus moves, and follows
// the terminal's.
func TestGivenSizesStay(t *testing.T) {
	in := Input{Width: 120, Height: 40, Sizes: Sizes{Environment: 200, Request: 700}}
	for f := range Slots {
		in.Focus, in.Tall = f, true
		out := Compute(in)
		if out.Panes[Environment].H != 8 || out.Panes[Request].H != 27 {
			t.Errorf("focus %d: %+v", f, out.Panes)
		}
	}
	in.Height = 80
	if out := Compute(in); out.Panes[Environment].H != 16 {
		t.Errorf("twice as high: %+v", out.Panes)
	}
	if got := (Sizes{Column: -1, Request: 1001, Beside: 5}).Sane(); got != (Sizes{Beside: 5}) {
		t.Errorf("sane: %+v", got)
	}
}

func TestGrown(t *testing.T) {
	for _, w := range []int{80, 120, 200} {
		for f := range Slots {
			in := Input{Width: w, Height: 40, Focus: f}
			was := Compute(in).Panes[f]
			var ok bool
			if in.Sizes, ok = Grown(in, 1); !ok {
				t.Fatalf("width %d: pane %d cannot grow", w, f)
			}
			if is := Compute(in).Panes[f]; is.H+is.W <= was.H+was.W {
				t.Errorf("width %d: pane %d was %+v and is %+v", w, f, was, is)
			}
		}
	}
	if _, ok := Grown(Input{Width: 120, Height: 40, Zoom: true}, 1); ok {
		t.Error("a zoomed pane grows")
	}
	if _, ok := Widened(Input{Width: 80, Height: 40}, 1); ok {
		t.Error("the only column grows")
	}
}
