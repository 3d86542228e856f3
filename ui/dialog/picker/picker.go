// Package picker is the dialog to choose one of many: requests, environments,
// actions, methods, ids. What is typed narrows the rows and ranks them; see
// package fuzzy.
//
// A row that cannot be chosen stays visible and says why. Rows that are too many
// to be made before anybody sees them come as [Rows].
package picker

import (
	"strconv"

	"postern/ui/dialog"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/fuzzy"
)

// Item is a row to choose.
type Item struct {
	ID string
	// Tag is a short word before the title, like a method; tags are a column.
	Tag safe.Text
	// Title is what is chosen; it and Detail are searched.
	Title, Detail safe.Text
	// Key is shown at the right end, as what does the same without the picker.
	Key safe.Text
	// Role is the look of the Tag, or of the Title if there is none.
	Role theme.Role
	// Off is why the row cannot be chosen; empty means it can.
	Off safe.Text
}

// Rows are items that are made when they are drawn. They do not change.
type Rows interface {
	Len() int
	// Text is what of a row is searched, its title first.
	Text(i int) *fuzzy.Text
	Item(i int) Item
}

// items are Rows that are there.
type items struct {
	list  []Item
	texts []fuzzy.Text
}

func (s items) Len() int               { return len(s.list) }
func (s items) Text(i int) *fuzzy.Text { return &s.texts[i] }
func (s items) Item(i int) Item        { return s.list[i] }

// Options say what is to be chosen.
type Options struct {
	// Name comes back in [Picked], and so does Of: what it is about.
	Name, Of string
	Title    safe.Text
	// Placeholder stands in the field while nothing is typed.
	Placeholder safe.Text
	// None is shown when there are no items at all.
	None safe.Text
	// Said is a line above the rows: what went wrong before.
	Said  safe.Text
	Items []Item
	// Rows are instead of Items.
	Rows Rows
	// Current is the ID of the item that is marked as the present choice and
	// has the cursor at first, unless Preselect names another.
	Current, Preselect string
	// Follow asks for [Moved] and [Left], so that what is chosen can be looked
	// at before.
	Follow bool
	// Stay keeps the dialog open over a choice, until it is filled with
	// something else, and asks for [Left].
	Stay bool
}

// Picked is the intent of a choice.
type Picked struct{ Picker, Of, ID string }

// Moved says that the cursor is on another item; see [Options.Follow].
type Moved struct{ Picker, ID string }

// Left says that a picker was closed without a choice; see [Options.Follow] and
// [Options.Stay].
type Left struct{ Picker string }

// The widest a picker and its column of tags get, and the most rows it shows.
const (
	maxWidth = 84
	maxRows  = 18
	maxTag   = 8
	// tagged is how many rows are asked how wide their tags are.
	tagged = 500
)

// Picker is the dialog. Make one with [New].
type Picker struct {
	dialog.Shell
	opt    Options
	finder dialog.Finder
	rows   Rows
	// tags is the width of the column of tags, marked whether rows need room
	// for the mark of the current one.
	tags   int
	marked bool
	// at is the ID that was told last.
	at string
}

// New returns a picker.
func New(env pane.Env, o Options) *Picker {
	p := &Picker{finder: dialog.NewFinder(env, o.Placeholder)}
	p.Env = env
	p.Fill(o)
	return p
}

// Fill shows something else to choose from, in the same dialog. What is typed
// stays, and narrows that.
func (p *Picker) Fill(o Options) {
	p.Changed()
	p.opt, p.rows, p.tags, p.marked = o, o.Rows, 0, o.Rows != nil && o.Current != ""
	if p.rows == nil {
		s := items{list: o.Items, texts: make([]fuzzy.Text, len(o.Items))}
		for i, it := range o.Items {
			s.texts[i] = fuzzy.Fold(it.Title.String(), it.Detail.String())
			p.marked = p.marked || it.ID == o.Current
		}
		p.rows = s
	}
	for i := range min(p.rows.Len(), tagged) {
		p.tags = max(p.tags, min(p.rows.Item(i).Tag.Width(), maxTag))
	}
	p.rank()
	first := o.Preselect
	if first == "" {
		first = o.Current
	}
	if p.finder.Query.Empty() {
		for i, it := range o.Items {
			if it.ID == first {
				p.finder.List.Select(i)
			}
		}
	}
	p.at = p.under()
}

// Clear takes away what is typed.
func (p *Picker) Clear() {
	p.finder.Clear()
	p.rank()
	p.Changed()
}

// under is the ID of the item under the cursor, or "".
func (p *Picker) under() string {
	if row, ok := p.finder.Current(); ok {
		return p.rows.Item(row).ID
	}
	return ""
}

// Name is the picker's name.
func (p *Picker) Name() string { return p.opt.Name }

// Restyle makes the dialog draw anew, with env.
func (p *Picker) Restyle(env pane.Env) {
	p.Shell.Restyle(env)
	p.finder.Restyle(env)
}

// rank finds the rows for what is typed.
func (p *Picker) rank() {
	p.finder.Rank(p.rows.Len(), p.rows.Text, nil)
}

// Cancelled is the wish of a picker that is closed without a choice.
func (p *Picker) Cancelled() pane.Intent {
	if p.opt.Follow || p.opt.Stay {
		return Left{p.opt.Name}
	}
	return nil
}

// Update handles one event.
func (p *Picker) Update(ev pane.Event) (pane.Intent, bool) {
	p.Changed()
	in, closed := p.event(ev)
	if id := p.under(); p.opt.Follow && in == nil && !closed && id != p.at {
		p.at = id
		return Moved{Picker: p.opt.Name, ID: id}, false
	}
	return in, closed
}

func (p *Picker) event(ev pane.Event) (pane.Intent, bool) {
	id, typed := p.finder.Update(&p.Shell, ev, true)
	switch {
	case typed:
		p.rank()
	case id == keymap.Accept:
		return p.pick()
	case id == keymap.Close:
		return p.Cancelled(), true
	}
	return nil, false
}

// pick chooses the current row if that can be.
func (p *Picker) pick() (pane.Intent, bool) {
	row, ok := p.finder.Current()
	if !ok {
		return nil, false
	}
	it := p.rows.Item(row)
	if !it.Off.Empty() {
		return nil, false
	}
	return Picked{Picker: p.opt.Name, Of: p.opt.Of, ID: it.ID}, !p.opt.Stay
}

// head is the number of lines above the rows.
func (p *Picker) head() int {
	if p.Height >= roomy && p.rows.Len() >= many {
		return 2
	}
	return 1
}

// The field stands apart from the rows where there is room, if they are many.
const (
	roomy = 12
	many  = 6
)

func (p *Picker) frame() dialog.Frame {
	// The box keeps its size while the rows become fewer, so that it stays
	// where it is.
	n := p.rows.Len()
	f := p.FrameFor(maxWidth, min(max(n, 3), maxRows)+p.head()+p.saidLines())
	f.Title = p.opt.Title
	if n > 0 {
		f.Note = safe.Clean(strconv.Itoa(len(p.finder.Found)) + " of " + strconv.Itoa(n))
	}
	f.Hints = []dialog.Hint{
		dialog.HintOf(p.Env, keymap.Accept, safe.Lit("choose")),
		dialog.HintOf(p.Env, keymap.Close, safe.Lit("close")),
	}
	return f
}
