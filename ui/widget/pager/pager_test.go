package pager

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"postern/ui/keymap"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget"
	"postern/ui/widget/text"
)

// counted is a source of n rows that counts how many of them were asked for.
type counted struct {
	n, asked int
	row      func(i int) string
}

func (c *counted) Len() int { return c.n }

func (c *counted) Row(i int) text.Line {
	c.asked++
	return text.Of(theme.Plain, safe.Clean(c.row(i)))
}

func numbered(n int) *counted {
	return &counted{n: n, row: func(i int) string { return fmt.Sprintf("row %d", i) }}
}

func screen(p *Pager) []string { return strings.Split(ansi.Strip(p.View()), "\n") }

func TestPagerShowsWhatTheCursorIsOn(t *testing.T) {
	for _, tt := range []struct {
		name string
		acts []keymap.ID
		want string // first row on screen
		cur  int
	}{
		{"start", nil, "row 0", 0},
		{"down within the screen", []keymap.ID{keymap.Down, keymap.Down}, "row 0", 2},
		{"bottom", []keymap.ID{keymap.Bottom}, "row 95", 99},
		{"bottom and up", []keymap.ID{keymap.Bottom, keymap.Up}, "row 95", 98},
		{"page down", []keymap.ID{keymap.PageDown, keymap.PageDown}, "row 4", 8},
		{"and back to the top", []keymap.ID{keymap.Bottom, keymap.Top}, "row 0", 0},
	} {
		for _, wrap := range []bool{false, true} {
			t.Run(fmt.Sprint(tt.name, " wrap=", wrap), func(t *testing.T) {
				p := New(widget.DefaultEnv(), false)
				p.Resize(20, 5)
				p.SetSource(numbered(100))
				p.SetWrap(wrap)
				for _, a := range tt.acts {
					if !p.Act(a) {
						t.Fatalf("%s is not the pager's", a)
					}
				}
				if got := strings.TrimSpace(screen(p)[0]); got != tt.want {
					t.Errorf("first row %q, want %q", got, tt.want)
				}
				if p.Cursor() != tt.cur {
					t.Errorf("cursor %d, want %d", p.Cursor(), tt.cur)
				}
			})
		}
	}
}

func TestPagerAsksForVisibleRowsOnly(t *testing.T) {
	src := numbered(10_000_000)
	p := New(widget.DefaultEnv(), true)
	p.Resize(80, 24)
	p.SetSource(src)
	for _, a := range []keymap.ID{keymap.Bottom, keymap.Up, keymap.PageUp, keymap.Top} {
		src.asked = 0
		p.Act(a)
		p.View()
		if src.asked > 24 {
			t.Errorf("%s asked for %d rows", a, src.asked)
		}
	}
	src.asked = 0
	p.View()
	if src.asked != 0 {
		t.Errorf("an unchanged view asked for %d rows", src.asked)
	}
}

// A wrapped row that fills the screen is made once for it, not once a line.
func TestPagerAsksOnceForALongRow(t *testing.T) {
	src := &counted{n: 100, row: func(int) string { return strings.Repeat("long ", 800) }}
	p := New(widget.DefaultEnv(), true)
	p.Resize(80, 24)
	p.SetWrap(true)
	p.SetSource(src)
	p.View()
	for _, a := range []keymap.ID{keymap.Down, keymap.PageDown, keymap.Up} {
		src.asked = 0
		p.Act(a)
		p.View()
		if src.asked > 4 {
			t.Errorf("%s asked %d times for a row", a, src.asked)
		}
	}
}

func TestPagerWrapsAndCuts(t *testing.T) {
	src := &counted{n: 3, row: func(i int) string { return strings.Repeat(fmt.Sprint(i), 25) }}
	p := New(widget.DefaultEnv(), false)
	p.Resize(11, 4)
	p.SetSource(src)
	if got := screen(p)[0]; got != " 000000000…" {
		t.Errorf("cut row: %q", got)
	}
	p.SetWrap(true)
	if got := strings.Join(screen(p), "|"); got != " 0000000000| 0000000000| 00000     | 1111111111" {
		t.Errorf("wrapped: %q", got)
	}
	p.Act(keymap.Bottom)
	if got := strings.Join(screen(p), "|"); got != " 11111     | 2222222222| 2222222222| 22222     " {
		t.Errorf("wrapped, at the bottom: %q", got)
	}
	p.Click(0)
	if p.Cursor() != 1 {
		t.Errorf("a click on the first line chose row %d", p.Cursor())
	}
}

func TestPagerResumesWhereItStood(t *testing.T) {
	p := New(widget.DefaultEnv(), false)
	p.Resize(20, 5)
	p.SetSource(numbered(100))
	p.Act(keymap.Bottom)
	p.Act(keymap.Up)
	there, seen := p.Place(), screen(p)

	p.SetSource(numbered(3))
	p.Resume(there)
	if p.Cursor() != 2 {
		t.Errorf("in a shorter text the cursor is on row %d, want the last", p.Cursor())
	}
	screen(p) // a text may be shorter than the place

	p.SetSource(numbered(100))
	p.Resume(there)
	if got := screen(p); p.Cursor() != 98 || strings.Join(got, "|") != strings.Join(seen, "|") {
		t.Errorf("back at row %d:\n%s\nwant row 98:\n%s", p.Cursor(), strings.Join(got, "\n"), strings.Join(seen, "\n"))
	}
}

func TestPagerFillsTheScreenWithAShorterText(t *testing.T) {
	for _, wrap := range []bool{false, true} {
		p := New(widget.DefaultEnv(), false)
		p.Resize(20, 5)
		p.SetWrap(wrap)
		p.SetSource(numbered(100))
		p.Act(keymap.Bottom)
		p.Swap(numbered(97))
		if got := screen(p); strings.TrimSpace(got[0]) != "row 92" || p.Cursor() != 96 {
			t.Errorf("wrap %v: row %d is current in %q", wrap, p.Cursor(), got)
		}
	}
}

// Every line is exactly as wide as the pane, whatever the text and the size.
func TestPagerFitsEverySize(t *testing.T) {
	rows := []string{"plain", "日本語の長い行がここにある", "a\u0301e\u0301", "\x1b[31mred\x1b[0m", strings.Repeat("wide 界 ", 30), ""}
	for w := 1; w < 60; w++ {
		for _, wrap := range []bool{false, true} {
			p := New(widget.DefaultEnv(), true)
			p.Resize(w, 7)
			p.SetSource(&counted{n: len(rows), row: func(i int) string { return rows[i] }})
			p.SetWrap(wrap)
			for _, a := range []keymap.ID{keymap.Right, keymap.Down, keymap.Bottom} {
				p.Act(a)
				got := strings.Split(p.View(), "\n")
				if len(got) != 7 {
					t.Fatalf("width %d: %d lines", w, len(got))
				}
				for _, l := range got {
					if ansi.StringWidth(l) != w {
						t.Fatalf("width %d, wrap %v: line of %d cells: %q", w, wrap, ansi.StringWidth(l), l)
					}
				}
			}
		}
	}
}

func BenchmarkKeyToView(b *testing.B) {
	p := New(widget.DefaultEnv(), true)
	p.Resize(90, 30)
	p.SetSource(numbered(1_000_000))
	for b.Loop() {
		p.Act(keymap.Down)
		p.View()
	}
}

// A row that takes thousands of lines is made but once, not once for every line.
func TestPagerAsksOnceForATallRow(t *testing.T) {
	src := &counted{n: 2, row: func(int) string { return strings.Repeat("ab", 50_000) }}
	p := New(widget.DefaultEnv(), false)
	p.Resize(21, 40)
	p.SetSource(src)
	p.SetWrap(true)
	src.asked = 0
	if row, column, ok := p.Hit(5, 39); row != 0 || column != 39*20+4 || !ok || src.asked > 1 {
		t.Errorf("line 39 is column %d of row %d, after %d rows", column, row, src.asked)
	}
	src.asked = 0
	if got := screen(p); len(got) != 40 || got[39] != " "+strings.Repeat("ab", 10) || src.asked > 1 {
		t.Errorf("%d rows were made for\n%s", src.asked, strings.Join(got, "\n"))
	}
	src.asked = 0
	p.Act(keymap.Down)
	if row, _, _ := p.Hit(0, 0); row != 1 || src.asked > 3 {
		t.Errorf("the view begins with row %d, after %d rows", row, src.asked)
	}
}
