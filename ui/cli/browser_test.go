package cli_test

import (
	"testing"

	"postern/ui/cli"
)

func TestBrowserOpensOnlyBeforeAPerson(t *testing.T) {
	for _, tc := range []struct {
		name, url string
		env       []string
	}{
		{"over SSH", "https://id.example", []string{"DISPLAY=:0", "SSH_CONNECTION=1 2 3 4"}},
		{"none wanted", "https://id.example", []string{"DISPLAY=:0", "BROWSER=none"}},
		{"a file", "file:///etc/passwd", []string{"DISPLAY=:0"}},
		{"a program", "calc:", []string{"DISPLAY=:0"}},
		{"an option", "--help", []string{"DISPLAY=:0"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if cli.Browser(tc.env)(tc.url) == nil {
				t.Error("a browser was opened")
			}
		})
	}
}
