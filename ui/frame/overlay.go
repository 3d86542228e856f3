package frame

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"postern/ui/layout"
	"postern/ui/widget/cells"
)

// Overlay lays a box over the lines of a screen of some width and returns where
// it lies, a third of the way down; "" leaves the lines as they are. The last
// line stays free.
func Overlay(lines []string, box string, width int) layout.Rect {
	if box == "" {
		return layout.Rect{}
	}
	rows := strings.Split(box, "\n")
	w := ansi.StringWidth(rows[0])
	x, y := max((width-w)/2, 0), max((len(lines)-1-len(rows))/3, 0)
	for i, r := range rows {
		if y+i < len(lines) {
			lines[y+i] = cells.Over(lines[y+i], r, x, w, width)
		}
	}
	return layout.Rect{X: x, Y: y, W: w, H: len(rows)}
}
