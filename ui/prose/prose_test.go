package prose_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"postern/ui/prose"
	"postern/ui/safe"
	"postern/ui/theme"
)

func TestLines(t *testing.T) {
	in := "# Users\n\nAll the users of an organization.\n\n* one\n- two\n\n```\n  code\n```\n"
	want := "Users\n\nAll the users\nof an\norganization.\n\n• one\n• two\n\n  code"
	var got []string
	lines := prose.Lines(in, 16)
	for _, l := range lines {
		got = append(got, strings.TrimRight(l.String(), " "))
	}
	if s := strings.Join(got, "\n"); s != want {
		t.Errorf("lines:\n%s\nwant:\n%s", s, want)
	}
	if lines[0][0].Role != theme.Strong || lines[len(lines)-1][0].Role != theme.Info {
		t.Error("headings and code have no look of their own")
	}
	if prose.Lines(" \n ", 16) != nil {
		t.Error("blanks are lines to read")
	}
}

func TestMarks(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"a **bold** word", "a |<bold>| word"},
		{"__bold__ but __init__py and snake_case_name", "<bold>| but __init__py and snake_case_name"},
		{"call `f(*x*)` now", "call |<f(*x*)>| now"},
		{"see [the docs](https://a.test/x \"title\").", "see |<the docs>|< (https://a.test/x)>|."},
		{"an *emphasised* one, 2 * 3 * 4", "an |<emphasised>| one, 2 * 3 * 4"},
		{"[top](#top)", "<top>"},
		{"an open ** and `", "an open ** and `"},
		{"a \x1b[31m**\x1b[0m**", safe.Clean("a \x1b[31m").String() + "|<" + safe.Clean("\x1b[0m").String() + ">"},
	} {
		var got []string
		var last theme.Role
		for _, l := range prose.Lines(c.in, 200) {
			for _, s := range l {
				is := s.Text.String()
				if n := len(got) - 1; n >= 0 && (s.Role == last) {
					got[n] += is
					continue
				}
				got, last = append(got, is), s.Role
				if s.Role != theme.Plain {
					got[len(got)-1] = "<" + is
				}
			}
		}
		for i := range got {
			if strings.HasPrefix(got[i], "<") {
				got[i] += ">"
			}
		}
		if s := strings.Join(got, "|"); s != c.want {
			t.Errorf("%q: %s, want %s", c.in, s, c.want)
		}
	}
}

func TestListsHang(t *testing.T) {
	var got []string
	for _, l := range prose.Lines("12. one two three four\n> a quote that is long\n* averyveryverylongword", 14) {
		got = append(got, strings.TrimRight(l.String(), " "))
	}
	want := "12. one two\n    three\n    four\n│ a quote\n  that is\n  long\n• averyveryv\n  erylongwor\n  d"
	if s := strings.Join(got, "\n"); s != want {
		t.Errorf("lines:\n%s\nwant:\n%s", s, want)
	}
}

// Whatever is written, no line is longer than there is room.
func TestLinesFit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(rapid.String(), rapid.StringMatching("[*_`\\[\\]()#> 1.世-]{0,60}")).Draw(t, "text")
		width := rapid.IntRange(4, 40).Draw(t, "width")
		for _, l := range prose.Lines(s, width) {
			if l.Width() > width {
				t.Fatalf("%d cells at %d: %q", l.Width(), width, l.String())
			}
		}
		wide := strings.Repeat("世a界", rapid.IntRange(0, 9).Draw(t, "repeated"))
		got := ""
		for _, l := range prose.Lines(wide, width) {
			got += l.String()
		}
		if got != wide {
			t.Fatalf("%q became %q at %d", wide, got, width)
		}
	})
}

// A description may be one word that no line holds.
func BenchmarkLinesOfOneWord(b *testing.B) {
	word := strings.Repeat("世", 10_000)
	for b.Loop() {
		prose.Lines(word, 60)
	}
}
