package curl

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// noted is told what a shell would have done and nobody does here.
type noted func(what string)

// lexer takes a text of a POSIX shell apart.
type lexer struct {
	text string
	at   int
	note noted

	commands []line
	line     line
	word     strings.Builder
	inWord   bool
}

// line is one command.
type line struct {
	words []string
	// stdin is what the text itself gives it to read, nil for nothing.
	stdin *string
}

// commands takes the commands of a text apart. Which shell it is for is told
// from how it quotes.
func commands(text string, note noted) []line {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	if windows.MatchString(text) {
		return windowsCommands(text)
	}
	l := &lexer{text: text, note: note}
	for l.at < len(l.text) {
		l.step()
	}
	l.endCommand()
	return l.commands
}

func (l *lexer) rest() string { return l.text[l.at:] }

func (l *lexer) put(s string) {
	l.inWord = true
	l.word.WriteString(s)
}

func (l *lexer) endWord() {
	if l.inWord {
		word := l.word.String()
		if !utf8.ValidString(word) {
			l.note("has bytes that are no text; they are replaced")
			word = strings.ToValidUTF8(word, "\ufffd")
		}
		l.line.words = append(l.line.words, word)
	}
	l.word.Reset()
	l.inWord = false
}

func (l *lexer) endCommand() {
	l.endWord()
	if len(l.line.words) > 0 {
		l.commands = append(l.commands, l.line)
	}
	l.line = line{}
}

var (
	// continued is a line's end that a command goes on behind, also where a
	// blank has slipped behind the backslash, or the backslash got lost and an
	// option follows.
	continued = regexp.MustCompile("^(?:[\\\\`][ \t]*\n|\n[ \t]*(?:-[-A-Za-z])?)")
	// redirection sends what a command reads or writes elsewhere.
	redirection = regexp.MustCompile(`^(?:[0-9&]?>>?(?:&[0-9-])?|<<<|<<-?|<)[ \t]*`)
)

// step reads what comes next outside of quotes.
func (l *lexer) step() {
	rest := l.rest()
	c := rest[0]
	switch {
	case c == ' ' || c == '\t':
		l.endWord()
		l.at++
	case c == '\n' || c == '\\' || c == '`':
		l.lineOrEscape(rest)
	case c == '\'':
		l.single(rest)
	case c == '"':
		l.at++
		l.double()
	case c == '$':
		l.dollar(false)
	case c == '#' && !l.inWord:
		end := strings.IndexByte(rest, '\n')
		if end < 0 {
			end = len(rest)
		}
		l.at += end
	case !l.inWord && redirection.MatchString(rest):
		l.redirect(rest)
	case strings.IndexByte(";|&", c) >= 0 && l.operator(rest):
		l.endCommand()
		l.at += len(rest) - len(strings.TrimLeft(rest, ";|&"))
	default:
		_, n := utf8.DecodeRuneInString(rest)
		l.put(rest[:n])
		l.at += n
	}
}

// operator reports whether a character that ends a command does so here. In
// the middle of a word it is part of an address that was pasted without
// quotes.
func (l *lexer) operator(rest string) bool {
	behind := strings.TrimLeft(rest, ";|&")
	return !l.inWord || behind == "" || strings.IndexByte(" \t\n", behind[0]) >= 0
}

// redirect leaves out where a command reads from or writes to, unless it is in
// the text itself.
func (l *lexer) redirect(rest string) {
	sign := redirection.FindString(rest)
	l.at += len(sign)
	kind := strings.TrimSpace(sign)
	if strings.Contains(kind, "&") && !strings.HasPrefix(kind, "&") {
		return // 2>&1 has no more to it
	}
	quoted := strings.ContainsAny(l.rest()[:min(1, len(l.rest()))], `'"\`)
	words := l.line.words
	for l.at < len(l.text) && strings.IndexByte(" \t\n;|", l.text[l.at]) < 0 {
		l.step()
	}
	target := l.word.String()
	l.endWord()
	l.line.words = words
	switch kind {
	case "<<", "<<-":
		l.heredoc(target, kind == "<<-", quoted)
	case "<<<":
		target += "\n"
		l.line.stdin = &target
	case "<":
		l.note("reads the file " + target + " by the shell, which is left behind")
	}
}

// heredoc takes the lines below this one up to the one that says end. Unless
// end was quoted, variables count in them.
func (l *lexer) heredoc(end string, tabs, quoted bool) {
	now, below, _ := strings.Cut(l.rest(), "\n")
	var body strings.Builder
	for below != "" {
		var next string
		next, below, _ = strings.Cut(below, "\n")
		if tabs {
			next = strings.TrimLeft(next, "\t")
		}
		if next == end {
			break
		}
		if !quoted {
			next = anyVariable.ReplaceAllString(next, "{{$1$2}}")
		}
		body.WriteString(next + "\n")
	}
	l.text, l.at = now+"\n"+below, 0
	text := body.String()
	l.line.stdin = &text
}

// lineOrEscape reads the end of a line, or an escaped character.
func (l *lexer) lineOrEscape(rest string) {
	if m := continued.FindString(rest); m != "" && (rest[0] != '\n' || strings.ContainsRune(m, '-')) {
		l.endWord()
		l.at += len(m)
		if i := strings.IndexByte(m, '-'); i >= 0 {
			l.at -= len(m) - i
		}
		return
	}
	switch {
	case rest[0] == '\n':
		l.endCommand()
		l.at++
	case rest[0] == '`':
		l.note("has a command in backquotes, which is not run")
		l.put("`")
		l.at++
	case len(rest) == 1:
		l.at++
	default:
		_, n := utf8.DecodeRuneInString(rest[1:])
		l.put(rest[1 : 1+n])
		l.at += 1 + n
	}
}

func (l *lexer) single(rest string) {
	end := strings.IndexByte(rest[1:], '\'')
	if end < 0 {
		l.note("has a quote that never ends")
		l.put(rest[1:])
		l.at = len(l.text)
		return
	}
	l.put(rest[1 : 1+end])
	l.at += end + 2
}

// double reads what is in double quotes, behind the first.
func (l *lexer) double() {
	l.put("")
	for l.at < len(l.text) {
		rest := l.rest()
		switch c := rest[0]; {
		case c == '"':
			l.at++
			return
		case c == '\\' && len(rest) > 1 && rest[1] == '\n':
			l.at += 2
		case c == '\\' && len(rest) > 1 && strings.IndexByte("$`\"\\", rest[1]) >= 0:
			l.put(rest[1:2])
			l.at += 2
		case c == '$':
			l.dollar(true)
		default:
			if c == '`' {
				l.note("has a command in backquotes, which is not run")
			}
			l.put(rest[:1])
			l.at++
		}
	}
	l.note("has a quote that never ends")
}

// variable is $NAME, or ${NAME…}, at the start and anywhere.
var (
	variable    = regexp.MustCompile(`^\$(?:([A-Za-z_][A-Za-z0-9_]*)|\{([A-Za-z_][A-Za-z0-9_]*)([^}]*)\})`)
	anyVariable = regexp.MustCompile(`\$(?:([A-Za-z_][A-Za-z0-9_]*)|\{([A-Za-z_][A-Za-z0-9_]*)([^}]*)\})`)
)

// dollar reads a variable, $'…' or $"…", or the sign itself.
func (l *lexer) dollar(quoted bool) {
	rest := l.rest()
	if m := variable.FindStringSubmatch(rest); m != nil {
		if m[3] != "" {
			l.note("uses " + m[0] + ", of which only the variable is kept")
		}
		l.put("{{" + m[1] + m[2] + "}}")
		l.at += len(m[0])
		return
	}
	switch {
	case !quoted && strings.HasPrefix(rest, "$'"):
		l.at += 2
		l.ansi()
		return
	case !quoted && strings.HasPrefix(rest, `$"`):
		l.at += 2
		l.double()
		return
	case strings.HasPrefix(rest, "$("):
		l.note("has a command in $( ), which is not run")
	}
	l.put("$")
	l.at++
}

// ansi reads what is in $'…', behind the first quote.
func (l *lexer) ansi() {
	l.put("")
	for l.at < len(l.text) {
		rest := l.rest()
		switch {
		case rest[0] == '\'':
			l.at++
			return
		case rest[0] == '\\' && len(rest) > 1:
			s, n := ansiEscape(rest[1:])
			l.put(s)
			l.at += 1 + n
		default:
			l.put(rest[:1])
			l.at++
		}
	}
	l.note("has a quote that never ends")
}

// ansiEscape is what stands behind a backslash in $'…', and its length.
func ansiEscape(s string) (text string, n int) {
	if i := strings.IndexByte(`abefnrtvE`, s[0]); i >= 0 {
		return "\a\b\x1b\f\n\r\t\v\x1b"[i : i+1], 1
	}
	digits := func(s, set string, most int) string {
		n := 0
		for n < len(s) && n < most && strings.IndexByte(set, s[n]) >= 0 {
			n++
		}
		return s[:n]
	}
	const hex = "0123456789abcdefABCDEF"
	if most := map[byte]int{'x': 2, 'u': 4, 'U': 8}[s[0]]; most > 0 {
		d := digits(s[1:], hex, most)
		v, err := strconv.ParseUint(d, 16, 32)
		switch {
		case err != nil:
			return s[:1], 1
		case s[0] == 'x':
			return string([]byte{byte(v)}), 1 + len(d)
		}
		return string(rune(min(v, utf8.MaxRune+1))), 1 + len(d)
	}
	if d := digits(s, "01234567", 3); d != "" {
		v, _ := strconv.ParseUint(d, 8, 16) // three octal digits always fit
		return string([]byte{byte(v)}), len(d)
	}
	if s[0] == 'c' && len(s) > 1 {
		return string([]byte{s[1] & 0x1f}), 2
	}
	return s[:1], 1 // the backslash and both quotes too
}
