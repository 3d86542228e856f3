package form_test

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"postern/ui/keymap"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget"
	"postern/ui/widget/form"
)

// hostile draws texts that a terminal might act upon or mis-measure.
func hostile() *rapid.Generator[string] {
	piece := rapid.SampledFrom([]string{
		"\x1b[31m", "\u202e", "\u200b", "e\u0301", "世界", "🇩🇪", "👩\u200d👩\u200d👧", "☁️", "\t", "\n", "\xff", "ก็", "{{url}}", "a b", "long text ",
	})
	return rapid.Custom(func(t *rapid.T) string { return strings.Join(rapid.SliceOfN(piece, 0, 6).Draw(t, "pieces"), "") })
}

func randomSections(t *rapid.T) []form.Section {
	n := 0
	label := func(name string) safe.Text { return safe.Clean(hostile().Draw(t, name)) }
	options := []form.Option{{Value: "a", Label: safe.Lit("Alpha")}, {Value: "世", Label: safe.Lit("世界")}}
	row := rapid.Custom(func(t *rapid.T) form.Row {
		n++
		r := form.Row{
			ID: fmt.Sprint("r", n), Kind: form.Kind(rapid.IntRange(int(form.Text), int(form.Info)).Draw(t, "kind")),
			Label: label("label"), Value: hostile().Draw(t, "value"), Fallback: hostile().Draw(t, "fallback"),
			Unset: rapid.Bool().Draw(t, "unset"), Secret: rapid.Bool().Draw(t, "secret"), Locked: rapid.Bool().Draw(t, "locked"),
			Options: options, Off: label("off"), Key: label("key"),
		}
		for range rapid.IntRange(0, 3).Draw(t, "params") {
			r.Params = append(r.Params, form.Param{Key: hostile().Draw(t, "key"), Value: hostile().Draw(t, "value"), In: "a", On: rapid.Bool().Draw(t, "on")})
		}
		return r
	})
	var out []form.Section
	for i := range rapid.IntRange(0, 3).Draw(t, "sections") {
		out = append(out, form.Section{
			ID: fmt.Sprint(i), Title: label("title"), Folded: rapid.Bool().Draw(t, "folded"),
			Rows: rapid.SliceOfN(row, 0, 6).Draw(t, "rows"),
		})
	}
	return out
}

// Whatever is in a form and whatever is done to it, it draws exactly its size
// and nothing that a terminal acts upon but colours.
func TestSize(t *testing.T) {
	steps := []func(*form.Form){
		func(f *form.Form) { f.Act(keymap.Down) },
		func(f *form.Form) { f.Act(keymap.Bottom) },
		func(f *form.Form) { f.Act(keymap.Open) },
		func(f *form.Form) { f.Act(keymap.Toggle) },
		func(f *form.Form) { f.Act(keymap.Add) },
		func(f *form.Form) { f.Act(keymap.Remove) },
		func(f *form.Form) { f.Key(tea.KeyPressMsg{Code: '世', Text: "世"}) },
		func(f *form.Form) { f.Key(tea.KeyPressMsg{Code: tea.KeyTab}) },
		func(f *form.Form) { f.Key(tea.KeyPressMsg{Code: tea.KeyTab, Mod: tea.ModShift}) },
		func(f *form.Form) { f.Key(tea.KeyPressMsg{Code: tea.KeyDown}) },
		func(f *form.Form) { f.Key(tea.KeyPressMsg{Code: tea.KeyEnter}) },
		func(f *form.Form) { f.Key(tea.KeyPressMsg{Code: tea.KeyEscape}) },
		func(f *form.Form) { f.Paste("a\nb🇩🇪") },
		func(f *form.Form) { f.Wheel(3) },
		func(f *form.Form) { f.Reveal() },
	}
	rapid.Check(t, func(t *rapid.T) {
		f := form.New(widget.DefaultEnv(), nil)
		f.Reset(randomSections(t))
		f.Focus(rapid.Bool().Draw(t, "focus"))
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			w, h := rapid.IntRange(0, 90).Draw(t, "width"), rapid.IntRange(0, 20).Draw(t, "height")
			f.Resize(w, h)
			switch i := rapid.IntRange(-2, len(steps)-1).Draw(t, "step"); i {
			case -2:
				f.Set(randomSections(t))
			case -1:
				f.Click(rapid.IntRange(-1, w).Draw(t, "x"), rapid.IntRange(-1, h).Draw(t, "y"), rapid.Bool().Draw(t, "double"))
			default:
				steps[i](f)
			}
			lines := strings.Split(f.View(), "\n")
			if h == 0 {
				lines = nil
			}
			if len(lines) != h {
				t.Fatalf("%d lines, want %d", len(lines), h)
			}
			for _, l := range lines {
				if got := ansi.StringWidth(ansi.Strip(l)); got != w {
					t.Fatalf("%d cells, want %d: %q", got, w, l)
				}
				if strings.ContainsAny(ansi.Strip(l), "\x1b\t\u202e") {
					t.Fatalf("control characters in %q", l)
				}
			}
		}
	})
}

// Drawing costs what is visible, and nothing while nothing changes.
func TestDrawingIsCached(t *testing.T) {
	rows := make([]form.Row, 50_000)
	for i := range rows {
		rows[i] = form.Row{ID: fmt.Sprint(i), Label: safe.Lit("row"), Value: "v", Role: theme.Plain}
	}
	f := form.New(widget.DefaultEnv(), nil)
	f.Resize(80, 20)
	f.Reset([]form.Section{{ID: "s", Rows: rows}})
	_ = f.View()
	if n := testing.AllocsPerRun(10, func() { _ = f.View() }); n > 0 {
		t.Errorf("a frame without a change allocates %v times", n)
	}
	if n := testing.AllocsPerRun(10, func() { f.Act(keymap.Down); _ = f.View() }); n > 2_000 {
		t.Errorf("a step allocates %v times", n)
	}
}
