// Package picker is the dialog to choose one of many: requests, environments,
// actions, methods. What is typed narrows the rows and ranks them fuzzily.
//
// A row that cannot be chosen stays visible and says why.
package picker

import (
	"strconv"
	"strings"

	"github.com/sahilm/fuzzy"

	"postern/ui/dialog"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/filterbar"
	"postern/ui/widget/vlist"
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

// Options say what is to be chosen.
type Options struct {
	// Name comes back in [Picked].
	Name  string
	Title safe.Text
	// Placeholder stands in the field while nothing is typed.
	Placeholder safe.Text
	// None is shown when there are no items at all.
	None  safe.Text
	Items []Item
	// Current is the ID of the item that is marked as the present choice and
	// has the cursor at first, unless Preselect names another.
	Current, Preselect string
	// Follow asks for [Moved] and [Left], so that what is chosen can be looked
	// at before.
	Follow bool
}

// Picked is the intent of a choice.
type Picked struct{ Picker, ID string }

// Moved says that the cursor is on another item; see [Options.Follow].
type Moved struct{ Picker, ID string }

// Left says that a picker was closed without a choice; see [Options.Follow].
type Left struct{ Picker string }

// The widest a picker and its column of tags get, and the most rows it shows.
const (
	maxWidth = 84
	maxRows  = 18
	maxTag   = 8
)

// Picker is the dialog. Make one with [New].
type Picker struct {
	dialog.Shell
	opt  Options
	bar  *filterbar.Bar
	list vlist.List
	// texts are what is searched: title and detail.
	texts []string
	// found are the rows, best first.
	found []row
	// tags is the width of the column of tags, marked whether rows need room
	// for the mark of the current one.
	tags   int
	marked bool
	// at is the ID that was told last.
	at string
}

// row is an item that matches, and at which bytes of its text.
type row struct {
	item int
	at   []int
}

// between stands between title and detail in what is searched.
const between = " "

// New returns a picker.
func New(env pane.Env, o Options) *Picker {
	p := &Picker{opt: o, bar: filterbar.New(env, safe.Lit("› "), o.Placeholder)}
	p.Env = env
	p.bar.Focus(true)
	p.texts = make([]string, len(o.Items))
	for i, it := range o.Items {
		p.texts[i] = it.Title.String() + between + it.Detail.String()
		p.tags = max(p.tags, min(it.Tag.Width(), maxTag))
		p.marked = p.marked || it.ID == o.Current
	}
	p.rank()
	first := o.Preselect
	if first == "" {
		first = o.Current
	}
	for i, it := range o.Items {
		if it.ID == first {
			p.list.Select(i)
		}
	}
	p.at = p.under()
	return p
}

// under is the ID of the item under the cursor, or "".
func (p *Picker) under() string {
	if len(p.found) == 0 {
		return ""
	}
	return p.opt.Items[p.found[p.list.Cursor()].item].ID
}

// Name is the picker's name.
func (p *Picker) Name() string { return p.opt.Name }

// Restyle makes the dialog draw anew, with env.
func (p *Picker) Restyle(env pane.Env) {
	p.Shell.Restyle(env)
	p.bar.Restyle(env)
}

// rank finds the rows for what is typed.
func (p *Picker) rank() {
	typed := strings.Join(strings.Fields(p.bar.Text()), "")
	p.found = p.found[:0]
	if typed == "" {
		for i := range p.texts {
			p.found = append(p.found, row{item: i})
		}
	} else {
		for _, m := range fuzzy.Find(typed, p.texts) {
			p.found = append(p.found, row{m.Index, m.MatchedIndexes})
		}
	}
	p.list.SetCount(len(p.found))
	p.list.Select(0)
}

// Cancelled is the wish of a picker that is closed without a choice.
func (p *Picker) Cancelled() pane.Intent {
	if p.opt.Follow {
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
	switch ev := ev.(type) {
	case pane.Act:
		return p.act(ev.ID)
	case pane.Key:
		return p.typed(p.bar.Key(ev.KeyPressMsg))
	case pane.Paste:
		return p.typed(p.bar.Paste(ev.Text), "")
	case pane.Wheel:
		p.list.Wheel(ev.Lines)
	case pane.Click:
		if i, ok := p.list.RowAt(ev.Y - 1 - p.head()); ok {
			p.list.Select(i)
			return p.pick()
		}
	}
	return nil, false
}

func (p *Picker) act(id keymap.ID) (pane.Intent, bool) {
	switch {
	case id == keymap.Accept || id == keymap.Open:
		return p.pick()
	case dialog.Closes(id):
		return p.Cancelled(), true
	}
	p.list.Act(id)
	return nil, false
}

func (p *Picker) typed(o filterbar.Outcome, move keymap.ID) (pane.Intent, bool) {
	switch o {
	case filterbar.Changed:
		p.rank()
	case filterbar.Kept:
		return p.pick()
	case filterbar.Dropped:
		return p.Cancelled(), true
	case filterbar.Moved:
		p.list.Act(move)
	}
	return nil, false
}

// pick chooses the current row if that can be.
func (p *Picker) pick() (pane.Intent, bool) {
	if len(p.found) == 0 {
		return nil, false
	}
	it := p.opt.Items[p.found[p.list.Cursor()].item]
	if !it.Off.Empty() {
		return nil, false
	}
	return Picked{Picker: p.opt.Name, ID: it.ID}, true
}

// head is the number of lines above the rows.
func (p *Picker) head() int {
	if p.Height >= roomy && len(p.opt.Items) >= many {
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
	f := p.FrameFor(maxWidth, min(max(len(p.opt.Items), 3), maxRows)+p.head())
	f.Title = p.opt.Title
	if n := len(p.opt.Items); n > 0 {
		f.Note = safe.Clean(strconv.Itoa(len(p.found)) + " of " + strconv.Itoa(n))
	}
	f.Hints = []dialog.Hint{
		dialog.HintOf(p.Env, keymap.Accept, safe.Lit("choose")),
		dialog.HintOf(p.Env, keymap.Close, safe.Lit("close")),
	}
	return f
}
