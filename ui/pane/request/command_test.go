package request_test

import (
	"strings"
	"testing"

	"postern/ui/pane"
	"postern/ui/pane/request"
)

func TestACommandIsNoAddress(t *testing.T) {
	const command = "curl https://a.example \\\n  -H 'A: b'"
	for _, c := range []struct {
		name string
		keys []string
		text string
		want bool
	}{
		{"into the address", []string{"u"}, command, true},
		{"with a prompt", []string{"u"}, "\n $ " + command, true},
		{"as terminals paste it", []string{"u"}, strings.ReplaceAll(command, "\n", "\r"), true},
		{"while nothing is typed", nil, command, true},
		{"an address", []string{"u", "ctrl+u"}, "https://curl.example", false},
		{"into a value", []string{"enter"}, command, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := open(t, sample())
			press(t, p, c.keys...)
			in, got := p.Update(pane.Paste{Text: c.text}).(request.PastedCommand)
			if got != c.want {
				t.Fatalf("reported as a command: %t", got)
			}
			if !got {
				return
			}
			if in.Text != strings.ReplaceAll(c.text, "\r", "\n") || in.ItemID != "r1" || in.Request.Method != "GET" || p.Editing() {
				t.Errorf("reported %+v, editing %t", in, p.Editing())
			}
		})
	}
	p := open(t, sample())
	press(t, p, "u", "ctrl+u")
	in, ok := press(t, p, append(letters("curl https://a.example"), "enter")...).(request.PastedCommand)
	if !ok || in.Text != "curl https://a.example" {
		t.Errorf("typing one reported %#v", in)
	}
}
