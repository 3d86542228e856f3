package theme

import (
	"image/color"

	"charm.land/lipgloss/v2"
)

// Palette is the handful of colours a theme is made of. A nil colour is the
// terminal's own. What tells states apart has an attribute besides, so that
// nothing is told by colour alone.
type Palette struct {
	Name string
	// Text levels.
	Text, Faint, Border color.Color
	// Accent marks focus and choice.
	Accent color.Color
	// Meanings.
	Green, Yellow, Red, Blue, Purple, Cyan, Orange color.Color
	// Selected and Marked are row backgrounds; with Plain set they are drawn
	// by attributes instead. They differ on terminals of 256 and of 16 colours,
	// too, where the nearest colour may be far.
	Selected, Marked color.Color
	// Plain says that no colour may be used, only attributes.
	Plain bool
}

// Dark is for dark terminals and the default.
func Dark() Palette {
	return Palette{
		Name: "dark",
		Text: lipgloss.Color("#d8dee9"), Faint: lipgloss.Color("#7b8698"), Border: lipgloss.Color("#4a5568"),
		Accent: lipgloss.Color("#5ec4ff"),
		Green:  lipgloss.Color("#7fd88f"), Yellow: lipgloss.Color("#f0c674"), Red: lipgloss.Color("#ff7b72"),
		Blue: lipgloss.Color("#79b8ff"), Purple: lipgloss.Color("#c9a0ff"), Cyan: lipgloss.Color("#6fd6d6"),
		Orange:   lipgloss.Color("#ffab70"),
		Selected: lipgloss.Color("#2b4a66"), Marked: lipgloss.Color("#32363d"),
	}
}

// Light is for light terminals.
func Light() Palette {
	return Palette{
		Name: "light",
		Text: lipgloss.Color("#24292f"), Faint: lipgloss.Color("#6e7781"), Border: lipgloss.Color("#b4bcc5"),
		Accent: lipgloss.Color("#0550ae"),
		Green:  lipgloss.Color("#1a7f37"), Yellow: lipgloss.Color("#8a6100"), Red: lipgloss.Color("#cf222e"),
		Blue: lipgloss.Color("#0969da"), Purple: lipgloss.Color("#7b3fc4"), Cyan: lipgloss.Color("#0f6f78"),
		Orange:   lipgloss.Color("#b04c00"),
		Selected: lipgloss.Color("#cfe4ff"), Marked: lipgloss.Color("#e8e8e8"),
	}
}

// Own is made of the sixteen colours of the terminal, which its person has made
// fit for its ground, for what asks the terminal nothing: a command that prints
// a few lines cannot know whether they stand on black or on white.
func Own() Palette {
	return Palette{
		Name:  "the terminal's own",
		Faint: lipgloss.Color("8"), Border: lipgloss.Color("8"),
		Accent: lipgloss.Color("6"),
		Green:  lipgloss.Color("2"), Yellow: lipgloss.Color("3"), Red: lipgloss.Color("1"),
		Blue: lipgloss.Color("12"), Purple: lipgloss.Color("5"), Cyan: lipgloss.Color("6"),
		Orange: lipgloss.Color("3"),
	}
}

// Contrast is for eyes that need more of it: every text stands out seven times
// from a black or a white ground, as WCAG asks for at its highest level.
func Contrast(dark bool) Palette {
	if dark {
		return Palette{
			Name: "high contrast",
			Text: lipgloss.Color("#ffffff"), Faint: lipgloss.Color("#d0d0d0"), Border: lipgloss.Color("#a8a8a8"),
			Accent: lipgloss.Color("#ffff00"),
			Green:  lipgloss.Color("#7dff7d"), Yellow: lipgloss.Color("#ffe866"), Red: lipgloss.Color("#ffb0a8"),
			Blue: lipgloss.Color("#a8d0ff"), Purple: lipgloss.Color("#e4c4ff"), Cyan: lipgloss.Color("#80ffff"),
			Orange:   lipgloss.Color("#ffc890"),
			Selected: lipgloss.Color("#0000af"), Marked: lipgloss.Color("#303030"),
		}
	}
	return Palette{
		Name: "high contrast light",
		Text: lipgloss.Color("#000000"), Faint: lipgloss.Color("#303030"), Border: lipgloss.Color("#4e4e4e"),
		Accent: lipgloss.Color("#00009f"),
		Green:  lipgloss.Color("#004d00"), Yellow: lipgloss.Color("#4d3b00"), Red: lipgloss.Color("#7d0000"),
		Blue: lipgloss.Color("#002f80"), Purple: lipgloss.Color("#4b0082"), Cyan: lipgloss.Color("#004850"),
		Orange:   lipgloss.Color("#662b00"),
		Selected: lipgloss.Color("#ffe066"), Marked: lipgloss.Color("#dadada"),
	}
}

// Mono uses attributes only, for NO_COLOR and terminals without colour.
func Mono() Palette { return Palette{Name: "no colour", Plain: true} }

func (p Palette) style(r Role) lipgloss.Style {
	s := lipgloss.NewStyle()
	if p.Plain {
		return p.plain(s, r)
	}
	fg := map[Role]color.Color{
		Plain: p.Text, Faint: p.Faint, Strong: p.Text, Accent: p.Accent,
		Title: p.Faint, TitleFocus: p.Accent, Border: p.Border, BorderFocus: p.Accent,
		Tab: p.Faint, TabActive: p.Accent,
		OK: p.Green, Info: p.Blue, Warn: p.Yellow, Error: p.Red, Disabled: p.Faint, Secret: p.Purple,
		Variable: p.Cyan, Unresolved: p.Red,
		JSONKey: p.Blue, JSONString: p.Green, JSONNumber: p.Orange, JSONBool: p.Purple, JSONNull: p.Faint, JSONPunct: p.Faint,
		Get: p.Green, Post: p.Yellow, Put: p.Blue, Patch: p.Purple, Delete: p.Red, OtherMethod: p.Cyan,
		KeyName: p.Accent, Badge: p.Green, BadgeWarn: p.Yellow, LineNumber: p.Border,
		Link: p.Cyan,
	}
	if c := fg[r]; c != nil {
		s = s.Foreground(c)
	}
	switch r {
	case Strong, TitleFocus, BorderFocus, TabActive, KeyName, Error:
		s = s.Bold(true)
	case Unresolved, Link:
		s = s.Underline(true)
	case Disabled:
		s = s.Strikethrough(true)
	case Cursor:
		s = s.Reverse(true)
	case Match:
		s = s.Foreground(p.Yellow).Underline(true)
	case MatchCurrent:
		s = s.Foreground(p.Yellow).Reverse(true)
	case Selection:
		s = s.Foreground(p.Text).Background(p.Selected)
	case QRCode:
		s = s.Foreground(lipgloss.Color("#ffffff")).Background(lipgloss.Color("#000000"))
	}
	return s
}

func (p Palette) plain(s lipgloss.Style, r Role) lipgloss.Style {
	switch r {
	case Strong, Accent, TitleFocus, TabActive, KeyName, Error, Get, Post, Put, Patch, Delete, OtherMethod, JSONKey:
		return s.Bold(true)
	case Faint, Disabled, LineNumber, Border:
		return s.Faint(true)
	case Unresolved, Match, Warn, Link:
		return s.Underline(true)
	case Cursor, MatchCurrent, Selection:
		return s.Reverse(true)
	}
	return s
}

func (p Palette) base(b Base, s lipgloss.Style) lipgloss.Style {
	if p.Plain {
		switch b {
		case Selected:
			return s.Reverse(true)
		case Marked:
			return s.Underline(true)
		}
		return s
	}
	switch b {
	case Selected:
		return s.Background(p.Selected).Bold(true)
	case Marked:
		return s.Background(p.Marked)
	}
	return s
}
