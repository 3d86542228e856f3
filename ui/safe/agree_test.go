package safe_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"postern/ui/safe"
)

// Whichever way a terminal measures text, it comes to the same.
func TestBothWaysOfMeasuringAgree(t *testing.T) {
	for in, want := range map[string]string{
		"👨\u200d👩\u200d👧\u200d👦 family": "👨👩👧👦 family",
		"👋🏻":                                   "👋",
		"🏻":                                    `\u{1f3fb}`,
		"☀️ ⚠️":                                "☀ ⚠",
		"1️⃣":                                  "1",
		"🇩🇪🇫🇷":                                 "🇩🇪🇫🇷",
		"🇩🇪🇫":                                  `🇩🇪\u{1f1eb}`,
		"世界":                                   "世界",
		"e\u0301":                              "e\u0301",
		"\u1112\u1161\u11ab\u1100\u1173\u11af": "한글",
		"\u1112\u1161":                         "하",
		"한글":                                   "한글",
		"\uff8a\uff9f":                         "\uff8a\u200b\uff9f",
		"\u0915\u094d\u0937\u093f":             "\u0915\u094d\u200b\u0937\u200b\u093f",
		"שלום":                                 "שלום",
		"a\u200bb":                             `a\u{200b}b`,
		strings.Repeat("\u1100", 3) + "\u1161": "",
	} {
		got := safe.Clean(in).String()
		if want != "" && got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
		if a, b := ansi.StringWidth(got), ansi.StringWidthWc(got); a != b {
			t.Errorf("%q has %d or %d cells", got, a, b)
		}
		if again := safe.Clean(got).String(); again != got {
			t.Errorf("%q cleaned again is %q", got, again)
		}
	}
	if t.Failed() {
		return
	}
	rapid.Check(t, func(t *rapid.T) {
		in := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.RuneFrom([]rune("👩👨🏻🏿🇩🇪❤☀1#\u200d\ufe0f\ufe0e\u20e3\u200b\u0301e世\u1100\u1161\u11a8\u0915\u094d\u0937\u093f\u0cf3\u0e33\uff9f")))).Draw(t, "text")
		got := safe.Clean(in).String()
		for rest := got; rest != ""; {
			cluster, w := ansi.FirstGraphemeCluster(rest, ansi.GraphemeWidth)
			if wc := ansi.StringWidthWc(cluster); wc != w {
				t.Fatalf("%q of %q has %d or %d cells", cluster, got, w, wc)
			}
			rest = rest[len(cluster):]
		}
		if again := safe.Clean(got).String(); again != got {
			t.Fatalf("%q cleaned again is %q", got, again)
		}
	})
}
