package console_test

import (
	"fmt"
	"testing"

	"postern/ui/cli/console"
)

// They do what fmt does, for signs too.
func TestColumns(t *testing.T) {
	for _, text := range []string{"", "GET", "✗", "PROPFIND", "–ä"} {
		if got, want := console.Left(text, 4), fmt.Sprintf("%-*s", 4, text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
		if got, want := console.Right(text, 4), fmt.Sprintf("%*s", 4, text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}
