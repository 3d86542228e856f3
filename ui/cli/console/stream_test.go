package console_test

import (
	"regexp"
	"strings"
	"testing"

	"postern/ui/cli/console"
	"postern/ui/theme"
)

// What is coloured is so by the terminal's own sixteen colours, which can be
// read on its ground: nobody has asked it whether that is black or white.
func TestColoursAreTheTerminals(t *testing.T) {
	var out strings.Builder
	s := console.New(&out, false, nil)
	s.Colour(true)
	for _, r := range []theme.Role{theme.Strong, theme.Faint, theme.Accent, theme.TitleFocus, theme.OK, theme.Warn, theme.Error, theme.Get, theme.Post, theme.Put, theme.Patch, theme.Delete, theme.OtherMethod} {
		s.Line(r, "text")
	}
	if strings.Count(out.String(), "\x1b[") < 13 {
		t.Fatalf("it is not coloured: %q", out.String())
	}
	for _, m := range regexp.MustCompile(`\x1b\[([\d;]*)m`).FindAllStringSubmatch(out.String(), -1) {
		if !regexp.MustCompile(`^(|0|1|39|22|(1;)?[39]\d(;1)?)$`).MatchString(m[1]) {
			t.Errorf("%q is a colour of its own", m[1])
		}
	}
}
