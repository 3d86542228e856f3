package redact

import (
	"strings"
	"unicode/utf8"

	"postern/auth"
)

// Cut stands behind a text of which the rest was left out before anybody masked
// it: what scripts tell is cut where they run, where no secret is known.
const Cut = "… (cut)"

// pieceLength is how much of a secret is one: the first letters alone are found
// by chance, and say little.
const pieceLength = minLength

// Beginning masks a text of which the rest was left out: every known secret, and
// at the end what may be the beginning of one. A letter that was split is left
// out, too.
func (r Redactor) Beginning(s string) string {
	s = r.whole(s)
	longest := 0
	for _, list := range r.known {
		for _, secret := range list {
			longest = max(longest, begun(s, secret))
		}
	}
	if longest == 0 {
		return letters(s)
	}
	return s[:len(s)-longest] + auth.Mask
}

// letters is s without the first bytes of a letter at its end.
func letters(s string) string {
	for n := 1; n < min(utf8.UTFMax, len(s)+1); n++ {
		if end := s[len(s)-n:]; utf8.RuneStart(end[0]) {
			if utf8.FullRuneInString(end) {
				break
			}
			return s[:len(s)-n]
		}
	}
	return s
}

// begun is how many bytes at the end of s are the beginning of a secret.
func begun(s, secret string) int {
	for n := min(len(s), len(secret)-1); n >= pieceLength; n-- {
		if strings.HasSuffix(s, secret[:n]) {
			return n
		}
	}
	return 0
}

// pieces masks a text that has pieces with the mark of a cut behind them.
func (r Redactor) pieces(s string) string {
	all := strings.Split(r.whole(s), Cut)
	for i := range all[:len(all)-1] {
		all[i] = r.Beginning(all[i])
	}
	return strings.Join(all, Cut)
}
