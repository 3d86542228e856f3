package prose_test

import (
	"strings"
	"testing"

	"postern/ui/prose"
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
