package safe

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"
)

func TestClean(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"plain text stays", "GET /users?limit=25", "GET /users?limit=25"},
		{"letters of any script stay", "Zoë 日本 é", "Zoë 日本 é"},
		{"a no-break space stays", "a\u00a0b", "a\u00a0b"},
		{"escape", "\x1b[31mred", "^[[31mred"},
		{"operating system command", "\x1b]52;c;cm0=\a", "^[]52;c;cm0=^G"},
		{"newline and tab", "a\n\tb", "a⏎ b"},
		{"lone carriage return", "a\rb", "a^Mb"},
		{"delete", "a\x7fb", "a^?b"},
		{"C1 as UTF-8", "a\u009b31mb", `a\u{9b}31mb`},
		{"C1 as raw byte", "a\x9b31mb", `a\x9b31mb`},
		{"bidi override", "user\u202etxt.exe", `user\u{202e}txt.exe`},
		{"zero width space", "a\u200bb", `a\u{200b}b`},
		{"byte order mark", "\ufeffa", `\u{feff}a`},
		{"soft hyphen", "a\u00adb", `a\u{ad}b`},
		{"line separator", "a\u2028b", `a\u{2028}b`},
		{"tag characters", "a\U000e0041", `a\u{e0041}`},
		{"invalid UTF-8", "a\xffb", `a\xffb`},
		{"truncated UTF-8", "a\xe6\x97", `a\xe6\x97`},
		{"a joined emoji stands in its parts", "👩\u200d💻", "👩💻"},
		{"a joiner between letters", "a\u200db", `a\u{200d}b`},
		{"emoji presentation is left out", "❤\ufe0f", "❤"},
		{"a variation selector without its base", "a\ufe0f", `a\u{fe0f}`},
		{"a variation selector behind one that is shown", "\ufe0f\ufe0f", `\u{fe0f}\u{fe0f}`},
		{"a joiner before a variation selector", "👩\u200d\ufe0f", `👩\u{200d}\u{fe0f}`},
		{"a joined couple is three", "👩\u200d❤\ufe0f\u200d👩", "👩❤👩"},
		{"a variation selector behind what is no emoji yet", "\U0001faff\ufe0f", `\u{1faff}\u{fe0f}`},
		{"combining marks stay, up to eight", "e" + strings.Repeat("\u0301", 8), "e" + strings.Repeat("\u0301", 8)},
		{"the ninth is shown", "e" + strings.Repeat("\u0301", 9), "e" + strings.Repeat("\u0301", 8) + `\u{301}`},
		{"a combining mark on nothing", "\u0301a", `\u{301}a`},
		{"noncharacter", "a\uffffb", `a\u{ffff}b`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Clean(tt.in).String(); got != tt.want {
				t.Errorf("Clean(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestLines(t *testing.T) {
	got := Lines("a\r\n\tb\n\x1bc")
	want := []string{"a", "    b", "^[c"}
	if len(got) != len(want) {
		t.Fatalf("%d lines, want %d", len(got), len(want))
	}
	for i := range want {
		if got[i].String() != want[i] {
			t.Errorf("line %d is %q, want %q", i, got[i], want[i])
		}
	}
}

// hostile is any byte string, with what terminals act upon more often than
// chance has it.
func hostile() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		piece := rapid.OneOf(
			rapid.String(),
			rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }),
			rapid.SampledFrom([]string{"\x1b[2J", "\x1b]0;x\a", "\u009b", "\u202e", "\u200d", "\ufe0f", "\u0301", "👩", "日", "\x1bP", "\r", "\n"}),
		)
		return strings.Join(rapid.SliceOfN(piece, 0, 8).Draw(t, "pieces"), "")
	})
}

// Whatever goes in, nothing a terminal acts upon comes out, on one line, valid,
// and within a bounded factor of its size.
func TestCleanIsSafe(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := hostile().Draw(t, "in")
		out := Clean(in).String()
		if !utf8.ValidString(out) {
			t.Fatalf("%q is not valid UTF-8", out)
		}
		for _, r := range out {
			if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029' {
				t.Fatalf("Clean(%q) lets %U through", in, r)
			}
		}
		if ansi.Strip(out) != out {
			t.Fatalf("Clean(%q) = %q holds a sequence", in, out)
		}
		if len(out) > 10*len(in) {
			t.Fatalf("%d bytes became %d", len(in), len(out))
		}
		if again := Clean(out).String(); again != out {
			t.Fatalf("cleaning twice gives %q, then %q", out, again)
		}
	})
}

func TestCutAndSliceKeepTheirWidth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := Clean(hostile().Draw(t, "in"))
		w := rapid.IntRange(0, 40).Draw(t, "width")
		if got := text.Cut(w).Width(); got > w {
			t.Fatalf("Cut(%d) of %q is %d wide", w, text, got)
		}
		if got, want := text.WidthTo(w), min(text.Width(), w); got != want {
			t.Fatalf("WidthTo(%d) of %q is %d, not %d", w, text, got, want)
		}
		from := rapid.IntRange(0, 40).Draw(t, "from")
		if got := text.Slice(from, from+w).Width(); got > w+1 {
			t.Fatalf("Slice(%d, %d) of %q is %d wide", from, from+w, text, got)
		}
	})
}

func FuzzClean(f *testing.F) {
	for _, s := range []string{"", "a\x1b]8;;http://x\x1b\\b", "\u009d52;c;eA==\u009c", "e\u0301\u0301", "\xf0\x9f"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, r := range Clean(s).String() {
			if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
				t.Fatalf("Clean(%q) lets %U through", s, r)
			}
		}
	})
}

func BenchmarkClean(b *testing.B) {
	for name, s := range map[string]string{
		"ascii": strings.Repeat("a plain row of a body ", 5),
		"wide":  strings.Repeat("日本語 Zoë ", 10),
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				Clean(s)
			}
		})
	}
}
