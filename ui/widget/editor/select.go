package editor

import (
	"strings"

	"postern/ui/keymap"
	"postern/ui/theme"
	"postern/ui/widget/cells"
)

// selection is what lies between the cursor and where the selecting began.
type selection struct {
	on     bool
	anchor pos
}

func (p pos) before(q pos) bool { return p.line < q.line || p.line == q.line && p.off < q.off }

// span returns the selected text's ends in order; ok is false if there is none.
func (b *buffer) span() (from, to pos, ok bool) {
	from, to = b.sel.anchor, b.at
	if to.before(from) {
		from, to = to, from
	}
	return from, to, b.sel.on && from != to
}

// anchor begins to select, unless that has begun.
func (b *buffer) anchor() {
	if !b.sel.on {
		b.sel = selection{on: true, anchor: b.at}
	}
}

// leave ends the selecting. Where a step left or right would lead is the
// selection's end on that side.
func (b *buffer) leave(ed keymap.Edit) (to pos, collapsed bool) {
	from, end, ok := b.span()
	b.sel = selection{}
	switch {
	case ok && ed == keymap.CursorLeft:
		return from, true
	case ok && ed == keymap.CursorRight:
		return end, true
	}
	return pos{}, false
}

// selected returns the selected text with the text's own line endings.
func (b *buffer) selected() string {
	from, to, ok := b.span()
	switch {
	case !ok:
		return ""
	case from.line == to.line:
		return b.lines[from.line][from.off:to.off]
	}
	parts := append([]string{b.lines[from.line][from.off:]}, b.lines[from.line+1:to.line]...)
	return strings.Join(append(parts, b.lines[to.line][:to.off]), b.eol)
}

// over replaces the selection with what a key types, and reports whether there
// was one.
func (b *buffer) over(ed keymap.Edit, typed string) (Outcome, bool) {
	from, to, ok := b.span()
	if !ok {
		return Ignored, false
	}
	switch ed {
	case keymap.Insert:
	case keymap.NewLine:
		typed = "\n" + indentOf(b.lines[from.line][:from.off])
	case keymap.DeleteBack, keymap.DeleteForward, keymap.DeleteWordBack, keymap.DeleteWordForward,
		keymap.DeleteToStart, keymap.DeleteToEnd, keymap.CutSelection:
		typed = ""
	case keymap.NextField, keymap.Indent:
		return b.shift(from, to, func(line string) string {
			if line == "" {
				return line
			}
			return b.indent + line
		}), true
	case keymap.PrevField, keymap.Outdent:
		return b.shift(from, to, func(line string) string { return line[b.excess(line):] }), true
	default:
		return Ignored, false
	}
	return b.put(from, to, typed), true
}

// put replaces what lies between two places.
func (b *buffer) put(from, to pos, s string) Outcome {
	end := pos{from.line, from.off + len(s)}
	if n := strings.Count(s, "\n"); n > 0 {
		end = pos{from.line + n, len(s) - strings.LastIndexByte(s, '\n') - 1}
	}
	return b.replace(from, to, s, end, pasting)
}

// shift changes each of the selected lines, which stay selected. A line of
// which nothing is selected is none of them.
func (b *buffer) shift(from, to pos, change func(string) string) Outcome {
	if to.off == 0 && to.line > from.line {
		to = pos{to.line - 1, len(b.lines[to.line-1])}
	}
	lines := make([]string, 0, to.line-from.line+1)
	for _, l := range b.lines[from.line : to.line+1] {
		lines = append(lines, change(l))
	}
	end := pos{to.line, len(lines[len(lines)-1])}
	out := b.replace(pos{from.line, 0}, pos{to.line, len(b.lines[to.line])}, strings.Join(lines, "\n"), end, pasting)
	b.sel = selection{on: true, anchor: pos{line: from.line}}
	return out
}

// marked returns what of a line is selected.
func (b *buffer) marked(line int) []cells.Span {
	from, to, ok := b.span()
	if !ok || line < from.line || line > to.line {
		return nil
	}
	sp := cells.Span{To: len(b.lines[line]), Role: theme.Selection}
	if line == from.line {
		sp.From = from.off
	}
	if line == to.line {
		sp.To = to.off
	}
	if sp.From >= sp.To {
		return nil
	}
	return []cells.Span{sp}
}
