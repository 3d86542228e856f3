package reading_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/reading"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget"
	"postern/ui/widget/text"
)

func numbered(n int) []text.Line {
	var out []text.Line
	for i := range n {
		out = append(out, text.Of(theme.Plain, safe.Clean(fmt.Sprint("line ", i))))
	}
	return out
}

// rows are what is on screen, without the blanks around.
func rows(p *reading.Pages, width, height int) []string {
	var out []string
	for l := range strings.SplitSeq(ansi.Strip(p.View(width, height, true)), "\n") {
		out = append(out, strings.TrimSpace(l))
	}
	return out
}

func hint(p *reading.Pages) string { return p.Hint().String() }

func TestMade(t *testing.T) {
	made := 0
	p := reading.New(widget.DefaultEnv(), func(width int) []text.Line {
		made++
		return numbered(width)
	}, safe.Lit("nothing here"))
	p.Load("a")
	if got := rows(p, 9, 3); got[0] != "line 0" || got[2] != "line 2" || hint(p) != "↓ 6 more" {
		t.Errorf("%q, %q", got, hint(p))
	}
	rows(p, 9, 3)
	if made != 1 {
		t.Errorf("it was made %d times for one width", made)
	}
	if rows(p, 12, 3); made != 2 || hint(p) != "↓ 9 more" {
		t.Errorf("it was made %d times for two widths; %q", made, hint(p))
	}
	p.Update(pane.Act{ID: keymap.Bottom})
	if got := rows(p, 12, 3); got[2] != "line 11" || p.Hint() != nil {
		t.Errorf("at its end it is %q, %q", got, hint(p))
	}
	p.Load("a")
	if got := rows(p, 12, 3); got[2] != "line 11" {
		t.Errorf("the place of the same text is gone: %q", got)
	}
	p.Load("b")
	if got := rows(p, 12, 3); got[0] != "line 0" {
		t.Errorf("another text begins with %q", got)
	}
	p.Update(pane.Wheel{Lines: 5})
	if got := rows(p, 12, 3); got[0] == "line 0" {
		t.Error("the wheel does not scroll")
	}
}

func TestGiven(t *testing.T) {
	p := reading.New(widget.DefaultEnv(), nil, safe.Lit("nothing here"))
	if got := rows(p, 20, 2); got[0] != "nothing here" || p.Hint() != nil {
		t.Errorf("an empty one is %q, %q", got, hint(p))
	}
	p.Set([]text.Line{text.Of(theme.Plain, safe.Lit("one two three four"))})
	if got := rows(p, 10, 3); !strings.Contains(strings.Join(got, " "), "four") {
		t.Errorf("it is not wrapped: %q", got)
	}
	p.Set(nil)
	if got := rows(p, 20, 2); got[0] != "nothing here" {
		t.Errorf("emptied it is %q", got)
	}
}
