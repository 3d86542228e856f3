package hostile_test

import (
	"fmt"
	"strings"
)

// text is one hostile text.
type text struct{ name, raw string }

// corpus is every text that a terminal would act upon, hide or turn round.
func corpus() []text {
	out := controls()
	add := func(name string, raws ...string) {
		for i, raw := range raws {
			n := name
			if len(raws) > 1 {
				n = fmt.Sprintf("%s %d", name, i+1)
			}
			out = append(out, text{n, raw})
		}
	}
	add("ESC", "\x1bc", "\x1b#8", "\x1b7\x1b8", "\x1bD", "\x1bE", "\x1bM", "\x1bN", "\x1bO", "\x1bZ", "\x1b=", "\x1b(0", "\x1b%G", "\x1b\x1b[2J")
	add("CSI", "\x1b[2J", "\x1b[H", "\x1b[1;1Hx", "\x1b[1000A", "\x1b[1000b", "\x1b[10L", "\x1b[10M", "\x1b[5;10r", "\x1b[K", "\x1b[1000D", "\x1b[s\x1b[u", "\x1b[!p")
	add("SGR", "\x1b[31m", "\x1b[8m", "\x1b[7m", "\x1b[5m", "\x1b[38;2;0;0;0;48;2;0;0;0m", "\x1b[4:3m")
	add("mode", "\x1b[?25l", "\x1b[?1049h", "\x1b[?1049l", "\x1b[?1000h", "\x1b[?1003h", "\x1b[?2004l", "\x1b[?2026h", "\x1b[4h", "\x1b[20h", "\x1b[?5h")
	add("question", "\x1b[6n", "\x1b[5n", "\x1b[c", "\x1b[>c", "\x1b[21t", "\x1b[18t", "\x1b[?2026$p", "\x1b[>q", "\x1b[?u")
	add("window", "\x1b[8;10;10t", "\x1b[3;0;0t", "\x1b[22;0t")
	add("title", "\x1b]0;pwned\a", "\x1b]2;pwned\x1b\\", "\x1b]1;pwned\a")
	add("clipboard", "\x1b]52;c;cHduZWQ=\a", "\x1b]52;c;?\a", "\x1b]52;p;cHduZWQ=\x1b\\")
	add("link", "\x1b]8;;https://evil.test/\x1b\\click\x1b]8;;\x1b\\", "\x1b]8;;file:///etc/passwd\aclick\x1b]8;;\a")
	add("OSC", "\x1b]4;1;red\a", "\x1b]7;file:///\a", "\x1b]9;note\a", "\x1b]9;4;1;50\a", "\x1b]10;?\a", "\x1b]11;#000000\a", "\x1b]50;font\a",
		"\x1b]104\a", "\x1b]133;A\a", "\x1b]777;notify;a;b\a", "\x1b]1337;File=inline=1:AAAA\a")
	add("DCS", "\x1bPq#0!10~\x1b\\", "\x1bP$qm\x1b\\", "\x1bP+q544e\x1b\\", "\x1bPtmux;\x1b\x1b]0;x\a\x1b\\")
	add("APC PM SOS", "\x1b_Ga=q;AAAA\x1b\\", "\x1b^pm\x1b\\", "\x1bXsos\x1b\\")
	add("C1 as UTF-8", "\u009b2J", "\u009d52;c;cHduZWQ=\u009c", "\u0090q\u009c", "\u009fG\u009c", "\u0085", "\u008d", "\u009a")
	add("C1 as a byte", "\x9b2J", "\x9d0;pwned\x9c", "\x90q\x9c", "\x9f\x9c", "\x85", "\x8d")
	add("unfinished", "\x1b", "\x1b[", "\x1b[31", "\x1b]0;pwned", "\x1bPq", "\x1b_G", "\u009d0;pwned", "\x9b3")
	add("bidi", "\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069", "\u200e", "\u200f", "\u061c")
	add("without width", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u180e", "\u2063")
	add("line ends", "\u2028", "\u2029")
	add("tags", "\U000e0001", "\U000e0070\U000e0077\U000e006e", "\U000e007f")
	add("variation", "\ufe0f", "\ufe00", "\U000e0100")
	add("combining", "\u0301", strings.Repeat("\u0301", 9), strings.Repeat("\u0489", 40))
	add("no UTF-8", "\xff", "\xc0\x80", "\xc0\x9b", "\xe0\x80\x9b", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe6\x97", "\x80")
	add("no character", "\ufffe", "\U0001ffff", "\ue000", "\ufff9a\ufffb")
	return out
}

// controls are the control characters of ASCII, but tab and newline.
func controls() []text {
	var out []text
	for c := range rune(0x20) {
		if c != '\t' && c != '\n' && c != '\x1b' {
			out = append(out, text{fmt.Sprintf("C0 %02x", c), string(c)})
		}
	}
	return append(out, text{"DEL", "\x7f"})
}
