// Package picture turns a frame of the workbench into an SVG, for the README.
// It draws what a terminal would: cells, their colours, and box lines that meet
// without gaps, whatever font the reader has.
//
// The pictures in docs are made by this package's tests from the running
// program and checked against it: see docs/screenshot.sh. A new one is a line
// in [Screens].
package picture

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"image/color"
	"strings"

	"charm.land/lipgloss/v2"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"

	"postern/ui/theme"
)

// The size of a cell and of what is around the screen, in pixels.
const (
	cellW, cellH = 8.4, 18.0
	fontSize     = 14
	baseline     = 13.0
	margin       = 14.0
	titleBar     = 28.0
)

// paper is the background. A terminal's background is not the program's to
// choose, so the theme has none.
func paper() color.Color { return color.RGBA{0x14, 0x18, 0x1f, 0xff} }

// SVG draws a styled frame of the given size in cells.
func SVG(title, frame string, width, height int) []byte {
	p := &pen{canvas: lipgloss.NewCanvas(width, height), w: width, h: height}
	p.canvas.Compose(lipgloss.NewLayer(frame))
	w, h := float64(width)*cellW+2*margin, float64(height)*cellH+margin+titleBar
	p.f(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %.0f" width="%.0f" height="%.0f" role="img">`+"\n", w, h, w, h)
	p.f("<title>%s</title>\n<desc>%s</desc>\n", escaped(title), escaped("\n"+plain(frame)+"\n"))
	p.f(`<rect width="%.0f" height="%.0f" rx="8" fill="%s"/>`+"\n", w, h, hex(paper()))
	palette := theme.Dark()
	for i, c := range []color.Color{palette.Red, palette.Yellow, palette.Green} {
		p.f(`<circle cx="%.0f" cy="%.0f" r="5.5" fill="%s"/>`+"\n", margin+6+float64(i)*18, titleBar/2, hex(c))
	}
	p.f(`<g transform="translate(%.0f %.0f)" font-family="ui-monospace,'SF Mono',Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="%d" xml:space="preserve">`+"\n", margin, titleBar, fontSize)
	for y := range height {
		p.row(y)
	}
	p.f("</g>\n</svg>\n")
	return p.b.Bytes()
}

// Text returns the frame's text that stands in a picture.
func Text(svg []byte) string {
	var doc struct {
		Desc string `xml:"desc"`
	}
	if err := xml.Unmarshal(svg, &doc); err != nil {
		return ""
	}
	return strings.Trim(doc.Desc, "\n")
}

// Plain is a frame without its styles, as [Text] gives it back.
func Plain(frame string) string { return strings.Trim(plain(frame), "\n") }

func plain(frame string) string {
	lines := strings.Split(ansi.Strip(frame), "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " \r")
	}
	return strings.Join(lines, "\n")
}

// pen draws cells.
type pen struct {
	b      bytes.Buffer
	canvas *lipgloss.Canvas
	w, h   int
}

func (p *pen) f(format string, args ...any) { fmt.Fprintf(&p.b, format, args...) }

func (p *pen) cell(x, y int) uv.Cell {
	if c := p.canvas.CellAt(x, y); c != nil {
		return *c
	}
	return uv.EmptyCell
}

// row draws one row: backgrounds, lines, then texts in runs of one style.
func (p *pen) row(y int) {
	for x := 0; x < p.w; {
		first := p.cell(x, y)
		end := x + 1
		for end < p.w && look(p.cell(end, y)) == look(first) {
			end++
		}
		p.run(x, end, y)
		x = end
	}
}

// look is what makes a run: the colours and attributes of a cell.
func look(c uv.Cell) string {
	fg, bg := colours(c)
	return fmt.Sprint(fg, bg, c.Style.Attrs, c.Style.Underline)
}

// colours are what a cell is drawn in; an empty background is the paper.
func colours(c uv.Cell) (fg, bg string) {
	fore, back := c.Style.Fg, c.Style.Bg
	if fore == nil {
		fore = theme.Dark().Text
	}
	if c.Style.Attrs&uv.AttrReverse != 0 {
		if back == nil {
			back = paper()
		}
		fore, back = back, fore
	}
	if back != nil {
		bg = hex(back)
	}
	return hex(fore), bg
}

func (p *pen) run(from, to, y int) {
	first := p.cell(from, y)
	fg, bg := colours(first)
	left, top := float64(from)*cellW, float64(y)*cellH
	if bg != "" {
		p.f(`<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" fill="%s" shape-rendering="crispEdges"/>`+"\n", left, top, float64(to-from)*cellW, cellH, bg)
	}
	var text strings.Builder
	for x := from; x < to; {
		c := p.cell(x, y)
		if d := strokes(c.Content, float64(x)*cellW, top); d != "" {
			p.f(`<path d="%s" fill="none" stroke="%s"/>`+"\n", d, fg)
			text.WriteByte(' ')
		} else if c.Content == "" {
			text.WriteByte(' ')
		} else {
			text.WriteString(c.Content)
		}
		x += max(1, c.Width)
	}
	s := strings.TrimRight(text.String(), " ")
	if trimmed := strings.TrimLeft(s, " "); trimmed != "" {
		left += float64(len(s)-len(trimmed)) * cellW
		// Of several spaces SVG keeps one, and stretches the letters for it.
		spaced := strings.ReplaceAll(escaped(trimmed), "  ", "\u00a0\u00a0")
		p.f(`<text x="%.1f" y="%.1f" textLength="%.1f" fill="%s"%s>%s</text>`+"\n",
			left, top+baseline, float64(ansi.StringWidth(trimmed))*cellW, fg, attributes(first), spaced)
	}
}

func attributes(c uv.Cell) string {
	var out string
	if c.Style.Attrs&uv.AttrBold != 0 {
		out += ` font-weight="bold"`
	}
	if c.Style.Attrs&uv.AttrItalic != 0 {
		out += ` font-style="italic"`
	}
	if c.Style.Attrs&uv.AttrFaint != 0 {
		out += ` opacity="0.6"`
	}
	var lines []string
	if c.Style.Underline != 0 {
		lines = append(lines, "underline")
	}
	if c.Style.Attrs&uv.AttrStrikethrough != 0 {
		lines = append(lines, "line-through")
	}
	if len(lines) > 0 {
		out += ` text-decoration="` + strings.Join(lines, " ") + `"`
	}
	return out
}

// strokes is the path of a box-drawing character, "" for any other. Fonts draw
// these with gaps between the rows.
func strokes(s string, x, y float64) string {
	l, r, t, b := x, x+cellW, y, y+cellH
	cx, cy := x+cellW/2, y+cellH/2
	const bend = 4
	switch s {
	case "─":
		return fmt.Sprintf("M%.1f %.1fH%.1f", l, cy, r)
	case "│":
		return fmt.Sprintf("M%.1f %.1fV%.1f", cx, t, b)
	case "╭":
		return fmt.Sprintf("M%.1f %.1fV%.1fQ%.1f %.1f %.1f %.1fH%.1f", cx, b, cy+bend, cx, cy, cx+bend, cy, r)
	case "╮":
		return fmt.Sprintf("M%.1f %.1fV%.1fQ%.1f %.1f %.1f %.1fH%.1f", cx, b, cy+bend, cx, cy, cx-bend, cy, l)
	case "╰":
		return fmt.Sprintf("M%.1f %.1fV%.1fQ%.1f %.1f %.1f %.1fH%.1f", cx, t, cy-bend, cx, cy, cx+bend, cy, r)
	case "╯":
		return fmt.Sprintf("M%.1f %.1fV%.1fQ%.1f %.1f %.1f %.1fH%.1f", cx, t, cy-bend, cx, cy, cx-bend, cy, l)
	}
	return ""
}

func hex(c color.Color) string {
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}

func escaped(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s)) // a buffer takes everything
	return strings.ReplaceAll(b.String(), "&#xA;", "\n")
}

// Painted writes a styled frame as text that reads well in a diff: what is
// painted stands behind its colours, by their names in the palette, and its
// attributes, in angle quotes.
func Painted(frame string, width, height int, of theme.Palette) string {
	canvas := lipgloss.NewCanvas(width, height)
	canvas.Compose(lipgloss.NewLayer(frame))
	var b strings.Builder
	for y := range height {
		now, row := "", ""
		for x := 0; x < width; {
			c := uv.EmptyCell
			if at := canvas.CellAt(x, y); at != nil {
				c = *at
			}
			if s := named(c.Style, of); s != now {
				row += "‹" + s + "›"
				now = s
			}
			row += c.Content
			x += max(1, c.Width)
		}
		if now != "" {
			row += "‹›"
		}
		b.WriteString(strings.TrimRight(row, " ") + "\n")
	}
	return b.String()
}

// named says what a style looks like; "" is the terminal's own.
func named(s uv.Style, of theme.Palette) string {
	var words []string
	for _, at := range []struct {
		on color.Color
		by string
	}{{s.Fg, ""}, {s.Bg, "on "}} {
		if at.on == nil {
			continue
		}
		name := hex(at.on)
		for _, c := range []struct {
			name string
			is   color.Color
		}{
			{"text", of.Text},
			{"faint", of.Faint},
			{"border", of.Border},
			{"accent", of.Accent},
			{"green", of.Green},
			{"yellow", of.Yellow},
			{"red", of.Red},
			{"blue", of.Blue},
			{"purple", of.Purple},
			{"cyan", of.Cyan},
			{"orange", of.Orange},
			{"selected", of.Selected},
			{"marked", of.Marked},
		} {
			if c.is != nil && hex(c.is) == name {
				name = c.name
				break
			}
		}
		words = append(words, at.by+name)
	}
	for _, a := range []struct {
		on   bool
		name string
	}{
		{s.Attrs&uv.AttrBold != 0, "bold"},
		{s.Attrs&uv.AttrFaint != 0, "dim"},
		{s.Attrs&uv.AttrItalic != 0, "italic"},
		{s.Attrs&uv.AttrReverse != 0, "reverse"},
		{s.Attrs&uv.AttrStrikethrough != 0, "struck"},
		{s.Underline != 0, "underlined"},
	} {
		if a.on {
			words = append(words, a.name)
		}
	}
	return strings.Join(words, " ")
}
