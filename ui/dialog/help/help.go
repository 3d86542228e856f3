// Package help is the dialog of everything a person can do, with the keys that
// do it and, where something cannot be done just now, the reason. It begins with
// a few words about the pane the person is in and with what is wrong with files
// of their own; what counts there comes first, what other panes have follows by
// pane.
//
// It shows the rows of [keymap.Map]; there is nothing to add here for a new
// action. What is said of a pane is in about.go.
package help

import (
	"slices"

	"postern/ui/dialog"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/match"
	"postern/ui/widget/text"
)

// maxWidth is the widest the help gets.
const maxWidth = 92

// Help is the dialog. Make one with [New].
type Help struct {
	dialog.Shell
	sheet dialog.Sheet
	state keymap.State
	// problems are what is wrong with the person's own files.
	problems []safe.Text
	// rows are the filtered rows.
	rows []row
	// keys is the width of the column of keys.
	keys int
}

// row is an action, the heading of a category, or a line of a paragraph.
type row struct {
	heading, words   safe.Text
	keys, title, off safe.Text
	where            safe.Text
}

// maxKeys is the widest the column of keys gets; keys that do not fit are left
// out, the first one is the one to learn.
const maxKeys = 22

// New returns the help for a state of the program. problems are what is wrong
// with the person's own files, such as their keymap.
func New(env pane.Env, state keymap.State, problems ...safe.Text) *Help {
	h := &Help{sheet: dialog.NewSheet(env, true), state: state, problems: problems}
	h.Env = env
	h.fill()
	return h
}

// Resize gives the area that the box may take.
func (h *Help) Resize(width, height int) {
	if width != h.Width {
		h.Shell.Resize(width, height)
		h.fill() // paragraphs are wrapped anew
	}
	h.Shell.Resize(width, height)
}

// Restyle makes the dialog draw anew, with env.
func (h *Help) Restyle(env pane.Env) {
	h.Shell.Restyle(env)
	h.sheet.Restyle(env)
}

// fill lists the actions that match the filter, by category, and those of other
// panes by pane.
func (h *Help) fill() {
	var (
		here, elsewhere []string
		groups          = map[string][]row{}
		taken           = h.taken()
	)
	h.keys = 0
	for _, a := range h.Env.Keys.Actions() {
		group, order := a.Category, &here
		r := h.rowOf(a, taken)
		if !h.counts(a) {
			group, order = heading(a.Scope), &elsewhere
			r.where, r.off = safe.Text{}, safe.Text{} // the heading says where, and off it is only there
		}
		if !h.sheet.Query.In(match.Fold(a.Category + "\n" + r.title.String() + "\n" + r.keys.String())) {
			continue
		}
		if groups[group] == nil {
			*order = append(*order, group)
		}
		groups[group] = append(groups[group], r)
		h.keys = max(h.keys, r.keys.Width())
	}
	h.rows = nil
	if h.sheet.Query.Empty() {
		h.introduce()
	}
	for _, c := range append(here, elsewhere...) {
		if len(h.rows) > 0 {
			h.rows = append(h.rows, row{})
		}
		h.rows = append(h.rows, row{heading: safe.Clean(c)})
		h.rows = append(h.rows, groups[c]...)
	}
	h.sheet.List.SetCount(len(h.rows))
}

// introduce puts what is wrong with the person's own files, and what the pane is
// for, before the actions.
func (h *Help) introduce() {
	own := slices.Clone(h.problems)
	for _, c := range h.Env.Keys.Conflicts() {
		has, _ := h.Env.Keys.Action(c.Has)
		lost, _ := h.Env.Keys.Action(c.Lost)
		own = append(own, safe.Clean(c.Key+" is “"+has.Title+"” by your keymap, no longer “"+lost.Title+"”"))
	}
	h.paragraphs(safe.Lit("Your own files"), own)
	h.paragraphs(about(h.state.Pane))
}

func (h *Help) paragraphs(heading safe.Text, all []safe.Text) {
	if len(all) == 0 {
		return
	}
	if len(h.rows) > 0 {
		h.rows = append(h.rows, row{})
	}
	h.rows = append(h.rows, row{heading: heading})
	w, _ := h.FrameFor(maxWidth, h.Height).Inner()
	for _, p := range all {
		for _, l := range p.Wrap(w - 2) { // beside the scroll bar
			h.rows = append(h.rows, row{words: l})
		}
	}
}

// counts reports whether an action's keys count where the person is.
func (h *Help) counts(a keymap.Action) bool {
	return h.state.Pane == keymap.Global || a.Scope == h.state.Pane || everywhere(a)
}

func everywhere(a keymap.Action) bool { return a.Scope == keymap.Global || a.Scope == keymap.Anywhere }

func heading(s keymap.Scope) string {
	switch s {
	case keymap.Dialog:
		return "In dialogs"
	case keymap.HistoryList:
		return "In the history"
	case keymap.RunView:
		return "In a run"
	}
	return "In the " + s.String() + " pane"
}

// taken are the keys that the person's pane has for itself: there they do not
// do what they do everywhere.
func (h *Help) taken() map[string]bool {
	keys := map[string]bool{}
	for _, a := range h.Env.Keys.Actions() {
		if a.Scope == h.state.Pane && !everywhere(a) {
			for _, k := range a.Keys {
				keys[k] = true
			}
		}
	}
	return keys
}

func (h *Help) rowOf(a keymap.Action, taken map[string]bool) row {
	var keys safe.Text
	for _, k := range a.Keys {
		if everywhere(a) && taken[k] {
			continue
		}
		more := safe.Clean(k)
		if !keys.Empty() {
			more = keys.Plus(safe.Lit(" "), more)
		}
		if more.Width() > maxKeys {
			break
		}
		keys = more
	}
	r := row{keys: keys, title: safe.Clean(a.Title), off: safe.Clean(a.Off(h.state))}
	if !everywhere(a) && h.state.Pane == keymap.Global {
		r.where = safe.Clean(a.Scope.String())
	}
	return r
}

// Update handles one event.
func (h *Help) Update(ev pane.Event) (pane.Intent, bool) {
	h.Changed()
	id, filtered := h.sheet.Update(&h.Shell, ev)
	if filtered {
		h.fill()
	}
	return nil, dialog.Closes(id) || id == keymap.Help || id == keymap.Accept
}

// View returns the box.
func (h *Help) View() string { return h.Cached(h.draw) }

func (h *Help) draw() string {
	// The height is that of the whole table, so that filtering does not make
	// the box jump.
	f := h.FrameFor(maxWidth, h.Height)
	f.Title = safe.Lit("Help")
	f.Hints = []dialog.Hint{
		dialog.HintOf(h.Env, keymap.Close, safe.Lit("close")),
		dialog.HintOf(h.Env, keymap.Search, safe.Lit("filter")),
		dialog.HintOf(h.Env, keymap.PageDown, safe.Lit("scroll")),
	}
	w, height := f.Inner()
	return h.Box(f, h.sheet.Draw(h.Env, w, height, safe.Lit("no action matches"), h.line))
}

// line draws a row: keys, title, and at the end where it counts or why it is
// off.
func (h *Help) line(i, width int) text.Line {
	r := h.rows[i]
	if !r.heading.Empty() {
		return text.Of(theme.Strong, r.heading)
	}
	if r.title.Empty() {
		return text.Of(theme.Plain, r.words)
	}
	keys := min(h.keys, max(width/3, 4))
	title := theme.Plain
	if !r.off.Empty() {
		title = theme.Faint
	}
	line := text.Of(theme.KeyName, dialog.Column(r.keys, keys)).Plus(theme.Plain, safe.Lit("  "))
	line = append(line, match.Paint(title, r.title, h.sheet.Query.Ranges(r.title.String()))...)
	note := r.where
	if !r.off.Empty() {
		note = r.off
	}
	if note.Empty() || line.Width()+2+minNote > width {
		return line
	}
	return line.Plus(theme.Faint, safe.Lit("  ").Plus(note))
}

// minNote is the width below which a note is left out.
const minNote = 6
