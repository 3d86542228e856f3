package curl

import (
	"regexp"
	"strings"
)

// windows tells a command for cmd.exe: its carets at line ends and before
// quotes.
var windows = regexp.MustCompile(`\^[ \t]*\n|[ \t]\^"`)

// windowsCommands takes a text for cmd.exe apart: first its carets, which
// escape what follows, then quotes as C programs on Windows read them.
func windowsCommands(text string) []line {
	var out []line
	var words []string
	var word strings.Builder
	inWord, inQuotes := false, false
	endWord := func() {
		if inWord {
			words = append(words, word.String())
		}
		word.Reset()
		inWord = false
	}
	chars := uncaret(text)
	for i := 0; i < len(chars); i++ {
		c := chars[i]
		switch {
		case c.r == '\\':
			n := i
			for n < len(chars) && chars[n].r == '\\' {
				n++
			}
			slashes := n - i
			i, inWord = n-1, true
			if n < len(chars) && chars[n].r == '"' {
				if slashes%2 == 1 {
					word.WriteString(strings.Repeat(`\`, slashes/2) + `"`)
					i = n
					continue
				}
				slashes /= 2
			}
			word.WriteString(strings.Repeat(`\`, slashes))
		case c.r == '"':
			inWord = true
			if inQuotes && i+1 < len(chars) && chars[i+1].r == '"' {
				word.WriteByte('"')
				i++
				continue
			}
			inQuotes = !inQuotes
		case !inQuotes && c.r == '\n' && !c.escaped, !inQuotes && c.r == '&' && !c.escaped && !inWord:
			endWord()
			out, words = append(out, line{words: words}), nil
		case !inQuotes && (c.r == ' ' || c.r == '\t'):
			endWord()
		default:
			inWord = true
			word.WriteRune(c.r)
		}
	}
	endWord()
	return append(out, line{words: words})
}

// char is a character that may have been behind a caret.
type char struct {
	r       rune
	escaped bool
}

// uncaret carries out the carets, except those in quotes that have none
// themselves.
func uncaret(text string) []char {
	var out []char
	runes := []rune(text)
	plain := false // inside of quotes without carets
	for i := 0; i < len(runes); i++ {
		switch r := runes[i]; {
		case r == '^' && !plain && i+1 < len(runes):
			i++
			for k := i; k < len(runes) && (runes[k] == ' ' || runes[k] == '\t'); k++ {
				if k+1 < len(runes) && runes[k+1] == '\n' {
					i = k + 1 // a blank has slipped behind the caret
				}
			}
			if runes[i] != '\n' {
				out = append(out, char{runes[i], true})
			} else if i+1 < len(runes) && runes[i+1] == '\n' { // the one behind an escaped end of line is meant
				i++
				out = append(out, char{'\n', true})
			}
		default:
			if r == '"' && (i == 0 || runes[i-1] != '\\') {
				plain = !plain
			}
			out = append(out, char{r, false})
		}
	}
	return out
}
