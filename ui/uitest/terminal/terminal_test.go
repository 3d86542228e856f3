package terminal_test

import (
	"strings"
	"testing"
	"time"

	"postern/ui/keymap"
	"postern/ui/uitest"
	"postern/ui/uitest/terminal"
)

func TestDraws(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"text", "ab\r\ncd", "ab\ncd\n"},
		{"in two halves", "\xe4\xb8|\x96\x1b|[1;3H|x", "世x\n\n"},
		{"wrapped", "12345678xy", "12345678\nxy\n"},
		{"at a place", "\x1b[2;3Hx\x1b[Ay", "   y\n  x\n"},
		{"repeated", "-\x1b[3b+", "----+\n\n"},
		{"erased", "abcdef\x1b[3G\x1b[2X\x1b[6G\x1b[K", "ab  e\n\n"},
		{"inserted and deleted", "abc\x1b[1G\x1b[2@\x1b[4G\x1b[1P", "  ac\n\n"},
		{"scrolled", "a\r\nb\r\nc\r\nd", "b\nc\nd"},
		{"a region", "a\r\nb\r\nc\x1b[2;3r\x1b[2;1H\x1b[M", "a\nc\n"},
		{"combined", "e\u0301x", "e\u0301x\n\n"},
		{"painted", "\x1b[1;38;2;1;2;3mx\x1b[m\x1b]8;;https://a.test/\x1b\\y\x1b]8;;\x1b\\", "xy\n\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			term := terminal.New(terminal.Options{Width: 8, Height: 3})
			for part := range strings.SplitSeq(tt.in, "|") {
				_, _ = term.Write([]byte(part))
			}
			if got := term.Screen(); got != tt.want {
				t.Errorf("drawn is\n%s\nwant\n%s", got, tt.want)
			}
			if f := term.Foreign(); len(f) > 0 {
				t.Errorf("foreign: %s", f)
			}
		})
	}
}

// What nobody should send is written down.
func TestRefuses(t *testing.T) {
	for name, in := range map[string]string{
		"a bell": "\a", "a C1 control": "\u009b31m", "a raw byte": "\x9b31m", "an override": "\u202e", "a blank without width": "\u200b",
		"a tag": "\U000e0041", "a title": "\x1b]1;x\a", "an escape in a title": "\x1b]2;a\u009cb\a", "DCS": "\x1bPq\x1b\\", "APC": "\x1b_G\x1b\\",
		"an unfinished OSC": "\x1b]2;x", "a link to a file": "\x1b]8;;file:///x\x1b\\", "a report of the title": "\x1b[21t", "hidden": "\x1b[?5h",
		"a reset": "\x1bc", "a colour of the palette": "\x1b]4;1;red\a", "delete": "\x7f", "an order in an OSC": "\x1b]2;a\x1b[2Jb\a",
	} {
		term := terminal.New(terminal.Options{Width: 8, Height: 3})
		_, _ = term.Write([]byte(in))
		if len(term.Foreign()) == 0 {
			t.Errorf("%s passes: %q", name, in)
		}
	}
}

func TestAnswers(t *testing.T) {
	var said []string
	term := terminal.New(terminal.Options{Width: 8, Height: 3, Answer: func(s string) { said = append(said, s) }})
	_, _ = term.Write([]byte("\x1b[?2026$p\x1b]11;?\x07\x1b[c"))
	if got := strings.Join(said, " "); got != "\x1b[?2026;2$y \x1b]11;rgb:0000/0000/0000\x1b\\ \x1b[?62;22c" {
		t.Errorf("it said %q", got)
	}
}

// What the terminal draws is what the workbench shows, whichever way the
// renderer went from one frame to the next.
func TestDrawsTheWorkbench(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 40}} {
		term := terminal.New(terminal.Options{Width: size[0], Height: size[1], Cooked: true})
		o := uitest.Options{Width: size[0], Height: size[1], Output: term}
		uitest.Run(t, o, func(s *uitest.Session) {
			same := func(after string) {
				t.Helper()
				frame := s.Screen()
				s.Wait(100 * time.Millisecond) // the renderer draws sixty times a second
				var rows []string
				for l := range strings.SplitSeq(frame, "\n") {
					rows = append(rows, strings.TrimRight(l, " "))
				}
				if want, got := strings.Join(rows, "\n"), term.Screen(); got != want {
					t.Fatalf("after %s the terminal shows\n%s\nand the workbench\n%s", after, got, want)
				}
			}
			same("the start")
			s.Open("Users", "List users")
			same("open")
			for _, id := range []keymap.ID{
				keymap.Send, keymap.Pane3, keymap.Down, keymap.PageDown, keymap.Bottom, keymap.FoldAll, keymap.Top, keymap.NextTab,
				keymap.Help, keymap.Close, keymap.Palette, keymap.Close, keymap.OpenEnv, keymap.Zoom, keymap.Zoom, keymap.Tokens, keymap.Close,
			} {
				s.Do(id)
				same(string(id))
			}
		})
		if f := term.Foreign(); len(f) > 0 {
			t.Errorf("%d things are foreign: %s", len(f), f[:min(5, len(f))])
		}
	}
}
