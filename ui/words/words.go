// Package words spells what is told in more than one place. It imports nothing
// of ours.
package words

import "strconv"

// Plural counts a noun: "1 file", "2 files".
func Plural(n int, noun string) string {
	return strconv.Itoa(n) + " " + Noun(n, noun)
}

// Noun is a noun as it stands behind a number: "file", "files".
func Noun(n int, noun string) string {
	if n == 1 {
		return noun
	}
	return noun + "s"
}
