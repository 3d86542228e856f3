package safe_test

import (
	"testing"

	"github.com/charmbracelet/x/ansi"

	"postern/ui/safe"
)

func TestTextsDoNotJoinTheirNeighbours(t *testing.T) {
	for _, tc := range []struct{ name, in, want string }{
		{"spacing mark first", "\u0903x", `\u{903}x`},
		{"skin tone first", "\U0001f3fbx", `\u{1f3fb}x`},
		{"accent first", "\u0301x", `\u{301}x`},
		{"prefix last", "x\u0d4e", `x\u{d4e}`},
		{"spacing mark inside", "\u0915\u0903", "\u0915\u200b\u0903"},
		{"skin tone on a hand", "\U0001f44b\U0001f3fb", "\U0001f44b"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := safe.Clean(tc.in)
			if got.String() != tc.want {
				t.Errorf("%q, want %q", got, tc.want)
			}
			if w := ansi.StringWidth(" " + got.String() + " "); w != got.Width()+2 {
				t.Errorf("%d cells between blanks, %d alone", w-2, got.Width())
			}
		})
	}
}
