package tabs_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget"
	"postern/ui/widget/tabs"
)

func open(width, active int) *tabs.Bar {
	b := tabs.New(widget.DefaultEnv())
	b.Set([]tabs.Tab{
		{Label: safe.Lit("Params"), Note: safe.Lit("1")},
		{Label: safe.Lit("Auth"), Note: safe.Lit("inherit")},
		{Label: safe.Lit("Body")},
		{Label: safe.Lit("世界")},
		{Label: safe.Lit("Preview")},
	})
	b.Resize(width)
	b.Choose(active)
	return b
}

func TestView(t *testing.T) {
	for _, c := range []struct {
		name          string
		width, active int
		want          string
	}{
		{"all", 60, 0, " Params 1 │ Auth inherit │ Body │ 世界 │ Preview"},
		{"all, just so", 48, 0, " Params 1 │ Auth inherit │ Body │ 世界 │ Preview"},
		{"closer for want of room", 47, 0, " Params 1│Auth inherit│Body│世界│Preview"},
		{"cut at the end", 20, 0, " Params 1│Auth inhe…"},
		{"the chosen one is in sight", 20, 4, " ‹ Body│世界│Preview"},
		{"not moved without need", 36, 3, " Params 1│Auth inherit│Body│世界│Pr…"},
		{"tiny", 4, 4, " ‹ …"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := strings.TrimRight(ansi.Strip(open(c.width, c.active).View(theme.None)), " "); got != c.want {
				t.Errorf("drawn %q, want %q", got, c.want)
			}
		})
	}
}

func TestHitIsWhatIsDrawn(t *testing.T) {
	for _, c := range []struct {
		name             string
		width, active, x int
		want             int
	}{
		{"first", 60, 0, 1, 0},
		{"second", 60, 0, 13, 1},
		{"last", 60, 0, 42, 4},
		{"behind the last", 60, 0, 55, -1},
		{"more to the left", 20, 4, 1, 1},
		{"when scrolled", 20, 4, 15, 4},
		{"closer", 47, 0, 26, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := open(c.width, c.active).Hit(c.x); got != c.want {
				t.Errorf("tab %d, want %d", got, c.want)
			}
		})
	}
}

func TestStepGoesRound(t *testing.T) {
	b := open(60, 4)
	if b.Step(1); b.Active() != 0 {
		t.Errorf("after the last comes %d", b.Active())
	}
	if b.Step(-1); b.Active() != 4 {
		t.Errorf("before the first comes %d", b.Active())
	}
	b.Set(nil)
	b.Step(1)
	if b.Active() != 0 {
		t.Errorf("of no tabs %d is chosen", b.Active())
	}
}

func TestFitsEveryWidth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var all []tabs.Tab
		for range rapid.IntRange(0, 6).Draw(t, "n") {
			all = append(all, tabs.Tab{Label: safe.Clean(rapid.String().Draw(t, "label")), Note: safe.Clean(rapid.String().Draw(t, "note"))})
		}
		b := tabs.NewChoice(widget.DefaultEnv())
		w := rapid.IntRange(1, 80).Draw(t, "width")
		b.Set(all)
		b.Resize(w)
		b.Choose(rapid.IntRange(-1, 7).Draw(t, "active"))
		if got := ansi.StringWidth(ansi.Strip(b.View(theme.Marked))); got != w {
			t.Fatalf("%d cells at width %d", got, w)
		}
		for x := range w {
			if i := b.Hit(x); i >= len(all) {
				t.Fatalf("tab %d of %d at %d", i, len(all), x)
			}
		}
	})
}
