package theme_test

import (
	"image/color"
	"reflect"
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"

	"postern/ui/safe"
	"postern/ui/theme"
)

// Terminals with few colours show the nearest one they have: what must be told
// apart has to differ there as well.
func TestColoursDifferWhereThereAreFew(t *testing.T) {
	for _, p := range theme.Palettes() {
		if p.Plain {
			continue
		}
		for _, profile := range []colorprofile.Profile{colorprofile.TrueColor, colorprofile.ANSI256, colorprofile.ANSI} {
			for _, pair := range []struct {
				what string
				a, b color.Color
			}{
				{"the chosen row with and without the focus", p.Selected, p.Marked},
				{"text on the chosen row", p.Text, p.Selected},
				{"text on the marked row", p.Text, p.Marked},
				{"faint text on the chosen row", p.Faint, p.Selected},
				{"faint text on the marked row", p.Faint, p.Marked},
				{"names on the chosen row", p.Cyan, p.Selected},
				{"borders with and without the focus", p.Accent, p.Border},
				{"good and bad", p.Green, p.Red},
			} {
				if a, b := profile.Convert(pair.a), profile.Convert(pair.b); a == b {
					t.Errorf("%s, %s: %s is not to be seen: both are %v", p.Name, profile, pair.what, a)
				}
			}
		}
	}
}

// attributes are what a text looks like without its colours: the attributes of
// its escape sequence.
func attributes(painted string) string {
	_, rest, _ := strings.Cut(painted, "\x1b[")
	codes, _, _ := strings.Cut(rest, "m")
	var out []string
	list := strings.Split(codes, ";")
	for i := 0; i < len(list); i++ {
		switch n := list[i]; {
		case n == "38" || n == "48":
			if i+1 < len(list) && list[i+1] == "5" {
				i += 2
			} else {
				i += 4
			}
		case len(n) == 1:
			out = append(out, n)
		}
	}
	return strings.Join(out, ";")
}

// No state is told by colour alone: what differs in meaning differs in bold,
// underline, strike or reverse too, in every theme.
func TestStateIsNotColourAlone(t *testing.T) {
	own, _ := theme.Read("own", []theme.Line{{Name: "accent", Value: "5"}})
	for _, p := range append(theme.Palettes(), own) {
		th := theme.New(p)
		look := func(b theme.Base, r theme.Role) string { return attributes(th.Paint(b, r, safe.Lit("x"))) }
		for _, pair := range []struct {
			what string
			a, b theme.Role
		}{
			{"the tab that is open", theme.Tab, theme.TabActive},
			{"the title with the focus", theme.Title, theme.TitleFocus},
			{"the border with the focus", theme.Border, theme.BorderFocus},
			{"what is off", theme.Plain, theme.Disabled},
			{"a name without a value", theme.Variable, theme.Unresolved},
			{"a hit", theme.Plain, theme.Match},
			{"the present hit", theme.Match, theme.MatchCurrent},
			{"the cursor", theme.Plain, theme.Cursor},
			{"an error", theme.OK, theme.Error},
		} {
			if a, b := look(theme.None, pair.a), look(theme.None, pair.b); a == b {
				t.Errorf("%s: %s differs in colour alone (%q)", p.Name, pair.what, a)
			}
		}
		if a, b := look(theme.None, theme.Plain), look(theme.Selected, theme.Plain); a == b {
			t.Errorf("%s: the chosen row differs in colour alone", p.Name)
		}
		if a, b := look(theme.Marked, theme.Plain), look(theme.Selected, theme.Plain); a == b {
			t.Errorf("%s: the chosen row looks the same with and without the focus but for its colour", p.Name)
		}
	}
}

// Text can be read: high contrast on every ground, the others at least on the
// terminal's.
func TestContrast(t *testing.T) {
	black, white := color.Gray{}, color.Gray{Y: 255}
	for _, tt := range []struct {
		p      theme.Palette
		ground color.Color
		// text and rows are the least contrast on the terminal's ground and on
		// the chosen row.
		text, rows float64
	}{
		{theme.Contrast(true), black, 7, 7},
		{theme.Contrast(false), white, 7, 7},
		{theme.Dark(), black, 4.5, 2},
		{theme.Light(), white, 4.5, 2},
	} {
		p := tt.p
		for name, c := range map[string]color.Color{
			"text": p.Text, "faint": p.Faint, "accent": p.Accent, "green": p.Green, "yellow": p.Yellow, "red": p.Red,
			"blue": p.Blue, "purple": p.Purple, "cyan": p.Cyan, "orange": p.Orange,
		} {
			if got := theme.ContrastOf(c, tt.ground); got < tt.text {
				t.Errorf("%s: %s stands out %.1f times from the terminal", p.Name, name, got)
			}
			for _, ground := range []color.Color{p.Selected, p.Marked} {
				if got := theme.ContrastOf(c, ground); got < tt.rows {
					t.Errorf("%s: %s stands out %.1f times from a chosen row", p.Name, name, got)
				}
			}
		}
	}
}

func TestOwnTheme(t *testing.T) {
	for _, tt := range []struct {
		name  string
		lines []theme.Line
		// wrong is what is said of which line.
		wrong map[int]string
		want  func() theme.Palette
	}{
		{"nothing", nil, nil, theme.Dark},
		{"colours", []theme.Line{{"text", "#fff"}, {"accent", "12"}, {"faint", "default"}}, nil, func() theme.Palette {
			p := theme.Dark()
			p.Text, p.Accent, p.Faint = lipgloss.Color("#ffffff"), lipgloss.Color("12"), nil
			return p
		}},
		{"a base, wherever it stands", []theme.Line{{"red", "#f00000"}, {"base", "light"}}, nil, func() theme.Palette {
			p := theme.Light()
			p.Red = lipgloss.Color("#f00000")
			return p
		}},
		{"no such base", []theme.Line{{"base", "no colour"}}, map[int]string{0: "no theme"}, theme.Dark},
		{"no such name", []theme.Line{{"rde", "1"}, {"red", "1"}}, map[int]string{0: `no colour "rde"`}, func() theme.Palette {
			p := theme.Dark()
			p.Red = lipgloss.Color("1")
			return p
		}},
		{"no colours", []theme.Line{{"red", "#12345"}, {"blue", "256"}, {"green", "reddish"}, {"cyan", "#gggggg"}}, map[int]string{0: "no colour", 1: "no colour", 2: "no colour", 3: "no colour"}, theme.Dark},
		{"a row without a colour", []theme.Line{{"selected", "default"}}, map[int]string{0: "needs a colour"}, theme.Dark},
		{"text that could not be read", []theme.Line{{"selected", "#d8dee9"}}, map[int]string{0: "could not be read"}, theme.Dark},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p, wrong := theme.Read("own", tt.lines)
			want := tt.want()
			if want.Name = "own"; !reflect.DeepEqual(p, want) {
				t.Errorf("got %v, want %v", p, want)
			}
			for _, w := range wrong {
				if said := tt.wrong[w.Line]; said == "" || !strings.Contains(w.What, said) || w.Hint == "" {
					t.Errorf("line %d: %s (%s)", w.Line, w.What, w.Hint)
				}
			}
			if len(wrong) != len(tt.wrong) {
				t.Errorf("%d lines are wrong, want %d", len(wrong), len(tt.wrong))
			}
		})
	}
	if p, _ := theme.Read("file", []theme.Line{{"name", "Sea"}}); p.Name != "Sea" {
		t.Errorf("it is called %q", p.Name)
	}
}
