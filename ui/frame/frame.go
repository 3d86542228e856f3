// Package frame draws a pane's border with its number and title. What is inside
// is the pane's; where it stands is package layout's.
package frame

import (
	"strings"

	"postern/ui/layout"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/text"
)

// Frame is a pane with its border, cached by all it depends on. The zero value is
// ready.
type Frame struct {
	view, title string
	rect        layout.Rect
	focus       bool
	lines       []string
}

// Draw returns the pane's lines with border and title; th paints the border.
func (f *Frame) Draw(th *theme.Theme, slot layout.Slot, r layout.Rect, view string, title text.Line, focus bool) []string {
	border, name := theme.Border, theme.Title
	if focus {
		border, name = theme.BorderFocus, theme.TitleFocus
	}
	label := text.Of(name, safe.Clean(string(rune('1'+slot))+" "))
	for _, s := range title {
		if s.Role == theme.Title {
			s.Role = name
		}
		label = append(label, s)
	}
	width := label.WidthTo(r.W - 5)
	painted := label.Render(th, theme.None, width)
	if f.lines != nil && f.view == view && f.title == painted && f.rect == r && f.focus == focus {
		return f.lines
	}
	f.view, f.title, f.rect, f.focus = view, painted, r, focus
	paint := func(t safe.Text) string { return th.Paint(theme.None, border, t) }
	rule := safe.Clean(strings.Repeat("─", max(r.W-4-width, 0)))
	lines := make([]string, 0, r.H)
	lines = append(lines, paint(safe.Lit("╭─"))+painted+paint(safe.Lit(" ").Plus(rule, safe.Lit("╮"))))
	side := paint(safe.Lit("│"))
	for l := range strings.SplitSeq(view, "\n") {
		lines = append(lines, side+l+side)
	}
	lines = append(lines, paint(safe.Clean("╰"+strings.Repeat("─", max(r.W-2, 0))+"╯")))
	f.lines = lines
	return lines
}

// Rows joins the lines of the panes to those of a screen of some height, of which
// what stands beside no pane stays empty.
func Rows(height int, out layout.Output, lines func(layout.Slot, layout.Rect) []string) []string {
	rows := make([]strings.Builder, height)
	for _, slot := range []layout.Slot{layout.Tree, layout.Environment, layout.Request, layout.Response} { // from left to right
		r := out.Panes[slot]
		if r.Empty() {
			continue
		}
		for i, l := range lines(slot, r) {
			if r.Y+i < len(rows) {
				rows[r.Y+i].WriteString(l)
			}
		}
	}
	all := make([]string, height)
	for i := range rows {
		all[i] = rows[i].String()
	}
	return all
}
