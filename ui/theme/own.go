package theme

import (
	"image/color"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"charm.land/lipgloss/v2"
)

// Line is an entry of a person's own theme, as it was read: one of the names of
// [Names], "base" or "name", with its value.
type Line struct{ Name, Value string }

// Wrong is what is wrong with a line, which is skipped, and one thing to try.
type Wrong struct {
	// Line is the index of the line.
	Line       int
	What, Hint string
}

// Palettes returns the themes there are, the default one first.
func Palettes() []Palette {
	return []Palette{Dark(), Light(), Contrast(true), Contrast(false), Mono()}
}

// Names are the names of the colours of a palette.
func Names() []string {
	var p Palette
	return slices.Sorted(maps.Keys(p.colours()))
}

func (p *Palette) colours() map[string]*color.Color {
	return map[string]*color.Color{
		"text": &p.Text, "faint": &p.Faint, "border": &p.Border, "accent": &p.Accent,
		"green": &p.Green, "yellow": &p.Yellow, "red": &p.Red, "blue": &p.Blue, "purple": &p.Purple, "cyan": &p.Cyan, "orange": &p.Orange,
		selectedName: &p.Selected, markedName: &p.Marked,
	}
}

const (
	selectedName = "selected"
	markedName   = "marked"
	// terminals is the value of a colour that is the terminal's own.
	terminals = "default"
)

// Read makes a palette of the lines of a person's own theme, called name unless
// they say otherwise. Colours that they do not give are those of their base.
func Read(name string, lines []Line) (Palette, []Wrong) {
	var wrong []Wrong
	p := Dark()
	for i, l := range lines {
		if l.Name != "base" {
			continue
		}
		at := slices.IndexFunc(Palettes(), func(p Palette) bool { return p.Name == l.Value && !p.Plain })
		if at < 0 {
			wrong = append(wrong, Wrong{i, "there is no theme " + strconv.Quote(l.Value) + " to begin with", `"dark", "light", "high contrast" and "high contrast light" are there`})
			continue
		}
		p = Palettes()[at]
	}
	base := p
	p.Name = name
	colours := p.colours()
	for i, l := range lines {
		to := colours[l.Name]
		c, ok := parse(l.Value)
		switch {
		case l.Name == "base":
		case l.Name == "name":
			p.Name = l.Value
		case to == nil:
			wrong = append(wrong, Wrong{i, "there is no colour " + strconv.Quote(l.Name), "there are " + strings.Join(Names(), ", ")})
		case !ok:
			wrong = append(wrong, Wrong{i, strconv.Quote(l.Value) + " is no colour", `write "#5ec4ff", a number from 0 to 255, or "default" for the terminal's own`})
		case c == nil && (l.Name == selectedName || l.Name == markedName):
			wrong = append(wrong, Wrong{i, "the " + l.Name + " row needs a colour of its own", `write "#2b4a66" or a number from 0 to 255`})
		default:
			*to = c
		}
	}
	return p, append(wrong, p.readable(base, lines)...)
}

// readable takes back the grounds on which the text could not be read.
func (p *Palette) readable(base Palette, lines []Line) []Wrong {
	var wrong []Wrong
	own, usual := p.colours(), base.colours()
	for _, name := range []string{selectedName, markedName} {
		i := slices.IndexFunc(lines, func(l Line) bool { return l.Name == name })
		if i < 0 || p.Text == nil || ContrastOf(p.Text, *own[name]) >= minContrast {
			continue
		}
		*own[name] = *usual[name]
		wrong = append(wrong, Wrong{i, "the text could not be read on that colour", "take one further from that of text"})
	}
	return wrong
}

// minContrast is what a person's own colours must have at the least: half of
// what is called readable.
const minContrast = 2

// parse reads a colour; nil is the terminal's own.
func parse(s string) (c color.Color, ok bool) {
	if s == terminals {
		return nil, true
	}
	if hex, found := strings.CutPrefix(s, "#"); found {
		_, err := strconv.ParseUint(hex, 16, 32)
		return lipgloss.Color(s), err == nil && (len(hex) == 3 || len(hex) == 6)
	}
	_, err := strconv.ParseUint(s, 10, 8)
	return lipgloss.Color(s), err == nil
}

// ContrastOf is how far two colours stand out from each other, from 1 to 21, as
// WCAG 2.2 defines it.
func ContrastOf(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}

// linear undoes the gamma of a channel from 0 to 65535.
func linear(channel uint32) float64 {
	v := float64(channel) / 0xffff
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}
