// Package taste is what a person has chosen of looks and keys: the theme, which
// follows the terminal unless one is named, their own themes and their own
// keymap.
//
// [Load] reads the files once; after that nothing here does I/O but the
// function that [Taste.Handle] returns. What a file says wrongly is skipped and
// listed by [Taste.Problems]; what its names and values mean is known to the
// packages keymap and theme, where there is more to add.
package taste

import (
	"path/filepath"
	"slices"
	"strings"

	"postern/store/settings"
	"postern/ui/keymap"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget"
)

// Auto is the name of the choice to follow the terminal.
const Auto = "auto"

// Taste is looks and keys. Make one with [Load] or [Default].
type Taste struct {
	dir  string
	keys keymap.Own
	// own are the person's own themes.
	own []theme.Palette
	// chosen and shown name themes; shown is the one that is looked at while
	// choosing, or "".
	chosen, shown string
	// light and mono are what the terminal is.
	light, mono bool
	// painted are the themes that were needed so far, by name.
	painted  map[string]*theme.Theme
	problems []settings.Problem
}

// Default is the taste of somebody who has chosen nothing.
func Default() *Taste { return Load("") }

// Load reads the files in a folder of settings, which need not exist.
func Load(dir string) *Taste {
	t := &Taste{dir: dir, chosen: settings.Theme(dir), painted: map[string]*theme.Theme{}}
	t.readKeys(settings.Keymap(dir))
	for _, table := range settings.Themes(dir) {
		t.readTheme(table)
	}
	if t.chosen == "" {
		t.chosen = Auto
	}
	if !slices.Contains(t.names(), t.chosen) {
		t.problems = append(t.problems, settings.Problem{
			File: filepath.Join(dir, settings.FileName), What: "there is no theme \"" + t.chosen + "\"",
			Hint: "there are " + strings.Join(t.names(), ", "),
		})
		t.chosen = Auto
	}
	return t
}

func (t *Taste) readKeys(table settings.Table) {
	lines := make([]keymap.Line, len(table.Entries))
	for i, e := range table.Entries {
		lines[i] = keymap.Line{Name: e.Name, Keys: e.Texts}
	}
	t.keys = keymap.Read(keymap.Actions(), lines)
	t.problems = append(t.problems, table.Problems...)
	for _, w := range t.keys.Wrong {
		t.problems = append(t.problems, table.Problem(w.Line, w.What, w.Hint))
	}
}

func (t *Taste) readTheme(table settings.Table) {
	t.problems = append(t.problems, table.Problems...)
	if len(table.Entries) == 0 {
		return
	}
	var lines []theme.Line
	var at []int // the entry of each line
	for i, e := range table.Entries {
		if len(e.Texts) != 1 {
			t.problems = append(t.problems, table.Problem(i, "\""+e.Name+"\" must be one text", `write it in quotes: "…"`))
			continue
		}
		lines, at = append(lines, theme.Line{Name: e.Name, Value: e.Texts[0]}), append(at, i)
	}
	p, wrong := theme.Read(strings.TrimSuffix(filepath.Base(table.File), ".json"), lines)
	for _, w := range wrong {
		t.problems = append(t.problems, table.Problem(at[w.Line], w.What, w.Hint))
	}
	if slices.Contains(t.names(), p.Name) {
		t.problems = append(t.problems, settings.Problem{File: table.File, What: "there is a theme \"" + p.Name + "\" already", Hint: `give it another "name"`})
		return
	}
	t.own = append(t.own, p)
}

// palettes are all themes, those of the house first.
func (t *Taste) palettes() []theme.Palette { return slices.Concat(theme.Palettes(), t.own) }

func (t *Taste) names() []string {
	names := []string{Auto}
	for _, p := range t.palettes() {
		names = append(names, p.Name)
	}
	return names
}

// Env is what to draw and to read keys with at first.
func (t *Taste) Env() widget.Env {
	return widget.Env{Theme: t.Theme(), Keys: t.keys.Map, Edit: t.keys.Edit}
}

// Background says whether the terminal is dark.
func (t *Taste) Background(dark bool) { t.light = !dark }

// Colours says whether the terminal has any, or may not show them.
func (t *Taste) Colours(has bool) { t.mono = !has }

// Theme is the present one. It is the same as long as nothing changes.
func (t *Taste) Theme() *theme.Theme {
	p := t.palette()
	th, ok := t.painted[p.Name]
	if !ok {
		th = theme.New(p)
		t.painted[p.Name] = th
	}
	return th
}

func (t *Taste) palette() theme.Palette {
	name := t.chosen
	if t.shown != "" {
		name = t.shown
	}
	if t.mono {
		return theme.Mono() // what is chosen needs colours
	}
	for _, p := range t.palettes() {
		if p.Name == name {
			return p
		}
	}
	if t.light {
		return theme.Light()
	}
	return theme.Dark()
}

// Problems are what is wrong with the files, each with its place and one thing
// to try.
func (t *Taste) Problems() []safe.Text {
	out := make([]safe.Text, len(t.problems))
	for i, p := range t.problems {
		out[i] = safe.Clean(p.Error() + "; " + p.Hint)
	}
	return out
}

// Warning is what to say of the problems at the start, or "".
func (t *Taste) Warning() string {
	if len(t.problems) == 0 {
		return ""
	}
	p := t.problems[0]
	p.File = filepath.Base(p.File)
	key := t.keys.Map.Shown(keymap.Help)
	if len(t.problems) == 1 {
		return p.Error() + ": skipped, " + key + " tells more"
	}
	return p.Error() + ": skipped, as are others; " + key + " lists them"
}
