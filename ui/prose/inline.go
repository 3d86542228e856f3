package prose

import (
	"regexp"
	"strings"

	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/text"
)

// piece is a part of a line with its look.
type piece struct {
	text string
	role theme.Role
}

// marks are what stands within a line: code, a link, bold, emphasis. What
// merely looks like it, such as a snake_case name, is left alone.
func marks() *regexp.Regexp {
	return regexp.MustCompile("`([^`]+)`" + `|!?\[([^\]]*)\]\(([^)\s]+)[^)]*\)|\*\*([^*]+)\*\*|__([^_]+)__|\*([^*\s](?:[^*]*[^*\s])?)\*`)
}

// pieces takes the marks out of a line.
func pieces(re *regexp.Regexp, s string, role theme.Role) []piece {
	var out []piece
	add := func(s string, r theme.Role) {
		if s != "" {
			out = append(out, piece{s, r})
		}
	}
	at := 0
	for _, m := range re.FindAllStringSubmatchIndex(s, -1) {
		part := func(n int) string {
			if m[2*n] < 0 {
				return ""
			}
			return s[m[2*n]:m[2*n+1]]
		}
		if part(5) != "" && (wordAt(s, m[0]-1) || wordAt(s, m[1])) {
			continue // __ within a word
		}
		add(s[at:m[0]], role)
		at = m[1]
		switch url := part(3); {
		case part(1) != "":
			add(part(1), theme.Info)
		case url != "":
			if add(part(2), theme.Link); part(2) != url && !strings.HasPrefix(url, "#") {
				add(" ("+url+")", theme.Faint)
			}
		case part(4)+part(5) != "":
			add(part(4)+part(5), theme.Strong)
		default:
			add(part(6), theme.Accent)
		}
	}
	add(s[at:], role)
	return out
}

func wordAt(s string, i int) bool {
	return i >= 0 && i < len(s) && (s[i] == '_' || s[i] >= '0' && s[i] <= '9' || s[i] >= 'a' && s[i] <= 'z' || s[i] >= 'A' && s[i] <= 'Z')
}

// roomToHang is the width from which on the lines of an item are indented.
const roomToHang = 8

// wrapper breaks pieces into lines.
type wrapper struct {
	width, hang int
	lines       []text.Line
	line        text.Line
	at          int
}

// wrap breaks pieces at words; every line but the first is indented by hang.
func wrap(ps []piece, width, hang int) []text.Line {
	if hang > width/2 || width < roomToHang {
		hang = 0
	}
	w := wrapper{width: width, hang: hang}
	var word []piece
	for _, p := range ps {
		for i, part := range strings.Split(p.text, " ") {
			if i > 0 {
				w.word(word)
				w.space(p.role)
				word = nil
			}
			if part != "" {
				word = append(word, piece{part, p.role})
			}
		}
	}
	w.word(word)
	return append(w.lines, w.line)
}

// space goes on by a blank, unless that would begin a line that was wrapped.
func (w *wrapper) space(r theme.Role) {
	if w.at < w.width && (w.at > w.hang || len(w.lines) == 0) {
		w.put(safe.Lit(" "), r)
	}
}

// word puts a word into the line, or into the next if it has no room. One
// that has no room in any line is cut.
func (w *wrapper) word(ps []piece) {
	n := 0
	for _, p := range ps {
		n += safe.Clean(p.text).Width()
	}
	if w.at > w.hang && w.at+n > w.width {
		w.feed()
	}
	for _, p := range ps {
		t := safe.Clean(p.text)
		for room := w.width - w.at; t.WidthTo(room+1) > max(room, 0); room = w.width - w.at {
			head, rest := t.Head(room)
			if head.Empty() && w.at <= w.hang { // not even one character fits
				return
			}
			w.put(head, p.role)
			t = rest
			w.feed()
		}
		w.put(t, p.role)
	}
}

func (w *wrapper) put(t safe.Text, r theme.Role) {
	if !t.Empty() {
		w.line = w.line.Plus(r, t)
		w.at += t.Width()
	}
}

func (w *wrapper) feed() {
	w.lines, w.line, w.at = append(w.lines, w.line), nil, 0
	w.put(safe.Clean(strings.Repeat(" ", w.hang)), theme.Plain)
}
