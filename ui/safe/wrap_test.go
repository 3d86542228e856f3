package safe_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"postern/ui/safe"
)

func TestWrap(t *testing.T) {
	for _, tc := range []struct {
		name, in string
		width    int
		want     []string
	}{
		{"short", "one two", 10, []string{"one two"}},
		{"at blanks", "one two three", 8, []string{"one two", "three"}},
		{"host names stay whole", "see dev-1234.okta.com now", 18, []string{"see", "dev-1234.okta.com", "now"}},
		{"long words break", "abcdefghij kl", 4, []string{"abcd", "efgh", "ij", "kl"}},
		{"the rest of a long word goes on", "abcdef gh i", 5, []string{"abcde", "f gh", "i"}},
		{"wide letters", "世界世界", 5, []string{"世界", "世界"}},
		{"indented", "  one two", 6, []string{"  one", "two"}},
		{"empty", "", 5, []string{""}},
		{"no room", "one", 0, []string{"one"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var got []string
			for _, l := range safe.Clean(tc.in).Wrap(tc.width) {
				got = append(got, l.String())
			}
			if d := cmp.Diff(tc.want, got); d != "" {
				t.Error(d)
			}
		})
	}
}
