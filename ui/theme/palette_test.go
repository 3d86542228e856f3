package theme_test

import (
	"image/color"
	"testing"

	"github.com/charmbracelet/colorprofile"

	"postern/ui/theme"
)

// Terminals with few colours show the nearest one they have: what must be told
// apart has to differ there as well.
func TestColoursDifferWhereThereAreFew(t *testing.T) {
	for _, p := range []theme.Palette{theme.Dark(), theme.Light()} {
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
