package trail_test

import (
	"testing"

	"postern/ui/theme"
	"postern/ui/trail"
)

func TestLines(t *testing.T) {
	trace := "POST https://idp.test/token\n  token endpoint\n> grant_type=password\n< 200 OK\n\n! it was slow\x1b[31m"
	want := []struct {
		role theme.Role
		text string
	}{
		{theme.Strong, "POST https://idp.test/token"},
		{theme.Plain, "  token endpoint"},
		{theme.Faint, "> grant_type=password"},
		{theme.Faint, "< 200 OK"},
		{theme.Plain, ""},
		{theme.Error, "! it was slow^[[31m"},
	}
	got := trail.Lines(trace)
	if len(got) != len(want) {
		t.Fatalf("%d lines", len(got))
	}
	for i, w := range want {
		if got[i].String() != w.text || got[i][0].Role != w.role {
			t.Errorf("line %d is %q in %v", i, got[i].String(), got[i][0].Role)
		}
	}
}
