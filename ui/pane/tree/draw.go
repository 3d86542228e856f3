package tree

import (
	"strconv"
	"strings"

	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/match"
	"postern/ui/widget/text"
	"postern/ui/widget/treelist"
)

// Widths from which a row has room for more than its name.
const (
	wideEnoughForCounts = 32
	// nameRoom is what the guides leave of a row for the name.
	nameRoom = 12
)

// View returns the pane.
func (p *Pane) View() string {
	if p.fresh {
		return p.view
	}
	p.view, p.fresh = p.draw(), true
	return p.view
}

func (p *Pane) draw() string {
	if p.width <= 0 || p.height <= 0 {
		return ""
	}
	body := ""
	switch {
	case p.tree.Len() == 0:
		body = p.lines(welcome(p.env))
	case p.tree.Window().Count() == 0:
		body = p.lines([]text.Line{text.Of(theme.Faint, safe.Lit("nothing matches"))})
	default:
		base := theme.Marked
		if p.focus {
			base = theme.Selected
		}
		b := brush{forest: p.forest, tree: p.tree, marks: p.marks, query: p.search.query, held: p.held}
		body = carrying{p}.landing(p.tree.Draw(p.env.Theme, base, b.row))
	}
	if p.search.height() == 0 {
		return body
	}
	bar := p.search.view(p.width)
	if p.height == 1 {
		return bar
	}
	return bar + "\n" + body
}

// lines draws what stands in place of the tree.
func (p *Pane) lines(ls []text.Line) string {
	out := make([]string, max(p.height-p.search.height(), 0))
	for y := range out {
		var l text.Line
		if y < len(ls) {
			l = ls[y]
		}
		out[y] = l.Render(p.env.Theme, theme.None, p.width)
	}
	return strings.Join(out, "\n")
}

// welcome is the pane without collections: what to do first.
func welcome(env pane.Env) []text.Line {
	ls := []text.Line{
		text.Of(theme.Strong, safe.Lit("No collection is open.")),
		nil,
		text.Of(theme.Faint, safe.Lit("Open a folder of Postman")),
		text.Of(theme.Faint, safe.Lit("files: postern FOLDER")),
		nil,
	}
	for _, id := range []keymap.ID{keymap.Import, keymap.NewCollection, keymap.OpenDemo, keymap.Palette, keymap.Help} {
		a, ok := env.Keys.Action(id)
		if !ok || len(a.Keys) == 0 {
			continue
		}
		key := safe.Clean(a.Keys[0])
		ls = append(ls, text.Line{
			{Text: key.Plus(blanks(max(2, 8-key.Width()))), Role: theme.KeyName},
			{Text: safe.Clean(a.Title), Role: theme.Faint},
		})
	}
	return ls
}

// brush draws the rows.
type brush struct {
	forest forest
	tree   *treelist.Tree
	marks  marks
	query  match.Query
	held   held
}

// row draws a node: guides, then arrow or method, name, and at the right end
// the mark of unsaved edits or the number of requests.
func (b brush) row(i, width int) text.Line {
	e := b.forest.entries[i]
	if e.problem > 0 {
		return text.Line{{Text: safe.Lit("! "), Role: theme.Error}}.Plus(theme.Warn, e.name)
	}
	line := guides(b.forest.nodes[i].Depth, width)
	role := theme.Plain
	if r := e.request(); r != nil {
		m := shortMethod(r.Method)
		line = line.Plus(methodRole(r.Method), m.Plus(blanks(methodWidth+1-m.Width())))
	} else {
		line = line.Plus(theme.Faint, b.arrow(i))
		if e.item == nil {
			role = theme.Strong
		}
	}
	tail := b.tail(i, width)
	room := width - line.Width() - tail.Width()
	return append(b.name(line, e, role, room), tail...)
}

// guides draw one line down for every level above, fewer where that would
// leave no room for names.
func guides(depth, width int) text.Line {
	if depth == 0 {
		return nil
	}
	levels := min(depth, max(1, (width-nameRoom)/2))
	s := strings.Repeat("│ ", levels-1)
	if levels < depth {
		return text.Of(theme.Border, safe.Clean("  "+strings.Repeat("│ ", max(levels-2, 0))+"⋮ "))
	}
	return text.Of(theme.Border, safe.Clean("  "+s))
}

func (b brush) arrow(i int) safe.Text {
	if b.tree.Open(i) {
		return safe.Lit("▾ ")
	}
	return safe.Lit("▸ ")
}

// name adds the name, padded or cut to room. What a filter found in the path
// alone is shown behind the name.
func (b brush) name(line text.Line, e entry, role theme.Role, room int) text.Line {
	if room <= 0 {
		return line
	}
	rs := b.query.Ranges(e.name.String())
	name := match.Fit(role, e.name, rs, room)
	if r := e.request(); r != nil && len(rs) == 0 && !b.query.Empty() {
		path, left := urlPath(r.URL), room-name.Width()-2
		if at := b.query.Ranges(path.String()); len(at) > 0 && left > 0 {
			name = append(name.Plus(theme.Plain, safe.Lit("  ")), match.Fit(theme.Faint, path, at, left)...)
		}
	}
	line = append(line, name...)
	return line.Plus(theme.Plain, blanks(room-name.Width()))
}

// tail is the right end of a row.
func (b brush) tail(i, width int) text.Line {
	e := b.forest.entries[i]
	var line text.Line
	if e.item != nil && e.item.ID == b.marks.cut {
		line = text.Of(theme.Accent, safe.Lit(" cut"))
	}
	if e.request() == nil && width >= wideEnoughForCounts {
		line = line.Plus(theme.Faint, safe.Clean(" "+strconv.Itoa(e.requests)))
	}
	if _, apart := b.marks.apart[e.dirtyID()]; apart && e.item == nil {
		line = line.Plus(theme.Error, safe.Lit(" ≠ disk"))
	}
	switch {
	case b.marks.dirty[e.dirtyID()]:
		line = line.Plus(theme.Warn, safe.Lit(" ●"))
	case b.marks.below != nil && b.marks.below[i] && !b.tree.Open(i):
		line = line.Plus(theme.Faint, safe.Lit(" ●"))
	}
	return append(line, b.held.landed(i)...)
}

func blanks(n int) safe.Text { return safe.Clean(strings.Repeat(" ", max(n, 0))) }
