package layout

import (
	"fmt"
	"strings"
	"testing"
)

// draw paints the layout at a tenth of its size, one letter a pane, so that a
// reviewer sees the screen in the diff.
func draw(in Input) string {
	out := Compute(in)
	if out.Small {
		return "small"
	}
	const dx, dy = 10, 4
	var b strings.Builder
	for y := dy / 2; y < in.Height; y += dy {
		for x := dx / 2; x < in.Width; x += dx {
			c := byte('.')
			for s, r := range out.Panes {
				if r.Contains(x, y) {
					c = "CQRE"[s]
				}
			}
			b.WriteByte(c)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestCompute(t *testing.T) {
	for _, tt := range []struct {
		name string
		in   Input
		want string
	}{
		{"two columns", Input{Width: 120, Height: 40}, "" +
			"CCCQQQQQQQQQ\nCCCQQQQQQQQQ\nCCCQQQQQQQQQ\nCCCRRRRRRRRR\nCCCRRRRRRRRR\n" +
			"CCCRRRRRRRRR\nCCCRRRRRRRRR\nEEERRRRRRRRR\nEEERRRRRRRRR\nEEERRRRRRRRR\n"},
		{"one column, tree", Input{Width: 80, Height: 24}, "" +
			"CCCCCCCC\nCCCCCCCC\nCCCCCCCC\nCCCCCCCC\nEEEEEEEE\nEEEEEEEE\n"},
		{"one column, response", Input{Width: 80, Height: 24, Focus: Response}, "" +
			"QQQQQQQQ\nQQQQQQQQ\nRRRRRRRR\nRRRRRRRR\nRRRRRRRR\nRRRRRRRR\n"},
		{"three columns", Input{Width: 200, Height: 16}, "" +
			"CCCCQQQQQQQRRRRRRRRR\nCCCCQQQQQQQRRRRRRRRR\nEEEEQQQQQQQRRRRRRRRR\nEEEEQQQQQQQRRRRRRRRR\n"},
		{"zoom", Input{Width: 120, Height: 12, Focus: Response, Zoom: true}, "" +
			"RRRRRRRRRRRR\nRRRRRRRRRRRR\nRRRRRRRRRRRR\n"},
		{"environment grows with the focus", Input{Width: 80, Height: 24, Focus: Environment}, "" +
			"CCCCCCCC\nCCCCCCCC\nCCCCCCCC\nEEEEEEEE\nEEEEEEEE\nEEEEEEEE\n"},
		{"a tall request", Input{Width: 80, Height: 24, Focus: Request, Tall: true}, "" +
			"QQQQQQQQ\nQQQQQQQQ\nQQQQQQQQ\nQQQQQQQQ\nRRRRRRRR\nRRRRRRRR\n"},
		{"tall only while it has the focus", Input{Width: 80, Height: 24, Focus: Response, Tall: true}, "" +
			"QQQQQQQQ\nQQQQQQQQ\nRRRRRRRR\nRRRRRRRR\nRRRRRRRR\nRRRRRRRR\n"},
		{"too small", Input{Width: 39, Height: 24}, "small"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := draw(tt.in); got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

// Every cell of every size belongs to exactly one area, at every focus.
func TestComputeCoversTheScreen(t *testing.T) {
	for w := 1; w <= 240; w += 7 {
		for h := 1; h <= 80; h += 3 {
			for f := range Slots {
				for _, tour := range []bool{false, true} {
					in := Input{Width: w, Height: h, Focus: f, Tour: tour, Tall: h%2 == 0, Sizes: Sizes{Column: (w % 5) * 20, Environment: Share(h * 13), Request: Share((w * 7) % 1001), Beside: Share((h * 31) % 1001)}}
					if err := covered(in, Compute(in)); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
	}
}

func covered(in Input, out Output) error {
	if out.Small {
		return nil
	}
	areas := append(out.Panes[:], out.Tour, out.Status)
	cells := 0
	for _, r := range areas {
		if r.Empty() {
			continue
		}
		if r.X < 0 || r.Y < 0 || r.X+r.W > in.Width || r.Y+r.H > in.Height {
			return fmt.Errorf("%+v: %+v is outside", in, r)
		}
		cells += r.W * r.H
	}
	if cells != in.Width*in.Height {
		return fmt.Errorf("%+v: areas have %d cells, the screen %d: %+v", in, cells, in.Width*in.Height, out)
	}
	if out.Panes[in.Focus].Empty() {
		return fmt.Errorf("%+v: the focused pane is not shown", in)
	}
	return nil
}
