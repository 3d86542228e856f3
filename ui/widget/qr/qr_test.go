package qr_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"postern/ui/theme"
	"postern/ui/widget/qr"
)

// address is a login address of n bytes.
func address(n int) string {
	s := "https://login.example.com/authorize?response_type=code&client_id=c%201&state="
	for i := 0; len(s) < n; i++ {
		s += string("0aZ-_7qX"[i*i%7])
	}
	return s[:n]
}

func TestCodesCanBeRead(t *testing.T) {
	for _, n := range []int{1, 17, 60, 120, 300, 450, 1000, 2000, 2900} {
		t.Run(fmt.Sprint(n, " bytes"), func(t *testing.T) {
			want := address(n)
			rows, ok := qr.Plain(want)
			if !ok {
				t.Fatal("no code")
			}
			if got := read(t, modules(t, rows)); got != want {
				t.Errorf("read %q, want %q", got, want)
			}
			w, h := qr.Size(want)
			if len(rows) != h {
				t.Errorf("%d rows, want %d", len(rows), h)
			}
			for i, row := range rows {
				if utf8.RuneCountInString(row) != w || ansi.StringWidth(row) != w {
					t.Errorf("row %d takes %d cells, want %d", i, ansi.StringWidth(row), w)
				}
			}
		})
	}
}

func TestSizeIsThatOfTheDrawing(t *testing.T) {
	for _, unit := range []string{"7", "A-7", "a?7", "é"} {
		for n := 1; n < 2900; n = 2*n + 1 {
			text := strings.Repeat(unit, n/len(unit)+1)
			rows, ok := qr.Plain(text)
			w, h := qr.Size(text)
			if !ok || len(rows) != h || utf8.RuneCountInString(rows[0]) != w {
				t.Fatalf("%d × %q: %d×%d cells, drawn in %d rows", n/len(unit)+1, unit, w, h, len(rows))
			}
		}
	}
}

func TestTextsWithoutACode(t *testing.T) {
	for _, n := range []int{0, 2954, 100_000} {
		text := address(n)
		if rows, ok := qr.Plain(text); ok || rows != nil {
			t.Errorf("%d bytes: a code of %d rows", n, len(rows))
		}
		if rows, ok := qr.Render(theme.New(theme.Dark()), text); ok || rows != nil {
			t.Errorf("%d bytes: a code of %d rows", n, len(rows))
		}
		if w, h := qr.Size(text); w != 0 || h != 0 {
			t.Errorf("%d bytes: %d×%d cells", n, w, h)
		}
	}
}

// Whatever the theme and the terminal's own colours, light is white and dark is
// black, in every cell.
func TestColoursAreExplicit(t *testing.T) {
	text := address(120)
	plain, _ := qr.Plain(text)
	for _, p := range []theme.Palette{theme.Dark(), theme.Light()} {
		rows, ok := qr.Render(theme.New(p), text)
		if !ok {
			t.Fatal("no code")
		}
		whole := regexp.MustCompile(`^\x1b\[38;2;255;255;255;48;2;0;0;0m[█▀▄ ]+\x1b\[0?m$`)
		for i, row := range rows {
			if !whole.MatchString(row) {
				t.Errorf("%s: row %d is %q", p.Name, i, row)
			}
			if ansi.Strip(row) != plain[i] {
				t.Errorf("%s: row %d is another than without colours", p.Name, i)
			}
		}
	}
	if rows, _ := qr.Render(theme.New(theme.Mono()), text); !slices.Equal(rows, plain) {
		t.Error("a theme without colours changed the code")
	}
}

func BenchmarkSize(b *testing.B) {
	text := address(400)
	for b.Loop() {
		qr.Size(text)
	}
}

func BenchmarkRender(b *testing.B) {
	th, text := theme.New(theme.Dark()), address(400)
	for b.Loop() {
		qr.Render(th, text)
	}
}

// modules returns the dark modules of a drawing, without the margin, which must
// be light.
func modules(t *testing.T, rows []string) [][]bool {
	t.Helper()
	var all [][]bool
	for _, row := range rows {
		var upper, lower []bool
		for _, c := range row {
			upper = append(upper, !strings.ContainsRune("█▀", c))
			lower = append(lower, !strings.ContainsRune("█▄", c))
		}
		all = append(all, upper, lower)
	}
	const margin = 2
	side := len(all[0]) - 2*margin
	var out [][]bool
	for y, row := range all[:side+2*margin] {
		if y < margin || y >= margin+side {
			if slices.Contains(row, true) {
				t.Fatalf("the margin has dark modules in row %d", y)
			}
			continue
		}
		if slices.Contains(row[:margin], true) || slices.Contains(row[margin+side:], true) {
			t.Fatalf("the margin has dark modules beside row %d", y)
		}
		out = append(out, row[margin:margin+side])
	}
	return out
}
