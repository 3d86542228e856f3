package console

import (
	"strings"
	"unicode/utf8"
)

// The columns of lists of requests.
const (
	MethodWidth = 7
	// MaxName keeps one long name from pushing everything behind it off the
	// screen.
	MaxName = 64
)

// Left fills a text up with blanks to a number of characters, Right puts them
// before it. They are for words and figures of our own: a run has some for each
// request, and fmt takes five times as long.
func Left(text string, width int) string { return text + blanks(text, width) }

// Right is the other side of [Left].
func Right(text string, width int) string { return blanks(text, width) + text }

func blanks(text string, width int) string {
	return strings.Repeat(" ", max(0, width-utf8.RuneCountInString(text)))
}
