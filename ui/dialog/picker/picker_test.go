package picker_test

import (
	"strconv"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"postern/ui/dialog/picker"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget"
	"postern/ui/widget/fuzzy"
)

func environments() picker.Options {
	return picker.Options{
		Name: "env", Title: safe.Lit("Environment"), Current: "prod", None: safe.Lit("no environment"),
		Items: []picker.Item{
			{ID: "", Title: safe.Lit("no environment")},
			{ID: "dev", Title: safe.Lit("dev-1234"), Detail: safe.Lit("12 variables")},
			{ID: "prod", Title: safe.Lit("prod"), Detail: safe.Lit("9 variables")},
			{ID: "broken", Title: safe.Lit("staging"), Off: safe.Lit("the file cannot be read")},
		},
	}
}

func open(o picker.Options, w, h int) *picker.Picker {
	p := picker.New(widget.DefaultEnv(), o)
	p.Resize(w, h)
	return p
}

func key(code rune) pane.Event { return pane.Key{KeyPressMsg: tea.KeyPressMsg{Code: code}} }

func typed(p *picker.Picker, s string) {
	for _, r := range s {
		p.Update(pane.Key{KeyPressMsg: tea.KeyPressMsg{Code: r, Text: string(r)}})
	}
}

func TestTheCurrentChoiceIsMarkedAndPreselected(t *testing.T) {
	p := open(environments(), 60, 20)
	want := []string{
		"╭─ Environment ─────────────────────────────────── 4 of 4 ─╮",
		"│ ›                                                        │",
		"│   no environment                                         │",
		"│   dev-1234                                  12 variables │",
		"│ ● prod                                       9 variables │",
		"│   staging                        the file cannot be read │",
		"╰─ enter choose ─ esc close ───────────────────────────────╯",
	}
	if d := cmp.Diff(want, strings.Split(ansi.Strip(p.View()), "\n")); d != "" {
		t.Error(d)
	}
	in, closed := p.Update(key(tea.KeyEnter))
	if in != (picker.Picked{Picker: "env", ID: "prod"}) || !closed {
		t.Errorf("%#v, closed %v", in, closed)
	}
}

func TestNoneIsAChoiceThatCanBePresent(t *testing.T) {
	o := environments()
	o.Current = ""
	if v := ansi.Strip(open(o, 60, 20).View()); !strings.Contains(v, "│ ● no environment") {
		t.Errorf("view:\n%s", v)
	}
	o.Items = o.Items[1:]
	if v := ansi.Strip(open(o, 60, 20).View()); !strings.Contains(v, "│ dev-1234") {
		t.Errorf("where nothing is chosen there is no room for a mark:\n%s", v)
	}
}

func TestTheScrollBarKeepsOffTheKeys(t *testing.T) {
	o := picker.Options{}
	for i := range 30 {
		o.Items = append(o.Items, picker.Item{ID: strconv.Itoa(i), Title: safe.Lit("send"), Key: safe.Lit("ctrl+r")})
	}
	if row := strings.Split(ansi.Strip(open(o, 40, 10).View()), "\n")[2]; !strings.Contains(row, "ctrl+r ▐") {
		t.Errorf("row %q", row)
	}
}

func TestTypingRanksAndMarks(t *testing.T) {
	p := open(environments(), 60, 20)
	typed(p, "d12")
	view := ansi.Strip(p.View())
	if !strings.Contains(view, "1 of 4") || !strings.Contains(view, "dev-1234") || strings.Contains(view, "prod") {
		t.Errorf("view:\n%s", view)
	}
	if !strings.Contains(p.View(), widget.DefaultEnv().Theme.Paint(theme.Selected, theme.Match, safe.Lit("d"))) {
		t.Error("the matched letters are not marked")
	}
	in, _ := p.Update(key(tea.KeyEnter))
	if in != (picker.Picked{Picker: "env", ID: "dev"}) {
		t.Errorf("picked %#v", in)
	}
}

func TestARowThatIsOffCannotBePicked(t *testing.T) {
	p := open(environments(), 60, 20)
	typed(p, "stag")
	if in, closed := p.Update(key(tea.KeyEnter)); in != nil || closed {
		t.Errorf("%#v, closed %v", in, closed)
	}
	if v := ansi.Strip(p.View()); !strings.Contains(v, "the file cannot be read") {
		t.Errorf("no reason in\n%s", v)
	}
}

func TestNothingMatches(t *testing.T) {
	p := open(environments(), 60, 20)
	typed(p, "zzz")
	if in, closed := p.Update(key(tea.KeyEnter)); in != nil || closed {
		t.Errorf("%#v, closed %v", in, closed)
	}
	if v := ansi.Strip(p.View()); !strings.Contains(v, "nothing matches") {
		t.Errorf("view:\n%s", v)
	}
	if _, closed := p.Update(key(tea.KeyEscape)); !closed {
		t.Error("esc does not close")
	}
}

func TestTheBoxStaysWhileRowsBecomeFewer(t *testing.T) {
	p := open(environments(), 60, 20)
	before := strings.Count(p.View(), "\n")
	typed(p, "prod")
	if after := strings.Count(p.View(), "\n"); after != before {
		t.Errorf("%d lines, then %d", before, after)
	}
}

func TestTheWheelScrollsAndAClickPicksWhatIsThere(t *testing.T) {
	o := picker.Options{Name: "find"}
	for i := range 40 {
		o.Items = append(o.Items, picker.Item{ID: strconv.Itoa(i), Title: safe.Clean("row " + strconv.Itoa(i))})
	}
	p := open(o, 40, 12)
	p.View()
	p.Update(pane.Wheel{Lines: 20})
	if v := ansi.Strip(p.View()); !strings.Contains(v, "row 20") || strings.Contains(v, "row 19") {
		t.Fatalf("view:\n%s", v)
	}
	in, _ := p.Update(pane.Click{X: 4, Y: 3})
	if in != (picker.Picked{Picker: "find", ID: "20"}) {
		t.Errorf("picked %#v", in)
	}
}

func TestAClickPicks(t *testing.T) {
	p := open(environments(), 60, 20)
	for y, l := range strings.Split(ansi.Strip(p.View()), "\n") {
		if strings.Contains(l, "dev-1234") {
			in, closed := p.Update(pane.Click{X: 5, Y: y})
			if in != (picker.Picked{Picker: "env", ID: "dev"}) || !closed {
				t.Errorf("%#v, closed %v", in, closed)
			}
			return
		}
	}
	t.Fatal("no row")
}

func TestALongDetailLeavesTheKeyVisible(t *testing.T) {
	p := open(picker.Options{Items: []picker.Item{{
		ID: "a", Title: safe.Lit("send"), Detail: safe.Clean(strings.Repeat("long ", 30)), Key: safe.Lit("ctrl+r"),
	}}}, 40, 10)
	if row := strings.Split(ansi.Strip(p.View()), "\n")[2]; !strings.Contains(row, "…  ctrl+r │") {
		t.Errorf("row %q", row)
	}
}

func TestDetailsAreSearchedToo(t *testing.T) {
	p := open(environments(), 60, 20)
	typed(p, "9var")
	if in, _ := p.Update(key(tea.KeyEnter)); in != (picker.Picked{Picker: "env", ID: "prod"}) {
		t.Errorf("picked %#v", in)
	}
}

// people are rows that are made when they are drawn.
type people struct {
	texts []fuzzy.Text
	made  *int
}

func tenThousand() people {
	p := people{made: new(int)}
	for i := range 10_000 {
		p.texts = append(p.texts, fuzzy.Fold("Person number "+strconv.Itoa(i), "00u"+strconv.Itoa(i*7919), "person."+strconv.Itoa(i)+"@example.com"))
	}
	return p
}

func (p people) Len() int               { return len(p.texts) }
func (p people) Text(i int) *fuzzy.Text { return &p.texts[i] }

func (p people) Item(i int) picker.Item {
	*p.made++
	n := strconv.Itoa(i)
	return picker.Item{ID: n, Tag: safe.Lit("user"), Title: safe.Clean("Person number " + n), Detail: safe.Clean("00u" + strconv.Itoa(i*7919))}
}

// Of ten thousand rows only those are made that can be seen, and all are
// searched, in texts that are not shown, too.
func TestManyRows(t *testing.T) {
	rows := tenThousand()
	p := open(picker.Options{Name: "ids", Rows: rows}, 80, 24)
	p.View()
	*rows.made = 0
	typed(p, "person.4711@")
	if v := ansi.Strip(p.View()); !strings.Contains(v, "1 of 10000") || !strings.Contains(v, "Person number 4711") {
		t.Errorf("view:\n%s", v)
	}
	if *rows.made > 100 {
		t.Errorf("%d rows were made", *rows.made)
	}
	if in, closed := p.Update(key(tea.KeyEnter)); in != (picker.Picked{Picker: "ids", ID: "4711"}) || !closed {
		t.Errorf("%#v, closed %v", in, closed)
	}
}

// A picker that stays can be filled with something else; what is typed
// meanwhile counts for that, and what went wrong is said above.
func TestStayAndFill(t *testing.T) {
	p := open(picker.Options{Name: "a", Stay: true, None: safe.Lit("looking")}, 60, 20)
	if v := ansi.Strip(p.View()); !strings.Contains(v, "looking") {
		t.Errorf("view:\n%s", v)
	}
	typed(p, "prod")
	o := environments()
	o.Name, o.Stay, o.Said = "b", true, safe.Lit("that did not work")
	p.Fill(o)
	lines := strings.Split(ansi.Strip(p.View()), "\n")
	if !strings.Contains(lines[2], "that did not work") || !strings.Contains(lines[3], "● prod") {
		t.Errorf("view:\n%s", strings.Join(lines, "\n"))
	}
	if in, closed := p.Update(pane.Click{X: 5, Y: 3}); in != (picker.Picked{Picker: "b", ID: "prod"}) || closed {
		t.Errorf("%#v, closed %v", in, closed)
	}
	p.Clear()
	if v := ansi.Strip(p.View()); !strings.Contains(v, "4 of 4") {
		t.Errorf("view:\n%s", v)
	}
	if in, closed := p.Update(key(tea.KeyEscape)); in != (picker.Left{Picker: "b"}) || !closed {
		t.Errorf("%#v, closed %v", in, closed)
	}
}

func BenchmarkFilter(b *testing.B) {
	items := picker.Options{Name: "find", Title: safe.Lit("Find")}
	for i := range 10_000 {
		n := strconv.Itoa(i)
		items.Items = append(items.Items, picker.Item{ID: n, Tag: safe.Lit("GET"), Title: safe.Clean("Request number " + n), Detail: safe.Clean("Big › Folder " + n)})
	}
	for name, o := range map[string]picker.Options{"requests": items, "ids": {Name: "ids", Title: safe.Lit("Look up"), Rows: tenThousand()}} {
		b.Run(name, func(b *testing.B) {
			p := open(o, 100, 40)
			for b.Loop() {
				for _, r := range "er9" {
					p.Update(pane.Key{KeyPressMsg: tea.KeyPressMsg{Code: r, Text: string(r)}})
					_ = p.View()
				}
				for range 3 {
					p.Update(key(tea.KeyBackspace))
					_ = p.View()
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(6*b.N), "µs/key")
		})
	}
}

// A picker that is followed tells where its cursor is, and that it was left.
func TestFollow(t *testing.T) {
	p := picker.New(widget.DefaultEnv(), picker.Options{
		Name: "theme", Follow: true, Current: "b",
		Items: []picker.Item{{ID: "a", Title: safe.Lit("one")}, {ID: "b", Title: safe.Lit("two")}, {ID: "c", Title: safe.Lit("three")}},
	})
	p.Resize(60, 20)
	key := func(code rune, text string) pane.Key {
		return pane.Key{KeyPressMsg: tea.KeyPressMsg{Code: code, Text: text}}
	}
	for _, tt := range []struct {
		ev     pane.Event
		want   pane.Intent
		closed bool
	}{
		{key(tea.KeyDown, ""), picker.Moved{Picker: "theme", ID: "c"}, false},
		{key(tea.KeyLeft, ""), nil, false},
		{key('t', "t"), picker.Moved{Picker: "theme", ID: "b"}, false},
		{key('x', "x"), picker.Moved{Picker: "theme", ID: ""}, false},
		{key(tea.KeyEscape, ""), picker.Left{Picker: "theme"}, true},
	} {
		if in, closed := p.Update(tt.ev); in != tt.want || closed != tt.closed {
			t.Errorf("%v: %#v, %v", tt.ev, in, closed)
		}
	}
}
