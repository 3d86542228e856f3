// Package terminal is a terminal that keeps books: it draws what a program
// writes to it, and writes down every sequence that is not on its list of what
// postern has a reason to send. It shares no code with the libraries that draw
// the screen, so that a mistake of theirs does not hide itself.
//
// It is an instrument of tests, not a terminal: it knows what the renderer
// sends to an xterm and takes everything else for an intrusion.
package terminal

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// Terminal is a screen that a program writes to. Its methods may be called from
// several goroutines.
type Terminal struct {
	mu sync.Mutex
	screen
	// rest is the beginning of what has not come whole.
	rest    []byte
	foreign []string
	titles  []string
	links   []string
	copied  []string
	bytes   int
	answer  func(reply string)
}

// Options say what a terminal is like.
type Options struct {
	// Width and Height are in cells.
	Width, Height int
	// Cooked begins a new line at its beginning, as terminals do until a
	// program asks otherwise; one without a terminal as input does not ask.
	Cooked bool
	// Answer is given what a terminal says to the program's questions; nil
	// leaves them without an answer.
	Answer func(reply string)
}

// New returns an empty terminal.
func New(o Options) *Terminal {
	t := &Terminal{answer: o.Answer}
	t.cooked = o.Cooked
	t.resize(o.Width, o.Height)
	return t
}

// Write draws what a program sends.
func (t *Terminal) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.bytes += len(p)
	in := slices.Concat(t.rest, p)
	for len(in) > 0 {
		n := t.take(in)
		if n == 0 {
			break
		}
		in = in[n:]
	}
	t.rest = in
	return len(p), nil
}

// Screen is what is drawn, a line a row.
func (t *Terminal) Screen() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text()
}

// Bytes is how much was written.
func (t *Terminal) Bytes() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.bytes
}

// Foreign is what came that postern has no reason to send, and what has begun
// and not ended, which swallows the rest of a real screen.
func (t *Terminal) Foreign() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	out := slices.Clone(t.foreign)
	if len(t.rest) > 0 {
		out = append(out, fmt.Sprintf("unfinished %.60q", t.rest))
	}
	return out
}

// Titles are the titles that the window was given.
func (t *Terminal) Titles() []string { return t.list(&t.titles) }

// Links are the addresses that text was made to lead to (OSC 8).
func (t *Terminal) Links() []string { return t.list(&t.links) }

// Copied is what was put into the clipboard (OSC 52), as it was sent.
func (t *Terminal) Copied() []string { return t.list(&t.copied) }

func (t *Terminal) list(of *[]string) []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Clone(*of)
}

func (t *Terminal) refuse(what []byte) {
	t.foreign = append(t.foreign, fmt.Sprintf("%.80q", what))
}

// take draws the first thing of in and returns its length, 0 when it is not
// there whole.
func (t *Terminal) take(in []byte) int {
	switch c := in[0]; {
	case c == '\x1b':
		return t.escape(in)
	case c < ' ':
		if !t.control(c) {
			t.refuse(in[:1])
		}
		return 1
	case c == 0x7f:
		t.refuse(in[:1])
		return 1
	}
	if !utf8.FullRune(in) {
		return 0
	}
	r, n := utf8.DecodeRune(in)
	if r == utf8.RuneError && n == 1 || !shows(r) {
		t.refuse(in[:n])
		return n
	}
	t.print(r)
	return n
}

// shows reports whether a character only stands where it is put: no control
// and nothing that hides itself or turns others round.
func shows(r rune) bool {
	switch {
	case r >= 0x80 && r <= 0x9f, r == 0xad, r == 0x61c, r == 0x180e, r == 0xfeff:
		return false
	case r >= 0x200b && r <= 0x200f && r != 0x200d, r >= 0x2028 && r <= 0x202e, r >= 0x2060 && r <= 0x206f:
		return false
	case r >= 0xfff9 && r <= 0xfffb, r >= 0xe0000 && r <= 0xe007f, r >= 0xe0100 && r <= 0xe01ef:
		return false
	case r >= 0xfe00 && r <= 0xfe0d, r >= 0xe000 && r <= 0xf8ff, r&0xfffe == 0xfffe:
		return false
	}
	return true
}

func (t *Terminal) escape(in []byte) int {
	if len(in) < 2 {
		return 0
	}
	switch in[1] {
	case '[':
		return t.csi(in)
	case ']', 'P', '_', '^', 'X':
		return t.command(in)
	case 'M':
		t.up()
	case '7', '8', '=', '>':
	default:
		t.refuse(in[:2])
	}
	return 2
}

// csi takes a control sequence: parameters, intermediates, one final byte.
func (t *Terminal) csi(in []byte) int {
	end := bytes.IndexFunc(in[2:], func(r rune) bool { return r < 0x20 || r > 0x3f })
	if end < 0 {
		return 0
	}
	n := end + 3
	params, final := string(in[2:end+2]), in[end+2]
	if !t.drawn(params, final) && !t.asked(params, final) && !t.set(params, final) {
		t.refuse(in[:n])
	}
	return n
}

// set knows the modes and styles that the screen is set to.
func (t *Terminal) set(params string, final byte) bool {
	switch final {
	case 'm':
		return strings.Trim(params, "0123456789;:") == "" || params == ">4" || params == ">4;0" || params == ">4;1" || params == ">4;2"
	case 'h', 'l':
		mode, ok := strings.CutPrefix(params, "?")
		if mode == "7" {
			t.narrow = final == 'l'
		}
		return ok && slices.Contains([]string{
			"1", "7", "25", "1000", "1002", "1003", "1004", "1006", "1049", "2004", "2026", "2027", "2031",
		}, mode)
	case 'u':
		return params != "" && strings.ContainsRune("<=>", rune(params[0])) && strings.Trim(params[1:], "0123456789;") == ""
	case 'q':
		return strings.HasSuffix(params, " ") // the shape of the cursor
	}
	return false
}

// asked knows the questions a program may ask, and answers them.
func (t *Terminal) asked(params string, final byte) bool {
	reply := ""
	switch {
	case final == 'p' && strings.HasPrefix(params, "?") && strings.HasSuffix(params, "$"):
		reply = "\x1b[" + strings.TrimSuffix(params, "$") + ";2$y"
	case final == 'c' && (params == "" || params == "0"):
		reply = "\x1b[?62;22c"
	case final == 'q' && (params == ">" || params == ">0"):
		reply = "\x1bP>|terminal 1\x1b\\"
	case final == 'u' && params == "?":
	case final == 'n' && params == "6":
		reply = "\x1b[1;1R"
	case final == 'n' && params == "?996":
	default:
		return false
	}
	t.say(reply)
	return true
}

func (t *Terminal) say(reply string) {
	if t.answer != nil && reply != "" {
		t.answer(reply)
	}
}

// command takes an OSC, DCS, APC, PM or SOS with all that belongs to it.
func (t *Terminal) command(in []byte) int {
	end, n := -1, 0
	for i, c := range in[2:] {
		if c == '\a' && in[1] == ']' {
			end, n = i+2, i+3
			break
		}
		if c == '\x1b' {
			if i+3 >= len(in) {
				return 0
			}
			end, n = i+2, i+4
			if in[i+3] != '\\' {
				t.refuse(in[:n])
				return i + 2
			}
			break
		}
	}
	if end < 0 {
		return 0
	}
	if in[1] != ']' || !t.system(string(in[2:end])) {
		if string(in[1:end]) != "P+q524742" && string(in[1:end]) != "P+q5463" { // does it know RGB and Tc?
			t.refuse(in[:n])
		}
	}
	return n
}

// system knows the operating system commands: title, colours, links, clipboard.
func (t *Terminal) system(data string) bool {
	kind, rest, _ := strings.Cut(data, ";")
	if strings.ContainsFunc(rest, func(r rune) bool { return !shows(r) || r < ' ' || r == 0x7f }) {
		return false
	}
	switch kind {
	case "0", "2":
		t.titles = append(t.titles, rest)
		return true
	case "10", "11", "12":
		if rest != "?" {
			return false
		}
		t.say("\x1b]" + kind + ";rgb:0000/0000/0000\x1b\\")
		return true
	case "110", "111", "112":
		return rest == ""
	case "8":
		params, to, ok := strings.Cut(rest, ";")
		if to != "" {
			t.links = append(t.links, to)
		}
		return ok && params == "" && (to == "" || ansi.Strip(to) == to && (strings.HasPrefix(to, "https://") || strings.HasPrefix(to, "http://")))
	case "52":
		t.copied = append(t.copied, rest)
		return strings.HasPrefix(rest, "c;") || strings.HasPrefix(rest, "p;")
	}
	return false
}
