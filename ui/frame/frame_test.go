package frame_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"postern/ui/frame"
	"postern/ui/layout"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/text"
)

func plain(lines []string) []string {
	return strings.Split(ansi.Strip(strings.Join(lines, "\n")), "\n")
}

func TestDraw(t *testing.T) {
	th := theme.New(theme.Dark())
	title := text.Of(theme.Title, safe.Lit("Request"))
	for _, tt := range []struct {
		rect layout.Rect
		want []string
	}{
		{layout.Rect{W: 16, H: 3}, []string{"╭─2 Request ───╮", "│" + strings.Repeat("x", 14) + "│", "╰──────────────╯"}},
		{layout.Rect{W: 10, H: 3}, []string{"╭─2 Re… ─╮", "│xxxxxxxx│", "╰────────╯"}},
	} {
		var f frame.Frame
		inner := strings.Repeat("x", tt.rect.W-2)
		if d := cmp.Diff(tt.want, plain(f.Draw(th, layout.Request, tt.rect, inner, title, true))); d != "" {
			t.Error(d)
		}
	}
}

// What was drawn is drawn anew whenever one of the things changed that it
// depends on.
func TestDrawAgain(t *testing.T) {
	dark, light := theme.New(theme.Dark()), theme.New(theme.Light())
	var f frame.Frame
	draw := func(th *theme.Theme, w int, view, title string, focus bool) string {
		of := text.Of(theme.Title, safe.Clean(title))
		return strings.Join(f.Draw(th, layout.Tree, layout.Rect{W: w, H: 3}, view, of, focus), "\n")
	}
	seen := []string{draw(dark, 10, "xxxxxxxx", "a", false)}
	if again := draw(dark, 10, "xxxxxxxx", "a", false); again != seen[0] {
		t.Error("the same is drawn otherwise")
	}
	seen = append(seen,
		draw(dark, 10, "xxxxxxxx", "a", true),
		draw(light, 10, "xxxxxxxx", "a", true),
		draw(light, 10, "xxxxxxxx", "b", true),
		draw(light, 10, "yyyyyyyy", "b", true),
		draw(light, 11, "yyyyyyyy", "b", true),
	)
	for i := 1; i < len(seen); i++ {
		if seen[i] == seen[i-1] {
			t.Errorf("drawing %d is that before it", i)
		}
	}
}

func TestRows(t *testing.T) {
	out := layout.Output{}
	out.Panes[layout.Tree] = layout.Rect{W: 2, H: 3}
	out.Panes[layout.Request] = layout.Rect{X: 2, W: 2, H: 2}
	out.Panes[layout.Response] = layout.Rect{X: 2, Y: 2, W: 2, H: 2} // one line more than there is
	got := frame.Rows(3, out, func(s layout.Slot, r layout.Rect) []string {
		lines := make([]string, r.H)
		for i := range lines {
			lines[i] = strings.Repeat(string(rune('1'+s)), r.W)
		}
		return lines
	})
	if d := cmp.Diff([]string{"1122", "1122", "1133"}, got); d != "" {
		t.Error(d)
	}
}

func TestOverlay(t *testing.T) {
	screen := func() []string {
		lines := make([]string, 9)
		for i := range lines {
			lines[i] = strings.Repeat(".", 9)
		}
		return lines
	}
	lines := screen()
	if r := frame.Overlay(lines, "", 9); !r.Empty() || cmp.Diff(screen(), lines) != "" {
		t.Errorf("nothing lies at %+v", r)
	}
	r := frame.Overlay(lines, "abc\ndef", 9)
	want := screen()
	want[2], want[3] = "...abc...", "...def..."
	if d := cmp.Diff(want, plain(lines)); d != "" || r != (layout.Rect{X: 3, Y: 2, W: 3, H: 2}) {
		t.Errorf("%s at %+v", d, r)
	}
	lines = screen()[:2]
	frame.Overlay(lines, "abc\ndef\nghi", 9)
	if d := cmp.Diff([]string{"...abc...", "...def..."}, plain(lines)); d != "" {
		t.Errorf("what is higher than the screen: %s", d)
	}
}
