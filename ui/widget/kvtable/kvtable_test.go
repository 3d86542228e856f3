package kvtable_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"postern/ui/keymap"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget"
	"postern/ui/widget/kvtable"
)

func row(cells ...string) kvtable.Row {
	var r kvtable.Row
	for _, c := range cells {
		r.Cells = append(r.Cells, kvtable.Cell{Value: c})
	}
	return r
}

func fixed(cells ...string) kvtable.Row {
	r := row(cells...)
	r.Fixed, r.Cells[0].Locked = true, true
	return r
}

func sections() []kvtable.Section {
	return []kvtable.Section{
		{Title: safe.Lit("First"), Rows: []kvtable.Row{row("a", "1"), row("b", "2")}, Add: safe.Lit("add…")},
		{Title: safe.Lit("Second"), Rows: []kvtable.Row{fixed("c", "3")}},
	}
}

func open(marks bool) *kvtable.Table {
	t := kvtable.New(widget.DefaultEnv(), kvtable.Options{
		Columns: []kvtable.Column{{Title: safe.Lit("Key")}, {Title: safe.Lit("Value")}},
		Start:   1, Marks: marks, HeaderFrom: 60,
	})
	t.Focus(true)
	t.Resize(30, 8)
	t.Reset(sections())
	return t
}

// do sends actions and keys: names of actions begin with a colon.
func do(t *kvtable.Table, steps ...string) []kvtable.Fact {
	var facts []kvtable.Fact
	codes := map[string]rune{"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "up": tea.KeyUp, "down": tea.KeyDown, "backspace": tea.KeyBackspace}
	for _, s := range steps {
		if id, ok := strings.CutPrefix(s, ":"); ok {
			f, _ := t.Act(keymap.ID(id))
			facts = append(facts, f...)
			continue
		}
		k := tea.KeyPressMsg{Code: []rune(s)[0], Text: s}
		if c, ok := codes[s]; ok {
			k = tea.KeyPressMsg{Code: c}
		}
		if s == "shift+tab" {
			k = tea.KeyPressMsg{Code: tea.KeyTab, Mod: tea.ModShift}
		}
		facts = append(facts, t.Key(k)...)
	}
	return facts
}

func screen(t *kvtable.Table) string {
	lines := strings.Split(ansi.Strip(t.View()), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return "\n" + strings.Join(lines, "\n")
}

const (
	edit   = ":" + string(keymap.EditValue)
	down   = ":" + string(keymap.Down)
	up     = ":" + string(keymap.Up)
	bottom = ":" + string(keymap.Bottom)
	top    = ":" + string(keymap.Top)
	toggle = ":" + string(keymap.Toggle)
	add    = ":" + string(keymap.Add)
	remove = ":" + string(keymap.Remove)
	search = ":" + string(keymap.Search)
	cancel = ":" + string(keymap.Cancel)
)

func TestFacts(t *testing.T) {
	type facts = []kvtable.Fact
	for _, c := range []struct {
		name  string
		steps []string
		want  facts
	}{
		{"changed", []string{edit, "x", "enter"}, facts{kvtable.Changed{Section: 0, Row: 0, Col: 1, Value: "1x"}}},
		{"tab to the next row", []string{edit, "tab", "x", "enter"}, facts{kvtable.Changed{Section: 0, Row: 1, Col: 0, Value: "bx"}}},
		{"shift tab to the key", []string{edit, "shift+tab", "x", "enter"}, facts{kvtable.Changed{Section: 0, Row: 0, Col: 0, Value: "ax"}}},
		{"down to the next value", []string{edit, "x", "down", "y", "enter"}, facts{
			kvtable.Changed{Section: 0, Row: 0, Col: 1, Value: "1x"}, kvtable.Changed{Section: 0, Row: 1, Col: 1, Value: "2y"},
		}},
		{"tab over the last cell adds", []string{down, edit, "tab", "n", "tab", "v", "enter"}, facts{
			kvtable.Added{Section: 0, Row: 2, Cells: []string{"n", ""}}, kvtable.Changed{Section: 0, Row: 2, Col: 1, Value: "v"},
		}},
		{"add by action", []string{add, "n", "enter", "esc"}, facts{kvtable.Added{Section: 0, Row: 2, Cells: []string{"n", ""}}}},
		{"add from a section that takes none", []string{bottom, add, "n", "esc"}, nil},
		{"an empty row is none", []string{add, "enter"}, nil},
		{"escaped", []string{edit, "x", "esc"}, nil},
		{"toggled", []string{down, toggle}, facts{kvtable.Toggled{Section: 0, Row: 1, Off: true}}},
		{"toggled twice", []string{toggle, toggle}, facts{kvtable.Toggled{Off: true}, kvtable.Toggled{}}},
		{"removed", []string{down, remove, remove}, facts{kvtable.Removed{Section: 0, Row: 1}, kvtable.Removed{Section: 0, Row: 0}}},
		{"fixed rows stay", []string{bottom, remove, toggle}, nil},
		{"fixed rows have values", []string{bottom, edit, "x", "enter"}, facts{kvtable.Changed{Section: 1, Row: 0, Col: 1, Value: "3x"}}},
		{"locked cells are passed over", []string{bottom, edit, "shift+tab", "esc"}, nil},
		{"titles are no place to stop", []string{top, up, up, toggle}, facts{kvtable.Toggled{Off: true}}},
		{"nothing on the add row", []string{down, down, toggle, remove}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := do(open(true), c.steps...); !reflect.DeepEqual(got, c.want) {
				t.Errorf("facts = %+v, want %+v", got, c.want)
			}
		})
	}
}

func TestScreens(t *testing.T) {
	for _, c := range []struct {
		name          string
		width, height int
		steps         []string
		want          string
	}{
		{"marks", 30, 8, []string{toggle}, `
 First
 – a       1
 ✓ b       2
   add…
 Second
 ✓ c       3

`},
		{"narrow", 9, 4, nil, `
 First
✓a     1
✓b     2
 add…`},
		{"names get half of little room", 24, 4, []string{edit, "backspace", "x", "enter", top, edit, "shift+tab", "a", "r", "a", "t", "h", "e", "r", "l", "o", "n", "g", "enter"}, `
 First                 ▐
 ✓ aaratherl…  x       ▐
 ✓ b           2
   add…`},
		{"header", 60, 5, nil, `
   Key     Value
 First                                                     ▐
 ✓ a       1                                               ▐
 ✓ b       2
   add…`},
		{"scrolled", 30, 3, []string{bottom}, `
   add…
 Second
 ✓ c       3                 ▐`},
		{"filter", 30, 4, []string{search, "b"}, `
 First
 ✓ b       2
 Second
/b                     1 of 3`},
	} {
		t.Run(c.name, func(t *testing.T) {
			tab := open(true)
			tab.Resize(c.width, c.height)
			do(tab, c.steps...)
			if got := screen(tab); got != c.want {
				t.Errorf("screen is%s\nwant%s", got, c.want)
			}
		})
	}
}

func TestFilter(t *testing.T) {
	tab := open(true)
	do(tab, search, "B", "enter")
	if tab.Editing() {
		t.Fatal("enter did not end the typing of the filter")
	}
	if got, want := do(tab, toggle), (kvtable.Toggled{Section: 0, Row: 1, Off: true}); len(got) != 1 || got[0] != want {
		t.Errorf("under the filter: %+v, want %+v", got, want)
	}
	if _, ok := tab.Act(keymap.Cancel); !ok || !strings.Contains(screen(tab), "add…") {
		t.Errorf("the filter did not go:%s", screen(tab))
	}
	if _, ok := tab.Act(keymap.Cancel); ok {
		t.Error("without a filter there is nothing to cancel")
	}
}

func TestSetKeepsCursorAndEdit(t *testing.T) {
	tab := open(true)
	do(tab, down, edit, "x")
	tab.Set(sections())
	if got := do(tab, "enter"); len(got) != 1 || got[0] != (kvtable.Changed{Section: 0, Row: 1, Col: 1, Value: "2x"}) {
		t.Errorf("facts = %+v", got)
	}
	do(tab, edit)
	s := sections()
	s[0].Rows[1].Cells[1].Value = "other"
	tab.Set(s)
	if tab.Editing() {
		t.Error("the value changed underneath and is still edited")
	}
	tab.Set(s[:1])
	tab.Set([]kvtable.Section{{Rows: s[0].Rows[:1]}})
	if sec, i, ok := tab.Selected(); sec != 0 || i != 0 || !ok {
		t.Errorf("selected %d, %d, %v", sec, i, ok)
	}
	tab.Set(nil)
	if _, _, ok := tab.Selected(); ok {
		t.Error("something is selected in an empty table")
	}
}

func TestSecretsAreShownOnlyWhileSelected(t *testing.T) {
	tab := open(false)
	s := sections()
	s[0].Rows[0].Cells[1] = kvtable.Cell{Value: "hush", Masked: true}
	tab.Reset(s)
	if strings.Contains(screen(tab), "hush") {
		t.Error("a secret is shown")
	}
	tab.Reveal()
	if !strings.Contains(screen(tab), "hush") {
		t.Error("it is not shown when asked for")
	}
	do(tab, down, up)
	if strings.Contains(screen(tab), "hush") {
		t.Error("it is still shown after its row was left")
	}
}

func TestViewIsCached(t *testing.T) {
	tab := open(true)
	_ = tab.View()
	if n := testing.AllocsPerRun(10, func() { _ = tab.View() }); n != 0 {
		t.Errorf("an unchanged view costs %v allocations", n)
	}
}

// TestProperties uses a table at random and applies its facts to a plain
// model: both must always agree.
func TestProperties(t *testing.T) {
	steps := []string{edit, down, up, bottom, top, toggle, add, remove, search, cancel, "x", "世", "enter", "esc", "tab", "shift+tab", "up", "down", "backspace"}
	rapid.Check(t, func(t *rapid.T) {
		tab := open(rapid.Bool().Draw(t, "marks"))
		model := sections()
		for _, s := range rapid.SliceOfN(rapid.SampledFrom(steps), 0, 40).Draw(t, "steps") {
			facts := do(tab, s)
			if rapid.Bool().Draw(t, "click") {
				facts = append(facts, tab.Click(rapid.IntRange(0, 30).Draw(t, "x"), rapid.IntRange(0, 8).Draw(t, "y"), rapid.Bool().Draw(t, "double"))...)
			}
			for _, f := range facts {
				apply(model, f)
			}
			w, h := rapid.IntRange(1, 100).Draw(t, "width"), rapid.IntRange(1, 12).Draw(t, "height")
			tab.Resize(w, h)
			lines := strings.Split(ansi.Strip(tab.View()), "\n")
			if len(lines) != h {
				t.Fatalf("%d lines at height %d", len(lines), h)
			}
			for _, l := range lines {
				if got := ansi.StringWidth(l); got != w {
					t.Fatalf("%d cells at width %d: %q", got, w, l)
				}
			}
		}
		for _, f := range tab.Commit() {
			apply(model, f)
		}
		do(tab, cancel)
		tab.Resize(200, 100)
		for _, s := range model {
			for _, r := range s.Rows {
				if want := r.Cells[1].Value; !strings.Contains(ansi.Strip(tab.View()), want) {
					t.Fatalf("the table does not show %q:\n%s", want, ansi.Strip(tab.View()))
				}
			}
		}
	})
}

func apply(model []kvtable.Section, f kvtable.Fact) {
	switch f := f.(type) {
	case kvtable.Changed:
		model[f.Section].Rows[f.Row].Cells[f.Col].Value = f.Value
	case kvtable.Toggled:
		model[f.Section].Rows[f.Row].Off = f.Off
	case kvtable.Added:
		model[f.Section].Rows = append(model[f.Section].Rows, row(f.Cells...))
	case kvtable.Removed:
		s := &model[f.Section]
		s.Rows = append(s.Rows[:f.Row:f.Row], s.Rows[f.Row+1:]...)
	}
}

func BenchmarkKeyToView(b *testing.B) {
	tab := open(true)
	s := []kvtable.Section{{Add: safe.Lit("add…")}}
	for i := range 10_000 {
		r := row(fmt.Sprint("key", i), "value")
		r.Cells[1].Role = theme.Faint
		s[0].Rows = append(s[0].Rows, r)
	}
	tab.Reset(s)
	tab.Resize(120, 40)
	for b.Loop() {
		do(tab, down)
		_ = tab.View()
	}
}

// A row that is off is struck out; what it is about still holds.
func TestOffRowsAreStruckOutButForTheFaint(t *testing.T) {
	r := row("limit", "25", "page size")
	r.Off, r.Cells[2].Role = true, theme.Faint
	table := kvtable.New(widget.DefaultEnv(), kvtable.Options{Columns: make([]kvtable.Column, 3), Marks: true})
	table.Resize(60, 3)
	table.Reset([]kvtable.Section{{Rows: []kvtable.Row{r}}})
	for word, want := range map[string]bool{"limit": true, "25": true, "page size": false} {
		before, _, ok := strings.Cut(table.View(), word)
		if !ok {
			t.Fatalf("%q is not to be seen in %q", word, table.View())
		}
		style := before[strings.LastIndex(before, "\x1b["):]
		if got := strings.HasSuffix(style, ";9m"); got != want {
			t.Errorf("%q is struck out: %t, want %t (%q)", word, got, want, style)
		}
	}
}
