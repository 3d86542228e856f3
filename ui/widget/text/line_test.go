package text_test

import (
	"testing"

	"github.com/charmbracelet/x/ansi"

	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/text"
)

func line() text.Line {
	return text.Of(theme.Strong, safe.Lit("ab")).Plus(theme.Plain, safe.Lit("日本")).Plus(theme.Faint, safe.Lit("cd"))
}

func TestRender(t *testing.T) {
	th := theme.New(theme.Dark())
	for width, want := range map[int]string{
		-1: "", 0: "", 1: "…", 2: "a…", 3: "ab…", 4: "ab… ", 5: "ab日…", 6: "ab日 …", 7: "ab日本…", 8: "ab日本cd", 9: "ab日本cd ",
	} {
		got := ansi.Strip(line().Render(th, theme.None, width))
		if got != want || ansi.StringWidth(got) != max(width, 0) {
			t.Errorf("%d cells: %q, want %q", width, got, want)
		}
	}
	if got := ansi.Strip(text.Line(nil).Render(th, theme.None, 2)); got != "  " {
		t.Errorf("nothing is %q", got)
	}
}

func TestSlice(t *testing.T) {
	for _, tt := range []struct {
		from, to int
		want     string
	}{
		{0, 8, "ab日本cd"}, {-5, 99, "ab日本cd"}, {1, 4, "b日"}, {2, 6, "日本"}, {6, 8, "cd"}, {3, 3, ""}, {8, 9, ""}, {5, 2, ""},
	} {
		if got := line().Slice(tt.from, tt.to); got.String() != tt.want || got.Width() != ansi.StringWidth(tt.want) {
			t.Errorf("%d to %d: %q, want %q", tt.from, tt.to, got, tt.want)
		}
	}
	if got := line().Slice(5, 8); got.Width() > 3 {
		t.Errorf("from within a character it is %q", got)
	}
}

// A link is that of each span, also of a part.
func TestTo(t *testing.T) {
	to := safe.Address("https://h.test/")
	for _, s := range line().To(to).Slice(1, 7) {
		if s.Link != to {
			t.Errorf("%q leads to %v", s.Text, s.Link)
		}
	}
}
