package link

import (
	"bytes"
	"encoding/json"
	"strings"

	"postern/engine/lookup"
)

// maxSpots is how many links are found in one row.
const maxSpots = 50

// Spot is a link where its text is shown: the bytes From up to To of a row.
type Spot struct {
	From, To int
	Link     Link
}

// Spotter finds the links of a response again in the rows it is shown in,
// however they are laid out: it looks at the texts and not at their places. Any
// text that is a web address is a link, too.
type Spotter struct {
	base base
	// links are those that were found, by their text, or by their address where
	// the text is too long to have been kept.
	links map[string]Link
}

// NewSpotter returns a spotter for the links that were found in a response,
// whose address is from.
func NewSpotter(found []Link, from string) *Spotter {
	s := &Spotter{base: newBase(from), links: make(map[string]Link, len(found))}
	for _, l := range found {
		key := l.Text
		switch {
		case l.Refused != NotRefused || l.Header != "":
			continue
		case l.Template != "":
			key = l.Template
		case len(key) >= maxText:
			key = l.URL
		}
		if _, twice := s.links[key]; !twice {
			s.links[key] = l
		}
	}
	return s
}

// In returns the links in a row, in order: in texts between quotes all that were
// found, elsewhere what begins as a web address does. A key is none.
func (s *Spotter) In(row []byte) []Spot {
	var out []Spot
	for at := 0; at < len(row) && len(out) < maxSpots; {
		if row[at] != '"' {
			next, sp, ok := s.bare(row, at)
			if ok {
				out = append(out, sp)
			}
			at = next
			continue
		}
		end := closing(row, at)
		if end < 0 {
			at++
			continue
		}
		if !isKey(row[end+1:]) {
			out = append(out, s.quoted(row, at+1, end)...)
		}
		at = end + 1
	}
	return out
}

// closing is where the text ends that a quote at at begins; -1 if it does not.
func closing(row []byte, at int) int {
	for i := at + 1; i < len(row); i++ {
		switch row[i] {
		case '\\':
			i++
		case '"':
			return i
		}
	}
	return -1
}

// isKey reports whether a colon follows.
func isKey(rest []byte) bool {
	rest = bytes.TrimLeft(rest, " \t")
	return len(rest) > 0 && rest[0] == ':'
}

// quoted are the links in a text between quotes: it itself, or those in it.
func (s *Spotter) quoted(row []byte, from, to int) []Spot {
	text := string(row[from:to])
	if strings.Contains(text, `\`) {
		var plain string
		if json.Unmarshal(row[from-1:to+1], &plain) == nil {
			text = plain
		}
	}
	if l, ok := s.known(text); ok {
		return []Spot{{from, to, l}}
	}
	var out []Spot
	for at := from; at < to; {
		next, sp, ok := s.bare(row[:to], at)
		if ok {
			out = append(out, sp)
		}
		at = next
	}
	return out
}

// known is the link that was found by a text.
func (s *Spotter) known(text string) (Link, bool) {
	if text == "" || len(text) > maxURL {
		return Link{}, false
	}
	if l, ok := s.links[text]; ok {
		return l, true
	}
	if len(text) >= maxText {
		l := s.judge(text)
		if k, ok := s.links[l.URL]; ok && l.URL != "" {
			return k, true
		}
		return Link{}, false
	}
	l, ok := s.links[lookup.Clean(text, maxText)]
	return l, ok
}

// judge is a text as a link.
func (s *Spotter) judge(text string) Link {
	l := Link{Method: "GET"}
	s.base.address(&l, text)
	return l
}

// bare is the web address that begins at at, if one does, and where to go on.
func (s *Spotter) bare(row []byte, at int) (next int, sp Spot, ok bool) {
	if !begins(row[at:]) || at > 0 && isWord(row[at-1]) {
		return at + 1, Spot{}, false
	}
	end := at
	for end < len(row) && strings.IndexByte(" \t\r\n\"'<>`|\\^{}", row[end]) < 0 && row[end] > ' ' {
		end++
	}
	next = end
	end = at + trimmed(row[at:end])
	text := string(row[at:end])
	if text == "" {
		return next, Spot{}, false
	}
	l, found := s.known(text)
	if !found {
		l = s.judge(text)
	}
	return next, Spot{at, end, l}, l.Refused == NotRefused
}

// begins reports whether a text begins as a web address does.
func begins(text []byte) bool {
	for _, scheme := range []string{"http://", "https://"} {
		if len(text) > len(scheme) && bytes.EqualFold(text[:len(scheme)], []byte(scheme)) {
			return true
		}
	}
	return false
}

// trimmed is the length of an address without what belongs to the sentence
// around it: the full stop behind it, the bracket it stands in.
func trimmed(text []byte) int {
	for n := len(text); n > 0; n-- {
		switch c := text[n-1]; c {
		case '.', ',', ';', ':', '!', '?', '*', '_', '~':
		case ')', ']':
			open := map[byte]byte{')': '(', ']': '['}[c]
			if bytes.Count(text[:n], []byte{open}) >= bytes.Count(text[:n], []byte{c}) {
				return n
			}
		default:
			return n
		}
	}
	return 0
}

func isWord(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_'
}
