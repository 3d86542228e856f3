package editor

import (
	"strings"

	"postern/ui/theme"
	"postern/ui/widget/cells"
)

// farthest is how many bytes are looked at to find the other bracket: more, in
// a line without end, is not worth a stutter.
const farthest = 1 << 20

const openers, closers = "{[(", "}])"

// brackets returns the bracket at the cursor, or before it, and the one that
// belongs to it, if that is in one of the lines from first up to last: others
// are not in sight. Those within quotes count for nothing.
func (b *buffer) brackets(first, last int) (at, other pos, ok bool) {
	line := b.lines[b.at.line]
	if len(line) > farthest {
		return pos{}, pos{}, false
	}
	for _, off := range []int{b.at.off, b.at.off - 1} {
		if off < 0 || off >= len(line) || !strings.Contains(openers+closers, line[off:off+1]) || quoted(line)[off] {
			continue
		}
		at = pos{b.at.line, off}
		other, ok = b.partner(at, first, min(last, len(b.lines)))
		return at, other, ok
	}
	return pos{}, pos{}, false
}

// partner finds the bracket that belongs to the one at a place.
func (b *buffer) partner(at pos, first, last int) (pos, bool) {
	c := b.lines[at.line][at.off]
	mine, by, other := c, 1, byte(0)
	if i := strings.IndexByte(openers, c); i >= 0 {
		other = closers[i]
	} else {
		other, by = openers[strings.IndexByte(closers, c)], -1
	}
	depth, seen := 0, 0
	for n := at.line; n >= first && n < last && seen < farthest; n += by {
		line := b.lines[n]
		seen += len(line) + 1
		if strings.IndexByte(line, mine) < 0 && strings.IndexByte(line, other) < 0 {
			continue
		}
		in := quoted(line)
		from := 0
		if by < 0 {
			from = len(line) - 1
		}
		if n == at.line {
			from = at.off
		}
		for i := from; i >= 0 && i < len(line); i += by {
			switch {
			case in[i]:
			case line[i] == mine:
				depth++
			case line[i] == other:
				if depth--; depth == 0 {
					return pos{n, i}, true
				}
			}
		}
	}
	return pos{}, false
}

// quoted tells which bytes of a line stand within double quotes.
func quoted(line string) []bool {
	in := make([]bool, len(line))
	open := false
	for i := 0; i < len(line); i++ {
		switch {
		case line[i] == '"':
			open = !open
		case line[i] == '\\' && open:
			in[i] = true
			if i++; i < len(line) {
				in[i] = true
			}
		default:
			in[i] = open
		}
	}
	return in
}

// pair marks the two brackets, those of a line.
func pair(at, other pos, ok bool, line int) []cells.Span {
	if !ok {
		return nil
	}
	if other.before(at) {
		at, other = other, at
	}
	var out []cells.Span
	for _, p := range []pos{at, other} {
		if p.line == line {
			out = append(out, cells.Span{From: p.off, To: p.off + 1, Role: theme.Match})
		}
	}
	return out
}
